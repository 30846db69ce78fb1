"""The latest values of rows, for pages that show them beside something else."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, TextField, Value, When
from django.db.models.functions import Cast

from core.prepared import prepared
from core.texts import FlatText, JoinedText
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
    query, two where a row counts students.
    """
    speaking: dict[int, dict[str, str]] = defaultdict(dict)
    rows = _speaking(partnership.pk, edition)
    for row in rows:
        if row.latest_text is not None:
            period = Period(kind=row.latest_kind, label=row.latest_label)
            note = row.latest_note
            row.named_value = Observation(pk=row.latest_pk, text=row.latest_text, period=period, note=note)
    mark_named(rows, partnership)
    for row in rows:
        if row.latest_text is None and row.leads_in:
            continue
        apart = _values_apart(row) if row.apart else "no value yet"
        value = row.value_in_words if row.named_value else apart
        for item in (row.served, row.of_measure, row.served_above, row.of_measure_above):
            if item:
                speaking[item][row.name] = value
    return {item: list(rows.items()) for item, rows in speaking.items()}


END_OF_PART, END_OF_VALUE = "\x1e", "\x1f"
"""Between the values of parts, and between what is said of each."""


def _values_apart(row: Any) -> str:
    """“Middle School 3.05; High School 4.24 (October 2023)”: of the newest period. Of students none is told."""
    if row.counts_students:
        return "told apart, see its evidence"
    values = [one.split(END_OF_VALUE) for one in row.apart.split(END_OF_PART)]
    newest = max(value[0] for value in values)
    of_newest = sorted(
        (value for value in values if value[0] == newest), key=lambda value: (int(value[1]), int(value[2]))
    )
    *_, kind, name, _, _ = of_newest[0]
    period = Period(kind=kind, label=name)
    return f"{'; '.join(f'{label} {text}' for *_, label, text in of_newest)} ({period.name})"


def _apart(reported: QuerySet[Observation]) -> Subquery:
    """All the values of parts of a row in one text, for `_values_apart`; NULL where there are none."""
    said = (
        Cast("period__end", TextField()),
        Cast("part__breakdown__position", TextField()),
        Cast("part__position", TextField()),
        F("period__kind"),
        F("period__label"),
        F("part__label"),
        F("text"),
    )
    between = Value(END_OF_VALUE, output_field=TextField())
    pieces = [piece for one in said for piece in (between, one)][1:]
    values = reported.exclude(part=None).order_by().values("row")
    return Subquery(values.annotate(all=JoinedText(FlatText(*pieces), separator=END_OF_PART)).values("all"))


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
    reported_at_all = Observation.objects.filter(row=OuterRef("pk"), status=ObservationStatus.REPORTED)
    reported = reported_at_all.of_the_whole()
    latest = reported.order_by("-period__end", "-period__start", "-pk")
    rows = EvidenceRow.objects.filter(partnership=partnership, edition=edition).select_related("parent")
    speaks = Q(*((f"{name}__isnull", False) for name in ITEMS), _connector=Q.OR)
    return rows.annotate(
        leads_in=Exists(EvidenceRow.objects.filter(parent=OuterRef("pk"))),
        apart=Case(When(~Exists(reported), then=_apart(reported_at_all))),
        latest_pk=Subquery(latest.values("pk")[:1]),
        latest_text=Subquery(latest.values("text")[:1]),
        latest_note=Subquery(latest.values("note")[:1]),
        latest_kind=Subquery(latest.values("period__kind")[:1]),
        latest_label=Subquery(latest.values("period__label")[:1]),
        **{name: F(path) for name, path in ITEMS.items()},
    ).filter(speaks)
