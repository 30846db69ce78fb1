"""Home of somebody with many partnerships: what waits comes first, the rest is counted, a page of it a link away.

All lines are known by their outlines; only those that are shown are read.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import chain
from typing import Any, NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from assessments.models import Assessment, Cycle
from core.prepared import prepared
from core.words import natural
from determinations.models import Outcome
from partnerships.models import Agreement, Cohort, PolicyChoice

from .lines import LineGroup, number_late
from .listed import FINISHED, ListedLine, line_maker, read_rounds, rounds_by_partnership
from .outlines import RoundOutline, RoundOutlines
from .partnerships import PartnershipOutline
from .waiting import urgency

LINES_A_PAGE = 50
MOST_LISTED, FEWEST_LISTED = 20, 5
"""Lines that home lists of what waits: in all agreements together, but of each as many as the latter."""


class LineOutline(NamedTuple):
    """What `ListedLine` says, without reading the partnership and its round."""

    partnership: PartnershipOutline
    round: RoundOutline | None
    is_earlier: bool = False
    """Whether the partnership has a round in a later cycle."""

    @property
    def key(self) -> int:
        return self.partnership.pk

    @property
    def group(self) -> LineGroup:
        return self.round.facts.group if self.round else LineGroup.of(None, None)

    @property
    def place(self) -> tuple[int, int | None]:
        return self.partnership.pk, self.round.cycle if self.round else None

    @property
    def is_late(self) -> bool:
        return bool(self.round and self.round.days_late)

    @property
    def sort_key(self) -> tuple[bool, str]:
        """In a group what is late comes first."""
        return not self.is_late, natural(self.partnership.name)


class LineOutlines:
    """The same lines as `lines_of`, in the same order, of any number of partnerships.

    A constant number of queries: as many partnerships as there are share their agreement's newest cycle.
    """

    def __init__(
        self, user: User, partnerships: list[PartnershipOutline], *, first: Collection[int] = frozenset()
    ):
        """What waits in partnerships whose keys are in `first` comes before what waits in others."""
        self.user, self.first = user, first
        self.partnerships = partnerships
        self.newest: dict[int, int] = {}
        self.starts = {}
        for cycle, agreement, start in _asked_cycles(*{one.agreement for one in partnerships}):
            self.starts[cycle] = start  # the newest first
            self.newest.setdefault(agreement, cycle)
        self.current = RoundOutlines(user, partnerships, self.newest.values())
        self.earlier = self._earlier()
        self.all = [line for partnership in partnerships for line in self._lines(partnership)]

    def _earlier(self) -> dict[int, list[RoundOutline]]:
        """Of each partnership the unfinished rounds of earlier cycles, and its newest where nobody is asked in its
        agreement's newest cycle; the newest first."""
        older = [cycle for cycle in self.starts if cycle not in self.newest.values()]
        if not older:
            return {}
        left_out = {
            one.pk
            for one in self.partnerships
            if (one.pk, self.newest.get(one.agreement)) not in self.current.found
        }
        if left_out:
            places: Iterable[Any] = _unfinished(older, Q(partnership__in=left_out))
        else:
            places = _unfinished_in(*older)
        order = {cycle: place for place, cycle in enumerate(self.starts)}
        wanted: set[tuple[int, int]] = set()
        newest: dict[int, int] = {}
        for partnership, cycle, open_sides in sorted(places, key=lambda row: order[row[1]]):
            if open_sides or (partnership in left_out and partnership not in newest):
                wanted.add((partnership, cycle))
            newest.setdefault(partnership, cycle)
        if not wanted:
            return {}
        found = RoundOutlines(
            self.user,
            self.partnerships,
            {cycle for _, cycle in wanted},
            only={partnership for partnership, _ in wanted},
        ).found
        rounds = defaultdict(list)
        for place in sorted(wanted & found.keys(), key=lambda place: order[place[1]]):
            rounds[place[0]].append(found[place])
        return rounds

    def _lines(self, partnership: PartnershipOutline) -> list[LineOutline]:
        current = self.current.found.get((partnership.pk, self.newest.get(partnership.agreement, 0)))
        earlier = self.earlier.get(partnership.pk)
        if not earlier:
            return [LineOutline(partnership, current)]
        rounds = [current, *earlier] if current else earlier
        waiting = [LineOutline(partnership, round, True) for round in rounds[1:] if round.step is not None]
        return [LineOutline(partnership, rounds[0]), *waiting]

    @cached_property
    def waiting(self) -> list[LineOutline]:
        """The most urgent first; of what is equally urgent, by name. All of `first` before the others."""
        found = [line for line in self.all if line.group == LineGroup.WAITING]
        return sorted(
            found, key=lambda line: (line.key not in self.first, self._urgency(line), line.sort_key)
        )

    def in_group(self, group: LineGroup | None) -> list[LineOutline]:
        """The lines of a group, or all. What waits comes by how urgent it is, else late first, then by name."""
        if group == LineGroup.WAITING:
            return self.waiting
        kept = [line for line in self.all if group in (None, line.group)]
        return sorted(kept, key=lambda line: line.sort_key)

    def _urgency(self, line: LineOutline) -> Any:
        round = line.round
        if round is None or round.step is None:
            return ()
        return urgency(round.step, round.submitted_at, self.starts[round.cycle])


@prepared
def _asked_cycles(*agreements: int) -> QuerySet[Cycle, tuple[int, int, date]]:
    """(cycle, agreement, first day) of those in which anybody was asked, the newest first."""
    asked = Assessment.objects.filter(cycle=OuterRef("pk"))
    cycles = Cycle.objects.filter(Exists(asked), edition__agreement__pk__in=agreements)
    return cycles.values_list("pk", "edition__agreement", "period__start")


def _unfinished(cycles: Iterable[int], others: Q) -> QuerySet[Assessment, tuple[int, int, int]]:
    """(partnership, cycle, how many sides are unfinished) where any is, and of `others`."""
    unfinished = ~Q(status__in=FINISHED)
    return (
        Assessment.objects.filter(unfinished | others, cycle__pk__in=cycles)
        .order_by()
        .values("partnership", "cycle")
        .annotate(unfinished=Count("pk", filter=unfinished))
        .values_list("partnership", "cycle", "unfinished")
    )


@prepared
def _unfinished_in(*cycles: int) -> QuerySet[Assessment, tuple[int, int, int]]:
    return _unfinished(cycles, Q())


def read_lines(user: User, outlines: Iterable[LineOutline]) -> list[ListedLine]:
    """The lines themselves, in their order. One query."""
    outlines = list(outlines)
    cycles = {line.round.cycle for line in outlines if line.round}
    rows = _rounds_in(*(line.key for line in outlines), cycles=tuple(sorted(cycles)))
    rounds, line_of = rounds_by_partnership(rows), line_maker(user)
    found = {(key, rows[0].cycle): rows for key, several in rounds.items() for rows in several}
    return [
        line_of(
            line.partnership,
            found.get((line.key, line.round.cycle), ()) if line.round else (),
            is_earlier=line.is_earlier,
        )
        for line in outlines
    ]


@prepared
def _rounds_in(*partnerships: int, cycles: tuple[int, ...]) -> QuerySet[Assessment, tuple[Any, ...]]:
    return read_rounds(partnerships, Q(cycle__in=cycles))


def agreements_by_key(keys: Iterable[int]) -> dict[int, Agreement]:
    """Each with its lead agency, `with_round`, `has_reviews`: whether it has cohorts, or outcomes of rounds, and
    `open_choices`: how many policy choices of its plan nobody has answered."""
    return {one.pk: one for one in _agreements(*set(keys))}


@prepared
def _agreements(*keys: int) -> QuerySet[Agreement]:
    cohorts = Cohort.objects.filter(agreement=OuterRef("pk"))
    outcomes = Outcome.objects.filter(edition__agreement=OuterRef("pk"))
    has_reviews = Exists(cohorts) | Exists(outcomes)
    agreements = Agreement.objects.with_round().filter(pk__in=keys)
    unanswered = PolicyChoice.objects.unanswered().filter(agreement=OuterRef("pk")).order_by()
    counted = unanswered.values("agreement").annotate(count=Count("pk")).values("count")
    open_choices = Coalesce(Subquery(counted), 0)
    return agreements.annotate(has_reviews=has_reviews, open_choices=open_choices).select_related("lead")


@dataclass(frozen=True)
class AgreementOverview:
    """One agreement among many partnerships: what waits there most urgently, and each group counted."""

    agreement: Agreement
    count: int
    """Its partnerships."""
    counts: dict[LineGroup, int]
    lines: list[ListedLine]
    """What waits, as far as it is shown."""
    late: int
    """Partnerships whose newest round is late."""

    @property
    def waiting_count(self) -> int:
        return self.counts.get(LineGroup.WAITING, 0)

    @property
    def table(self) -> list[tuple[str, list[ListedLine], int]]:
        """(title, lines, how many there are) of the only group that is listed."""
        return [(LineGroup.WAITING.label, self.lines, self.waiting_count)]

    @property
    def groups(self) -> list[tuple[LineGroup, int]]:
        """With at least one line each, in their order."""
        return [(group, self.counts[group]) for group in LineGroup if self.counts.get(group)]


def agreement_overviews(user: User, outlines: LineOutlines) -> list[AgreementOverview]:
    """The agreements in their order. What waits is listed of each, the most urgent first."""
    by_agreement: dict[int, list[LineOutline]] = {one.agreement: [] for one in outlines.partnerships}
    for line in outlines.all:
        by_agreement[line.partnership.agreement].append(line)
    agreements = agreements_by_key(by_agreement)
    most = max(FEWEST_LISTED, MOST_LISTED // len(by_agreement))
    listed: dict[int, list[LineOutline]] = defaultdict(list)
    for line in outlines.waiting:
        if len(listed[line.partnership.agreement]) < most:
            listed[line.partnership.agreement].append(line)
    lines = defaultdict(list)
    for read in read_lines(user, chain(*listed.values())):
        lines[read.partnership.agreement].append(read)
    return [
        AgreementOverview(
            agreements[key],
            len({line.key for line in of_agreement}),
            Counter(line.group for line in of_agreement),
            lines[key],
            number_late(of_agreement),
        )
        for key, of_agreement in by_agreement.items()
    ]
