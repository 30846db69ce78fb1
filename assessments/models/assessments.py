"""The assessments each side makes in a round, and the joint ones of both sides."""

import datetime
from typing import Any, Self

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, Exists, F, FilteredRelation, OuterRef, Q, Subquery, When
from django.db.models.functions import Cast, Coalesce
from django.utils.functional import cached_property
from simple_history.models import HistoricalRecords

from accounts.models import Organization, User
from assessments import access
from assessments.rounds import Round
from core.ids import new_public_id
from core.models import LimitedTextField
from core.texts import JoinedText
from partnerships.access import may_speak_for
from partnerships.models import EditionWords, Item, ItemQuerySet, Partnership, Party
from partnerships.reach import in_reach_of

from .confirmations import Confirmation
from .cycles import Cycle
from .events import ASKED, AssessmentEvent, AssessmentEventKind
from .status import HANDED_IN, OPEN, AssessmentStatus, Workflow


class AssessmentQuerySet(models.QuerySet):
    def within_reach_of(self, user: User | AnonymousUser) -> Self:
        """The assessments of the partnerships this person reaches: their status and progress, not what they say."""
        return self.filter(in_reach_of(user, "partnership__"))

    def for_rounds(self) -> Self:
        """Each with who rates, `due_on` and who confirmed it. What `Round` is gathered from."""
        return self.with_due_date().with_confirmations().select_related("by")

    def with_confirmations(self) -> Self:
        """Each row knows `confirmed_by` without asking again."""
        of_it = Confirmation.objects.filter(assessment=OuterRef("pk"), submission=OuterRef("submission"))
        sides = JoinedText(Cast("organization", models.CharField()), separator=",")
        confirmed = of_it.order_by().values("assessment").annotate(sides=sides).values("sides")
        waits = Q(by=None, status=AssessmentStatus.SUBMITTED)
        return self.annotate(confirmed=Case(When(waits, then=Subquery(confirmed))))

    def open(self) -> Self:
        return self.filter(status__in=OPEN)

    def handed_in(self) -> Self:
        return self.filter(status__in=HANDED_IN)

    def asked(self) -> Self:
        """Without those that are no longer asked for."""
        return self.exclude(status=AssessmentStatus.WITHDRAWN)

    def unread(self) -> Self:
        """Submitted sides that nobody else could read so far: another side was open then, and has been since.

        One that was asked later, or went back later, does not count: before that the others could read this one.
        """
        asked_later = AssessmentEvent.objects.filter(
            assessment=OuterRef("pk"), kind__in=ASKED, at__gt=OuterRef(OuterRef("submitted_at"))
        )
        open_since = (
            Assessment.objects.open()
            .of_sides()
            .filter(
                Q(returned_at=None) | Q(returned_at__lte=OuterRef("submitted_at")),
                ~Exists(asked_later),
                partnership=OuterRef("partnership"),
                cycle=OuterRef("cycle"),
            )
        )
        return self.of_sides().filter(
            Exists(open_since), status=AssessmentStatus.SUBMITTED, submitted_at__isnull=False
        )

    def of_sides(self) -> Self:
        """Without the joint ones."""
        return self.filter(by__isnull=False)

    def with_due_date(self) -> Self:
        """Each row says `due_on`: the partnership's own due date in its cycle, else the cycle's, else None."""
        own = FilteredRelation(
            "cycle__due_dates", condition=Q(cycle__due_dates__partnership=F("partnership"))
        )
        return self.alias(own_due=own).annotate(due_on=Coalesce("own_due__due_on", "cycle__due_on"))

    def with_partnership(self) -> Self:
        return self.select_related(
            "partnership__agreement__lead",
            "partnership__partner",
            "cycle__edition__scale",
            "cycle__period",
            "by",
        )

    def with_parties(self) -> Self:
        """Each with `parties_read`: the keys of the other parties to its partnership."""
        parties = Party.objects.filter(partnership=OuterRef("partnership")).order_by().values("partnership")
        keys = JoinedText(Cast("organization", models.CharField()), separator=",")
        return self.annotate(parties_read=Subquery(parties.annotate(keys=keys).values("keys")))

    def with_class_rule(self) -> Self:
        """Each says `has_class_rule`: its edition classifies observed classes."""
        return self.annotate(has_class_rule=Q(cycle__edition__class_rule__isnull=False))

    def newest_first(self) -> Self:
        return self.order_by("-cycle__period__start", "-pk")

    def get_by_natural_key(self, public_id: str) -> Any:
        return self.get(public_id=public_id)


class Assessment(Workflow):
    """One side's ratings of an edition in a cycle, or the joint ones of both sides (`by` is empty)."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="assessments", db_index=False)
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="assessments", db_index=False)
    by = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assessments",
        help_text="Who rates. Empty for the joint assessment of both sides.",
    )
    date = models.DateField("date of assessment", null=True, blank=True)
    date_is_month = models.BooleanField(default=False, help_text="Only the month is known.")
    participants = LimitedTextField(max_length=2000, blank=True)
    closing_reason = LimitedTextField(
        max_length=2000,
        blank=True,
        editable=False,
        help_text="Why the joint assessment was made final although a side had not confirmed it.",
    )
    history = HistoricalRecords()

    reader: User | AnonymousUser
    is_writer: bool
    is_reviewer: bool
    readable: bool
    """Said of one person, by `seen_by` or by the round that was gathered for that person."""
    due_on: datetime.date | None
    """Read by `with_due_date`."""
    rated: int
    total: int
    """Counted by `with_progress`."""
    confirmed: str | None
    """Read by `with_confirmations`."""

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["-cycle__period__start", "-pk"]
        indexes = [  # instead of one on each of the two keys
            models.Index(fields=["partnership", "cycle"], name="assessment_of_partnership"),
            models.Index(fields=["cycle", "partnership"], name="assessment_of_cycle"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "cycle", "by"],
                condition=Q(by__isnull=False),
                name="assessment_once_a_side",
                violation_error_message="This side has an assessment in this cycle already.",
            ),
            models.UniqueConstraint(
                fields=["partnership", "cycle"],
                condition=Q(by__isnull=True),
                name="assessment_joint_once",
                violation_error_message="There is a joint assessment in this cycle already.",
            ),
            models.CheckConstraint(
                name="assessment_month_is_its_first_day",
                condition=Q(date_is_month=False) | Q(date__day=1),
                violation_error_message="A month is kept as its first day.",
            ),
            models.CheckConstraint(
                name="assessment_returned_says_why",
                condition=~Q(status=AssessmentStatus.RETURNED) | ~Q(remark=""),
                violation_error_message="Say why it goes back.",
            ),
            models.CheckConstraint(
                name="assessment_withdrawn_says_why",
                condition=~Q(status=AssessmentStatus.WITHDRAWN) | ~Q(remark="") & Q(by__isnull=False),
                violation_error_message="Only a side is no longer asked: say why.",
            ),
            models.CheckConstraint(
                name="assessment_closing_is_of_the_joint_one",
                condition=Q(closing_reason="") | Q(by__isnull=True),
                violation_error_message="Only a joint assessment is confirmed by each side.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partnership}, {self.cycle.period.name}, {self.perspective}"

    def natural_key(self) -> tuple[str]:
        return (self.public_id,)

    @property
    def words(self) -> EditionWords:
        """What its edition calls an item, a category, a rating."""
        return self.cycle.edition.words

    natural_key.dependencies = [  # type: ignore[attr-defined]
        "partnerships.partnership",
        "assessments.cycle",
    ]

    def clean(self) -> None:
        """The cycle is of the partnership's agreement, and the one who rates takes part in it."""
        if not (self.partnership_id and self.cycle_id):
            return
        partnership = self.partnership
        if self.cycle.edition.agreement_id != partnership.agreement_id:
            raise ValidationError({"cycle": "Choose a cycle of the partnership's own agreement."})
        sides = {None, partnership.agreement.lead_id, partnership.partner_id, partnership.partner.parent_id}
        if self.by_id not in sides and not partnership.parties.filter(organization=self.by_id).exists():
            raise ValidationError({"by": "This organization does not take part in the partnership."})

    @property
    def perspective(self) -> str:
        """In words: whose view this is."""
        if self.by is None:
            return "joint assessment"
        if self.by_id == self.partnership.partner_id:
            return "self-assessment"
        return f"assessment by {self.by.short_name}"

    @property
    def full_name(self) -> str:
        """“self-assessment of Clayton, 2026-2027”, “assessment of Clayton by SSD, 2026-2027”."""
        kind, by, who = self.perspective.partition(" by ")
        return f"{kind} of {self.partnership.partner.short_name}{by}{who}, {self.cycle.period.name}"

    @property
    def rater(self) -> str:
        """The short name of the organization that rates; empty where it is the joint one."""
        return self.by.short_name if self.by else ""

    @property
    def is_joint(self) -> bool:
        return self.by_id is None

    @property
    def came_back(self) -> str:
        """How what is open again came to be so, in the word of the button that did it."""
        if self.was_asked_again:
            return "asked again"
        if self.was_reopened:
            return "reopened"
        return "sent back" if self.is_joint else "returned"

    @property
    def status_word(self) -> str:
        """“draft”, “final, not confirmed by every side”; of what is open again, how it came to be so."""
        if self.status == AssessmentStatus.RETURNED:
            return self.came_back
        apart = ", not confirmed by every side" if self.is_final and self.closing_reason else ""
        return f"{self.get_status_display()}{apart}"

    def seen_by(self, user: User | AnonymousUser, round_: Round | None = None) -> Self:
        """Say of a person who reaches its partnership whether that person writes, reviews and reads it.

        Its round is read where that decides, unless it is given.
        """
        self.reader = user
        self.is_writer, self.is_reviewer = access.may_write(user, self), access.may_review(user, self)
        self.readable = self.is_writer or access.may_read(user, self, round_ or self.in_round)
        return self

    def items(self) -> ItemQuerySet:
        """The items and headings of this partnership's document, in its order."""
        return Item.objects.of_document(*self.document)

    @property
    def document(self) -> tuple[int, int, datetime.date]:
        """Which document it is about, for `of_document`: edition, partnership, and the day that counts."""
        return self.cycle.edition_id, self.partnership_id, self.cycle.period.start

    def assessments_in_round(self) -> AssessmentQuerySet:
        """All assessments of this partnership in this cycle, its own among them."""
        return Assessment.objects.filter(partnership=self.partnership_id, cycle=self.cycle_id)

    @cached_property
    def in_round(self) -> Round:
        """Its round, with this very record in it. In one query, then kept."""
        others = self.assessments_in_round().exclude(pk=self.pk).select_related("by")
        return Round(self.partnership, self.cycle, [self, *others])

    @cached_property
    def confirmed_by(self) -> frozenset[int]:
        """Primary keys of the organizations that confirmed a joint assessment as it was submitted last."""
        if "confirmed" in vars(self):
            return frozenset(map(int, self.confirmed.split(","))) if self.confirmed else frozenset()
        rows = self.confirmations.filter(submission=self.submission)
        return frozenset(rows.values_list("organization", flat=True))

    @property
    def speaks_for(self) -> list[Organization]:
        """The sides at the table of a joint assessment that the person it was read for (`seen_by`) writes for."""
        sides = self.in_round.at_the_table if self.is_joint else []
        return [side for side in sides if may_speak_for(self.reader, self.partnership, side)]

    @property
    def confirms_for(self) -> list[Organization]:
        """Those of them that have still to confirm what is submitted."""
        return [side for side in self.speaks_for if side in self.in_round.to_confirm]

    @property
    def beside(self) -> "list[Assessment]":
        """The other assessments asked for in a side's round; none for a joint one, which stands above them."""
        return [] if self.is_joint else [other for other in self.in_round.asked if other != self]

    @property
    def joint(self) -> "Assessment | None":
        """The joint assessment of a side's round, once its conference has begun."""
        return None if self.is_joint else self.in_round.joint

    @property
    def others_still_rate(self) -> bool:
        """Whether another side of its round has not submitted: until then nobody else reads this one."""
        return not self.is_joint and any(other != self for other in self.in_round.still_writing)

    @property
    def remark_to_show(self) -> str:
        """What it went back for before it was handed in again: for those who work on it. Why a record was reopened:
        for everybody. While it is open, or no longer asked for, the remark stands at its top."""
        if not self.remark or self.status in (AssessmentStatus.RETURNED, AssessmentStatus.WITHDRAWN):
            return ""
        if self.is_worked_on:
            return self.remark
        kinds = AssessmentEventKind
        back = (kinds.RETURNED, kinds.SENT_BACK, kinds.REOPENED, kinds.ASKED_AGAIN)
        last = self.events.filter(kind__in=back).last()
        return self.remark if last and last.kind == AssessmentEventKind.REOPENED else ""

    @cached_property
    def is_unread(self) -> bool:
        """Whether it was submitted and nobody else could read it so far: its writers may take it back."""
        return Assessment.objects.unread().filter(pk=self.pk).exists()
