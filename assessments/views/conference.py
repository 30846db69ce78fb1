"""The conference: the sides next to each other, the joint rating, the minutes, and the screen for the meeting."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.conference.beginning import CannotBegin
from assessments.conference.beginning import begin as begin_conference
from assessments.conference.comparing import conference_of, fill_in_agreement
from assessments.conference.decisions import decisions_of
from assessments.conference.minutes import MinutesForm, minutes_of, save_minutes
from assessments.conference.points import points_of
from assessments.highlights.by_side import highlight_lists
from assessments.models import Cycle
from assessments.rating.workspace import for_answers
from assessments.workflow.confirming import seats_of
from assessments.workflow.offers import offered_to_reader, what_can_still_change
from assessments.workflow.sentences import becomes_final
from core.conflicts import Conflict
from core.forms import day_or_month
from core.words import in_words
from partnerships.access import get_partnership, standing_in

from .access import get_assessment, get_to_write, writes_draft
from .words import SCREENS, words_page


@require_POST
def begin(request, slug, cycle_id):
    """Make the joint assessment of a round, for the two sides to agree on."""
    partnership = get_partnership(request.user, slug)
    cycle = get_object_or_404(Cycle, public_id=cycle_id, edition__agreement=partnership.agreement_id)
    if not standing_in(request.user, partnership).is_of_either_side:
        raise PermissionDenied
    try:
        joint = begin_conference(partnership, cycle, by=request.user)
    except CannotBegin as reason:
        messages.warning(request, str(reason))
        return redirect("assessments", slug)
    return redirect("conference", joint.public_id)


@require_safe
def conference(request, public_id):
    return show(request, joint(get_assessment(request, public_id)), "conference")


@require_safe
def meeting(request, public_id):
    """One item at a time, in large type, for a display that everybody in the room sees."""
    return show(request, joint(get_assessment(request, public_id)), "meeting")


def joint(assessment):
    """Conferences are about joint assessments; a side's own has none."""
    if not assessment.is_joint:
        raise Http404("A conference is about a joint assessment.")
    return assessment


def show(request, assessment, screen):
    """One of the two screens."""
    gathered = conference_of(assessment, request.user)
    context = for_answers(assessment, [pair.line for pair in gathered.pairs]) | {
        "partnership": assessment.partnership,
        "section": "assessments",
        "conference": gathered,
        "progress": gathered.progress(grouped=screen == "conference"),
        "highlights": highlight_lists(assessment, request.user),
        "decisions": decisions_of(assessment),
        "screen": screen,
        "afterwards": what_can_still_change(assessment),
    }
    if screen == "conference":
        saved = minutes_of(assessment)
        points = points_of(assessment, saved)
        context |= {
            "minutes": saved,
            "points": points,
            "when": day_or_month(assessment.date, assessment.date_is_month),
            "offered": offered_to_reader(assessment),
            "seats": seats_of(assessment),
            "awaits": becomes_final(assessment)
            if assessment.is_joint and assessment.in_round.to_confirm
            else "",
        }
        if context["editable"]:
            context["form"] = MinutesForm(assessment=assessment, minutes=saved, points=points)
    return render(request, f"assessments/{screen}.html", context)


def _on(commented, level):
    """What filling in leaves to people."""
    if not commented:
        return ""
    return (
        f" On {commented} of them a side has commented. Its words stay beside the joint {level}: "
        "write what both say into the joint comment."
    )


def fill_in(request, assessment):
    filled_in, words = fill_in_agreement(joint(assessment), by=request.user), assessment.words
    if count := filled_in.count:
        what = f"{count} joint {words.level.of(count)} {'is' if count == 1 else 'are'}"
        left = _on(filled_in.commented, words.level)
        messages.success(request, f"{what} filled in where the sides agree.{left}")
    else:
        without = f"no {words.item} without a joint {words.level}"
        messages.info(request, f"Nothing is filled in: {without} has the same one from every side.")
    return redirect("conference", assessment.public_id)


fill_agreement = writes_draft(fill_in)


@require_http_methods(["GET", "HEAD", "POST"])
def minutes(request, public_id):
    """POST saves the minutes; GET is the page to write them on."""
    if request.method == "POST":
        return write_minutes(request, public_id=public_id)
    assessment = joint(get_to_write(request, public_id))
    saved = minutes_of(assessment)
    form = MinutesForm(assessment=assessment, minutes=saved, points=points_of(assessment, saved))
    return _minutes_page(request, assessment, form)


@writes_draft
def write_minutes(request, assessment):
    saved = minutes_of(joint(assessment))
    points = points_of(assessment, saved)
    form = MinutesForm(request.POST, assessment=assessment, minutes=saved, points=points)
    if not form.is_valid():
        return _minutes_page(request, assessment, form, status=422)
    seen = form.cleaned_data["seen"]
    try:
        theirs = save_minutes(assessment, saved, points, form.parts(), seen=seen, by=request.user)
    except Conflict as conflict:
        form.take_note_of_theirs()
        return _minutes_page(request, assessment, form, conflict=conflict, status=409)
    kept = f" What somebody else changed meanwhile stays: {in_words(theirs)}." if theirs else ""
    messages.success(request, f"The minutes are saved.{kept}")
    return redirect(f"{reverse('conference', args=[assessment.public_id])}#main")


def _minutes_page(request, assessment, form, *, conflict=None, status=200):
    heading = f"Minutes {assessment.cycle.period.name}"
    return words_page(
        request,
        assessment,
        "_minutes_form",
        heading,
        form=form,
        conflict=conflict,
        status=status,
        among=SCREENS,
    )
