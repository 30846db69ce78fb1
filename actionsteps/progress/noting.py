"""Saying how far a step is. What a step says of that is written here and nowhere else."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.models import User
from core.conflicts import Conflict, Resolution, mark_of, marks_of, read_marks, resolutions_of
from core.history import last_change, save_as

from ..models import ActionPlan, ActionStep, Progress, StepStatus
from ..timelines.offers import DAYS, days_of
from ..timelines.reading import Proposal
from .lines import all_occasions, lines_of, next_day, standing, ticked_off

TOLD_BY_LINES = ("status", "closing_words", "next_on", "touched_at")
"""What follows from the lines of progress, which no one changes: the history of a step need not tell it again."""

CLOSED = (StepStatus.DONE, StepStatus.STOPPED)

ASKED_FOR = {
    StepStatus.DONE: "Say what came of it. A sentence is enough.",
    StepStatus.STOPPED: "Say why it is stopped. A sentence is enough.",
}


class NotNoted(Exception):
    """Nothing was written. Its text says why; `step` is where it can be written instead, None where nowhere."""

    def __init__(self, sentence: str, step: ActionStep | None = None) -> None:
        super().__init__(sentence)
        self.step = step


def seen_in(step: ActionStep, lines: list[Progress]) -> str:
    """What the form of a step shows of how it stands, for `note(seen=...)`."""
    last = standing(lines)[-1:]
    return marks_of({"status": step.status, "line": last[0].pk if last else 0})


@transaction.atomic
def note(
    step: ActionStep,
    *,
    status: str,
    words: str = "",
    on: date | None = None,
    occasion: date | None = None,
    seen: str | None = None,
    by: User,
) -> Progress:
    """Write one line of progress, and into the step what follows from it.

    `on` is the day it tells of, by default today; `occasion` the day of a repeating step that it ticks off. `seen`
    is what the person saw (`seen_in`). The same line sent twice is written once. Words are asked for where the step
    is done or stopped. In four queries.

    Raises NotNoted with the sentence a person reads, and Conflict where somebody changed the status meanwhile to
    something else: `now` is their line, None where there is none.
    """
    step = _held(step)
    lines, status, words = list(lines_of(step)), StepStatus(status), words.strip()
    on = on or timezone.localdate()
    line = Progress(step=step, status=status, words=words, on=on, occasion=occasion, by=by)
    if (twice := _sent_twice(line, lines, seen)) is not None:
        return twice
    if seen is not None:
        _must_have_seen(seen, step, lines, status)
    _must_make_sense(line, step, lines)
    line.save()
    _follow(step, [*lines, line])
    return line


@transaction.atomic
def take_back(line: Progress, step: ActionStep, *, by: User) -> None:
    """Take back a line that was wrong: it stays to be read, struck out, and the step stands as before it.

    `step` is the one that people work with now; the line may be of an earlier version. Raises NotNoted where it was
    taken back before.
    """
    step = _held(step)
    lines = list(lines_of(step))
    line = next(one for one in lines if one.pk == line.pk)
    if line.taken_back_at:
        raise NotNoted("This line was taken back already.", step)
    line.taken_back_at, line.taken_back_by = timezone.now(), by
    line.save(update_fields=["taken_back_at", "taken_back_by"])
    _follow(step, lines)


@transaction.atomic
def ask(step: ActionStep, words: str, *, by: User) -> None:
    """Ask the owner how far it is. Of several questions the last one stands. Raises NotNoted where there is nobody
    to ask."""
    step = _held(step)
    if step.owner is None:
        raise NotNoted("Nobody has taken this step yet. Give it an owner first.", step)
    if not step.is_open:
        raise NotNoted(f"This step is {step.get_status_display()}.", step)
    step.asked_at, step.asked_by, step.asked_words = timezone.now(), by, words.strip()
    save_as(step, by=by, reason="asked", update_fields=["asked_at", "asked_by", "asked_words"])


@transaction.atomic
def confirm_days(step: ActionStep, proposal: Proposal, *, seen: str, by: User) -> None:
    """Give a step the days that were proposed. `seen` is `mark_of(days_of())` of those it had on the page.

    Raises Conflict where somebody changed them meanwhile.
    """
    step = _held(step)
    if seen != mark_of(days_of(step)):
        by_whom, at = last_change(step)
        raise Conflict(by=by_whom, at=at)
    for name in DAYS:
        setattr(step, name, getattr(proposal, name))
    step.next_on, step.touched_at = next_day(step, lines_of(step)), timezone.now()
    step.validate_constraints()
    save_as(step, by=by, reason="days confirmed", update_fields=[*DAYS, "next_on", "touched_at"])


def reckon_next(step: ActionStep) -> None:
    """Work out anew when a step is due next, after its days were changed. In two queries."""
    step.next_on = next_day(step, lines_of(step) if step.repeats else ())
    ActionStep.objects.filter(pk=step.pk).update(next_on=step.next_on)


def _held(step: ActionStep) -> ActionStep:
    """The step as it stands, held until the transaction ends. Its version must be the one that people work with."""
    later = ActionPlan.objects.filter(follows=OuterRef("plan"))
    held: Any = (
        ActionStep.with_removed.select_for_update(of=("self", "plan"))
        .select_related("plan", "owner", "plan__partnership")
        .annotate(is_older=Exists(later))
        .get(pk=step.pk)
    )
    if held.is_older:
        raise _of_older_version(held)
    if held.removed_at:
        raise NotNoted("This step was removed from the plan. Put it back first.")
    return held


def _of_older_version(step: ActionStep) -> NotNoted:
    there = step.in_newest()
    if there is None:
        return NotNoted(f"This is version {step.plan.version} of the plan, and the step ended with it.")
    return NotNoted(
        f"This is version {step.plan.version} of the plan. The step goes on in version {there.plan.version}.",
        there,
    )


def _sent_twice(line: Progress, lines: list[Progress], seen: str | None) -> Progress | None:
    """The line that stands already where this one is the same form once more."""
    last = next(iter(standing(lines)[-1:]), None)
    if last is None or seen is None or read_marks(seen) == read_marks(seen_in(line.step, lines)):
        return None
    same = ("by_id", "status", "words", "on", "occasion")
    return last if all(getattr(last, name) == getattr(line, name) for name in same) else None


def _must_have_seen(seen: str, step: ActionStep, lines: list[Progress], status: StepStatus) -> None:
    outcome = resolutions_of(seen, {"status": step.status}, {"status": status})["status"]
    if outcome in (Resolution.CONFLICT, Resolution.THEIRS):
        last = next(iter(standing(lines)[-1:]), None)
        raise Conflict(last, by=last.by, at=last.at) if last else Conflict()


def _must_make_sense(line: Progress, step: ActionStep, lines: list[Progress]) -> None:
    status = StepStatus(line.status)
    if status in CLOSED and not line.words:
        raise NotNoted(ASKED_FOR[status], step)
    if line.on > timezone.localdate():
        raise NotNoted("Progress is about a day that has come. Choose today or an earlier day.", step)
    if line.occasion is None:
        return
    if line.occasion not in all_occasions(step):
        raise NotNoted("The step has no such occasion any more. Look at its days again.", step)
    if ticked := ticked_off(lines).get(line.occasion):
        raise NotNoted(f"{ticked.who or 'Somebody'} has ticked off this occasion already.", step)


def _follow(step: ActionStep, lines: list[Progress]) -> None:
    """Write into a step what its lines say. It gets no row of history for it: the lines tell it."""
    last = next(iter(standing(lines)[-1:]), None)
    status = StepStatus(last.status) if last else StepStatus.NOT_STARTED
    written = ActionStep.objects.filter(pk=step.pk, plan__next=None).update(
        status=status,
        closing_words=last.words if last and status in CLOSED else "",
        next_on=next_day(step, lines),
        touched_at=timezone.now(),
        asked_at=None,
        asked_by=None,
        asked_words="",
    )
    if not written:  # the next version was begun while this one waited for it
        raise _of_older_version(step)
