"""What a method asks for: criteria, each of which compares a quantity with a threshold."""

from fractions import Fraction

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from partnerships.models import GOAL_KINDS, Edition, ItemKind, Measure

from .rules import Method, NamedPart, Option, RulePart


class QuantityKind(models.TextChoices):
    SHARE_MET = "share_met", "the share of goals that are met"
    COUNT_MET = "count_met", "the number of goals that are met"
    VALUE = "value", "the value of a measure"
    CHANGE = "change", "the change of a measure over years"


class ChangeUnit(models.TextChoices):
    """What “up 5%” is 5% of. Where a source leaves it open, an administrator chooses for the edition."""

    PERCENT = "percent", "percent of the earlier figure"
    POINTS = "points", "points on the measure's own scale"


class YearsCompared(models.TextChoices):
    """What “comparing three years” compares. Where a source leaves it open, an administrator chooses."""

    FIRST_TO_LAST = "first_to_last", "the last year with the first"
    BEFORE_TO_LAST = "before_to_last", "the last year with the average of the years before it"
    EACH_YEAR = "each_year", "each year with the one before: the smallest change counts"
    AVERAGE_YEAR = "average_year", "each year with the one before: the average change counts"


class Quantity(NamedPart):
    """A figure that rules compare: the share of process goals met, or how a measure changed over three years."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="quantities", editable=False)
    name = models.CharField(max_length=150, help_text="As a sentence has it: “process goals met”.")
    kind = models.CharField(max_length=20, choices=QuantityKind)
    item_kind = models.CharField(
        "of goals of this kind",
        max_length=25,
        choices=ItemKind,
        blank=True,
        help_text="Empty: process, outcome and state-assessment goals together.",
    )
    measure = models.ForeignKey(
        Measure, models.PROTECT, null=True, blank=True, related_name="+", help_text="Whose value is compared."
    )
    years = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="How many years are compared, the round's own among them."
    )
    change = models.CharField(max_length=20, choices=ChangeUnit, blank=True)
    span = models.CharField(max_length=20, choices=YearsCompared, blank=True)
    change_is_open = models.BooleanField(
        "open in the source: what it is measured in",
        default=False,
        help_text="Pages show what comes of the other way to read it too.",
    )
    span_is_open = models.BooleanField(
        "open in the source: which years, and how",
        default=False,
        help_text="Pages show what comes of the other ways to read it too.",
    )
    history = HistoricalRecords()

    class Meta(RulePart.Meta):
        verbose_name_plural = "quantities"
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "name"],
                name="quantity_name_unique",
                violation_error_message="The edition has a quantity of this name already.",
            ),
            models.CheckConstraint(
                name="quantity_says_of_what",
                condition=Q(kind__in=["share_met", "count_met"], measure=None)
                | Q(kind__in=["value", "change"], measure__isnull=False, item_kind=""),
                violation_error_message="Goals are counted by their kind; a value is that of a measure.",
            ),
            models.CheckConstraint(
                name="quantity_change_says_how",
                condition=~Q(kind="change") & Q(years=None, change="", span="")
                | Q(kind="change", years__gte=2) & ~Q(change="") & ~Q(span=""),
                violation_error_message="Of a change say how many years are compared, two at least, and how.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def counts_goals(self) -> bool:
        return self.kind in (QuantityKind.SHARE_MET, QuantityKind.COUNT_MET)

    @property
    def is_share(self) -> bool:
        """Whether it is between none and all of something, so that a threshold lies between 0 and 1."""
        return self.kind == QuantityKind.SHARE_MET

    @property
    def item_kinds(self) -> tuple[str, ...]:
        """The kinds of goals it counts; none where it counts no goals."""
        if not self.counts_goals:
            return ()
        return (self.item_kind,) if self.item_kind else GOAL_KINDS


class Comparator(models.TextChoices):
    AT_LEAST = "at_least", "at least"
    MORE_THAN = "more_than", "more than"
    AT_MOST = "at_most", "at most"
    LESS_THAN = "less_than", "less than"
    EQUAL = "equal", "exactly"


class Absent(models.TextChoices):
    """What a criterion does when its quantity is not there: no goals of the kind, no data of a year."""

    FAILS = "fails", "it is not fulfilled"
    WAIVED = "waived", "it is waived"
    PENDING = "pending", "it waits for the data"


class Criterion(RulePart):
    """One comparison: a quantity with a threshold, which is an exact fraction: 2/3.

    Criteria of a method with the same `either` are alternatives: one of them is enough.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="criteria", editable=False)
    method = models.ForeignKey(Method, models.PROTECT, related_name="criteria")
    option = models.ForeignKey(
        Option,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="criteria",
        help_text="It is asked of those who chose this option.",
    )
    either = models.CharField(
        "one of",
        max_length=60,
        blank=True,
        help_text="The same word on several: one of them is enough.",
    )
    quantity = models.ForeignKey(Quantity, models.PROTECT, related_name="criteria")
    comparator = models.CharField(max_length=10, choices=Comparator, default=Comparator.AT_LEAST)
    is_open = models.BooleanField(
        "open in the source: that, or more",
        default=False,
        help_text="Pages show what comes of “at least” and of “exactly”.",
    )
    numerator = models.IntegerField("threshold")
    denominator = models.PositiveIntegerField("divided by", default=1)
    printed = models.CharField(
        "as printed", max_length=40, blank=True, help_text="How the source prints the threshold: “66.67%”."
    )
    when_absent = models.CharField("without a figure", max_length=10, choices=Absent, default=Absent.FAILS)
    history = HistoricalRecords()

    class Meta(RulePart.Meta):
        ordering = ["method__outcome__position", "method__position", "position", "pk"]
        verbose_name_plural = "criteria"
        constraints = [
            models.CheckConstraint(
                name="criterion_divides_by_something",
                condition=Q(denominator__gte=1),
                violation_error_message="A threshold is divided by 1 or more.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity}: {self.get_comparator_display()} {self.threshold}"

    @property
    def threshold(self) -> Fraction:
        return Fraction(self.numerator, self.denominator)
