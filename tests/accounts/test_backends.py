"""A signed-in person comes with the memberships."""

import pytest

from accounts.backends import PersonBackend
from accounts.memberships import memberships_of
from accounts.models import User
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_a_person_is_read_with_the_memberships_in_one_query(django_assert_num_queries):
    here, there = make.make_partnership(), make.make_partnership()
    person = make.make_liaison(here)
    make.make_membership(person, there.partner, "viewer", only=[there, here])
    with django_assert_num_queries(1):
        found = PersonBackend().get_user(person.pk)
        held = {
            (one.organization, one.role, one.reaches_all, one.partnerships) for one in memberships_of(found)
        }
    assert held == {
        (here.partner_id, "liaison", True, frozenset()),
        (there.partner_id, "viewer", False, frozenset({here.pk, there.pk})),
    }
    assert set(memberships_of(person)) == set(memberships_of(found))


def test_who_belongs_nowhere_is_read_too():
    assert memberships_of(PersonBackend().get_user(make.make_user().pk)) == ()


def test_nobody_is_signed_in_who_is_gone_or_may_no_longer_sign_in(client):
    person = make.make_user()
    client.force_login(person)
    assert client.get("/").status_code == 200
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert client.get("/").status_code == 302
    assert PersonBackend().get_user(0) is None
