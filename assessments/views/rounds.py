"""The list of a partnership's assessments, cycle by cycle."""

from typing import Any

from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments.models import AssessmentStatus
from assessments.rating.progress import with_progress
from assessments.rounds import rounds_of
from assessments.workflow.offers import offered
from assessments.workflow.refusals import BEGINS
from assessments.workflow.sentences import becomes_final
from assessments.workflow.transitions import SUBMIT, TAKE_BACK
from core.forms import day_or_month
from core.words import in_words
from partnerships.access import get_partnership, standing_in


@require_safe
def assessments(request, slug):
    """Each side's status and progress, what the round waits for, and what this person can do about it."""
    partnership = get_partnership(request.user, slug)
    standing = standing_in(request.user, partnership)
    rows = with_progress(partnership.assessments.for_rounds()).with_partnership().newest_first()
    unread = set(partnership.assessments.unread().values_list("pk", flat=True))
    rounds: list[Any] = rounds_of(partnership, rows)  # each is told what this person can do about it
    primary = None
    for one in rounds:
        one.seen_by(request.user)
        one.waiting = waits_for(one)
        one.may_begin = one.can_begin_conference and standing.is_of_either_side
        one.awaits = becomes_final(one.joint) if one.to_confirm else ""
        one.may_confer = one.is_in_conference and one.joint.readable
        for row in one.assessments:
            row.when = day_or_month(row.date, row.date_is_month) if row.readable else ""
            row.is_late = row.is_open and one.days_late > 0
            row.in_round, row.is_unread = one, row.pk in unread
            row.steps = buttons_for(row, standing)
        if primary is None and (one.may_begin or (one.may_confer and one.joint.is_writer)):
            primary = one
    context = {"partnership": partnership, "section": "assessments", "rounds": rounds, "primary": primary}
    context |= {"directs": standing.is_director, "begins": BEGINS}
    return render(request, "assessments/assessments.html", context)


def waits_for(round_):
    """Who has not submitted, but for this person's own side."""
    names = [side.rater for side in round_.still_writing if not side.is_writer]
    return in_words(names) if names else ""


def buttons_for(row, standing):
    """(address, words) of what this person can do with one assessment, from the table of transitions."""
    if row.is_writer and row.is_joint and row.is_open and row.in_round.sides:
        return []  # in the conference
    reviews = row.is_reviewer and row.readable
    sits = row.is_handed_in and bool(row.speaks_for)
    found = offered(row, writes=row.is_writer, reviews=reviews, directs=standing.is_director, sits=sits)
    if TAKE_BACK in found:
        found = [TAKE_BACK]  # the one who reviews it wrote it, and has no need to return it
    return [_way_to_submit(row) if one is SUBMIT else (one.url_name, one.button) for one in found]


def _way_to_submit(row):
    is_new = row.rated == 0 and row.status == AssessmentStatus.DRAFT
    return "assessment", "Begin rating" if is_new else "Continue"
