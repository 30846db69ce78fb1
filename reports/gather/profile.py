"""A partner's figures of one period beside those of the whole and the targets that hold for all: its profile."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from django.db.models import F, Prefetch, Q, QuerySet

from evidence.models import (
    DocumentedText,
    EvidenceRow,
    Observation,
    ObservationStatus,
    TargetKind,
)
from evidence.public.embargo import Embargo, embargo_of
from evidence.public.reader import PublicReading, read_beside_others
from evidence.results.judging import Result, definition_in_force, in_words, judge
from evidence.results.meanings import Meanings, meanings_of
from evidence.tables import CategoryTable, TableCell, TableRow
from partnerships.comparison import edition_order
from partnerships.models import (
    Category,
    Edition,
    EditionStatus,
    Partnership,
    Period,
    in_force_or_newest,
)

from .privacy import NotForPublic, ToldFigures, of_other_rows, refuse, told_before, told_in

OTHERS_ARE_KNOWN = (
    "What would be public of all partners together narrows a hidden count of another one down too far. The lead "
    "agency is to empty that value, or one that it adds up to."
)


@dataclass(frozen=True)
class ProfileLine:
    row: EvidenceRow
    references: tuple[str, ...]
    """Of the items that the whole's row speaks to: “5A”."""
    value: Observation | None
    """As it is to be read here: by the public, where the profile is for the public."""
    not_public: str
    """Why the public does not read it, for the people of the partnership. In what is for the public, empty."""
    whole: Observation | None
    """Of the whole; as `value` it is to be read here."""
    target: str
    """In words; empty where there is none."""
    result: Result | None
    """None where nothing may be said of a value that is hidden, or where the target is not for one partner."""
    is_hidden: bool
    is_whole_hidden: bool
    is_for_one: bool
    """Whether the whole's figure and target are of what one partner has too, and not a number of partners."""

    @property
    def is_blank(self) -> bool:
        return self.value is None or self.value.status == ObservationStatus.BLANK


@dataclass(frozen=True)
class Profile:
    partnership: Partnership
    whole: Partnership
    edition: Edition
    period: Period
    periods: tuple[Period, ...]
    """In which the partner has a value, the newest first."""
    categories: tuple[tuple[Category, tuple[ProfileLine, ...]], ...]
    minimum: int
    """Smaller counts of students are hidden from the public."""
    told: tuple[ToldFigures, ...]
    documented: tuple[tuple[Observation, DocumentedText], ...]

    @property
    def lines(self) -> Iterator[ProfileLine]:
        return (line for _, lines in self.categories for line in lines)

    @property
    def hides(self) -> bool:
        """Whether something in it is not for the public."""
        return any(line.is_hidden or line.is_whole_hidden for line in self.lines)


def profile_of(
    partnership: Partnership,
    edition: Edition | None = None,
    period: str | None = None,
    *,
    for_public: bool = False,
) -> Profile | None:
    """Of an edition, else of that in force, and of the period with this key, else of the newest with a value.

    None where nothing can be laid side by side. Raises NotForPublic where it is for the public and hiding does not
    protect a small count of students. In five queries, and one more for the public.
    """
    rows = list(_rows_beside_the_whole(partnership))
    own = [row for row in rows if row.partnership_id == partnership.pk]
    edition = edition or in_force_or_newest(_editions_of(own))
    of_whole = {
        row.lineage: row for row in rows if row.partnership_id != partnership.pk and row.edition == edition
    }
    shared = (row for row in own if row.edition == edition and row.lineage in of_whole)
    own = sorted(shared, key=lambda row: (row.category.position, of_whole[row.lineage].position, row.pk))
    periods = _periods_of(own)
    chosen = next((one for one in periods if period in (None, one.key)), None)
    if edition is None or chosen is None:
        return None
    whole = next(iter(of_whole.values())).partnership
    public = read_beside_others(partnership, whole)
    tables = [_table(category, chosen, list(of)) for category, of in groupby(own, attrgetter("category"))]
    if for_public:
        refuse(tables, public)
        if public.others_are_known:
            raise NotForPublic(OTHERS_ARE_KNOWN)
    embargo = embargo_of(partnership, whole) if for_public else None
    meanings = meanings_of(list(of_whole.values()))
    categories = [
        (
            table.category,
            tuple(_line(row, of_whole[row.record.lineage], meanings, public, embargo) for row in table.rows),
        )
        for table in tables
    ]
    return Profile(
        partnership,
        whole,
        edition,
        chosen,
        tuple(periods),
        tuple(categories),
        public.minimum,
        (*told_before(public), *told_in(of_other_rows(tables), public)) if for_public else (),
        tuple(_documented(tables, public, embargo)),
    )


def _rows_beside_the_whole(partnership: Partnership) -> QuerySet[EvidenceRow]:
    """Those of a partnership and of the whole of its agreement, with their values and the items they speak to."""
    is_of_whole = Q(
        partnership__agreement=partnership.agreement_id,
        partnership__partner=F("partnership__agreement__lead"),
    )
    values = Observation.objects.filter(part=None).select_related("period", "data_period")
    rows = EvidenceRow.objects.filter(Q(partnership=partnership) | is_of_whole)
    return (
        rows.exclude(edition__status=EditionStatus.DRAFT)
        .select_related(
            "partnership__partner", "partnership__agreement__lead", "edition", "category", "parent"
        )
        .prefetch_related(Prefetch("observations", values), "items")
    )


def _editions_of(rows: Iterable[EvidenceRow]) -> list[Edition]:
    """The newest first."""
    found = {row.edition for row in rows}
    return sorted(found, key=edition_order, reverse=True)


def _periods_of(rows: Iterable[EvidenceRow]) -> list[Period]:
    found = {
        value.period
        for row in rows
        for value in row.observations.all()
        if value.status != ObservationStatus.BLANK
    }
    return sorted(found, key=lambda one: (one.start, one.end), reverse=True)


def _table(category: Category, period: Period, rows: Sequence[EvidenceRow]) -> CategoryTable:
    """With the column of one period."""
    return CategoryTable(
        category, [period], [TableRow(row, [TableCell(period, _value_of(row, period), "")]) for row in rows]
    )


def _value_of(row: EvidenceRow, period: Period) -> Observation | None:
    return next((value for value in row.observations.all() if value.period_id == period.pk), None)


def _line(
    row: TableRow,
    of_whole: EvidenceRow,
    meanings: dict[str, Meanings],
    public: PublicReading,
    embargo: Embargo | None,
) -> ProfileLine:
    """`embargo` is None for the people of the partnership."""
    (cell,) = row.cells
    value, whole, of_row = cell.observation, _value_of(of_whole, cell.period), meanings[of_whole.lineage]
    asked = value or Observation(row=row.record, period=cell.period)
    target = of_row.target_of(asked)
    why = public.hidden.get(value.pk) if value else None
    # What counts districts in the whole counts students in one of them: its target is not for one.
    is_for_one = of_whole.counts_students or not row.record.counts_students
    is_for_one = is_for_one and (target is None or target.kind != TargetKind.ENTITIES)
    for_public = embargo is not None
    is_judged = is_for_one and not (for_public and why) and not (embargo and value and embargo.keeps(value))
    judged = judge(of_whole, value, target, definition_in_force(of_row.definitions, asked))
    return ProfileLine(
        row.record,
        tuple(item.reference for item in of_whole.items.all()),
        embargo.printed(public.printed(value)) if value and embargo else value,
        why.words if why and not for_public else "",
        embargo.printed(public.printed(whole)) if whole and embargo else whole,
        in_words(target, of_whole) if target else "",
        judged if is_judged else None,
        why is not None,
        whole is not None and whole.pk in public.hidden,
        is_for_one,
    )


def _documented(
    tables: Sequence[CategoryTable], public: PublicReading, embargo: Embargo | None
) -> Iterator[tuple[Observation, DocumentedText]]:
    for table in tables:
        for row in table.rows:
            (cell,) = row.cells
            value = cell.observation
            if row.record.counts_students and value and value.text and not (embargo and embargo.keeps(value)):
                yield public.documented(value)
