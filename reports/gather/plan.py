"""The plan of action steps as a report prints it."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from actionsteps.feedback.told import printed_words
from actionsteps.models import ActionPlan, ActionStep
from actionsteps.plans.tables import CategorySteps, PlannedAction, category_steps, plans_of
from assessments.models import Assessment
from partnerships.models import Category, Edition, Partnership

from .editions import best_edition_for
from .remarks import Remark, Remarks


@dataclass(frozen=True)
class PrintedStep:
    """A step with its actions in their order, and the remark that its note became."""

    step: ActionStep
    actions: tuple[PlannedAction, ...]
    remark: Remark | None

    @property
    def answers(self) -> str:
        """Its title and the feedback that it answers, a line each, as everybody may read it."""
        said = (printed_words(feedback) for feedback in self.step.feedback.all())
        return "\n".join(filter(None, [self.step.title, *said]))

    @property
    def connection(self) -> str:
        """The references of the items it serves."""
        return ", ".join(item.reference for item in self.step.items.all())


@dataclass(frozen=True)
class PlanCategory:
    category: Category
    steps: tuple[PrintedStep, ...]
    remarks: tuple[Remark, ...]
    answers_feedback: bool
    """As `CategorySteps.answers_feedback`: else its columns have other names."""

    @property
    def has_timelines(self) -> bool:
        return any(planned.timeline for one in self.steps for planned in one.actions)


@dataclass(frozen=True)
class PrintedPlan:
    plan: ActionPlan
    categories: tuple[PlanCategory, ...]


def plan_for(assessment: Assessment) -> PrintedPlan | None:
    """The plan that fits the assessed edition; None where the partnership has none."""
    plans = _by_edition(assessment.partnership)
    edition = best_edition_for(assessment, plans)
    return _printed(plans[edition]) if edition else None


def plan_of(partnership: Partnership, edition: Edition) -> PrintedPlan | None:
    """The plan of an edition itself; None where the partnership has none."""
    plan = _by_edition(partnership).get(edition)
    return _printed(plan) if plan else None


def _by_edition(partnership: Partnership) -> dict[Edition, ActionPlan]:
    """Of an edition's versions the newest that is released, and one in preparation only where none is."""
    oldest_first = plans_of(partnership)[::-1]
    return {plan.edition: plan for plan in sorted(oldest_first, key=lambda plan: plan.is_released)}


def _printed(plan: ActionPlan) -> PrintedPlan:
    numbers = count(1)
    return PrintedPlan(plan, tuple(_category(table, numbers) for table in category_steps(plan)))


def _category(table: CategorySteps, numbers: Iterator[int]) -> PlanCategory:
    remarks = Remarks(numbers)
    steps = tuple(
        PrintedStep(planned.step, tuple(planned.actions), remarks.of(planned.step.note))
        for planned in table.steps
    )
    return PlanCategory(table.category, steps, remarks.all, table.answers_feedback)
