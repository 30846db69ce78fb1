"""One step opened, for one person: who has it, what it comes from, and what this person may do with it."""

from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from assessments.models import Decision, Highlight

from ..access import may_note, may_write
from ..models import ActionPlan, ActionStep
from ..plans.hours import HoursTotals, totals_of
from ..plans.tables import PlannedStep, live_steps, planned, steps_to_show
from ..progress.state import is_free
from ..timelines.occasions import months_of, recurrence_in_words
from .origins import readable_assessments


@dataclass(frozen=True)
class OpenStep:
    """A step opened, for one person."""

    planned: PlannedStep
    newest: ActionPlan
    """The version of its plan that people work with."""
    goes_on: ActionStep | None
    """Of a step of an older version the one there; None where it ended before."""
    highlights: list[Highlight]
    """The areas of focus it comes from that this person reads, and so the decisions."""
    decisions: list[Decision]
    writes: bool
    """Whether this person changes it. Nobody does in a version that another follows."""
    notes: bool
    """Whether this person ticks off its actions and says how far it is."""

    @property
    def step(self) -> ActionStep:
        return self.planned.step

    @property
    def hours(self) -> HoursTotals:
        return totals_of(self.step)

    @property
    def recurrence(self) -> str:
        """“every month”, “each January, June and September”; empty of a step that does not repeat."""
        step = self.step
        return recurrence_in_words(step.repeats, step.repeats_every, months_of(step.repeats_in))

    @property
    def can_be_taken(self) -> bool:
        return self.writes and is_free(self.step)


def open_step(
    step: ActionStep, user: User | AnonymousUser, *, readable: Collection[int] | None = None
) -> OpenStep:
    """A step that stands in the newest version of its plan, or in an older one, to be read only.

    `readable` are the assessments that the person reads, where they are known already.
    """
    partnership, plan = step.plan.partnership, step.plan
    shown = steps_to_show(ActionStep.with_removed.filter(pk=step.pk)).prefetch_related(
        "hours",
        *(["points__item"] if plan.names_targets else []),
        "rows__parent",
        "highlights__assessment__cycle__period",
        "decisions__assessment__cycle__period",
    )
    found = shown.get()
    found.plan = plan
    newest = ActionPlan.objects.newest().filter(lineage=plan.lineage)[0]
    live = live_steps([found.lineage], newest).get(found.lineage) if newest != plan else None
    is_newest = newest == plan and found.removed_at is None
    has_sources = bool(found.highlights.all() or found.decisions.all())
    if readable is None:
        readable = readable_assessments(partnership, user) if has_sources else []
    return OpenStep(
        planned=planned(found, live),
        newest=newest,
        goes_on=live,
        highlights=[one for one in found.highlights.all() if one.assessment_id in readable],
        decisions=[one for one in found.decisions.all() if one.assessment_id in readable],
        writes=is_newest and may_write(user, partnership),
        notes=is_newest and may_note(user, found),
    )
