"""What the agreement names as evidence, and the rows that answer it."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Exists, Max, OuterRef

from accounts.models import User
from core.history import bulk_create_links
from evidence.models import EvidenceRow
from evidence.order import lock_rows
from partnerships.models import Edition, Measure, Partnership


def unanswered_measures(partnership: Partnership, edition: Edition) -> list[Measure]:
    """The measures of an edition, its additions included, that no row of a partnership answers, in document order.

    A measure with others beneath it is a heading: these are what is answered, and a row that answers the heading
    answers them all.
    """
    answered = EvidenceRow.measures.through.objects.filter(evidencerow__partnership=partnership)
    measures = Measure.objects.of_edition(edition).for_partnership(partnership)
    return list(
        measures.filter(
            ~Exists(answered.filter(measure=OuterRef("pk"))),
            ~Exists(answered.filter(measure=OuterRef("parent"))),
            ~Exists(Measure.objects.filter(parent=OuterRef("pk"))),
        ).select_related("category", "parent")
    )


@transaction.atomic
def add_rows_for(
    partnership: Partnership, edition: Edition, lineages: Iterable[str] | None = None, *, by: User
) -> list[EvidenceRow]:
    """A row for each measure that no row answers, or for those of them with the lineages that are given.

    Each is called as its measure, has its unit and direction, and stands at the end of its category's table. Done
    again it adds nothing. In a fixed number of queries.
    """
    lock_rows(partnership.pk)
    measures = unanswered_measures(partnership, edition)
    if lineages is not None:
        wanted = set(lineages)
        measures = [measure for measure in measures if measure.lineage in wanted]
    own = EvidenceRow.objects.for_partnership(partnership).filter(edition=edition).order_by()
    last = dict(own.values("category").annotate(last=Max("position")).values_list("category", "last"))
    rows = []
    for measure in measures:
        last[measure.category_id] = last.get(measure.category_id, 0) + 1
        rows.append(
            EvidenceRow(
                partnership=partnership,
                edition=edition,
                category=measure.category,
                label=measure.label,
                unit=measure.unit,
                better=measure.better,
                counts_students=measure.counts_students,
                position=last[measure.category_id],
            )
        )
    EvidenceRow.objects.bulk_create(rows)
    history = EvidenceRow.history.bulk_history_create(rows, default_user=by)
    through = EvidenceRow.measures.through
    links = [through(evidencerow=row, measure=measure) for row, measure in zip(rows, measures, strict=True)]
    bulk_create_links(EvidenceRow, "measures", links, history)
    return rows
