"""Which of the options a partner chose, and is held to."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from core.models import LimitedTextField
from partnerships.models import Partnership

from .rules import Option


class OptionChoiceQuerySet(models.QuerySet["OptionChoice"]):
    def standing(self) -> "OptionChoiceQuerySet":
        return self.filter(ended_at=None)


class OptionChoice(models.Model):
    """One option that a partner chose, by whom and when. It is ended, with a reason, and never deleted."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="option_choices")
    option = models.ForeignKey(Option, models.PROTECT, related_name="choices")
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        help_text="Empty where it was loaded from a file.",
    )
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    reason = LimitedTextField(
        max_length=1000, blank=True, help_text="Why the partner is held to another option from then on."
    )
    history = HistoricalRecords()

    objects = OptionChoiceQuerySet.as_manager()

    class Meta:
        ordering = ["option__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "option"],
                condition=Q(ended_at=None),
                name="option_choice_once",
                violation_error_message="This option is chosen already.",
            ),
            models.CheckConstraint(
                name="option_choice_ended_with_reason",
                condition=Q(ended_at=None, reason="") | Q(ended_at__isnull=False) & ~Q(reason=""),
                violation_error_message="Say why another option is chosen.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partnership}: {self.option}"
