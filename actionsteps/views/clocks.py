"""Cases and their clocks for those who enter, their number for those who read, and the rules of an agreement."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from actionsteps.access import get_partnership_to_write, may_write
from actionsteps.clocks.calendars import calendar_of, calendars_of
from actionsteps.clocks.cases import (
    close,
    correct,
    finding_of,
    open_again,
    open_finding,
    open_timeline,
    take_correction_back,
    why_not_closed,
)
from actionsteps.clocks.deeds import DEEDS, deed_of, happen, said_in, start, take_back
from actionsteps.clocks.forms import (
    CorrectionForm,
    EventForm,
    FindingForm,
    StartForm,
    TimelineForm,
)
from actionsteps.clocks.listing import CaseFilter, counts_of, in_whole, line_of, lines_of, with_clocks
from actionsteps.clocks.reckoning import ClockRefused, possible, reckon, rule_in_words
from actionsteps.clocks.targets import day_of_target, target_of, targets_in_words
from actionsteps.families.privacy import HintKind, hints_in
from actionsteps.models import Case, ClockEventKind, ClockRule, Prong
from core.conflicts import Conflict
from determinations.models import PracticeReview, ReviewResult
from partnerships.access import get_agreement_seen, get_partnership

A_PAGE = 50
MOVED = (
    "Somebody else wrote something about this clock meanwhile. See how it stands now, then send yours again."
)


def _get_case(request, slug, public_id):
    partnership = get_partnership_to_write(request.user, slug)
    return get_object_or_404(in_whole(Case.objects.filter(partnership=partnership)), public_id=public_id)


def _get_clock(case, clock_id):
    clock = next((one for one in case.clocks.all() if one.public_id == clock_id), None)
    if clock is None:
        raise Http404("No such clock.")
    return clock


COULD_BE = {
    HintKind.PHONE: "a telephone number",
    HintKind.SECURITY: "a social security number",
    HintKind.BIRTH: "a date of birth",
}


def _tells_nobody(form):
    """Whether the words of a valid form seem to tell of no student; what does is marked, with what was typed."""
    for hint in hints_in(form.cleaned_data["words"], timezone.localdate()):
        form.add_error(
            "words",
            f"“{hint.words}” could be {COULD_BE[hint.kind]}. Leave it out: the case’s number is enough.",
        )
    return form.is_valid()


def _calendar(partnership):
    return calendars_of([partnership])[partnership.pk]


def _about(partnership, **more):
    return {"partnership": partnership, "section": "cases", **more}


@require_safe
def cases(request, slug):
    """Those that are open, by due date, for who enters; `?only=` narrows them. Others read how many there are."""
    partnership = get_partnership(request.user, slug)
    if not may_write(request.user, partnership):
        context = _about(partnership, counts=counts_of(partnership))
        return render(request, "actionsteps/clocks/counts.html", context)
    only = next((one for one in CaseFilter if one == request.GET.get("only")), CaseFilter.OPEN)
    if only == CaseFilter.CLOSED:  # years of them: a page is read, not all
        closed = with_clocks(partnership.cases.exclude(closed_on=None)).order_by("-closed_on", "-pk")
        page: Any = Paginator(closed, A_PAGE).get_page(request.GET.get("page"))
        page.object_list = lines_of(page.object_list, in_order=False)
    else:
        lines = [line for line in lines_of(with_clocks(partnership.cases.open())) if line.is_among(only)]
        page = Paginator(lines, A_PAGE).get_page(request.GET.get("page"))
    context = _about(
        partnership,
        page=page,
        only=only,
        choices=list(CaseFilter),
        has_rules=ClockRule.objects.filter(agreement=partnership.agreement_id).exists(),
    )
    return render(request, "actionsteps/clocks/cases.html", context)


def _review_found(request, partnership):
    """The review named by `?review=`, if it found non-compliance."""
    reviews = PracticeReview.objects.select_related("item", "period")
    named = reviews.filter(partnership=partnership, result=ReviewResult.FOUND)
    return named.filter(public_id=request.GET.get("review", "")).first()


@require_http_methods(["GET", "HEAD", "POST"])
def new_case(request, slug):
    """A timeline with its first clock, or with `?kind=finding` a finding of non-compliance."""
    partnership = get_partnership_to_write(request.user, slug)
    is_finding = request.GET.get("kind") == "finding"
    review = _review_found(request, partnership) if is_finding else None
    if is_finding:
        form: Any = FindingForm(request.POST or None, partnership=partnership, review=review)
    else:
        form = TimelineForm(request.POST or None, partnership=partnership)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        said = dict(form.cleaned_data) | ({"review": review} if review else {})
        try:
            case = (open_finding if is_finding else open_timeline)(partnership, by=request.user, **said)
        except ValidationError as refused:
            form.add_error(
                None if set(refused.message_dict) - set(form.fields) else "number", refused.messages
            )
        except ClockRefused as refused:
            form.add_error("notified_on" if is_finding else "day", str(refused))
        else:
            messages.success(request, f"{case} is open.")
            return redirect("case", slug, case.public_id)
    context = _about(partnership, form=form, is_finding=is_finding, review=review)
    return render(request, "actionsteps/clocks/new_case.html", context, status=status)


@require_safe
def case(request, slug, public_id):
    """One case: its clocks with how each is worked out, and of a finding what is recorded."""
    found = _get_case(request, slug, public_id)
    calendar = _calendar(found.partnership)
    line = line_of(found, calendar)
    context = _about(
        found.partnership,
        case=found,
        line=line,
        clocks=[_shown(one, calendar) for one in line.clocks],
        why_open="" if found.closed_on else why_not_closed(found),
    )
    return render(request, "actionsteps/clocks/case.html", context)


def _shown(reckoned, calendar):
    """A clock with what may be done to it and, in words, what happened to it in order."""
    events = list(reckoned.clock.events.all())
    effects = [one.effect for one in reckoned.rule.exceptions.all()]
    return {
        "reckoned": reckoned,
        "rule_words": rule_in_words(reckoned.rule),
        "target": target_of(reckoned.rule, calendar),
        "target_day": day_of_target(reckoned, calendar),
        "deeds": [deed_of(kind, reckoned.rule) for kind in possible(reckoned, effects)],
        "events": events,
        "can_take_back": sum(not event.taken_back_at for event in events) > 1,
        "seen": said_in(events),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def start_clock(request, slug, public_id):
    """One more clock in a case."""
    found = _get_case(request, slug, public_id)
    form = StartForm(request.POST or None, partnership=found.partnership)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            start(found, said["rule"], said["day"], said.get("at"), by=request.user)
        except ClockRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "The clock is started.")
            return redirect("case", slug, public_id)
    context = _about(found.partnership, case=found, form=form, title="Start a clock", button="Start it")
    return render(request, "actionsteps/clocks/form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def clock_event(request, slug, public_id, clock_id, kind):
    """GET asks for what is to be known about it; POST writes it."""
    if kind not in DEEDS:
        raise Http404("No such thing happens to a clock.")
    found = _get_case(request, slug, public_id)
    clock = _get_clock(found, clock_id)
    deed = deed_of(ClockEventKind(kind), clock.rule)
    calendar = _calendar(found.partnership)
    events = list(clock.events.all())
    form = EventForm(request.POST or None, rule=clock.rule, kind=deed.kind, seen=said_in(events))
    status, problem = (422 if form.is_bound else 200), ""
    if form.is_bound and form.is_valid() and _tells_nobody(form):
        try:
            happen(clock, form.event(), seen=form.cleaned_data["seen"], calendar=calendar, by=request.user)
        except ClockRefused as refused:
            form.add_error(None, str(refused))
        except Conflict:
            status, problem = 409, MOVED
            form.has_seen(said_in(events))
        else:
            messages.success(request, deed.done)
            return redirect("case", slug, public_id)
    context = _about(
        found.partnership,
        case=found,
        form=form,
        title=deed.button,
        button=deed.button,
        problem=problem,
        reckoned=reckon(clock, events, calendar),
        rule_words=rule_in_words(clock.rule),
    )
    return render(request, "actionsteps/clocks/form.html", context, status=status)


@require_POST
def take_event_back(request, slug, public_id, clock_id):
    """What was entered last was a mistake."""
    found = _get_case(request, slug, public_id)
    try:
        event = take_back(_get_clock(found, clock_id), seen=request.POST.get("seen", ""), by=request.user)
    except ClockRefused as refused:
        messages.error(request, str(refused))
    except Conflict:
        messages.error(
            request, "Somebody else wrote something about this clock meanwhile. Nothing was taken back."
        )
    else:
        messages.success(request, f"“{event.get_kind_display()}” is taken back.")
    return redirect("case", slug, public_id)


@require_http_methods(["GET", "HEAD", "POST"])
def correction(request, slug, public_id, prong):
    """Record one of the two prongs of a finding."""
    found = _get_case(request, slug, public_id)
    if prong not in Prong.values or not found.is_finding:
        raise Http404("No such correction.")
    of = Prong(prong)
    form = CorrectionForm(request.POST or None, prong=of)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid() and _tells_nobody(form):
        try:
            said = form.cleaned_data
            is_exempt = bool(said.get("is_exempt"))
            correct(found, of, said["happened_on"], said["words"], is_exempt=is_exempt, by=request.user)
        except ClockRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Recorded: {of.label}.")
            return redirect("case", slug, public_id)
    title = "The individual case" if of == Prong.INDIVIDUAL else "An updated sample is verified"
    context = _about(
        found.partnership, case=found, form=form, title=title, button="Record it", finding=finding_of(found)
    )
    return render(request, "actionsteps/clocks/form.html", context, status=status)


@require_POST
def take_back_correction(request, slug, public_id, prong):
    found = _get_case(request, slug, public_id)
    if take_correction_back(found, prong, by=request.user):
        messages.success(request, "It is taken back. The history of the case keeps it.")
    else:
        messages.error(request, "Nothing was taken back: the case is closed, or somebody was faster.")
    return redirect("case", slug, public_id)


@require_POST
def close_case(request, slug, public_id):
    found = _get_case(request, slug, public_id)
    try:
        closed = close(found, by=request.user)
    except ClockRefused as refused:
        messages.error(request, str(refused))
        return redirect("case", slug, public_id)
    messages.success(request, f"{found} is closed." if closed else f"{found} was closed before.")
    return redirect("cases", slug)


@require_POST
def reopen_case(request, slug, public_id):
    found = _get_case(request, slug, public_id)
    if open_again(found, by=request.user):
        messages.success(request, f"{found} is open again.")
    return redirect("case", slug, public_id)


@require_safe
def clock_rules(request, slug):
    """The clocks of an agreement as printed, with the internal targets beside them; for all of its members."""
    agreement = get_agreement_seen(request.user, slug)
    calendar = calendar_of(agreement.lead)
    rules = agreement.clock_rules.prefetch_related("exceptions")
    shown = [(rule, rule_in_words(rule), target_of(rule, calendar)) for rule in rules]
    context = {
        "agreement": agreement,
        "rules": shown,
        "targets": targets_in_words([target for _, _, target in shown if target]),
        "open_choices": agreement.policy_choices.unanswered().count(),
    }
    return render(request, "actionsteps/clocks/rules.html", context)
