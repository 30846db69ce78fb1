"""Action steps in daily e-mails: due within a week, late, asked about, and what nobody looks after."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from actionsteps.access import may_note, may_write
from actionsteps.models import ActionStep
from actionsteps.progress.state import (
    next_in_words,
    untended,
    why_untended,
    with_owner_left,
)
from core.words import counted, in_words
from partnerships.access import sides_of
from partnerships.models import SignatorySide

from .evidence_due import DueLine

TOLD = (-7, -1, 0, 1, 7, 14, 21, 28)
"""Days counted from the day a step is due on which its owner is told of it."""

NAMED = 3
"""Steps that nobody looks after, each with a line of its own; of more, how many."""

MONDAY = 0
"""The day on which these are asked about."""


def steps_to_tell(since: datetime, today: date) -> dict[int, list[ActionStep]]:
    """By partnership, the open steps of which somebody may have to be told, as they stand. Two queries."""
    near = Q(next_on__range=(today - timedelta(days=max(TOLD)), today - timedelta(days=min(TOLD))))
    steps = with_owner_left(ActionStep.objects.newest().open().kept())
    wanted = near | Q(asked_at__gt=since)
    if _is_asked_about(timezone.localdate(since), today):
        wanted |= untended(today)
    steps = steps.filter(wanted).select_related(
        "plan__partnership__agreement__lead", "plan__partnership__partner", "owner", "asked_by"
    )
    found: dict[int, list[ActionStep]] = defaultdict(list)
    for step in steps.prefetch_related("feedback", "actions").order_by("next_on", "plan", "position"):
        found[step.plan.partnership_id].append(step)
    return found


def step_lines(person: User, steps: Iterable[ActionStep], since: datetime, today: date) -> Iterator[DueLine]:
    """What a person is asked: of late steps, of those to come, by somebody, and of what nobody looks after.

    Each leads to the box of its step. No query.
    """
    last = timezone.localdate(since)
    steps = list(steps)
    own = [step for step in steps if _is_own(person, step)]
    asked = [step for step in own if step.owner_id == person.pk and step.asked_at and step.asked_at > since]
    told = [step for step in own if step not in asked and _was_told(step, last, today)]
    for step in sorted(told, key=lambda one: (one.next_on or today) >= today):
        yield _line(step, f"{_named(step)} {_when(step, today)}.")
    for step in asked:
        words = f" “{step.asked_words}”" if step.asked_words else ""
        yield _line(step, f"{step.asked_by} asks how far {_named(step)} is.{words}")
    if _is_asked_about(last, today):
        yield from _untended(person, steps, today)


def _untended(person: User, steps: list[ActionStep], today: date) -> Iterator[DueLine]:
    """Untouched ones are their owner's; what has no owner or no date is asked of those who write."""
    found = []
    for step in steps:
        lacks = why_untended(step, today)
        if lacks and _looks_after(person, step):
            found.append((step, lacks))
    for step, lacks in found[:NAMED]:
        yield _line(step, f"{_named(step)}: {in_words(lacks)}. How far is it?")
    if more := found[NAMED:]:
        number = f"{len(more)} more step{' needs' if len(more) == 1 else 's need'}"
        plan = reverse("action-steps", args=[more[0][0].plan.partnership.slug])
        yield DueLine(f"{number} an owner, a date or a word on how far they are.", plan, to_do=True)


def _looks_after(person: User, step: ActionStep) -> bool:
    if step.owner_id and not step.owner_left:  # type: ignore[attr-defined]
        return bool(step.owner_id == person.pk)
    return may_write(person, step.plan.partnership)


def _is_own(person: User, step: ActionStep) -> bool:
    """Whether somebody owns it, or speaks for the side whose role it has until somebody takes it."""
    if step.owner_id:
        return step.owner_id == person.pk and may_note(person, step)
    sides: frozenset[Any] = sides_of(person, step.plan.partnership) if step.owner_role else frozenset()
    return bool(sides & {SignatorySide(step.owner_side)} if step.owner_side else sides)


def _was_told(step: ActionStep, last: date, today: date) -> bool:
    """Whether one of the days on which it is told came since the last e-mail."""
    return step.next_on is not None and any(
        last < step.next_on + timedelta(days=days) <= today for days in TOLD
    )


def _is_asked_about(last: date, today: date) -> bool:
    """Whether a Monday came since the last e-mail."""
    return (today - timedelta(days=(today.weekday() - MONDAY) % 7)) > last


def _line(step: ActionStep, text: str) -> DueLine:
    partnership = step.plan.partnership
    text = text[0].upper() + text[1:]
    return DueLine(text, reverse("action-step-progress", args=[partnership.slug, step.public_id]), to_do=True)


def _named(step: ActionStep) -> str:
    name = " ".join(step.name.split())
    name = name if len(name) <= 80 else f"{name[:79].rstrip()}…"
    return f"the step “{name}” of {step.plan.partnership.partner.short_name}"


def _when(step: ActionStep, today: date) -> str:
    due = step.next_on or today
    days = abs((due - today).days)
    number = counted(days, "day")
    if due < today:
        return f"is {number} late: it was due {next_in_words(step)}"
    return f"is due in {number}, {next_in_words(step)}" if days else "is due today"
