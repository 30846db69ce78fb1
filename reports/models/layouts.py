"""What is chosen for the documents of a partnership: their parts, a foreword, a logo."""

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from accounts.models import Organization
from core.ids import new_public_id
from core.models import LimitedTextField
from partnerships.models import Partnership

from .kinds import DocumentKind


class DocumentLayout(models.Model):
    """What a director chose for one kind of document of a partnership. Without a row the kind itself says it."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="document_layouts")
    kind = models.CharField(max_length=30, choices=DocumentKind)
    left_out = models.JSONField(default=list, blank=True, help_text="Keys of the parts that are not printed.")
    foreword = LimitedTextField(max_length=6000, blank=True)
    with_logo = models.BooleanField(
        default=True, help_text="Whether the partner's logo stands on the first page."
    )
    version = models.PositiveIntegerField(default=1)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "kind"],
                name="document_layout_once",
                violation_error_message="There is a choice for this document already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.partnership}"


class Logo(models.Model):
    """A logo as it is printed. It is never changed: a better one is another row, and the newest kept one counts."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="logos")
    content = models.BinaryField(help_text="Safe to show: pictures are drawn anew, SVG is cleaned.")
    content_type = models.CharField(max_length=40)
    sha256 = models.CharField("checksum (SHA-256)", max_length=64)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return f"Logo of {self.organization}"
