"""The list of a partnership's assessments, cycle by cycle."""

from typing import Any

from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments.models import AssessmentStatus
from assessments.rating.progress import with_progress
from assessments.rounds import rounds_of
from core.forms import day_or_month
from core.words import in_words
from partnerships.access import get_partnership, standing_in


@require_safe
def assessments(request, slug):
    """Each side's status and progress, what the round waits for, and what this person can do about it."""
    partnership = get_partnership(request.user, slug)
    standing = standing_in(request.user, partnership)
    rows = with_progress(partnership.assessments.as_seen_by(request.user)).with_partnership().newest_first()
    unread = set(partnership.assessments.unread().values_list("pk", flat=True))
    rounds: list[Any] = rounds_of(partnership, rows)  # each is told what this person can do about it
    primary = None
    for one in rounds:
        one.waiting = waits_for(one)
        one.may_begin = one.can_begin_conference and standing.is_of_either_side
        one.may_confer = one.is_in_conference and one.joint.readable
        for row in one.assessments:
            row.when = day_or_month(row.date, row.date_is_month) if row.readable else ""
            row.is_late = row.is_open and one.days_late > 0
            row.steps = steps_for(row, one, is_unread=row.pk in unread)
            if standing.is_director:
                row.steps += steps_of_asking(row, one)
        if primary is None and (one.may_begin or (one.may_confer and one.joint.is_writer)):
            primary = one
    context = {"partnership": partnership, "section": "assessments", "rounds": rounds, "primary": primary}
    context["directs"] = standing.is_director
    return render(request, "assessments/assessments.html", context)


def waits_for(round_):
    """Who has not submitted, but for this person's own side."""
    names = [side.rater for side in round_.still_writing if not side.is_writer]
    return in_words(names) if names else ""


def steps_for(row, round_, *, is_unread):
    """(address, words) of what this person can do with one assessment."""
    if row.is_writer and row.is_open:
        if row.is_joint and round_.sides:
            return []  # in the conference
        is_new = row.rated == 0 and row.status == AssessmentStatus.DRAFT
        return [("assessment", "Begin rating" if is_new else "Continue")]
    if round_.stays_as_handed_in(row):
        return []
    if row.is_writer and is_unread:
        return [("assessment-take-back", "Take it back")]
    if row.is_open or not (row.is_reviewer and row.readable):
        return []
    if row.is_final:
        return [("assessment-reopen", "Reopen")]
    if not round_.needs_no_conference(row):
        return [("assessment-return", "Return")]  # the conference decides
    return [("assessment-return", "Return"), ("assessment-final", "Make it final")]


def steps_of_asking(row, round_):
    """What a director can do with one side's assessment, read or not: stop asking for it, ask again."""
    if row.is_joint:
        return []
    if row.is_open:
        return [("assessment-withdraw", "Stop asking")]
    return [("assessment-ask", "Ask again")] if row.is_withdrawn and round_.joint is None else []
