"""Rows of a partnership with their values through the editions in which they stood."""

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from django.db.models import Prefetch

from evidence.models import EvidenceRow, Observation
from partnerships.comparison import breaks_between, breaks_of, edition_order
from partnerships.models import EditionStatus, LineageBreak, Partnership

from .figures import RowFigures, figures_of_rows, whole_or_group


def rows_through_editions(partnership: Partnership) -> list[EvidenceRow]:
    """All of a partnership that are no draft's, in document order, each with its values. In two queries."""
    observed = Observation.objects.filter(whole_or_group()).select_related(
        "period", "data_period", "part__student_group"
    )
    rows = EvidenceRow.objects.for_partnership(partnership).exclude(edition__status=EditionStatus.DRAFT)
    return list(
        rows.select_related("edition", "category", "parent", "student_group").prefetch_related(
            Prefetch("observations", observed)
        )
    )


def figures_through_editions(
    partnership: Partnership,
    shown: Iterable[EvidenceRow],
    rows: Sequence[EvidenceRow],
    *,
    printed: Callable[[Observation], Observation] | None = None,
) -> list[RowFigures]:
    """Of some of the `rows`, with the values of all that have the same lineage.

    `printed` gives each value as it is to be told: another record, where something of it is withheld.
    """
    breaks = breaks_of(partnership.agreement_id)
    values = {row: _values_of(row, rows) for row in shown}
    broken = [key for row, of_row in values.items() for key in _broken(row, of_row, rows, breaks)]
    if printed is None:
        return figures_of_rows(values, broken)
    told = {row: [printed(value) for value in of_row] for row, of_row in values.items()}
    pairs = (pair for row in values for pair in zip(values[row], told[row], strict=True))
    return figures_of_rows(told, broken, [value.pk for value, one in pairs if one is not value])


def _values_of(row: EvidenceRow, rows: Sequence[EvidenceRow]) -> list[Observation]:
    """Through the editions, the oldest first; of a period and part, what the newest edition says."""
    found: dict[tuple[int, int | None], Observation] = {}
    same = [one for one in rows if one.lineage == row.lineage]
    for one in sorted(same, key=lambda one: edition_order(one.edition)):
        for value in one.observations.all():
            group = value.part.student_group_id if value.part else None
            found[value.period_id, group] = value
    return sorted(found.values(), key=lambda value: (value.period.start, -value.period.end.toordinal()))


def _broken(
    row: EvidenceRow,
    values: Sequence[Observation],
    rows: Sequence[EvidenceRow],
    breaks: Sequence[LineageBreak],
) -> set[int]:
    """The primary keys of values that a person said are not comparable with those before."""
    of_line = [one for one in breaks if one.lineage == row.lineage]
    if not of_line:
        return set()
    editions = {one.pk: one.edition for one in rows}
    whole = [value for value in values if value.part_id is None]
    return {
        value.pk
        for before, value in pairwise(whole)
        if breaks_between(of_line, editions[before.row_id], editions[value.row_id])
    }
