"""What a structured conference leaves beside its joint ratings."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils import timezone
from simple_history.models import HistoricalRecords

from core.ids import new_public_id
from core.models import LimitedTextField
from partnerships.models import ConferencePoint

from .assessments import Assessment

MINUTES_MAX_LENGTH = 10_000
"""Characters of the agenda."""
NOTE_MAX_LENGTH = 5000
"""Characters of an answer to a question of the conference."""
DECISION_MAX_LENGTH = 1000
"""Characters of what is decided, and of how it was settled. A few sentences."""
WHO_MAX_LENGTH = 200


class Minutes(models.Model):
    """The agenda of the conference. When it was held and who attended stand in its joint assessment."""

    assessment = models.OneToOneField(Assessment, models.PROTECT, related_name="minutes")
    agenda = LimitedTextField(max_length=MINUTES_MAX_LENGTH, blank=True)
    follows_points = models.BooleanField(
        default=False,
        editable=False,
        help_text="The edition says how its conferences go: the minutes begin with that agenda and its questions.",
    )
    updated_at = models.DateTimeField(auto_now=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name_plural = "minutes"

    def __str__(self) -> str:
        return f"Minutes: {self.assessment}"


class ConferenceNote(models.Model):
    """What a conference wrote down at a point of its edition: the answer to a question, or who was there."""

    assessment = models.ForeignKey(
        Assessment,
        models.PROTECT,
        related_name="conference_notes",
        help_text="The joint one of its conference.",
    )
    point = models.ForeignKey(ConferencePoint, models.PROTECT, related_name="+")
    text = LimitedTextField(max_length=NOTE_MAX_LENGTH, blank=True)
    updated_at = models.DateTimeField(auto_now=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["point__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "point"],
                name="conference_note_once",
                violation_error_message="Something is written at this point already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.point}: {self.text}"


class DecisionManager(models.Manager):
    """Those that stand, without what was removed."""

    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().filter(removed_at=None)


class Decision(models.Model):
    """What a conference decided: what is done, who does it, by when.

    The partnership's later conferences show it until it is settled. Its words close with its conference; whether it
    is settled does not. One that was removed stays, so that it can be put back.
    """

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    assessment = models.ForeignKey(
        Assessment, models.PROTECT, related_name="decisions", help_text="The joint one of its conference."
    )
    what = LimitedTextField(max_length=DECISION_MAX_LENGTH)
    who = models.CharField(max_length=WHO_MAX_LENGTH, blank=True)
    by_when = models.DateField(null=True, blank=True)
    by_when_is_month = models.BooleanField(default=False, help_text="Only the month is known.")
    settled_at = models.DateTimeField(null=True, blank=True, editable=False)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    settled_in = models.ForeignKey(
        Assessment,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        help_text="The joint one of the conference at which it was settled.",
    )
    settled_how = LimitedTextField(max_length=DECISION_MAX_LENGTH, blank=True, editable=False)
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    history = HistoricalRecords()

    objects = DecisionManager()
    with_removed = models.Manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="decision_has_words",
                condition=~Q(what=""),
                violation_error_message="Write down what is decided.",
            ),
            models.CheckConstraint(
                name="decision_fits",
                condition=Q(LessThanOrEqual(Length("what"), DECISION_MAX_LENGTH))
                & Q(LessThanOrEqual(Length("settled_how"), DECISION_MAX_LENGTH))
                & Q(LessThanOrEqual(Length("who"), WHO_MAX_LENGTH)),
                violation_error_message=f"At most {DECISION_MAX_LENGTH} characters fit, "
                f"and {WHO_MAX_LENGTH} for who does it.",
            ),
            models.CheckConstraint(
                name="decision_month_is_its_first_day",
                condition=Q(by_when_is_month=False) | Q(by_when__day=1),
                violation_error_message="A month is kept as its first day.",
            ),
            models.CheckConstraint(
                name="decision_settled_by_somebody_somewhere",
                condition=Q(settled_at=None, settled_by=None, settled_in=None)
                | Q(settled_at__isnull=False, settled_by__isnull=False, settled_in__isnull=False),
                violation_error_message="What is settled says when, by whom and at which conference.",
            ),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def is_settled(self) -> bool:
        return self.settled_at is not None

    @property
    def is_late(self) -> bool:
        """Whether the day, or all of the month, by which it was to be done is over and it is not settled."""
        if self.is_settled or self.by_when is None:
            return False
        today = timezone.localdate()
        return self.by_when < (today.replace(day=1) if self.by_when_is_month else today)
