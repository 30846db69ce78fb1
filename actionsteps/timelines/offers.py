"""What the timelines of a step propose for it, for a person to confirm."""

from dataclasses import dataclass, replace
from datetime import date

from core.conflicts import mark_of

from ..models import ActionStep, Repeats
from .moments import SchoolYear
from .occasions import occasions
from .reading import Proposal, read_timeline, school_year_of

DAYS = (
    "starts_on",
    "starts_on_is_month",
    "due_on",
    "due_on_is_month",
    "repeats",
    "repeats_every",
    "repeats_in",
)
"""The fields of a step that a proposal has."""


@dataclass(frozen=True)
class Offer:
    """A proposal, and the timelines it was read in, as they are written."""

    timelines: tuple[str, ...]
    proposal: Proposal

    @property
    def key(self) -> str:
        """In forms: a mark of what was shown, so that nothing else is confirmed."""
        return mark_of(days_of(self.proposal))


def days_of(step: ActionStep | Proposal) -> tuple[object, ...]:
    return tuple(_plain(getattr(step, name)) for name in DAYS)


def _plain(value: object) -> object:
    return value.value if isinstance(value, Repeats) else value


def offers_of(step: ActionStep, year: SchoolYear | None = None) -> list[Offer]:
    """What the timelines of its actions propose, but for what it has already: of several first all in one.

    In a query for the actions, where they are not at hand, and two for the year of the plan, where it is not given.
    """
    timelines = list(dict.fromkeys(action.timeline for action in step.actions.all() if action.timeline))
    if not timelines or not step.is_open:
        return []
    year = year or school_year_of(step.plan)
    read = [
        Offer((text,), _from_when_it_is_open(found, step.opened_on))
        for text in timelines
        if (found := read_timeline(text, year))
    ]
    offers = [*_together(read), *read]
    return [one for one in offers if days_of(one.proposal) != days_of(step)]


def _from_when_it_is_open(proposal: Proposal, opened_on: date) -> Proposal:
    """A step that is written during the year is not late with occasions before that; of a year gone by all stay."""
    if not proposal.repeats or proposal.starts_on is None or proposal.starts_on >= opened_on:
        return proposal
    days = occasions(
        proposal.repeats,
        proposal.repeats_every,
        proposal.months,
        proposal.starts_on,
        proposal.due_on,
        whole_months=proposal.starts_on_is_month,
    )
    first = next((day for day in days if day >= opened_on), None)
    if first is None:
        return proposal
    return replace(proposal, starts_on=first.replace(day=1) if proposal.starts_on_is_month else first)


def _together(offers: list[Offer]) -> list[Offer]:
    """From the first to the last of several that happen once."""
    if len(offers) < 2 or any(one.proposal.repeats for one in offers):
        return []
    proposals = [one.proposal for one in offers]
    last = max(proposals, key=lambda one: one.due_on)
    starts_on, by_month = min(_begin(one) for one in proposals)
    remark = " ".join(filter(None, dict.fromkeys(one.remark for one in proposals)))
    proposal = replace(last, starts_on=starts_on, starts_on_is_month=by_month, remark=remark)
    return [Offer(tuple(text for one in offers for text in one.timelines), proposal)]


def _begin(proposal: Proposal) -> tuple[date, bool]:
    """When it starts, else the month or day in which it is due; and whether that is a month."""
    if proposal.starts_on:
        return proposal.starts_on, proposal.starts_on_is_month
    month = proposal.due_on_is_month
    return (proposal.due_on.replace(day=1) if month else proposal.due_on), month
