"""What families and others said: recording it, and what becomes of it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.conflicts import Conflict
from core.ids import new_public_id
from partnerships.access import get_partnership

from ..access import get_feedback, get_partnership_to_write, may_write
from ..families.replying import send_answer, to_reply_to
from ..families.words import ENGLISH
from ..feedback.deciding import (
    open_again,
    put_back,
    release,
    seen_in,
    set_aside,
    settle,
    why_it_stays,
    withdraw,
)
from ..feedback.forms import FeedbackForm, FeedbackWordsForm, KeyForm, MergeForm
from ..feedback.linking import link, steps_to_link
from ..feedback.listing import (
    LINES_A_PAGE,
    FeedbackShown,
    Filters,
    categories_of,
    counts_of,
    listed,
    next_waiting,
    people_in_all,
    with_counts,
)
from ..feedback.merging import merge, take_apart
from ..feedback.outcomes import outcomes_of
from ..feedback.told import you_said_we_did
from ..models import FamilyMessage, Feedback, FeedbackSource, FeedbackState
from ..plans.versions import VersionRefused

MOVED = (
    "Somebody else decided about this meanwhile, and nothing of yours is saved yet: see below how it stands."
)

AT_ONCE = "Somebody changed this at the same moment. Open the page anew, then look at it again."


def _about(partnership, **more):
    return {"partnership": partnership, "section": "action-steps", **more}


@require_safe
def feedback_list(request, slug):
    """All that was said, as `?show=`, `?q=`, `?category=` and `?source=` narrow it; `?with=` are ticked."""
    partnership = get_partnership(request.user, slug)
    writes, filters = may_write(request.user, partnership), Filters.of(request.GET)
    if filters.show == FeedbackShown.ASIDE and not writes:
        raise Http404("What is set aside is for those who write.")
    page = Paginator(listed(partnership, filters), LINES_A_PAGE).get_page(request.GET.get("page"))
    outcomes = outcomes_of(page.object_list)
    lines = [(one, outcomes[one.pk], people_in_all(one)) for one in page.object_list]
    counts = counts_of(partnership)
    context = _about(
        partnership,
        writes=writes,
        page=page,
        lines=lines,
        filters=filters,
        shows=[(show, counts[show]) for show in FeedbackShown if _is_offered(show, counts, writes)],
        any=bool(counts[FeedbackShown.ALL]),
        categories=categories_of(partnership),
        sources=FeedbackSource,
        ticked=request.GET.getlist("with"),
        is_told=bool(counts[FeedbackShown.RELEASED]),
    )
    return render(request, "actionsteps/feedback/list.html", context)


def _is_offered(show, counts, writes):
    return show in (FeedbackShown.ALL, FeedbackShown.WAITING) or (
        counts[show] and (writes or show != FeedbackShown.ASIDE)
    )


@require_http_methods(["GET", "HEAD", "POST"])
def record_feedback(request, slug):
    """Something that was said. Sent twice, it is recorded once."""
    partnership = get_partnership_to_write(request.user, slug)
    data = request.POST if request.method == "POST" else None
    keys = KeyForm(data, initial={"key": new_public_id()})
    feedback = Feedback(partnership=partnership, recorded_by=request.user)
    form = FeedbackForm(data, feedback=feedback, initial={"source": ""})
    if form.is_bound and form.is_valid() and keys.is_valid():
        feedback.public_id = keys.cleaned_data["key"]
        if Feedback.with_removed.filter(public_id=feedback.public_id, partnership=partnership).exists():
            messages.info(request, "This was recorded already.")
            return redirect("feedback", slug, feedback.public_id)
        if _saved(form, request.user):
            messages.success(request, "Recorded. It waits for an answer.")
            return redirect("feedback", slug, feedback.public_id)
    context = _about(partnership, form=form, keys=keys)
    status = 422 if form.is_bound else 200
    return render(request, "actionsteps/feedback/record.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def change_feedback(request, slug, public_id):
    """What was recorded."""
    partnership = get_partnership_to_write(request.user, slug)
    feedback = _feedback(partnership, public_id)
    form = FeedbackForm(request.POST or None, feedback=get_feedback(partnership, public_id))
    conflict, status = None, 422 if form.is_bound else 200
    if form.is_valid():
        try:
            saved = _saved(form, request.user)
        except Conflict as met:
            form.see_what_stands()
            conflict, status = met, 409
        else:
            if saved:
                messages.success(request, "Saved.")
                return redirect("feedback", slug, public_id)
    context = _about(partnership, form=form, feedback=feedback, conflict=conflict)
    return render(request, "actionsteps/feedback/record.html", context, status=status)


def _saved(form, user):
    """Whether it is saved; what a constraint or a lock refuses is said in the form."""
    try:
        form.save_by(user)
    except ValidationError as broken:
        form.add_error(None, broken)
        return False
    except IntegrityError:  # the plan was released, or the form sent twice, at this very moment
        form.add_error(None, AT_ONCE)
        return False
    return True


def _feedback(partnership, public_id, kept=Feedback.objects):
    found = with_counts(kept.filter(partnership=partnership, public_id=public_id))
    found = found.select_related("category", "merged_into", "recorded_by", "answered_by", "released_by")
    feedback = found.first()
    if feedback is None:
        raise Http404("No such feedback.")
    feedback.partnership = partnership
    return feedback


@require_safe
def feedback(request, slug, public_id):
    """One of them: what was said, what became of it, and for those who write what may be done."""
    partnership = get_partnership(request.user, slug)
    kept = Feedback.with_removed if may_write(request.user, partnership) else Feedback.objects
    return _show(request, _feedback(partnership, public_id, kept))


def _show(request, feedback, *, doing="", typed="", problem="", status=200):
    """`doing` is what was refused, with what was `typed` there."""
    partnership = feedback.partnership
    writes = may_write(request.user, partnership)
    originals = feedback.originals.select_related("category")
    message = FamilyMessage.objects.filter(feedback=feedback).first() if writes else None
    steps = steps_to_link(partnership) if writes and not feedback.merged_into else []
    context = _about(
        partnership,
        feedback=feedback,
        outcome=outcomes_of([feedback])[feedback.pk],
        people=people_in_all(feedback),
        originals=originals,
        writes=writes,
        message=message,
        seen=seen_in(feedback),
        doing=doing,
        typed=typed,
        problem=problem,
        steps=[(step, feedback in step.feedback.all()) for step in steps],
        replies=len(to_reply_to(feedback)) if writes else 0,
        stays=why_it_stays(feedback) if writes else "",
        next=next_waiting(feedback) if writes else None,
    )
    return render(request, "actionsteps/feedback/feedback.html", context, status=status)


SETTLED = {"answer": FeedbackState.ANSWERED, "decline": FeedbackState.DECLINED}

DONE = {
    "answer": "The answer is saved.",
    "decline": "It is declined, with your reason.",
    "open-again": "It waits for an answer again.",
    "release": "Families can read it now.",
    "withdraw": "Families no longer read it.",
    "set-aside": "It is set aside. You find it under “Set aside”, and can put it back.",
    "put-back": "It is back in the list.",
}
WITHOUT_WORDS = {
    "open-again": open_again,
    "withdraw": withdraw,
    "set-aside": set_aside,
    "put-back": put_back,
}


@require_POST
def decide_feedback(request, slug, public_id, doing):
    """What is decided about it: `doing` is one of DONE."""
    if doing not in DONE:
        raise Http404("Nothing of that name is done with feedback.")
    partnership = get_partnership_to_write(request.user, slug)
    feedback = _feedback(partnership, public_id, Feedback.with_removed)
    form = FeedbackWordsForm(request.POST)
    takes_words = doing not in WITHOUT_WORDS
    if takes_words and not form.is_valid():
        typed, problem = request.POST.get("words", ""), form.errors["words"][0]
        return _show(request, feedback, doing=doing, typed=typed, problem=problem, status=422)
    words = form.cleaned_data["words"] if takes_words else ""
    try:
        is_new = _decide(feedback, doing, words, seen=request.POST.get("seen", ""), by=request.user)
    except VersionRefused as why:
        return _show(request, feedback, doing=doing, typed=words, problem=str(why), status=409)
    except Conflict:
        feedback = _feedback(partnership, public_id, Feedback.with_removed)
        return _show(request, feedback, doing=doing, typed=words, problem=MOVED, status=409)
    if is_new:
        messages.success(request, DONE[doing])
        if doing in SETTLED and form.cleaned_data["send"]:
            _send(request, feedback, words)
    else:
        messages.info(request, "That stands already.")
    return redirect("feedback", slug, public_id)


def _decide(feedback, doing, words, *, seen, by):
    if doing in SETTLED:
        return settle(feedback, SETTLED[doing], words, seen=seen, by=by)
    if doing == "release":
        return release(feedback, words, seen=seen, by=by)
    return WITHOUT_WORDS[doing](feedback, seen=seen, by=by)


def _send(request, feedback, words):
    """To the addresses that its senders gave; whoever answers is told."""
    sent, failed = send_answer(feedback, words, by=request.user)
    if sent:
        messages.success(request, f"It went to {sent} {'address' if sent == 1 else 'addresses'} by e-mail.")
    if failed:
        messages.error(request, f"{failed} of the e-mails could not be sent. Write to them yourself.")


@require_POST
def link_feedback(request, slug, public_id):
    """The steps that answer it: `step` are ticked, `was` were when they were shown, by lineage."""
    partnership = get_partnership_to_write(request.user, slug)
    feedback = _feedback(partnership, public_id)
    if feedback.merged_into:
        raise Http404("The statement that it is merged under is what steps answer.")
    try:
        changed = link(feedback, request.POST.getlist("step"), request.POST.getlist("was"), by=request.user)
    except VersionRefused as why:
        return _show(request, feedback, doing="link", problem=str(why), status=409)
    if changed:
        messages.success(request, "The steps that answer it are saved.")
    else:
        messages.info(request, "That stands already.")
    return redirect("feedback", slug, public_id)


@require_http_methods(["GET", "HEAD", "POST"])
def merge_feedback(request, slug):
    """GET shows those named by `?one=` with what their statement could be; POST merges them."""
    partnership = get_partnership_to_write(request.user, slug)
    sent = request.POST if request.method == "POST" else request.GET
    named = list(dict.fromkeys(sent.getlist("one")))[:LINES_A_PAGE]
    form = MergeForm(request.POST if request.method == "POST" else None)
    chosen = listed(partnership, Filters()).filter(public_id__in=named)
    lines = [(one, people_in_all(one)) for one in chosen]
    problem = "" if len(lines) > 1 else "Tick at least two that say the same."
    if form.is_valid():
        statement = form.cleaned_data["statement"] or None
        try:
            under = merge(
                partnership, named, statement=statement, words=form.cleaned_data["words"], by=request.user
            )
        except VersionRefused as why:
            problem = str(why)
        else:
            messages.success(request, f"{len(named)} are merged. What each said stands beneath.")
            return redirect("feedback", slug, under.public_id)
    counts = [people for _, people in lines if people]
    context = _about(partnership, lines=lines, form=form, problem=problem, people=sum(counts))
    status = 422 if form.is_bound else 200
    return render(request, "actionsteps/feedback/merge.html", context, status=status)


@require_POST
def take_feedback_apart(request, slug, public_id):
    """Take it out of the statement it is merged under."""
    partnership = get_partnership_to_write(request.user, slug)
    if take_apart(_feedback(partnership, public_id), by=request.user):
        messages.success(request, "It stands by itself again.")
    else:
        messages.info(request, "It stands by itself already.")
    return redirect("feedback", slug, public_id)


@require_safe
def told(request, slug):
    """“You said, we did”, as families read it, for members."""
    partnership = get_partnership(request.user, slug)
    writes = may_write(request.user, partnership)
    context = _about(partnership, categories=you_said_we_did(partnership), writes=writes, words=ENGLISH)
    return render(request, "actionsteps/feedback/told.html", context)
