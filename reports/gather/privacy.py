"""What a report would say of small counts of students beside the values that it hides."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from evidence.models import Observation
from evidence.public.prose import repeats_own, told_by
from evidence.public.reader import PublicReading
from evidence.tables import CategoryTable


class NotMade(Exception):
    """A document that is not made. `reasons` are sentences."""

    def __init__(self, *reasons: str) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


class NotForPublic(NotMade):
    """It would give a hidden count of students away. Its reasons say what is to be done."""

    def __str__(self) -> str:
        return (
            "It would give a hidden count of students away. Ask for it again among its reports: what "
            "is to be changed is named there."
        )


@dataclass(frozen=True)
class ToldFigures:
    """Figures that a person is asked about before a document is made."""

    place: str
    words: tuple[str, ...]
    """As they are written. Empty where the place says all."""

    def __str__(self) -> str:
        return ": ".join(
            [self.place, ", ".join(f"“{one}”" for one in self.words)] if self.words else [self.place]
        )


def refuse(tables: Iterable[CategoryTable], public: PublicReading) -> None:
    """Raises NotForPublic where hiding is not enough."""
    if reasons := [*_known_anyway(public), *_labels(tables, public)]:
        raise NotForPublic(*reasons)


def told_before(public: PublicReading) -> Iterator[ToldFigures]:
    """What a reader who has kept an earlier document reads there, or works out from both."""
    for value in _named(public.known_before):
        yield ToldFigures(
            f"{_place(value)} is hidden now; a document made before prints it or lets it be worked out", ()
        )


def told_in(texts: Iterable[tuple[str, str]], public: PublicReading) -> Iterator[ToldFigures]:
    """Of texts by place, those with figures that may be small counts of students."""
    for place, text in texts:
        if words := told_by(text, public):
            yield ToldFigures(place, tuple(words))


def of_other_rows(tables: Iterable[CategoryTable]) -> Iterator[tuple[str, str]]:
    """What is printed of rows that do not count students, and may speak of them all the same."""
    for table in tables:
        for row in table.rows:
            if not row.record.counts_students:
                for cell in row.cells:
                    if cell.observation:
                        place = f"Evidence, {row.record.name}, {cell.period.name}"
                        yield place, f"{cell.observation.text}\n{cell.observation.note}"


def _known_anyway(public: PublicReading) -> Iterator[str]:
    for value in _named(public.known_anyway):
        yield (
            f"{_place(value)} is hidden, and yet what else is printed narrows it down to fewer than "
            f"{public.minimum} students. Empty it, or a value that it adds up to or stands beside."
        )


def _named(keys: frozenset[int]) -> Iterable[Any]:
    values = Observation.objects.filter(pk__in=keys).select_related("row__parent", "part", "period")
    return values if keys else ()


def _place(value: Any) -> str:
    part = f", {value.part.label}" if value.part else ""
    return f"“{value.row.name}”{part}, {value.period.name},"


def _labels(tables: Iterable[CategoryTable], public: PublicReading) -> Iterator[str]:
    for table in tables:
        for row in table.rows:
            values = [cell.observation.pk for cell in row.cells if cell.observation]
            hidden = [cell for key in values for cell in public.hidden_cells.get(key, ())]
            if repeats_own(row.record.label, hidden) or told_by(row.record.label, public):
                yield (
                    f"The words of the row “{row.record.name}” say a count of students that is hidden. Change them "
                    "with “Rows and periods”."
                )
