"""Requests for money of a fund: what is asked for which goals, what was decided, and what it did."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from accounts.models import Organization
from core.ids import new_public_id
from core.models import LimitedTextField, RecordedEvent
from evidence.models import EvidenceRow
from partnerships.models import Item, Partnership, Period

from .funds import ActivityCategory, Fund, FundPriority

MOST_DOLLARS = Decimal("999999999.99")

NO_AMOUNT = "An amount is more than zero, and at most $999,999,999.99."


class FundingStatus(models.TextChoices):
    DRAFT = "draft", "draft"
    SUBMITTED = "submitted", "submitted"
    RETURNED = "returned", "returned for more"
    DECIDED = "decided", "decided"
    WITHDRAWN = "withdrawn", "withdrawn"


WRITTEN = (FundingStatus.DRAFT, FundingStatus.RETURNED)
"""In which the words of a request may be changed."""


def last_of(rows: Iterable[Any]) -> Any:
    """Of rows that are at hand, in their order; None where there are none."""
    return next(reversed(list(rows)), None)


class FundingRequestQuerySet(models.QuerySet["FundingRequest"]):
    def handed_in(self) -> Self:
        """Those that everybody in the partnership reads: submitted at least once."""
        return self.filter(submitted_at__isnull=False)

    def get_by_natural_key(self, public_id: str) -> "FundingRequest":
        return self.get(public_id=public_id)


class FundingRequest(models.Model):
    """What a partner asks of a fund, for itself or one of its schools. Once submitted its words change no more,
    unless it is returned."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="funding_requests")
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="requests")
    title = models.CharField(max_length=200)
    subject = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", help_text="The partner, or one of its schools."
    )
    period = models.ForeignKey(Period, models.PROTECT, related_name="+")
    items = models.ManyToManyField(Item, blank=True, related_name="funding_requests")
    priorities = models.ManyToManyField(FundPriority, blank=True, related_name="requests")
    rationale = LimitedTextField(max_length=10_000, blank=True)
    effectiveness = LimitedTextField(max_length=5000, blank=True)
    evidence = models.ManyToManyField(EvidenceRow, blank=True, related_name="funding_requests")
    status = models.CharField(
        max_length=10, choices=FundingStatus, default=FundingStatus.DRAFT, editable=False
    )
    submitted_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="When it was submitted last."
    )
    begun_at = models.DateTimeField(default=timezone.now, editable=False)
    history = HistoricalRecords(m2m_fields=[items, priorities, evidence])

    objects = FundingRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-period__start", "-begun_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="funding_request_says_when_submitted",
                condition=Q(status__in=[FundingStatus.DRAFT, FundingStatus.WITHDRAWN])
                | Q(submitted_at__isnull=False),
                violation_error_message="A request that was submitted says when.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def natural_key(self) -> tuple[Any, ...]:
        return (self.public_id,)

    natural_key.dependencies = [  # type: ignore[attr-defined]
        "partnerships.partnership",
        "partnerships.item",
        "actionsteps.fundpriority",
        "evidence.evidencerow",
    ]

    @property
    def is_written(self) -> bool:
        """Whether its words may be changed."""
        return self.status in WRITTEN

    @property
    def asked(self) -> Decimal:
        return sum((one.amount or Decimal() for one in self.activities.all()), Decimal())

    @property
    def decision(self) -> "FundingDecision | None":
        """The one that holds: the last."""
        return last_of(self.decisions.all())

    @property
    def granted(self) -> Decimal | None:
        """None where nothing is decided."""
        return self.decision.amount if self.decision else None

    @property
    def granted_activities(self) -> list["FundingActivity"]:
        """Those for which anything was granted; all, where what was granted was not divided among them."""
        if self.decision is None or not self.decision.amount:
            return []
        shares = self.decision.by_activity
        return [one for one in self.activities.all() if not shares or shares.get(one.pk)]

    @property
    def standing(self) -> str:
        """“submitted”, “granted in part”: its status, and of what is decided how."""
        if self.status == FundingStatus.DECIDED and self.decision:
            return self.decision.get_outcome_display()
        return self.get_status_display()


class ActivityManager(models.Manager["FundingActivity"]):
    def get_by_natural_key(self, public_id: str) -> "FundingActivity":
        return self.get(public_id=public_id)


class FundingActivity(models.Model):
    """One of the things that are to be done with the money, and how much of it."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    request = models.ForeignKey(FundingRequest, models.PROTECT, related_name="activities")
    category = models.ForeignKey(ActivityCategory, models.PROTECT, related_name="activities")
    what = LimitedTextField(verbose_name="what is done", max_length=2000)
    amount = models.DecimalField(
        max_digits=12, decimal_places=2, null=True, blank=True, help_text="Empty while it is not known yet."
    )
    position = models.PositiveSmallIntegerField(default=0)
    history = HistoricalRecords()

    objects = ActivityManager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name_plural = "funding activities"
        constraints = [
            models.CheckConstraint(
                name="funding_activity_amount_in_bounds",
                condition=Q(amount=None) | Q(amount__gt=0, amount__lte=MOST_DOLLARS),
                violation_error_message=NO_AMOUNT,
            ),
        ]

    def __str__(self) -> str:
        return self.what

    def natural_key(self) -> tuple[Any, ...]:
        return (self.public_id,)

    natural_key.dependencies = ["actionsteps.fundingrequest"]  # type: ignore[attr-defined]

    @property
    def result(self) -> "FundingResult | None":
        """What was said last of what it did."""
        return last_of(self.results.all())


class FundingOutcome(models.TextChoices):
    WHOLE = "whole", "granted as asked"
    PART = "part", "granted in part"
    DECLINED = "declined", "declined"


class FundingDecisionManager(models.Manager["FundingDecision"]):
    def get_by_natural_key(self, request: str, number: int) -> "FundingDecision":
        return self.get(request__public_id=request, number=number)


class FundingDecision(RecordedEvent):
    """What a director decided about a request; `words` are the reason. It never changes: a revised decision is one
    more, and the last holds."""

    request = models.ForeignKey(FundingRequest, models.PROTECT, related_name="decisions")
    number = models.PositiveSmallIntegerField(default=1, help_text="1 for the first about the request.")
    outcome = models.CharField(max_length=10, choices=FundingOutcome)
    amount = models.DecimalField(max_digits=12, decimal_places=2, default=Decimal())

    objects = FundingDecisionManager()

    class Meta(RecordedEvent.Meta):
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "number"],
                name="funding_decision_number_unique",
                violation_error_message="Somebody else decided about this meanwhile.",
            ),
            models.CheckConstraint(
                name="funding_decision_says_why",
                condition=~Q(words=""),
                violation_error_message="Say why it is decided so.",
            ),
            models.CheckConstraint(
                name="funding_decision_grants_an_amount",
                condition=Q(outcome=FundingOutcome.DECLINED, amount=0)
                | (~Q(outcome=FundingOutcome.DECLINED) & Q(amount__gt=0, amount__lte=MOST_DOLLARS)),
                violation_error_message="What is granted is an amount; what is declined is none.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}: {self.request}"

    def natural_key(self) -> tuple[Any, ...]:
        return (*self.request.natural_key(), self.number)

    natural_key.dependencies = ["actionsteps.fundingrequest"]  # type: ignore[attr-defined]

    @property
    def by_activity(self) -> dict[int, Decimal]:
        """What was granted for each activity; empty where it was not divided among them."""
        return {share.activity_id: share.amount for share in self.shares.all()}


class GrantedShare(models.Model):
    """Of a decision, what is granted for one activity. 0: nothing."""

    decision = models.ForeignKey(FundingDecision, models.PROTECT, related_name="shares")
    activity = models.ForeignKey(FundingActivity, models.PROTECT, related_name="+")
    amount = models.DecimalField(max_digits=12, decimal_places=2)

    class Meta:
        ordering = ["activity__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "activity"],
                name="granted_share_once",
                violation_error_message="The decision says of this activity already what is granted.",
            ),
            models.CheckConstraint(
                name="granted_share_not_negative",
                condition=Q(amount__gte=0),
                violation_error_message="Nothing is taken away from an activity.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} for {self.activity}"


class Shown(models.TextChoices):
    """Whether the data shows that something worked."""

    YES = "yes", "yes"
    PARTLY = "partly", "partly"
    NO = "no", "no"
    UNKNOWN = "unknown", "not known yet"


class FundingResult(models.Model):
    """What data shows of an activity that was paid for. It never changes: what is known later is said in one more,
    and the last counts."""

    activity = models.ForeignKey(FundingActivity, models.PROTECT, related_name="results")
    shown = models.CharField("shown to work", max_length=10, choices=Shown)
    words = LimitedTextField(max_length=2000)
    row = models.ForeignKey(EvidenceRow, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="funding_result_has_words",
                condition=~Q(words=""),
                violation_error_message="Say what the data shows or, if nothing is known yet, why.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_shown_display()}: {self.activity}"


class FundingEventKind(models.TextChoices):
    SUBMITTED = "submitted", "submitted"
    RETURNED = "returned", "returned for more"
    DECIDED = "decided", "decided"
    WITHDRAWN = "withdrawn", "withdrawn"
    TAKEN_UP = "taken_up", "taken up again"


class FundingEvent(RecordedEvent):
    """Something that happened to a request, in the words of who did it."""

    request = models.ForeignKey(FundingRequest, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=10, choices=FundingEventKind)

    def __str__(self) -> str:
        return f"{self.request}: {self.get_kind_display()}"
