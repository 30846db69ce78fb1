"""What a value says in numbers: cells for the pure rules, made of the text as it is read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from evidence.models import EvidenceRow, Observation, RowKind
from evidence.reading import Reading, ValueFigure, ValueKind
from evidence.suppression.cells import Cell, CellFigure, Mention, Sum, total
from evidence.understanding import reading_of

from .mentions import has_decimals, mentions_around, mentions_in_value, names_students

NO_COUNTS = frozenset({RowKind.MEAN, RowKind.RATIO, RowKind.AMOUNT})
"""Rows whose numbers count nobody: an average of 8 says nothing of 8 students."""


@dataclass(frozen=True)
class Said:
    """A value that is printed at one place, with the figures that a reader takes from it."""

    value: Observation
    key: str
    cells: tuple[Cell, ...]
    mentions: tuple[Mention, ...]
    """What else its words may count."""
    is_unread: bool = False
    """Whether any of these is more than a percentage: a figure that adds up to nobody knows what."""

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(cell.key for cell in self.cells)

    @cached_property
    def counts(self) -> tuple[CellFigure, ...]:
        """The figures that together are its count, if any; of “30, of whom 13 and 17” it is 30."""
        if len(self.cells) > 1 and not all(_is_plain_count(cell) for cell in self.cells):
            return ()
        cells = self.cells[:1] if self.inner_sums else self.cells
        return tuple(
            CellFigure(cell.key) for cell in cells if cell.count is not None or cell.percent is not None
        )

    @cached_property
    def inner_sums(self) -> tuple[Sum, ...]:
        """“Seniors - 30, college - 13, work - 17”: the first is the total of the others."""
        first, *others = self.cells or (None,)
        plain = len(others) > 1 and all(_is_plain_count(cell) for cell in self.cells)
        if first is None or not plain or first.count != sum(cell.count or 0 for cell in others):
            return ()
        return (total(first.key, *(cell.key for cell in others)),)

    @property
    def number(self) -> int | None:
        """Its count, where every figure of it is one."""
        by_key = {cell.key: cell.count for cell in self.cells}
        counts = [by_key[figure.cell] for figure in self.counts]
        return None if not counts or None in counts else sum(count or 0 for count in counts)

    @property
    def bounds(self) -> tuple[int, int] | None:
        """The fewest and the most it may count: its number; of “8 students, 3 with IEPs” also the least.

        What was not read for sure, “<9” or “n=9”, counts up to the highest figure it names; without one it is None.
        """
        counts = [cell.count for cell in self.cells if cell.count is not None]
        if self.number is not None and not self.is_unread:
            return self.number if self.inner_sums else min(counts, default=self.number), self.number
        named: list[Cell | Mention] = [*self.cells, *self.mentions]
        said = [figure for one in named for figure in (one.count, one.denominator) if figure is not None]
        return (0, max(said)) if said else None

    @property
    def share(self) -> Cell | None:
        """Its only cell, where it is so many of so many or a percentage."""
        has_share = len(self.cells) == 1 and (
            self.cells[0].percent is not None or self.cells[0].denominator is not None
        )
        return self.cells[0] if has_share else None

    @property
    def is_bare_percentage(self) -> bool:
        share = self.share
        return share is not None and share.denominator is None


def line_of(value: Observation) -> tuple[int, str, str, str]:
    """What is followed through the periods: a row of a partnership, or a part of it."""
    part = value.part
    name = (part.breakdown.name, part.label) if part else ("", "")
    return value.row.partnership_id, value.row.lineage, *name


def said_by(
    value: Observation,
    period: int,
    *,
    is_printed: bool = False,
    is_withheld: bool = False,
    older: int | None = None,
) -> Said:
    """`period` is its place among those that are published one after the other; `older` the place of its text among
    those that documents printed or hid.

    The first count of prose is taken for what adds up; it is hidden, since nobody read it.
    """
    row, key = value.row, str(value.pk) if older is None else f"{value.pk} before {older}"
    reading = reading_of(value.text, row, value.period)
    figures = [found for figure in reading.figures if (found := _figure(figure, row))]
    if len(reading.figures) <= 1 and value.numerator is not None and value.denominator is not None:
        percent = figures[0].percent if figures else None
        figures = [Mention(int(value.numerator), int(value.denominator), percent)]
    if reading.figures:
        words = _words_around(reading)
        mentions = (*mentions_around(words), *_beside(reading))
    else:
        words = value.text
        mentions = mentions_in_value(words)
        figures = figures or [one for one in mentions if one.count is not None][:1]
    mentions = tuple(one for one in mentions if not _restates(one, value))
    cells = tuple(
        Cell(
            *(f"{key}.{number}", one.count, one.denominator, one.percent, row.counts_students, period),
            at_least=row.students_at_least,
            is_printed=is_printed,
            is_withheld=is_withheld,
        )
        for number, one in enumerate(figures)
    )
    is_unread = any(one.percent is None for one in mentions) or (
        has_decimals(words) and not _counts_nobody(row, words)
    )
    return Said(value, key, cells, tuple(of_row(row, mentions)), is_unread)


def _restates(mention: Mention, value: Observation) -> bool:
    """Whether it says again what was recorded of the value, and so stands in its cell: in “7067 or 82.5%” of 7,067
    of 8,563 nothing is left that was not understood."""
    of, out_of = value.numerator, value.denominator
    if mention.percent is not None:
        return of is not None and out_of is not None and mention.percent == value.number
    said = {one for one in (mention.count, mention.denominator) if one is not None}
    if mention.count is not None and mention.denominator is not None:
        return (mention.count, mention.denominator) == (of, out_of)
    return said <= {of, out_of} if of is not None else value.row.unit != "%" and said == {value.number}


def of_row(row: EvidenceRow, mentions: Iterable[Mention]) -> Iterator[Mention]:
    """Figures of words that stand beside the values of a row."""
    return (replace(one, at_least=row.students_at_least) for one in mentions)


def _words_around(reading: Reading) -> str:
    """What no figure of a text that was understood is made of."""
    lines = [line for line in reading.text.splitlines() if not any(map(str.isdecimal, line))]
    return "\n".join([*lines, *(f"{one.label}\n{one.words}" for one in reading.figures)])


def _beside(reading: Reading) -> Iterator[Mention]:
    """“34% (8%)”: the second may be a gap, or a share like the first."""
    for one in reading.figures:
        if one.beside is not None and (share := _share(one.beside)) is not None:
            yield Mention(denominator=one.n, percent=share)


def _figure(figure: ValueFigure, row: EvidenceRow) -> Mention | None:
    if figure.kind != ValueKind.FRACTION and _counts_nobody(row, figure.words):
        return Mention(denominator=figure.n) if figure.n is not None else None
    match figure.kind:
        case ValueKind.FRACTION if figure.numerator is not None and figure.numerator >= 0:
            return Mention(figure.numerator, figure.denominator, _share(figure.number))
        case ValueKind.PERCENT if _share(figure.number) is not None:
            return Mention(denominator=figure.n, percent=_share(figure.number))
        case ValueKind.COUNT | ValueKind.NUMBER if _counts(figure, row):
            return Mention(int(figure.number or 0), figure.n)
    return Mention(denominator=figure.n) if figure.n is not None else None


def _counts(figure: ValueFigure, row: EvidenceRow) -> bool:
    """“8” and, as spreadsheets write it, “8.0”; where students are counted, “8.5” too."""
    number = figure.number
    if number is None or number < 0:
        return False
    of_students = row.kind == RowKind.COUNT or names_students(f"{figure.words} {row.unit}")
    return of_students or number == number.to_integral_value()


def _counts_nobody(row: EvidenceRow, words: str) -> bool:
    """A rank that is printed with % is no share either."""
    return _is_no_count(row) and not names_students(words)


def _is_no_count(row: EvidenceRow) -> bool:
    return row.kind in NO_COUNTS or row.unit.casefold() in ("percentile", "%ile", "national percentile")


def _share(number: Decimal | None) -> Decimal | None:
    return number if number is not None and 0 <= number <= 100 else None


def _is_plain_count(cell: Cell) -> bool:
    return cell.count is not None and cell.denominator is None and cell.percent is None
