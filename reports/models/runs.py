"""Many documents asked for in one go."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from core.ids import new_public_id
from partnerships.models import Agreement

if TYPE_CHECKING:
    from accounts.models import User

from .kinds import Audience, DocumentKind, Language


class DocumentRun(models.Model):
    """Documents of one kind of several partnerships, asked for together. Each is a publication of its own."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="document_runs")
    kind = models.CharField(max_length=30, choices=DocumentKind)
    audience = models.CharField(max_length=10, choices=Audience, default=Audience.PUBLIC)
    language = models.CharField(max_length=5, choices=Language, default=Language.ENGLISH)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(default=timezone.now)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-requested_at"]
        constraints = [
            models.CheckConstraint(
                name="document_run_cancelled_by_somebody",
                condition=models.Q(cancelled_at=None, cancelled_by=None)
                | models.Q(cancelled_at__isnull=False, cancelled_by__isnull=False),
                violation_error_message="Who cancelled it, and when, are told together.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of several partnerships"

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    @property
    def words(self) -> str:
        """“State of the Partnership, for everybody”."""
        words = f"{self.get_kind_display()}, {self.get_audience_display()}"
        return words if self.language == Language.ENGLISH else f"{words}, in {self.get_language_display()}"

    def mark_cancelled(self, *, by: "User") -> bool:
        """Says whether this call was the one that did it: however many people press the button, one did."""
        going_on: Any = DocumentRun.objects.filter(pk=self.pk, cancelled_at=None)
        return bool(going_on.update(cancelled_at=timezone.now(), cancelled_by=by))
