"""What stands in a plan and what is known of it, in queries that do not grow with it."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from accounts.models import User
from evidence.models import EvidenceRow, Observation
from evidence.public.reader import PublicReading, read_by_public
from evidence.results.figures import RowFigures, whole_or_group
from evidence.results.lines import figures_through_editions
from partnerships.comparison import edition_order
from partnerships.models import (
    Agreement,
    Category,
    Edition,
    EditionStatus,
    Item,
    Partnership,
    in_force_or_newest,
)
from partnerships.reach import reaches

from .lines import MARKS, PlanRowLine


@dataclass(frozen=True)
class PlanItem:
    """An indicator or a part of one, with the rows that speak to it and stand beneath no other that does."""

    item: Item
    above: tuple[int, ...]
    """The keys of what it stands beneath, the outermost first."""
    has_parts: bool
    rows: tuple[PlanRowLine, ...]
    beneath: tuple[PlanRowLine, ...]
    """Rows beneath those."""

    @property
    def main(self) -> tuple[PlanRowLine, ...]:
        """What is told at a glance: the rows with targets or, where none has any, the first with a value."""
        aimed = tuple(line for line in self.rows if line.figures.meanings.targets)
        return aimed or tuple(line for line in self.rows if line.latest)[:1]

    @property
    def details(self) -> list[PlanRowLine]:
        """The others, which no target is set for."""
        keys = {line.row.pk for line in self.main}
        return [line for line in (*self.rows, *self.beneath) if line.row.pk not in keys]

    @property
    def has_nothing(self) -> bool:
        """Neither figures nor parts."""
        return not self.main and not self.has_parts

    @property
    def tells_rows(self) -> bool:
        """Whether rows are told by their labels, since the words of the item do not say which each is."""
        return len(self.main) > 1


@dataclass(frozen=True)
class Plan:
    edition: Edition
    whole: Partnership | None
    """Whose figures these are; None where the lead agency keeps none."""
    reads_all: bool
    """Whether the reader belongs to the whole. Everybody else reads of its figures what the public does."""
    items: tuple[PlanItem, ...]

    @property
    def priorities(self) -> list[tuple[Category, list[PlanItem]]]:
        grouped = groupby(self.items, attrgetter("item.category"))
        return [(category, list(items)) for category, items in grouped]

    @property
    def judged(self) -> list[PlanRowLine]:
        return [line for one in self.items for line in one.main if line.mark]

    @property
    def met(self) -> int:
        return sum(bool(line.mark and line.mark.code == "1") for line in self.judged)

    @property
    def by_mark(self) -> list[tuple[str, list[tuple[Item, int]]]]:
        """(“Met”, the indicators of which that is said, each with how many of its figures), in document order."""
        found = {mark.words: Counter[Item]() for mark in MARKS.values()}
        for one in self.items:
            for line in one.main:
                if line.mark:
                    found[line.mark.words][one.item] += 1
        return [(words, list(counts.items())) for words, counts in found.items() if counts]

    def beneath(self, item: Item) -> list[PlanItem]:
        """The parts of an indicator, to any depth, itself first."""
        return [one for one in self.items if one.item == item or item.pk in one.above]


def plan_of(user: User | AnonymousUser, agreement: Agreement) -> Plan | None:
    """The plan in force, else the newest adopted. None for an agreement without one."""
    items = list(_items(agreement))
    editions = {item.edition_id: item.edition for item in items}
    edition = in_force_or_newest(sorted(editions.values(), key=edition_order, reverse=True))
    if edition is None:
        return None
    items = [item for item in items if item.edition_id == edition.pk]
    whole = (
        Partnership.objects.whole().filter(agreement=agreement).select_related("agreement", "partner").first()
    )
    reads_all = whole is not None and reaches(user, whole)
    figures = _figures(whole, edition, reads_all=reads_all) if whole else []
    edition.agreement = agreement
    return Plan(edition, whole, reads_all, tuple(_with_rows(items, figures)))


def _items(agreement: Agreement) -> QuerySet[Item]:
    of_plans = Item.objects.filter(edition__agreement=agreement, edition__is_plan=True, addendum=None)
    in_order = of_plans.exclude(edition__status=EditionStatus.DRAFT).order_by(
        "edition", "category__position", "position", "pk"
    )
    return in_order.select_related("edition", "category", "parent")


def _figures(whole: Partnership, edition: Edition, *, reads_all: bool) -> list[RowFigures]:
    observed = Observation.objects.filter(whole_or_group()).select_related(
        "period", "data_period", "part__student_group"
    )
    of_parts = Observation.objects.filter(row=OuterRef("pk"), part__isnull=False).exclude(text="")
    rows = list(
        EvidenceRow.objects.for_partnership(whole)
        .exclude(edition__status=EditionStatus.DRAFT)
        .annotate(is_told_by_parts=Exists(of_parts))
        .select_related("edition", "category", "parent", "student_group")
        .prefetch_related(Prefetch("observations", observed), "items")
    )
    shown = [row for row in rows if row.edition_id == edition.pk]
    printed = None if reads_all else _as_public(read_by_public(whole))
    return figures_through_editions(whole, shown, rows, printed=printed)


def _as_public(public: PublicReading) -> Callable[[Observation], Observation]:
    """What the public reads of a value, without a note that would tell what is hidden."""

    def printed(value: Observation) -> Observation:
        told, note = public.printed(value), public.note_of(value)
        if told is value and note != value.note:
            told = copy(value)
            told.note = note
        return told

    return printed


def _with_rows(items: Sequence[Item], figures: Iterable[RowFigures]) -> Iterable[PlanItem]:
    speaking: defaultdict[int, list[PlanRowLine]] = defaultdict(list)
    for of_row in figures:
        for item in of_row.row.items.all():
            speaking[item.pk].append(PlanRowLine(of_row))
    parents = {item.parent_id for item in items}
    above: dict[int | None, tuple[int, ...]] = {None: ()}
    for item in items:
        above[item.pk] = (*above[item.parent_id], item.pk)
        lines = speaking[item.pk]
        keys = {line.row.pk for line in lines}
        yield PlanItem(
            item,
            above[item.parent_id],
            item.pk in parents,
            rows=tuple(line for line in lines if line.row.parent_id not in keys),
            beneath=tuple(line for line in lines if line.row.parent_id in keys),
        )
