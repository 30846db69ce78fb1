"""Which partnerships a person reaches, as a condition on rows.

A membership reaches a partnership when its organization leads the agreement, is the partner (or the partner
school's district) or is another party, unless the membership is narrowed to other partnerships.
"""

from django.db.models import Q

from accounts.memberships import held_at, memberships_of
from accounts.models import Organization


def in_reach_of(user, prefix=""):
    """A condition on partnerships, or by a prefix such as "partnership__" on rows that belong to one.

    Administrators see all; members those their memberships reach; others none.
    """
    if user.is_authenticated and user.is_staff:
        return Q()
    memberships = memberships_of(user)
    partnership = f"{prefix}pk"
    sides = ("agreement__lead", "partner", "partner__parent")
    condition = held_at(memberships, partnership, *(prefix + side for side in sides))
    others = Organization.objects.filter(
        held_at(memberships, "parties__partnership", "pk"), parties__isnull=False
    )
    return condition | Q(**{f"{partnership}__in": others.order_by().values("parties__partnership")})
