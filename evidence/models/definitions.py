"""What a row's figures mean from a period on, and what they are to reach."""

from typing import Any

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from core.ids import new_public_id
from core.models import LimitedTextField
from partnerships.models import Period


class DefinitionManager(models.Manager["Definition"]):
    def get_by_natural_key(self, owner: str, edition: str, lineage: str, *period: str) -> "Definition":
        of_row = {"row__edition__label": edition, "row__lineage": lineage}
        kind, label = period
        from_period = {"from_period__kind": kind, "from_period__label": label}
        return self.get(row__partnership__slug=owner, **of_row, **from_period)


class Definition(models.Model):
    """How a row is computed, from a period on until its next definition. Its line breaks where it changes."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    row = models.ForeignKey("evidence.EvidenceRow", models.PROTECT, related_name="definitions")
    from_period = models.ForeignKey(Period, models.PROTECT, related_name="+")
    formula = LimitedTextField(max_length=5000, help_text="In words, as the source has it.")
    numerator_label = models.CharField(max_length=300, blank=True)
    denominator_label = models.CharField(max_length=300, blank=True)
    comparator = models.CharField(
        max_length=300,
        blank=True,
        help_text="What it is held against: twice the rate of the state, “exceeds”.",
    )
    minimum_n = models.PositiveIntegerField(
        "smallest number to judge",
        null=True,
        blank=True,
        help_text="Below so many in the denominator nothing is judged. Another number than the public's minimum.",
    )
    minimum_n_of = models.CharField(
        "which are counted",
        max_length=200,
        blank=True,
        help_text="Where it is not the denominator that must be so many: children with IEPs in a district. It then "
        "says which districts count, and stops no judgement.",
    )
    entities = models.CharField(max_length=300, blank=True, help_text="Who counts: 57 districts.")
    source = models.CharField(
        max_length=300, blank=True, help_text="The document and place the formula is from."
    )
    composition_of = models.CharField(
        max_length=300,
        blank=True,
        help_text="The state, or whoever a weighted risk ratio weighs by; from when, and where it stands.",
    )
    reason = LimitedTextField(max_length=1000, blank=True, help_text="Why it replaces the one before.")
    approved_by = models.CharField(max_length=200, blank=True)
    approved_on = models.DateField(null=True, blank=True)
    history = HistoricalRecords()

    has_ladder = False
    """Whether it has steps: read by `meanings_of`."""

    objects = DefinitionManager()

    class Meta:
        ordering = ["from_period__start", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["row", "from_period"],
                name="definition_once",
                violation_error_message="The row has a definition from this period on already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.row} from {self.from_period}"

    def natural_key(self) -> tuple[Any, ...]:
        return (*self.row.natural_key(), *self.from_period.natural_key())

    natural_key.dependencies = ["evidence.evidencerow"]  # type: ignore[attr-defined]


class ComponentManager(models.Manager["Component"]):
    def get_by_natural_key(self, *key: str) -> "Component":
        return self.get(definition=Definition.objects.get_by_natural_key(*key[:-1]), letter=key[-1])


class Component(models.Model):
    """One of the figures that a formula names by a letter."""

    definition = models.ForeignKey(Definition, models.CASCADE, related_name="components")
    letter = models.CharField(max_length=20, help_text="As the formula has it: a, g_t.")
    label = models.CharField(max_length=300)
    is_optional = models.BooleanField(default=False, help_text="Some years have no such figure.")
    position = models.PositiveSmallIntegerField(default=0)
    history = HistoricalRecords()

    objects = ComponentManager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["definition", "letter"],
                name="component_once",
                violation_error_message="The definition has this letter already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter}: {self.label}"

    def natural_key(self) -> tuple[Any, ...]:
        return (*self.definition.natural_key(), self.letter)

    natural_key.dependencies = ["evidence.definition"]  # type: ignore[attr-defined]


class CompositionGroup(models.Model):
    """How many students of a group are enrolled in the state, which a weighted risk ratio weighs by."""

    definition = models.ForeignKey(Definition, models.CASCADE, related_name="composition")
    label = models.CharField(max_length=120, help_text="As the breakdown calls the part.")
    enrolled = models.PositiveIntegerField()
    position = models.PositiveSmallIntegerField(default=0)
    history = HistoricalRecords()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["definition", "label"],
                name="composition_group_once",
                violation_error_message="The composition has this group already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.enrolled:,}"


class LadderStep(models.Model):
    """One step of the ladder that a row's figures stand on, the first one the best: from 60 days on.

    Sources print ladders that do not descend: the steps keep the order they are printed in.
    """

    definition = models.ForeignKey(Definition, models.CASCADE, related_name="ladder")
    threshold = models.DecimalField(max_digits=18, decimal_places=6)
    label = models.CharField(max_length=120, blank=True, help_text="What is printed of the step: healthy.")
    position = models.PositiveSmallIntegerField()
    history = HistoricalRecords()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["definition", "position"],
                name="ladder_step_once",
                violation_error_message="Another step of the ladder stands at this place.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.threshold.normalize():f} {self.label}".strip()


class TargetKind(models.TextChoices):
    AT_LEAST = "at_least", "at least"
    MORE_THAN = "more_than", "more than"
    AT_MOST = "at_most", "at most"
    LESS_THAN = "less_than", "less than"
    BETWEEN = "between", "between"
    EQUAL = "equal", "equal to"
    BANDS = "bands", "several bands at once"
    ENTITIES = "entities", "a number of districts or schools"
    IN_WORDS = "in_words", "in words only"
    NONE_REQUIRED = "none_required", "none required"
    BASELINE_YEAR = "baseline_year", "the baseline itself"
    UNREAD = "unread", "printed, and cannot be read in the source"


ONE_NUMBER = [
    TargetKind.AT_LEAST,
    TargetKind.MORE_THAN,
    TargetKind.AT_MOST,
    TargetKind.LESS_THAN,
    TargetKind.EQUAL,
    TargetKind.ENTITIES,
]
"""Kinds of a target that is one number."""


class TargetManager(models.Manager["Target"]):
    def get_by_natural_key(self, *key: str) -> "Target":
        definition = Definition.objects.get_by_natural_key(*key[:-2])
        kind, label = key[-2:]
        return self.get(definition=definition, period__kind=kind, period__label=label)


class Target(models.Model):
    """What a row is to reach in a period, by the definition it was set under. `text` is as printed."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    definition = models.ForeignKey(Definition, models.PROTECT, related_name="targets")
    period = models.ForeignKey(Period, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=14, choices=TargetKind, default=TargetKind.AT_LEAST)
    number = models.DecimalField(max_digits=18, decimal_places=6, null=True, blank=True)
    upper = models.DecimalField(
        "and",
        max_digits=18,
        decimal_places=6,
        null=True,
        blank=True,
        help_text="Of “between”, both included.",
    )
    text = models.CharField("as printed", max_length=1000, blank=True)
    reason = LimitedTextField(max_length=1000, blank=True, help_text="Why it was set so, or set anew.")
    outlasts_definition = models.BooleanField(
        "it holds by the next definition too",
        default=False,
        help_text="The value of its period is judged by it, though another definition has come into force.",
    )
    history = HistoricalRecords()

    objects = TargetManager()

    class Meta:
        ordering = ["period__start", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["definition", "period"],
                name="target_once",
                violation_error_message="There is a target for this period already.",
            ),
            models.CheckConstraint(
                name="target_has_what_its_kind_needs",
                condition=Q(kind__in=ONE_NUMBER, number__isnull=False, upper=None)
                | Q(kind=TargetKind.BETWEEN, number__isnull=False, upper__gte=models.F("number"))
                | (Q(kind=TargetKind.IN_WORDS, number=None, upper=None) & ~Q(text=""))
                | Q(
                    kind__in=[
                        TargetKind.BANDS,
                        TargetKind.NONE_REQUIRED,
                        TargetKind.BASELINE_YEAR,
                        TargetKind.UNREAD,
                    ],
                    number=None,
                    upper=None,
                ),
                violation_error_message="Enter what this kind of target needs: a number, two, or words.",
            ),
        ]

    def __str__(self) -> str:
        return (
            self.text
            or f"{self.get_kind_display()} {'' if self.number is None else f'{self.number:g}'}".strip()
        )

    def natural_key(self) -> tuple[Any, ...]:
        return (*self.definition.natural_key(), *self.period.natural_key())

    natural_key.dependencies = ["evidence.definition"]  # type: ignore[attr-defined]


class TargetBand(models.Model):
    """One band of a target with several: at least 60% proficient."""

    target = models.ForeignKey(Target, models.CASCADE, related_name="bands")
    label = models.CharField(max_length=80)
    at_least = models.DecimalField(max_digits=18, decimal_places=6)
    position = models.PositiveSmallIntegerField(default=0)
    history = HistoricalRecords()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["target", "label"],
                name="target_band_once",
                violation_error_message="The target has this band already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at_least:g} {self.label}"
