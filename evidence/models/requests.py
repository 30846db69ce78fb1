"""Asking somebody without a sign-in for values: a link that works until a day."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from core.ids import new_public_id
from core.models import LimitedTextField
from partnerships.models import Partnership, Period

from .breakdowns import BreakdownPart
from .rows import EvidenceRow


class DataRequestQuerySet(models.QuerySet["DataRequest"]):
    def with_counts(self) -> Self:
        """With how many values each has `asked` for, and how many of them are `entered` and wait to be taken over,
        `accepted`, `declined` and `missing`."""
        states = {
            "entered": AnswerState.ENTERED,
            "accepted": AnswerState.ACCEPTED,
            "declined": AnswerState.DECLINED,
            "missing": AnswerState.WAITS,
        }
        counts = {name: Count("cells", filter=Q(cells__state=state)) for name, state in states.items()}
        return self.select_related(
            "period", "asked_by", "partnership__partner", "partnership__agreement__lead"
        ).annotate(asked=Count("cells"), **counts)


class DataRequest(models.Model):
    """One or several rows that somebody is asked to fill in for a period.

    Whoever has the link enters those values and nothing else. Only its checksum is kept.
    """

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="data_requests")
    period = models.ForeignKey(Period, models.PROTECT, related_name="+")
    name = models.CharField("who is asked", max_length=120)
    email = models.EmailField("e-mail address")
    words = LimitedTextField(max_length=2000, blank=True, help_text="What they should know.")
    link_sha256 = models.CharField(max_length=64, unique=True, editable=False)
    expires_on = models.DateField("the link works until", help_text="That day included.")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)
    answer_note = LimitedTextField(max_length=2000, blank=True, help_text="What they said beside the values.")
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    history = HistoricalRecords(excluded_fields=["link_sha256"])

    objects: Any = DataRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.name}, until {self.expires_on}"

    @property
    def has_expired(self) -> bool:
        return self.expires_on < timezone.localdate()


class AnswerState(models.TextChoices):
    WAITS = "", "waits for an answer"
    ENTERED = "entered", "entered, waits to be accepted"
    ACCEPTED = "accepted", "accepted"
    DECLINED = "declined", "not taken over"


UNSETTLED = [AnswerState.WAITS, AnswerState.ENTERED]
SETTLED = [AnswerState.ACCEPTED, AnswerState.DECLINED]


class RequestedCell(models.Model):
    """One value that is asked for, and what the person entered. It becomes a value when it is accepted."""

    request = models.ForeignKey(DataRequest, models.CASCADE, related_name="cells")
    row = models.ForeignKey(EvidenceRow, models.PROTECT, related_name="+")
    part = models.ForeignKey(BreakdownPart, models.PROTECT, null=True, blank=True, related_name="+")
    stood = LimitedTextField(
        max_length=5000, blank=True, editable=False, help_text="What stood there when it was asked for."
    )
    text = LimitedTextField(max_length=5000, blank=True)
    note = LimitedTextField(max_length=2000, blank=True)
    reason = LimitedTextField(max_length=1000, blank=True, help_text="Why it was not taken over.")
    state = models.CharField(max_length=10, choices=AnswerState, blank=True, editable=False)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True, editable=False)
    history = HistoricalRecords()

    class Meta:
        ordering = [
            "row__category__position",
            "row__position",
            F("part__position").asc(nulls_first=True),  # the whole before its parts
            "pk",
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "row"],
                condition=Q(part=None),
                name="requested_cell_once",
                violation_error_message="This row is asked for already.",
            ),
            models.UniqueConstraint(
                fields=["request", "row", "part"],
                name="requested_cell_of_part_once",
                violation_error_message="This part is asked for already.",
            ),
            models.CheckConstraint(
                name="requested_cell_settled_by_somebody",
                condition=Q(state__in=UNSETTLED, settled_by=None, settled_at=None)
                | Q(state__in=SETTLED, settled_by__isnull=False, settled_at__isnull=False),
                violation_error_message="What was accepted or not taken over says by whom and when.",
            ),
            models.CheckConstraint(
                name="requested_cell_declined_for_a_reason",
                condition=(Q(state=AnswerState.DECLINED) & ~Q(reason=""))
                | (~Q(state=AnswerState.DECLINED) & Q(reason="")),
                violation_error_message="What is not taken over says why.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.row}: {self.get_state_display()}"

    @property
    def name(self) -> str:
        """“Attendance: Wydown”: of which row and, where it is one, of which part."""
        return f"{self.row.name}: {self.part}" if self.part else self.row.name
