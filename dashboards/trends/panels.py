"""Rows of evidence side by side, a small chart each: how students fare at a glance."""

from dataclasses import dataclass

from evidence.models import EvidenceRow
from evidence.public.marks import words_for
from evidence.public.reader import PublicReading, read_by_public
from evidence.results.figures import DRAWN, RowFigure, RowFigures
from evidence.results.lines import figures_through_editions, rows_through_editions
from evidence.tables import editions_with_evidence, newest_with_values
from partnerships.models import Category, Edition, Partnership
from reports.charts import Chart
from reports.row_charts import row_chart

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
    def drawn(self) -> list[RowFigure]:
        """What the chart shows, the oldest first."""
        return self.figures.figures[-DRAWN:] if self.chart else []

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
    rows = rows_through_editions(partnership) if edition else []
    newest = [row for row in rows if edition and row.edition_id == edition.pk]
    categories = list({row.category_id: row.category for row in newest}.values())
    chosen = next((one for one in categories if one.number == number), None)
    if number and chosen is None:
        return None
    shown = [row for row in newest if (row.category_id == chosen.pk if chosen else row.counts_students)]
    public = read_by_public(partnership)
    panels = [_panel(figures, public) for figures in figures_through_editions(partnership, shown, rows)]
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


def _panel(figures: RowFigures, public: PublicReading) -> RowPanel:
    chart = row_chart(figures, figures.last_periods(DRAWN), height=PANEL_HEIGHT)
    last = figures.last_reported
    return RowPanel(figures.row, figures, chart, words_for(last.value if last else None, public))
