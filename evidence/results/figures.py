"""What follows of a row's values: targets, changes, gaps between groups; and which of them can be drawn."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Q

from evidence.models import Definition, EvidenceRow, Observation, ObservationStatus, StudentGroupKind
from partnerships.models import Period

from .comparing import Difference, Gap, change, gap
from .judging import Result, number_of
from .meanings import Meanings, meanings_of

COMPARED = (StudentGroupKind.ALL, StudentGroupKind.WITHOUT_IEP)
"""Groups that the students a row is about are held against, each a line of its own."""

DRAWN = 5
"""Periods at most in a chart, the last: so many can be read on a phone, and in half the width of a sheet."""


@dataclass(frozen=True)
class RowFigure:
    """What follows of a value."""

    value: Observation
    number: Fraction | None
    target: str
    """In words; empty where there is none."""
    result: Result
    change: Difference | None
    """From the value before it, unless the line breaks between them."""
    gaps: list[Gap]
    redefined: Definition | None
    """The definition that came into force since the value before."""


@dataclass(frozen=True)
class RowFigures:
    row: EvidenceRow
    figures: list[RowFigure]
    """One for each value, the oldest first."""
    meanings: Meanings
    compared: list[tuple[str, dict[int, Observation]]]
    """By the name of the group: its values by period."""
    broken: frozenset[int]
    """Primary keys of values that a person said are not comparable with those before."""
    withheld: frozenset[int]
    """Of values that stand here as the public reads them, which is no number."""

    @property
    def last_reported(self) -> RowFigure | None:
        is_reported = (
            one for one in reversed(self.figures) if one.value.status == ObservationStatus.REPORTED
        )
        return next(is_reported, None)

    @property
    def awaited(self) -> Observation | None:
        """The last value, where it is still to come or says why it does not."""
        last = self.figures[-1].value if self.figures else None
        waits = last and last.status not in (ObservationStatus.REPORTED, ObservationStatus.BLANK)
        return last if waits else None

    @property
    def latest(self) -> RowFigure | None:
        """The last that is a number."""
        return next((one for one in reversed(self.figures) if one.number is not None), None)

    def last_periods(self, count: int) -> list[Period]:
        """Those with a value, the oldest first."""
        return [one.value.period for one in self.figures][-count:]

    def can_be_drawn(self, periods: Iterable[Period]) -> bool:
        """Whether two values of these periods are numbers, and all that are reported are, of one kind."""
        shown = {period.pk for period in periods}
        reported = [
            one
            for one in self.figures
            if one.value.period_id in shown
            and one.value.status == ObservationStatus.REPORTED
            and one.value.pk not in self.withheld
        ]
        are_numbers = len(reported) > 1 and all(one.number is not None for one in reported)
        return are_numbers and bool(self.row.unit or len({"%" in one.value.text for one in reported}) == 1)


def figures_of_rows(
    values: Mapping[EvidenceRow, Sequence[Observation]],
    broken: Iterable[int] = (),
    withheld: Iterable[int] = (),
) -> list[RowFigures]:
    """Of rows of one partnership with their values (`whole_or_group`), the oldest first. In one query, or two."""
    meanings, apart, kept_back = meanings_of(list(values)), frozenset(broken), frozenset(withheld)
    found = []
    for row, of_row in values.items():
        groups: dict[str, list[Observation]] = defaultdict(list)
        for value in of_row:
            if value.part and value.part.student_group:
                groups[value.part.student_group.label].append(value)
        whole = [value for value in of_row if value.part_id is None]
        found.append(
            RowFigures(
                row,
                list(_figures(row, whole, meanings[row.lineage], groups, apart)),
                meanings[row.lineage],
                [(name, {one.period_id: one for one in of_group}) for name, of_group in groups.items()],
                apart,
                kept_back,
            )
        )
    return found


def whole_or_group() -> Q:
    """Of values: those of a whole, and those of parts that are a group it is held against."""
    return Q(part=None) | Q(part__student_group__kind__in=COMPARED, part__organization=None)


def _figures(
    row: EvidenceRow,
    values: Sequence[Observation],
    meanings: Meanings,
    groups: dict[str, list[Observation]],
    broken: frozenset[int],
) -> Iterable[RowFigure]:
    before = None
    for value in values:
        number = number_of(value, row)
        redefined = meanings.broken_between(before, value) if before else None
        is_joined = before is not None and redefined is None and value.pk not in broken
        others = [one for of_group in groups.values() for one in of_group if one.period_id == value.period_id]
        yield RowFigure(
            value,
            number,
            meanings.target_in_words(row, value),
            meanings.result(row, value),
            change(row, before, value) if before and is_joined else None,
            [found for one in others if (found := gap(row, value, one))],
            redefined,
        )
        if number is not None:
            before = value
