"""The lines of progress of a step, in whichever version or year of its plan they were noted."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from ..models import ActionStep, Progress
from ..timelines.occasions import NoRecurrence, occasions_of


def lines_of(step: ActionStep) -> QuerySet[Progress]:
    """All of them, the newest last; those that were taken back among them. The step comes with its plan."""
    lines = Progress.objects.filter(
        step__lineage=step.lineage, step__plan__partnership=step.plan.partnership_id
    )
    return lines.select_related("by", "taken_back_by").order_by("at", "pk")


def standing(lines: Iterable[Progress]) -> list[Progress]:
    """Without those that were taken back."""
    return [line for line in lines if line.taken_back_at is None]


def ticked_off(lines: Iterable[Progress]) -> dict[date, Progress]:
    """By occasion, the line that ticks it off."""
    return {line.occasion: line for line in standing(lines) if line.occasion}


def all_occasions(step: ActionStep) -> list[date]:
    """Its occasions; none where its days give none, which its form refuses and a file may hold."""
    try:
        return occasions_of(step)
    except NoRecurrence:
        return []


def next_day(step: ActionStep, lines: Iterable[Progress]) -> date | None:
    """`ActionStep.next_on`: its due date or, where it repeats, the first occasion that is not ticked off."""
    if not step.repeats:
        return step.due_on
    days = all_occasions(step)
    if not days:
        return step.due_on
    ticked = ticked_off(lines)
    return next((day for day in days if day not in ticked), None)
