"""The order of a category's steps."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import F

from accounts.models import User
from core.conflicts import Conflict, Resolution, resolution_of
from core.history import save_as

from ..models import ActionPlan, ActionStep
from ..plans.order import PARKED
from ..plans.versions import VersionRefused, plan_to_write, step_to_write
from .writing import lock_plan


def steps_beside(step: ActionStep) -> list[ActionStep]:
    """The steps of the same plan and category, this one among them, in their order."""
    return list(
        ActionStep.objects.filter(plan=step.plan_id, category=step.category_id).order_by("position", "pk")
    )


@transaction.atomic
def move_step(step: ActionStep, by_places: int, *, by: User) -> tuple[ActionStep, int, int]:
    """Swap with the one above (-1) or below (+1) in its category; at the end nothing moves.

    Returns the step where it was written, its place in the category, and how many stand there. Raises Refused where
    it was removed meanwhile.
    """
    lock_plan(step.plan)
    steps = steps_beside(step)
    here, there = _places(steps, step, by_places)
    if here != there:
        step = step_to_write(step, by=by)
        steps = steps_beside(step)
        here, there = _places(steps, step, by_places)
        steps.insert(there, steps.pop(here))
        give_places(steps, by=by)
    return step, there + 1, len(steps)


def _places(steps: Sequence[ActionStep], step: ActionStep, by_places: int) -> tuple[int, int]:
    """Where a step stands among these, and where it goes. Raises Refused where it was removed meanwhile."""
    if step not in steps:
        raise VersionRefused("This step was removed meanwhile.")
    here = steps.index(step)
    return here, min(max(here + by_places, 0), len(steps) - 1)


@transaction.atomic
def order_steps(
    plan: ActionPlan, category: int, wanted: Sequence[str], *, was: Sequence[str], by: User
) -> ActionPlan:
    """Put a category's steps in the order of `wanted`; `was` is the order the person saw. All are lineages.

    Raises Conflict where somebody else put them in order, added or removed one meanwhile.
    """
    lock_plan(plan)
    plan = plan_to_write(plan, by=by)
    steps = list(ActionStep.objects.filter(plan=plan, category=category).order_by("position", "pk"))
    now = [one.lineage for one in steps]
    outcome = resolution_of(list(was), now, list(wanted))
    if outcome is Resolution.CONFLICT or sorted(wanted) != sorted(now):
        raise Conflict(now)
    if outcome is Resolution.MINE:
        give_places(sorted(steps, key=lambda one: wanted.index(one.lineage)), by=by)
    return plan


def give_places(steps: Sequence[ActionStep], *, by: User) -> None:
    """Give steps, in the order given, the places they have together. The caller holds the plan."""
    places = sorted(one.position for one in steps)
    moved = [(one, place) for one, place in zip(steps, places, strict=True) if one.position != place]
    ActionStep.objects.filter(pk__in=[one.pk for one, _ in moved]).update(position=F("position") + PARKED)
    for one, place in moved:
        one.position = place
        save_as(one, by=by, update_fields=["position"])
