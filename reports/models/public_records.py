"""What a partnership has made public."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.ids import new_public_id
from core.models import LimitedTextField
from partnerships.models import Partnership


class PublicRecordQuerySet(models.QuerySet["PublicRecord"]):
    def in_force(self) -> Self:
        """Those that anybody reads: of a partnership the newest, unless that was withdrawn."""
        return self.filter(withdrawn_at=None, replaced_at=None)


class PublicRecord(models.Model):
    """What a director published of a partnership, exactly as it is shown: nothing later comes into it.

    Public pages, open data and the interface for programs read `content` and no other table.
    """

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="public_records")
    content = models.JSONField(help_text="All that is shown, after small counts have been hidden.")
    read_at = models.DateTimeField(help_text="When it was read from the record.")
    published_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    replaced_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_why = LimitedTextField(max_length=2000, blank=True)

    objects = PublicRecordQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership"],
                condition=Q(withdrawn_at=None, replaced_at=None),
                name="public_record_once_in_force",
                violation_error_message="Another record of this partnership is public.",
            ),
            models.CheckConstraint(
                name="public_record_withdrawn_by_somebody",
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                violation_error_message="Who withdrew it, and when, are told together.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partnership}, {timezone.localtime(self.published_at):%Y-%m-%d}"
