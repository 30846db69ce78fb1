"""What a person's memberships reach, as conditions on rows.

They are few and the same for a whole request, so they are read once, and who may see what becomes a comparison
of columns. As subqueries over the memberships the same rules took longer to put into SQL than to answer.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from .models import Membership, User


@dataclass(frozen=True)
class Held:
    """A membership that stands, with primary keys: of its organization and, where it does not reach all its
    partnerships, of those it reaches. Where none are named it reaches none."""

    organization: int
    role: str
    reaches_all: bool
    partnerships: frozenset[int]

    def reaches(self, partnership_id: int) -> bool:
        return self.reaches_all or partnership_id in self.partnerships


def memberships_of(user: User | AnonymousUser) -> tuple[Held, ...]:
    """This person's memberships as they were when first asked for, kept with the user object: a request has one."""
    if not user.is_authenticated:
        return ()
    if not hasattr(user, "_memberships_held"):
        rows = Membership.objects.standing().filter(user=user).order_by()
        hold(user, rows.values_list(*COLUMNS))
    return user._memberships_held  # type: ignore[attr-defined]


COLUMNS = ("organization", "role", "reaches_all", "partnerships")
"""What `hold` is given of each membership, a row for each partnership that it names."""


def hold(user: User | AnonymousUser, rows: Iterable[tuple[int, str, bool, int | None]]) -> None:
    """Keep somebody's memberships, of which only those that stand may be given: rows of `COLUMNS`."""
    named: dict[tuple[int, str, bool], set[int]] = defaultdict(set)
    for organization, role, reaches_all, partnership in rows:
        named[organization, role, reaches_all].update([partnership] if partnership else [])
    user._memberships_held = tuple(  # type: ignore[union-attr]
        Held(*membership, frozenset(partnerships)) for membership, partnerships in named.items()
    )


def somebody_with(held: tuple[Held, ...], *, is_staff: bool = False) -> User:
    """Nobody's record, with these memberships: what is worked out once for all who hold them hangs on no more."""
    somebody = User(is_staff=is_staff)
    somebody._memberships_held = held  # type: ignore[attr-defined]
    return somebody


def held_at(memberships: Iterable[Held], partnership: str, place: str, *places: str) -> Q:
    """A condition: one of the memberships reaches the partnership and is in the organization at one of the places.

    `partnership` and the places are field lookups of the rows asked about, such as "pk" and "agreement__lead".
    Without memberships it holds of no row.
    """
    everywhere = {held.organization for held in memberships if held.reaches_all}
    condition = _in_one_of((place, *places), everywhere)
    for held in memberships:
        if not held.reaches_all:
            reached = Q(**{f"{partnership}__in": held.partnerships})
            condition |= reached & _in_one_of((place, *places), {held.organization})
    return condition


def _in_one_of(places: Iterable[str], organizations: Iterable[int]) -> Q:
    condition = Q()
    for place in places:
        condition |= Q(**{f"{place}__in": organizations})
    return condition
