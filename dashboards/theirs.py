"""What somebody has in hand, and what of it passes on when another takes their place."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from accounts.memberships import Held, somebody_with
from accounts.models import Membership, User
from actionsteps.models import ActionStep
from assessments.access import may_write
from assessments.models import Assessment, Decision, Rating
from partnerships.reach import in_reach_of


@dataclass(frozen=True)
class InHand:
    """An open assessment that this person writes by the membership."""

    assessment: Assessment
    rated: int
    """Items that have a level by now."""
    by_them: int
    """Of these, those that this person chose last."""


def in_hand(membership: Membership) -> list[InHand]:
    """The open assessments that somebody writes by this membership, in two queries."""
    somebody = _holder_of(membership)
    open_ones = Assessment.objects.within_reach_of(somebody).with_partnership().open()
    mine = [one for one in open_ones if may_write(somebody, one)]
    rated = Rating.objects.filter(assessment__in=mine, level__isnull=False).order_by().values("assessment")
    counts = rated.annotate(all=Count("pk"), own=Count("pk", filter=Q(updated_by=membership.user_id)))
    found = {row["assessment"]: (row["all"], row["own"]) for row in counts}
    return [InHand(one, *found.get(one.pk, (0, 0))) for one in mine]


def decisions_naming(membership: Membership) -> list[Decision]:
    """What a conference decided that this person does, in the partnerships reached, and that is not settled."""
    reached = in_reach_of(_holder_of(membership), "assessment__partnership__")
    unsettled = Decision.objects.filter(reached, settled_at=None, who__icontains=membership.user.name)
    return list(unsettled.select_related("assessment__partnership__partner", "assessment__cycle__period"))


def steps_owned(membership: Membership) -> QuerySet[ActionStep]:
    """The open steps of this person in the partnerships reached."""
    reached = in_reach_of(_holder_of(membership), "plan__partnership__")
    steps = ActionStep.objects.newest().open().filter(reached, owner=membership.user)
    return steps.select_related("plan__partnership__partner").prefetch_related("feedback", "actions")


def _holder_of(membership: Membership) -> User:
    """Nobody's record, with this membership alone."""
    named = frozenset(one.partnership_id for one in membership.narrowed_to.all())
    held = Held(membership.organization_id, membership.role, membership.reaches_all, named)
    return somebody_with((held,))
