"""What a structured conference leaves beside its joint ratings."""

from django.core.validators import MaxLengthValidator
from django.db import models
from simple_history.models import HistoricalRecords

from .assessments import Assessment

MINUTES_MAX_LENGTH = 10_000
"""Characters of the agenda, and of the decisions."""


class Minutes(models.Model):
    """Agenda and decisions of the conference. When it was held and who attended stand in its joint assessment."""

    assessment = models.OneToOneField(Assessment, models.PROTECT, related_name="minutes")
    agenda = models.TextField(blank=True, validators=[MaxLengthValidator(MINUTES_MAX_LENGTH)])
    decisions = models.TextField(blank=True, validators=[MaxLengthValidator(MINUTES_MAX_LENGTH)])
    updated_at = models.DateTimeField(auto_now=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name_plural = "minutes"

    def __str__(self) -> str:
        return f"Minutes: {self.assessment}"
