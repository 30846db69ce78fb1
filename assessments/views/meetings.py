"""Meetings with their agendas: read by everybody of the partnership, entered by those of its two sides."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.access import reads_closed_sessions
from assessments.meetings.agenda import agenda_of
from assessments.meetings.forms import AgendaPointForm, MeetingForm
from core.history import delete_as
from partnerships.access import get_partnership, is_of_either_side


@require_safe
def meetings(request, slug):
    """The newest first."""
    partnership = get_partnership(request.user, slug)
    context = _about(request, partnership) | {"meetings": partnership.meetings.all()}
    return render(request, "assessments/meetings/meetings.html", context)


@require_safe
def meeting(request, slug, public_id):
    """One agenda with the coversheets of its points; of a closed session its title and the law alone."""
    partnership = get_partnership(request.user, slug)
    record = get_object_or_404(partnership.meetings, public_id=public_id)
    reads_closed = reads_closed_sessions(request.user, partnership)
    context = _about(request, partnership) | {
        "meeting": record,
        "reads_closed": reads_closed,
        "sections": agenda_of(record, reads_closed=reads_closed),
    }
    return render(request, "assessments/meetings/meeting.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def change_meeting(request, slug, public_id=None):
    """When and where it is, and who was there."""
    partnership = _partnership_to_write(request, slug)
    record = get_object_or_404(partnership.meetings, public_id=public_id) if public_id else None
    form = MeetingForm(request.POST or None, partnership=partnership, instance=record)
    title = f"Change “{record.title}”" if record else "Enter a meeting"
    return _write(request, partnership, record, form, title=title)


@require_http_methods(["GET", "HEAD", "POST"])
def agenda_point(request, slug, public_id, point_id=None):
    """A point of an agenda, what is dealt with and what came of it."""
    partnership = _partnership_to_write(request, slug)
    of = get_object_or_404(partnership.meetings, public_id=public_id)
    point = _point_to_write(request, partnership, of, point_id) if point_id else None
    may_close = reads_closed_sessions(request.user, partnership)
    form = AgendaPointForm(request.POST or None, meeting=of, may_close=may_close, instance=point)
    title = f"Change “{point}”" if point else f"A point of “{of.title}”"
    remove = reverse("remove-agenda-point", args=[slug, public_id, point_id]) if point else ""
    return _write(request, partnership, of, form, title=title, remove=remove)


@require_POST
def remove_agenda_point(request, slug, public_id, point_id):
    """Take a point off the agenda. Its history keeps what it said."""
    partnership = _partnership_to_write(request, slug)
    of = get_object_or_404(partnership.meetings, public_id=public_id)
    point = _point_to_write(request, partnership, of, point_id)
    title = str(point)
    delete_as(point, by=request.user)
    messages.success(request, f"“{title}” is off the agenda.")
    return redirect("meeting", slug, public_id)


def _about(request, partnership):
    return {
        "partnership": partnership,
        "section": "meetings",
        "writes": is_of_either_side(request.user, partnership),
    }


def _partnership_to_write(request, slug):
    partnership = get_partnership(request.user, slug)
    if not is_of_either_side(request.user, partnership):
        raise PermissionDenied("Meetings are entered by the directors and liaisons of the two sides.")
    return partnership


def _point_to_write(request, partnership, meeting, public_id):
    point = get_object_or_404(meeting.points, public_id=public_id)
    if point.is_closed and not reads_closed_sessions(request.user, partnership):
        raise PermissionDenied("A closed session is entered by those of the lead agency.")
    return point


def _write(request, partnership, of, form, *, title, remove=""):
    attempt = form.attempt(request.user)
    if attempt.saved is not None:
        messages.success(request, "It is saved.")
        return redirect("meeting", partnership.slug, (of or attempt.saved).public_id)
    slug = partnership.slug
    context = _about(request, partnership) | {
        "form": form,
        "title": title,
        "conflict": attempt.conflict,
        "back": reverse("meeting", args=[slug, of.public_id]) if of else reverse("meetings", args=[slug]),
        "remove": remove,
    }
    return render(request, "assessments/meetings/form.html", context, status=attempt.status)
