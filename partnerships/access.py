"""Who may see and do what. Every view and queryset asks here.

A membership reaches a partnership when its organization leads the agreement, is the partner (or the
partner school's district) or is another party, unless the membership is narrowed to other partnerships.
"""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q
from django.http import Http404


def _memberships_reaching_each(user):
    """A subquery for partnerships: this person's memberships that reach the outer row."""
    from partnerships.models import Membership, Party

    parties = Party.objects.filter(
        partnership=OuterRef(OuterRef("pk")), organization=OuterRef("organization")
    )
    return Membership.objects.filter(
        Q(partnerships=None) | Q(partnerships=OuterRef("pk")),
        Q(organization=OuterRef("agreement__lead"))
        | Q(organization=OuterRef("partner"))
        | Q(organization=OuterRef("partner__parent"))
        | Exists(parties),
        user=user,
    )


def partnerships_visible_to(user, partnerships):
    """Administrators see all; members those their memberships reach; others none."""
    if not user.is_authenticated:
        return partnerships.none()
    if user.is_staff:
        return partnerships
    return partnerships.filter(Exists(_memberships_reaching_each(user)))


def get_partnership(user, slug):
    """The partnership at an address, or a 404 for someone who may not know of it."""
    from partnerships.models import Partnership

    partnership = (
        Partnership.objects.visible_to(user)
        .select_related("agreement__lead", "partner")
        .filter(slug=slug)
        .first()
    )
    if partnership is None:
        raise Http404("No such partnership.")
    return partnership


def agreements_directed_by(user):
    """The agreements whose lead agency this person directs."""
    from partnerships.models import Agreement, Membership, Role

    directing = Membership.objects.filter(user=user.pk, role=Role.DIRECTOR, organization=OuterRef("lead"))
    return Agreement.objects.filter(Exists(directing))


def directs_all_of(user, agreement):
    """Whether this person decides what holds in every partnership of an agreement: a director whose membership is
    not narrowed to some of them."""
    from partnerships.models import Membership, Role

    return Membership.objects.filter(
        user=user.pk, role=Role.DIRECTOR, organization=agreement.lead_id, partnerships=None
    ).exists()


def partnerships_directed_by(user, agreement):
    """The agreement's partnerships that this person's membership as a director reaches."""
    from partnerships.models import Membership, Partnership, Role

    directing = Membership.objects.filter(
        Q(partnerships=None) | Q(partnerships=OuterRef("pk")),
        user=user.pk,
        role=Role.DIRECTOR,
        organization=agreement.lead_id,
    )
    return Partnership.objects.filter(Exists(directing), agreement=agreement)


def get_agreement(user, slug, *, directing=False):
    """The agreement at an address, as seen from its lead agency.

    For its directors and, unless `directing` is asked for, administrators, who read. Other people in the
    agreement get a 403, everybody else a 404.
    """
    from partnerships.models import Agreement, Partnership

    agreement = Agreement.objects.select_related("lead").filter(slug=slug).first()
    if agreement is None:
        raise Http404("No such agreement.")
    if agreements_directed_by(user).filter(pk=agreement.pk).exists() or (user.is_staff and not directing):
        return agreement
    if user.is_staff or Partnership.objects.visible_to(user).filter(agreement=agreement).exists():
        raise PermissionDenied("This is for the directors of the lead agency.")
    raise Http404("No such agreement.")


@dataclass(frozen=True)
class Standing:
    """What one person is in one partnership."""

    is_director: bool
    liaison_for: frozenset[int]
    """Primary keys of the organizations this person enters for."""
    is_of_either_side: bool
    """A director, or a liaison of the lead agency or of the partner: not of another party."""

    @property
    def may_edit(self):
        """Whether this person enters anything here at all."""
        return self.is_director or bool(self.liaison_for)


def standing_in(user, partnership):
    """What this person is in a partnership, in one query. Being an administrator gives no standing:
    what a party says is said by its own people."""
    from partnerships.models import Membership, Role

    rows = Membership.objects.filter(
        Q(partnerships=None) | Q(partnerships=partnership),
        Q(organization=partnership.agreement.lead_id)
        | Q(organization=partnership.partner_id)
        | Q(organization__children=partnership.partner_id)
        | Q(organization__parties__partnership=partnership),
        user=user,
    ).values_list("organization_id", "role")
    roles = set(rows)
    lead, partner = partnership.agreement.lead_id, partnership.partner
    # A district enters and reads for its schools, unless it leads the agreement: then it is the other side.
    if partner.parent_id != lead:
        roles |= {(partner.pk, role) for organization, role in roles if organization == partner.parent_id}
    is_director = (lead, Role.DIRECTOR) in roles
    liaison_for = frozenset(organization for organization, role in roles if role == Role.LIAISON)
    return Standing(
        is_director=is_director,
        liaison_for=liaison_for,
        is_of_either_side=is_director or bool(liaison_for & {lead, partner.pk}),
    )
