"""What the agreement names as evidence, and the rows that answer it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction
from django.db.models import BigIntegerField, Exists, F, Max, OuterRef, QuerySet, TextField, Value
from django.db.models.functions import Coalesce

from accounts.models import User
from core.history import bulk_create_links
from evidence.models import EvidenceRow
from evidence.order import lock_rows
from evidence.tables import AgreedLine, CategoryTable, TableRow
from partnerships.models import Edition, Item, Measure, Partnership


def unanswered_measures(partnership: Partnership, edition: Edition) -> list[Measure]:
    """The measures of an edition, its additions included, that no row of a partnership answers, in document order.

    A measure with others beneath it is a heading: these are what is answered, and a row that answers the heading
    answers them all.
    """
    return list(_unanswered(partnership, edition).select_related("category", "parent"))


def _unanswered(partnership: Partnership, edition: Edition) -> QuerySet[Measure]:
    answered = EvidenceRow.measures.through.objects.filter(evidencerow__partnership=partnership)
    measures = Measure.objects.of_edition(edition).for_partnership(partnership)
    return measures.filter(
        ~Exists(answered.filter(measure=OuterRef("pk"))),
        ~Exists(answered.filter(measure=OuterRef("parent"))),
        ~Exists(Measure.objects.filter(parent=OuterRef("pk"))),
    )


@dataclass(frozen=True)
class AgreedLines:
    answered: dict[int, list[AgreedLine]] = field(default_factory=dict)
    """The measures that a row answers, by its primary key."""
    served: dict[int, list[AgreedLine]] = field(default_factory=dict)
    """The items that it speaks to."""
    unanswered: list[AgreedLine] = field(default_factory=list)
    """`unanswered_measures`."""


def lines_of(partnership: Partnership, edition: Edition) -> AgreedLines:
    """What a partnership's rows in an edition answer and serve, and what none answers. In one query."""
    own = {"evidence_rows__partnership": partnership, "evidence_rows__edition": edition}
    found = _lines(Measure.objects.filter(**own), "measure", "label", ABOVE, F("evidence_rows")).union(
        _lines(Item.objects.filter(**own), "item", "reference", NOTHING, F("evidence_rows")),
        _lines(_unanswered(partnership, edition), "measure", "label", ABOVE, NO_ROW),
        all=True,
    )
    lines: dict[tuple[str, int], list[AgreedLine]] = defaultdict(list)
    for what, row, label, above, lineage, number, title, *_ in sorted(found, key=lambda line: line[-3:]):
        line = AgreedLine(lineage, label, above.partition("\n")[0], f"{number} {title}", number)
        lines[what, row].append(line)
    return AgreedLines(
        {row: of_row for (what, row), of_row in lines.items() if what == "measure" and row},
        {row: of_row for (what, row), of_row in lines.items() if what == "item"},
        lines["measure", 0],
    )


NOTHING, NO_ROW = Value("", TextField()), Value(0, BigIntegerField())
ABOVE = Coalesce("parent__label", NOTHING)


def _lines(
    records: QuerySet[Any], what: str, label: str, above: Any, row: Any
) -> QuerySet[Any, tuple[Any, ...]]:
    """What an `AgreedLine` is made of; at the end what sorts them."""
    said = Value(what, TextField()), row, label, above, "lineage", "category__number", "category__title"
    return records.order_by().values_list(*said, "category__position", "position", "pk")


def with_agreed(tables: Iterable[CategoryTable], agreed: AgreedLines) -> list[CategoryTable]:
    """The tables with what each of their rows answers and serves."""

    def told(row: TableRow) -> TableRow:
        key = row.record.pk
        return replace(row, answers=agreed.answered.get(key, ()), serves=agreed.served.get(key, ()))

    return [replace(table, rows=[told(row) for row in table.rows]) for table in tables]


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
