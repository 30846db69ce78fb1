"""Whose memberships reach which partnership, on which side. For any number of partnerships in four queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib.auth.models import AnonymousUser
from django.db.models import Prefetch

from accounts.memberships import memberships_of
from accounts.models import Invitation, Membership, Organization, Role, User
from core.words import in_words
from partnerships.models import NarrowedMembership, Partnership, Party, keys_in, looked_after


@dataclass(frozen=True)
class Belonging:
    """One membership that reaches a partnership, and the invitation of its person, if they have not come yet."""

    membership: Membership
    invitation: Invitation | None = None

    @property
    def person(self) -> User:
        return self.membership.user

    @property
    def may_sign_in(self) -> bool:
        """Whether this person can do anything here today: has come, and was not shut out by an administrator."""
        return self.person.is_active and self.invitation is None

    @property
    def enters(self) -> bool:
        """Whether this membership is one by which somebody rates."""
        return self.membership.role != Role.VIEWER


@dataclass
class Side:
    """One side of a partnership: its organization and, of a school, the district; and the people there."""

    organization: Organization
    district: Organization | None = None
    people: list[Belonging] = field(default_factory=list)
    caretakers: list[User] = field(default_factory=list)
    """Those of them who look after the partnership: of the lead agency."""
    formerly: list[Membership] = field(default_factory=list)
    """Memberships that have ended, the last first."""

    @property
    def caretakers_in_words(self) -> str:
        return in_words(map(str, self.caretakers)) if self.caretakers else ""

    @property
    def places(self) -> list[Organization]:
        return [self.organization, *([self.district] if self.district else [])]

    @property
    def keys(self) -> set[int]:
        return {organization.pk for organization in self.places}

    @property
    def has_somebody(self) -> bool:
        """Whether anybody here enters ratings, be it that they have not come yet."""
        return any(one.enters and one.person.is_active for one in self.people)

    @property
    def can_rate(self) -> bool:
        """Whether anybody here enters ratings and can sign in."""
        return any(one.enters and one.may_sign_in for one in self.people)


def sides_with_people(partnerships: Iterable[Partnership]) -> dict[int, list[Side]]:
    """By the key of each partnership its sides: the partner, the lead agency, the other parties.

    The partnerships come with `partner__parent` and `agreement__lead`.
    """
    sides = _sides(list(partnerships))
    places = {key for of_one in sides.values() for side in of_one for key in side.keys}
    named = NarrowedMembership.objects.select_related("partnership__agreement", "partnership__partner")
    memberships = (
        Membership.objects.filter(organization__in=places)
        .annotate(looks_after=looked_after())
        .select_related("user", "organization", "ended_by", "successor__user")
        .prefetch_related(Prefetch("narrowed_to", named.order_by()))
        .order_by("user__sort_key", "pk")
    )
    invitations = Invitation.objects.not_here_yet().select_related("invited_by")
    waiting = {one.user_id: one for one in invitations}
    at = defaultdict(list)
    for membership in memberships:
        at[membership.organization_id].append(membership)
    for partnership, of_one in sides.items():
        for side in of_one:
            reaching = [one for key in side.keys for one in at[key] if reaches(one, partnership)]
            reaching.sort(key=lambda one: one.user.sort_key)
            standing = [one for one in reaching if one.ended_at is None]
            side.people = [Belonging(one, waiting.get(one.user_id)) for one in standing]
            looking = [one for one in standing if partnership in keys_in(one.looks_after)]
            side.caretakers = [one.user for one in looking]
            ended = [one for one in reaching if one.ended_at is not None]
            side.formerly = sorted(ended, key=lambda one: one.ended_at, reverse=True)  # type: ignore[arg-type,return-value]
    return sides


def reaches(membership: Membership, partnership: int) -> bool:
    """Of a membership in an organization of the partnership."""
    return membership.reaches_all or any(
        one.partnership_id == partnership for one in membership.narrowed_to.all()
    )


def nobody_can_rate_in(partnerships: Iterable[Partnership]) -> dict[Partnership, Side]:
    """Those in which no liaison of the partner has come and may sign in, and that side: nobody could rate there."""
    partnerships = list(partnerships)
    sides = sides_with_people(partnerships)
    return {one: sides[one.pk][0] for one in partnerships if not sides[one.pk][0].can_rate}


def sides_seen_by(user: User | AnonymousUser, partnership: Partnership, sides: list[Side]) -> list[Side]:
    """A director of the lead agency and an administrator see every side, everybody else their own.

    Of a whole, whose partner leads, the two are one side.
    """
    lead = partnership.agreement.lead_id
    if partnership.is_whole:
        sides = [sides[0], *sides[2:]]
    held = [one for one in memberships_of(user) if one.reaches(partnership.pk)]
    directs = any(one.role == Role.DIRECTOR and one.organization == lead for one in held)
    if user.is_authenticated and (directs or user.is_staff):
        return sides
    own = {one.organization for one in held}
    return [side for side in sides if not own.isdisjoint(side.keys)]


def _sides(partnerships: list[Partnership]) -> dict[int, list[Side]]:
    parties = defaultdict(list)
    for party in Party.objects.filter(partnership__in=partnerships).select_related("organization"):
        parties[party.partnership_id].append(party.organization)
    found = {}
    for one in partnerships:
        partner, lead = one.partner, one.agreement.lead
        # A district enters and reads for its schools, unless it leads the agreement: then it is the other side.
        district = partner.parent if partner.parent_id != lead.pk else None
        found[one.pk] = [
            Side(partner, district),
            Side(lead),
            *(Side(organization) for organization in parties[one.pk]),
        ]
    return found
