"""Who may own a step."""

from django.db.models import Q

from accounts.models import User
from partnerships.models import Partnership


def people_of(partnership: Partnership) -> list[User]:
    """Those who reach the partnership by a membership and were not shut out, by name. One query."""
    places = Q(memberships__organization__in=_sides(partnership)) | Q(
        memberships__organization__parties__partnership=partnership.pk
    )
    reached = Q(memberships__reaches_all=True) | Q(memberships__partnerships=partnership.pk)
    people = User.objects.filter(places, reached, memberships__ended_at=None, is_active=True)
    return list(people.distinct().order_by("sort_key", "pk"))


def _sides(partnership: Partnership) -> list[int]:
    partner = partnership.partner
    keys = [partnership.agreement.lead_id, partner.pk, partner.parent_id]
    return [key for key in keys if key is not None]
