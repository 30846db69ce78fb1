"""The levels an assessment gives, item by item, and the evidence that shows them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from simple_history.models import HistoricalRecords

from core.models import LimitedTextField
from evidence.models import EvidenceRow, Observation
from partnerships.models import Item, Measure, RatingLevel

from .assessments import Assessment

COMMENT_MAX_LENGTH = 2000
"""Characters. About a printed half page beside one item."""


class RatingQuerySet(models.QuerySet["Rating"]):
    def get_by_natural_key(self, *key: str) -> "Rating":
        return self.get(assessment__public_id=key[0], item__reference=key[3])


class Rating(models.Model):
    """The level one assessment gives one item. No level means not rated yet: NULL, never 0."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="ratings", db_index=False)
    item = models.ForeignKey(Item, models.PROTECT, related_name="ratings")
    level = models.ForeignKey(RatingLevel, models.PROTECT, null=True, blank=True, related_name="ratings")
    flag = models.BooleanField(default=False, help_text="The mark that stands beside a level.")
    comment = LimitedTextField(max_length=COMMENT_MAX_LENGTH, blank=True)
    printed_as = models.CharField(
        max_length=200,
        blank=True,
        help_text="What its source prints for the level, where that is not in the level's own words.",
    )
    as_in = models.CharField(
        max_length=80,
        blank=True,
        help_text="The earlier period whose level was taken, by name. Empty where a person chose it.",
    )
    version = models.PositiveIntegerField(default=1, help_text="Rises by one with each save.")
    updated_at = models.DateTimeField(auto_now=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    history = HistoricalRecords()

    objects = RatingQuerySet.as_manager()

    class Meta:
        ordering = ["item__category__position", "item__position"]
        indexes = [  # instead of one on the assessment
            models.Index(fields=["assessment", "-updated_at"], name="rating_last_change")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "item"],
                name="rating_once",
                violation_error_message="The item has a rating in this assessment already.",
            ),
            models.CheckConstraint(
                name="rating_as_in_has_level",
                condition=Q(as_in="") | Q(level__isnull=False),
                violation_error_message="Only a level can be as it was in an earlier period.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item.reference}: {self.level.code if self.level else 'not rated yet'}"


class RatingMeasure(models.Model):
    """What shows a rating: a measure of the agreement, or a row of the partnership's evidence.

    A record of its own, so that saving a level need not read it.
    """

    rating = models.ForeignKey(Rating, models.PROTECT, related_name="shown_by")
    measure = models.ForeignKey(Measure, models.PROTECT, null=True, blank=True, related_name="+")
    row = models.ForeignKey(EvidenceRow, models.PROTECT, null=True, blank=True, related_name="+")
    value = models.ForeignKey(
        Observation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Of the row, the value that shows it: the latest when it was named.",
    )
    history = HistoricalRecords()

    class Meta:
        ordering = [
            Coalesce("measure__category__position", "row__category__position"),
            Coalesce("measure__position", "row__position"),
            "pk",
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["rating", "measure"],
                name="rating_measure_once",
                violation_error_message="This measure is named already.",
            ),
            models.UniqueConstraint(
                fields=["rating", "row"],
                name="rating_row_once",
                violation_error_message="This row is named already.",
            ),
            models.CheckConstraint(
                name="rating_measure_or_row",
                condition=Q(measure__isnull=False, row__isnull=True)
                | Q(measure__isnull=True, row__isnull=False),
                violation_error_message="Name a measure or a row.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rating.item.reference}: {self.evidence}"

    @property
    def evidence(self) -> Measure | EvidenceRow:
        """The measure, or the row with the value that was named of it."""
        if self.row:
            self.row.named_value = self.value
        return self.measure or self.row  # type: ignore[return-value]
