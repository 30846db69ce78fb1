"""The evidence that the State of the Partnership puts forward, chosen by rule."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.text import capfirst

from assessments.models import Assessment
from evidence.models import DocumentedText, EvidenceRow, Observation
from evidence.results.figures import RowFigures
from partnerships.models import Period

from .evidence import DrawnRow, Evidence

MOST_SHOWN = 6
"""Charts at most: three lines of two."""


@dataclass(frozen=True)
class ShownValue:
    """The last value of a row, in words."""

    label: str
    text: str
    link: str
    when: str
    """Its period, and that it is older than the report's year where it is."""
    is_hidden: bool


@dataclass(frozen=True)
class HighlightedRow:
    """A row that is drawn, and why it is shown."""

    row: DrawnRow
    shows: str
    """“a strength”, “an area of focus”; empty where neither names it."""
    older: str
    """That its last value is older than the report's year, in words; empty where it is not."""

    @property
    def notes(self) -> list[str]:
        """Beneath its chart, in sentences: why it is shown, how its last value moved, and its target."""
        last = self.row.lines[-1]
        shows = f"It shows {self.shows}." if self.shows else ""
        moved = f"{capfirst(last.value.period.name)}: {last.change.words}." if last.change else ""
        target = f"Target: {last.target}" if last.target else ""
        if target and last.value.pk not in self.row.figures.withheld:
            result = last.result
            target += f": {result.verdict.value}{f'. {result.why}' if result.explains else ''}"
        found = (f"{shows} {self.older}".strip(), moved, f"{target.rstrip('.')}." if target else "")
        return [one for one in found if one]


@dataclass(frozen=True)
class EvidenceShown:
    drawn: tuple[HighlightedRow, ...]
    not_drawn: int
    """How many more could be."""
    values: tuple[ShownValue, ...]
    """Of the rows that a strength or an area of focus names and that cannot be drawn."""
    goals: tuple[ShownValue, ...]
    """Of the rows that hold the partner's goals, such as a strategic plan."""
    documented: tuple[tuple[Observation, DocumentedText], ...]
    """As `Evidence.documented`."""


def evidence_shown(assessment: Assessment, evidence: Evidence | None) -> EvidenceShown:
    """Rows that a strength or an area of focus names come first, then those with a target, in document order."""
    if evidence is None:
        return EvidenceShown((), 0, (), (), ())
    period, named = assessment.cycle.period, _named(assessment)
    drawable = [one for category in evidence.categories for one in category.drawable]
    drawable.sort(key=lambda one: (one.figures.row.lineage not in named, not one.has_target))
    drawn = tuple(_shown(one, period, named) for one in drawable[:MOST_SHOWN])
    are_drawn = {one.figures.row.pk for one in drawable}
    rows = [one for category in evidence.categories for one in category.figures]
    apart = [one for one in rows if one.row.lineage in named and one.row.pk not in are_drawn]
    of_goals = [one for one in rows if "goals" in one.row.name.lower()]
    printed = [line.value for one in drawn for line in one.row.lines if one.row.figures.row.counts_students]
    printed += [
        one.last_reported.value
        for one in (*apart, *of_goals)
        if one.row.counts_students and one.last_reported
    ]
    return EvidenceShown(
        drawn,
        len(drawable[MOST_SHOWN:]),
        tuple(_values(apart, period)),
        tuple(_values(of_goals, period)),
        tuple(evidence.public.documented(value) for value in printed if value.text),
    )


def older_than(period: Period, of: Period) -> str:
    """“from 2021-2022”, of what is over when another period begins; empty of anything else."""
    return f"from {period.name}" if period.end < of.start else ""


def _named(assessment: Assessment) -> dict[str, str]:
    """By lineage the rows that a strength or an area of focus names, itself or by a measure. In two queries."""
    highlights = assessment.highlights.order_by("-kind")  # strengths first, so that they are told of both
    pairs = [*highlights.values_list("rows__lineage", "measures__lineage", "kind")]
    of_measure = {measure: kind for _, measure, kind in pairs if measure}
    rows = EvidenceRow.objects.for_partnership(assessment.partnership).filter(
        measures__lineage__in=of_measure
    )
    kinds = {lineage: kind for lineage, _, kind in pairs if lineage}
    if of_measure:
        for lineage, measure in rows.values_list("lineage", "measures__lineage"):
            kinds.setdefault(lineage, of_measure[measure])
    words = {"strength": "a strength", "focus": "an area of focus"}
    return {lineage: words[kind] for lineage, kind in kinds.items()}


def _shown(row: DrawnRow, period: Period, named: dict[str, str]) -> HighlightedRow:
    last = row.lines[-1].value.period
    older = older_than(last, period)
    return HighlightedRow(
        row, named.get(row.figures.row.lineage, ""), f"The last value is {older}." if older else ""
    )


def _values(rows: Iterable[RowFigures], period: Period) -> Iterable[ShownValue]:
    for figures in rows:
        if last := figures.last_reported:
            value = last.value
            is_hidden = value.pk in figures.withheld
            link = value.link if value.link.startswith(("https://", "http://")) and not is_hidden else ""
            when = older_than(value.period, period) or value.period.name
            yield ShownValue(figures.row.name, value.text, link, when, is_hidden)
