"""Whether a value reaches its target, in words that show the working."""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from operator import eq, ge, gt, le, lt

from evidence.models import (
    TO_COME,
    Definition,
    EvidenceRow,
    Observation,
    ObservationStatus,
    Target,
    TargetBand,
    TargetKind,
)
from evidence.reading import in_short, read_value
from partnerships.models import Direction

from .bands import BandFigure, figures_of_bands
from .rates import rate


class Judgement(Enum):
    MET = "met"
    NOT_MET = "not met"
    NOT_COMPARABLE = "not comparable"
    TOO_FEW = "too few to judge"
    PENDING = "pending"
    NOT_JUDGED = "not judged"
    """There is nothing to judge by: no target, or one in words."""


@dataclass(frozen=True)
class Result:
    verdict: Judgement
    why: str
    """One sentence, with the figures."""
    by_counts: str = ""
    """A sentence where the counts beside the printed number would be judged otherwise."""
    bands: tuple[BandFigure, ...] = ()
    """Of a target with several: what the value has of each."""
    is_of_earlier: bool = False
    """Judged by a target that outlasts the definition it was set by."""

    @property
    def is_answer(self) -> bool:
        return self.verdict in (Judgement.MET, Judgement.NOT_MET)

    @property
    def explains(self) -> bool:
        """Whether `why` says more than the value and its target do beside the verdict."""
        return bool(self.bands) or self.is_of_earlier or not self.is_answer


PERCENT = ("%", "percent")
"""Units in which a difference is told in percentage points."""

COMPARE = {
    TargetKind.AT_LEAST: ge,
    TargetKind.MORE_THAN: gt,
    TargetKind.AT_MOST: le,
    TargetKind.LESS_THAN: lt,
    TargetKind.EQUAL: eq,
}


OF_EARLIER = "The target was set by an earlier definition than the value's."
"""Beside a verdict: a source that resets a target says of the old one that it was not met, and how it was set."""


def number_of(value: Observation | None, row: EvidenceRow) -> Fraction | None:
    """The number a value is drawn, compared and judged by: the printed one or, in a row of percentages that prints
    counts alone, their share."""
    if value is None or value.status != ObservationStatus.REPORTED:
        return None
    if value.number is not None:
        return Fraction(value.number)
    if value.numerator is not None and value.denominator and row.unit in PERCENT:
        return rate(value.numerator, value.denominator)
    return None


def definition_in_force(definitions: list[Definition], value: Observation | Target) -> Definition | None:
    """Of a row's definitions, the last that began no later than the value's period."""
    begun = [one for one in definitions if one.from_period.start <= value.period.start]
    return max(begun, key=lambda one: (one.from_period.start, one.pk), default=None)


def target_in_force(
    definitions: list[Definition], targets: list[Target], value: Observation
) -> Target | None:
    """The target that was set for the value's period; of several, by the definition in force then."""
    of_period = [target for target in targets if target.period_id == value.period_id]
    definition = definition_in_force(definitions, value)
    of_definition = [target for target in of_period if definition and target.definition_id == definition.pk]
    return next(iter(of_definition or of_period), None)


def judge(
    row: EvidenceRow, value: Observation | None, target: Target | None, in_force: Definition | None
) -> Result:
    """What becomes of a value against a target. `in_force` is the row's definition in the value's period.

    Judged is the number as printed; of districts or schools, how many were counted: 4 of “4/57 (7.02%)”. Where its
    counts lead elsewhere, that is said and changes nothing.
    """
    if target is None or target.kind in (TargetKind.NONE_REQUIRED, TargetKind.BASELINE_YEAR):
        return Result(
            Judgement.NOT_JUDGED, "There is no target." if target is None else f"{_capital(target)}."
        )
    if value is None or value.status == ObservationStatus.BLANK:
        return Result(Judgement.PENDING, "There is no value yet.")
    if value.status in TO_COME:
        return Result(Judgement.PENDING, f"The value is {value.status_in_words}.")
    if value.status != ObservationStatus.REPORTED:
        return Result(Judgement.NOT_COMPARABLE, f"The value is {value.get_status_display()}.")
    if target.kind == TargetKind.IN_WORDS:
        return Result(Judgement.NOT_JUDGED, f"The target is in words: {target.text}.")
    if target.kind == TargetKind.UNREAD:
        return Result(Judgement.NOT_JUDGED, "The target cannot be read in the source.")
    is_of_earlier = in_force is not None and in_force.pk != target.definition_id
    if is_of_earlier and not target.outlasts_definition:
        return Result(Judgement.NOT_COMPARABLE, "The target was set by another definition than the value's.")
    least = None if target.definition.minimum_n_of else target.definition.minimum_n
    if least and value.denominator is not None and value.denominator < least:
        return Result(
            Judgement.TOO_FEW, f"There are {in_short(value.denominator)} in all; {least} are needed to judge."
        )
    if target.kind == TargetKind.BANDS:
        return _of_bands(row, value, list(target.bands.all()))
    is_of_entities = target.kind == TargetKind.ENTITIES
    counted = value.numerator if is_of_entities else None
    number = number_of(value, row) if counted is None else Fraction(counted)
    if number is None or (is_of_entities and counted is None and "%" in value.text):
        return Result(Judgement.NOT_COMPARABLE, "The value is not one number.")
    met = _reaches(number, target, row)
    said = in_short(number) if is_of_entities else with_unit(number, row)
    return Result(
        Judgement.MET if met else Judgement.NOT_MET,
        f"{said} is {'' if met else 'not '}{in_words(target, row)}."
        f"{f' {OF_EARLIER}' if is_of_earlier else ''}",
        "" if is_of_entities else _by_counts(row, value, target, met=met),
        is_of_earlier=is_of_earlier,
    )


def _of_bands(row: EvidenceRow, value: Observation, bands: list[TargetBand]) -> Result:
    """“10% (-20%) 34% (-26%) 73% (-17%)” against “30% Advanced 60% Proficient 90% Basic”."""
    found = figures_of_bands(read_value(value.text, unit=row.unit).figures, bands)
    if not found:
        return Result(Judgement.NOT_COMPARABLE, "The value has not one figure for each band.")
    met = all(one.met for one in found)
    words = "; ".join(_band_in_words(one, row) for one in found)
    return Result(Judgement.MET if met else Judgement.NOT_MET, f"{words}.", bands=tuple(found))


def _band_in_words(one: BandFigure, row: EvidenceRow) -> str:
    """“Advanced 10% of at least 30%, 20 below, not met”."""
    added = f" (printed apart: {one.added})" if one.added else ""
    words = f"{one.band.label} {with_unit(one.number, row)}{added} of at least {with_unit(one.band.at_least, row)}"
    if not one.met:
        words += f", {one.gap_in_words}, not met"
    if one.gap_differs and one.printed_gap is not None:
        words += f"; printed is a gap of {with_unit(one.printed_gap, row)}"
    return words


def in_words(target: Target, row: EvidenceRow) -> str:
    """“at least 80%”, “between 2 and 4 minutes”, “a number of districts or schools: 15”."""
    if target.kind == TargetKind.BANDS:
        return ", ".join(f"at least {with_unit(one.at_least, row)} {one.label}" for one in target.bands.all())
    if target.kind == TargetKind.UNREAD:
        return "cannot be read in the source"
    if target.number is None:
        return target.text or target.get_kind_display()
    if target.kind == TargetKind.BETWEEN and target.upper is not None:
        return f"between {in_short(target.number)} and {with_unit(target.upper, row)}"
    if target.kind == TargetKind.ENTITIES:
        words = "at most" if row.better == Direction.LOWER else "at least"
        return f"{words} {in_short(target.number)} of those counted"
    return f"{target.get_kind_display()} {with_unit(target.number, row)}"


def with_unit(number: Decimal | Fraction, row: EvidenceRow) -> str:
    """A number as it reads in a row's unit: “96%”, “15.8 min”, “$1,250”."""
    if row.unit in PERCENT:
        return f"{in_short(number)}%"
    if row.unit in ("$", "dollars"):
        return f"{'-' if number < 0 else ''}${in_short(abs(Fraction(number)))}"
    return f"{in_short(number)} {row.unit}".strip()


def _reaches(number: Decimal | Fraction, target: Target, row: EvidenceRow) -> bool:
    """Of a target with a number; its constraint sees to what else its kind needs.

    A number of districts or schools is to be reached, or not passed where fewer are better.
    """
    value, aim, upper = Fraction(number), Fraction(target.number or 0), Fraction(target.upper or 0)
    if target.kind == TargetKind.BETWEEN:
        return aim <= value <= upper
    of_entities = le if row.better == Direction.LOWER else ge
    return bool(COMPARE.get(TargetKind(target.kind), of_entities)(value, aim))


def _by_counts(row: EvidenceRow, value: Observation, target: Target, *, met: bool) -> str:
    if value.numerator is None or not value.denominator or row.unit not in PERCENT:
        return ""
    computed = rate(value.numerator, value.denominator)
    if computed is None or _reaches(computed, target, row) == met:
        return ""
    counts = f"{in_short(value.numerator)} of {in_short(value.denominator)} is {in_short(computed)}%"
    return f"By its counts it would {'not be' if met else 'be'} met: {counts}."


def _capital(target: Target) -> str:
    words = target.text or target.get_kind_display()
    return words[:1].upper() + words[1:]
