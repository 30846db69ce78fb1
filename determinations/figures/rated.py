"""What an assessment rates that no rule counts: a school's own tactics, with what their measures came to.

It stands beside the options of an edition whose rules are about values alone.
"""

from collections import defaultdict

from assessments.models import Assessment
from evidence.models import EvidenceRow, Observation
from partnerships.models import Measure

from ..rules.working import RatedShown


def rated_beside(assessment: Assessment) -> list[RatedShown]:
    """Every rated item in document order. In four queries, whatever there is."""
    items = list(assessment.items().rated().select_related("category"))
    levels = {one.item_id: one.level for one in assessment.ratings.select_related("level")}
    measures = _measures_of(assessment, [item.pk for item in items])
    return [
        RatedShown(
            category=item.category.title,
            reference=item.reference,
            text=item.full_text,
            level=f"{level.code} {level.label}" if (level := levels.get(item.pk)) else "",
            measures=measures[item.pk],
        )
        for item in items
    ]


def _measures_of(assessment: Assessment, items: list[int]) -> dict[int, list[str]]:
    """By item: the measures that speak to it, each with the values in the round's period of rows that answer it."""
    values: dict[int, list[str]] = defaultdict(list)
    answering = Observation.objects.of(assessment.partnership_id).of_the_whole()
    answering = answering.filter(period=assessment.cycle.period, row__measures__items__in=items).distinct()
    rows = dict(answering.values_list("row", "text"))
    answers = EvidenceRow.measures.through.objects.filter(evidencerow__in=rows)
    for row, measure in answers.values_list("evidencerow", "measure"):
        values[measure].append(rows[row])
    found: dict[int, list[str]] = defaultdict(list)
    links = (
        Measure.items.through.objects.filter(item__in=items)
        .select_related("measure")
        .order_by("measure__position")
    )
    for link in links:
        told = "; ".join(values[link.measure_id])
        found[link.item_id].append(f"{link.measure}: {told}" if told else f"{link.measure}")
    return found
