"""Who may see a partnership, and what a person is in it."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.http import Http404

from accounts.memberships import held_at
from accounts.models import Membership, OrganizationKind, Role, User
from partnerships.access import (
    directs_all_of,
    get_agreement,
    get_partnership,
    partnerships_directed_by,
    reach_all,
    standing_in,
)
from partnerships.models import Partnership, Party
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def seen_by(user):
    return list(Partnership.objects.visible_to(user))


@pytest.fixture
def partnership():
    return make.make_partnership()


@pytest.fixture
def neighbour(partnership):
    """Another partner in the same agreement."""
    return make.make_partnership(agreement=partnership.agreement)


@pytest.mark.slow
def test_a_member_of_the_partner_sees_it_and_not_its_neighbour(partnership, neighbour):
    assert seen_by(make.make_viewer(partnership)) == [partnership]


def test_a_member_of_the_lead_sees_all(partnership, neighbour):
    assert set(seen_by(make.make_director(partnership))) == {partnership, neighbour}


def test_an_outsider_sees_nothing(partnership):
    elsewhere = make.make_liaison(make.make_partnership())
    assert partnership not in seen_by(elsewhere)
    assert seen_by(make.make_user()) == []
    assert seen_by(AnonymousUser()) == []


def test_an_administrator_sees_all(partnership, neighbour):
    assert set(seen_by(make.make_administrator())) == {partnership, neighbour}


def test_a_party_sees_it(partnership, neighbour):
    agency, user = make.make_organization(kind=OrganizationKind.REGIONAL_AGENCY), make.make_user()
    make.make_membership(user, agency, Role.VIEWER)
    Party.objects.create(partnership=partnership, organization=agency)
    assert seen_by(user) == [partnership]


def test_a_district_sees_the_partnership_of_its_school(partnership):
    school = make.make_organization(kind=OrganizationKind.SCHOOL, parent=partnership.partner)
    of_school = make.make_partnership(partner=school)
    liaison = make.make_liaison(partnership)
    assert set(seen_by(liaison)) == {partnership, of_school}
    assert standing_in(liaison, of_school).liaison_for == {partnership.partner.pk, school.pk}


def test_a_school_does_not_see_the_partnership_of_its_district(partnership):
    school = make.make_organization(kind=OrganizationKind.SCHOOL, parent=partnership.partner)
    user = make.make_user()
    make.make_membership(user, school)
    assert seen_by(user) == []


def test_a_narrowed_membership_reaches_only_what_it_names(partnership, neighbour):
    user = make.make_user()
    make.make_membership(user, partnership.agreement.lead, Role.DIRECTOR, only=[neighbour])
    assert seen_by(user) == [neighbour]
    assert not standing_in(user, partnership).is_director
    assert standing_in(user, neighbour).is_director


@pytest.mark.parametrize("gone", ["named no more", "deleted"])
def test_a_membership_whose_partnerships_are_gone_reaches_none(partnership, neighbour, gone):
    user = make.make_user()
    membership = make.make_membership(user, partnership.agreement.lead, Role.DIRECTOR, only=[neighbour])
    membership.narrowed_to.all().delete()
    if gone == "deleted":
        neighbour.delete()
    user = User.objects.get(pk=user.pk)
    assert seen_by(user) == []
    assert not standing_in(user, partnership).is_director
    assert not directs_all_of(user, partnership.agreement)
    assert list(partnerships_directed_by(user, partnership.agreement)) == []
    with pytest.raises(Http404):
        get_agreement(user, partnership.agreement.slug)


def test_a_director_of_another_agreements_partnership_does_not_see_this_agreement(partnership):
    elsewhere = make.make_partnership(agreement=make.make_agreement(lead=partnership.agreement.lead))
    user = make.make_user()
    make.make_membership(user, partnership.agreement.lead, Role.DIRECTOR, only=[elsewhere])
    assert get_agreement(user, elsewhere.agreement.slug) == elsewhere.agreement
    with pytest.raises(Http404):
        get_agreement(user, partnership.agreement.slug)


def test_what_asks_without_memberships_finds_no_row(partnership):
    assert list(Partnership.objects.filter(held_at((), "pk", "partner"))) == []


def test_whether_a_membership_reaches_all_or_those_it_names_is_never_both(partnership):
    everywhere = make.make_membership(make.make_user(), partnership.partner)
    with pytest.raises(IntegrityError, match="not both"), transaction.atomic():
        everywhere.partnerships.add(partnership)
    named = make.make_membership(make.make_user(), partnership.partner, only=[partnership])
    with pytest.raises(IntegrityError, match="not both"), transaction.atomic():
        Membership.objects.filter(pk=named.pk).update(reaches_all=True)
    reach_all(named)
    assert (named.reaches_all, named.narrowed_to.count()) == (True, 0)


def test_an_outsider_gets_a_404(partnership):
    with pytest.raises(Http404):
        get_partnership(make.make_user(), partnership.slug)
    with pytest.raises(Http404):
        get_partnership(make.make_administrator(), "nowhere")


def test_a_member_gets_the_partnership(partnership):
    assert get_partnership(make.make_viewer(partnership), partnership.slug) == partnership


def test_standing_tells_director_liaison_and_viewer_apart(partnership):
    director = standing_in(make.make_director(partnership), partnership)
    assert (director.is_director, director.may_edit) == (True, True)
    liaison = standing_in(make.make_liaison(partnership), partnership)
    assert (liaison.is_director, liaison.liaison_for) == (False, {partnership.partner_id})
    viewer = standing_in(make.make_viewer(partnership), partnership)
    assert not viewer.may_edit


def test_being_an_administrator_gives_no_standing(partnership):
    standing = standing_in(make.make_administrator(), partnership)
    assert not standing.may_edit
