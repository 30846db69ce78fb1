"""Evidence of a plan that many partners share: that of the whole by year, and a partner's beside it."""

from collections.abc import Iterable

from django.utils.text import capfirst

from evidence.models import EvidenceRow, Observation, ObservationStatus
from evidence.public.embargo import NOT_YET
from partnerships.models import Category, Period
from reports.gather import Profile, StatePlan
from reports.gather.evidence import WHY_HIDDEN
from reports.gather.profile import ProfileLine
from reports.gather.state_plan import PlanRow

from .measured import embargoed_cell, shown_cell
from .text import Json

MOST_YEARS = 4
"""Columns: the newest years in which anything of a category was measured."""


def plan_evidence(plan: StatePlan) -> Json:
    """Its values as the public reads them, each with the target of its year."""
    hidden = {value.pk for value, said in plan.documented if said.is_hidden}
    categories = []
    for category, indicators in plan.categories:
        rows = [row for indicator in indicators for row in indicator.rows]
        years = _years_of(rows)
        cells = [(row.row, [_year(row, year, hidden) for year in years]) for row in rows]
        columns = [capfirst(year.name) for year in years]
        categories.append(_category(category, columns, cells, plan.minimum))
    return _said("What is measured, beside its targets", plan.edition.label, categories)


def _years_of(rows: Iterable[PlanRow]) -> list[Period]:
    measured = {year.period for row in rows for year in row.years if not year.is_blank}
    return sorted(measured, key=lambda one: (one.start, one.end))[-MOST_YEARS:]


def _year(row: PlanRow, period: Period, hidden: set[int]) -> Json:
    year = next((one for one in row.years if one.period == period), None)
    if year is None:
        return _cell(None)
    return _cell(year.value, target=year.target, is_hidden=bool(year.value and year.value.pk in hidden))


def profile_evidence(profile: Profile) -> Json:
    """Of its period: the partner's value, that of the whole, and the target that holds for all."""
    columns = [profile.partnership.partner.short_name, profile.whole.partner.short_name]
    categories = [
        _category(category, columns, [(line.row, _line(line)) for line in lines], profile.minimum)
        for category, lines in profile.categories
    ]
    return _said(f"Profile, {profile.period.name}", profile.edition.label, categories)


def _line(line: ProfileLine) -> list[Json]:
    whole = line.whole if line.is_for_one else None
    of_whole = _cell(whole, target=line.target, is_hidden=bool(whole) and line.is_whole_hidden)
    return [_cell(line.value, is_hidden=line.is_hidden), of_whole]


def _cell(value: Observation | None, *, target: str = "", is_hidden: bool = False) -> Json:
    words = f"target: {target}" if target else ""
    if value is None:
        return shown_cell("", words, ObservationStatus.BLANK)
    if value.status == ObservationStatus.EMBARGOED:
        return embargoed_cell(value.expected_in_words)
    if value.text == NOT_YET:
        return shown_cell("", NOT_YET, value.status)
    return shown_cell(value.text, words, value.status, number=value.number, is_hidden=is_hidden)


def _category(
    category: Category, columns: list[str], rows: list[tuple[EvidenceRow, list[Json]]], minimum: int
) -> Json:
    is_hidden = any(cell["is_hidden"] for _, cells in rows for cell in cells)
    return {
        "number": category.number,
        "title": category.title,
        "columns": columns,
        "rows": [
            {
                "key": row.lineage,
                "label": row.label,
                "depth": 0,
                "above": "",
                "unit": row.unit,
                "cells": cells,
            }
            for row, cells in rows
        ],
        "remarks": [],
        "footnote": "",
        "hidden": WHY_HIDDEN.format(minimum) if is_hidden else "",
    }


def _said(title: str, edition: str, categories: list[Json]) -> Json:
    shown = [one for one in categories if one["rows"] and one["columns"]]
    return {"title": title, "edition": edition, "introduction": "", "categories": shown, "shown": []}
