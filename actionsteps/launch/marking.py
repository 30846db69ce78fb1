"""What the lead agency's people do to a launch plan. Each deed leaves an event."""

from django.db import transaction

from accounts.models import User
from actionsteps.models import LaunchEvent, LaunchEventKind, LaunchMark, LaunchPeriod, LaunchTask
from core.history import delete_as, save_as

from .forms import TaskForm


@transaction.atomic
def mark(task: LaunchTask, period: LaunchPeriod, wanted: bool, *, by: User) -> bool:
    """Mark a task for a period, or take its mark away; whether that changed anything.

    The person says what is to stand, so two who say the same do it once.
    """
    LaunchTask.objects.select_for_update(no_key=True).get(pk=task.pk)
    mark = LaunchMark.objects.filter(task=task, period=period).first()
    if (mark is not None) == wanted:
        return False
    if mark is None:
        save_as(LaunchMark(task=task, period=period), by=by)
    else:
        delete_as(mark, by=by)
    kind = LaunchEventKind.MARKED if wanted else LaunchEventKind.UNMARKED
    LaunchEvent.objects.create(task=task, kind=kind, period=period, by=by)
    return True


@transaction.atomic
def save_task(form: TaskForm, *, by: User) -> LaunchTask:
    """Write what a person says of a task. Raises what `RecordForm.save_by` raises."""
    before = LaunchTask.objects.select_for_update(no_key=True).get(pk=form.instance.pk)
    task: LaunchTask = form.save_by(by)
    if task.status != before.status:
        _tell(task, LaunchEventKind.STATUS, task.get_status_display(), by)
    if task.owner != before.owner:
        _tell(task, LaunchEventKind.OWNER, task.owner, by)
    if task.note != before.note:
        _tell(task, LaunchEventKind.NOTE, task.note, by)
    return task


def _tell(task: LaunchTask, kind: LaunchEventKind, words: str, by: User) -> None:
    LaunchEvent.objects.create(task=task, kind=kind, words=words, by=by)
