"""How a row's figures are sampled, and which districts are asked in which period."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from core.ids import new_public_id
from core.models import LimitedTextField
from partnerships.models import Partnership, Period

from .rows import EvidenceRow


class SamplingKind(models.TextChoices):
    TURNS = "turns", "districts take turns"
    WITHIN = "within", "some of each district"
    EVERYBODY = "everybody", "everybody: no sample"


class SamplingPlanManager(models.Manager["SamplingPlan"]):
    def get_by_natural_key(self, owner: str, edition: str, lineage: str, *period: str) -> "SamplingPlan":
        of_row = {"row__edition__label": edition, "row__lineage": lineage}
        kind, label = period
        from_period = {"from_period__kind": kind, "from_period__label": label}
        return self.get(row__partnership__slug=owner, **of_row, **from_period)


class SamplingPlan(models.Model):
    """Whom a row's figures are drawn from, from a period on until the row's next plan.

    Where districts take turns, each comes once in `every` periods.
    """

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    row = models.ForeignKey(EvidenceRow, models.PROTECT, related_name="sampling_plans")
    from_period = models.ForeignKey(Period, models.PROTECT, related_name="+")
    kind = models.CharField("who is asked", max_length=10, choices=SamplingKind, default=SamplingKind.TURNS)
    every = models.PositiveSmallIntegerField(
        "each district comes once in so many periods",
        null=True,
        blank=True,
        help_text="Of “districts take turns” alone.",
    )
    method = LimitedTextField(max_length=5000, help_text="How it is done, as the source has it.")
    reason = LimitedTextField(max_length=1000, blank=True, help_text="Why it replaces the one before.")
    source = models.CharField(max_length=300, blank=True, help_text="The document and place it is from.")
    note = LimitedTextField(max_length=1000, blank=True, help_text="What the source leaves out.")
    history = HistoricalRecords()

    objects = SamplingPlanManager()

    class Meta:
        ordering = ["from_period__start", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["row", "from_period"],
                name="sampling_plan_once",
                violation_error_message="The row has a sampling plan from this period on already.",
            ),
            models.CheckConstraint(
                name="sampling_plan_says_how_often",
                condition=Q(kind=SamplingKind.TURNS, every__isnull=False, every__gte=1)
                | (~Q(kind=SamplingKind.TURNS) & Q(every=None)),
                violation_error_message="Say in how many periods each district comes once; only of turns.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.row}: {self.get_kind_display()}, from {self.from_period}"

    def natural_key(self) -> tuple[Any, ...]:
        return (*self.row.natural_key(), *self.from_period.natural_key())

    natural_key.dependencies = ["evidence.evidencerow"]  # type: ignore[attr-defined]


class SamplingTurnQuerySet(models.QuerySet["SamplingTurn"]):
    def get_by_natural_key(self, public_id: str) -> "SamplingTurn":
        return self.get(public_id=public_id)

    def of_district(self, partnership: Partnership) -> Self:
        """The turns of a district, in order, each with its plan's row."""
        found = self.filter(districts=partnership).select_related("period", "plan__row", "plan__from_period")
        return found.order_by("period__start", "plan__row__position", "pk")


class SamplingTurn(models.Model):
    """Who is asked in one period. `number` is how many districts the source prints; they are named where it
    names them."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    plan = models.ForeignKey(SamplingPlan, models.CASCADE, related_name="turns")
    period = models.ForeignKey(Period, models.PROTECT, related_name="+")
    label = models.CharField(max_length=80, blank=True, help_text="As the plan calls it.")
    number = models.PositiveSmallIntegerField("how many districts", null=True, blank=True)
    text = LimitedTextField(verbose_name="as printed", max_length=1000, blank=True)
    districts = models.ManyToManyField(Partnership, blank=True, related_name="sampling_turns")
    history = HistoricalRecords(m2m_fields=[districts])

    objects = SamplingTurnQuerySet.as_manager()

    class Meta:
        ordering = ["period__start", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "period"],
                name="sampling_turn_once",
                violation_error_message="The plan says who is asked in this period already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan.row}, {self.period.name}"

    def natural_key(self) -> tuple[str, ...]:
        return (self.public_id,)

    natural_key.dependencies = [  # type: ignore[attr-defined]
        "evidence.samplingplan",
        "partnerships.partnership",
    ]
