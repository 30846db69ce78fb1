"""Prepared queries give what the same query gives that is put into SQL each time."""

from datetime import date

import pytest
from django.db import transaction
from django.db.transaction import TransactionManagementError

from accounts.models import Organization
from core.prepared import prepared
from partnerships.models import Agreement, Partnership
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def plain(agreement, since):
    return (
        Partnership.objects.filter(agreement=agreement, joined_on__gte=since)
        .select_related("partner", "agreement__lead")
        .order_by("pk")
    )


@prepared
def in_agreement(agreement, *, since):
    return plain(agreement, since)


@prepared
def names(kind, short_name):
    return Organization.objects.filter(kind=kind, short_name=short_name).values_list("pk", "name")


@prepared
def among(*, keys):
    return Organization.objects.filter(pk__in=keys).order_by("pk").values_list("pk", flat=True)


@pytest.fixture
def partnerships():
    first = make.make_partnership(joined_on=date(2020, 7, 1))
    return [first, make.make_partnership(agreement=first.agreement), make.make_partnership()]


def test_the_records_are_those_of_the_query_with_all_they_know(partnerships, django_assert_num_queries):
    for agreement in Agreement.objects.all():
        for since in (date(2019, 1, 1), date(2021, 1, 1)):
            wanted = list(plain(agreement, since))
            with django_assert_num_queries(1):
                found = in_agreement(agreement.pk, since=since)
                assert [(one, one.joined_on, one.partner, one.agreement.lead) for one in found] == [
                    (one, one.joined_on, one.partner, one.agreement.lead) for one in wanted
                ]


def test_each_answer_is_new(partnerships):
    first = partnerships[0]
    before = in_agreement(first.agreement_id, since=date(2019, 1, 1))
    Organization.objects.filter(pk=first.partner_id).update(short_name="Renamed")
    after = in_agreement(first.agreement_id, since=date(2019, 1, 1))
    assert [one.partner.short_name for one in (*before, *after)] == [first.partner.short_name, "Renamed"]


def test_values_stand_at_their_places(partnerships):
    partner = partnerships[0].partner
    assert names(partner.kind, partner.short_name) == [(partner.pk, partner.name)]
    assert names(partner.short_name, partner.kind) == []


def test_where_no_row_could_be_found_the_database_is_not_asked(partnerships, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert among(keys=()) == []
    assert among(keys=(partnerships[0].partner_id,)) == [partnerships[0].partner_id]


@prepared
def locked(key):
    return Organization.objects.select_for_update().filter(pk=key)


@pytest.mark.django_db(transaction=True)
def test_a_lock_is_asked_for_inside_a_transaction_alone(transactional_db):
    key = make.make_organization().pk
    with transaction.atomic():
        assert [one.pk for one in locked(key)] == [key]
    with pytest.raises(TransactionManagementError):
        locked(key)


def test_nothing_is_compared_with_none():
    with pytest.raises(TypeError):
        names("school", None)
