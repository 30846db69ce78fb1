"""The evidence that the State of the Partnership puts forward, with what its charts are drawn from."""

from collections.abc import Iterator

from assessments.models import Assessment
from evidence.models import DocumentedText, Observation
from reports.gather.evidence import Evidence
from reports.gather.evidence_shown import HighlightedRow, evidence_shown
from reports.row_charts import row_plot

from .text import Json

HEIGHT = 90
"""Of a plot, in pixels."""


def shown_of(
    assessment: Assessment, evidence: Evidence
) -> tuple[list[Json], tuple[tuple[Observation, DocumentedText], ...]]:
    """The rows that are drawn, and what of them counts students, with what it says and whether that is hidden."""
    found = evidence_shown(assessment, evidence)
    return [row for one in found.drawn for row in _drawn(one)], found.documented


def _drawn(one: HighlightedRow) -> Iterator[Json]:
    figures = one.row.figures
    if plot := row_plot(figures, one.row.periods, height=HEIGHT):
        yield {
            "key": figures.row.lineage,
            "label": figures.row.name,
            "notes": one.notes,
            "chart": plot.as_json(),
        }
