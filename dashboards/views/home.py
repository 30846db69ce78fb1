"""Home: my partnerships and the one thing that waits for me."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.memberships import memberships_of, somebody_with
from accounts.models import Membership, Role
from core.prepared import prepared
from dashboards.lines import LineGroup, what_waits
from dashboards.listed import lines_of
from dashboards.overview import LINES_A_PAGE, LineOutlines, agreement_overviews, read_lines
from partnerships.models import Agreement, Partnership


@require_safe
def home(request):
    """Up to so many partnerships are all listed. Of more, what waits is listed and the rest is counted."""
    user = request.user
    some = _some(held=memberships_of(user), is_staff=user.is_staff, at_most=LINES_A_PAGE + 1)
    memberships = _memberships(user.pk)
    context = {
        "memberships": memberships,
        "directs": {one.organization_id for one in memberships if one.role == Role.DIRECTOR},
    }
    if len(some) <= LINES_A_PAGE:
        context |= _few(user, some)
    else:
        context |= _many(user, _partnerships(user))
    return render(request, "dashboards/home.html", context)


def _partnerships(user):
    return (
        Partnership.objects.visible_to(user)
        .select_related("agreement__lead", "partner")
        .order_by("agreement__title", "agreement", "partner__short_name")
    )


@prepared
def _some(*, held, is_staff, at_most):
    return _partnerships(somebody_with(held, is_staff=is_staff))[:at_most]


@prepared
def _memberships(user):
    return Membership.objects.filter(user=user).select_related("organization")


def _few(user, partnerships):
    agreements = {one.agreement_id: one.agreement for one in partnerships}
    lines = lines_of(user, partnerships)
    by_agreement = {
        agreement: [line for line in lines if line.partnership.agreement == key]
        for key, agreement in agreements.items()
    }
    return what_waits(lines, reading=len(partnerships) == 1) | {
        "agreements": [
            (agreement, _in_groups(of_agreement), len({line.key for line in of_agreement}))
            for agreement, of_agreement in by_agreement.items()
        ]
    }


def _many(user, partnerships):
    outlines = LineOutlines(user, partnerships)
    overviews = agreement_overviews(user, outlines)
    listed = [line for overview in overviews for line in overview.lines]
    waiting = {line.key for line in outlines.waiting}
    return what_waits(listed, reading=False) | {
        "overviews": overviews,
        "more_waiting": max(0, len(waiting) - 1),
        "is_cut": len(listed) < len(outlines.waiting),
    }


@require_safe
def agreement_partnerships(request, slug):
    """The partnerships of an agreement that this person sees, a page at a time: one group of them, or all."""
    partnerships = _partnerships(request.user).filter(agreement__slug=slug)
    outlines = LineOutlines(request.user, partnerships)
    if not outlines.partnerships:
        raise Http404("No such agreement.")
    group = next((one for one in LineGroup if one == request.GET.get("only")), None)
    kept = outlines.in_group(group)
    page = Paginator(kept, LINES_A_PAGE).get_page(request.GET.get("page"))
    title = group.label if group else "All partnerships"
    context = {
        "agreement": Agreement.objects.select_related("lead").get(slug=slug),
        "title": title,
        "page": page,
        "found": len(kept),
        "groups": [(title, read_lines(request.user, page.object_list), len(kept))] if kept else [],
    }
    return render(request, "dashboards/agreement_partnerships.html", context)


def _in_groups(lines):
    """(title, lines, how many) with what waits for this person first, and what is late first in each."""
    lines.sort(key=lambda line: line.sort_key)
    groups = [(group.label, [line for line in lines if line.group == group]) for group in LineGroup]
    return [(title, of_group, len(of_group)) for title, of_group in groups if of_group]
