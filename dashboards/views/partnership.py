"""One partnership at a glance."""

from django.db.models import Count, OuterRef, Subquery
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from actionsteps.access import may_write
from actionsteps.models import Feedback
from actionsteps.plans.tables import plans_of
from actionsteps.progress.figures import plan_figures
from core.prepared import prepared
from dashboards.glance import first_actions, gather_glance
from dashboards.lines import lines_of_partnership, what_waits
from determinations.verdicts.history import newest_verdicts
from evidence.rows.due import evidence_figures
from partnerships.access import directs, get_partnership
from partnerships.models import Category, Edition, EditionStatus, Item, Partnership, in_force_or_newest
from reports.access import documents_seen
from reports.changes import with_changes
from reports.models import Publication, PublicationStatus, PublicRecord

SHOWN_ON_OVERVIEW = 5
"""Cycles listed on a partnership's page; the others are a link away."""


@require_safe
def partnership(request, slug):
    partnership = get_partnership(request.user, slug)
    lines = lines_of_partnership(request.user, partnership)
    assessments = [one for line in lines if line.round for one in line.round.assessments]
    documents = documents_seen(request.user, _ready(partnership.pk), assessments)
    newest = max((one for one in documents if one.finished_at), key=_finished, default=None)
    plan = next(iter(plans_of(partnership)), None)
    today = timezone.localdate()
    context = {
        "partnership": partnership,
        "section": "overview",
        **what_waits(lines, following=True),
        "glance": gather_glance(partnership, lines),
        "makes_steps": may_write(request.user, partnership),
        "edition": _edition(partnership),
        "today": today,
        "lines": lines[:SHOWN_ON_OVERVIEW],
        "more_cycles": len(lines[SHOWN_ON_OVERVIEW:]),
        "whole": None if lines or partnership.is_whole else _whole(request.user, partnership),
        "verdicts": newest_verdicts(partnership) if partnership.agreement.has_determinations else [],
        "evidence": evidence_figures(partnership, today),
        "unanswered": Feedback.objects.filter(partnership=partnership).waiting().count(),
        "plan": plan,
        "figures": plan_figures(plan, today) if plan else None,
        "actions": first_actions(plan) if plan else [],
        "public": next(iter(_public(partnership.pk)), None),
        "directs": directs(request.user, partnership),
        "documents": {
            "count": len(documents),
            "newest": next(iter(with_changes([newest] if newest else [])), None),
        },
    }
    return render(request, "dashboards/partnership.html", context)


def _whole(user, partnership):
    """What this person reads of all partners together, where nobody was asked to rate the one alone."""
    wholes = Partnership.objects.visible_to(user).whole().filter(agreement=partnership.agreement_id)
    return wholes.select_related("agreement", "partner").first()


def _finished(document):
    return document.finished_at


@prepared
def _ready(partnership):
    return (
        Publication.objects.of(partnership)
        .filter(status=PublicationStatus.READY)
        .for_readers()
        .with_subject()
    )


@prepared
def _public(partnership):
    return PublicRecord.objects.in_force().filter(partnership=partnership).only("published_at")


def _edition(partnership):
    """The edition in force today or else the newest that was adopted, with its figures for this partnership."""
    return in_force_or_newest(_adopted(partnership.agreement_id, partnership.pk, timezone.localdate()))


@prepared
def _adopted(agreement, partnership, day):
    rated = Item.objects.of_document(OuterRef("pk"), partnership, day).rated()
    categories = Category.objects.filter(edition=OuterRef("pk"))
    adopted = Edition.objects.filter(agreement=agreement, status=EditionStatus.ADOPTED)
    return adopted.annotate(rated=_count(rated), category_count=_count(categories)).newest_first()


def _count(rows):
    """How many rows of an edition, as a subquery."""
    return Subquery(rows.order_by().values("edition").annotate(n=Count("pk")).values("n"))
