"""Who may write feedback and plans. Who may read them: everybody who may see the partnership."""

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import User
from partnerships.access import (
    get_agreement_seen,
    get_partnership,
    is_of_either_side,
    rates_for_lead,
    sides_of,
)
from partnerships.models import Edition, EditionStatus, Partnership, SignatorySide, in_force_or_newest
from partnerships.reach import reaches

from .models import ActionPlan, ActionStep, Feedback, LaunchPlan, LaunchTask
from .models.plans import ActionPlanQuerySet


def may_write(user: User | AnonymousUser, partnership: Partnership) -> bool:
    """The directors and liaisons of the lead agency, and the liaisons of the partner. An administrator as such does
    not: what a partnership does is said by its own people."""
    return is_of_either_side(user, partnership)


def may_request(user: User | AnonymousUser, partnership: Partnership) -> bool:
    """Who asks for money of a fund: the liaisons of the partner. Directors of the lead agency decide
    (`partnerships.access.directs`)."""
    return SignatorySide.PARTNER in sides_of(user, partnership)


def may_note(user: User | AnonymousUser, step: ActionStep) -> bool:
    """Who says how far a step is: those who write, and its owner, whatever else they may."""
    partnership = step.plan.partnership
    return may_write(user, partnership) or (step.owner_id == user.pk and reaches(user, partnership))


def get_partnership_to_write(user: User | AnonymousUser, slug: str) -> Partnership:
    """The partnership at an address, for those who write. Readers get a 403, everybody else a 404."""
    partnership = get_partnership(user, slug)
    _must_write(user, partnership)
    return partnership


def plans_kept(partnership: Partnership | int) -> ActionPlanQuerySet:
    """A partnership's plans in every version. Not a draft edition's: it is nobody's plan until that is adopted."""
    plans = ActionPlan.objects.filter(partnership=partnership)
    return plans.exclude(edition__status=EditionStatus.DRAFT).select_related("edition", "partnership")


def edition_of(partnership: Partnership) -> Edition | None:
    """The edition that people write by: the one in force, or else the newest that was adopted."""
    editions = Edition.objects.filter(agreement=partnership.agreement_id, status=EditionStatus.ADOPTED)
    return in_force_or_newest(list(editions.newest_first()))


def get_plan(partnership: Partnership, public_id: str) -> ActionPlan:
    """A version of one of the partnership's plans, or a 404."""
    return get_object_or_404(plans_kept(partnership), public_id=public_id)


def steps_with_partnership() -> QuerySet[ActionStep]:
    """Steps in every version, removed or not, each with its plan and partnership."""
    return ActionStep.with_removed.kept().select_related(
        "plan__partnership__agreement__lead",
        "plan__partnership__partner",
        "plan__edition",
        "category",
        "owner",
    )


def get_step(user: User | AnonymousUser, slug: str, public_id: str) -> ActionStep:
    """A step of the partnership at an address, in whichever version, removed or not, with its plan and partnership.

    In one query. A 404 for everybody who may not know of it.
    """
    step = get_object_or_404(steps_with_partnership(), plan__partnership__slug=slug, public_id=public_id)
    if not reaches(user, step.plan.partnership):
        raise Http404("No such step.")
    return step


def get_step_to_write(user: User | AnonymousUser, slug: str, public_id: str) -> ActionStep:
    """The same for those who write. Readers get a 403."""
    step = get_step(user, slug, public_id)
    _must_write(user, step.plan.partnership)
    return step


def get_feedback(partnership: Partnership, public_id: str) -> Feedback:
    """Something that was told the partnership, or a 404."""
    return get_object_or_404(
        Feedback.objects.select_related("category", "merged_into", "recorded_by"),
        partnership=partnership,
        public_id=public_id,
    )


def get_launch_plan(user: User | AnonymousUser, slug: str, public_id: str) -> LaunchPlan:
    """A launch plan of the agreement at an address, for everybody in that; a 404 for everybody else."""
    agreement = get_agreement_seen(user, slug)
    plan = get_object_or_404(LaunchPlan, agreement=agreement, public_id=public_id)
    plan.agreement = agreement
    return plan


def may_launch(user: User | AnonymousUser, plan: LaunchPlan) -> bool:
    """Who marks a launch plan and says how far its tasks are: the directors and liaisons of the lead agency."""
    return rates_for_lead(user, plan.agreement)


def get_launch_plan_to_write(user: User | AnonymousUser, slug: str, public_id: str) -> LaunchPlan:
    """The same for those who mark it. Readers get a 403."""
    plan = get_launch_plan(user, slug, public_id)
    if not may_launch(user, plan):
        raise PermissionDenied("A launch plan is marked by the directors and liaisons of the lead agency.")
    return plan


def get_launch_task(plan: LaunchPlan, public_id: str) -> LaunchTask:
    """A task of a launch plan, or a 404."""
    task = get_object_or_404(plan.tasks, public_id=public_id)
    task.plan = plan
    return task


def _must_write(user: User | AnonymousUser, partnership: Partnership) -> None:
    if not may_write(user, partnership):
        raise PermissionDenied(
            "Plans, feedback and cases are for the directors and liaisons of the two sides."
        )
