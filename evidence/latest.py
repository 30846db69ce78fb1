"""The latest values of rows, for pages that show them beside something else."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from core.prepared import prepared
from partnerships.models import Partnership, Period

from .models import EvidenceRow, Observation, ObservationStatus
from .public.marks import words_for
from .public.reader import read_by_public


def latest_values(rows: Iterable[EvidenceRow]) -> dict[int, Observation]:
    """By row, the newest value of the whole that is reported. In one query."""
    values = Observation.objects.of_the_whole().filter(row__in=list(rows), status=ObservationStatus.REPORTED)
    in_order = values.select_related("period").order_by("period__end", "period__start", "pk")
    return {value.row_id: value for value in in_order}


def mark_named(rows: Iterable[EvidenceRow], partnership: Partnership) -> None:
    """Say of rows with a value that is named of each (`named_value`) whether the public does not read it.

    In one query; in none where no such row counts students.
    """
    counting = [row for row in rows if row.counts_students and row.named_value]
    if counting:
        public = read_by_public(partnership)
        for row in counting:
            row.is_withheld = bool(words_for(row.named_value, public))


def rows_that_speak_to_items(partnership: Partnership, edition: int) -> dict[int, list[tuple[str, str]]]:
    """By item: rows that serve it, or answer a measure that speaks to it, each once as (name, latest value).

    A row without values that leads in to others is told by these; one with values of parts alone by those. In one
    query, two where a row counts students, one more where values stand apart.
    """
    speaking: dict[int, dict[str, str]] = defaultdict(dict)
    rows = _speaking(partnership.pk, edition)
    for row in rows:
        if row.latest_text is not None:
            period = Period(kind=row.latest_kind, label=row.latest_label)
            note = row.latest_note
            row.named_value = Observation(pk=row.latest_pk, text=row.latest_text, period=period, note=note)
    mark_named(rows, partnership)
    apart = _values_apart([row for row in rows if row.latest_text is None and row.has_parts])
    for row in rows:
        if row.latest_text is None and row.leads_in:
            continue
        value = row.value_in_words if row.named_value else apart.get(row.pk, "no value yet")
        for item in (row.served, row.of_measure, row.served_above, row.of_measure_above):
            if item:
                speaking[item][row.name] = value
    return {item: list(rows.items()) for item, rows in speaking.items()}


def _values_apart(rows: list[Any]) -> dict[int, str]:
    """By row: “Middle School 3.05; High School 4.24 (October 2023)”. The values of students are not told."""
    if not rows:
        return {}
    newest: dict[int, list[Observation]] = defaultdict(list)
    for value in parts_in_order(Observation.objects.filter(row__in=rows, status=ObservationStatus.REPORTED)):
        if newest[value.row_id] and newest[value.row_id][0].period != value.period:
            newest[value.row_id] = []
        newest[value.row_id].append(value)
    words = {
        row: f"{'; '.join(f'{one.part} {one.text}' for one in values)} ({values[0].period.name})"
        for row, values in newest.items()
    }
    return words | {row.pk: "told apart, see its evidence" for row in rows if row.counts_students}


def parts_in_order(values: QuerySet[Observation]) -> QuerySet[Observation]:
    """Those of parts, the oldest period first, and the parts of each as their breakdown has them."""
    parts = values.exclude(part=None).select_related("period", "part__breakdown")
    return parts.order_by(
        "period__end",
        "period__start",
        "part__breakdown__position",
        "part__breakdown",
        "part__position",
        "part",
    )


ITEMS = {
    "served": "items__pk",
    "of_measure": "measures__items__pk",
    "served_above": "parent__items__pk",
    "of_measure_above": "parent__measures__items__pk",
}
"""The ways in which a row speaks to an item."""


@prepared
def _speaking(partnership: int, edition: int) -> QuerySet[Any]:
    """A row once for each combination of the items it speaks to, which are few."""
    reported = Observation.objects.of_the_whole().filter(
        row=OuterRef("pk"), status=ObservationStatus.REPORTED
    )
    latest = reported.order_by("-period__end", "-period__start", "-pk")
    rows = EvidenceRow.objects.filter(partnership=partnership, edition=edition).select_related("parent")
    speaks = Q(*((f"{name}__isnull", False) for name in ITEMS), _connector=Q.OR)
    return rows.annotate(
        leads_in=Exists(EvidenceRow.objects.filter(parent=OuterRef("pk"))),
        has_parts=Exists(Observation.objects.filter(row=OuterRef("pk"), part__isnull=False)),
        latest_pk=Subquery(latest.values("pk")[:1]),
        latest_text=Subquery(latest.values("text")[:1]),
        latest_note=Subquery(latest.values("note")[:1]),
        latest_kind=Subquery(latest.values("period__kind")[:1]),
        latest_label=Subquery(latest.values("period__label")[:1]),
        **{name: F(path) for name, path in ITEMS.items()},
    ).filter(speaks)
