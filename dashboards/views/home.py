"""Home: my partnerships and the one thing that waits for me."""

from itertools import groupby

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import Membership, Role
from actionsteps.access import may_write
from core.prepared import prepared
from dashboards.amendments_waiting import amendments_waiting
from dashboards.cases_due import cases_due
from dashboards.evidence_due import evidence_due, evidence_due_context
from dashboards.feedback_waiting import feedback_waiting, feedback_waiting_context
from dashboards.funding_waiting import funding_waiting
from dashboards.glance import gather_glance
from dashboards.lately import lately_done
from dashboards.leading import gather_leading
from dashboards.lines import LineGroup, lines_of_partnership, number_late, what_waits
from dashboards.listed import lines_of
from dashboards.my_steps import A_PAGE, gather_my_steps
from dashboards.overview import (
    LINES_A_PAGE,
    LineOutlines,
    agreement_overviews,
    agreements_by_key,
    read_lines,
)
from dashboards.partnerships import outlines_seen
from dashboards.plan.at_home import plans_at_home
from dashboards.scorecard import gather_scorecard
from partnerships.models import Agreement, Edition, EditionStatus, keys_in, looked_after

SHOWN = 3
"""Cycles listed of somebody's only partnership."""
MOST_SCORECARDS = 5


@require_safe
def home(request):
    """Somebody's only partnership is shown as it stands, up to so many are all listed, and of more only what waits.

    A director has a list however long it is.
    """
    user = request.user
    partnerships, memberships = outlines_seen(user), _memberships(user.pk)
    directs = {one.organization_id for one in memberships if one.role == Role.DIRECTOR}
    if len(partnerships) == 1 and not directs and not user.is_staff:
        show = _one
    else:
        show = _few if len(partnerships) <= LINES_A_PAGE else _many
    yours = frozenset().union(*(keys_in(one.looks_after) for one in memberships))
    serves = {one.organization_id for one in memberships}
    only_reads = bool(memberships) and all(one.role == Role.VIEWER for one in memberships)
    due = cases_due(user, partnerships, first=yours)
    context = {
        "memberships": memberships,
        "yours": yours,
        "directs": directs,
        "serves": serves,
        "only_reads": only_reads,
        "plans": plans_at_home(user, partnerships, serves),
        "leading": gather_leading(user, partnerships, due) if memberships and not only_reads else None,
        **_scorecards(user, partnerships),
        "drafts": _drafts() if user.is_staff and not memberships else [],
        **evidence_due_context(evidence_due(user, partnerships, first=yours)),
        "cases_due": due,
        "amendments": amendments_waiting(user, partnerships, first=yours),
        "funding_waiting": funding_waiting(user, partnerships, first=yours),
        "my_steps": gather_my_steps(user, timezone.localdate()),
        **feedback_waiting_context(feedback_waiting(user, partnerships, first=yours)),
        **show(user, partnerships, yours),
    }
    return render(request, "dashboards/home.html", context)


@require_safe
def my_steps(request):
    """All that somebody is to do, page by page."""
    asked = request.GET.get("page", "1")
    number = max(int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else 1, 1)
    found = gather_my_steps(request.user, timezone.localdate(), first=(number - 1) * A_PAGE, many=A_PAGE)
    if number > 1 and not found.lines:  # behind the last one
        return redirect("my-steps")
    page = Paginator(range(found.total), A_PAGE).get_page(number)
    return render(request, "dashboards/my_steps.html", {"my_steps": found, "page": page})


def _scorecards(user, partnerships):
    """Somebody's only scorecard is told in short; of several there are links."""
    scored = [one for one in partnerships if one.has_scorecard]
    only = scored[0].record() if len(scored) == 1 else None
    if only:
        only.agreement = agreements_by_key([only.agreement_id])[only.agreement_id]
    return {
        "scorecards": scored[:MOST_SCORECARDS],
        "scorecard": gather_scorecard(only, user) if only else None,
    }


def _drafts():
    return (
        Edition.objects.filter(status=EditionStatus.DRAFT)
        .select_related("agreement")
        .order_by("agreement__sort_key")
    )


@prepared
def _memberships(user):
    """Each with `looks_after`."""
    standing = Membership.objects.standing().annotate(looks_after=looked_after())
    return standing.filter(user=user).select_related("organization")


def _one(user, partnerships, _yours):
    partnership = partnerships[0].record()
    partnership.agreement = agreements_by_key([partnership.agreement_id])[partnership.agreement_id]
    lines = lines_of_partnership(user, partnership)
    return what_waits(lines, following=True) | {
        "partnership": partnership,
        "lines": lines[:SHOWN],
        "more_cycles": len(lines[SHOWN:]),
        "glance": gather_glance(partnership, lines),
        "makes_steps": may_write(user, partnership),
    }


def _few(user, partnerships, yours):
    """`yours` are the keys of those that this person looks after: they come first."""
    lines = lines_of(user, partnerships)
    agreements = agreements_by_key(one.agreement for one in partnerships)
    return what_waits(lines, following=False, first=yours) | {
        "agreements": [
            (
                agreements[key],
                len({line.key for line in of_agreement}),
                number_late(of_agreement),
                _in_groups(of_agreement, yours),
            )
            for key, of_agreement in _by_agreement(lines)
        ],
        "lately": lately_done([one.pk for one in partnerships]),
    }


def _many(user, partnerships, yours):
    outlines = LineOutlines(user, partnerships, first=yours)
    overviews = agreement_overviews(user, outlines)
    listed = [line for overview in overviews for line in overview.lines]
    waiting = {line.key for line in outlines.waiting}
    return what_waits(listed, following=False, first=yours) | {
        "overviews": overviews,
        "more_waiting": max(0, len(waiting) - 1),
        "is_cut": len(listed) < len(outlines.waiting),
    }


@require_safe
def agreement_partnerships(request, slug):
    """The partnerships of an agreement that this person sees, a page at a time: one group of them, or all."""
    partnerships = outlines_seen(request.user, agreement=slug)
    if not partnerships:
        raise Http404("No such agreement.")
    outlines = LineOutlines(request.user, partnerships)
    group = next((one for one in LineGroup if one == request.GET.get("only")), None)
    kept = outlines.in_group(group)
    page = Paginator(kept, LINES_A_PAGE).get_page(request.GET.get("page"))
    title = group.label if group else "All partnerships"
    context = {
        "agreement": Agreement.objects.with_round().select_related("lead").get(slug=slug),
        "title": title,
        "page": page,
        "found": len(kept),
        "groups": [(title, read_lines(request.user, page.object_list), len(kept))] if kept else [],
    }
    return render(request, "dashboards/agreement_partnerships.html", context)


def _by_agreement(lines):
    for key, of_agreement in groupby(lines, key=lambda line: line.partnership.agreement):
        yield key, list(of_agreement)


def _in_groups(lines, yours):
    """(title, lines, how many) with what waits for this person first; in each what they look after comes first, of
    that and of the rest what is late."""
    lines.sort(key=lambda line: (line.key not in yours, line.sort_key))
    groups = [(group.label, [line for line in lines if line.group == group]) for group in LineGroup]
    return [(title, of_group, len(of_group)) for title, of_group in groups if of_group]
