"""What copying rows of one partnership's tables to others of its agreement does, before anything is written.

The copies are the same rows there, by their lineage, so that they can be compared. Their words, their place, what
they answer, mean and are broken down by go along. Values, targets and schools do not.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from core.conflicts import mark_of
from core.ordering import layers
from evidence.counting import RowCount, count_rows
from evidence.models import EvidenceColumn, EvidenceRow
from partnerships.models import Category, Edition, Partnership, Period

NAMES = ("measures", "items")


@dataclass(frozen=True)
class Stuck:
    """A row that goes nowhere, and why, in a sentence."""

    row: EvidenceRow
    why: str


@dataclass
class ForOne:
    """What one partnership gets."""

    partnership: Partnership
    new: list[EvidenceRow] = field(default_factory=list)
    there: list[EvidenceRow] = field(default_factory=list)
    """Rows that stand there: the same ones, or others with the same words for the same measure."""
    columns: list[Category] = field(default_factory=list)
    """The categories whose tables get a column."""
    standing: dict[int, int] = field(default_factory=dict)
    """By key, which row there each of `there` is."""
    category: dict[int, int] = field(default_factory=dict)
    """By key, in which category each row stands there: a row stands where the one above it does."""
    last: dict[int, int] = field(default_factory=dict)
    """By category, the place of the last row there."""

    @property
    def new_count(self) -> RowCount:
        return count_rows(self.new)

    @property
    def there_count(self) -> RowCount:
        return count_rows(self.there)


@dataclass(frozen=True)
class Copying:
    """What copying does. Nothing is written yet."""

    partnership: Partnership
    edition: Edition
    period: Period | None
    rows: list[EvidenceRow]
    stuck: list[Stuck]
    targets: list[ForOne]

    @property
    def does_nothing(self) -> bool:
        return not self.changed

    @property
    def naming(self) -> list[EvidenceRow]:
        """Those whose words name the partnership they are copied from."""
        name = self.partnership.partner.short_name.casefold()
        return [row for row in self.rows if name in row.label.casefold()]

    @property
    def changed(self) -> list[ForOne]:
        return [one for one in self.targets if one.new or one.columns]

    @property
    def new_count(self) -> RowCount:
        return count_rows(row for one in self.targets for row in one.new)

    @property
    def mark(self) -> str:
        """What a person who looks at it has seen, for a hidden field."""
        rows = [(row.lineage, row.label) for row in self.rows]
        return mark_of(
            [rows, *((t.partnership.pk, keys_of(t.new), keys_of(t.columns)) for t in self.targets)]
        )

    @property
    def groups(self) -> list[list[ForOne]]:
        """The partnerships by what they get: those that get the same stand together, most rows first."""
        found = defaultdict(list)
        for one in self.targets:
            found[tuple(keys_of(one.new)), tuple(keys_of(one.columns))].append(one)
        return sorted(found.values(), key=lambda group: -len(group[0].new))


def keys_of(records: Iterable[Any]) -> list[int]:
    return [record.pk for record in records]


def plan_copying(
    partnership: Partnership,
    edition: Edition,
    lineages: Collection[str],
    targets: Sequence[Partnership],
    period: Period | None = None,
) -> Copying:
    """What copying some rows, and those above them, does in each of the other partnerships.

    `period` is one that their tables are to have a column for. In a fixed number of queries.
    """
    own = EvidenceRow.objects.for_partnership(partnership).filter(edition=edition)
    own = own.select_related("category", "parent", "last_period").prefetch_related(*NAMES)
    rows = _with_those_above(own, set(lineages))
    stuck = _stuck(rows)
    going = [row for row in rows if row.pk not in stuck]
    plan = Copying(
        partnership, edition, period, going, list(stuck.values()), [ForOne(target) for target in targets]
    )
    theirs, answers = _rows_of(targets, edition), _answers_of(targets, edition)
    of_target = defaultdict(list)
    for row in theirs:
        of_target[row.partnership_id].append(row)
        row.answers = answers[row.pk]  # type: ignore[attr-defined]
    for target in plan.targets:
        _compare(target, going, of_target[target.partnership.pk])
    if period:
        have = set(columns_for(targets, period).values_list("partnership", "category"))
        touched = {row.category for row in going}
        for target in plan.targets:
            target.columns = [
                category
                for category in sorted(touched, key=lambda category: category.position)
                if (target.partnership.pk, category.pk) not in have
            ]
    return plan


def _with_those_above(rows: Iterable[EvidenceRow], lineages: set[str]) -> list[EvidenceRow]:
    """Those of the rows that have one of the lineages, and all that they stand beneath."""
    by_key = {row.pk: row for row in rows}
    going: set[int] = set()
    for row in by_key.values():
        if row.lineage in lineages:
            key: int | None = row.pk
            while key and key not in going:
                going.add(key)
                key = by_key[key].parent_id
    return [row for row in by_key.values() if row.pk in going]


def _stuck(rows: list[EvidenceRow]) -> dict[int, Stuck]:
    """Of rows in the order of their depth: those that cannot go to another partnership."""
    stuck: dict[int, Stuck] = {}
    for layer in layers(rows):
        for row in layer:
            named = [one for name in NAMES for one in getattr(row, name).all()]
            local = next((one for one in named if one.local_to_id), None)
            if local:
                stuck[row.pk] = Stuck(row, f"It names “{local}”, which only this partnership has.")
            elif row.last_period:
                stuck[row.pk] = Stuck(row, f"It is no longer kept after {row.last_period.name}.")
            elif row.parent_id in stuck:
                stuck[row.pk] = Stuck(row, f"“{row.parent}”, beneath which it stands, does not go.")
    return stuck


def _rows_of(targets: Sequence[Partnership], edition: Edition) -> QuerySet[EvidenceRow]:
    fields = ("partnership", "category", "lineage", "label", "parent", "position")
    return EvidenceRow.objects.filter(partnership__in=targets, edition=edition).only(*fields).order_by("pk")


def _answers_of(targets: Sequence[Partnership], edition: Edition) -> defaultdict[int, set[int]]:
    links = EvidenceRow.measures.through.objects.filter(
        evidencerow__partnership__in=targets, evidencerow__edition=edition
    )
    found = defaultdict(set)
    for row, measure in links.values_list("evidencerow", "measure"):
        found[row].add(measure)
    return found


def columns_for(targets: Sequence[Partnership], period: Period) -> QuerySet[EvidenceColumn]:
    return EvidenceColumn.objects.filter(partnership__in=targets, period=period)


def _compare(target: ForOne, rows: list[EvidenceRow], theirs: list[Any]) -> None:
    by_lineage = {row.lineage: row for row in theirs}
    by_words = defaultdict(list)
    for row in theirs:
        by_words[row.category_id, _words(row)].append(row)
        target.last[row.category_id] = max(target.last.get(row.category_id, 0), row.position)
    for layer in layers(rows):
        for row in layer:
            answers = {measure.pk for measure in row.measures.all()}
            above = target.standing.get(row.parent_id) if row.parent_id else None
            same = by_lineage.get(row.lineage) or next(
                (
                    one
                    for one in by_words[row.category_id, _words(row)]
                    if answers & one.answers or (not answers and not one.answers and one.parent_id == above)
                ),
                None,
            )
            target.category[row.pk] = (
                same.category_id if same else target.category.get(row.parent_id or 0, row.category_id)
            )
            if same:
                target.there.append(row)
                target.standing[row.pk] = same.pk
            else:
                target.new.append(row)


def _words(row: EvidenceRow) -> str:
    return " ".join(row.label.split()).casefold()
