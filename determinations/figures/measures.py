"""The figures of measures over years, from the rows of a partnership's evidence that answer them."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from determinations.models import Quantity
from determinations.rules.facts import QuantityFigure
from determinations.rules.series import YearFigure, YearSeries, figure_of
from evidence.models import EvidenceRow, Observation, ObservationStatus
from evidence.results.judging import PERCENT, number_of
from evidence.results.meanings import Meanings, meanings_of
from partnerships.models import EditionStatus, Partnership, Period, PeriodKind

YEARS = (PeriodKind.SCHOOL_YEAR, PeriodKind.FEDERAL_FISCAL_YEAR)
"""Periods that are one year. Figures of others are not compared."""


def series_of(
    partnership: Partnership, quantities: Collection[Quantity], until: Period
) -> dict[int, YearSeries]:
    """By the key of each measure: its figures of the years that end with a period, as many as any quantity asks.

    Where several rows answer a measure, the first in the table counts. In four queries at most.
    """
    measures = {one.measure_id: one.measure for one in quantities if one.measure_id}
    if not measures:
        return {}
    rows = EvidenceRow.objects.filter(partnership=partnership, measures__in=measures).distinct()
    rows = rows.prefetch_related("measures")
    row_of: dict[int, EvidenceRow] = {}
    for row in rows:
        for measure in row.measures.all():
            row_of.setdefault(measure.pk, row)
    answering = [row_of[key] for key in measures if key in row_of]
    most = max((one.years or 1) for one in quantities)
    values = _values_by_year(partnership, {row.lineage for row in answering})
    meanings = meanings_of(answering)
    return {
        key: _series(row_of[key], values[row_of[key].lineage], meanings[row_of[key].lineage], until, most)
        if key in row_of
        else YearSeries(())
        for key in measures
        if key is not None
    }


def figures_of(quantities: Collection[Quantity], series: dict[int, YearSeries]) -> dict[int, QuantityFigure]:
    """By the key of each quantity that is of a measure."""
    return {one.pk: figure_of(one, series[one.measure_id]) for one in quantities if one.measure_id}


def _values_by_year(partnership: Partnership, lineages: set[str]) -> dict[str, dict[int, Observation]]:
    """By lineage and the year in which the period begins. Of several editions the newest counts."""
    found = (
        Observation.objects.of(partnership)
        .of_the_whole()
        .filter(row__lineage__in=lineages, period__kind__in=YEARS)
        .exclude(row__edition__status=EditionStatus.DRAFT)
        .select_related("row__edition", "period")
        .order_by("row__edition__effective_from", "row__edition")
    )
    values: dict[str, dict[int, Observation]] = defaultdict(dict)
    for value in found:
        values[value.row.lineage][value.period.start.year] = value
    return values


def _series(
    row: EvidenceRow, values: dict[int, Observation], meanings: Meanings, until: Period, most: int
) -> YearSeries:
    last = max(
        (year for year, value in values.items() if value.period.end <= until.end), default=until.start.year
    )
    last = max(last, until.start.year) if until.kind in YEARS else last
    found = [values.get(year) for year in range(last - most + 1, last + 1)]
    broken = _breaks([value for value in found if value], meanings)
    years = [
        replace(
            _figure(row, value, last - most + 1 + place, until),
            why_broken=broken.get(value.pk, "") if value else "",
        )
        for place, value in enumerate(found)
    ]
    return YearSeries(tuple(years))


def _figure(row: EvidenceRow, value: Observation | None, year: int, until: Period) -> YearFigure:
    label = value.period.name if value else _label(year, until)
    if value is None:
        return YearFigure(label, None, f"There is no figure of {label} yet.")
    number = _exact(value, number_of(value, row), row)
    if number is not None:
        return YearFigure(label, number)
    said = f"“{value.in_one_line}” is no number" if value.text else "it is left blank"
    if value.status != ObservationStatus.REPORTED:
        said = f"it is {value.status_in_words}"
    return YearFigure(label, None, f"There is no figure of {label}: {said}.")


def _exact(value: Observation, number: Fraction | None, row: EvidenceRow) -> Fraction | None:
    """A percentage that was printed rounded beside its counts is that of the counts: 53 of 120 for “44.2%”.

    Where the counts give another one, what is printed counts.
    """
    if number is None or value.numerator is None or not value.denominator or row.unit not in PERCENT:
        return number
    counted = 100 * Fraction(value.numerator) / Fraction(value.denominator)
    return counted if abs(counted - number) <= Fraction(1, 2) else number


def _label(year: int, like: Period) -> str:
    """What a year without a value is called."""
    label = str(year) if like.kind == PeriodKind.FEDERAL_FISCAL_YEAR else f"{year}-{year + 1}"
    return Period(kind=like.kind, label=label).name


def _breaks(values: Sequence[Observation], meanings: Meanings) -> dict[int, str]:
    """Of the values that are not comparable with the one before, by key: why, in a sentence."""
    return {
        value.pk: f"It is computed otherwise from {value.period.name} on: "
        f"{definition.reason or 'its definition changed'}"
        for before, value in pairwise(values)
        if (definition := meanings.broken_between(before, value))
    }
