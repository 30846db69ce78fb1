"""The school years by which clocks count school days."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from actionsteps.clocks.school_years import CalendarForm
from actionsteps.models import SchoolCalendar
from core.conflicts import Conflict
from partnerships.access import get_partnership, sides_of
from partnerships.models import SignatorySide


def _own_calendars(user, partnership):
    """(organization, whether this person enters its school years), the partner's first."""
    sides = sides_of(user, partnership)
    return [
        (partnership.partner, SignatorySide.PARTNER in sides),
        (partnership.agreement.lead, SignatorySide.LEAD in sides),
    ]


@require_safe
def school_calendars(request, slug):
    """The school years by which the clocks of a partnership count; for all who read it."""
    partnership = get_partnership(request.user, slug)
    organizations = _own_calendars(request.user, partnership)
    records = SchoolCalendar.objects.filter(organization__in=[one for one, _ in organizations])
    by_organization: dict[int, list[SchoolCalendar]] = {one.pk: [] for one, _ in organizations}
    for record in records.prefetch_related("days_off").order_by("-first_day"):
        by_organization[record.organization_id].append(record)
    entered = [(one, mine, by_organization[one.pk]) for one, mine in organizations]
    context = {"partnership": partnership, "section": "cases", "organizations": entered}
    return render(request, "actionsteps/clocks/calendars.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def school_calendar(request, slug, public_id=None):
    """One school year of the partner or, with `?of=lead`, of the lead agency; a new one without an id."""
    partnership = get_partnership(request.user, slug)
    organizations = _own_calendars(request.user, partnership)
    if public_id is None:
        organization, mine = organizations[request.GET.get("of") == "lead"]
        record = SchoolCalendar(organization=organization)
    else:
        keys = [one.pk for one, _ in organizations]
        record = get_object_or_404(SchoolCalendar, public_id=public_id, organization__in=keys)
        organization, mine = next(one for one in organizations if one[0].pk == record.organization_id)
    if not mine:
        raise PermissionDenied("A school calendar is entered by the liaisons of its own organization.")
    form = CalendarForm(request.POST or None, instance=record)
    conflict, status = None, 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            form.save_by(request.user)
        except Conflict as met:
            conflict, status = met, 409
            form.see_what_stands()
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(
                request, "The school year is saved. Every clock that counts school days follows it."
            )
            return redirect("school-calendars", slug)
    context = {
        "partnership": partnership,
        "section": "cases",
        "form": form,
        "conflict": conflict,
        "organization": organization,
        "is_new": public_id is None,
        "back": reverse("school-calendars", args=[slug]),
    }
    return render(request, "actionsteps/clocks/calendar.html", context, status=status)
