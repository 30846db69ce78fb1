"""The action steps of the released plan, and what families said and what came of it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from actionsteps.feedback.outcomes import AnsweringStep, FeedbackOutcome
from actionsteps.feedback.told import Told, you_said_we_did
from actionsteps.models import ActionPlan, ActionStep, StepStatus
from actionsteps.plans.released import released_plan, released_steps
from actionsteps.plans.tables import CategorySteps, PlannedStep
from actionsteps.progress.state import SIGNS
from partnerships.models import Partnership

from .text import Json, day_of


@dataclass(frozen=True)
class PublicSteps:
    said: Json | None = None
    """None where no plan was released."""
    records: tuple[ActionStep, ...] = ()


def steps_of(partnership: Partnership) -> PublicSteps:
    """Of the newest plan that was released its newest released version, in its words, with what stands today.

    Of feedback only what was released to families, in the words for them.
    """
    plan = released_plan(partnership)
    if plan is None:
        return PublicSteps()
    categories = released_steps(partnership, plan)
    records = tuple(one.step for category in categories for one in category.steps)
    return PublicSteps(_plan(plan, categories), records)


def _plan(plan: ActionPlan, categories: Sequence[CategorySteps]) -> Json:
    states = Counter(one.live.status for category in categories for one in category.steps)
    return {
        "plan": str(plan),
        "edition": plan.edition.label,
        "released_on": day_of(plan.released_at),
        "states": [
            {"status": str(status), "words": str(status.label), "count": states[status]}
            for status in StepStatus
            if states[status]
        ],
        "categories": [
            {
                "number": one.category.number,
                "title": one.category.title,
                "steps": [_step(step) for step in one.steps],
            }
            for one in categories
        ],
    }


def _step(planned_step: PlannedStep) -> Json:
    step, live = planned_step.step, planned_step.live
    released = [one for one in step.feedback.all() if one.released_at]
    return {
        "key": step.lineage,
        "number": step.position,
        "title": step.title,
        "answers": [one.for_families for one in released],
        "actions": _actions(step),
        "items": [item.reference for item in step.items.all()],
        **_state(live),
    }


def _actions(step: ActionStep) -> list[Json]:
    return [{"text": action.text, "timeline": action.timeline} for action in step.actions.all()]


def _state(step: ActionStep) -> Json:
    """How far it is, and what came of it once nothing more will be done."""
    return {
        "status": step.status,
        "words": step.get_status_display(),
        "sign": SIGNS[StepStatus(step.status)],
        "came_of_it": "" if step.is_open else step.closing_words,
    }


def told_of(partnership: Partnership) -> list[Json]:
    """By category; `number` and `title` are empty of what is about none."""
    return [
        {
            "number": group.category.number if group.category else "",
            "title": group.category.title if group.category else "",
            "lines": [_told(line) for line in group.lines],
        }
        for group in you_said_we_did(partnership)
    ]


def _told(line: Told) -> Json:
    outcome: FeedbackOutcome = line.outcome
    return {
        "key": line.feedback.public_id,
        "said": line.feedback.for_families,
        "language": line.feedback.language_for_families,
        "people": line.people,
        "became": str(outcome.became),
        "answer": outcome.answer,
        "is_planned": outcome.is_planned,
        "steps": [_answering(step) for step in outcome.steps],
    }


def _answering(step: AnsweringStep) -> Json:
    return {
        "key": step.words.lineage,
        "title": step.words.title,
        "actions": _actions(step.words),
        **_state(step.today),
    }
