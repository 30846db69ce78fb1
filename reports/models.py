"""Documents as they were made."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from assessments.models import Assessment
from partnerships.ids import new_public_id


class PublicationStatus(models.TextChoices):
    WAITING = "waiting", "waiting"
    READY = "ready", "ready"
    FAILED = "failed", "failed"


class PublicationQuerySet(models.QuerySet):
    def without_file(self):
        """For lists: the file itself stays in the database."""
        return self.defer("content")


class Publication(models.Model):
    """A document rendered for an assessment: the file as it was, its checksum, who asked for it and when."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="publications")
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(default=timezone.now)
    status = models.CharField(max_length=10, choices=PublicationStatus, default=PublicationStatus.WAITING)
    finished_at = models.DateTimeField(null=True, blank=True)
    content = models.BinaryField(null=True, blank=True)
    sha256 = models.CharField("checksum (SHA-256)", max_length=64, blank=True)
    pages = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ["-requested_at"]
        constraints = [
            models.CheckConstraint(
                name="publication_ready_has_file",
                condition=~Q(status=PublicationStatus.READY) | (Q(content__isnull=False) & ~Q(sha256="")),
                violation_error_message="A ready document has its file and checksum.",
            ),
        ]

    def __str__(self):
        return f"State of the Partnership, {self.assessment}"
