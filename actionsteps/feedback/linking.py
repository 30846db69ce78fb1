"""The steps of a plan that answer feedback."""

from collections.abc import Collection

from django.db import transaction

from accounts.models import User
from core.history import save_as
from partnerships.models import Partnership

from ..access import plans_kept
from ..models import ActionStep, Feedback
from ..plans.tables import plans_of
from ..plans.versions import plan_to_write
from ..steps.writing import lock_plans, touch


def steps_to_link(partnership: Partnership) -> list[ActionStep]:
    """The steps of the plan that people work with, in its order."""
    newest = set(plans_kept(partnership).newest().values_list("pk", flat=True))
    plan = next((plan for plan in plans_of(partnership) if plan.pk in newest), None)
    if plan is None:
        return []
    return list(plan.steps.select_related("category", "plan").prefetch_related("actions", "feedback"))


@transaction.atomic
def link(feedback: Feedback, wanted: Collection[str], was: Collection[str], *, by: User) -> int:
    """Let these steps, by lineage, answer feedback; how many changed. `was` are those that did when shown.

    The links are words of a plan: where its newest version is released, they are written in the next one.
    """
    lock_plans(feedback.partnership)
    more, fewer = set(wanted) - set(was), set(was) - set(wanted)
    changed = {}
    for step in steps_to_link(feedback.partnership):
        if step.lineage in (fewer if feedback in step.feedback.all() else more):
            changed[step.lineage] = step
    if not changed:
        return 0
    plan = plan_to_write(next(iter(changed.values())).plan, by=by)
    for step in plan.steps.filter(lineage__in=changed):
        save_as(step, by=by, reason="what it answers")
        if step.lineage in more:
            step.feedback.add(feedback)
        else:
            step.feedback.remove(feedback)
        touch(step)
    return len(changed)
