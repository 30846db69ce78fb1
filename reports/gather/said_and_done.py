"""What families said and what was done, each step with its state today."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils import timezone

from actionsteps.feedback.told import printed_words, you_said_we_did
from actionsteps.models import ActionStep, StepStatus
from actionsteps.plans.tables import PlannedAction
from actionsteps.progress.state import SIGNS, next_in_words
from core.words import day_in_words
from partnerships.models import Category, Partnership

from .plan import PrintedPlan, PrintedStep

MOST_STEPS, MOST_ANSWERS = 30, 10
"""Told of at most: what goes beyond it is counted."""


@dataclass(frozen=True)
class StepToday:
    """A step in the words of the printed plan, as it stands today."""

    said: str
    """What families said that it answers, as far as everybody may read it; empty otherwise."""
    unsaid: str
    """Why it says nothing, instead of it."""
    title: str
    actions: tuple[PlannedAction, ...]
    status: StepStatus
    due: str
    """Of an open one the day it is due next, as it is known; else empty."""
    closing_words: str
    connection: str

    @property
    def heading(self) -> str:
        """The words it is told under; empty where it may not say them."""
        return self.said or self.title

    @property
    def more(self) -> int:
        """Actions beyond the first two."""
        return len(self.actions[2:])

    @property
    def sign(self) -> str:
        return SIGNS[self.status]

    @property
    def is_done(self) -> bool:
        return self.status == StepStatus.DONE


@dataclass(frozen=True)
class StepsOfCategory:
    category: Category
    steps: tuple[StepToday, ...]

    @property
    def groups(self) -> list[list[StepToday]]:
        """Steps that follow one another and answer the same words of families."""
        return [list(steps) for _, steps in groupby(self.steps, key=lambda step: step.heading or id(step))]


@dataclass(frozen=True)
class InWords:
    """What was answered, or declined, in words."""

    said: str
    when: str
    answer: str
    is_declined: bool


@dataclass(frozen=True)
class SaidAndDone:
    plan: str
    """Empty where there is none."""
    plan_edition: str
    as_of: str
    """The day of which the states are."""
    categories: tuple[StepsOfCategory, ...]
    more_steps: int
    answered: tuple[InWords, ...]
    more_answered: int
    heard: tuple[str, ...]
    """The different things families said that are printed."""
    counts: dict[str, int]
    """By status how many steps the plan has, those not printed included."""
    by_lineage: dict[str, StepToday]
    """All of them."""

    @property
    def said(self) -> int:
        return len(self.heard)

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def states_in_words(self) -> str:
        """“2 done, 5 under way, 1 not started”."""
        order = (StepStatus.DONE, StepStatus.UNDER_WAY, StepStatus.NOT_STARTED, StepStatus.STOPPED)
        return ", ".join(f"{self.counts[one]} {one.label}" for one in order if self.counts.get(one))


def said_and_done(partnership: Partnership, plan: PrintedPlan | None) -> SaidAndDone:
    printed = [(one.category, step) for one in plan.categories for step in one.steps] if plan else []
    now = _newest(partnership, [step.step.lineage for _, step in printed])
    states = [(category, _today(one, now.get(one.step.lineage, one.step))) for category, one in printed]
    counts: dict[str, int] = {}
    for _, step in states:
        counts[step.status] = counts.get(step.status, 0) + 1
    by_category: dict[Category, list[StepToday]] = {}
    for category, step in states[:MOST_STEPS]:
        by_category.setdefault(category, []).append(step)
    answered = list(_answered(partnership))
    said = [line for _, step in states for line in step.said.splitlines() if line]
    return SaidAndDone(
        str(plan.plan) if plan else "",
        plan.plan.edition.label if plan else "",
        day_in_words(timezone.localdate()),
        tuple(StepsOfCategory(category, tuple(steps)) for category, steps in by_category.items()),
        len(states[MOST_STEPS:]),
        tuple(answered[:MOST_ANSWERS]),
        len(answered[MOST_ANSWERS:]),
        tuple(dict.fromkeys((*said, *(one.said for one in answered)))),
        counts,
        {step.step.lineage: today for (_, step), (_, today) in zip(printed, states, strict=True)},
    )


def _newest(partnership: Partnership, lineages: list[str]) -> dict[str, ActionStep]:
    """The same steps in the versions that people work with. In one query."""
    if not lineages:
        return {}
    steps = ActionStep.objects.newest().filter(plan__partnership=partnership, lineage__in=lineages)
    return {step.lineage: step for step in steps}


def _today(printed: PrintedStep, now: ActionStep) -> StepToday:
    feedback = list(printed.step.feedback.all())
    return StepToday(
        "\n".join(filter(None, map(printed_words, feedback))),
        printed.unsaid,
        printed.step.title,
        printed.actions,
        StepStatus(now.status),
        next_in_words(now) if now.is_open else "",
        "" if now.is_open else now.closing_words,
        printed.step.connection,
    )


def _answered(partnership: Partnership) -> Iterable[InWords]:
    """Of what was released: what has an answer in words."""
    for of_category in you_said_we_did(partnership):
        for line in of_category.lines:
            if line.outcome.answer:
                feedback = line.feedback
                yield InWords(
                    feedback.for_families,
                    _said_on(feedback.said_on, is_month=feedback.said_on_is_month),
                    line.outcome.answer,
                    line.outcome.became == "declined",
                )


def _said_on(day: date | None, *, is_month: bool) -> str:
    if day is None:
        return ""
    return f"{day:%B %Y}" if is_month else day_in_words(day)
