"""The list of reviews: all partnerships are counted and filtered by their outlines, one page is written out."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby

from django.core.paginator import Page, Paginator
from django.utils import timezone
from django.utils.safestring import SafeString

from accounts.models import User
from assessments.cycles.round_status import Awaited, RoundState
from dashboards.outlines import RoundOutline, RoundOutlines
from determinations.verdicts.history import OutcomeMove
from partnerships.models import Agreement

from .choices import LATE, NONE, SOON, SOON_DAYS, Of, ReviewsRequest
from .outcomes import Path, Paths, PlacedOutcome
from .reading import (
    ListedCycle,
    ListedPartnership,
    Looker,
    Schools,
    courses_in,
    cycles_listed,
    partnerships_listed,
)
from .rendering import ShownReviews, reviews_html

ROWS_A_PAGE = 100


@dataclass(frozen=True)
class ListedReviews:
    """A partnership with its round in each cycle, and what came of each for itself and its schools."""

    partnership: ListedPartnership
    rounds: Mapping[int, RoundOutline]
    """By cycle, the first one first."""
    paths: Mapping[int, Path]
    """By the key of the subject: the partner, or a school."""

    @cached_property
    def current(self) -> RoundOutline | None:
        """The last round in which anybody was asked."""
        return list(self.rounds.values())[-1] if self.rounds else None

    @property
    def awaits(self) -> Awaited:
        return self.current.facts.awaits if self.current else Awaited.OPENING

    @property
    def days_late(self) -> int:
        return self.current.days_late if self.current else 0

    @property
    def due_on(self) -> date | None:
        """Of the last round, while anybody is still to hand in anything."""
        is_open = self.current and self.current.state in (RoundState.OPEN, RoundState.NOT_STARTED)
        return self.current.facts.due_on if self.current and is_open else None

    def is_due(self, asked: str, today: date) -> bool:
        if asked == LATE:
            return self.days_late > 0
        if asked == SOON:
            return self.due_on is not None and 0 <= (self.due_on - today).days <= SOON_DAYS
        return asked == self.awaits

    @property
    def path(self) -> Path:
        """Of the partner itself."""
        return self.paths.get(self.partnership.outline.partner, ())

    @property
    def school_paths(self) -> list[Path]:
        partner = self.partnership.outline.partner
        return [path for subject, path in self.paths.items() if subject != partner]

    @property
    def school_outcomes(self) -> list[str]:
        """The name of the last outcome of each school, `NONE` of those without one."""
        found = [outcome_of(path) for path in self.school_paths]
        return found + [NONE] * (self.partnership.schools - len(found))

    def is_among(self, asked: ReviewsRequest) -> bool:
        """Whether it is of the cohort and looked after as asked for: of these all others are counted."""
        keys = {one.public_id for one in self.partnership.caretakers} or {NONE}
        return (not asked.cohort or asked.cohort == (self.partnership.cohort or NONE)) and (
            not asked.caretaker or asked.caretaker in keys
        )

    def is_kept_by(self, asked: ReviewsRequest) -> bool:
        of_schools = asked.of == Of.SCHOOLS
        outcomes = self.school_outcomes if of_schools else [outcome_of(self.path)]
        moves: list[str | None] = [
            move_of(path) for path in (self.school_paths if of_schools else [self.path])
        ]
        return (
            (not asked.due or self.is_due(asked.due, timezone.localdate()))
            and (not asked.outcome or asked.outcome in outcomes)
            and (not asked.moved or asked.moved in moves)
        )


def outcome_of(path: Path) -> str:
    """The name of the last outcome, or `NONE`."""
    outcome = path[-1].outcome if path else None
    return outcome.name if outcome else NONE


def move_of(path: Path) -> OutcomeMove | None:
    return path[-1].move if path else None


@dataclass(frozen=True)
class CohortReviews:
    """What of a cohort is on a page."""

    label: str
    cycles: list[ListedCycle]
    """In which any of the cohort was asked."""
    count: int
    """How many of the cohort the filter keeps, on all pages."""
    rows: list[SafeString]


@dataclass(frozen=True)
class Reviews:
    """One page, and what is true of all."""

    word: str
    """What the newest edition calls a cycle."""
    partner_kind: str
    """What all partners are; empty where they are of several kinds."""
    total: int
    """Partners this person sees."""
    schools: int
    """Beneath them."""
    found: int
    """How many the filter keeps."""
    unassigned: int
    """Nobody looks after them."""
    cohorts: list[str]
    caretakers: list[Looker]
    awaited: Counter[str]
    outcomes: list[tuple[str, PlacedOutcome | None, int, int]]
    """(name or `NONE`, outcome, partners, schools) by the last outcome of each."""
    moves: list[tuple[OutcomeMove, int, int]]
    """(how, partners, schools) since the review before."""
    groups: list[CohortReviews]
    page: Page

    @property
    def has_cohorts(self) -> bool:
        return self.cohorts != [NONE]


class Gathered:
    """All partnerships of an agreement that a person sees, by cohort and name."""

    def __init__(self, user: User, agreement: Agreement):
        self.partnerships = partnerships_listed(user, agreement.pk)
        self.cycles, self.outcomes = cycles_listed(agreement.pk)
        order = [cycle.pk for cycle in self.cycles]
        rounds = RoundOutlines(user, [one.outline for one in self.partnerships], order).found
        paths = Paths(courses_in(agreement.pk), order, self.outcomes)
        of_partnership: dict[int, dict[int, RoundOutline]] = defaultdict(dict)
        for cycle in order:
            for one in self.partnerships:
                if round_ := rounds.get((one.outline.pk, cycle)):
                    of_partnership[one.outline.pk][cycle] = round_
        self.all = [
            ListedReviews(one, of_partnership.get(one.outline.pk, {}), paths.of(one.outline.pk))
            for one in self.partnerships
        ]

    def cycles_of(self, cohort: str) -> list[ListedCycle]:
        asked = {cycle for one in self.all if one.partnership.cohort == cohort for cycle in one.rounds}
        return [cycle for cycle in self.cycles if cycle.pk in asked]


def gather_reviews(user: User, agreement: Agreement, asked: ReviewsRequest) -> Reviews:
    gathered = Gathered(user, agreement)
    among = [one for one in gathered.all if one.is_among(asked)]
    kept = [one for one in among if one.is_kept_by(asked)]
    page = Paginator(kept, ROWS_A_PAGE).get_page(asked.page)
    kinds = {one.partner_kind for one in gathered.partnerships}
    return Reviews(
        word=gathered.cycles[-1].word if gathered.cycles else "",
        partner_kind=kinds.pop() if len(kinds) == 1 else "",
        total=len(gathered.all),
        schools=sum(one.schools for one in gathered.partnerships),
        found=len(kept),
        unassigned=sum(not one.caretakers for one in gathered.partnerships),
        cohorts=list(dict.fromkeys(one.cohort or NONE for one in gathered.partnerships)),
        caretakers=sorted(
            {who for one in gathered.partnerships for who in one.caretakers}, key=lambda one: one.name
        ),
        awaited=_awaited(among),
        outcomes=_outcomes(among, gathered.outcomes.values()),
        moves=_moves(among),
        groups=_groups(gathered, kept, page.object_list),
        page=page,
    )


def _awaited(among: Iterable[ListedReviews]) -> Counter[str]:
    awaited: Counter[str] = Counter()
    today = timezone.localdate()
    for one in among:
        awaited[one.awaits] += 1
        for due in (LATE, SOON):
            awaited[due] += one.is_due(due, today)
    return awaited


def _outcomes(
    among: Sequence[ListedReviews], outcomes: Iterable[PlacedOutcome]
) -> list[tuple[str, PlacedOutcome | None, int, int]]:
    """The newest edition's first. Outcomes of one name in several editions are one."""
    partners = Counter(outcome_of(one.path) for one in among)
    schools = Counter(name for one in among for name in one.school_outcomes)
    named: dict[str, PlacedOutcome | None] = {
        one.name: one for one in sorted(outcomes, key=lambda one: one.position)
    }
    named[NONE] = None
    return [(name, one, partners[name], schools[name]) for name, one in named.items()]


def _moves(among: Sequence[ListedReviews]) -> list[tuple[OutcomeMove, int, int]]:
    partners = Counter(move_of(one.path) for one in among)
    schools = Counter(move_of(path) for one in among for path in one.school_paths)
    return [(how, partners[how], schools[how]) for how in OutcomeMove]


def _groups(
    gathered: Gathered, kept: Iterable[ListedReviews], shown: Iterable[ListedReviews]
) -> list[CohortReviews]:
    shown, today = list(shown), timezone.localdate()
    schools = Schools(
        [one.partnership.outline.partner for one in shown], {key for one in shown for key in one.paths}
    )
    counts = Counter(one.partnership.cohort for one in kept)
    groups = []
    for cohort, rows in groupby(shown, key=lambda one: one.partnership.cohort):
        cycles = gathered.cycles_of(cohort)
        html = [reviews_html(ShownReviews.of(one, cycles, schools), today) for one in rows]
        groups.append(CohortReviews(cohort, cycles, counts[cohort], html))
    return groups
