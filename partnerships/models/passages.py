"""What stands in an edition beneath single items; and where a source says two things that cannot both be."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from simple_history.models import HistoricalRecords

from core.ids import new_public_id
from core.models import LimitedTextField

from .editions import Edition, EditionPart
from .text import Item


class Passage(EditionPart):
    """A heading and its text beneath an item: Measurement, Overview of Issue. Part of the text."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="passages", editable=False)
    item = models.ForeignKey(Item, models.PROTECT, related_name="passages")
    heading = models.CharField(max_length=300)
    text = LimitedTextField(
        max_length=40_000, help_text="Markdown: blank lines make paragraphs, lines with “1.” make a list."
    )
    history = HistoricalRecords()

    def __str__(self) -> str:
        return f"{self.item.reference} {self.heading}"

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        self.edition_id = self.item.edition_id
        if update_fields is not None:
            update_fields = {*update_fields, "edition"}
        super().save(*args, update_fields=update_fields, **kwargs)


class ContradictionManager(models.Manager["Contradiction"]):
    def get_by_natural_key(self, public_id: str) -> "Contradiction":
        return self.get(public_id=public_id)


class Contradiction(models.Model):
    """Two places of a source that cannot both be right, each in its own words. Nothing is corrected.

    It is for those who enter and never leaves the agreement. It stands beside the text and stays open.
    """

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="contradictions")
    item = models.ForeignKey(
        Item,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contradictions",
        help_text="What it is about. Empty: the whole.",
    )
    first_place = models.CharField(max_length=200, help_text="Where the one stands: page 33, Measurement.")
    first_words = LimitedTextField(max_length=2000, help_text="As printed.")
    second_place = models.CharField(max_length=200, help_text="Where the other stands.")
    second_words = LimitedTextField(max_length=2000, help_text="As printed.")
    why = LimitedTextField(max_length=1000, help_text="What does not agree, in a sentence.")
    position = models.PositiveSmallIntegerField(default=0)
    history = HistoricalRecords()

    objects = ContradictionManager()

    class Meta:
        ordering = ["edition", "item__category__position", "item__position", "position", "pk"]

    def __str__(self) -> str:
        return self.why

    def natural_key(self) -> tuple[str, ...]:
        return (self.public_id,)

    def clean(self) -> None:
        if self.item and self.edition_id and self.item.edition_id != self.edition_id:
            raise ValidationError({"item": OF_ANOTHER_EDITION})


OF_ANOTHER_EDITION = "It stands in another edition."
