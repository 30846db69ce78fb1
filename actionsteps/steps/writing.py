"""Writing one step: adding it, changing it, removing it, putting it back, ticking off its actions."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from core.history import save_as
from core.ids import is_public_id
from partnerships.models import Partnership

from ..access import plans_kept
from ..models import Action, ActionPlan, ActionStep
from ..plans.versions import VersionRefused, plan_to_write, step_to_write
from ..progress.noting import reckon_next
from ..progress.state import has_left

if TYPE_CHECKING:
    from .doing_form import DoingForm
    from .forms import SourcesForm, StepWordsForm

REMOVING = ["removed_at", "removed_by", "merged_into", "position"]


def lock_plan(plan: ActionPlan) -> None:
    """Nobody else adds, moves or removes steps of a plan until the transaction ends."""
    ActionPlan.objects.select_for_update(of=("self",), no_key=True).get(pk=plan.pk)


def lock_plans(partnership: Partnership) -> None:
    """As `lock_plan`, for all plans of a partnership in the versions that people work with."""
    list(plans_kept(partnership).newest().select_for_update(of=("self",), no_key=True).order_by("pk"))


def hold(step: ActionStep) -> None:
    """As `lock_plan`, for what a step goes on telling in the version that people work with: who does it, and when.

    Raises Refused where a later version was begun meanwhile.
    """
    lock_plan(step.plan)
    if ActionPlan.objects.filter(follows=step.plan_id).exists():
        raise VersionRefused(
            "The next version of the plan was begun meanwhile. Look at the step there, then try again."
        )


def next_position(plan: ActionPlan) -> int:
    """Behind all that ever stood in the plan. Within its category a step stands where its position puts it."""
    steps = ActionStep.with_removed.filter(plan=plan)
    return (steps.aggregate(last=Max("position"))["last"] or 0) + 1


@transaction.atomic
def add_step(form: "StepWordsForm", key: str, *, by: User) -> ActionStep:
    """Put the new step of a valid form at the end of its category.

    `key` was made with the form and becomes the step's place in addresses: a form sent twice makes one step.
    """
    step: ActionStep = form.instance
    partnership = step.plan.partnership
    lock_plan(step.plan)
    if is_public_id(key):
        if same := ActionStep.with_removed.filter(public_id=key, plan__partnership=partnership).first():
            return same
        if not ActionStep.with_removed.filter(public_id=key).exists():
            step.public_id = key
    step.plan = plan_to_write(step.plan, by=by)
    step.plan.partnership = partnership
    step.position = next_position(step.plan)
    form.save_by(by)
    return step


@transaction.atomic
def save_words(form: "StepWordsForm", *, by: User) -> ActionStep:
    """Write what the person changed, where the plan's words may be changed: maybe in a version begun now.

    Raises Conflict as `RecordForm.save_by` does, and Refused where the step is gone.
    """
    if not form.changes_something():
        return form.instance
    lock_plan(form.instance.plan)
    there = step_to_write(form.instance, by=by)
    if there.pk != form.instance.pk:
        there.plan.partnership = form.instance.plan.partnership
        form = type(form)(form.data, step=there)
        if not form.is_valid():  # somebody changed what the form offers
            raise VersionRefused("The plan changed meanwhile. Look at the step again, then change it.")
    written: ActionStep = form.save_by(by)
    touch(written)
    return written


@transaction.atomic
def save_doing(form: "DoingForm", *, by: User) -> ActionStep:
    """Write who does it and until when. Raises Conflict as `RecordForm.save_by` does, and Refused as `hold`."""
    written = save_sources(form, by=by)
    reckon_next(written)
    return written


@transaction.atomic
def save_sources(form: "SourcesForm | DoingForm", *, by: User) -> ActionStep:
    """Write what it comes from. Raises what `save_doing` raises."""
    hold(form.instance)
    written: ActionStep = form.save_by(by)
    touch(written)
    return written


def touch(step: ActionStep) -> None:
    """Somebody dealt with it now."""
    ActionStep.objects.filter(pk=step.pk).update(touched_at=timezone.now())


@transaction.atomic
def remove_step(step: ActionStep, *, by: User) -> ActionStep:
    """Take a step out of the plan. It stays with all it says, so that it can be put back."""
    lock_plan(step.plan)
    step = step_to_write(step, by=by)
    step.removed_at, step.removed_by = timezone.now(), by
    save_as(step, by=by, update_fields=REMOVING)
    return step


@transaction.atomic
def put_back_step(step: ActionStep, *, by: User) -> None:
    """Where another step took its place meanwhile, or it was merged, it comes last in its category."""
    lock_plan(step.plan)
    step.refresh_from_db(fields=["removed_at", "position"], from_queryset=ActionStep.with_removed.all())
    if step.removed_at is None:
        return
    if step.plan.is_released:
        raise VersionRefused("This version of the plan is released.")
    if ActionStep.objects.filter(plan=step.plan, position=step.position).exists():
        step.position = next_position(step.plan)
    step.removed_at = step.removed_by = step.merged_into = None
    save_as(step, by=by, update_fields=REMOVING)


@transaction.atomic
def take_step(step: ActionStep, *, by: User) -> None:
    """Become the owner of a step that nobody has, or whose owner left. Its role stays beside the name.

    Raises Refused where somebody else has it, or was faster.
    """
    hold(step)
    steps = ActionStep.objects.select_for_update(of=("self",), no_key=True).select_related("owner")
    now = steps.get(pk=step.pk)
    now.plan = step.plan
    if now.owner not in (None, by) and not has_left(now):
        raise VersionRefused(f"{now.owner} has taken this step already.")
    now.owner, now.touched_at = by, timezone.now()
    save_as(now, by=by, reason="taken", update_fields=["owner", "touched_at"])


@transaction.atomic
def tick_off(action: Action, done: bool, *, by: User) -> bool:
    """Say of one action that it is done, or not after all. False where it was said already.

    Raises Refused as `hold`.
    """
    hold(action.step)
    now = Action.objects.select_for_update(of=("self",), no_key=True).get(pk=action.pk)
    if (now.done_at is not None) == done:
        return False
    now.done_at, now.done_by = (timezone.now(), by) if done else (None, None)
    save_as(now, by=by, update_fields=["done_at", "done_by"])
    touch(now.step)
    return True
