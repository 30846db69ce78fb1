"""Many rows in one statement are the same rows that Django's own functions write."""

from datetime import date

import pytest
from django.utils import timezone

from accounts.models import Organization, OrganizationKind
from assessments.models import Assessment
from core.bulk import insert, write_history
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.mark.parametrize("number", [1, 3, 2000])
def test_many_rows_are_one_statement(django_assert_num_queries, number):
    rows = [
        Organization(name=f"“{place}” 'é'", short_name=f"{place}", kind=OrganizationKind.SPONSOR)
        for place in range(number)
    ]
    with django_assert_num_queries(1):
        insert(rows)
    assert list(Organization.objects.order_by("pk").values_list("name", "short_name", "kind")) == [
        (row.name, row.short_name, row.kind) for row in rows
    ]


def test_each_kind_of_value_is_written_as_django_writes_it():
    cycle = make.make_cycle()
    partnership = make.make_partnership(agreement=cycle.edition.agreement)
    fields = {"partnership": partnership, "cycle": cycle, "date": date(2024, 9, 1), "date_is_month": True}
    fields |= {"submitted_at": timezone.now(), "participants": "A\nB"}
    written = Assessment(by=partnership.partner, **fields)
    insert([written])
    found = Assessment.objects.get()
    assert {name: getattr(found, name) for name in fields} == fields
    assert (found.by, found.public_id, found.status) == (partnership.partner, written.public_id, "draft")
    assert found.updated_at <= timezone.now()


def test_the_history_of_many_rows_is_one_statement(django_assert_num_queries):
    user = make.make_user()
    organizations = [make.make_organization() for _ in range(3)]
    Organization.history.all().delete()
    with django_assert_num_queries(1):
        write_history(
            Organization.objects.exclude(pk=organizations[0].pk), kind="+", by=user, reason="opened"
        )
    rows = list(Organization.history.order_by("id"))
    assert [row.id for row in rows] == [one.pk for one in organizations[1:]]
    assert {(row.history_type, row.history_user, row.history_change_reason) for row in rows} == {
        ("+", user, "opened")
    }
    assert rows[0].instance == organizations[1]
