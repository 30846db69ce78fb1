"""What a reader knows to add up: parts to wholes, rows beneath to their row, months to years, groups to all.

Where a record says so, it is believed; elsewhere, what adds up to the last student is taken for a total too, as a
reader would take it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise
from typing import TypeVar

from evidence.models import (
    BreakdownPart,
    EvidenceRow,
    Observation,
    PartsAdd,
    StudentGroup,
    StudentGroupKind,
)
from evidence.suppression.cells import Cell, CellFigure, Kind, Sum, denominators_total, out_of

from .said import Said, line_of

Name = TypeVar("Name")
Place = tuple[int, int]
"""The primary keys of a row and a period."""
Names = tuple[int | None, int | None]
"""Those of a school and a group."""


class Sums:
    """All that adds up among the values of a partnership. `cells` are wholes that nobody prints: 100%."""

    def __init__(self, said: Sequence[tuple[Observation, Said]], whole: int | None = None) -> None:
        """`said` has every value with what it says, which is one thing where another edition repeats it.

        `whole` is the key of the partnership whose values are sums of those of all others.
        """
        self.sums: dict[Sum, None] = {}
        self.cells: dict[str, Cell] = {}
        wholes: dict[Place, Said] = {}
        parts: dict[Place, list[tuple[BreakdownPart, Said]]] = defaultdict(list)
        beneath: dict[Place, list[tuple[EvidenceRow, Said]]] = defaultdict(list)
        for value, one in said:
            if value.part:
                parts[value.row_id, value.period_id].append((value.part, one))
            else:
                wholes[value.row_id, value.period_id] = one
                if value.row.parent:
                    beneath[value.row.parent.pk, value.period_id].append((value.row, one))
        for place, rows in beneath.items():
            parent = rows[0][0].parent
            self._add(wholes.get(place), [one for _, one in rows], parent.parts_add if parent else "")
            self._add_groups(wholes.get(place), [(row.student_group, one) for row, one in rows])
        for place, of_row in parts.items():
            self._add_breakdowns(wholes.get(place), of_row)
        each = list({one.key: one for _, one in said}.values())
        self._add_spans(each)
        self._add_shared_groups(each)
        self._add_partners(each, whole)
        for one in each:
            self._keep(one.inner_sums)

    def in_balance(self, cells: Mapping[str, Cell]) -> Iterator[Sum]:
        """Those whose figures are all known and add up."""
        for one in self.sums:
            figures = [_figure_of(cells.get(figure.cell), figure.kind) for figure in (one.whole, *one.parts)]
            whole, *parts = figures
            if None not in figures and whole == sum(part or 0 for part in parts):
                yield one

    def _keep(self, sums: Iterable[Sum]) -> None:
        self.sums |= dict.fromkeys(sums)

    def _add(self, whole: Said | None, parts: Sequence[Said], parts_add: str = "") -> None:
        if parts_add == PartsAdd.TO_HUNDRED:
            self._add_to_hundred(parts)
        else:
            self._keep(_total(whole, parts, is_said=parts_add == PartsAdd.TO_WHOLE))

    def _add_to_hundred(self, parts: Sequence[Said]) -> None:
        """Shares of one group add up to it, or to the 100% that nobody prints."""
        shares = [one.share for one in parts if one.share]
        if len(shares) < len(parts) or len({share.denominator for share in shares}) != 1:
            return
        first, *others = shares
        if first.denominator is None:
            key, period = f"all beside {first.key}", max(share.period for share in shares)
            self.cells[key] = Cell(key, percent=Decimal(100), counts_students=False, period=period)
            whole = CellFigure(key)
        else:
            whole = CellFigure(first.key, Kind.DENOMINATOR)
            self._keep(Sum(CellFigure(other.key, Kind.DENOMINATOR), (whole,)) for other in others)
        self._keep([Sum(whole, tuple(figure for one in parts for figure in one.counts))])

    def _add_breakdowns(self, whole: Said | None, parts: Sequence[tuple[BreakdownPart, Said]]) -> None:
        """Of one row and period: each breakdown to the whole, and one by two things to each of those by one."""
        breakdowns: dict[int, list[tuple[BreakdownPart, Said]]] = defaultdict(list)
        named = [((part.organization_id, part.student_group_id), one) for part, one in parts]
        by_one = _once((names, one) for names, one in named if names.count(None) == 1)
        for part, one in parts:
            breakdowns[part.breakdown_id].append((part, one))
        for of_breakdown in breakdowns.values():
            parts_add = of_breakdown[0][0].breakdown.parts_add
            self._add(whole, [one for _, one in of_breakdown], parts_add)
            groups: dict[int | None, list[tuple[StudentGroup | None, Said]]] = defaultdict(list)
            by_two: dict[Names, list[Said]] = defaultdict(list)
            for part, one in of_breakdown:
                school, group = part.organization_id, part.student_group_id
                groups[school].append((part.student_group, one))
                if school and group:
                    by_two[school, None].append(one)
                    by_two[None, group].append(one)
            for school, of_school in groups.items():
                self._add_groups(by_one.get((school, None)) if school else whole, of_school)
            for names, crossed in by_two.items():
                self._add(by_one.get(names), crossed, parts_add)

    def _add_groups(self, whole: Said | None, groups: Iterable[tuple[StudentGroup | None, Said]]) -> None:
        """Students with IEPs and those without are all students."""
        found = _once((StudentGroupKind(group.kind), one) for group, one in groups if group)
        halves = [found.get(kind) for kind in (StudentGroupKind.WITH_IEP, StudentGroupKind.WITHOUT_IEP)]
        counted = [one for one in halves if one and not one.is_bare_percentage]
        if len(counted) == 2:
            self._keep(_total(found.get(StudentGroupKind.ALL, whole), counted, is_said=True))

    def _add_spans(self, said: Iterable[Said]) -> None:
        """Counts of a row of which one period is made of others to the day: half years and their year."""
        of_row: dict[tuple[int, str, str, str], dict[int, Said]] = defaultdict(dict)
        for one in said:
            of_row[line_of(one.value)][one.value.period_id] = one
        for ones in of_row.values():
            by_start = sorted(ones.values(), key=lambda one: (one.value.period.start, -_days(one)))
            for whole in by_start:
                inside = [one for one in by_start if one is not whole and _is_inside(one, whole)]
                finest = [
                    one for one in inside if not any(_is_inside(two, one) for two in inside if two is not one)
                ]
                if len(finest) > 1 and _makes_up(finest, whole):
                    self._keep(_total(whole, finest, is_said=False))

    def _add_shared_groups(self, said: Iterable[Said]) -> None:
        """“100% (30/30)” beside “Seniors - 30”: no record says that both speak of the same 30.

        Of one category and period they are taken to, where the number is the same.
        """
        counts: dict[tuple[int, int, int, int], list[CellFigure]] = defaultdict(list)
        shares: dict[tuple[int, int, int, int], list[Cell]] = defaultdict(list)
        for one in said:
            place = one.value.row.partnership_id, one.value.row.category_id, one.value.period_id
            if one.share and one.share.denominator is not None:
                shares[*place, one.share.denominator].append(one.share)
            elif one.number is not None and len(one.counts) == 1:
                counts[*place, one.number].extend(one.counts)
        for asked in shares.keys() & counts.keys():
            for share in shares[asked]:
                self._keep(out_of(share.key, figure.cell) for figure in counts[asked])

    def _add_partners(self, said: Iterable[Said], whole: int | None) -> None:
        """The counts of all partners make those of the whole, of a row, period and part, where they add up."""
        if whole is None:
            return
        of_line: dict[tuple[object, ...], dict[int, Said]] = defaultdict(dict)
        for one in said:
            partnership, *line = line_of(one.value)
            of_line[*line, one.value.period_id][partnership] = one
        for ones in of_line.values():
            if of_whole := ones.pop(whole, None):
                self._keep(_total(of_whole, list(ones.values()), is_said=False))


def _figure_of(cell: Cell | None, kind: Kind) -> int | None:
    if cell is None or kind == Kind.REST:
        return None
    return cell.count if kind == Kind.COUNT else cell.denominator


def _once(named: Iterable[tuple[Name, Said]]) -> dict[Name, Said]:
    """Without names that several have: two grades of one school."""
    found: dict[Name, list[Said]] = defaultdict(list)
    for name, one in named:
        found[name].append(one)
    return {name: ones[0] for name, ones in found.items() if len(ones) == 1}


def _total(whole: Said | None, parts: Sequence[Said], *, is_said: bool) -> Iterator[Sum]:
    """Their counts, and their denominators unless these are one group that is divided."""
    if whole is None or len(whole.counts) != 1 or not any(one.counts for one in parts):
        return
    with_counts = [one for one in (whole, *parts) if one.counts]
    if len({one.is_bare_percentage for one in with_counts}) > 1:
        return
    if is_said or _adds_up(whole, parts):
        yield Sum(whole.counts[0], tuple(figure for one in parts for figure in _figures(one)))
    groups = [one.share.denominator if one.share else None for one in (whole, *parts)]
    if None in groups or len(set(groups)) == 1:
        return
    if is_said or groups[0] == sum(group or 0 for group in groups[1:]):
        yield denominators_total(whole.cells[0].key, *(one.cells[0].key for one in parts))


def _adds_up(whole: Said, parts: Sequence[Said]) -> bool:
    """Whether a reader may take parts for all of a whole."""
    bounds = [one.bounds for one in parts]
    if len(parts) < 2 or whole.number is None or None in bounds:
        return False
    least, most = (sum(each) for each in zip(*(bound for bound in bounds if bound), strict=True))
    return least <= whole.number <= most


def _figures(one: Said) -> tuple[CellFigure, ...]:
    """A part that says no number may be anything."""
    return one.counts or (CellFigure(one.key),)


def _days(one: Said) -> int:
    period = one.value.period
    return (period.end - period.start).days


def _is_inside(one: Said, whole: Said) -> bool:
    inner, outer = one.value.period, whole.value.period
    return outer.start <= inner.start and inner.end <= outer.end and _days(one) < _days(whole)


def _makes_up(parts: Sequence[Said], whole: Said) -> bool:
    """Whether each begins on the day after the one before it ends."""
    ends = (parts[0].value.period.start, parts[-1].value.period.end)
    spans = [one.value.period for one in parts]
    follows = all(two.start == one.end + timedelta(days=1) for one, two in pairwise(spans))
    return follows and ends == (whole.value.period.start, whole.value.period.end)
