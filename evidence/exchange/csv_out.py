"""A partnership's evidence tables as a CSV file: a line for each value."""

from collections.abc import Iterator
from typing import Any

from core.csv_files import as_csv
from evidence.models import Observation
from evidence.public.marks import words_for
from evidence.public.reader import read_by_public

from .standing import StandingTables

HEADINGS = [
    *("Row", "Part", "Period", "Value", "Status"),
    *("Number", "Of them", "In all", "Source", "Link", "Note", "Not public"),
]


def csv_of(standing: StandingTables) -> str:
    """All values in document order, those of parts beneath their row's. Nothing in it is a formula."""
    headings = [standing.edition.words.category.capitalised, *HEADINGS]
    return as_csv([headings, *_lines(standing)])


def _lines(standing: StandingTables) -> Iterator[list[Any]]:
    public = read_by_public(standing.partnership)
    for table in standing.tables:
        for row in table.rows:
            parts = [None, *standing.parts.get(row.record.lineage, [])]
            for part in parts:
                for period in table.periods:
                    value = standing.values.get((row.record.pk, period.pk, part.pk if part else None))
                    if value:
                        place = [table.category.number, standing.names[row.record.lineage]]
                        yield [
                            *place,
                            part.label if part else "",
                            period.name,
                            *_of(value),
                            words_for(value, public),
                        ]


def _of(value: Observation) -> list[Any]:
    figures = (value.number, value.numerator, value.denominator)
    return [
        value.text,
        value.status_in_words,
        *("" if one is None else f"{one.normalize():f}" for one in figures),
        value.source,
        value.link,
        value.note,
    ]
