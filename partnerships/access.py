"""Who may see and do what in a partnership and an agreement. Which ones a person reaches: `reach.py`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import F, Q, QuerySet
from django.http import Http404

from accounts.memberships import Held, held_at, memberships_of
from accounts.models import Membership, Organization, Role, User
from core.prepared import prepared

from .models import Agreement, NarrowedMembership, Partnership, SignatorySide
from .reach import reached_by, reaches


def get_partnership(user: User | AnonymousUser, slug: str) -> Partnership:
    """The partnership at an address, or a 404 for someone who may not know of it."""
    partnership = next(iter(_partnerships_at(slug)), None)
    if partnership is None or not reaches(user, partnership):
        raise Http404("No such partnership.")
    return partnership


@prepared
def _partnerships_at(slug: str) -> QuerySet[Partnership]:
    return (
        Partnership.objects.select_related("agreement__lead", "partner", "cohort")
        .filter(slug=slug)
        .order_by()[:1]
    )


@prepared
def _agreements_at(slug: str) -> QuerySet[Agreement]:
    return Agreement.objects.with_round().select_related("lead").filter(slug=slug).order_by()[:1]


def _directing(user: User | AnonymousUser, lead_id: int) -> list[Held]:
    """This person's memberships as a director of an agency."""
    return [
        held for held in memberships_of(user) if held.role == Role.DIRECTOR and held.organization == lead_id
    ]


def directs_all_of(user: User | AnonymousUser, agreement: Agreement) -> bool:
    """Whether this person decides what holds in every partnership of an agreement: a director whose membership is
    not narrowed to some of them."""
    return any(held.reaches_all for held in _directing(user, agreement.lead_id))


def reads_all_of(user: User | AnonymousUser, agreement: Agreement) -> bool:
    """Whether this person reads what lays all partnerships of an agreement side by side: whoever belongs to its
    lead agency by a membership that is not narrowed, and administrators."""
    if user.is_authenticated and user.is_staff:
        return True
    return any(one.reaches_all for one in memberships_of(user) if one.organization == agreement.lead_id)


def directs_any_of(user: User | AnonymousUser, agreement: Agreement) -> bool:
    """Without a query, unless this person directs named partnerships only."""
    return _reach_any_of(agreement, _directing(user, agreement.lead_id))


def _reach_any_of(agreement: Agreement, memberships: list[Held]) -> bool:
    """Whether any of some memberships at its lead agency reaches an agreement, and not only others that this leads.

    Without a query, unless they are narrowed to named partnerships.
    """
    named = {key for held in memberships for key in held.partnerships}
    return any(held.reaches_all for held in memberships) or (
        bool(named) and Partnership.objects.filter(pk__in=named, agreement=agreement).exists()
    )


def directs(user: User | AnonymousUser, partnership: Partnership) -> bool:
    """Whether this person is a director of the lead agency whose membership reaches the partnership. No query."""
    directing = _directing(user, partnership.agreement.lead_id)
    return any(held.reaches(partnership.pk) for held in directing)


def partnerships_directed_by(user: User | AnonymousUser, agreement: Agreement) -> QuerySet[Partnership]:
    """The agreement's partnerships that this person's membership as a director reaches."""
    directing = _directing(user, agreement.lead_id)
    return Partnership.objects.filter(held_at(directing, "pk", "agreement__lead"), agreement=agreement)


def asks_all_of(user: User, agreement: Agreement) -> bool:
    """Whether this person asks for assessments in every partnership of an agreement: a director of all of them, or
    an administrator, who says nothing in them."""
    return user.is_staff or directs_all_of(user, agreement)


def partnerships_asked_by(user: User, agreement: Agreement) -> QuerySet[Partnership]:
    """The agreement's partnerships in which this person opens a cycle."""
    if asks_all_of(user, agreement):
        return Partnership.objects.filter(agreement=agreement)
    return partnerships_directed_by(user, agreement)


def get_agreement(user: User | AnonymousUser, slug: str) -> Agreement:
    """The agreement at an address, as seen from its lead agency: for its directors, and for administrators.

    Other people in the agreement get a 403, everybody else a 404.
    """
    return _agreement_for(user, slug, directs_any_of, "the directors of the lead agency")


def get_agreement_led(user: User | AnonymousUser, slug: str) -> Agreement:
    """The agreement at an address, for everybody of its lead agency and for administrators. What of it they
    see, their memberships say.

    Other people in the agreement get a 403, everybody else a 404.
    """
    return _agreement_for(user, slug, is_of_lead, "the people of the lead agency")


def _agreement_for(
    user: User | AnonymousUser,
    slug: str,
    may: Callable[[User | AnonymousUser, Agreement], bool],
    whom: str,
) -> Agreement:
    agreement = next(iter(_agreements_at(slug)), None)
    if agreement is None:
        raise Http404("No such agreement.")
    if user.is_staff or may(user, agreement):
        return agreement
    if _belongs_to(user, agreement):
        raise PermissionDenied(f"This is for {whom}.")
    raise Http404("No such agreement.")


def get_agreement_seen(user: User | AnonymousUser, slug: str) -> Agreement:
    """The agreement at an address, for everybody who sees one of its partnerships or belongs to its lead agency; a
    404 for everybody else."""
    agreement = next(iter(_agreements_at(slug)), None)
    if agreement is None or not (
        user.is_staff or is_of_lead(user, agreement) or _belongs_to(user, agreement)
    ):
        raise Http404("No such agreement.")
    return agreement


def agreements_seen(user: User | AnonymousUser) -> QuerySet[Agreement]:
    """`get_agreement_seen` of all agreements, by title."""
    agreements = Agreement.objects.select_related("lead").order_by("sort_key", "pk")
    if user.is_authenticated and user.is_staff:
        return agreements
    leads = {held.organization for held in memberships_of(user) if held.reaches_all}
    seen = Partnership.objects.visible_to(user).order_by().values("agreement")
    return agreements.filter(Q(lead__in=leads) | Q(pk__in=seen))


def is_of_lead(user: User | AnonymousUser, agreement: Agreement) -> bool:
    """Whether this person belongs to the lead agency of an agreement, which it keeps before there is a partner."""
    of_lead = [held for held in memberships_of(user) if held.organization == agreement.lead_id]
    return _reach_any_of(agreement, of_lead)


def get_agreement_to_rate(user: User | AnonymousUser, slug: str) -> Agreement:
    """The agreement at an address, for those who rate for its lead agency.

    Other people in the agreement get a 403, everybody else a 404.
    """
    agreement = next(iter(_agreements_at(slug)), None)
    if agreement is None or not _belongs_to(user, agreement):
        raise Http404("No such agreement.")
    if not rates_for_lead(user, agreement):
        raise PermissionDenied("This is for those who rate for the lead agency.")
    return agreement


def rates_for_lead(user: User | AnonymousUser, agreement: Agreement) -> bool:
    """Whether this person enters anything for the lead agency: its directors and liaisons, and those of the
    organization above it. In which partnerships, their memberships say."""
    places = {agreement.lead_id, agreement.lead.parent_id}
    return _reach_any_of(agreement, [held for held in changing_by(user) if held.organization in places])


def _belongs_to(user: User | AnonymousUser, agreement: Agreement) -> bool:
    return Partnership.objects.visible_to(user).filter(agreement=agreement).exists()


def enters_in(user: User | AnonymousUser, agreement: Agreement) -> bool:
    """Whether this person enters anything for any organization in an agreement, and so reads what is for those
    alone: where its source does not agree with itself. An administrator, who writes its text, does too."""
    if user.is_staff or rates_for_lead(user, agreement):
        return True
    entered = reached_by(changing_by(user))
    return Partnership.objects.filter(entered, agreement=agreement).exists()


@dataclass(frozen=True)
class Standing:
    """What one person is in one partnership."""

    is_director: bool
    liaison_for: frozenset[int]
    """Primary keys of the organizations this person enters for."""
    signs_for: frozenset[SignatorySide]
    """`sides_of()`."""

    @property
    def is_of_either_side(self) -> bool:
        return bool(self.signs_for)

    @property
    def may_edit(self) -> bool:
        """Whether this person enters anything here at all."""
        return self.is_director or bool(self.liaison_for)


def _roles_in(user: User | AnonymousUser, partnership: Partnership) -> set[tuple[int, str]]:
    """(organization, role) of this person's memberships that reach the partnership, with those they stand for."""
    roles = {(held.organization, held.role) for held in memberships_of(user) if held.reaches(partnership.pk)}
    # A district enters and reads for its schools, unless it leads the agreement: then it is the other side.
    partner = partnership.partner
    if partner.parent_id != partnership.agreement.lead_id:
        roles |= {(partner.pk, role) for organization, role in roles if organization == partner.parent_id}
    return roles


def sides_of(user: User | AnonymousUser, partnership: Partnership) -> frozenset[SignatorySide]:
    """The sides for which this person speaks: a director and the liaisons of the lead agency, or those of the
    partner."""
    roles, lead = _roles_in(user, partnership), partnership.agreement.lead_id
    sides = {
        (lead, Role.DIRECTOR): SignatorySide.LEAD,
        (lead, Role.LIAISON): SignatorySide.LEAD,
        (partnership.partner_id, Role.LIAISON): SignatorySide.PARTNER,
    }
    return frozenset(side for role, side in sides.items() if role in roles)


def speaks_for_lead(user: User | AnonymousUser, partnership: Partnership) -> bool:
    """The director and the liaisons of the lead agency."""
    return SignatorySide.LEAD in sides_of(user, partnership)


def speaks_for(memberships: Iterable[Held], side: SignatorySide, prefix: str = "") -> Q:
    """`sides_of` as a condition on partnerships, or by a prefix such as "partnership__" on rows that have one."""
    partnership, lead, partner = (f"{prefix}{name}" for name in ("pk", "agreement__lead", "partner"))
    if side == SignatorySide.LEAD:
        entering = [held for held in memberships if held.role in (Role.DIRECTOR, Role.LIAISON)]
        return held_at(entering, partnership, lead)
    liaisons = [held for held in memberships if held.role == Role.LIAISON]
    in_district = held_at(liaisons, partnership, f"{partner}__parent") & ~Q(**{f"{partner}__parent": F(lead)})
    return held_at(liaisons, partnership, partner) | in_district


def may_speak_for(user: User | AnonymousUser, partnership: Partnership, organization: Organization) -> bool:
    """Who gives the word of one organization in a partnership: its liaisons and directors, and its district's.

    Being an administrator is none of it.
    """
    return is_of(organization, changing_by(user), partnership)


def changing_by(user: User | AnonymousUser) -> list[Held]:
    """The memberships by which this person changes anything."""
    return [held for held in memberships_of(user) if held.role != Role.VIEWER]


def is_of(organization: Organization, memberships: Iterable[Held], partnership: Partnership) -> bool:
    """Whether one of the memberships is in an organization, or in its district, and reaches the partnership. A lead
    agency that is the organization's parent, such as an authorizer, is another party."""
    own = {organization.pk, *({organization.parent_id} - {partnership.agreement.lead_id})}
    return any(held.organization in own and held.reaches(partnership.pk) for held in memberships)


def is_of_either_side(user: User | AnonymousUser, partnership: Partnership) -> bool:
    """A director, or a liaison of the lead agency or of the partner: not of another party."""
    return bool(sides_of(user, partnership))


def standing_in(user: User | AnonymousUser, partnership: Partnership) -> Standing:
    """What this person is in a partnership. Being an administrator gives no standing: what a party says is said by
    its own people."""
    roles = _roles_in(user, partnership)
    lead, partner = partnership.agreement.lead_id, partnership.partner
    liaison_for = {organization for organization, role in roles if role == Role.LIAISON}
    liaison_here = liaison_for & {lead, partner.pk, partner.parent_id}
    if elsewhere := liaison_for - liaison_here:
        parties = partnership.parties.filter(organization__in=elsewhere)
        liaison_here |= set(parties.values_list("organization", flat=True))
    return Standing(
        is_director=(lead, Role.DIRECTOR) in roles,
        liaison_for=frozenset(liaison_here),
        signs_for=sides_of(user, partnership),
    )


def reach_all(membership: Membership) -> None:
    """Let a membership reach all partnerships that its organization takes part in."""
    for row in membership.narrowed_to.all():
        row.delete()
    if not membership.reaches_all:
        membership.reaches_all = True
        membership.save(update_fields=["reaches_all"])


def narrow(membership: Membership, partnerships: Iterable[Partnership]) -> None:
    """Let a membership reach these partnerships alone; where there are none, none."""
    if membership.reaches_all:
        membership.reaches_all = False
        membership.save(update_fields=["reaches_all"])
    wanted = {partnership.pk for partnership in partnerships}
    for row in membership.narrowed_to.all():
        if row.partnership_id in wanted:
            wanted.discard(row.partnership_id)
        else:
            row.delete()
    for key in sorted(wanted):
        NarrowedMembership.objects.create(membership=membership, partnership_id=key)
