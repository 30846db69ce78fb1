"""Where the figures of a printed value disagree. They stay as they are printed; those who enter are told."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from .values import Reading, ValueFigure, ValueKind, in_digits, in_short, rounded

NEAR_A_WHOLE = 2
"""Percentage points. Labelled shares of a cell that miss 100 by more are not taken for the parts of a whole."""

FEWEST_SHARES = 3
_PERCENTILE = re.compile(r"(?P<rank>[0-9](?:st|nd|rd|th)? ?)?(?:%ile|percentile)", re.IGNORECASE)
_TOGETHER = frozenset(("combined", "total", "overall", "all", "together"))


@dataclass(frozen=True)
class ValueRemark:
    sentence: str
    is_rounding: bool = False
    """Rounding alone explains it: nothing needs to be set right."""


def remarks(reading: Reading, *, unit: str = "") -> list[ValueRemark]:
    """`unit` is the row's."""
    found = []
    for figure in reading.figures:
        found += [_on_the_share(figure), _on_the_count(figure), _on_the_unit(figure)]
    if _speaks_of_ranks(f"{reading.text} {unit}"):
        if any(figure.unit == "%" for figure in reading.figures):
            found.append(ValueRemark("A percentile is printed with %. It is a rank, not a share."))
    else:
        found += [remark_on_shares(shares) for shares in _wholes(reading.figures)]
    found.append(_on_the_whole(reading.figures))
    return [one for one in found if one]


def agrees(exact: Fraction, printed: Decimal) -> bool:
    """Whether `exact`, rounded as `printed` is, gives it. Half a unit of the last place may go up or down."""
    return abs(exact - Fraction(printed)) <= half_a_unit(printed)


def remark_on_shares(shares: Sequence[Decimal]) -> ValueRemark | None:
    """What to say of shares that should add up to 100%; None where they do.

    Each printed share may be off by half a unit of its last place: three with one decimal by 0.15 together.
    """
    total = sum(shares, Decimal(0))
    if total == 100:
        return None
    allowed = sum((half_a_unit(share) for share in shares), Fraction(0))
    is_rounding = abs(Fraction(total) - 100) <= allowed
    begin = f"The {len(shares)} shares add to {in_digits(total)}%, not 100%. "
    most = f"{Decimal(allowed.numerator) / Decimal(allowed.denominator):f}"
    if is_rounding:
        return ValueRemark(f"{begin}Rounding explains it: it can account for {most}.", is_rounding=True)
    return ValueRemark(f"{begin}Rounding accounts for no more than {most}: is one of them wrong?")


def half_a_unit(printed: Decimal) -> Fraction:
    exponent = printed.as_tuple().exponent
    return Fraction(1, 2) / 10 ** max(0, -exponent if isinstance(exponent, int) else 0)


def _on_the_share(figure: ValueFigure) -> ValueRemark | None:
    """766/807 printed as 95.0%."""
    if figure.exact is None or figure.number is None or agrees(figure.exact, figure.number):
        return None
    exact = rounded(figure.exact, max(2, figure.decimals))
    begin = f"{_name_of(figure)}{figure.numerator:,} of {figure.denominator:,} is {in_digits(exact)}%"
    begin += f"; printed {in_digits(figure.number)}%"
    if floor(figure.exact * 10**figure.decimals) == Fraction(figure.number) * 10**figure.decimals:
        return ValueRemark(f"{begin}, cut off instead of rounded.")
    if other := _other_denominator(figure):
        return ValueRemark(f"{begin}, which would be {figure.numerator:,} of {other:,}.")
    return ValueRemark(f"{begin}.")


def _other_denominator(figure: ValueFigure) -> int | None:
    """The only one with which the printed percentage is right: 36.36% are 4 of 11."""
    printed, half = Fraction(figure.number or 0), half_a_unit(figure.number or Decimal(0))
    if not figure.numerator or figure.numerator < 0 or printed <= half:
        return None
    lowest, highest = (Fraction(100 * figure.numerator) / (printed + end) for end in (half, -half))
    return ceil(lowest) if ceil(lowest) == floor(highest) else None


def _on_the_count(figure: ValueFigure) -> ValueRemark | None:
    """65% of n = 25."""
    if figure.number is None or not figure.n or not 0 <= figure.number <= 100:
        return None
    count = Fraction(figure.number) * figure.n / 100
    around = (floor(count), ceil(count))
    shares = [Fraction(100 * whole, figure.n) for whole in around]
    if any(agrees(share, figure.number) for share in shares):
        return None
    nearest = ", ".join(
        f"{whole:,} would be {in_short(share)}%" for whole, share in zip(around, shares, strict=True)
    )
    return ValueRemark(
        f"{_name_of(figure)}{in_digits(figure.number)}% of {figure.n:,} is no whole count: {nearest}."
    )


def _name_of(figure: ValueFigure) -> str:
    return f"{figure.label}: " if figure.label else ""


def _on_the_unit(figure: ValueFigure) -> ValueRemark | None:
    """0.95 in a row of percentages, as a workbook holds 95%."""
    if figure.kind != ValueKind.PERCENT or figure.unit or not figure.number or not 0 < figure.number < 1:
        return None
    hundredfold = in_short(Fraction(figure.number) * 100)
    return ValueRemark(f"{in_digits(figure.number)} is read as less than 1%. Is {hundredfold}% meant?")


def _speaks_of_ranks(text: str) -> bool:
    """Not of students above the 50th percentile, who are a share."""
    return any(not found["rank"] for found in _PERCENTILE.finditer(text))


def _wholes(figures: Sequence[ValueFigure]) -> list[list[Decimal]]:
    """Shares that may be parts of a whole: all of a cell, or those beneath one label, “ELA: 56% Below, 44% Above”.

    Only of a cell in which nothing else stands, and only what comes near a whole.
    """
    if not all(
        one.kind == ValueKind.PERCENT and (one.label or one.words) and one.n is None and one.beside is None
        for one in figures
    ):
        return []
    wholes = defaultdict(list)
    for one in figures:
        wholes[one.label if one.words else ""].append(one.number or Decimal(0))
    return [
        shares
        for shares in wholes.values()
        if len(shares) >= FEWEST_SHARES
        and min(shares) >= 0
        and abs(sum(shares, Decimal(-100))) <= NEAR_A_WHOLE
    ]


def _on_the_whole(figures: Sequence[ValueFigure]) -> ValueRemark | None:
    """“88% Combined” above 34/38 and 32/33."""
    together = [one for one in figures if _TOGETHER & {one.label.casefold(), one.words.casefold()}]
    parts = [one for one in figures if one.kind == ValueKind.FRACTION and one not in together]
    if len(together) != 1 or len(parts) < 2 or len(parts) + 1 != len(figures) or together[0].number is None:
        return None
    numerator = sum(part.numerator or 0 for part in parts)
    denominator = sum(part.denominator or 0 for part in parts)
    if not denominator or agrees(share := Fraction(100 * numerator, denominator), together[0].number):
        return None
    return ValueRemark(
        f"{' and '.join(f'{part.numerator:,} of {part.denominator:,}' for part in parts)} are together "
        f"{numerator:,} of {denominator:,}, that is {in_short(share)}%; printed {in_digits(together[0].number)}%."
    )
