"""What the timelines of a whole plan propose for its steps without a date, and confirming many at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from accounts.models import User
from core.conflicts import Conflict, mark_of

from ..models import ActionPlan, ActionStep
from ..timelines.offers import Offer, days_of, offers_of
from ..timelines.reading import school_year_of
from .noting import NotNoted, confirm_days

MOST = 100
"""Steps on the page; those after them come when these have their days."""


@dataclass(frozen=True)
class Proposed:
    """One step without a date, and what is proposed for it: of several timelines what they come to together."""

    step: ActionStep
    offer: Offer | None
    """None where its timelines say no day."""

    @property
    def timelines(self) -> list[str]:
        return list(dict.fromkeys(one.timeline for one in self.step.actions.all() if one.timeline))


@dataclass
class Confirmed:
    steps: list[ActionStep] = field(default_factory=list)
    changed: list[ActionStep] = field(default_factory=list)
    """Those that somebody gave other days, or another timeline, meanwhile."""


def proposed_for(plan: ActionPlan) -> list[Proposed]:
    """The open steps of a plan that have no date, in document order. In at most five queries."""
    year = school_year_of(plan)
    found = plan.steps.open().filter(due_on=None).prefetch_related("actions", "feedback")[:MOST]
    steps = list(found)
    for step in steps:
        step.plan = plan
    return [Proposed(step, next(iter(offers_of(step, year)), None)) for step in steps]


def confirm_all(proposals: Iterable[Proposed], chosen: Mapping[str, str], *, by: User) -> Confirmed:
    """Give steps the days proposed for them. `chosen` has by their `public_id` the mark of what the person saw.

    Each is confirmed by itself: what somebody changed meanwhile stays as it is, and is told.
    """
    done = Confirmed()
    for one in proposals:
        key = chosen.get(one.step.public_id)
        if key is None:
            continue
        if one.offer is None or one.offer.key != key:
            done.changed.append(one.step)
            continue
        try:
            confirm_days(one.step, one.offer.proposal, seen=mark_of(days_of(one.step)), by=by)
            done.steps.append(one.step)
        except (Conflict, NotNoted):  # told by the page
            done.changed.append(one.step)
    return done
