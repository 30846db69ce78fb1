"""Which partnerships a person reaches: the rule about one of them, and as a condition on rows.

A membership reaches a partnership when its organization leads the agreement, is the partner (or the partner
school's district) or is another party, unless the membership is narrowed to other partnerships. Administrators
reach all of them.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from accounts.memberships import Held, held_at, memberships_of
from accounts.models import Organization, User

if TYPE_CHECKING:  # the models ask here
    from .models import Partnership


def reaches(user: User | AnonymousUser, partnership: "Partnership") -> bool:
    """Without a query, unless this person has memberships in organizations that are no side of it."""
    if user.is_authenticated and user.is_staff:
        return True
    held = [one.organization for one in memberships_of(user) if one.reaches(partnership.pk)]
    partner = partnership.partner
    if not {partnership.agreement.lead_id, partner.pk, partner.parent_id}.isdisjoint(held):
        return True
    if partnership.known_parties is not None:
        return not partnership.known_parties.isdisjoint(held)
    return bool(held) and partnership.parties.filter(organization__in=held).exists()


def in_reach_of(user: User | AnonymousUser, prefix: str = "") -> Q:
    """`reaches` as a condition on partnerships, or by a prefix such as "partnership__" on rows that have one."""
    if user.is_authenticated and user.is_staff:
        return Q()
    return reached_by(memberships_of(user), prefix)


def reached_by(memberships: Sequence[Held], prefix: str = "") -> Q:
    """Likewise, of some memberships of one person, who need not be an administrator."""
    partnership = f"{prefix}pk"
    sides = ("agreement__lead", "partner", "partner__parent")
    condition = held_at(memberships, partnership, *(prefix + side for side in sides))
    others = Organization.objects.filter(
        held_at(memberships, "parties__partnership", "pk"), parties__isnull=False
    )
    return condition | Q(**{f"{partnership}__in": others.order_by().values("parties__partnership")})
