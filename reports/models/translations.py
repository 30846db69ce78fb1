"""Texts in another language, entered by staff."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from core.models import LimitedTextField
from partnerships.models import Agreement, Partnership

from .kinds import Language


class Translation(models.Model):
    """A text of an agreement, or of one partnership of it, in another language.

    It is stale when the text that stands now is another than the `original` that was translated.
    """

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="translations")
    partnership = models.ForeignKey(
        Partnership,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="translations",
        help_text="Empty for a text that all partnerships share.",
    )
    language = models.CharField(max_length=5, choices=Language)
    place = models.CharField(max_length=160, help_text="Which text it is, for example category:1.")
    original = LimitedTextField(max_length=20_000)
    text = LimitedTextField(max_length=20_000)
    version = models.PositiveIntegerField(default=1)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    updated_at = models.DateTimeField(auto_now=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "language", "place"],
                condition=Q(partnership=None),
                name="translation_once_for_all",
                violation_error_message="This text has a translation already.",
            ),
            models.UniqueConstraint(
                fields=["partnership", "language", "place"],
                condition=Q(partnership__isnull=False),
                name="translation_once_for_one",
                violation_error_message="This text has a translation already.",
            ),
            models.CheckConstraint(
                name="translation_is_not_english",
                condition=~Q(language=Language.ENGLISH),
                violation_error_message="The originals are English.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place}, {self.get_language_display()}"

    def is_stale(self, now: str) -> bool:
        """`now` is the text that stands at its place today."""
        return self.original != now
