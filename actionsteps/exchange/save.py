"""Saves what a person accepted of a preview, all or nothing."""

from collections.abc import Set
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from core.conflicts import Conflict
from core.workbooks.entries import CellRefusal

from ..models import ActionPlan, ActionStep, StepStatus
from ..plans.versions import VersionRefused, newest_of, plan_to_write
from ..progress.noting import NotNoted, note, seen_in
from ..steps.forms import record_statement
from ..steps.writing import add_step, lock_plans, save_doing, save_words
from .changes import WorkbookStepChange
from .entered import EnteredStep, StepsUpload
from .entering import doing_form, problems_with, words_form
from .layout import DOING, PROGRESS, WORDS, kind_of
from .preview import choice_of, new_step, order_of, preview_of, status_called
from .standing import StandingPlan, plain


class _Moved(Exception):
    """Something changed since the person saw the preview."""


def save_preview(data: dict[str, Any], plan: ActionPlan, *, mine: Set[str], by: User) -> int:
    """Save what the person accepted of the newest version of a plan; gives how many steps that were.

    `data` is what `StepsPreview.as_data` gave. Changed words are written in the version that is in preparation,
    which begins now where the newest is released. Raises Conflict, with the preview as things are now, where
    something changed since the person saw it.
    """
    upload = StepsUpload(refused=[CellRefusal(*one) for one in data["refused"]], not_read=data["not_read"])
    seen = {}
    for *entered, shown in data["steps"]:
        upload.entered.append(EnteredStep(*entered))
        seen[choice_of(upload.entered[-1], plan)] = shown
    try:
        with transaction.atomic():
            return _save(upload, plan, seen, mine, by=by)
    except (_Moved, Conflict, NotNoted, VersionRefused, ValidationError) as why:
        standing = StandingPlan(newest_of(plan))
        now = {one.choice: one.shown for one in preview_of(upload, standing, set()).changes}
        moved = {name for name, shown in seen.items() if now.get(name) != shown}
        preview = preview_of(upload, standing, mine - moved)
        preview.unchanged += data["unchanged"]
        preview.left_alone = [*data["left_alone"], *preview.left_alone]
        if not isinstance(why, _Moved | Conflict):
            preview.not_read += why.messages if isinstance(why, ValidationError) else [str(why)]
        raise Conflict(preview) from why


def _save(upload: StepsUpload, plan: ActionPlan, seen: dict[str, str], mine: Set[str], *, by: User) -> int:
    lock_plans(plan.partnership)
    plan.refresh_from_db(fields=["status"])
    if ActionPlan.objects.filter(follows=plan).exists():
        raise _Moved
    standing = StandingPlan(plan)
    preview = preview_of(upload, standing, mine)
    if {one.choice: one.shown for one in preview.changes} != seen or preview.refused != upload.refused:
        raise _Moved
    writes = any(part.is_words for change in preview.changes for part in change.accepted)
    if writes and standing.plan.is_released:
        there = plan_to_write(standing.plan, by=by)
        there.partnership = standing.partnership
        standing = StandingPlan(there)
        preview = preview_of(upload, standing, mine)
    accepted = [change for change in preview.changes if change.accepted]
    for change in accepted:
        _save_step(change, standing, by=by)
    return len(accepted)


def _save_step(change: WorkbookStepChange, standing: StandingPlan, *, by: User) -> None:
    parts = {one.part: one.wanted for one in change.accepted}
    words, doing, progress = (
        {part: text for part, text in parts.items() if kind_of(part) in kinds}
        for kinds in (WORDS, DOING, PROGRESS)
    )
    step = change.step or new_step(standing, parts)
    if words:
        _record_statements(step, words.get("answers", ""), standing, by=by)
        form = words_form(standing, step, words, order_of(change.entered))
        _must_be_right(form)
        step = save_words(form, by=by) if change.step else add_step(form, change.key, by=by)
        step.plan = standing.plan
    if doing:
        who_and_when = doing_form(standing, step, doing)
        _must_be_right(who_and_when)
        step = save_doing(who_and_when, by=by)
    if progress:
        _note(step, progress, standing, by=by)


def _record_statements(step: ActionStep, answers: str, standing: StandingPlan, *, by: User) -> None:
    """What families said is recorded before a step names it."""
    for text, said in standing.statements_in(answers).items():
        standing.statements[plain(text)] = said or record_statement(step, text, by=by)


def _note(step: ActionStep, progress: dict[str, str], standing: StandingPlan, *, by: User) -> None:
    """One line of progress. Words alone say that a step is under way, unless it is done or stopped."""
    words = progress.get("progress", "")
    status = status_called(progress["status"]) if "status" in progress else StepStatus(step.status)
    if words and status == StepStatus.NOT_STARTED:
        status = StepStatus.UNDER_WAY
    if words or status != step.status:
        line = standing.lines.get(step.lineage)
        note(step, status=status, words=words, seen=seen_in(step, [line] if line else []), by=by)


def _must_be_right(form: Any) -> None:
    for problem in problems_with(form).values():
        raise VersionRefused(problem)
