"""Activities as printed: the tables of an agreement or of one item, and one activity in all of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import F, Prefetch, QuerySet

from core.words import compare_words, natural
from partnerships.models import Agreement, Item, Partnership

from ..models import ActionStep, ActivityLine, ActivityTable


def whole_of(agreement: Agreement) -> Partnership | None:
    """The partnership that is the agreement as a whole, or None."""
    whole = Partnership.objects.whole().filter(agreement=agreement).select_related("partner").first()
    if whole is not None:
        whole.agreement = agreement
    return whole


def tables_of(agreement: Agreement, *, with_coming: bool) -> QuerySet[ActivityTable]:
    """Those of the last submission first, in its order. `with_coming`: also those that are still being written."""
    tables = ActivityTable.objects.filter(submission__agreement=agreement)
    if not with_coming:
        tables = tables.handed_in()
    order = (
        F("submission__submitted_on").desc(nulls_first=True),
        "submission__due_on",
        "submission",
        "position",
    )
    items = Item.objects.order_by("category__position", "position")
    return (
        tables.select_related("submission", "printed_at")
        .prefetch_related(Prefetch("items", items))
        .order_by(*order)
    )


def with_lines(tables: QuerySet[ActivityTable]) -> QuerySet[ActivityTable]:
    return tables.prefetch_related(Prefetch("lines", ActivityLine.objects.select_related("step")))


@dataclass(frozen=True)
class TablesOfItem:
    """What is said of activities at one item."""

    printed: list[ActivityTable]
    """The tables that stand at it, those of the last submission first."""
    elsewhere: list[ActivityTable]
    """Those for it that are printed at another item only."""

    def __bool__(self) -> bool:
        return bool(self.printed or self.elsewhere)


def tables_at(agreement: Agreement, items: Iterable[Item]) -> TablesOfItem:
    """The tables handed in at any of some items, with their lines: an item, what it stands beneath and its parts.

    In whichever edition: an item is itself by its lineage.
    """
    names = {item.lineage for item in items}
    printed: list[ActivityTable] = []
    elsewhere: list[ActivityTable] = []
    tables = tables_of(agreement, with_coming=False).filter(items__lineage__in=names).distinct()
    for table in with_lines(tables):
        stands = table.printed_at is None or table.printed_at.lineage in names
        (printed if stands else elsewhere).append(table)
    return TablesOfItem(printed, elsewhere)


@dataclass(frozen=True)
class Printing:
    """An activity in one table, after that in the table before it."""

    line: ActivityLine
    before: ActivityLine | None

    @property
    def pieces(self) -> list[tuple[str, str]]:
        """Its words with those that differ from the ones before marked; empty where all are the same."""
        if self.before is None or self.before.text == self.line.text:
            return []
        return compare_words(self.before.text, self.line.text)


@dataclass(frozen=True)
class Activity:
    """One activity, whatever its numbers and words: its lines, in the order in which it was printed."""

    lines: tuple[ActivityLine, ...]

    @property
    def newest(self) -> ActivityLine:
        return self.lines[-1]

    @property
    def step(self) -> ActionStep:
        return self.newest.step

    @cached_property
    def numbers(self) -> list[str]:
        """Those that can be read, each once, the one printed last first."""
        return list(dict.fromkeys(line.number for line in reversed(self.lines) if line.number))

    @cached_property
    def number_parts(self) -> set[str]:
        """“9.1 / 9.3” is 9.1 and 9.3."""
        return {part for number in self.numbers for part in number.replace("/", " ").split()}

    @property
    def standings(self) -> list[str]:
        """The statuses of the submission that printed it last, each once."""
        last = [line for line in self.lines if line.table.submission_id == self.newest.table.submission_id]
        return list(dict.fromkeys(line.standing for line in last if line.standing))

    @property
    def has_other_words(self) -> bool:
        return len({line.text for line in self.lines}) > 1

    @property
    def printings(self) -> list[Printing]:
        return [
            Printing(line, before) for before, line in zip((None, *self.lines[:-1]), self.lines, strict=True)
        ]


def activities_of(agreement: Agreement, *, with_coming: bool) -> list[Activity]:
    """All activities of an agreement that any of its tables prints, by number; those without one last."""
    lines = ActivityLine.objects.filter(table__submission__agreement=agreement)
    if not with_coming:
        lines = lines.filter(table__submission__submitted_on__isnull=False)
    items = Prefetch("step__items", Item.objects.order_by("category__position", "position"))
    lines = (
        lines.select_related("step__plan__partnership", "table__submission", "table__printed_at")
        .prefetch_related(items, "table__items")
        .order_by(
            F("table__submission__submitted_on").asc(nulls_last=True),
            "table__submission",
            "table__position",
            "position",
        )
    )
    return _by_lineage(lines)


def _by_lineage(lines: Iterable[ActivityLine]) -> list[Activity]:
    found: dict[str, list[ActivityLine]] = {}
    for line in lines:
        found.setdefault(line.step.lineage, []).append(line)
    return sorted(map(Activity, map(tuple, found.values())), key=_by_number)


def _by_number(activity: Activity) -> tuple[bool, str, int]:
    number = activity.numbers[0] if activity.numbers else ""
    return (not number, natural(number.strip("/ ")), activity.newest.table.position)
