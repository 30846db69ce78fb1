"""What stands in a partnership's tables, to be compared with what comes."""

from dataclasses import dataclass
from functools import cached_property

from evidence.models import Breakdown, BreakdownPart, EvidenceRow, Observation
from evidence.tables import CategoryTable, category_tables
from evidence.values import Place
from partnerships.models import Category, Edition, Partnership, Period

FIELDS = ("text", "source", "note")
"""The parts of a value that come in blocks and files."""


@dataclass(frozen=True)
class StandingTables:
    """A partnership's tables in an edition, with all values: those of parts too. In a fixed number of queries."""

    partnership: Partnership
    edition: Edition

    @cached_property
    def tables(self) -> list[CategoryTable]:
        return category_tables(self.partnership, self.edition)

    def heading_of(self, category: Category) -> str:
        """“Category 3: Transition”, as above its table."""
        return f"{self.edition.words.category.capitalised} {category.number}: {category.title}"

    @cached_property
    def rows(self) -> dict[str, EvidenceRow]:
        """By lineage, in document order."""
        return {row.record.lineage: row.record for table in self.tables for row in table.rows}

    @cached_property
    def names(self) -> dict[str, str]:
        """What a row is called where it stands by itself, by lineage."""
        names = {}
        for table in self.tables:
            for row in table.rows:
                above = f"{str(row.above).rstrip(':')}: " if row.above else ""
                names[row.record.lineage] = f"{above}{row.record}"
        return names

    @cached_property
    def columns(self) -> dict[int, dict[str, Period]]:
        """The periods of each category's table by their keys, the oldest first."""
        return {table.category.pk: {one.key: one for one in table.periods} for table in self.tables}

    @cached_property
    def periods(self) -> dict[str, Period]:
        """All of them, by their keys."""
        return {key: period for columns in self.columns.values() for key, period in columns.items()}

    @cached_property
    def parts(self) -> dict[str, list[BreakdownPart]]:
        """Of each row that is broken down, by its lineage."""
        parts: dict[str, list[BreakdownPart]] = {}
        rows = {row.pk: row.lineage for row in self.rows.values()}
        found = Breakdown.objects.filter(row__in=rows).prefetch_related("parts__organization")
        for breakdown in found:
            parts.setdefault(rows[breakdown.row_id], []).extend(breakdown.parts.all())
        return parts

    @cached_property
    def part_with(self) -> dict[tuple[str, int | None], BreakdownPart]:
        """A part by the lineage of its row and its own primary key."""
        return {(lineage, part.pk): part for lineage, parts in self.parts.items() for part in parts}

    @cached_property
    def values(self) -> dict[Place, Observation]:
        found = Observation.objects.of(self.partnership).filter(row__edition=self.edition)
        return {
            (value.row_id, value.period_id, value.part_id): value
            for value in found.select_related("updated_by")
        }
