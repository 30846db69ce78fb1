"""The plan of action steps as a report prints it."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from actionsteps.feedback.told import printed_words
from actionsteps.models import ActionPlan, ActionStep
from actionsteps.plans.released import released_plan, released_plans
from actionsteps.plans.tables import CategorySteps, PlannedAction, category_steps, plans_of
from assessments.models import Assessment
from partnerships.models import Category, Edition, Partnership
from reports.parts import Readers

from .editions import best_edition_for
from .remarks import Remark, Remarks

UNRELEASED, UNNAMED = "What was said is not released.", "No feedback is named."
"""Of a step for everybody: that the feedback it answers stays with the staff, and that it answers none."""


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
    def unsaid(self) -> str:
        """Instead of `answers`, where they are empty."""
        return UNRELEASED if self.step.feedback.all() else UNNAMED


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
    """The released plan that fits the assessed edition; None where none was released."""
    plans = released_plans(assessment.partnership)
    edition = best_edition_for(assessment, plans)
    return _printed(plans[edition]) if edition else None


def plan_of(partnership: Partnership, edition: Edition, readers: Readers) -> PrintedPlan | None:
    """The released plan of an edition itself; for the parties, where none was, the one in preparation."""
    plan = released_plan(partnership, edition)
    if plan is None and not readers.is_public:
        plan = next((one for one in plans_of(partnership) if one.edition == edition), None)
    return _printed(plan) if plan else None


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
