"""What a fixture wrote in one test is written again in the next (tests/replaying.py)."""

import pytest
from django.db import connection, transaction

from accounts.models import Organization, User
from core import locks
from partnerships.models import Partnership
from tests import factories as make
from tests.replaying import record, replayed


@pytest.fixture
def partnership(db):
    make.make_period()
    return make.make_partnership(partner=make.make_organization(short_name="Clayton"))


@pytest.mark.parametrize("time", ["first", "second", "third"])
def test_each_test_has_the_rows_with_their_history_and_a_value_of_its_own(partnership, time):
    assert Partnership.objects.get() == partnership
    assert partnership.partner.short_name == "Clayton"
    partnership.partner.short_name = f"Changed in the {time} test"
    partnership.partner.save()
    assert [row.history_type for row in partnership.partner.history.all()] == ["~", "+"]


@pytest.mark.parametrize("time", ["first", "second"])
def test_what_a_test_adds_collides_with_nothing(partnership, time):
    make.make_period()
    again = make.make_partnership(agreement=partnership.agreement)
    assert again.pk > partnership.pk and again.slug != partnership.slug


def test_it_is_played_back_only_where_a_test_comes_with_as_many_records(db):
    runs = []
    fixture = replayed(lambda: runs.append(1) or make.make_user(name="Ada Miller"))
    with transaction.atomic():
        fixture()
        transaction.set_rollback(True)
    assert fixture() == User.objects.get(name="Ada Miller")
    assert len(runs) == 1
    fixture()
    assert len(runs) == 2 and User.objects.filter(name="Ada Miller").count() == 2


def taken_back():
    make.make_organization()
    with transaction.atomic():
        make.make_organization()
        transaction.set_rollback(True)


def to_be_done_later():
    transaction.on_commit(make.make_organization)
    return make.make_organization()


def without_locks():
    locks.remove(connection)
    return make.make_organization()


@pytest.mark.parametrize(
    "build",
    [
        taken_back,
        without_locks,
        to_be_done_later,
        lambda: [make.make_organization(), lambda: None],
        lambda: 7,
    ],
)
def test_what_is_more_than_rows_is_run_each_time(db, build):
    assert record(build, {})[1] is None
    assert Organization.objects.count() <= 1
