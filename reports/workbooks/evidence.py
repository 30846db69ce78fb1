"""The tables of evidence as a workbook to read: a sheet for each category, with all its periods.

It is for the people of the partnership, who read each value on its pages: nothing is hidden in it.
"""

from collections.abc import Iterator

from django.utils.text import capfirst

from core.workbooks.reading import ReadSheet, workbook_to_read
from evidence.tables import (
    CategoryTable,
    TableCell,
    category_tables,
    editions_with_evidence,
    newest_with_values,
)
from partnerships.models import Edition, Partnership


def edition_with_evidence(partnership: Partnership) -> Edition | None:
    """The newest one with values; None where the partnership keeps no evidence."""
    found: Edition | None = newest_with_values(editions_with_evidence(partnership))
    return found


def evidence_workbook(partnership: Partnership, edition: Edition) -> bytes:
    """In four queries, however many rows."""
    sheets = [_sheet(table) for table in category_tables(partnership, edition)]
    return workbook_to_read(f"{partnership.partner.short_name} evidence {edition.label}", sheets)


def _sheet(table: CategoryTable) -> ReadSheet:
    heads = ["Evidence", *(capfirst(period.name) for period in table.periods)]

    def lines() -> Iterator[list[str]]:
        for row in table.rows:
            label = f"{row.above.label}: {row.record.label}" if row.above else row.record.label
            yield [label, *(_text(cell) for cell in row.cells)]

    return ReadSheet(f"{table.category.number} {table.category.title}", heads, lines(), ["wide"])


def _text(cell: TableCell) -> str:
    value = cell.observation.text if cell.observation else ""
    parts = (f"{one.part}: {one.text}" for one in cell.parts if one.text)
    return "\n".join(filter(None, (value, cell.status, *parts)))
