"""The rules of an edition: its outcomes, by which methods one is reached, and options among which partners choose.

They are adopted with the edition's text and closed with it. Which outcome it is: `rules/deciding.py`.
"""

from typing import Any

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from core.models import LimitedTextField
from partnerships.models import Edition


class EditionRules(Edition):
    """The rules of an edition, where administrators write them: on one page."""

    class Meta:
        proxy = True
        verbose_name = "rules of an edition"
        verbose_name_plural = "rules of editions"

    def __str__(self) -> str:
        return f"Rules of {super().__str__()}"


class RulePart(models.Model):
    """A row of an edition's rules. `position` is its place among its like, 1 for the first."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="%(class)ss", editable=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]


class NamedPartManager(models.Manager[Any]):
    def get_by_natural_key(self, agreement: str, edition: str, position: int) -> Any:
        return self.get(edition__agreement__slug=agreement, edition__label=edition, position=position)


class NamedPart(RulePart):
    """One that others name. In a file they do so by its place, so methods are numbered through there."""

    objects = NamedPartManager()

    class Meta(RulePart.Meta):
        abstract = True

    def natural_key(self) -> tuple[Any, ...]:
        return (*self.edition.natural_key(), self.position)


class Outcome(NamedPart):
    """What can come of a round: On-Track. Of several that hold, the first is the outcome.

    One without methods is what is left when none before it holds; it stands last.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="outcomes", editable=False)
    name = models.CharField(max_length=100)
    heading = models.CharField(
        max_length=100, blank=True, help_text="As printed above its methods, where that is not the name."
    )
    lead_in = models.CharField(
        max_length=200,
        blank=True,
        help_text="As printed above its methods: “A school that is On-Track has:”.",
    )
    words = LimitedTextField(
        max_length=2000,
        blank=True,
        help_text="What is printed of an outcome that has no methods, word for word.",
    )
    metric = LimitedTextField(
        max_length=2000, blank=True, help_text="The printed metric values, word for word."
    )
    history = HistoricalRecords()

    class Meta(RulePart.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "name"],
                name="outcome_name_unique",
                violation_error_message="The edition has an outcome of this name already.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Method(NamedPart):
    """One way to an outcome. It holds when all that it asks for does.

    Where the partner chooses, that is the criteria of so many options as it says, those that were chosen.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="methods", editable=False)
    outcome = models.ForeignKey(Outcome, models.PROTECT, related_name="methods")
    name = models.CharField(max_length=100, help_text="As printed: “Method 1”.")
    words = LimitedTextField(max_length=2000, blank=True, help_text="As printed, a line for each point.")
    metric = LimitedTextField(
        max_length=2000, blank=True, help_text="The printed metric values, word for word."
    )
    options_chosen = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="How many of the options each partner chooses and is held to."
    )
    history = HistoricalRecords()

    class Meta(RulePart.Meta):
        ordering = ["outcome__position", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="method_chooses_one_at_least",
                condition=Q(options_chosen=None) | Q(options_chosen__gte=1),
                violation_error_message="One option at least is chosen, or leave it empty.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome}, {self.name}"


class Option(NamedPart):
    """One of the ways to succeed among which a partner chooses."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="options", editable=False)
    name = models.CharField(max_length=120, help_text="As printed: “OPTION ONE = MPI Calculation”.")
    words = LimitedTextField(max_length=2000, blank=True, help_text="What is printed beneath, word for word.")
    history = HistoricalRecords()

    def __str__(self) -> str:
        return self.name


class NextLevel(NamedPart):
    """A next level of accountability that the edition names: closure."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="next_levels", editable=False)
    name = models.CharField(max_length=200)
    history = HistoricalRecords()

    def __str__(self) -> str:
        return self.name
