"""For each value of a partnership what the public reads, and why."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q, QuerySet

from core.prepared import prepared
from evidence.models import DocumentedText, EvidenceRow, Observation
from evidence.models.rows import EvidenceRowQuerySet
from evidence.suppression.cells import Cell, Sum, Text
from evidence.suppression.outcome import Hidden, Reason, Suppression
from evidence.suppression.suppress import COMPANY, suppress
from evidence.tables import SHOWN, CategoryTable, rows_with_values, tables_of
from partnerships.models import Edition, Partnership

from .mentions import mentions_in
from .said import Said, line_of, of_row, said_by
from .sums import Sums

FOR_OTHERS = frozenset({Reason.OTHERS, Reason.TEXT, Reason.UNREAD})
"""Reasons that are told only where there is none of a value's own."""


@dataclass(frozen=True)
class PublicReading:
    """What the public reads of a partnership's values, by the primary key of the observation.

    Who may see the partnership reads the values themselves.
    """

    minimum: int
    hidden: Mapping[int, Hidden]
    """Values of which something else is printed (`instead`), and why, for the people of the partnership alone."""
    without_note: frozenset[int]
    """Values whose note would say what is hidden; the value itself may be shown."""
    unjudged: frozenset[int]
    """Values that are hidden because nobody entered of how many students their percentages are."""
    known_anyway: frozenset[int]
    """Hidden values that a reader could narrow down all the same. No document is made while there are any."""
    known_before: frozenset[int]
    """Hidden values that a document printed before, or that it lets a reader narrow down beside a new one."""
    hidden_cells: Mapping[int, tuple[Cell, ...]]
    """The figures of hidden values."""
    hidden_texts: Mapping[int, str]
    """What hidden values say."""
    others_are_known: bool = False
    """Whether values that this leaves out are `known_anyway`."""

    def only(self, keys: Collection[int]) -> "PublicReading":
        """What it says of some values: those of one partnership."""

        def kept(known: frozenset[int]) -> frozenset[int]:
            return known.intersection(keys)

        return replace(
            self,
            hidden={key: why for key, why in self.hidden.items() if key in keys},
            without_note=kept(self.without_note),
            unjudged=kept(self.unjudged),
            known_anyway=kept(self.known_anyway),
            known_before=kept(self.known_before),
            hidden_cells={key: cells for key, cells in self.hidden_cells.items() if key in keys},
            hidden_texts={key: text for key, text in self.hidden_texts.items() if key in keys},
            others_are_known=bool(self.known_anyway - frozenset(keys)),
        )

    def printed(self, value: Observation) -> Observation:
        """The value as the public reads it: where something else is printed, another record with that and no
        number."""
        if (why := self.hidden.get(value.pk)) is None:
            return value
        told = copy(value)
        told.text, told.number, told.numerator, told.denominator, told.note = (
            why.instead,
            None,
            None,
            None,
            "",
        )
        return told

    def documented(self, value: Observation) -> tuple[Observation, DocumentedText]:
        """A value, or what `printed` made of it, with what it says and whether that is hidden."""
        is_hidden = value.pk in self.hidden
        return value, DocumentedText(self.hidden_texts.get(value.pk, value.text), is_hidden)

    def note_of(self, value: Observation) -> str:
        return "" if value.pk in self.without_note else value.note


def read_by_public(partnership: Partnership) -> PublicReading:
    """Of all that is no draft's, however old: what is printed beside each other says more than each alone.

    In one query, beside the partnership's agreement.
    """
    return decide(_values(partnership.pk), partnership.agreement.smallest_public_count)


def read_by_parties(partnership: Partnership) -> PublicReading:
    """What the people of a partnership read: everything, as it was entered. Without a query."""
    nothing: frozenset[int] = frozenset()
    return PublicReading(
        minimum=partnership.agreement.smallest_public_count,
        hidden={},
        without_note=nothing,
        unjudged=nothing,
        known_anyway=nothing,
        known_before=nothing,
        hidden_cells={},
        hidden_texts={},
    )


def read_beside_others(partnership: Partnership, whole: Partnership) -> PublicReading:
    """What the public reads of the values of a partnership and of the whole beside those of all others.

    The whole's figures are public too, so that all partners but one would tell that one. Of others it says only
    whether some of theirs are known anyway (`others_are_known`). In one query.
    """
    agreement = partnership.agreement
    values = _values_of_agreement(agreement.pk)
    public = decide(values, agreement.smallest_public_count, whole=whole.pk)
    shown = (partnership.pk, whole.pk)
    return public.only({value.pk for value in values if value.row.partnership_id in shown})


def decide(values: Iterable[Observation], minimum: int, *, whole: int | None = None) -> PublicReading:
    """Values of rows that count students, with these, their periods and parts (`PART`), in the order they are to
    be published in: as their periods end.

    `whole` is the key of the partnership whose values are what those of the others add up to, where they do.
    """
    all_values = sorted(values, key=lambda one: (one.period.end, one.pk))
    values = [value for value in all_values if value.text]
    ends = {end: place for place, end in enumerate(sorted({value.period.end for value in all_values}))}
    printed = {
        (*_place(value), said.text)
        for value in all_values
        for said in value.documented_texts
        if not said.is_hidden
    }
    said_at: dict[tuple[object, ...], Said] = {}
    said_of: dict[int, Said] = {}
    for value in values:
        place = (*_place(value), value.text)
        if place not in said_at:  # else another edition repeats it
            said_at[place] = said_by(value, ends[value.period.end], is_printed=place in printed)
        said_of[value.pk] = said_at[place]
    before = _said_before(all_values, said_at, ends)
    sums = Sums([(value, said_of[value.pk]) for value in values], whole)
    said = list(said_at.values())
    cells = [*(cell for one in said for cell in one.cells), *sums.cells.values()]
    texts = _texts(said, values)
    together = [frozenset(one.keys) for one in said if len(one.cells) > 1]
    all_cells, all_sums = _with_before(
        cells, sums, before, [*reversed(before), *((one, said_of[one.pk]) for one in values)], whole
    )
    outcome = suppress(all_cells, all_sums, texts, minimum, together)
    known = unsafe = frozenset(outcome.known_anyway)
    if known and printed:  # which of them are known by this alone
        alone = suppress(
            [replace(cell, is_printed=False) for cell in cells], sums.sums, texts, minimum, together
        )
        unsafe = frozenset(alone.known_anyway)
    hidden = {key: why for key, one in said_of.items() if (why := _why_hidden(one, outcome))}

    def with_any(keys: frozenset[str]) -> frozenset[int]:
        return frozenset(key for key, one in said_of.items() if not keys.isdisjoint(one.keys))

    return PublicReading(
        minimum=minimum,
        hidden=hidden,
        without_note=frozenset(value.pk for value in values if f"note {value.pk}" in outcome.hidden),
        unjudged=frozenset(key for key, why in hidden.items() if why.reason == Reason.UNJUDGED),
        known_anyway=with_any(unsafe),
        known_before=with_any(known - unsafe)
        | frozenset(key for key in hidden if any(cell.is_printed for cell in said_of[key].cells)),
        hidden_cells={key: one.cells for key, one in said_of.items() if key in hidden},
        hidden_texts={value.pk: value.text for value in values if value.pk in hidden},
    )


SaidBy = list[tuple[Observation, Said]]


def _said_before(
    values: Sequence[Observation], said_at: Collection[tuple[object, ...]], ends: Mapping[date, int]
) -> SaidBy:
    """What documents printed or hid of values and no value says any more."""
    found = []
    for value in values:
        for number, (text, is_hidden) in enumerate(value.documented_texts):
            if (*_place(value), text) not in said_at:
                old = Observation(pk=value.pk, row=value.row, period=value.period, part=value.part, text=text)
                known = {"is_printed": not is_hidden, "is_withheld": is_hidden}
                found.append((old, said_by(old, ends[value.period.end], **known, older=number)))
    return found


def _with_before(
    cells: Sequence[Cell], sums: Sums, before: SaidBy, laid_beside: SaidBy, whole: int | None
) -> tuple[Sequence[Cell], Collection[Sum]]:
    """The cells and sums with those of earlier documents, as far as these add up with what stands now."""
    if not before:
        return cells, sums.sums
    with_before = [*cells, *(cell for _, one in before for cell in one.cells)]
    last: dict[tuple[object, ...], tuple[Observation, Said]] = {}
    for value, one in laid_beside:
        last.setdefault((value.row_id, *_place(value)), (value, one))
    by_key = {cell.key: cell for cell in with_before}
    added = Sums(list(last.values()), whole).in_balance(by_key)
    return with_before, [*sums.sums, *(one for one in added if one not in sums.sums)]


def _place(value: Observation) -> tuple[object, ...]:
    return *line_of(value), value.period_id


@prepared
def _values(partnership: int) -> QuerySet[Observation]:
    return _said_in(EvidenceRow.objects.for_partnership(partnership))


@prepared
def _values_of_agreement(agreement: int) -> QuerySet[Observation]:
    return _said_in(EvidenceRow.objects.filter(partnership__agreement=agreement))


def _said_in(rows: EvidenceRowQuerySet) -> QuerySet[Observation]:
    values = (
        Observation.objects.filter(row__in=rows.counting_students())
        .exclude(text="", documented="")
        .order_by()
    )
    return values.select_related("row__parent", "row__student_group", "period", *PART)


PART = ("part__breakdown", "part__student_group")


def tables_with_reading(
    partnership: Partnership, edition: Edition
) -> tuple[list[CategoryTable], PublicReading]:
    """The tables of an edition that is no draft, and what `read_by_public` says. In three queries together."""
    counting = EvidenceRow.objects.for_partnership(partnership).counting_students()
    wanted = EvidenceRow.objects.filter(Q(edition=edition) | Q(pk__in=counting)).select_related(
        "student_group"
    )
    values = Observation.objects.filter(SHOWN | Q(row__in=counting)).select_related(*PART)
    rows = list(rows_with_values(wanted.for_partnership(partnership), values))
    counted = (value for row in rows if row.counts_students for value in row.observations.all())
    public = decide(counted, partnership.agreement.smallest_public_count)
    return tables_of(partnership, edition, [row for row in rows if row.edition_id == edition.pk]), public


def _texts(said: Sequence[Said], values: Sequence[Observation]) -> list[Text]:
    """Prose and notes; each may carry the figures of its row, and of what stands beside it in its table."""
    in_row: dict[tuple[int, str], set[str]] = defaultdict(set)
    of_table: dict[tuple[int, int, int], set[str]] = defaultdict(set)
    for one in said:
        in_row[_topmost(one.value.row)].update(one.keys)
        of_table[_table_of(one.value)].update(one.keys)

    def about(value: Observation) -> frozenset[str]:
        return frozenset(in_row[_topmost(value.row)] | of_table[_table_of(value)])

    prose = [
        Text(one.key, one.mentions, about(one.value), is_unread=one.is_unread)
        for one in said
        if one.mentions or one.is_unread
    ]
    notes = [
        Text(f"note {value.pk}", tuple(of_row(value.row, mentions)), about(value))
        for value in values
        if (mentions := mentions_in(value.note))
    ]
    return prose + notes


def _topmost(row: EvidenceRow) -> tuple[int, str]:
    return row.partnership_id, row.parent.lineage if row.parent else row.lineage


def _table_of(value: Observation) -> tuple[int, int, int]:
    return value.row.partnership_id, value.row.category_id, value.period_id


def _why_hidden(said: Said, outcome: Suppression) -> Hidden | None:
    """Of several figures the reason of the first that is hidden for its own sake."""
    found = [outcome.hidden[key] for key in (said.key, *said.keys) if key in outcome.hidden]
    return min(found, key=lambda why: (why is COMPANY, why.reason in FOR_OTHERS), default=None)
