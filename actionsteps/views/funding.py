"""Requests for money of a fund: the lists, one request, writing it, and what becomes of it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from core.conflicts import Conflict
from core.downloads import as_download
from core.ids import new_public_id
from partnerships.access import directs, get_agreement, get_partnership, partnerships_asked_by

from ..access import may_request, may_write
from ..funding.deeds import (
    CAN_BE_DECIDED,
    DEEDS,
    SUBMIT,
    RequestRefused,
    decide,
    go,
    missing_in,
    seen_in,
    tell_result,
)
from ..funding.forms import RequestDecisionForm, RequestForm, RequestWordsForm, ResultForm
from ..funding.listing import LINES_A_PAGE, RequestFilters, RequestShow, as_csv, gather, granted_for
from ..funding.reading import (
    earlier_granted,
    get_funding_request,
    get_granted_activity,
    name_values,
    requests_seen,
    shown_in_words,
)
from ..funding.writing import save_request
from ..models import FundingEventKind, FundingOutcome, FundingRequest, FundingStatus

ONLY_WRITERS = "Requests for money are written by the liaisons of the partner."
ONLY_DIRECTORS = "Requests for money are decided by the directors of the lead agency."
MOVED = "The request changed after you opened this page, and nothing of yours is done yet. See below how it stands."


def _about(partnership, **more):
    return {"partnership": partnership, "section": "funding", **more}


def _lines(requests):
    return [(one, shown_in_words(one.granted_activities)) for one in requests]


def _list_context(request, found):
    page = Paginator(found.requests, LINES_A_PAGE).get_page(request.GET.get("page"))
    shows = [
        (show, found.counts[show]) for show in RequestShow if found.counts[show] or show == RequestShow.ALL
    ]
    return {"list": found, "page": page, "lines": _lines(page.object_list), "shows": shows}


@require_safe
def funding_list(request, slug):
    """What was asked, granted and shown to work in a partnership, as `?show=` and `?period=` narrow it."""
    partnership = get_partnership(request.user, slug)
    funds = list(partnership.agreement.funds.all())
    found = gather(requests_seen(request.user, partnership), RequestFilters.of(request.GET))
    context = _about(
        partnership,
        funds=funds,
        writes=may_request(request.user, partnership),
        **_list_context(request, found),
    )
    return render(request, "actionsteps/funding/list.html", context)


@require_safe
def funding_csv(request, slug):
    """The list as its page shows it; all pages of it."""
    partnership = get_partnership(request.user, slug)
    found = gather(requests_seen(request.user, partnership), RequestFilters.of(request.GET))
    return as_download(as_csv(found.requests), "text/csv; charset=utf-8", f"{slug} funding.csv")


def _of_agreement(request, agreement):
    reached = partnerships_asked_by(request.user, agreement)
    requests = FundingRequest.objects.handed_in().filter(partnership__in=reached)
    return gather(requests, RequestFilters.of(request.GET))


@require_safe
def agreement_funding(request, slug):
    """The same of all partnerships of an agreement that a director reaches."""
    agreement = get_agreement(request.user, slug)
    context = {"agreement": agreement, **_list_context(request, _of_agreement(request, agreement))}
    return render(request, "actionsteps/funding/agreement.html", context)


@require_safe
def agreement_funding_csv(request, slug):
    agreement = get_agreement(request.user, slug)
    content = as_csv(_of_agreement(request, agreement).requests)
    return as_download(content, "text/csv; charset=utf-8", f"{agreement.slug} funding.csv")


def _must_write(user, partnership):
    if not may_request(user, partnership):
        raise PermissionDenied(ONLY_WRITERS)


@require_http_methods(["GET", "HEAD", "POST"])
def new_request(request, slug, fund_id):
    """A request, which may be saved unfinished. Sent twice, it is begun once."""
    partnership = get_partnership(request.user, slug)
    _must_write(request.user, partnership)
    fund = get_object_or_404(partnership.agreement.funds, public_id=fund_id)
    new = FundingRequest(partnership=partnership, fund=fund, subject=partnership.partner)
    return _write(request, new, key=request.POST.get("key") or new_public_id())


@require_http_methods(["GET", "HEAD", "POST"])
def change_request(request, slug, public_id):
    """The words of a request that is not submitted."""
    found = get_funding_request(request.user, slug, public_id)
    _must_write(request.user, found.partnership)
    if request.method != "POST" and not found.is_written:
        messages.warning(request, f"This request is {found.standing}: its words stay as they are.")
        return redirect("funding-request", slug, public_id)
    return _write(request, found)


def _write(request, written, key=""):
    """The form of a request; what is sent is saved, and leads to the request or on to submitting it."""
    is_new = written.pk is None
    form = RequestForm(request.POST or None, request=written)
    conflict, status = None, 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            saved = save_request(form, key, by=request.user)
        except Conflict as met:
            form.see_what_stands()
            conflict, status = met, 409
        except RequestRefused as why:
            form.add_error(None, str(why))
            status = 409
        except (ValidationError, IntegrityError) as broken:
            form.add_error(
                None, getattr(broken, "messages", "Somebody changed this at the same moment. Try again.")
            )
        else:
            slug = written.partnership.slug
            if "submit" in request.POST:
                return redirect("funding-deed", slug, saved.public_id, SUBMIT.name)
            messages.success(
                request,
                "Saved as a draft. Nobody else reads it before you submit it." if is_new else "Saved.",
            )
            return redirect("funding-request", slug, saved.public_id)
    context = _about(
        written.partnership, form=form, funding_request=written, fund=written.fund, key=key, conflict=conflict
    )
    return render(request, "actionsteps/funding/write.html", context, status=status)


def _remark(found):
    """Why it was returned, while it is."""
    is_returned = found.status == FundingStatus.RETURNED
    returned = [event for event in found.events.all() if event.kind == FundingEventKind.RETURNED]
    return returned[-1] if is_returned and returned else None


@require_safe
def funding_request(request, slug, public_id):
    """One request: what is asked, for which goals, what was decided, and what the money did."""
    found = get_funding_request(request.user, slug, public_id)
    partnership = found.partnership
    writes, decides = may_request(request.user, partnership), directs(request.user, partnership)
    granted = found.granted_activities
    earlier = earlier_granted(found)
    results = [one.result for one in (*granted, *earlier) if one.result]
    name_values([*found.evidence.all(), *(one.row for one in results if one.row)], partnership)
    context = _about(
        partnership,
        funding_request=found,
        activities=[(one, granted_for(found, one), one in granted) for one in found.activities.all()],
        paid=granted,
        remark=_remark(found),
        earlier=earlier,
        deeds=[
            deed
            for deed in DEEDS.values()
            if found.status in deed.starts and (writes if deed.is_writers else decides)
        ],
        missing=missing_in(found) if writes and found.is_written else [],
        writes=writes,
        decides=decides and found.status in CAN_BE_DECIDED,
        tells=may_write(request.user, partnership),
    )
    return render(request, "actionsteps/funding/request.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def funding_deed(request, slug, public_id, name):
    """GET says what it means, POST does it: submit, return, withdraw, take up again."""
    if name not in DEEDS:
        raise Http404("Nothing of that name is done with a request.")
    deed = DEEDS[name]
    found = get_funding_request(request.user, slug, public_id)
    if not (may_request if deed.is_writers else directs)(request.user, found.partnership):
        raise PermissionDenied(ONLY_WRITERS if deed.is_writers else ONLY_DIRECTORS)
    form = (
        RequestWordsForm(request.POST or None, label=deed.asks, missing=deed.missing) if deed.asks else None
    )
    problem, status = "", 200
    if request.method == "POST":
        if form and not form.is_valid():
            status = 422
        else:
            try:
                words = form.cleaned_data["words"] if form else ""
                go(deed, found, words, seen=request.POST.get("seen", ""), by=request.user)
            except RequestRefused as why:
                problem, status = str(why), 409
            except Conflict as met:
                found, problem, status = met.now, MOVED, 409
            else:
                messages.success(request, deed.done)
                return redirect("funding-request", slug, public_id)
    elif found.status not in deed.starts:
        messages.warning(request, f"This request is {found.standing}.")
        return redirect("funding-request", slug, public_id)
    context = _about(
        found.partnership,
        funding_request=found,
        deed=deed,
        form=form,
        problem=problem,
        seen=seen_in(found),
        missing=missing_in(found) if deed == SUBMIT else [],
    )
    return render(request, "actionsteps/funding/deed.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def decide_request(request, slug, public_id):
    """What is granted and why; of what is decided already, a decision anew."""
    found = get_funding_request(request.user, slug, public_id)
    if not directs(request.user, found.partnership):
        raise PermissionDenied(ONLY_DIRECTORS)
    form = RequestDecisionForm(request.POST or None, request=found, seen=seen_in(found))
    problem, status = "", 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            outcome = FundingOutcome(said["outcome"])
            decide(
                found, outcome, said["amount"], form.shares, said["words"], seen=said["seen"], by=request.user
            )
        except RequestRefused as why:
            problem, status = str(why), 409
        except Conflict as met:
            found, problem, status = met.now, MOVED, 409
            form.has_seen(seen_in(found))
        else:
            messages.success(request, "The decision is recorded, with your reason.")
            return redirect("funding-request", slug, public_id)
    elif not form.is_bound and found.status not in CAN_BE_DECIDED:
        messages.warning(request, f"This request is {found.standing}: there is nothing to decide.")
        return redirect("funding-request", slug, public_id)
    context = _about(found.partnership, funding_request=found, form=form, problem=problem)
    return render(request, "actionsteps/funding/decide.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def funding_result(request, slug, public_id):
    """What the data shows of an activity that was paid for. `?for=` is the request that asks for it."""
    activity = get_granted_activity(request.user, slug, public_id)
    partnership = activity.request.partnership
    if not may_write(request.user, partnership):
        raise PermissionDenied("What the money did is said by the directors and liaisons of the two sides.")
    asked_for = requests_seen(request.user, partnership).filter(public_id=request.GET.get("for", "")).first()
    form = ResultForm(request.POST or None, activity=activity)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        if tell_result(activity, said["shown"], said["words"], said["row"], by=request.user):
            messages.success(request, "Recorded.")
        else:
            messages.info(request, "That stands already.")
        return redirect("funding-request", slug, (asked_for or activity.request).public_id)
    context = _about(
        partnership, activity=activity, funding_request=activity.request, asked_for=asked_for, form=form
    )
    status = 422 if form.is_bound else 200
    return render(request, "actionsteps/funding/result.html", context, status=status)
