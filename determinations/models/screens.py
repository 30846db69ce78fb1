"""Findings in two steps: a screen by figures, whose rules are an edition's text, then a review by people.

What a rule comes to for a district: `screens/judging.py`.
"""

from fractions import Fraction

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from core.models import LimitedTextField
from partnerships.models import Edition, Item, Partnership, Period

from .criteria import Comparator
from .rules import NamedPart, RulePart


class ScreenCounts(models.TextChoices):
    """Which districts the figure of an indicator counts."""

    FLAGGED = "flagged", "those that the screen flags"
    FOUND = "found", "those that the screen flags and whose review found non-compliance"


class Screen(NamedPart):
    """How an indicator looks for districts: by which figures, and what a review of those it flags goes by."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="screens", editable=False)
    item = models.ForeignKey(Item, models.PROTECT, related_name="screens")
    name = models.CharField(max_length=120, help_text="What it looks for: “significant discrepancy”.")
    row_lineage = models.CharField(
        "row of evidence",
        max_length=40,
        blank=True,
        help_text="The lineage of the row in each district's evidence whose counts are screened, with the rows "
        "beneath it.",
    )
    breakdown = models.CharField(
        "broken down by",
        max_length=80,
        blank=True,
        help_text="The breakdown of the row whose parts are screened, each for itself: Race/ethnicity. Empty: the "
        "district as a whole.",
    )
    counts = models.CharField(max_length=10, choices=ScreenCounts, default=ScreenCounts.FOUND)
    score_at_most = models.PositiveSmallIntegerField(
        "out of compliance up to a score of",
        null=True,
        blank=True,
        help_text="Where a review is scored by a rubric.",
    )
    score_words = LimitedTextField(max_length=2000, blank=True, help_text="The rubric's scores, as printed.")
    history = HistoricalRecords()

    class Meta(RulePart.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "item"],
                name="screen_once",
                violation_error_message="There is a screen for this item already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item.reference}, {self.name}"


class ScreenKind(models.TextChoices):
    RATE = "rate", "a rate, against so many times the state's rate"
    WEIGHTED_RISK_RATIO = "weighted", "a weighted risk ratio"


class CellOf(models.TextChoices):
    """What a smallest number is the number of."""

    COUNTED = "counted", "students of the group that are counted"
    ENROLLED = "enrolled", "students of the group in all"


class ScreenRule(RulePart):
    """One rule of a screen, from a period on: until the next of its name, or its last period."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="screenrules", editable=False)
    screen = models.ForeignKey(Screen, models.PROTECT, related_name="rules")
    name = models.CharField(max_length=60, help_text="Overrepresentation. Its versions have the same name.")
    from_period = models.ForeignKey(Period, models.PROTECT, related_name="+")
    last_period = models.ForeignKey(Period, models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=10, choices=ScreenKind)
    comparator = models.CharField(
        max_length=10,
        choices=[(one.value, one.label) for one in Comparator if one != Comparator.EQUAL],
        default=Comparator.AT_LEAST,
        help_text="“Meets or exceeds” is at least, “exceeds” is more than.",
    )
    numerator = models.PositiveIntegerField(
        "threshold", help_text="Of a ratio, or how many times the state's rate."
    )
    denominator = models.PositiveIntegerField("divided by", default=1)
    printed = models.CharField("as printed", max_length=300, blank=True)
    state_counted = models.PositiveIntegerField(
        "counted in the state", null=True, blank=True, help_text="Of a rate: 756 suspensions and expulsions."
    )
    state_enrolled = models.PositiveIntegerField("of", null=True, blank=True, help_text="46,169 children.")
    decimals = models.PositiveSmallIntegerField(
        "rounded to so many decimals",
        null=True,
        blank=True,
        help_text="The state's rate in percent, before it is multiplied: 1.64% x 2 = 3.28%. Empty: not rounded.",
    )
    cell_size = models.PositiveSmallIntegerField(
        "smallest number to flag", default=0, help_text="A smaller group is not flagged, whatever its figure."
    )
    cell_of = models.CharField("of", max_length=10, choices=CellOf, default=CellOf.ENROLLED)
    fewest_enrolled = models.PositiveSmallIntegerField(
        "not calculated under", default=0, help_text="So many students of the group in all."
    )
    significance = models.DecimalField(
        "significant at",
        max_digits=4,
        decimal_places=3,
        null=True,
        blank=True,
        help_text="The level of the test of two proportions, 0.05. Empty: nothing is tested.",
    )
    significance_is_open = models.BooleanField(
        "open in the source: at which level",
        default=False,
        help_text="Pages say that the level was chosen here.",
    )
    districts = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="How many there are: 57. Of so many the share is."
    )
    source = models.CharField(max_length=300, blank=True, help_text="Where the definition stands.")
    reason = LimitedTextField(max_length=1000, blank=True, help_text="Why it replaces the one before.")
    history = HistoricalRecords()

    class Meta(RulePart.Meta):
        ordering = ["screen__position", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["screen", "name", "from_period"],
                name="screen_rule_once",
                violation_error_message="The screen has a rule of this name from this period on already.",
            ),
            models.CheckConstraint(
                name="screen_rule_divides_by_something",
                condition=Q(denominator__gte=1),
                violation_error_message="A threshold is divided by 1 or more.",
            ),
            models.CheckConstraint(
                name="screen_rule_rate_says_of_what",
                condition=Q(
                    kind="rate",
                    state_counted__isnull=False,
                    state_enrolled__isnull=False,
                    state_counted__lte=F("state_enrolled"),
                    state_enrolled__gte=1,
                )
                | Q(kind="weighted", state_counted=None, state_enrolled=None, decimals=None),
                violation_error_message="Of a rate say how many of how many there are in the state; of a ratio "
                "nothing of that.",
            ),
            models.CheckConstraint(
                name="screen_rule_compares",
                condition=Q(comparator__in=["at_least", "more_than", "at_most", "less_than"]),
                violation_error_message="A screen asks for at least, more than, at most or less than its bar.",
            ),
            models.CheckConstraint(
                name="screen_rule_significance_is_a_level",
                condition=Q(significance=None, significance_is_open=False)
                | Q(significance__isnull=False, significance__gt=0, significance__lt=1),
                violation_error_message="A level of significance lies between 0 and 1, such as 0.05.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, from {self.from_period}"

    @property
    def threshold(self) -> Fraction:
        return Fraction(self.numerator, self.denominator)


class PrintedScreening(models.Model):
    """A line of a source's table of the districts that a screen flagged. What is lost of it is empty."""

    screen = models.ForeignKey(Screen, models.PROTECT, related_name="printed")
    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="printed_screenings")
    period = models.ForeignKey(Period, models.PROTECT, related_name="+")
    group = models.CharField(max_length=120, blank=True, help_text="The group of students: Black.")
    category = models.CharField(
        max_length=120, blank=True, help_text="What is looked at apart: a category of disability."
    )
    counted = models.PositiveIntegerField(null=True, blank=True, help_text="Number of students affected.")
    ratio = models.DecimalField(
        max_digits=7, decimal_places=3, null=True, blank=True, help_text="The weighted risk ratio."
    )
    status = models.CharField(max_length=120, blank=True, help_text="As printed: “Compliant”.")
    place = models.CharField(max_length=200, help_text="The table and page.")
    history = HistoricalRecords()

    class Meta:
        ordering = ["period__start", "partnership__partner__sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["screen", "partnership", "period", "group", "category"],
                name="printed_screening_once",
                violation_error_message="The table has this line already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partnership}: {self.category} {self.group}".strip()


class ScreenStep(models.TextChoices):
    """Which districts a printed number is of."""

    FLAGGED = "flagged", "flagged by the screen"
    REVIEWED = "reviewed", "reviewed"
    APPROPRIATE = "appropriate", "found appropriate"
    FOUND = "found", "found out of compliance"


class DistrictCount(models.Model):
    """How many districts a source says there were, in all or in some groups, whether it names them or not.

    Of one indicator, period and step the numbers by groups name each district once: 10 + 1 + 4 = 15.
    """

    item = models.ForeignKey(Item, models.PROTECT, related_name="district_counts")
    period = models.ForeignKey(Period, models.PROTECT, related_name="+")
    step = models.CharField(max_length=12, choices=ScreenStep)
    number = models.PositiveSmallIntegerField()
    of = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Of how many.")
    groups = models.CharField(
        max_length=200,
        blank=True,
        help_text="The groups, or what else sets them apart: Black, Hispanic. Empty: a total.",
    )
    words = LimitedTextField(max_length=1000, help_text="As printed.")
    place = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField(default=0)
    history = HistoricalRecords()

    class Meta:
        ordering = ["period__start", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "period", "step", "groups", "place"],
                name="district_count_once",
                violation_error_message="This number stands here already.",
            ),
            models.CheckConstraint(
                name="district_count_of_all",
                condition=Q(of=None) | Q(number__lte=F("of")),
                violation_error_message="There cannot be more of them than there are in all.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item.reference}, {self.period}: {self.number} {self.get_step_display()}"
