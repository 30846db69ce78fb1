"""Writing the tables of a submission to come: begun from an earlier one or anew, their lines, new activities."""

from django.db import transaction
from django.db.models import Max

from accounts.models import User
from core.history import delete_as, save_as
from core.ids import is_public_id
from core.models import copy_of
from partnerships.models import Edition, Partnership

from ..models import Action, ActionPlan, ActionStep, ActivityLine, ActivityTable
from ..plans.versions import VersionRefused, plan_to_write
from ..steps.writing import lock_plan, next_position
from .forms import LineForm, NewLineForm, TableForm
from .locks import IS_HANDED_IN


def must_be_open(table: ActivityTable) -> None:
    """Raises Refused where the submission that prints the table is handed in."""
    if table.is_handed_in:
        raise VersionRefused(IS_HANDED_IN)


@transaction.atomic
def begin_table(form: TableForm, key: str, before: ActivityTable | None, *, by: User) -> ActivityTable:
    """Write the new table of a valid form. Where one comes `before` it, its lines go on in this one, with their
    words and without their status, which is to be said anew.

    `key` was made with the form: a form sent twice makes one table. Raises ValidationError where the submission has
    the table of `before` already.
    """
    table = form.instance
    if is_public_id(key):
        if same := ActivityTable.objects.filter(public_id=key, partnership=table.partnership).first():
            return same
        table.public_id = key
    if before is not None:
        table.position = before.position
    else:
        last = ActivityTable.objects.filter(partnership=table.partnership).aggregate(at=Max("position"))["at"]
        table.position = (last or 0) + 1
    form.save_by(by)
    for line in before.lines.select_related("step__plan__partnership") if before else []:
        step = line.step.in_newest()
        if step is not None:
            copy = copy_of(
                line,
                table_id=table.pk,
                step_id=step.pk,
                status="",
                status_year=None,
                status_printed="",
                note="",
            )
            save_as(copy, by=by)
    return table


@transaction.atomic
def add_line(form: NewLineForm, key: str, *, by: User) -> ActivityLine:
    """Write the new line of a valid form at the end of its table; for a new activity its step as well.

    A form sent twice makes one line. Raises Refused where the table is handed in, and ValidationError where
    somebody else added the same activity meanwhile.
    """
    line = form.instance
    table = (
        ActivityTable.objects.select_for_update(of=("self",))
        .select_related("submission")
        .get(pk=line.table_id)
    )
    must_be_open(table)
    if is_public_id(key):
        if same := ActivityLine.objects.filter(public_id=key, table=table).first():
            return same
        line.public_id = key
    for name in ("number", "text"):
        setattr(line, name, form.cleaned_data[name])
    line.step = _step_of(form, table, by=by)
    line.position = (table.lines.aggregate(at=Max("position"))["at"] or 0) + 1
    line.validate_constraints()
    save_as(line, by=by)
    return line


def _step_of(form: NewLineForm, table: ActivityTable, *, by: User) -> ActionStep:
    if form.found is not None:
        step: ActionStep = form.found.step
        step.plan.partnership = table.partnership
        return step.in_newest() or step
    items = list(form.cleaned_data["items"])
    plan = plan_of(table.partnership, items[0].edition, by=by)
    lock_plan(plan)
    step = ActionStep(plan=plan, category=items[0].category, position=next_position(plan))
    save_as(step, by=by)
    step.items.set(items)
    save_as(Action(step=step, text=form.cleaned_data["text"], position=1), by=by)
    return step


def plan_of(partnership: Partnership, edition: Edition, *, by: User) -> ActionPlan:
    """The version of the whole's plan whose words may be changed; begun here where there is none."""
    plans = ActionPlan.objects.newest().filter(partnership=partnership, edition=edition)
    if plan := plans.first():
        return plan_to_write(plan, by=by)
    plan = ActionPlan(partnership=partnership, edition=edition, title="Improvement activities", version="1.0")
    save_as(plan, by=by)
    return plan


@transaction.atomic
def save_line(form: LineForm, *, by: User) -> ActivityLine:
    """Write what the person changed of a line. Where the step in preparation said what the line said, it says what
    the line says now.

    Raises Conflict as `RecordForm.save_by` does, and Refused where the table is handed in.
    """
    must_be_open(form.instance.table)
    was = ActivityLine.objects.get(pk=form.instance.pk).text
    line: ActivityLine = form.save_by(by)
    actions = list(Action.objects.filter(step=line.step_id, text=was).select_related("step__plan"))
    if line.text != was and len(actions) == 1 and not actions[0].step.plan.is_released:
        actions[0].text = line.text
        save_as(actions[0], by=by, update_fields=["text"])
    return line


@transaction.atomic
def remove_line(line: ActivityLine, *, by: User) -> None:
    """Take a line out of a table that is being written; the activity stays. Raises Refused as `save_line`."""
    must_be_open(line.table)
    delete_as(line, by=by, reason="taken out of the table")
