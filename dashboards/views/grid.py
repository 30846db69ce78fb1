"""The director's grid: all partnerships of an agreement at a glance."""

from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.downloads import as_download
from dashboards import grid as grids
from dashboards.grid import GridShown, Only
from dashboards.grid.export import as_csv, as_workbook
from partnerships.access import get_agreement, rates_for_lead

NEWEST_FIRST = ("late", "changed")
"""Orders that begin with the highest figure."""

FILES = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "xlsx": (as_workbook, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
"""By the end of the file's name: what makes it, and its type."""

LABELS = {
    Only.ALL: "All",
    Only.YOURS: "You look after",
    Only.WAITING: "Waiting for you",
    Only.LATE: "Late",
    Only.OPEN: "Open",
    Only.SUBMITTED: "Submitted",
    Only.FINAL: "Final",
    Only.NOT_STARTED: "Not started",
}


@dataclass(frozen=True)
class Head:
    """A column's heading: a link that sorts by it and, pressed again, the other way round."""

    title: str
    sort: str
    aria_sort: str


@require_safe
def grid_file(request, slug, kind):
    """The grid as a workbook or as CSV, with what its page shows, keeps and sorts by; all pages of it."""
    agreement = get_agreement(request.user, slug)
    cycles = grids.cycles_of(agreement)
    cycle = _chosen(cycles, request.GET.get("cycle"))
    if cycle is None:
        raise Http404("The agreement has no cycle yet.")
    found = grids.gather(request.user, cycles, cycle, grids.wanted(request.GET), whole=True)
    make, content_type = FILES[kind]
    return as_download(make(found), content_type, f"{agreement.slug} {cycle.period.label}.{kind}")


@require_safe
def grid(request, slug):
    agreement = get_agreement(request.user, slug)
    cycles = grids.cycles_of(agreement)
    cycle = _chosen(cycles, request.GET.get("cycle"))
    context = {"agreement": agreement, "cycles": [one for one in cycles if one.is_opened or one == cycle]}
    if cycle:
        asked = grids.wanted(request.GET)
        found = grids.gather(request.user, cycles, cycle, asked)
        context |= {
            "grid": found,
            "asked": asked,
            "shows": _shows(found),
            "filters": [
                (only, LABELS[only], found.counts[only])
                for only in Only
                if only != Only.YOURS or found.counts[only] or asked.only == only
            ],
            "heads": {by: _head(found.order, by, title) for by, title in _titles(found)},
            "today": timezone.localdate(),
            "rates": rates_for_lead(request.user, agreement),
        }
    return render(request, "dashboards/grid.html", context)


def _chosen(cycles, public_id):
    """The cycle asked for, or else the newest in which anybody was asked."""
    if public_id:
        chosen = next((cycle for cycle in cycles if cycle.public_id == public_id), None)
        if chosen is None:
            raise Http404("The agreement has no such cycle.")
        return chosen
    return next((cycle for cycle in cycles if cycle.is_opened), cycles[0] if cycles else None)


def _shows(found):
    shows = [(GridShown.NOW, "levels now")]
    if found.previous:
        shows.append((GridShown.CHANGE, f"change since {found.previous.period.name}"))
    return [*shows, (GridShown.DIFFER, "where the sides differ")]


def _titles(found):
    yield "partner", "Partner"
    for column in found.columns:
        yield column.key, f"{column.number} {column.title}"
    yield from (("status", "Assessment"), ("waiting", "For you"), ("progress", "Rated"))
    yield from (("late", "Due"), ("changed", "Changed"))


def _head(order, by, title):
    if order.by != by:
        return Head(title, by, "")
    descending = order.backwards != (by in NEWEST_FIRST)
    return Head(title, by if order.backwards else f"-{by}", "descending" if descending else "ascending")
