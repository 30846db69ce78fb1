"""The scales by which an agreement is rated, their levels, and the labels of these."""

from typing import TYPE_CHECKING, Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from core.sorting import SortKeyField

if TYPE_CHECKING:  # an edition has its scale
    from .editions import Edition


class LevelColour(models.TextChoices):
    """Places on the scale of ink: the more is done, the darker. The order survives greyscale."""

    INK_0 = "ink-0", "blank paper"
    INK_1 = "ink-1", "light ink"
    INK_2 = "ink-2", "medium ink"
    INK_3 = "ink-3", "solid ink"
    OUTSIDE = "outside", "grey, for levels that are not a score"


class LevelKind(models.TextChoices):
    """What a level says: how far something is, or why that is not said."""

    SCORE = "score", "a score"
    NOT_APPLICABLE = "not_applicable", "not applicable"
    NOT_RATED = "not_rated", "not rated"
    NOT_OBSERVED = "not_observed", "not observed"
    BLANK = "blank", "left blank"
    NOT_YET_MEASURED = "not_yet_measured", "not yet measured"
    UNABLE_TO_MEASURE = "unable_to_measure", "unable to measure"
    ERROR = "error", "an error"
    DISPUTED = "disputed", "disputed"
    LOST = "lost", "lost in the source"


WITHOUT_JUDGEMENT = (
    LevelKind.NOT_RATED,
    LevelKind.NOT_OBSERVED,
    LevelKind.BLANK,
    LevelKind.NOT_YET_MEASURED,
    LevelKind.UNABLE_TO_MEASURE,
    LevelKind.ERROR,
    LevelKind.LOST,
)
"""What says only why nothing is said: an answer, but no judgement."""


class RatingScaleQuerySet(models.QuerySet["RatingScale"]):
    def of_edition(self, edition: "Edition") -> Self:
        """The edition's scale, and those that some of its items have instead."""
        return self.filter(Q(pk=edition.scale_id) | Q(items__edition=edition)).distinct()

    def get_by_natural_key(self, name: str) -> "RatingScale":
        return self.get(name=name)


class RatingScale(models.Model):
    """The levels an edition rates by, and the flag that may stand beside a level."""

    name = models.CharField(max_length=100, unique=True)
    met_from = models.PositiveSmallIntegerField(
        help_text="A rating at this value or above counts as implemented."
    )
    flag_symbol = models.CharField(
        max_length=5, blank=True, help_text="Printed beside a level, for example *."
    )
    flag_label = models.CharField(max_length=100, blank=True, help_text="What the flag says.")
    sort_key = SortKeyField("name")
    history = HistoricalRecords(excluded_fields=["sort_key"])

    objects = RatingScaleQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key"]
        constraints = [
            models.CheckConstraint(
                name="scale_flag_symbol_and_label",
                condition=Q(flag_symbol="", flag_label="") | (~Q(flag_symbol="") & ~Q(flag_label="")),
                violation_error_message="Give the flag both a symbol and words, or neither.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str, ...]:
        return (self.name,)


class RatingLevelManager(models.Manager["RatingLevel"]):
    def get_by_natural_key(self, scale: str, code: str) -> "RatingLevel":
        return self.get(scale__name=scale, code=code)


class RatingLevel(models.Model):
    """One level of a scale. A level that is not a score (N/A) has no value and never enters an average."""

    scale = models.ForeignKey(RatingScale, models.PROTECT, related_name="levels")
    code = models.CharField(
        max_length=10, validators=[RegexValidator(r"^[\w/-]+$")], help_text="Shown on the button: 0, 1, N/A."
    )
    kind = models.CharField(
        max_length=20,
        choices=LevelKind,
        default=LevelKind.SCORE,
        help_text="Only a score has a value and enters an average.",
    )
    value = models.PositiveSmallIntegerField(null=True, blank=True)
    label = models.CharField(max_length=100, help_text="For screens: “Fully implemented”.")
    words = models.CharField(max_length=200, help_text="For documents, exactly as the agreement prints it.")
    colour = models.CharField(max_length=10, choices=LevelColour)
    position = models.PositiveSmallIntegerField(default=0)
    history = HistoricalRecords()

    objects = RatingLevelManager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["scale", "code"],
                name="level_code_unique",
                violation_error_message="The scale has this level already.",
            ),
            models.CheckConstraint(
                name="level_score_has_value",
                condition=Q(kind=LevelKind.SCORE, value__isnull=False)
                | ~Q(kind=LevelKind.SCORE) & Q(value__isnull=True),
                violation_error_message="A score has a value; a level that is not a score has none.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.label}"

    @property
    def is_score(self) -> bool:
        return self.kind == LevelKind.SCORE

    @property
    def is_judgement(self) -> bool:
        """Whether it judges what is rated, if only as not applicable."""
        return self.kind not in WITHOUT_JUDGEMENT

    def natural_key(self) -> tuple[str, ...]:
        return (self.scale.name, self.code)

    natural_key.dependencies = ["partnerships.ratingscale"]  # type: ignore[attr-defined]
