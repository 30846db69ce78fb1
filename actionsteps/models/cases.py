"""Cases, the clocks that run in them, and what corrects a finding of non-compliance."""

from datetime import datetime, time
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from core.ids import new_public_id
from core.models import LimitedTextField, RecordedEvent
from determinations.models import PracticeReview
from partnerships.models import Item, Partnership

from .clocks import TOO_MUCH, ClockRule, ClockUnit, can_be_meant


class CaseKind(models.TextChoices):
    TIMELINE = "timeline", "timeline"
    FINDING = "finding", "finding of non-compliance"


CASE_NUMBER = r"^([A-Z]{1,3}[-/. ]?)?[0-9]{1,6}([-/. ][0-9]{1,6}){0,2}([-/. ]?[A-Z]{1,2})?$"
"""Figures, before them a code of up to three letters: 17, 2026-014, IEP-12, F 2026-3."""

NO_NAME = (
    "Write a number that only your office can look up, such as 2026-014 or IEP-12: "
    "figures, with a code of up to three capital letters. Never a student's name."
)


class CaseQuerySet(models.QuerySet["Case"]):
    def open(self) -> Self:
        return self.filter(closed_on=None)

    def get_by_natural_key(self, partnership: str, number: str) -> "Case":
        return self.get(partnership__slug=partnership, number=number)


class Case(models.Model):
    """One matter of one student, or of the district itself, by a local number: who it is about is written nowhere
    here. Whoever does not enter for one of the two sides sees no more than how many there are."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="cases")
    number = models.CharField("local number", max_length=20)
    kind = models.CharField(max_length=10, choices=CaseKind, default=CaseKind.TIMELINE)
    rule = models.ForeignKey(
        ClockRule,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="findings",
        help_text="Of a finding: the rule that was not kept.",
    )
    item = models.ForeignKey(
        Item,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="findings",
        help_text="Of a finding: the indicator it is about.",
    )
    review = models.ForeignKey(
        PracticeReview,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="findings",
        help_text="Of a finding: the review of a screened district that it came from.",
    )
    opened_on = models.DateField(default=timezone.localdate)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    notified_on = models.DateField(
        null=True, blank=True, help_text="Of a finding: the day of the written notification."
    )
    closed_on = models.DateField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    history = HistoricalRecords()

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["opened_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "number"],
                name="case_number_unique",
                violation_error_message="There is a case with this number already.",
            ),
            models.CheckConstraint(
                name="case_number_is_no_name",
                condition=Q(number__regex=CASE_NUMBER),
                violation_error_message=NO_NAME,
            ),
            models.CheckConstraint(
                name="case_finding_says_since_when",
                condition=Q(kind=CaseKind.FINDING, notified_on__isnull=False)
                | Q(kind=CaseKind.TIMELINE, notified_on=None, rule=None, item=None, review=None),
                violation_error_message="A finding says on which day it was notified; nothing else does.",
            ),
            models.CheckConstraint(
                name="case_closed_after_it_opened",
                condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on")),
                violation_error_message="The day it is closed must not be before the day it was opened.",
            ),
        ]

    def __str__(self) -> str:
        return f"Case {self.number}"

    @property
    def is_finding(self) -> bool:
        return self.kind == CaseKind.FINDING

    def natural_key(self) -> tuple[Any, ...]:
        return (self.partnership.slug, self.number)

    natural_key.dependencies = ["partnerships.partnership"]  # type: ignore[attr-defined]


class Prong(models.TextChoices):
    INDIVIDUAL = "individual", "the individual case"
    SAMPLE = "sample", "an updated sample"


class Correction(models.Model):
    """One of the two things by which a finding is corrected: its own case, and a later sample of records."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="corrections")
    prong = models.CharField(max_length=10, choices=Prong)
    is_exempt = models.BooleanField(
        default=False, help_text="The individual case needs no correction, for a stated reason."
    )
    happened_on = models.DateField("on")
    words = LimitedTextField(max_length=2000)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    history = HistoricalRecords()

    class Meta:
        ordering = ["prong"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "prong"],
                name="correction_once",
                violation_error_message="This is recorded already.",
            ),
            models.CheckConstraint(
                name="correction_exempt_of_individual",
                condition=Q(is_exempt=False) | Q(prong=Prong.INDIVIDUAL),
                violation_error_message="Only the individual case can be exempt. A sample is verified.",
            ),
            models.CheckConstraint(
                name="correction_says_how",
                condition=~Q(words=""),
                violation_error_message="Say what was done or, if the case is exempt, why.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_prong_display()} of {self.case}"


class CaseClockManager(models.Manager["CaseClock"]):
    def get_by_natural_key(self, public_id: str) -> "CaseClock":
        return self.get(public_id=public_id)


class CaseClock(models.Model):
    """A rule's clock as it runs in one case. When it is due is worked out from its events, never stored."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="clocks")
    rule = models.ForeignKey(ClockRule, models.PROTECT, related_name="clocks")
    started_on = models.DateField(
        help_text="What it is counted from, as it stands; of one that counts back, that day to come."
    )
    ended_on = models.DateField(null=True, blank=True)
    history = HistoricalRecords()

    objects = CaseClockManager()

    class Meta:
        ordering = ["started_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "rule"],
                condition=Q(ended_on=None),
                name="case_clock_runs_once",
                violation_error_message="This clock runs in the case already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} in {self.case}"

    def natural_key(self) -> tuple[Any, ...]:
        return (self.public_id,)

    natural_key.dependencies = ["actionsteps.case", "actionsteps.clockrule"]  # type: ignore[attr-defined]


class ClockEventKind(models.TextChoices):
    STARTED = "started", "started"
    STOPPED = "stopped", "stopped"
    RESUMED = "resumed", "went on"
    RESTARTED = "restarted", "started again"
    EXTENDED = "extended", "extended"
    ENDED = "ended", "done"
    LIFTED = "lifted", "does not apply"


WITH_REASON = (
    ClockEventKind.STOPPED,
    ClockEventKind.RESTARTED,
    ClockEventKind.EXTENDED,
    ClockEventKind.LIFTED,
)


class ClockEvent(RecordedEvent):
    """What happened to a clock: on which day, why, and who entered it. What was entered by mistake is taken back,
    and stays to be read."""

    clock = models.ForeignKey(CaseClock, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=10, choices=ClockEventKind)
    happened_on = models.DateField("on")
    happened_at = models.TimeField("at", null=True, blank=True, help_text="Only where a rule counts hours.")
    amount = models.PositiveSmallIntegerField(null=True, blank=True)
    unit = models.CharField(max_length=20, choices=ClockUnit, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta(RecordedEvent.Meta):
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="clock_event_says_why",
                condition=~Q(kind__in=WITH_REASON) | ~Q(words=""),
                violation_error_message="Say why.",
            ),
            models.CheckConstraint(
                name="clock_event_extends_by",
                condition=(
                    Q(kind=ClockEventKind.EXTENDED, amount__isnull=False) & can_be_meant("unit", "amount")
                )
                | (~Q(kind=ClockEventKind.EXTENDED) & Q(amount=None, unit="")),
                violation_error_message=TOO_MUCH,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} on {self.happened_on}"

    @property
    def moment(self) -> datetime:
        """In the district's own time; at the beginning of a day where no hour is known."""
        return datetime.combine(
            self.happened_on, self.happened_at or time(), tzinfo=timezone.get_default_timezone()
        )
