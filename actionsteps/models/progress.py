"""What people say about how far a step is."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.models import RecordedEvent

from .steps import ActionStep, StepStatus


class Progress(RecordedEvent):
    """One line of progress: what was done, on which day, and how the step stands since.

    Of a step that repeats it may tick off an occasion. A line is never changed; one that was wrong is taken back.
    """

    step = models.ForeignKey(ActionStep, models.PROTECT, related_name="progress")
    on = models.DateField(default=timezone.localdate)
    status = models.CharField(max_length=12, choices=StepStatus)
    occasion = models.DateField(
        null=True, blank=True, help_text="The day of the occasion that it ticks off, where a step repeats."
    )
    taken_back_at = models.DateTimeField(null=True, blank=True, editable=False)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )

    class Meta(RecordedEvent.Meta):
        verbose_name_plural = "progress"
        constraints = [
            models.UniqueConstraint(
                fields=["step", "occasion"],
                condition=Q(occasion__isnull=False, taken_back_at=None),
                name="progress_ticks_an_occasion_once",
                violation_error_message="This occasion is ticked off already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on}: {self.get_status_display()}"
