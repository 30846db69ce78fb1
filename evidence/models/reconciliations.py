"""Sums that a source allows: figures of it that are to give another of its figures."""

from typing import Self

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from core.models import LimitedTextField
from partnerships.models import Contradiction, Edition, Item, Partnership, Period

from .breakdowns import BreakdownPart
from .rows import EvidenceRow


class ReconciliationQuerySet(models.QuerySet["Reconciliation"]):
    def with_terms(self) -> Self:
        """With all that a check reads, but for the figures themselves."""
        terms = ReconciliationTerm.objects.select_related("row__parent", "period", "part")
        return self.select_related("item__category", "contradiction").prefetch_related(
            models.Prefetch("terms", terms)
        )


class ReconciliationManager(models.Manager["Reconciliation"]):
    def get_by_natural_key(
        self, partnership: str, agreement: str, edition: str, name: str
    ) -> "Reconciliation":
        of_edition = {"edition__agreement__slug": agreement, "edition__label": edition}
        return self.get(partnership__slug=partnership, name=name, **of_edition)


class Reconciliation(models.Model):
    """What is to come of figures of a source: 8 + 184 + 426 = 618. It is worked out anew each time it is read.

    One that fails in the source itself names the contradiction that says so. It is for those who enter, and no
    part of the adopted text.
    """

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="reconciliations")
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="reconciliations")
    item = models.ForeignKey(
        Item,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="reconciliations",
        help_text="What it is about. Empty: the whole.",
    )
    name = models.CharField(max_length=60, help_text="By which a fixture names it: 3b-math-by-grade.")
    statement = LimitedTextField(
        max_length=500,
        help_text="What is to hold, in a sentence: the reasons add up to those who took no part.",
    )
    place = models.CharField(max_length=200, help_text="Where its figures stand: pages 26 and 27.")
    is_percent = models.BooleanField("what it comes to is a percentage", default=False)
    decimals = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="To how many the source rounds what it comes to. Empty: it is exact."
    )
    contradiction = models.ForeignKey(
        Contradiction,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="reconciliations",
        help_text="Where it does not hold in the source: what says so.",
    )
    position = models.PositiveSmallIntegerField(default=0)
    history = HistoricalRecords()

    objects = ReconciliationManager.from_queryset(ReconciliationQuerySet)()

    class Meta:
        ordering = ["edition", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "edition", "name"],
                name="reconciliation_once",
                violation_error_message="There is a check of this name already.",
            ),
        ]

    def __str__(self) -> str:
        return self.statement

    def natural_key(self) -> tuple[str, ...]:
        return (self.partnership.slug, *self.edition.natural_key(), self.name)

    natural_key.dependencies = [  # type: ignore[attr-defined]
        "partnerships.partnership",
        "partnerships.edition",
    ]


class TermSide(models.TextChoices):
    OF = "of", "is counted"
    OUT_OF = "out_of", "is what that is divided by"
    GIVES = "gives", "is what it comes to"


class TermFigure(models.TextChoices):
    NUMBER = "number", "the number of a value"
    NUMERATOR = "numerator", "how many a value counts"
    DENOMINATOR = "denominator", "out of how many a value counts"
    COMPONENT = "component", "a figure that a value's formula names"
    TARGET = "target", "the number of a target"
    PRINTED = "printed", "a number that is printed and is no value of a row"


class ReconciliationTerm(models.Model):
    """One figure of a reconciliation: of a loaded value or target, or printed in a sentence of the source."""

    reconciliation = models.ForeignKey(Reconciliation, models.CASCADE, related_name="terms")
    side = models.CharField(max_length=6, choices=TermSide, default=TermSide.OF)
    figure = models.CharField(max_length=11, choices=TermFigure, default=TermFigure.NUMBER)
    takes_away = models.BooleanField("it is taken away", default=False)
    row = models.ForeignKey(
        EvidenceRow, models.PROTECT, null=True, blank=True, related_name="reconciliation_terms"
    )
    period = models.ForeignKey(Period, models.PROTECT, null=True, blank=True, related_name="+")
    part = models.ForeignKey(
        BreakdownPart, models.PROTECT, null=True, blank=True, related_name="+", help_text="Empty: the whole."
    )
    letter = models.CharField(max_length=20, blank=True, help_text="Of a figure that the formula names.")
    printed = models.DecimalField(max_digits=18, decimal_places=6, null=True, blank=True)
    words = models.CharField(
        max_length=200, blank=True, help_text="What a printed number is of: absent, in mathematics."
    )
    position = models.PositiveSmallIntegerField(default=0)
    history = HistoricalRecords()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="reconciliation_term_of_value_or_printed",
                condition=(
                    Q(figure=TermFigure.PRINTED, row=None, period=None, part=None, printed__isnull=False)
                    & ~Q(words="")
                )
                | (~Q(figure=TermFigure.PRINTED) & Q(row__isnull=False, period__isnull=False, printed=None)),
                violation_error_message="Name the row and the period of a value, or a number and what it is of.",
            ),
            models.CheckConstraint(
                name="reconciliation_term_letter",
                condition=(Q(figure=TermFigure.COMPONENT) & ~Q(letter=""))
                | (~Q(figure=TermFigure.COMPONENT) & Q(letter="")),
                violation_error_message="A figure that the formula names has a letter, no other has one.",
            ),
        ]

    def __str__(self) -> str:
        if self.row is None or self.period is None:
            return self.words
        of = f"{self.row.name}{f', {self.part}' if self.part else ''}, {self.period.name}"
        return f"({self.letter}) of {of}" if self.letter else of
