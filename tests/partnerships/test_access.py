"""Who may see a partnership, and what a person is in it."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from accounts.models import OrganizationKind, Role
from partnerships.access import get_partnership, standing_in
from partnerships.models import Partnership, Party
from tests import factories as make

pytestmark = pytest.mark.django_db


def seen_by(user):
    return list(Partnership.objects.visible_to(user))


@pytest.fixture
def partnership():
    return make.make_partnership()


@pytest.fixture
def neighbour(partnership):
    """Another partner in the same agreement."""
    return make.make_partnership(agreement=partnership.agreement)


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
    membership = make.make_membership(user, partnership.agreement.lead, Role.DIRECTOR)
    membership.partnerships.add(neighbour)
    assert seen_by(user) == [neighbour]
    assert not standing_in(user, partnership).is_director
    assert standing_in(user, neighbour).is_director


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
