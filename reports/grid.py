"""The director's grid, gathered: every partnership of an agreement by the categories of a cycle's edition.

The number of queries is the same for one district and for a thousand. What only the rows of one page show is
counted for those rows alone, unless the order of all rows hangs on it.

Levels are read of what is handed in and of nothing else; `standing` (in `grid_rows`) says what may be shown.
"""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from enum import StrEnum
from math import ceil

from django.db.models import Case, Count, Exists, F, Max, OuterRef, Q, Sum, When
from django.utils import timezone

from assessments.models import HANDED_IN, Assessment, Cycle, Rating
from partnerships.models import Category, LineageBreak, OrganizationKind, Partnership, RatingLevel

from .grid_rows import SELF, Cell, Row, Side, State, precedence

ROWS_A_PAGE = 100


class Show(StrEnum):
    """What the cells show."""

    NOW = "now"
    CHANGE = "change"
    DIFFER = "differ"


class Only(StrEnum):
    """Which rows are shown."""

    ALL = "all"
    LATE = "late"
    OPEN = "open"
    SUBMITTED = "submitted"
    FINAL = "final"
    NOT_STARTED = "not-started"

    def keeps(self, row):
        match self:
            case Only.ALL:
                return True
            case Only.LATE:
                return row.days_late > 0
            case Only.NOT_STARTED:
                return row.state in (State.NOT_STARTED, State.NOT_ASKED)
        return row.state.value == self.value


@dataclass(frozen=True)
class Order:
    """What the rows are sorted by. `by` is a name in `NAMES` or “c” and a category's number."""

    by: str = "district"
    backwards: bool = False

    NAMES = ("district", "status", "progress", "late", "changed")

    @classmethod
    def asked_for(cls, text, categories):
        by = text.removeprefix("-")
        if by in cls.NAMES or by in {f"c{category.number}" for category in categories}:
            return cls(by, text.startswith("-"))
        return cls()

    @property
    def category(self):
        """The number of the category whose figures decide, or None."""
        return int(self.by[1:]) if self.by not in self.NAMES else None

    @property
    def needs_counts(self):
        """Whether the order hangs on figures that are otherwise counted for one page only."""
        return self.category is not None or self.by in ("progress", "changed")

    def __str__(self):
        return f"-{self.by}" if self.backwards else self.by


@dataclass(frozen=True)
class Asked:
    """What an address asks for."""

    show: Show = Show.NOW
    only: Only = Only.ALL
    sort: str = "district"
    page: int = 1


@dataclass(frozen=True)
class Column:
    """One category of the edition."""

    number: int
    title: str

    @property
    def key(self):
        return f"c{self.number}"


@dataclass(frozen=True)
class Grid:
    """One page of the rows, and what is true of all of them."""

    cycle: Cycle
    previous: Cycle | None
    comparable: bool
    """Whether there is a cycle before, rated on the same scale."""
    columns: list[Column]
    levels: list[RatingLevel]
    rows: list[Row]
    found: int
    """How many rows the filter keeps."""
    counts: dict[Only, int]
    states: dict[State, int]
    order: Order
    page: int
    pages: int

    @property
    def total(self):
        return self.counts[Only.ALL]

    @property
    def summary(self):
        """“19 final, 2 in draft, 1 not started”."""
        words = {
            State.FINAL: "final",
            State.SUBMITTED: "submitted",
            State.OPEN: "in draft",
            State.NOT_STARTED: "not started",
            State.NOT_ASKED: "not asked yet",
        }
        return ", ".join(
            f"{self.states[state]} {word}" for state, word in words.items() if self.states[state]
        )

    @property
    def noun(self):
        """What the partners are, in one word and the singular."""
        kinds = {row.partnership.partner.kind for row in self.rows}
        return "district" if kinds <= {OrganizationKind.PARTNER_DISTRICT} else "partner"

    @property
    def first(self):
        return (self.page - 1) * ROWS_A_PAGE + 1

    @property
    def lines(self):
        """Each row with its cells."""
        return [(row, row.in_columns(self.columns)) for row in self.rows]

    @property
    def last(self):
        return self.first + len(self.rows) - 1


def cycles_of(agreement):
    """The agreement's cycles, the newest first, each saying whether anybody was asked in it (`is_opened`)."""
    asked = Assessment.objects.filter(cycle=OuterRef("pk"))
    return list(
        Cycle.objects.filter(edition__agreement=agreement)
        .select_related("edition__scale", "edition__agreement", "period")
        .annotate(is_opened=Exists(asked))
    )


def gather(user, cycles, cycle, asked, *, today=None):
    """What `user` sees of one of an agreement's cycles (`cycles`, the newest first)."""
    earlier = [one for one in cycles[cycles.index(cycle) + 1 :] if one.is_opened]
    previous = earlier[0] if earlier else None
    comparable = previous is not None and _are_comparable(previous.edition, cycle.edition)
    columns, totals = _columns(cycle)
    rows = _rows(user, cycle, previous if asked.show == Show.CHANGE else None)
    for row in rows:
        row.total = totals[None] + totals[row.partnership.pk]
        row.days_late = _days_late(row, cycle, today or timezone.localdate())
    order = Order.asked_for(asked.sort, columns)
    kept = [row for row in rows if asked.only.keeps(row)]
    pages = max(1, ceil(len(kept) / ROWS_A_PAGE))
    page = min(max(1, asked.page), pages)
    levels = list(cycle.edition.scale.levels.all()) if asked.show == Show.NOW else []

    def count(some):
        _count(some, columns, levels)
        if asked.show == Show.CHANGE and comparable:
            _compare_with_before(some, columns, cycle, previous)
        elif asked.show == Show.DIFFER:
            _compare_sides(some, columns)

    if order.needs_counts:
        count(kept)
    kept = in_order(kept, order)
    shown = kept[(page - 1) * ROWS_A_PAGE : page * ROWS_A_PAGE]
    if not order.needs_counts:
        count(shown)
    return Grid(
        cycle=cycle,
        previous=previous,
        comparable=comparable,
        columns=[Column(column.number, column.title) for column in columns],
        levels=levels,
        rows=shown,
        found=len(kept),
        counts={only: sum(only.keeps(row) for row in rows) for only in Only},
        states=Counter(row.state for row in rows),
        order=order,
        page=page,
        pages=pages,
    )


def _are_comparable(before, now):
    """Whether two editions rate on the same scale and follow one another in time, or are one and the same."""
    dated = before.effective_from and now.effective_from
    return before == now or bool(dated and before.scale_id == now.scale_id)


def _columns(cycle):
    """The edition's categories, and the numbers of items to rate: `None` for shared ones, else by partnership."""
    rows = (
        Category.objects.filter(edition=cycle.edition_id)
        .order_by("number")
        .values_list("pk", "number", "title", "items__local_to")
        .annotate(rated=Count("items", filter=Q(items__is_rated=True)))
    )
    columns, totals = {}, Counter[int | None]()
    for pk, number, title, local_to, rated in rows:
        columns[pk] = Category(pk=pk, number=number, title=title)
        totals[local_to] += rated
    return list(columns.values()), totals


def _rows(user, cycle, previous):
    """Every partnership the person sees with its assessments of the cycle and of the one before, in two queries."""
    partnerships = (
        Partnership.objects.visible_to(user)
        .filter(agreement=cycle.edition.agreement_id)
        .select_related("partner")
        .order_by("partner__short_name", "pk")
    )
    now: dict[int, list[Side]] = defaultdict(list)
    before: dict[int, list[Side]] = defaultdict(list)
    readable = Assessment.objects.visible_to(user).order_by().values("pk")
    assessments = (
        Assessment.objects.filter(cycle__in=[cycle, *([previous] if previous else [])])
        .asked()
        .annotate(
            readable=Case(When(pk__in=readable, then=True), default=False),
            started=Exists(Rating.objects.filter(assessment=OuterRef("pk"), level__isnull=False)),
        )
        .order_by("pk")
        .values_list(
            "pk", "public_id", "by", "by__short_name", "status", "updated_at", "readable", "started",
            "partnership", "cycle", "partnership__partner",
        )
    )  # fmt: skip
    for *fields, partnership, of_cycle, partner in assessments:
        side = Side(*fields)
        side.name = "Joint" if side.is_joint else SELF if side.by == partner else side.by_name
        (now if of_cycle == cycle.pk else before)[partnership].append(side)
    return [_row(partnership, now[partnership.pk], before[partnership.pk]) for partnership in partnerships]


def _row(partnership, now, before):
    sides = sorted((side for side in now if not side.is_joint), key=precedence)
    return Row(partnership, sides, next((side for side in now if side.is_joint), None), before)


def _days_late(row, cycle, today):
    is_late = row.open_sides and cycle.due_on is not None and cycle.due_on < today
    return (today - cycle.due_on).days if is_late else 0


def in_order(rows, order):
    """Rows without what they are sorted by come last, whichever way. Equals stay in the order of their names."""
    states = list(State)

    def key(row):
        match order.by:
            case "status":
                return states.index(row.state), row.status
            case "progress":
                return row.progress
            case "late":
                return -row.days_late
            case "changed":
                return -row.changed.timestamp() if row.changed else None
            case "district":
                return natural(row.name)
        cell = row.cells.get(order.category)
        return cell.figure if cell else None

    keyed = [(key(row), row) for row in sorted(rows, key=lambda row: natural(row.name))]
    known = sorted((pair for pair in keyed if pair[0] is not None), key=_first, reverse=order.backwards)
    return [row for _, row in known] + [row for value, row in keyed if value is None]


def natural(name):
    """A key that puts District 9 before District 10."""
    parts = re.split(r"(\d+)", name.casefold())
    return [int(part) if place % 2 else part for place, part in enumerate(parts)]


def _first(pair):
    return pair[0]


def _count(rows, columns, levels):
    """How many items are rated and, of what stands, how many at which level. One query.

    The level is asked for only of what is handed in.
    """
    sides = {side.pk: side for row in rows for side in row.counted}
    handed_in = Case(When(assessment__status__in=HANDED_IN, then=F("level")))
    counted = (
        Rating.objects.filter(assessment__in=list(sides))
        .order_by()
        .values("assessment", "item__category", shown=handed_in)
        .annotate(rated=Count("level"), changed=Max("updated_at"))
        .values_list("assessment", "item__category", "shown", "rated", "changed")
    )
    for side in sides.values():
        side.rated = 0
    at_levels: dict[tuple[int, int], Counter[int]] = defaultdict(Counter)
    for assessment, category, level, rated, changed in counted:
        side = sides[assessment]
        side.rated += rated
        side.changed = max(side.changed, changed)
        if level is not None:
            at_levels[assessment, category][level] += rated
    for row in rows:
        if row.stands and levels:
            row.cells = {
                column.number: Cell.of_levels(at_levels[row.stands.pk, column.pk], levels)
                for column in columns
            }


def _compare_with_before(rows, columns, cycle, previous):
    """Items of one lineage that have a score in both cycles and no break between their editions. One query."""
    both = [row for row in rows if row.stands and row.stood]
    now = [row.stands.pk for row in both]
    before = [row.stood.pk for row in both]
    breaks = LineageBreak.objects.none()
    if previous.edition != cycle.edition:
        breaks = LineageBreak.objects.filter(
            edition__agreement=cycle.edition.agreement_id,
            edition__effective_from__gt=previous.edition.effective_from,
            edition__effective_from__lte=cycle.edition.effective_from,
        )
    here = Q(assessment__cycle=cycle)
    lines = (
        Rating.objects.filter(assessment__in=[*now, *before], level__is_score=True)
        .exclude(item__lineage__in=breaks.values("lineage"))
        .order_by()
        .values("assessment__partnership", "item__lineage")
        .annotate(
            n=Count("pk"),
            category=Max(Case(When(here, then=F("item__category")))),
            before=Sum(Case(When(~here, then=F("level__value")))),
            now=Sum(Case(When(here, then=F("level__value")))),
        )
        .filter(n=2)
        .values_list("assessment__partnership", "category", "before", "now")
    )
    pairs = defaultdict(list)
    for partnership, category, value_before, value_now in lines:
        pairs[partnership, category].append((value_before, value_now))
    for row in both:
        row.cells = {
            column.number: Cell.of_change(pairs[row.partnership.pk, column.pk]) for column in columns
        }


def _compare_sides(rows, columns):
    """Items that two sides or more have rated, and those at which they do not stand at one level. One query."""
    several = [row for row in rows if row.stands and sum(side.readable for side in row.sides) > 1]
    sides = [side.pk for row in several for side in row.sides if side.readable]
    lines = (
        Rating.objects.filter(assessment__in=sides, level__isnull=False)
        .order_by("item__position")
        .values("assessment__partnership", "item__category", "item__reference", "item__position")
        .annotate(n=Count("pk"), levels=Count("level", distinct=True))
        .filter(n__gt=1)
        .values_list("assessment__partnership", "item__category", "item__reference", "levels")
    )
    compared, differing = Counter[tuple[int, int]](), defaultdict(list)
    for partnership, category, reference, levels in lines:
        compared[partnership, category] += 1
        if levels > 1:
            differing[partnership, category].append(reference)
    for row in several:
        places = {column.number: (row.partnership.pk, column.pk) for column in columns}
        row.cells = {
            number: Cell.of_differences(differing[place], compared[place]) for number, place in places.items()
        }


def wanted(parameters):
    """What an address asks for, read with patience: what it gets wrong is as if it were not there."""
    page = parameters.get("page", "")
    return Asked(
        show=_one_of(Show, parameters.get("show"), Show.NOW),
        only=_one_of(Only, parameters.get("only"), Only.ALL),
        sort=parameters.get("sort", ""),
        page=int(page) if page.isascii() and page.isdecimal() and len(page) < 6 else 1,
    )


def _one_of(choices, text, default):
    return choices(text) if text in set(choices) else default
