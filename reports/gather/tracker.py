"""The action step tracker: a released plan step by step, who does what until when, and how far it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from actionsteps.models import ActionPlan, ActionStep, Progress
from actionsteps.plans.released import released_plan, released_steps
from actionsteps.plans.tables import PlannedStep
from actionsteps.progress.state import StepState
from partnerships.models import Category, Edition, Partnership, SignatorySide
from reports.models import DocumentKind
from reports.parts import Readers

from .layout import Chosen, chosen_for


@dataclass(frozen=True)
class TrackedStep:
    step: ActionStep
    """In the words of the released version."""
    said: tuple[str, ...]
    """Its title and the feedback it answers, as far as its readers read that."""
    owner: str
    """Of the public's the side or the role alone: nobody is named."""
    state: StepState
    progress: str
    """What was last said of it; of what is done or stopped, what came of it. The public reads the latter alone."""
    progress_on: date | None


@dataclass(frozen=True)
class TrackedCategory:
    category: Category
    steps: tuple[TrackedStep, ...]
    answers_feedback: bool


@dataclass(frozen=True)
class Tracker:
    partnership: Partnership
    edition: Edition
    plan: ActionPlan | None
    """None where no version was released."""
    day: date
    categories: tuple[TrackedCategory, ...]
    is_public: bool
    chosen: Chosen

    @property
    def states(self) -> list[tuple[str, int]]:
        """How many steps stand how, in the order in which they first come."""
        counts: dict[str, int] = {}
        for category in self.categories:
            for one in category.steps:
                label = str(one.state.status.label)
                counts[label] = counts.get(label, 0) + 1
        return list(counts.items())

    @property
    def late(self) -> int:
        return sum(one.state.is_late for category in self.categories for one in category.steps)


def tracker(partnership: Partnership, edition: Edition, readers: Readers) -> Tracker:
    """In a fixed number of queries, however many steps."""
    plan = released_plan(partnership, edition)
    found = released_steps(partnership, plan) if plan else []
    lineages = [one.step.lineage for category in found for one in category.steps]
    said = {} if readers.is_public else _last_said(partnership, lineages)
    categories = tuple(
        TrackedCategory(
            category.category,
            tuple(_tracked(one, said.get(one.step.lineage), partnership, readers) for one in category.steps),
            category.answers_feedback,
        )
        for category in found
    )
    chosen = chosen_for(partnership, DocumentKind.TRACKER)
    return Tracker(partnership, edition, plan, timezone.localdate(), categories, readers.is_public, chosen)


def _last_said(partnership: Partnership, lineages: Iterable[str]) -> dict[str, Progress]:
    """By lineage the last line of progress that was not taken back, in whichever version. One query."""
    lines = Progress.objects.filter(
        step__plan__partnership=partnership, step__lineage__in=list(lineages), taken_back_at=None
    ).exclude(words="")
    return {one.step.lineage: one for one in lines.select_related("step").order_by("on", "at", "pk")}


def _tracked(
    planned: PlannedStep, last: Progress | None, partnership: Partnership, readers: Readers
) -> TrackedStep:
    step, live = planned.step, planned.live
    feedback = list(step.feedback.all())
    if readers.is_public:
        told = [one.for_families for one in feedback if one.released_at]
        came_of_it = "" if live.is_open else live.closing_words
        return TrackedStep(
            step,
            _texts(step, told),
            _side(live, partnership) or live.owner_role,
            planned.state,
            came_of_it,
            None,
        )
    owner = str(live.owner) if live.owner else live.owner_role
    return TrackedStep(
        step,
        _texts(step, [one.text for one in feedback]),
        owner,
        planned.state,
        last.words if last else "",
        last.on if last else None,
    )


def _texts(step: ActionStep, told: Iterable[str]) -> tuple[str, ...]:
    return tuple(filter(None, (step.title, *told)))


def _side(step: ActionStep, partnership: Partnership) -> str:
    if not step.owner_side:
        return ""
    is_lead = step.owner_side == SignatorySide.LEAD
    return (partnership.agreement.lead if is_lead else partnership.partner).short_name
