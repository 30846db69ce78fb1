"""Asking somebody for values, and taking over what they entered: for those who enter the partnership's evidence."""

from allauth.core import ratelimit
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.conflicts import Conflict
from core.ids import new_public_id
from core.words import counted
from evidence.access import get_partnership_to_enter
from evidence.models import AnswerState, DataRequest
from evidence.requests.accepting import DeclineForm, accept, answered_lines, decline, requests_of
from evidence.requests.answering import lines_of
from evidence.requests.asking import (
    AskedAlready,
    ask,
    ask_again,
    asked_already,
    cells_of,
    withdraw,
)
from evidence.requests.forms import AgainForm, AskForm, tables_to_ask
from evidence.requests.sending import body_of, send, subject_of
from evidence.tables import editions_with_evidence, newest_with_values

TOO_OFTEN = "So many requests were sent within an hour that this one has to wait. Try it again later."
MOVED = "What was entered or what stands changed meanwhile. Nothing was taken over: see it below, then choose anew."
NOTHING = "Tick at least one value."


@require_http_methods(["GET", "HEAD", "POST"])
def ask_for_values(request, slug):
    """GET shows the form, with `?category=`, `?row=`, `?breakdown=` and `?period=` ticked; POST a preview, and then
    sends it.

    Of the rows of the edition that the evidence page shows, unless `?edition=` names another.
    """
    partnership = get_partnership_to_enter(request.user, slug)
    label = request.GET.get("edition")
    editions = editions_with_evidence(partnership)
    edition = newest_with_values(edition for edition in editions if label in (None, edition.label))
    if edition is None:
        raise Http404("No evidence to ask for.")
    categories, periods = tables_to_ask(partnership, edition)
    form = AskForm(
        request.POST if request.method == "POST" else None,
        categories=categories,
        periods=periods,
        initial=_asked_for(request, categories, periods),
    )
    context = {"partnership": partnership, "section": "evidence", "edition": edition, "form": form}
    if form.is_bound and "change" not in request.POST and form.is_valid():
        if "send" in request.POST:
            return _send(request, partnership, form, context)
        return render(
            request, "evidence/requests/preview.html", context | _preview(request, partnership, form)
        )
    status = 422 if form.is_bound and "change" not in request.POST else 200
    return render(request, "evidence/requests/ask.html", context, status=status)


def _asked_for(request, categories, periods):
    """What the form begins with: for the newest column of the tables that were asked for, unless a period was."""
    key, numbers, rows = (request.GET.get("period"), *map(request.GET.getlist, ("category", "row")))
    asked = [
        one
        for one in categories
        if one.category.number in numbers or any(line.row.lineage in rows for line in one.rows)
    ]
    columns = {period for one in asked or categories for period in one.columns}
    newest = next((one for one in periods if one in columns), None)
    period = next((one for one in periods if one.key == key), newest)
    return {
        "categories": numbers,
        "rows": rows,
        "breakdowns": request.GET.getlist("breakdown"),
        "period": period and period.key,
        "key": new_public_id(),
    }


def _preview(request, partnership, form):
    """The e-mail and the page as the person will see them."""
    said = form.cleaned_data
    asked = DataRequest(
        partnership=partnership,
        period=said["asked_period"],
        asked_by=request.user,
        **{name: said[name] for name in ("name", "email", "words", "expires_on")},
    )
    cells = cells_of(said["chosen"], said["parts"])
    lines, names = lines_of(asked, cells), [cell.name for cell in cells]
    return {
        "asked": asked,
        "lines": lines,
        "before": asked_already(partnership, said["asked_period"], said["chosen"], said["parts"]),
        "subject": subject_of(asked, names),
        "body": body_of(asked, names, "(here stands the link)", request.user),
    }


def _send(request, partnership, form, context):
    said = form.cleaned_data
    if not ratelimit.consume(request, action="ask_for_values"):
        form.add_error(None, TOO_OFTEN)
        return render(request, "evidence/requests/ask.html", context, status=429)
    try:
        asked, secret = ask(
            partnership,
            said["asked_period"],
            said["chosen"],
            said["parts"],
            by=request.user,
            **{name: said[name] for name in ("key", "name", "email", "words", "expires_on")},
        )
    except AskedAlready as before:
        messages.info(request, "This was sent already.")
        return redirect("data-request", partnership.slug, before.request.public_id)
    names = [cell.name for cell in cells_of(said["chosen"], said["parts"])]
    return _sent(request, asked, names, secret)


def _sent(request, asked, names, secret):
    """The link is shown this once: nothing keeps it."""
    link = request.build_absolute_uri(reverse("asked", args=[secret]))
    context = {
        "partnership": asked.partnership,
        "section": "evidence",
        "asked": asked,
        "link": link,
        "is_sent": send(asked, names, link, by=request.user),
    }
    return render(request, "evidence/requests/sent.html", context)


@require_safe
def data_requests(request, slug):
    """All that was ever asked, the newest first."""
    partnership = get_partnership_to_enter(request.user, slug)
    context = {
        "partnership": partnership,
        "section": "evidence",
        "requests": requests_of(partnership),
        "has_rows": bool(editions_with_evidence(partnership)),
    }
    return render(request, "evidence/requests/requests.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def data_request(request, slug, public_id):
    """GET shows what was entered beside what stands; POST takes over what is ticked, or not and says why."""
    asked = _request(request, slug, public_id)
    if request.method != "POST":
        return _show(request, asked)
    chosen = {key: request.POST.get(f"{key}-seen", "") for key in _numbers(request.POST.getlist("value"))}
    if not chosen:
        return _show(request, asked, problem=NOTHING, status=422)
    form = DeclineForm(request.POST) if "decline" in request.POST else None
    if form and not form.is_valid():
        return _show(request, asked, ticked=chosen, form=form, status=422)
    try:
        if form:
            done = decline(asked, chosen, form.cleaned_data["reason"], by=request.user)
        else:
            without = chosen.keys() - _numbers(request.POST.getlist("with_note"))
            done = accept(asked, chosen, without_notes=set(without), by=request.user)
    except Conflict:
        return _show(request, asked, ticked=chosen, form=form, problem=MOVED, status=409)
    values = f"{counted(done, 'value')} {'is' if done == 1 else 'are'}"
    messages.success(request, f"{values} not taken over." if form else f"{values} accepted.")
    return redirect("data-request", slug, public_id)


@require_POST
def withdraw_request(request, slug, public_id):
    asked = _request(request, slug, public_id)
    if withdraw(asked, by=request.user):
        messages.success(request, f"The link of {asked.name} works no more.")
    else:
        messages.info(request, "It was withdrawn before.")
    return redirect("data-request", slug, public_id)


@require_POST
def request_again(request, slug, public_id):
    """A new link to the same request; the one before works no more."""
    asked = _request(request, slug, public_id)
    form = AgainForm(request.POST)
    if not form.is_valid():
        return _show(request, asked, again=form, status=422)
    if not ratelimit.consume(request, action="ask_for_values"):
        form.add_error("expires_on", TOO_OFTEN)
        return _show(request, asked, again=form, status=429)
    secret = ask_again(asked, form.cleaned_data["expires_on"], by=request.user)
    if secret is None:
        messages.error(request, "It is withdrawn. Ask anew.")
        return redirect("data-request", slug, public_id)
    return _sent(request, asked, [line.cell.name for line in answered_lines(asked)], secret)


def _request(request, slug, public_id):
    partnership = get_partnership_to_enter(request.user, slug)
    return get_object_or_404(requests_of(partnership), public_id=public_id)


def _show(request, asked, *, ticked=None, form=None, again=None, problem="", status=200):
    """`ticked` are the values that stay ticked, and without it all that nobody wrote meanwhile."""
    lines = answered_lines(asked)
    keys = {line.cell.pk for line in lines if not line.has_moved}
    notes = {line.cell.pk for line in lines}
    if ticked is not None:
        keys = ticked.keys() & keys if status == 409 else ticked.keys()
        notes = _numbers(request.POST.getlist("with_note"))
    context = {
        "partnership": asked.partnership,
        "section": "evidence",
        "asked": asked,
        "lines": [(line, line.cell.pk in keys, line.cell.pk in notes) for line in lines],
        "waiting": sum(line.waits for line in lines),
        "is_over": all(line.cell.state == AnswerState.ACCEPTED for line in lines),
        "form": form or DeclineForm(),
        "again": again or AgainForm.unbound(),
        "problem": problem,
    }
    return render(request, "evidence/requests/request.html", context, status=status)


def _numbers(texts):
    return {int(text) for text in texts if text.isdecimal() and len(text) < 19}
