"""What leaders of a network's schools look at first: the criteria of its review, their coaching, their clocks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from actionsteps.clocks.listing import CaseLine
from actionsteps.models import Action, ActionPlan, ActionStep, PointKind
from actionsteps.plans.hours import HoursTotals, totals_of
from assessments.rating.tally import Tally
from assessments.trends.changes import CycleComparison, compare_newest
from assessments.trends.cycles import (
    Answers,
    TrendColumn,
    gather_answers,
    gather_columns,
    standing_assessments,
)
from partnerships.models import Item, Partnership, RatingLevel

from .cases_due import CasesDue
from .overview import agreements_by_key
from .partnerships import PartnershipOutline

WEEK = timedelta(days=7)
MOST_CLOCKS = 5


@dataclass(frozen=True)
class Targeted:
    """What the coaching targets, as printed, with what the newest review found of it."""

    words: str
    item: Item | None
    """None where it stands nowhere in the text."""
    level: RatingLevel | None
    is_rated: bool
    """Whether its item is rated at all: a dimension may be left to its criteria."""


@dataclass(frozen=True)
class Driver:
    """A step of the coaching plan."""

    step: ActionStep
    hours: HoursTotals
    next: Action | None
    """What is not ticked off yet; None where everything is, or nothing is written down."""
    targeted: list[Targeted]


@dataclass(frozen=True)
class Criteria:
    """What the newest review found, and what moved since the one before."""

    column: TrendColumn
    tally: Tally
    comparison: CycleComparison | None
    """None where no later review stands beside an earlier one."""
    lowest: list[Item]
    """Those at the lowest level of the scale, in document order."""


@dataclass(frozen=True)
class Leading:
    partnership: Partnership
    """The network as a whole."""
    plan: ActionPlan
    drivers: list[Driver]
    criteria: Criteria | None
    """None where no review is submitted that this person may read."""
    clocks: list[CaseLine]
    """The cases of those partnerships whose cases this person keeps that are late or due within a week."""
    more_clocks: int

    @property
    def hours_planned(self) -> Decimal:
        """As the drivers state them, or else as their lines come to."""
        totals = [one.hours for one in self.drivers]
        return sum((one.planned if one.stated is None else one.stated for one in totals), Decimal())

    @property
    def hours_spent(self) -> Decimal:
        return sum((one.hours.spent for one in self.drivers), Decimal())


def gather_leading(
    user: User, partnerships: Iterable[PartnershipOutline], due: Sequence[CasesDue]
) -> Leading | None:
    """Of the first network that this person reaches as a whole and that has key drivers; None where none has.

    `due` are the cases of home. No query where no agreement that keeps cases has its lead agency as a partner.
    """
    for outline in partnerships:
        if outline.keeps_cases and outline.lead == outline.partner and (steps := list(_drivers(outline.pk))):
            break
    else:
        return None
    partnership = outline.record()
    partnership.agreement = agreements_by_key([outline.agreement])[outline.agreement]
    columns = gather_columns(standing_assessments(partnership, user)[-2:])
    answers = gather_answers(partnership, columns) if columns else []
    clocks = _this_week(due, timezone.localdate())
    return Leading(
        partnership,
        steps[0].plan,
        [_driver(step, answers) for step in steps],
        _criteria(columns, answers) if columns else None,
        clocks[:MOST_CLOCKS],
        len(clocks[MOST_CLOCKS:]),
    )


def _drivers(partnership: int) -> QuerySet[ActionStep]:
    steps = ActionStep.objects.newest().kept().filter(plan__partnership=partnership, plan__names_targets=True)
    steps = steps.select_related("plan__edition").order_by("plan", "position")
    return steps.prefetch_related("actions", "feedback", "hours", "points__item")


def _driver(step: ActionStep, answers: Answers) -> Driver:
    newest = answers[-1] if answers else {}
    targeted = []
    for point in step.points.all():
        if point.kind == PointKind.TARGET:
            answer = newest.get(point.item.lineage) if point.item else None
            level, is_rated = (answer.level, answer.is_rated) if answer else (None, False)
            targeted.append(Targeted(point.words, point.item, level, is_rated))
    following = next((action for action in step.actions.all() if action.done_at is None), None)
    return Driver(step, totals_of(step), following if step.is_open else None, targeted)


def _criteria(columns: list[TrendColumn], answers: Answers) -> Criteria:
    column = columns[-1]
    counted = [answer for answer in answers[-1].values() if answer.is_counted]
    levels = list(column.levels.values())
    tally = Tally.of([answer.level for answer in counted], levels, column.scale.met_from)
    scores = [level for level in levels if level.value is not None]
    worst = min(scores, key=lambda level: level.value or 0)
    lowest = [answer.item for answer in counted if answer.level == worst]
    return Criteria(column, tally, compare_newest(columns, answers) if len(columns) > 1 else None, lowest)


def _this_week(due: Iterable[CasesDue], today: date) -> list[CaseLine]:
    lines = [line for one in due for line in one.lines]
    return sorted(
        (line for line in lines if line.is_late or (line.due and line.due <= today + WEEK)),
        key=lambda line: line.due or today,
    )
