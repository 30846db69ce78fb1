"""What a released plan says, with what stands today: for documents, and for what is public."""

from partnerships.models import Edition, Partnership

from ..models import ActionPlan
from .tables import CategorySteps, live_steps, planned, plans_of, steps_to_show


def released_plan(partnership: Partnership, edition: Edition | None = None) -> ActionPlan | None:
    """The newest released version of the newest plan, of an edition or of any; None where none was released."""
    return next(
        (one for one in plans_of(partnership) if one.is_released and edition in (None, one.edition)), None
    )


def released_steps(partnership: Partnership, plan: ActionPlan) -> list[CategorySteps]:
    """Its steps by category, in its words; each `live` as it stands in the version that people work with."""
    newest = next(one for one in plans_of(partnership) if one.lineage == plan.lineage)
    steps = list(steps_to_show(plan.steps.all()))
    live = live_steps([step.lineage for step in steps], newest) if newest != plan else {}
    found: dict[int, CategorySteps] = {}
    for step in steps:
        category = found.setdefault(step.category_id, CategorySteps(step.category, []))
        category.steps.append(planned(step, live.get(step.lineage)))
    return list(found.values())
