"""A plan from version to version and from year to year: what is copied, what is released, what differs."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core.history import bulk_create_links, save_as
from core.models import copy_of
from evidence.models import EvidenceRow
from partnerships.lineages import categories_in
from partnerships.models import Edition, Item, Period

from ..models import Action, ActionPlan, ActionStep, Hours, PlanStatus, StepPoint
from ..models.plans import VERSION_MAX_LENGTH
from ..models.steps import OPEN_STATUSES

OF_EDITION: dict[str, Any] = {"items": Item, "rows": EvidenceRow}
"""What a step names of the edition: in another edition it names what continues it there."""
OF_PARTNERSHIP = ("feedback", "highlights", "decisions")


class VersionRefused(Exception):
    """What was asked cannot be done with this version. Its sentence is for the person."""


def following_version(version: str) -> str:
    """The label that comes next, as a proposal: “2.1” is followed by “2.2”, “Spring” by “Spring 2”.

    A long one is cut before its number, so that it fits the column.
    """
    numbered = re.fullmatch(r"(.*?)([0-9]{1,6})", version)
    name, number = (numbered[1], str(int(numbered[2]) + 1)) if numbered else (version, " 2")
    return name[: VERSION_MAX_LENGTH - len(number)] + number


def newest_of(plan: ActionPlan) -> ActionPlan:
    """The version of the same plan that people work with."""
    return ActionPlan.objects.newest().select_related("edition", "partnership").get(lineage=plan.lineage)


@transaction.atomic
def plan_to_write(plan: ActionPlan, *, by: User) -> ActionPlan:
    """The version whose words may be changed: the newest or, where that is released, the next one, begun now."""
    newest = newest_of(plan)
    return start_next(newest, following_version(newest.version), by=by) if newest.is_released else newest


def step_to_write(step: ActionStep, *, by: User) -> ActionStep:
    """The same step in the version whose words may be changed. Raises Refused where it does not stand there."""
    plan = plan_to_write(step.plan, by=by)
    there = ActionStep.objects.filter(plan=plan, lineage=step.lineage).first()
    if there is None:
        raise VersionRefused(f"This step no longer stands in version {plan.version}.")
    there.plan = step.plan if step.plan_id == plan.pk else plan
    return there


@transaction.atomic
def release(plan: ActionPlan, version: str, *, by: User) -> ActionPlan:
    """Give a draft its label and close its words. Raises Refused where it is released already or has no step, and
    ValidationError where the partnership has the label already."""
    plan = ActionPlan.objects.select_for_update().get(pk=plan.pk)
    if plan.is_released:
        raise VersionRefused(f"Version {plan.version} is released already.")
    if not plan.steps.exists():
        raise VersionRefused("A version without steps is not released.")
    plan.version = version
    plan.validate_constraints()
    plan.status, plan.released_at, plan.released_by = PlanStatus.RELEASED, timezone.now(), by
    save_as(plan, by=by, reason="released")
    return plan


@transaction.atomic
def start_next(plan: ActionPlan, version: str, *, by: User) -> ActionPlan:
    """The next version of a released plan, in preparation: all its steps as they stand, with all they name.

    Who was faster has begun it: theirs is returned. Raises Refused for a draft.
    """
    return _follow(plan, version, plan.edition, None, by=by, only_open=False)


@transaction.atomic
def carry_over(
    plan: ActionPlan, version: str, edition: Edition, period: Period | None, *, title: str, by: User
) -> ActionPlan:
    """A plan for another year: the steps that are still open go on in it as the same steps, those done or stopped
    stay behind.

    They stand in the category and serve the items that continue those of before; one whose category goes on nowhere
    stands in the edition's first. Raises Refused for a draft, and where a version of another edition follows.
    """
    return _follow(plan, version, edition, period, title=title, by=by, only_open=True)


@dataclass(frozen=True)
class CarryingStep:
    """A step that goes on in another edition, and what it names that has nothing there to go on in."""

    step: ActionStep
    lost: tuple[str, ...]


def plan_carrying_over(plan: ActionPlan, edition: Edition) -> tuple[list[CarryingStep], list[ActionStep]]:
    """The steps that carrying over takes along, and those that stay behind. Nothing is written."""
    steps = list(plan.steps.select_related("category").prefetch_related("items", "feedback", "actions"))
    there = set(edition.items.values_list("lineage", flat=True))
    place = categories_in(plan.edition, edition)
    same, words = plan.edition_id == edition.pk, plan.edition.words
    going = [
        CarryingStep(
            step,
            (
                *(f"{words.item} {item.reference}" for item in step.items.all() if item.lineage not in there),
                *([] if same or step.category_id in place else [f"{words.category} {step.category.number}"]),
            ),
        )
        for step in steps
        if step.is_open
    ]
    return going, [step for step in steps if not step.is_open]


def _follow(
    plan: ActionPlan,
    version: str,
    edition: Edition,
    period: Period | None,
    *,
    by: User,
    only_open: bool,
    title: str = "",
) -> ActionPlan:
    plan = ActionPlan.objects.select_for_update().select_related("edition").get(pk=plan.pk)
    if faster := ActionPlan.objects.filter(follows=plan).select_related("edition").first():
        if only_open and faster.edition_id != edition.pk:
            raise VersionRefused(
                f"Version {faster.version} follows this one already: carry over what is open there."
            )
        return faster
    if not plan.is_released:
        raise VersionRefused(f"Version {plan.version} is still in preparation. Release it first.")
    version = _free_label(plan, edition, version)
    new = copy_of(
        plan,
        edition_id=edition.pk,
        follows_id=plan.pk,
        title=title or plan.title,
        version=version,
        period_id=period.pk if period else plan.period_id,
        status=PlanStatus.DRAFT,
        released_at=None,
        released_by_id=None,
    )
    new.validate_constraints()
    save_as(new, by=by, reason=f"follows {plan.version}")
    steps = plan.steps.filter(status__in=OPEN_STATUSES) if only_open else plan.steps.all()
    _copy_steps(steps, new, plan.edition, by=by)
    return new


def _free_label(plan: ActionPlan, edition: Edition, version: str) -> str:
    taken = set(
        ActionPlan.objects.filter(partnership=plan.partnership_id, edition=edition).values_list(
            "version", flat=True
        )
    )
    while version in taken:
        version = following_version(version)
    return version


def _copy_steps(steps: Iterable[ActionStep], plan: ActionPlan, before: Edition, *, by: User) -> None:
    """In a fixed number of queries."""
    other = plan.edition_id != before.pk
    place = categories_in(before, plan.edition) if other else {}
    first = plan.edition.categories.first() if other else None
    copies: dict[int, ActionStep] = {}
    for position, step in enumerate(steps, 1):
        category = place.get(step.category_id, first.pk) if first else step.category_id
        changes = {"plan_id": plan.pk, "category_id": category, "split_from_id": None}
        copies[step.pk] = copy_of(step, **changes, position=position if other else step.position)
    reason = f"carried into version {plan.version}"
    told = {"default_user": by, "default_change_reason": reason}
    ActionStep.objects.bulk_create(copies.values())
    history = ActionStep.history.bulk_history_create(copies.values(), **told)
    for name in OF_PARTNERSHIP:
        bulk_create_links(ActionStep, name, _links(name, copies, None), history)
    for name in OF_EDITION:
        bulk_create_links(ActionStep, name, _links(name, copies, plan.edition if other else None), history)
    of_a_step: tuple[Any, ...] = (Action, Hours)
    for model in of_a_step:
        parts = [
            copy_of(part, step_id=copies[part.step_id].pk)
            for part in model.objects.filter(step__in=copies).order_by("pk")
        ]
        model.objects.bulk_create(parts)
        model.history.bulk_history_create(parts, **told)
    points = _points(copies, plan.edition if other else None)
    StepPoint.objects.bulk_create(points)
    StepPoint.history.bulk_history_create(points, **told)


def _points(copies: dict[int, ActionStep], edition: Edition | None) -> list[StepPoint]:
    """What the copies rest on and target; in another edition with the item that continues it there, if one does."""
    points = StepPoint.objects.filter(step__in=copies).select_related("item").order_by("pk")
    there: dict[str, int] = {}
    if edition:
        there = dict(Item.objects.filter(edition=edition).values_list("lineage", "pk"))
    return [
        copy_of(
            point,
            step_id=copies[point.step_id].pk,
            item_id=there.get(point.item.lineage) if edition and point.item else point.item_id,
        )
        for point in points
    ]


def _links(name: str, copies: dict[int, ActionStep], edition: Edition | None) -> list[Any]:
    """What the copies name, as rows of the many-to-many table; in another edition what continues it there."""
    field: Any = ActionStep._meta.get_field(name)
    through, what = field.remote_field.through, field.m2m_reverse_field_name()
    named = through.objects.filter(actionstep__in=copies).order_by("pk")
    if edition is None:
        pairs = named.values_list("actionstep", what)
    else:
        there = dict(OF_EDITION[name].objects.filter(edition=edition).values_list("lineage", "pk"))
        lineages = named.values_list("actionstep", f"{what}__lineage")
        pairs = [(step, there[lineage]) for step, lineage in lineages if lineage in there]
    return [through(actionstep=copies[step], **{f"{what}_id": key}) for step, key in pairs]
