"""Making two steps of one, and one of two."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core.history import save_as
from core.ids import new_lineage
from core.models import copy_of

from ..models import ActionStep, StepPoint, StepStatus
from ..models.steps import TEXT_MAX_LENGTH
from ..plans.versions import VersionRefused, step_to_write
from ..progress.noting import reckon_next
from ..timelines.offers import DAYS
from .order import give_places, steps_beside
from .writing import REMOVING, lock_plan, next_position, touch

NAMED = ("feedback", "items", "highlights", "decisions", "rows")
"""What a step names, by field."""

TEXTS = ("note", "outcomes", "causes", "solutions")

ONE_EACH = "Leave at least one action in each of the two steps."


@transaction.atomic
def split_step(step: ActionStep, actions: Collection[str], *, by: User) -> ActionStep:
    """Move the actions with these lineages to a new step, which stands behind this one and names the same.

    It has the same owner and days, and a status of its own: not started. Hours and what was said of progress stay
    here. Raises Refused where either would have no action.
    """
    lock_plan(step.plan)
    step = step_to_write(step, by=by)
    moved = [one for one in step.actions.all() if one.lineage in actions]
    if not moved or len(moved) == step.actions.count():
        raise VersionRefused(ONE_EACH)
    new: ActionStep = copy_of(
        step,
        lineage=new_lineage(),
        position=next_position(step.plan),
        split_from_id=step.pk,
        status=StepStatus.NOT_STARTED,
        closing_words="",
        next_on=None,
        asked_at=None,
        asked_by_id=None,
        asked_words="",
        hours_stated=None,
        cost=None,
        cost_in_words="",
        touched_at=timezone.now(),
    )
    save_as(new, by=by, reason="split off")
    reckon_next(new)
    _name_the_same(new, step)
    for position, action in enumerate(moved, 1):
        action.step, action.position = new, position
        save_as(action, by=by)
    steps = [one for one in steps_beside(step) if one.pk != new.pk]
    steps.insert([one.pk for one in steps].index(step.pk) + 1, new)
    give_places(steps, by=by)
    touch(step)
    return new


@transaction.atomic
def merge_step(step: ActionStep, into: ActionStep, *, by: User) -> ActionStep:
    """Add what a step says and names to another of the same plan. It no longer stands by itself, with all it said.

    Where the other has no owner or days it gets those of this one. Returns the other. Raises Refused where either
    was removed or merged meanwhile.
    """
    lock_plan(step.plan)
    if step.lineage == into.lineage or step.plan_id != into.plan_id:
        raise VersionRefused("Choose another step of the same plan.")
    step = step_to_write(step, by=by)
    other = ActionStep.objects.filter(plan=step.plan, lineage=into.lineage).first()
    if other is None:
        raise VersionRefused("The other step was removed meanwhile. Choose another one.")
    into = other
    into.plan = step.plan
    last = into.actions.count()
    for position, action in enumerate(step.actions.all(), last + 1):
        copied = copy_of(action, step_id=into.pk, position=position)
        save_as(copied, by=by, reason="merged")
    _fill_in(into, step)
    save_as(into, by=by, reason="merged")
    _name_the_same(into, step)
    reckon_next(into)
    step.merged_into, step.removed_at, step.removed_by = into, timezone.now(), by
    save_as(step, by=by, update_fields=REMOVING, reason="merged")
    return into


def _name_the_same(step: ActionStep, other: ActionStep) -> None:
    """What another step names, by a step that was saved just now: its history tells by whom."""
    for name in NAMED:
        getattr(step, name).add(*getattr(other, name).values_list("pk", flat=True))
    standing = {(point.kind, point.words) for point in step.points.all()}
    for point in other.points.all():
        if (point.kind, point.words) not in standing:
            StepPoint.objects.create(
                step=step, kind=point.kind, words=point.words, item_id=point.item_id, position=point.position
            )


def _fill_in(into: ActionStep, step: ActionStep) -> None:
    if not (into.owner_id or into.owner_role):
        into.owner, into.owner_role, into.owner_side = step.owner, step.owner_role, step.owner_side
    if not (into.starts_on or into.due_on):
        for name in DAYS:
            setattr(into, name, getattr(step, name))
    for name in ("title", *TEXTS):
        texts = filter(None, dict.fromkeys((getattr(into, name), getattr(step, name))))
        separator = " / " if name == "title" else "\n"
        setattr(into, name, separator.join(texts))
    if len(into.title) > 200 or any(len(getattr(into, name)) > TEXT_MAX_LENGTH for name in TEXTS):
        raise VersionRefused("Together their words are too long for one step. Shorten them first.")
    into.touched_at = timezone.now()
