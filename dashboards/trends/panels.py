"""Rows of evidence side by side, a small chart each: how students fare at a glance."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.db.models import Prefetch

from evidence.models import EvidenceRow, Observation
from evidence.public.marks import words_for
from evidence.public.reader import PublicReading, read_by_public
from evidence.tables import editions_with_evidence, newest_with_values
from partnerships.comparison import breaks_between, breaks_of, edition_order
from partnerships.models import Category, Edition, EditionStatus, LineageBreak, Partnership, Period
from reports.charts import Chart

from .cycles import CYCLES
from .row import RowFigure, RowFigures, figures_of_rows, row_chart, whole_or_group

PANEL_HEIGHT = 76
"""Of a plot, in pixels."""


@dataclass(frozen=True)
class RowPanel:
    row: EvidenceRow
    figures: RowFigures
    chart: Chart | None
    not_public: str
    """Why the public does not read its latest value as it is."""

    @property
    def latest(self) -> RowFigure | None:
        return self.figures.latest


@dataclass(frozen=True)
class PanelPage:
    edition: Edition | None
    categories: list[Category]
    """That have rows, in the order of the document."""
    chosen: Category | None
    """None for the rows of all categories that count students."""
    drawn: list[RowPanel]
    in_words: list[RowPanel]
    """Rows with a value, but without two that can be drawn."""
    waiting: list[RowPanel]
    """Rows without any value yet."""


def gather_panels(partnership: Partnership, number: str | None) -> PanelPage | None:
    """Of the rows that count students or, where its `number` is given, of a category. None without such a category.

    In queries that do not grow with rows, periods or editions.
    """
    edition = newest_with_values(editions_with_evidence(partnership))
    rows = _rows_of(partnership) if edition else []
    newest = [row for row in rows if edition and row.edition_id == edition.pk]
    categories = list({row.category_id: row.category for row in newest}.values())
    chosen = next((one for one in categories if one.number == number), None)
    if number and chosen is None:
        return None
    shown = [row for row in newest if (row.category_id == chosen.pk if chosen else row.counts_students)]
    values = {row: _values_of(row, rows) for row in shown}
    breaks = breaks_of(partnership.agreement_id)
    broken = {row: _broken(row, of_row, rows, breaks) for row, of_row in values.items()}
    every = figures_of_rows(values, [key for keys in broken.values() for key in keys])
    public = read_by_public(partnership)
    panels = [_panel(figures, broken[figures.row], public) for figures in every]
    parents = {row.parent_id for row in newest}
    return PanelPage(
        edition,
        categories,
        chosen,
        [panel for panel in panels if panel.chart],
        [panel for panel in panels if not panel.chart and _says_something(panel.figures)],
        [one for one in panels if not _says_something(one.figures) and one.row.pk not in parents],
    )


def _says_something(figures: RowFigures) -> bool:
    return figures.last_reported is not None


def _rows_of(partnership: Partnership) -> list[EvidenceRow]:
    observed = Observation.objects.filter(whole_or_group()).select_related(
        "period", "data_period", "part__student_group"
    )
    rows = EvidenceRow.objects.for_partnership(partnership).exclude(edition__status=EditionStatus.DRAFT)
    return list(
        rows.select_related("edition", "category", "parent", "student_group").prefetch_related(
            Prefetch("observations", observed)
        )
    )


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


def _panel(figures: RowFigures, broken: set[int], public: PublicReading) -> RowPanel:
    periods: dict[int, Period] = {one.value.period_id: one.value.period for one in figures.figures}
    shown = list(periods.values())[-CYCLES:]
    chart = row_chart(figures, shown, height=PANEL_HEIGHT, broken=broken)
    last = figures.last_reported
    return RowPanel(figures.row, figures, chart, words_for(last.value if last else None, public))
