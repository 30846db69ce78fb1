"""The county summary as a workbook: all that its document lists, and what that leaves out."""

from collections.abc import Iterator
from typing import Any

from assessments.rating.tally import Tally
from core.workbooks.reading import ReadSheet, workbook_to_read
from reports.gather import CountySummary
from reports.gather.county_trends import CountyTrends


def county_workbook(county: CountySummary) -> bytes:
    sheets = [_levels(county)]
    if county.trends:
        sheets.append(_trends(county, county.trends))
    sheets += [_low(county), _named(county), _late(county)]
    return workbook_to_read(f"{county.agreement.title}, {county.period.name}", sheets)


def _levels(county: CountySummary) -> ReadSheet:
    """A share as a part of 1, as spreadsheets reckon."""
    places = [*(f"{one.number} {one.title}" for one in county.columns), "In all"]
    kinds = (f"share at {county.met_from} or above", "average", "scores")
    heads = ["Partner", county.words.round.capitalised, *(f"{at}, {kind}" for at in places for kind in kinds)]
    rows = (
        [row.name, row.standing, *(value for tally in _cells(row) for value in _figures(tally))]
        for row in county.rows
    )
    return ReadSheet("Levels", heads, rows)


def _cells(row: Any) -> list[Tally]:
    return [*row.cells, row.total] if row.total else []


def _figures(tally: Tally) -> tuple[Any, ...]:
    return None if tally.share is None else tally.share / 100, tally.average, tally.scored


def _trends(county: CountySummary, trends: CountyTrends) -> ReadSheet:
    kinds = (f"share at {county.met_from} or above", "average")
    heads = [county.words.category.capitalised]
    heads += [
        f"{cycle.period.name}, {number} partners, {kind}" for cycle, number in trends.heads for kind in kinds
    ]
    heads += [f"{kind} since {trends.before.period.name}" for kind in ("Rose", "Fell", "Unchanged")]

    def lines() -> Iterator[list[Any]]:
        for row in trends.rows:
            name = f"{row.category.number} {row.category.title}" if row.category else "In all"
            figures = [
                value
                for one in row.figures
                for value in (_figures(one.tally)[:2] if one.tally else (None, None))
            ]
            moved = row.moved
            yield [name, *figures, *((moved.rose, moved.fell, moved.stayed) if moved else ())]

    return ReadSheet("Over the years", heads, lines(), ["wide"])


def _low(county: CountySummary) -> ReadSheet:
    heads = ["No.", county.words.item.capitalised, f"Partners below {county.met_from}"]
    heads += ["Of these at the lowest level", "Partners with a score"]
    rows = (
        [one.whole.item.reference, _text(one.whole), one.low, one.lowest, one.scored]
        for one in county.focus.low
    )
    return ReadSheet("Low", heads, rows, ["narrow", "wide"])


def _named(county: CountySummary) -> ReadSheet:
    heads = ["No.", county.words.item.capitalised, "Number of partners", "Named as an area of focus by"]
    rows = (
        [one.whole.item.reference, _text(one.whole), len(one.partners), ", ".join(one.partners)]
        for one in county.focus.named
    )
    return ReadSheet("Areas of focus", heads, rows, ["narrow", "wide", "usual", "wide"])


def _late(county: CountySummary) -> ReadSheet:
    heads = ["Partner", county.words.round.capitalised, "Due", "Days late", "Has not signed"]
    heads += ["Action steps overdue", "The oldest was due"]
    rows = (
        [
            row.name,
            row.round.status,
            row.round.due_on if row.is_late else None,
            row.round.days_late if row.is_late else None,
            "; ".join(row.unsigned),
            row.steps.number if row.steps else 0,
            row.steps.oldest if row.steps else None,
        ]
        for row in county.late.rows
    )
    return ReadSheet("Late", heads, rows, ["usual", "usual", "narrow", "narrow", "wide"])


def _text(whole: Any) -> str:
    return " ".join(filter(None, (whole.item.title, whole.lead_in, whole.item.text)))
