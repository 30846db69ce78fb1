"""What happened to editions and signatures."""

from django.db import models

from core.models import RecordedEvent


class EditionEventKind(models.TextChoices):
    COPIED = "copied", "copied from"
    ADOPTED = "adopted", "adopted"


class EditionEvent(RecordedEvent):
    """An edition was adopted, or made as a copy: `words` are then the label of the one it was copied from."""

    edition = models.ForeignKey("partnerships.Edition", models.CASCADE, related_name="events")
    kind = models.CharField(max_length=12, choices=EditionEventKind)

    def __str__(self) -> str:
        return f"{self.edition}: {self.get_kind_display()}"


class SignatureEventKind(models.TextChoices):
    WITHDRAWN = "withdrawn", "withdrawn"


class SignatureEvent(RecordedEvent):
    """A signature was withdrawn from its place: its row is gone, `name` is the one that was signed."""

    partnership = models.ForeignKey(
        "partnerships.Partnership", models.CASCADE, related_name="signature_events"
    )
    role = models.ForeignKey("partnerships.SignatoryRole", models.CASCADE, related_name="events")
    addendum = models.ForeignKey(
        "partnerships.Addendum", models.CASCADE, null=True, blank=True, related_name="signature_events"
    )
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=SignatureEventKind)

    def __str__(self) -> str:
        return f"{self.name}: {self.get_kind_display()}"
