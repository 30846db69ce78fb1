"""On no page of the administration does anybody overwrite unseen what somebody else saved meanwhile."""

import re
from datetime import date

import pytest
from django.contrib import admin
from django.db.models import CharField, DateField, TextField
from django.urls import reverse
from zeal import zeal_ignore

from accounts.models import Membership, Organization, User
from actionsteps.models import ActionStep
from evidence.models import EvidenceRow
from partnerships.access import narrow
from partnerships.models import Partnership, Party, SignatoryRole, Signature
from tests import factories as make

from .conftest import form_of

WITH_ROWS = [
    "ActionPlan",
    "ActionStep",
    "Category",
    "Edition",
    "EvidenceRow",
    "Partnership",
    "RatingScale",
    "User",
]


@pytest.fixture
def rows_everywhere(text, administrator):
    """A record of each kind that has rows on its page, with one row at least of each kind."""
    Party.objects.create(partnership=text.partnership, organization=make.make_organization())
    adopted = make.make_edition(agreement=text.edition.agreement)
    category = make.make_category(adopted)
    role = SignatoryRole.objects.create(edition=adopted, side="partner", title="Superintendent")
    make.adopt(adopted)
    Signature.objects.create(
        edition=adopted, partnership=text.partnership, role=role, name="R. Roe", date=date(2024, 1, 1)
    )
    person = make.make_membership(make.make_user(), text.edition.agreement.lead, "director").user
    plan = make.make_plan(text.partnership, adopted)
    step = make.make_step(plan, category, ("Do", "May"), feedback="x")
    make.make_step(plan, category, feedback="y")
    make.make_category(text.edition, title="Funds")
    row = make.make_row(category, text.partnership, (make.make_period(), "5"))
    row = EvidenceRow.objects.get(pk=row.pk)
    records = [plan, step, text.one, text.edition, row, text.partnership, text.edition.scale, person]
    return dict(zip(WITH_ROWS, records, strict=True))


def page_of(record):
    name = f"{record._meta.app_label}_{record._meta.model_name}_change"
    return reverse(f"admin:{name}", args=[record.pk])


def somebody_changes(row):
    """Another value in a field of a row, saved as somebody else's page would; gives the field and its value."""
    if isinstance(row, Party):
        name, value = "organization", make.make_organization()
    elif isinstance(row, Membership):
        name, value = "role", "viewer"
    elif isinstance(row, ActionStep):
        name, value = "note", "Changed meanwhile"
    else:
        field = next(
            field
            for field in row._meta.concrete_fields
            if isinstance(field, CharField | TextField | DateField) and field.editable and not field.choices
        )
        name, value = field.name, "changed"
    setattr(row, name, value)
    row._history_user = make.make_administrator(name="Grace Hopper")
    row.save()
    return name, value


@pytest.fixture
def several_asked_one_by_one():
    """Django's own way with people and with choices in rows."""
    with zeal_ignore():
        yield


pytestmark = [pytest.mark.usefixtures("several_asked_one_by_one"), pytest.mark.both_databases]


def inlines_of(client, record):
    page = client.get(page_of(record))
    return [rows.formset for rows in page.context["inline_admin_formsets"]]


def test_the_pages_with_rows_are_all_walked(admin_pages, rows_everywhere):
    assert sorted(type(record).__name__ for record in rows_everywhere.values()) == WITH_ROWS
    others = [model for model in admin.site._registry if model.__name__ not in WITH_ROWS]
    request = admin_pages.get("/admin/").wsgi_request
    for model in others:
        record = model.objects.first()
        assert not (record and admin.site._registry[model].get_inlines(request, record)), model


@pytest.mark.parametrize("name", WITH_ROWS)
def test_a_row_that_somebody_else_changed_meanwhile_is_not_overwritten_unseen(
    admin_pages, rows_everywhere, name
):
    record = rows_everywhere[name]
    url = page_of(record)
    for formset in inlines_of(admin_pages, record):
        form = form_of(admin_pages.get(url))
        row = formset.get_queryset()[0]
        field, value = somebody_changes(row)
        page = admin_pages.post(url, form)
        assert page.status_code == 200, formset.model
        assert "Grace Hopper changed this" in page.text, formset.model
        assert "now says: " in page.text, formset.model
        row.refresh_from_db()
        assert getattr(row, field) == value, formset.model


@pytest.mark.parametrize("name", WITH_ROWS)
def test_a_row_removed_meanwhile_is_told_and_brings_nothing_back(admin_pages, rows_everywhere, name):
    record = rows_everywhere[name]
    url = page_of(record)
    for formset in reversed(inlines_of(admin_pages, record)):
        form = form_of(admin_pages.get(url))
        *_, row = formset.get_queryset()
        row.delete()
        page = admin_pages.post(url, form)
        assert "one that stood here was removed" in page.text, formset.model
        page = admin_pages.post(url, form | {"seen": page.context["seen"]})
        assert "Somebody else removed a row that stood here." in page.text, formset.model
        assert not type(row).objects.filter(pk=row.pk).exists(), formset.model


def test_where_a_row_is_removed_only_the_one_after_it_stands_elsewhere(admin_pages, text):
    for words in ("Third", "Fourth"):
        make.make_item(text.one, text=words)
    url = page_of(text.one)
    form = form_of(admin_pages.get(url))
    assert admin_pages.post(url, form | {"items-0-DELETE": "on"}).status_code == 302
    page = admin_pages.post(url, form)
    assert "Item: one that stood here was removed." in page.text
    assert re.findall(r"Item “([^”]+)” now says", page.text) == ["1.2 Share plans."]


def test_what_i_left_alone_stays_as_somebody_else_left_it(admin_pages, text):
    url = page_of(text.partnership)
    form = form_of(admin_pages.get(url))
    Partnership.objects.filter(pk=text.partnership.pk).update(cohort="Theirs")
    assert admin_pages.post(url, form | {"joined_on": "2020-01-01"}).status_code == 302
    text.partnership.refresh_from_db()
    assert (text.partnership.cohort, text.partnership.joined_on) == ("Theirs", date(2020, 1, 1))


def test_what_both_changed_is_told_as_it_stands_and_replaced_at_the_second_try(admin_pages, text):
    url = page_of(text.partnership)
    form = form_of(admin_pages.get(url))
    Partnership.objects.filter(pk=text.partnership.pk).update(cohort="Theirs")
    wrong = admin_pages.post(url, form | {"cohort": "Mine", "joined_on": "soon"})
    assert "Cohort: Theirs." in wrong.text
    again = form | {"cohort": "Mine", "seen": wrong.context["seen"]}
    assert admin_pages.post(url, again).status_code == 302
    assert Partnership.objects.get(pk=text.partnership.pk).cohort == "Mine"


def test_a_page_refused_for_another_reason_has_seen_no_more_than_before(admin_pages, text):
    url = page_of(text.partnership)
    form = form_of(admin_pages.get(url))
    Partnership.objects.filter(pk=text.partnership.pk).update(cohort="Theirs")
    wrong = admin_pages.post(url, form | {"joined_on": "soon"})
    assert wrong.context["seen"] == form["seen"]
    assert admin_pages.post(url, form | {"joined_on": "2020-01-01"}).status_code == 302
    assert Partnership.objects.get(pk=text.partnership.pk).cohort == "Theirs"


def test_narrowing_a_membership_meanwhile_is_told_on_the_page_of_its_person(
    admin_pages, rows_everywhere, text
):
    person = rows_everywhere["User"]
    form = form_of(admin_pages.get(page_of(person)))
    narrow(person.memberships.get(), [text.partnership])
    page = admin_pages.post(page_of(person), form)
    assert "changed this" in page.text
    assert person.memberships.get().partnerships.count() == 1


def test_signing_in_meanwhile_changes_nothing_on_the_page_of_a_person(admin_pages, rows_everywhere):
    person = rows_everywhere["User"]
    form = form_of(admin_pages.get(page_of(person)))
    User.objects.filter(pk=person.pk).update(last_login="2030-01-01T00:00:00Z")
    assert admin_pages.post(page_of(person), form | {"name": "New Name"}).status_code == 302
    assert Organization.objects.exists()
