"""A membership ends, and what it was stays on record."""

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Membership, User
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def membership():
    partnership = make.make_partnership()
    return make.make_membership(make.make_user(), partnership.partner)


@pytest.mark.slow
def test_access_ends_at_once_in_a_session_that_is_open(client, membership):
    partnership = membership.organization.partnerships.get()
    client.force_login(membership.user)
    assert client.get(f"/partnerships/{partnership.slug}/").status_code == 200
    membership.end(by=make.make_user())
    assert client.get(f"/partnerships/{partnership.slug}/").status_code == 404
    assert partnership.partner.name not in client.get("/").text


def test_who_ended_it_and_when_stays_on_record(membership):
    director = make.make_user()
    membership.end(by=director)
    row = Membership.objects.get()
    assert (row.ended_by, row.ended_at is not None) == (director, True)
    assert row.history.first().history_user == director
    for change in (lambda: row.delete(), lambda: Membership.objects.update(ended_at=None)):
        with pytest.raises(IntegrityError, match="stays on record"), transaction.atomic():
            change()


def test_it_ends_once(membership):
    first, again = make.make_user(), Membership.objects.get()
    membership.end(by=first)
    with pytest.raises(Membership.HasEnded) as stopped:
        again.end(by=make.make_user())
    assert stopped.value.membership.ended_by == first


def test_somebody_who_comes_back_gets_a_new_one(membership):
    with pytest.raises(IntegrityError), transaction.atomic():
        make.make_membership(membership.user, membership.organization)
    membership.end(by=None)
    make.make_membership(membership.user, membership.organization)
    assert membership.user.memberships.standing().count() == 1


def test_who_belongs_somewhere_is_not_deleted(membership):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.get(pk=membership.user_id).delete()


def test_an_end_needs_a_moment(membership):
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.update(ended_by=make.make_user())
