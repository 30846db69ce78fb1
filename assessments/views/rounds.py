"""The list of a partnership's assessments, cycle by cycle."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments.models import AssessmentStatus
from assessments.rounds import rounds_of
from assessments.workflow.offers import offered
from assessments.workflow.refusals import RoundFacts
from assessments.workflow.transitions import SUBMIT, TAKE_BACK
from core.forms import day_or_month
from core.words import in_words
from partnerships.access import get_partnership, standing_in


@require_safe
def assessments(request, slug):
    """Each side's status and progress, what the round waits for, and what this person can do about it."""
    partnership = get_partnership(request.user, slug)
    standing = standing_in(request.user, partnership)
    rounds = rounds_of(partnership, request.user)
    primary = None
    for one in rounds:
        one.waiting = in_words(one.waits_for) if one.waits_for else ""
        one.can_begin = one.is_ready and standing.is_of_either_side
        one.can_confer = one.is_in_conference and one.joint.readable
        for row in one.rows:
            row.when = day_or_month(row.date, row.date_is_month) if row.readable else ""
            row.steps = buttons_for(row, one, standing)
        if primary is None and (one.can_begin or (one.can_confer and one.joint.mine)):
            primary = one
    context = {"partnership": partnership, "section": "assessments", "rounds": rounds, "primary": primary}
    context["directs"] = standing.is_director
    return render(request, "assessments/assessments.html", context)


def buttons_for(row, round_, standing):
    """(address, words) of what this person can do with one assessment, from the table of transitions."""
    if row.mine and row.is_joint and row.is_open and round_.sides:
        return []  # in the conference
    beside = [] if row.is_joint else [one for one in round_.rows if one is not row and not one.is_withdrawn]
    facts = RoundFacts(row, beside=beside, is_unread=row.can_be_taken_back)
    found = offered(row, writes=row.mine, reviews=row.is_reviewer, directs=standing.is_director, facts=facts)
    if TAKE_BACK in found:
        found = [TAKE_BACK]  # the one who reviews it wrote it, and has no need to return it
    return [_way_to_submit(row) if one is SUBMIT else (one.url_name, one.button) for one in found]


def _way_to_submit(row):
    is_new = row.rated == 0 and row.status == AssessmentStatus.DRAFT
    return "assessment", "Begin rating" if is_new else "Continue"
