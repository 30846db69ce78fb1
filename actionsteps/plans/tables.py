"""A partnership's plans, and a plan as its document prints it: a table for each category."""

from dataclasses import dataclass
from itertools import groupby

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.http import urlencode

from core.prepared import prepared
from core.words import natural
from partnerships.models import Category, Item, Partnership

from ..access import plans_kept
from ..models import Action, ActionPlan, ActionStep


def plans_of(partnership: Partnership) -> list[ActionPlan]:
    """The newest edition's first, of each edition the highest version: “2.10” comes after “2.9”.

    Not a draft's: it is nobody's plan until the edition is adopted.
    """
    plans = _plans_of(partnership.pk)
    plans.sort(key=lambda plan: natural(plan.version), reverse=True)
    plans.sort(key=lambda plan: (str(plan.edition.effective_from or ""), plan.edition_id), reverse=True)
    return plans


@prepared
def _plans_of(partnership: int) -> QuerySet[ActionPlan]:
    return plans_kept(partnership)


@dataclass(frozen=True)
class PlannedAction:
    """One action beside its timeline, which may reach over the actions below it."""

    action: Action
    timeline: str
    spans: int
    """How many actions the timeline stands beside; 0 where that of one above still holds."""


@dataclass(frozen=True)
class PlannedStep:
    step: ActionStep
    actions: list[PlannedAction]


@dataclass(frozen=True)
class CategorySteps:
    category: Category
    steps: list[PlannedStep]


def category_steps(plan: ActionPlan) -> list[CategorySteps]:
    """A plan's steps by category, in document order; in four queries."""
    items = Item.objects.order_by("category__position", "position")
    steps = plan.steps.select_related("category", "owner").prefetch_related(
        "actions", "feedback", Prefetch("items", items)
    )
    return [
        CategorySteps(category, [PlannedStep(step, _actions(step)) for step in of_category])
        for category, of_category in groupby(steps, key=lambda step: step.category)
    ]


def _actions(step: ActionStep) -> list[PlannedAction]:
    groups: list[list[Action]] = []
    for action in step.actions.all():
        if action.timeline or not groups:
            groups.append([])
        groups[-1].append(action)
    return [
        PlannedAction(action, group[0].timeline, 0 if place else len(group))
        for group in groups
        for place, action in enumerate(group)
    ]


def address_of(plan: ActionPlan) -> str:
    """Of the page that shows this version. Its partnership is known by its slug."""
    query = urlencode({"edition": plan.edition.label, "version": plan.version})
    return f"{reverse('action-steps', args=[plan.partnership.slug])}?{query}"
