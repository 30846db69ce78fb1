"""Whose school days count in a partnership: the partner's own, else its district's, else the lead's."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Prefetch

from accounts.models import Organization
from actionsteps.models import DaysOff, SchoolCalendar
from partnerships.models import Partnership

from .days import Calendar, Term, days_off


def calendars_of(partnerships: Iterable[Partnership]) -> dict[int, Calendar]:
    """By partnership; in two queries, however many there are. Each is read with its partner and agreement."""
    those = list(partnerships)
    places = {one.pk: [one.partner_id, one.partner.parent_id, one.agreement.lead_id] for one in those}
    wanted = {key for keys in places.values() for key in keys if key}
    names = {one.pk: one.partner.short_name for one in those}
    found: dict[int, list[SchoolCalendar]] = defaultdict(list)
    if wanted:
        off = Prefetch("days_off", DaysOff.objects.order_by("first_day"))
        for record in (
            SchoolCalendar.objects.filter(organization__in=wanted)
            .select_related("organization")
            .prefetch_related(off)
        ):
            found[record.organization_id].append(record)
    return {
        key: next(
            (calendar_from(found[one]) for one in keys if one and found[one]),
            Calendar(whose=names[key]),
        )
        for key, keys in places.items()
    }


def calendar_of(organization: Organization) -> Calendar:
    """The school years of one organization."""
    records = SchoolCalendar.objects.filter(organization=organization).select_related("organization")
    found = list(records.prefetch_related("days_off"))
    return calendar_from(found) if found else Calendar(whose=organization.short_name)


def calendar_from(records: list[SchoolCalendar]) -> Calendar:
    """All school years of one organization as one calendar."""
    terms = tuple(
        Term(
            one.first_day,
            one.last_day,
            days_off((off.first_day, off.last_day) for off in one.days_off.all()),
        )
        for one in records
    )
    holidays = days_off(
        (off.first_day, off.last_day) for one in records for off in one.days_off.all() if off.is_state_holiday
    )
    return Calendar(terms, holidays, records[0].organization.short_name)
