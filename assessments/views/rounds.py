"""The list of a partnership's assessments, cycle by cycle."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments.models import AssessmentStatus
from assessments.rounds import rounds_of
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
            row.steps = steps_for(row, one)
            if standing.is_director:
                row.steps += steps_of_asking(row, one)
        if primary is None and (one.can_begin or (one.can_confer and one.joint.mine)):
            primary = one
    context = {"partnership": partnership, "section": "assessments", "rounds": rounds, "primary": primary}
    context["directs"] = standing.is_director
    return render(request, "assessments/assessments.html", context)


def steps_for(row, round_):
    """(address, words) of what this person can do with one assessment."""
    if row.mine and row.is_open:
        if row.is_joint and round_.sides:
            return []  # in the conference
        is_new = row.rated == 0 and row.status == AssessmentStatus.DRAFT
        return [("assessment", "Begin rating" if is_new else "Continue")]
    stands_apart = row.is_joint or round_.joint is None
    if row.can_be_taken_back and stands_apart:
        return [("assessment-take-back", "Take it back")]
    if not (row.is_reviewer and stands_apart):
        return []
    if row.is_final:
        return [("assessment-reopen", "Reopen")]
    if row.is_open:
        return []
    if len(round_.asked) > 1 and not row.is_joint:
        return [("assessment-return", "Return")]  # the conference decides
    return [("assessment-return", "Return"), ("assessment-final", "Make it final")]


def steps_of_asking(row, round_):
    """What a director can do with one side's assessment, read or not: stop asking for it, ask again."""
    if row.is_joint:
        return []
    if row.is_open:
        return [("assessment-withdraw", "Stop asking")]
    return [("assessment-ask", "Ask again")] if row.is_withdrawn and round_.joint is None else []
