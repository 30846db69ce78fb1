"""The last five cycles compared: in all, of one item, of one measure."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from actionsteps.access import may_write
from actionsteps.steps.origins import steps_serving
from assessments.rating.rendering import ShownWhole
from dashboards.trends import gather_item_trend, gather_measure_trend, gather_trends
from dashboards.trends.panels import gather_panels
from evidence.access import may_enter
from evidence.latest import rows_that_speak_to_items
from evidence.models import EvidenceRow
from partnerships.access import directs_all_of, get_partnership
from partnerships.lineages import BreakForm, get_lineage
from partnerships.models import Item, Measure
from partnerships.wholes import wholes_of


@require_safe
def trends(request, slug):
    partnership = get_partnership(request.user, slug)
    context = {
        "partnership": partnership,
        "section": "trends",
        "trends": gather_trends(partnership, request.user),
    }
    return render(request, "dashboards/trends/trends.html", context)


@require_safe
def item_trend(request, slug, lineage):
    """All about a promise: its ratings over the cycles, the steps that serve it, the evidence that speaks to it."""
    partnership = get_partnership(request.user, slug)
    line = get_lineage(partnership, lineage, [Item])
    trend = gather_item_trend(line, request.user)
    speaking = rows_that_speak_to_items(partnership, line.newest.edition_id)
    context = _context(request, line, trend) | {
        "whole": _whole(line),
        "steps": steps_serving(partnership, lineage),
        "makes_steps": may_write(request.user, partnership),
        "evidence": speaking.get(line.newest.pk, []),
    }
    return render(request, "dashboards/trends/item.html", context)


def _whole(line):
    """The newest item of the line with what it stands beneath and its parts."""
    items = Item.objects.for_partnership(line.partnership).filter(edition=line.newest.edition_id)
    wholes = wholes_of(items.select_related("subject").order_by("category__position", "position", "pk"))
    return ShownWhole.of(wholes[line.newest.pk], line.partnership.partner.short_name)


@require_safe
def measure_trend(request, slug, lineage):
    partnership = get_partnership(request.user, slug)
    line = get_lineage(partnership, lineage, [EvidenceRow, Measure])
    trend = gather_measure_trend(line)
    context = _context(request, line, trend) | {"enters": may_enter(request.user, partnership)}
    return render(request, "dashboards/trends/measure.html", context)


@require_safe
def evidence_dashboard(request, slug):
    """The rows that count students side by side or, with `?category=`, those of a category."""
    partnership = get_partnership(request.user, slug)
    page = gather_panels(partnership, request.GET.get("category"))
    if page is None:
        raise Http404("There is no such part of the agreement.")
    context = {"partnership": partnership, "section": "evidence", "page": page}
    return render(request, "dashboards/trends/panels.html", context)


def section_of(line):
    """Which tab is lit: what is measured is evidence."""
    return "trends" if isinstance(line.newest, Item) else "evidence"


def _context(request, line, trend):
    is_director = directs_all_of(request.user, line.partnership.agreement)
    return {
        "partnership": line.partnership,
        "section": section_of(line),
        "line": line,
        "trend": trend,
        "is_director": is_director,
        "form": BreakForm(line=line) if is_director and line.breakable else None,
    }
