"""The goals that are presented at the annual State of the Partnership Forum."""

from typing import Any

from django.db import models
from simple_history.models import HistoricalRecords

from core.models import LimitedTextField
from partnerships.models import Partnership, Period

GOAL_AREAS = {
    "numeracy": "Numeracy",
    "literacy": "Literacy",
    "social_emotional": "Social-emotional learning",
    "survey": "Engagement survey: areas of focus and goals",
}
"""What is presented goals of, by field."""


class ForumGoals(models.Model):
    """A partner's goals for one year, as they are presented at the forum. What is empty is not entered yet."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="forum_goals")
    period = models.ForeignKey(Period, models.PROTECT, related_name="+")
    numeracy = LimitedTextField(max_length=2000, blank=True)
    literacy = LimitedTextField(max_length=2000, blank=True)
    social_emotional = LimitedTextField(verbose_name="social-emotional learning", max_length=2000, blank=True)
    survey = LimitedTextField(
        verbose_name="engagement survey",
        max_length=2000,
        blank=True,
        help_text="Its areas of focus, and the goals for them.",
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name_plural = "forum goals"
        ordering = ["-period__start", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "period"],
                name="forum_goals_once_a_period",
                violation_error_message="Somebody has entered goals of this period. Go back, and change those.",
            ),
        ]

    def __str__(self) -> str:
        return f"Goals of {self.partnership}, {self.period}"

    def in_words(self) -> list[tuple[str, str, str]]:
        """(field, what it is of, what was entered) in the order in which they are presented."""
        return [(name, label, getattr(self, name)) for name, label in GOAL_AREAS.items()]

    def natural_key(self) -> tuple[Any, ...]:
        return (self.partnership.slug, *self.period.natural_key())

    natural_key.dependencies = ["partnerships.partnership", "partnerships.period"]  # type: ignore[attr-defined]
