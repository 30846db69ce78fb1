"""Who counts for an indicator of a plan, who is asked for it, and how many answered."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Prefetch, Q

from evidence.models import (
    Definition,
    EvidenceRow,
    Observation,
    PopulationGroup,
    SamplingPlan,
    SamplingTurn,
)
from evidence.results.made_of import MadeOf, told_of
from evidence.results.populations import Population, populations_of
from partnerships.models import Item, Partnership


@dataclass(frozen=True)
class CountedRow:
    """One row of the whole, with what is known of whom it counts."""

    row: EvidenceRow
    populations: list[tuple[Definition, list[Population]]]
    """By the definition that says so, the newest first; of those that say anything."""
    plans: list[SamplingPlan]
    made: list[MadeOf]

    @property
    def says_something(self) -> bool:
        return bool(self.populations or self.plans or self.made)


def counted_for(item: Item, whole: Partnership, *, reads_all: bool) -> list[CountedRow]:
    """The rows of an indicator and its parts of which there is something to say. In seven queries at most.

    `reads_all`: the reader belongs to the whole. Everybody else is not told counts, which may be small.
    """
    of_item = Q(items=item) | Q(items__parent=item) | Q(items__parent__parent=item)
    rows = list(
        EvidenceRow.objects.for_partnership(whole)
        .filter(of_item, edition=item.edition_id)
        .order_by("category__position", "position")
        .distinct()
    )
    groups = Prefetch("population", PopulationGroup.objects.select_related("period"))
    definitions: dict[int, list[Definition]] = defaultdict(list)
    found = Definition.objects.filter(row__in=rows).select_related("from_period").prefetch_related(groups)
    for definition in found.order_by("-from_period__start"):
        definitions[definition.row_id].append(definition)
    plans: dict[int, list[SamplingPlan]] = defaultdict(list)
    turns = Prefetch("turns", SamplingTurn.objects.select_related("period"))
    districts = Prefetch("turns__districts", Partnership.objects.select_related("partner"))
    of_rows = SamplingPlan.objects.filter(row__in=rows).select_related("from_period")
    for plan in of_rows.prefetch_related(turns, districts).order_by("-from_period__start"):
        plans[plan.row_id].append(plan)
    values: dict[int, list[Observation]] = defaultdict(list)
    if reads_all:
        observed = Observation.objects.of_the_whole().filter(row__in=rows)
        for value in (
            observed.select_related("period", "data_period")
            .prefetch_related("components__component")
            .order_by("period__start")
        ):
            values[value.row_id].append(value)
    told = [
        CountedRow(
            row,
            [
                (definition, population)
                for definition in definitions[row.pk]
                if (population := populations_of(definition.population.all()))
            ],
            plans[row.pk],
            [one for one in told_of(values[row.pk]) if one.counts],
        )
        for row in rows
    ]
    return [one for one in told if one.says_something]
