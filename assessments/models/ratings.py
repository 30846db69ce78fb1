"""The levels an assessment gives, item by item, and the measures that show them."""

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from simple_history.models import HistoricalRecords

from partnerships.models import Item, Measure, RatingLevel

from .assessments import Assessment

COMMENT_MAX_LENGTH = 2000
"""Characters. About a printed half page beside one item."""


class RatingQuerySet(models.QuerySet):
    def get_by_natural_key(self, *key):
        return self.get(assessment__public_id=key[0], item__reference=key[3])


class Rating(models.Model):
    """The level one assessment gives one item. No level means not rated yet: NULL, never 0."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="ratings")
    item = models.ForeignKey(Item, models.PROTECT, related_name="ratings")
    level = models.ForeignKey(RatingLevel, models.PROTECT, null=True, blank=True, related_name="ratings")
    flag = models.BooleanField(default=False, help_text="The mark that stands beside a level.")
    comment = models.TextField(blank=True, validators=[MaxLengthValidator(COMMENT_MAX_LENGTH)])
    measures = models.ManyToManyField(
        Measure, through="RatingMeasure", related_name="ratings", help_text="The evidence that shows it."
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
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "item"],
                name="rating_once",
                violation_error_message="The item has a rating in this assessment already.",
            ),
        ]

    def __str__(self):
        return f"{self.item.reference}: {self.level.code if self.level else 'not rated yet'}"


class RatingMeasure(models.Model):
    """A measure that shows what a rating says. A row of its own, so that saving a level need not read it."""

    rating = models.ForeignKey(Rating, models.PROTECT, related_name="shown_by")
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="+")
    history = HistoricalRecords()

    class Meta:
        ordering = ["measure__category__position", "measure__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["rating", "measure"],
                name="rating_measure_once",
                violation_error_message="This measure is named already.",
            ),
        ]

    def __str__(self):
        return f"{self.rating.item.reference}: {self.measure}"
