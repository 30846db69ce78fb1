"""What a printed value is understood to be: its kind, its figures, and how a figure is printed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction

from django.utils.formats import date_format


class ValueKind(StrEnum):
    BLANK = "blank"
    PERCENT = "percent"
    COUNT = "count"
    """A whole number that nothing is said about."""
    NUMBER = "number"
    """One with decimals."""
    MEAN = "mean"
    PERCENTILE = "percentile"
    """A rank from 0 to 100, as “22nd percentile”. One that is printed with % is a PERCENT, as printed."""
    FRACTION = "fraction"
    """So many of so many, with or without the percentage that is printed beside it."""
    MONEY = "money"
    DURATION = "duration"
    DAY = "day"
    MONTH = "month"
    YES_NO = "yes or no"
    STATUS = "status"
    """No value: it is forthcoming, embargoed, not applicable."""
    SEVERAL = "several figures"
    TEXT = "text"


BARE = frozenset({ValueKind.COUNT, ValueKind.NUMBER})
"""Digits without a sign or a unit of their own."""


@dataclass(frozen=True)
class ValueFigure:
    """One figure of a cell."""

    kind: ValueKind
    number: Decimal | None = None
    """As printed, with all its decimals; of a fraction the percentage beside it, if there is one."""
    numerator: int | None = None
    denominator: int | None = None
    label: str = ""
    """The words before it: “Reading” of “Reading - 82% (n=45)”."""
    words: str = ""
    """The words after it: “students” of “CBI - 8 students”."""
    n: int | None = None
    """How many the percentage is of, where “(n=45)” is printed."""
    beside: Decimal | None = None
    """The percentage in brackets after a percentage: the gap of “34% (-26%)”."""
    day: date | None = None
    """The first of the month, where it is a month."""
    unit: str = ""
    """As printed with it: “%”, “$”, “min”. Empty where only the row says it."""

    @property
    def decimals(self) -> int:
        """How many are printed."""
        exponent = self.number.as_tuple().exponent if self.number is not None else 0
        return max(0, -exponent) if isinstance(exponent, int) else 0

    @property
    def exact(self) -> Fraction | None:
        """Of a fraction: what it is in percent, unrounded. None out of 0."""
        return Fraction(100 * (self.numerator or 0), self.denominator) if self.denominator else None

    @property
    def is_plain(self) -> bool:
        """Nothing is printed around it."""
        return not (self.label or self.words or self.n is not None or self.beside is not None)


@dataclass(frozen=True)
class Reading:
    """A printed value and what was understood of it. Without figures and status it is text."""

    text: str
    """Exactly as it was typed."""
    kind: ValueKind
    figures: tuple[ValueFigure, ...] = ()
    """In the order they are printed. All the figures of the text are here, or none; what belongs to a name is none:
    80% of “At least 80% in gen ed”, 4 of “4yr college”."""
    status: str = ""
    """The `ObservationStatus` it suggests; empty for a value."""
    expected: date | None = None
    """When it says that a forthcoming or embargoed value comes; a month is its first day."""
    is_month: bool = False
    """Whether `expected` stands for its month."""
    question: str = ""
    """What to ask about a date that cannot be meant, as a sentence."""

    @property
    def figure(self) -> ValueFigure | None:
        """Its figure, where it has one only."""
        return self.figures[0] if len(self.figures) == 1 else None

    @property
    def number(self) -> Decimal | None:
        return self.figure.number if self.figure else None

    @property
    def numerator(self) -> int | None:
        return self.figure.numerator if self.figure else None

    @property
    def denominator(self) -> int | None:
        return self.figure.denominator if self.figure else None

    @property
    def decimals(self) -> int:
        return self.figure.decimals if self.figure else 0

    @property
    def day(self) -> date | None:
        return self.figure.day if self.figure else None


def in_digits(number: Decimal) -> str:
    """“1,250.50”, with the decimals it has."""
    return f"{number:,f}"


def rounded(number: Fraction | Decimal, decimals: int = 2) -> Decimal:
    """Half a unit of the last place is rounded up, as people do it by hand. Nothing is never below nothing."""
    exact = Fraction(number)
    quotient = Decimal(exact.numerator) / Decimal(exact.denominator)
    return quotient.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP) + 0


def in_short(number: Fraction | Decimal, decimals: int = 2) -> str:
    """At most so many decimals, one at least, without zeros at their end: “95.65”, “1,250”, “62.5”."""
    return f"{rounded(number, decimals):,f}".rstrip("0").rstrip(".")


def printed(figure: ValueFigure) -> str:
    """The figure in its plainest form, which is read as the same figure again."""
    return "".join(_parts(figure))


def printed_value(figure: ValueFigure) -> str:
    """Without the words around it."""
    number = "" if figure.number is None else in_digits(figure.number)
    match figure.kind:
        case ValueKind.FRACTION:
            share = f" ({number}%)" if number else ""
            return f"{figure.numerator:,}/{figure.denominator:,}{share}"
        case ValueKind.DAY if figure.day:
            return f"{figure.day.month}/{figure.day.day}/{figure.day.year}"
        case ValueKind.MONTH if figure.day:
            return date_format(figure.day, "F Y")
        case ValueKind.PERCENT:
            return f"{number}{figure.unit}"
        case ValueKind.PERCENTILE if figure.unit:
            return f"{number}{_ordinal(number)} percentile"
        case ValueKind.MONEY if figure.unit:
            return f"-${number[1:]}" if number.startswith("-") else f"${number}"
        case ValueKind.DURATION if figure.unit:
            return f"{number} {figure.unit}"
    return number


def _ordinal(number: str) -> str:
    """“st”, “nd”, “rd” or “th”; nothing after decimals."""
    if not number.isdigit():
        return ""
    return (
        "th" if number[-2:] in ("11", "12", "13") else {"1": "st", "2": "nd", "3": "rd"}.get(number[-1], "th")
    )


def _parts(figure: ValueFigure) -> Iterator[str]:
    if figure.label:
        yield f"{figure.label} - "
    yield printed_value(figure)
    if figure.beside is not None:
        yield f" ({in_digits(figure.beside)}%)"
    if figure.n is not None:
        yield f" (n={figure.n:,})"
    if figure.words:
        yield figure.words if figure.words.startswith("*") else f" {figure.words}"
