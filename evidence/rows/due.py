"""What of a partnership's evidence is still due: until when, and from whom."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q, TextChoices

from evidence.counting import RowCount, count_rows
from evidence.models import TO_COME, EvidenceRow, Observation, ObservationStatus
from evidence.models.observations import last_day
from evidence.tables import CategoryTable, TableRow, editions_with_evidence, newest_with_values
from partnerships.models import Category, Edition, Partnership, Period


class Urgency(TextChoices):
    """How a value that is to come is listed, in this order."""

    OVERDUE = "overdue", "Overdue"
    NOW = "now", "Due now"
    LATER = "later", "Later"
    UNDATED = "undated", "Without a date"


def urgency_of(expected_on: date | None, today: date) -> Urgency:
    if expected_on is None:
        return Urgency.UNDATED
    if last_day(expected_on) < today:
        return Urgency.OVERDUE
    return Urgency.NOW if expected_on <= today else Urgency.LATER


@dataclass(frozen=True)
class Owed:
    """One value that is to come, as it stands today."""

    value: Observation
    urgency: Urgency

    @property
    def name(self) -> str:
        """Of which row and, where it is of a part, which part."""
        part = f", {self.value.part}" if self.value.part else ""
        return f"{self.value.row.name}{part}"

    @property
    def when(self) -> str:
        """“February 2025”, “Mar 27, 2026”; empty without a date."""
        return self.value.expected_in_words

    @property
    def who(self) -> str:
        """Who brings it; empty where nobody is named."""
        return self.value.owed_by_whom


def owed_values(**which: Any) -> Any:
    """The values that are to come, of rows that are still kept then, with what `Owed` says of them.

    `which` narrows them, as in `filter`.
    """
    kept = Q(row__last_period=None) | Q(period__start__lte=F("row__last_period__end"))
    values = Observation.objects.filter(kept, status__in=TO_COME, **which)
    return values.select_related("row__parent", "row__category", "period", "part", "owed_by")


def due(tables: Iterable[CategoryTable], today: date) -> list[Owed]:
    """What is still due in a partnership's tables, of parts too.

    Overdue first, then by day and person, at last what has no date.
    """
    rows = [row.record for table in tables for row in table.rows]
    values = [
        value
        for row in rows
        for value in row.observations.all()
        if value.status in TO_COME and row.is_kept_in(value.period)
    ]
    return in_order(values, today)


def in_order(values: Iterable[Observation], today: date) -> list[Owed]:
    owed = [Owed(value, urgency_of(value.expected_on, today)) for value in values]
    order = list(Urgency)
    return sorted(
        owed,
        key=lambda one: (
            order.index(one.urgency),
            last_day(one.value.expected_on) if one.value.expected_on else date.max,
            one.who == "",
            one.who,
            one.value.row.category.position,
            one.value.row.position,
            one.value.period.start,
        ),
    )


def by_urgency(owed: Iterable[Owed]) -> list[tuple[Urgency, list[Owed]]]:
    found = defaultdict(list)
    for one in owed:
        found[one.urgency].append(one)
    return [(urgency, found[urgency]) for urgency in Urgency if found[urgency]]


@dataclass(frozen=True)
class EvidenceFigures:
    """Of the edition that the evidence page shows."""

    edition: Edition
    rows: RowCount
    due: int
    """Values that are still due, and how many of these are overdue."""
    overdue: int


def evidence_figures(partnership: Partnership, today: date) -> EvidenceFigures | None:
    """What a partnership's evidence comes to, in three queries; None where it has none."""
    edition = newest_with_values(editions_with_evidence(partnership))
    if edition is None:
        return None
    rows = EvidenceRow.objects.for_partnership(partnership).filter(edition=edition).only("parent")
    owed = owed_values(row__partnership=partnership, row__edition=edition).order_by()
    days = list(owed.values_list("expected_on", flat=True))
    overdue = sum(urgency_of(day, today) == Urgency.OVERDUE for day in days)
    return EvidenceFigures(edition, count_rows(rows), len(days), overdue)


# What nobody has entered yet


@dataclass(frozen=True)
class NotEntered:
    """The empty cells of a table's current column."""

    category: Category
    period: Period
    rows: list[TableRow]
    of: int
    """Values that stand or are expected there."""


def not_entered(tables: Iterable[CategoryTable], today: date) -> list[NotEntered]:
    """By table, the rows without a value for the newest period that has begun. They are counted, and nobody is
    reminded of them: whether they are late nobody has said."""
    found = []
    for table in tables:
        begun = [place for place, period in enumerate(table.periods) if period.start <= today]
        if not begun:
            continue
        above = {row.above.pk for row in table.rows if row.above}
        expected = [
            row
            for row in table.rows
            if row.cells[begun[-1]].is_kept and not (row.is_heading and row.record.pk in above)
        ]
        empty = [row for row in expected if _is_empty(row.cells[begun[-1]].observation)]
        if empty:
            found.append(NotEntered(table.category, table.periods[begun[-1]], empty, len(expected)))
    return found


def _is_empty(value: Observation | None) -> bool:
    return value is None or value.status == ObservationStatus.BLANK
