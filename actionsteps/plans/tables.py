"""A partnership's plans, and a plan as its document prints it: a table for each category."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from core.prepared import prepared
from core.words import natural
from partnerships.models import Category, Item, Partnership

from ..access import plans_kept
from ..models import Action, ActionPlan, ActionStep, PointKind, StepPoint
from ..progress.state import StepState, state_of, with_owner_left
from .hours import HoursTotals, totals_of


def plans_of(partnership: Partnership) -> list[ActionPlan]:
    """The newest edition's first, of each edition the highest version: “2.10” comes after “2.9”. Behind a plan
    those that it follows, whatever they are called: another year may begin with 1.0 again.

    Not a draft's: it is nobody's plan until the edition is adopted.
    """
    plans = _plans_of(partnership.pk)
    plans.sort(key=lambda plan: natural(plan.version), reverse=True)
    plans.sort(key=lambda plan: (str(plan.edition.effective_from or ""), plan.edition_id), reverse=True)
    before = {plan.pk: plan.follows_id for plan in plans}
    ages = dict.fromkeys(before.keys() - set(before.values()), 0)
    for key in list(ages):
        while (earlier := before[key]) in before:
            ages[earlier] = ages[key] + 1
            key = earlier
    ranks: dict[str, int] = {}
    for rank, plan in enumerate(plans):
        if not ages[plan.pk]:
            ranks.setdefault(plan.lineage, rank)
    return sorted(plans, key=lambda plan: (ranks[plan.lineage], ages[plan.pk]))


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
    live: ActionStep
    """The step in the version that people work with, which tells who has it and how far it is. Where it ended
    before, as it stood then."""

    @property
    def hours(self) -> HoursTotals:
        return totals_of(self.step)

    @property
    def strengths(self) -> list[StepPoint]:
        return [one for one in self.step.points.all() if one.kind == PointKind.STRENGTH]

    @property
    def targets(self) -> list[StepPoint]:
        return [one for one in self.step.points.all() if one.kind == PointKind.TARGET]

    @property
    def said(self) -> str:
        """The last words of progress, of a plan with outcomes, causes and solutions."""
        return next((one.words for one in reversed(self.step.progress.all()) if not one.taken_back_at), "")

    @property
    def state(self) -> StepState:
        """How it stands today. Of a step `with_owner_left`."""
        return state_of(self.live, timezone.localdate())


@dataclass(frozen=True)
class CategorySteps:
    category: Category
    steps: list[PlannedStep]
    goes_on: bool = False
    """Whether its first steps stand on the page before."""

    @property
    def answers_feedback(self) -> bool:
        """Whether any step answers what somebody said. Where none does, steps say what, how and when."""
        return any(one.step.feedback.all() for one in self.steps)


MOST_ON_A_PAGE = 200
"""Steps. A plan of more has several pages."""


@dataclass(frozen=True)
class PlanPart:
    """One page of a plan: its steps by category, in document order."""

    categories: list[CategorySteps]
    contents: Sequence[tuple[Category, int, int]]
    """Every category of the edition, with how many steps it has and the page on which they begin."""
    number: int
    pages: int
    total: int
    removed: int
    """Steps that were removed from this version, and can be put back."""

    @property
    def undated(self) -> int:
        """Its open steps on this page that have no date yet."""
        steps = [planned.step for category in self.categories for planned in category.steps]
        return sum(step.is_open and step.due_on is None for step in steps)


def part_of(plan: ActionPlan, number: int = 1, *, newest: ActionPlan, with_empty: bool = False) -> PlanPart:
    """A page of a plan, counted from 1; with the categories that have no step yet, where somebody may write some.

    `newest` is the version that people work with. In five queries, however many steps there are; of an older
    version in six.
    """
    standing = Count("action_steps", filter=Q(action_steps__plan=plan, action_steps__removed_at=None))
    removed = Count("action_steps", filter=Q(action_steps__plan=plan, action_steps__removed_at__isnull=False))
    of_edition = plan.edition.categories.annotate(steps_in_plan=standing, removed_from_plan=removed)
    categories = list(of_edition.order_by("position", "pk"))
    contents, before = [], 0
    for category in categories:
        contents.append((category, category.steps_in_plan, before // MOST_ON_A_PAGE + 1))
        before += category.steps_in_plan
    pages = max(1, -(-before // MOST_ON_A_PAGE))
    number = min(max(number, 1), pages)
    first = (number - 1) * MOST_ON_A_PAGE
    found = steps_to_show(plan.steps.all(), of=plan)[first : first + MOST_ON_A_PAGE]
    live = live_steps([step.lineage for step in found], newest) if plan != newest else {}
    by_category: dict[int, list[PlannedStep]] = {}
    for step in found:
        by_category.setdefault(step.category_id, []).append(planned(step, live.get(step.lineage)))
    shown, seen = [], 0
    for category, count, page in contents:
        if category.pk in by_category or (with_empty and not count and page == number):
            goes_on = seen < first < seen + count
            shown.append(CategorySteps(category, by_category.get(category.pk, []), goes_on))
        seen += count
    removed_in_all = sum(category.removed_from_plan for category in categories)
    return PlanPart(shown, contents, number, pages, before, removed_in_all)


def part_with(step: ActionStep) -> int:
    """The page of its plan on which a step stands."""
    place = step.category.position
    before = Q(category__position__lt=place) | Q(category__position=place, position__lt=step.position)
    return ActionStep.objects.filter(before, plan=step.plan_id).count() // MOST_ON_A_PAGE + 1


def category_steps(plan: ActionPlan) -> list[CategorySteps]:
    """All of a plan's steps by category, in document order; in four queries."""
    return [
        CategorySteps(category, [planned(step) for step in of_category])
        for category, of_category in groupby(steps_to_show(plan.steps.all()), key=lambda step: step.category)
    ]


def steps_to_show(steps: QuerySet[ActionStep], *, of: ActionPlan | None = None) -> QuerySet[ActionStep]:
    """Steps with all that the plan's tables print of them, in document order; `of` a plan that names targets, with
    these and the hours; of one of causes, with what was last said of each."""
    items = Item.objects.order_by("category__position", "position")
    shown = with_owner_left(steps).select_related("category", "owner")
    more = ["points__item", "hours"] if of and of.names_targets else []
    more += ["progress"] if of and of.uses_causes else []
    return shown.prefetch_related("actions", "feedback", Prefetch("items", items), *more)


def planned(step: ActionStep, live: ActionStep | None = None) -> PlannedStep:
    return PlannedStep(step, _actions(step), live or step)


def live_steps(lineages: Iterable[str], newest: ActionPlan) -> dict[str, ActionStep]:
    """By lineage the steps of the version that people work with."""
    there = newest.steps.filter(lineage__in=list(lineages))
    return {step.lineage: step for step in with_owner_left(there).select_related("owner", "plan")}


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
