"""Who belongs to a partnership, who may bring in whom, and what becomes of who leaves."""

import pytest

from accounts import invitations
from accounts.models import Membership, OrganizationKind, Role, User
from partnerships.models import Partnership, Party
from partnerships.people.belonging import nobody_can_rate_in, sides_seen_by, sides_with_people
from partnerships.people.changing import MembershipRefused, Task, bring_in, end, may_end, may_give, replace
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def partnership():
    return make.make_partnership()


@pytest.fixture
def neighbour(partnership):
    return make.make_partnership(agreement=partnership.agreement)


@pytest.fixture
def director(partnership):
    return make.make_director(partnership)


def narrowed_to(*partnerships):
    user = make.make_user()
    make.make_membership(user, partnerships[0].agreement.lead, Role.DIRECTOR, only=partnerships)
    return user


def names(sides):
    return [[one.person for one in side.people] for side in sides]


def liaison_of(partnership, *, everywhere=True):
    return Task(partnership.partner, Role.LIAISON, None if everywhere else (partnership,))


def test_each_side_has_its_people(partnership, neighbour, director):
    agency, of_agency = make.make_organization(kind=OrganizationKind.REGIONAL_AGENCY), make.make_user()
    Party.objects.create(partnership=partnership, organization=agency)
    make.make_membership(of_agency, agency, Role.VIEWER)
    liaison, other = make.make_liaison(partnership), make.make_liaison(neighbour)
    narrowed_to(neighbour)
    sides = sides_with_people([partnership, neighbour])
    assert names(sides[partnership.pk]) == [[liaison], [director], [of_agency]]
    assert [side[0] for side in (names(sides[neighbour.pk]))[:1]] == [other]
    assert len(names(sides[neighbour.pk])[1]) == 2


def test_a_school_has_the_people_of_its_district(partnership):
    liaison = make.make_liaison(partnership)
    school = make.make_organization(kind=OrganizationKind.SCHOOL, parent=partnership.partner)
    of_school = make.make_partnership(partner=school)
    assert names(sides_with_people([of_school])[of_school.pk])[0] == [liaison]


def test_the_queries_are_as_many_for_one_partnership_as_for_three(django_assert_num_queries, partnership):
    for one in (partnership, *(make.make_partnership(agreement=partnership.agreement) for _ in range(2))):
        make.make_liaison(one)
    related = Partnership.objects.select_related("partner__parent", "agreement__lead")
    for rows in ([related.get(pk=partnership.pk)], list(related)):
        with django_assert_num_queries(4):
            sides_with_people(rows)


def test_who_sees_which_side(partnership, neighbour, director):
    sides = sides_with_people([partnership])[partnership.pk]
    own, lead = sides[:1], sides[1:]
    liaison_of_lead = make.make_user()
    make.make_membership(liaison_of_lead, partnership.agreement.lead)
    for user, seen in (
        (director, sides),
        (make.make_administrator(), sides),
        (narrowed_to(partnership), sides),
        (narrowed_to(neighbour), []),
        (make.make_liaison(partnership), own),
        (make.make_viewer(partnership), own),
        (liaison_of_lead, lead),
        (make.make_liaison(neighbour), []),
    ):
        assert sides_seen_by(user, partnership, sides) == seen


def test_nobody_can_rate_where_no_liaison_has_come_and_may_sign_in(partnership, director):
    make.make_viewer(partnership)
    assert list(nobody_can_rate_in([partnership])) == [partnership]
    new = bring_in("new@district.example", "New", liaison_of(partnership), by=director)
    assert list(nobody_can_rate_in([partnership])) == [partnership]
    person = User.objects.get(email="new@district.example")
    invitations.accept(person)
    assert nobody_can_rate_in([partnership]) == {}
    person.is_active = False
    person.save()
    assert list(nobody_can_rate_in([partnership])) == [partnership]
    person.is_active = True
    person.save()
    end(new.membership, by=director)
    assert list(nobody_can_rate_in([partnership])) == [partnership]


def test_a_director_gives_no_more_than_the_own_membership_reaches(partnership, neighbour, director):
    lead = partnership.agreement.lead
    narrowed = narrowed_to(partnership)
    for user, task, allowed in (
        (director, Task(lead, Role.DIRECTOR, None), True),
        (director, liaison_of(partnership), True),
        (narrowed, Task(lead, Role.DIRECTOR, None), False),
        (narrowed, Task(lead, Role.DIRECTOR, (partnership,)), True),
        (narrowed, Task(lead, Role.DIRECTOR, (partnership, neighbour)), False),
        (narrowed, liaison_of(partnership), True),
        (narrowed, liaison_of(neighbour), False),
        (make.make_liaison(partnership), liaison_of(partnership), False),
        (make.make_administrator(), liaison_of(partnership), False),
    ):
        assert may_give(user, task, lead=lead.pk) is allowed


def test_a_partner_of_two_agencies_is_opened_by_each_for_its_own_agreement(partnership, director):
    make.make_partnership(partner=partnership.partner)
    lead = partnership.agreement.lead_id
    assert not may_give(director, liaison_of(partnership), lead=lead)
    assert may_give(director, liaison_of(partnership, everywhere=False), lead=lead)
    both = make.make_membership(make.make_user(), partnership.partner)
    assert not may_end(director, both, lead=lead)


def test_nobody_ends_the_own_membership_nor_one_that_reaches_further(partnership, neighbour, director):
    lead = partnership.agreement.lead_id
    narrowed = narrowed_to(partnership)
    assert not may_end(director, director.memberships.get(), lead=lead)
    assert not may_end(narrowed, director.memberships.get(), lead=lead)
    assert may_end(director, narrowed.memberships.get(), lead=lead)


def test_somebody_new_is_invited_and_belongs_from_then_on(partnership, director):
    new = bring_in("new@district.example", "New Person", liaison_of(partnership), by=director)
    person = new.membership.user
    assert (person.name, person.has_usable_password()) == ("New Person", False)
    assert (new.invitation.email, new.invitation.invited_by) == ("new@district.example", director)
    assert (new.membership.given_by, new.membership.reaches_all) == (director, True)
    assert new.membership.history.last().history_user == director


def test_somebody_who_signs_in_already_is_added_under_the_name_they_have(partnership, director):
    known = make.make_user(email="Known@district.example", name="Known")
    new = bring_in("known@DISTRICT.example", "Typed", liaison_of(partnership), by=director)
    assert (new.membership.user, new.invitation) == (known, None)
    assert User.objects.get(pk=known.pk).name == "Known"
    with pytest.raises(MembershipRefused, match="Known is liaison for"):
        bring_in("known@district.example", "Typed", liaison_of(partnership), by=director)


def test_who_has_the_role_elsewhere_has_it_here_as_well(partnership, neighbour, director):
    narrowed = narrowed_to(neighbour)
    task = Task(partnership.agreement.lead, Role.DIRECTOR, (partnership,))
    new = bring_in(narrowed.email, "x", task, by=director)
    assert new.membership == narrowed.memberships.get()
    assert set(new.membership.partnerships.all()) == {partnership, neighbour}
    with pytest.raises(MembershipRefused):
        bring_in(narrowed.email, "x", task, by=director)


def test_whose_sign_in_was_taken_away_is_not_brought_back_by_a_director(partnership, director):
    gone = make.make_user(is_active=False, name="Gone")
    with pytest.raises(MembershipRefused, match="Ask an administrator"):
        bring_in(gone.email, "x", liaison_of(partnership), by=director)
    assert not gone.memberships.exists()


def test_a_successor_has_what_the_predecessor_had(partnership, neighbour, director):
    leaving = narrowed_to(partnership, neighbour)
    membership = leaving.memberships.get()
    new = replace(membership, "new@ssd.example", "New", by=director)
    membership.refresh_from_db()
    assert (membership.ended_by, membership.successor) == (director, new.membership)
    assert (new.membership.role, new.membership.reaches_all) == (Role.DIRECTOR, False)
    assert set(new.membership.partnerships.all()) == {partnership, neighbour}
    assert sides_with_people([partnership])[partnership.pk][1].formerly == [membership]


def test_a_place_is_taken_once_and_not_by_who_holds_it(partnership, director):
    membership = make.make_liaison(partnership).memberships.get()
    with pytest.raises(MembershipRefused, match="to be replaced"):
        replace(membership, membership.user.email.upper(), "x", by=director)
    end(membership, by=director)
    again = Membership.objects.get(pk=membership.pk)
    with pytest.raises(Membership.HasEnded):
        replace(again, "new@district.example", "New", by=director)
    assert not User.objects.filter(email="new@district.example").exists()


def test_who_leaves_before_coming_is_no_longer_invited(partnership, neighbour, director):
    new = bring_in("new@ssd.example", "New", Task(partnership.agreement.lead, "liaison", None), by=director)
    also = bring_in("new@ssd.example", "New", liaison_of(partnership), by=director)
    end(new.membership, by=director)
    assert also.invitation.user.invitations.waiting().exists()
    end(also.membership, by=director)
    assert not also.invitation.user.invitations.waiting().exists()
    again = bring_in("new@ssd.example", "New", liaison_of(partnership), by=director)
    assert again.invitation not in (None, new.invitation)
