"""Home: my partnerships and the one thing that waits for me. And one partnership at a glance."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import Membership, Role
from actionsteps.plans import plans_of
from assessments.models import Assessment, AssessmentStatus
from assessments.rating.progress import with_progress
from assessments.rounds import by_round
from core.words import natural
from dashboards.rounds import RoundState, RoundStatus
from dashboards.waiting import NextStep, Waiting, first_waiting, to_read_in, waiting_in
from evidence.tables import evidence_figures
from partnerships.access import get_partnership, is_of_either_side
from partnerships.models import Category, Edition, EditionStatus, Item, Partnership, in_force_or_newest
from reports.access import documents_seen
from reports.models import Publication, PublicationStatus

SHOWN_ON_OVERVIEW = 5
"""Cycles listed on a partnership's page; the others are a link away."""


@dataclass(frozen=True)
class Line:
    """One partnership in one cycle, in a list. Without a round where nobody was ever asked."""

    partnership: Partnership
    round: RoundStatus | None
    waiting: Waiting | None

    @property
    def group(self):
        if self.waiting:
            return "Waiting for you"
        if self.round is None or self.round.state == RoundState.NOT_ASKED:
            return "Not asked"
        return "Final" if self.round.state == RoundState.FINAL else "Under way"

    @property
    def sides(self):
        """(whose, where it stands, public id where it is a link). Where `waiting` leads, no second link does."""
        taken = self.waiting.assessment if self.waiting and self.waiting.step != NextStep.BEGIN else None
        return [
            (name, words, one.public_id if one.readable and one != taken else "")
            for name, words, one in (self.round.said if self.round else [])
        ]


GROUPS = ("Waiting for you", "Under way", "Final", "Not asked")


@require_safe
def home(request):
    partnerships = list(
        Partnership.objects.visible_to(request.user)
        .select_related("agreement__lead", "partner")
        .order_by("agreement__title", "agreement", "partner__short_name")
    )
    lines = _lines(partnerships, _rounds(request.user, partnerships, _newest_or_unfinished()))
    memberships = list(Membership.objects.filter(user=request.user).select_related("organization"))
    context = {
        **_what_waits(lines, reading=len(partnerships) == 1),
        "memberships": memberships,
        "directs": {one.organization_id for one in memberships if one.role == Role.DIRECTOR},
        "agreements": [
            (agreement, _in_groups(of_agreement), len({line.partnership.pk for line in of_agreement}))
            for agreement, of_agreement in _by_agreement(lines)
        ],
    }
    return render(request, "dashboards/home.html", context)


@require_safe
def partnership(request, slug):
    partnership = get_partnership(request.user, slug)
    rounds = _rounds(request.user, [partnership], Q())[partnership.pk]
    lines = [Line(partnership, one, waiting_in(one)) for one in rounds]
    ready = Publication.objects.of(partnership).filter(status=PublicationStatus.READY).for_readers()
    assessments = [one for round_ in rounds for one in round_.assessments]
    documents = documents_seen(request.user, ready, assessments)
    plan = next(iter(plans_of(partnership)), None)
    context = {
        "partnership": partnership,
        "section": "overview",
        **_what_waits(lines, reading=True),
        "edition": _edition(partnership),
        "today": timezone.localdate(),
        "lines": lines[:SHOWN_ON_OVERVIEW],
        "more_cycles": len(lines[SHOWN_ON_OVERVIEW:]),
        "evidence": evidence_figures(partnership),
        "plan": plan,
        "step_count": plan.steps.count() if plan else 0,
        "documents": {
            "count": len(documents),
            "newest": max((one.finished_at for one in documents if one.finished_at), default=None),
        },
    }
    return render(request, "dashboards/partnership.html", context)


def _rounds(user, partnerships, which):
    """The rounds of each partnership, the newest first, in one query."""
    by_pk = {partnership.pk: partnership for partnership in partnerships}
    assessments = (
        with_progress(Assessment.objects.filter(which, partnership__in=by_pk).for_rounds())
        .select_related("returned_by", "cycle__period")
        .order_by("-cycle__period__start", "-cycle")
    )
    rounds = defaultdict(list)
    for (pk, _), rows in by_round(assessments).items():
        for one in rows:
            one.started = one.rated > 0
        begins = is_of_either_side(user, by_pk[pk])
        rounds[pk].append(RoundStatus(by_pk[pk], rows[0].cycle, rows, rows[0].total, begins).seen_by(user))
    return rounds


def _newest_or_unfinished():
    """The assessments of each newest cycle, and of earlier ones those of rounds that still wait for somebody."""
    newest = (
        Assessment.objects.filter(partnership=OuterRef("partnership"))
        .order_by("-cycle__period__start", "-cycle")
        .values("cycle")[:1]
    )
    done = (AssessmentStatus.FINAL, AssessmentStatus.WITHDRAWN)
    unfinished = Assessment.objects.filter(
        partnership=OuterRef("partnership"), cycle=OuterRef("cycle")
    ).exclude(status__in=done)
    return Q(cycle=Subquery(newest)) | Q(Exists(unfinished))


def _lines(partnerships, rounds):
    """One for each partnership's newest cycle, and one for each earlier cycle in which something waits."""
    lines = []
    for partnership in partnerships:
        newest, *earlier = rounds[partnership.pk] or [None]
        lines.append(Line(partnership, newest, waiting_in(newest) if newest else None))
        waiting = ((one, waiting_in(one)) for one in earlier)
        lines += [Line(partnership, one, what) for one, what in waiting if what]
    return lines


def _by_agreement(lines):
    for agreement, of_agreement in groupby(lines, key=lambda line: line.partnership.agreement):
        yield agreement, list(of_agreement)


def _in_groups(lines):
    """(title, lines) with what waits for this person first, and what is late first in each."""
    lines.sort(
        key=lambda line: (
            not (line.round and line.round.days_late),
            natural(line.partnership.partner.short_name),
        )
    )
    groups = [(title, [line for line in lines if line.group == title]) for title in GROUPS]
    return [(title, of_group) for title, of_group in groups if of_group]


def _what_waits(lines, *, reading):
    """What comes first, and in how many other partnerships something waits. With nothing to do, what to read."""
    found = [line.waiting for line in lines if line.waiting]
    first = first_waiting(found)
    others = {
        one.round.partnership.pk
        for one in found
        if first and one.round.partnership != first.round.partnership
    }
    if first is None and reading:
        readings = (to_read_in(line.round) for line in lines if line.round)
        first = next(filter(None, readings), None)
    return {"waiting": first, "more_waiting": len(others)}


def _edition(partnership):
    """The edition in force today or else the newest that was adopted, with its figures for this partnership."""
    rated = Item.objects.for_partnership(partnership).rated().filter(edition=OuterRef("pk"))
    categories = Category.objects.filter(edition=OuterRef("pk"))
    adopted = Edition.objects.filter(agreement=partnership.agreement, status=EditionStatus.ADOPTED)
    return in_force_or_newest(
        list(adopted.annotate(rated=_count(rated), category_count=_count(categories)).newest_first())
    )


def _count(rows):
    """How many rows of an edition, as a subquery."""
    return Subquery(rows.order_by().values("edition").annotate(n=Count("pk")).values("n"))
