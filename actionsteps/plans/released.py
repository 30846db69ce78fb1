"""What a released plan says, with what stands today: for documents, and for what is public."""

from partnerships.models import Edition, Partnership

from ..models import ActionPlan
from .tables import CategorySteps, live_steps, planned, plans_of, steps_to_show


def released_plans(partnership: Partnership) -> dict[Edition, ActionPlan]:
    """Of each edition the newest released version of its newest plan: all that a document for everybody may say.

    The newest edition's first. Not one in preparation, even where there is no other.
    """
    found: dict[Edition, ActionPlan] = {}
    for plan in plans_of(partnership):
        if plan.is_released:
            found.setdefault(plan.edition, plan)
    return found


def released_plan(partnership: Partnership, edition: Edition | None = None) -> ActionPlan | None:
    """The newest of `released_plans`, of an edition or of any; None where none was released."""
    plans = released_plans(partnership)
    return plans.get(edition) if edition else next(iter(plans.values()), None)


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
