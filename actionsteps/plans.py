"""A partnership's plans, and a plan as its document prints it: a table for each category."""

from dataclasses import dataclass
from itertools import groupby

from django.db.models import Prefetch

from partnerships.models import Category, EditionStatus, Item

from .models import Action, ActionPlan, ActionStep


def plans_of(partnership):
    """The newest edition's first, of each edition the highest version: “2.10” comes after “2.9”.

    Not a draft's: it is nobody's plan until the edition is adopted.
    """
    plans = list(
        ActionPlan.objects.filter(partnership=partnership)
        .exclude(edition__status=EditionStatus.DRAFT)
        .select_related("edition")
    )
    plans.sort(key=_version, reverse=True)
    plans.sort(key=lambda plan: (str(plan.edition.effective_from or ""), plan.edition_id), reverse=True)
    return plans


def _version(plan):
    parts = plan.version.split(".")
    return [(part.isdecimal(), int(part) if part.isdecimal() else 0, part) for part in parts]


@dataclass(frozen=True)
class Line:
    """One action beside its timeline, which may reach over the lines below it."""

    action: Action
    timeline: str
    spans: int
    """How many lines the timeline stands beside; 0 where that of a line above still holds."""


@dataclass(frozen=True)
class Step:
    step: ActionStep
    lines: list[Line]


@dataclass(frozen=True)
class CategorySteps:
    category: Category
    steps: list[Step]


def category_steps(plan):
    """A plan's steps by category, in document order; in three queries."""
    items = Item.objects.order_by("category__position", "position")
    steps = plan.steps.select_related("category", "feedback").prefetch_related(
        "actions", Prefetch("items", items)
    )
    return [
        CategorySteps(category, [Step(step, _lines(step)) for step in of_category])
        for category, of_category in groupby(steps, key=lambda step: step.category)
    ]


def _lines(step):
    groups: list[list[Action]] = []
    for action in step.actions.all():
        if action.timeline or not groups:
            groups.append([])
        groups[-1].append(action)
    return [
        Line(action, group[0].timeline, 0 if place else len(group))
        for group in groups
        for place, action in enumerate(group)
    ]
