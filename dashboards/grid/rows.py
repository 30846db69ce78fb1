"""One row of the grid: a partnership's round, with how many items are rated and its cells."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils import timezone

from accounts.models import Organization, User
from assessments.cycles.round_status import RoundStatus
from assessments.models import Assessment, Cycle, Rating
from assessments.models.assessments import AssessmentQuerySet
from assessments.rounds import Round, by_round
from core.prepared import prepared
from dashboards.waiting import NextStep, Waiting, waiting_in
from partnerships.access import is_of_either_side
from partnerships.models import Partnership

from .cells import GridCell

SELF = "Self-assessment"


@dataclass(eq=False)
class GridRow(RoundStatus):
    before: Round | None = None
    """Of the cycle before."""
    cells: dict[str, GridCell] = field(default_factory=dict)
    """By the category's number; empty where no level may be shown yet."""

    @cached_property
    def waiting(self) -> Waiting | None:
        return waiting_in(self)

    # What all rows are counted, filtered and sorted by (`ListedRound`)

    @property
    def key(self) -> int:
        return self.partnership.pk

    @property
    def step(self) -> NextStep | None:
        return self.waiting.step if self.waiting else None

    @property
    def stood(self) -> Assessment | None:
        """What counts of the cycle before."""
        return self.before.result if self.before else None

    @property
    def progress_of_sides(self):
        """(whose, assessment) of each side."""
        own = self.partnership.partner_id
        return [(SELF if side.by_id == own else side.rater, side) for side in self.sides]

    @property
    def counted(self):
        """The assessments whose items are counted: what the round is about, and the one that counts."""
        return {one.pk: one for one in [*self.decisive, *([self.result] if self.result else [])]}.values()

    @property
    def rated(self):
        """“24 of 55” of the joint one; “21 and 10 of 55” of the sides, in their order; “0 of 55” of whoever has not
        begun. Empty where not counted."""
        counts = [one.rated for one in self.decisive if one.rated is not None]
        words = " and ".join(map(str, counts)) if any(counts) else "0"
        return f"{words} of {self.total}" if counts and self.total else ""

    @property
    def progress(self):
        """The share of the items that are rated, all sides together; None where that was not counted."""
        counts = [one.rated for one in self.decisive if one.rated is not None]
        return sum(counts) / (self.total * len(counts)) if counts and self.total else None

    @property
    def changed_on(self):
        return timezone.localdate(self.changed) if self.changed else None

    @property
    def changed(self):
        """The last change of anything in the round that anybody made since it was opened."""
        asked: list[Any] = self.asked  # which `gather_rows` told more
        moments = [one.changed for one in asked if one.started or one.is_handed_in]
        return max(moments, default=None)

    @property
    def later_first(self) -> float | None:
        """What sorts by the last change."""
        return -self.changed.timestamp() if self.changed else None


def with_last_change(assessments: AssessmentQuerySet) -> AssessmentQuerySet:
    """Each with `rating_changed`, when one of its ratings was last changed; None where it has none."""
    newest = Rating.objects.filter(assessment=OuterRef("pk")).order_by("-updated_at")
    return assessments.annotate(rating_changed=Subquery(newest.values("updated_at")[:1]))


@prepared
def _assessments(*partnerships: int, cycles: tuple[int, ...]) -> QuerySet[Assessment]:
    """`for_rounds`, but for who rates."""
    started = Rating.objects.filter(assessment=OuterRef("pk"), level__isnull=False)
    assessments = Assessment.objects.filter(cycle__in=cycles, partnership__pk__in=partnerships).for_rounds()
    return with_last_change(assessments.select_related(None).annotate(started=Exists(started)))


@prepared
def _organizations(*keys: int) -> QuerySet[Organization]:
    return Organization.objects.filter(pk__in=keys)


def gather_rows(
    user: User, cycle: Cycle, previous: Cycle | None, partnerships: Iterable[Partnership]
) -> list[GridRow]:
    """The rows of some partnerships with their assessments of the cycle and of the one before, in one query.

    The partnerships are of the cycle's agreement and know their partner. One more query where other parties rate.
    """
    partnerships, agreement = list(partnerships), cycle.edition.agreement
    cycles = (cycle.pk, *((previous.pk,) if previous else ()))
    assessments = _assessments(*(one.pk for one in partnerships), cycles=cycles)
    # The agreement, its lead and the partners are few, and each row would bring its own.
    for partnership in partnerships:
        partnership.agreement = agreement
    raters = {one.pk: one for one in (agreement.lead, *(each.partner for each in partnerships))}
    if others := {one.by_id for one in assessments} - raters.keys() - {None}:
        raters |= {one.pk: one for one in _organizations(*others)}
    for assessment in assessments:
        if assessment.by_id:
            assessment.by = raters[assessment.by_id]
        moments = (assessment.updated_at, assessment.rating_changed)
        assessment.changed, assessment.rated = max(filter(None, moments)), None
    found = by_round(assessments)

    def before(partnership: Partnership) -> Round | None:
        if previous is None:
            return None
        return Round(partnership, previous, found[partnership.pk, previous.pk]).seen_by(user)

    return [
        GridRow(
            partnership,
            cycle,
            found[partnership.pk, cycle.pk],
            begins=is_of_either_side(user, partnership),
            before=before(partnership),
        ).seen_by(user)
        for partnership in partnerships
    ]
