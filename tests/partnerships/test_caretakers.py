"""Who of the lead agency looks after which partnership: it orders work, and opens and hides nothing."""

import pytest
from django.db import IntegrityError

from accounts.models import Role, User
from core.conflicts import Conflict
from partnerships.access import narrow
from partnerships.models import Caretaker
from partnerships.people.caretaking import caretakers_of, caretakers_seen, divide, who_may_look_after
from partnerships.people.changing import end, replace
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def one():
    return make.make_partnership()


@pytest.fixture
def other(one):
    return make.make_partnership(agreement=one.agreement)


@pytest.fixture
def director(one):
    return make.make_director(one)


@pytest.fixture
def dana(one):
    return make.make_membership(make.make_user(name="Dana"), one.agreement.lead)


def seen_now(*partnerships):
    return caretakers_seen(caretakers_of(partnerships), partnerships)


def give(one, *people, by, seen=None):
    seen = seen_now(one) if seen is None else seen
    return divide(one.agreement, [one], {one.slug: list(people)}, seen=seen, by=by)


def looking_after(one):
    return [str(who.user) for who in caretakers_of([one])[one.slug]]


def test_several_people_look_after_one_and_who_changed_it_is_kept(one, other, dana, director):
    own = director.memberships.get()
    assert give(one, dana, own, by=director) == 1
    assert looking_after(one) == ["Dana", str(director)]
    assert give(one, own, by=director) == 1
    assert (looking_after(one), looking_after(other)) == ([str(director)], [])
    assert [row.history_user for row in Caretaker.history.all()] == [director] * 3


def test_what_somebody_else_divided_meanwhile_is_not_replaced_unseen(one, other, dana, director):
    seen = seen_now(one, other)
    give(one, dana, by=director)
    wanted = {one.slug: [director.memberships.get()], other.slug: [dana]}
    with pytest.raises(Conflict) as conflict:
        divide(one.agreement, [one, other], wanted, seen=seen, by=director)
    assert conflict.value.now == [one]
    assert (looking_after(one), looking_after(other)) == (["Dana"], [])


def test_who_left_or_no_longer_reaches_it_looks_after_nothing(one, other, dana, director):
    give(one, dana, by=director)
    narrow(dana, [other])
    assert looking_after(one) == []
    narrow(dana, [one])
    User.objects.filter(pk=dana.user_id).update(is_active=False)
    assert looking_after(one) == []
    User.objects.filter(pk=dana.user_id).update(is_active=True)
    assert looking_after(one) == ["Dana"]
    end(dana, by=director)
    assert looking_after(one) == []
    again = make.make_membership(dana.user, one.agreement.lead)
    assert looking_after(one) == []
    assert again in who_may_look_after(one.agreement, [one])[one.slug]


def test_whoever_takes_the_place_looks_after_the_same(one, dana, director):
    give(one, dana, by=director)
    replace(dana, "lee@ssd.example", "Lee", by=director)
    assert looking_after(one) == ["Lee"]


def test_only_those_who_enter_for_the_lead_agency_may(one, dana, director):
    make.make_liaison(one)
    make.make_membership(make.make_user(), one.agreement.lead, Role.VIEWER)
    elsewhere = make.make_membership(
        make.make_user(), one.agreement.lead, only=[make.make_partnership(agreement=one.agreement)]
    )
    may = who_may_look_after(one.agreement, [one])[one.slug]
    assert (set(may), elsewhere in may) == ({dana, director.memberships.get()}, False)


def test_each_looks_after_a_partnership_once(one, dana):
    Caretaker.objects.create(partnership=one, membership=dana)
    with pytest.raises(IntegrityError):
        Caretaker.objects.create(partnership=one, membership=dana)
