"""On no page of the administration does anybody overwrite unseen what somebody else saved meanwhile."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.contrib import admin
from django.contrib.admin import StackedInline, TabularInline
from django.db.models import CharField, DateField, EmailField, SlugField, TextField
from django.db.models.signals import pre_save
from django.urls import reverse
from zeal import zeal_ignore

from accounts.models import Organization, User
from actionsteps.models import SchoolCalendar
from actionsteps.models.clocks import ExceptionEffect
from core.admin.forms import ChangesForm
from core.admin.rows import KnownRows
from core.admin.together import OTHERS_STAND, TogetherAdmin
from core.models import LinkField
from core.words import natural
from evidence.models import EvidenceRow, EvidenceTable
from partnerships.access import narrow
from partnerships.models import Addendum, LineageBreak, Partnership, Party, SignatoryRole, Signature
from tests import factories as make
from tests.actionsteps.clocks.making import make_rule

from .conftest import form_of

WITH_ROWS = [
    "ActionPlan",
    "ActionStep",
    "Addendum",
    "Category",
    "ClockRule",
    "Edition",
    "EvidenceRow",
    "Fund",
    "LaunchPlan",
    "Partnership",
    "PolicyChoice",
    "RatingScale",
    "SchoolCalendar",
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
    EvidenceTable.objects.create(partnership=text.partnership, edition=adopted, title="Current State")
    make.make_assessment(text.partnership, cycle=make.make_cycle(edition=adopted))
    LineageBreak.objects.create(
        edition=adopted, lineage=text.items[0].lineage, reason="x", made_by=administrator
    )
    places = {"first_place": "Page 1", "first_words": "28%", "second_place": "Page 2", "second_words": "38%"}
    adopted.contradictions.create(why="Two rates are printed.", **places)
    make.make_policy_choice(adopted.agreement)
    said = {"name": "sum", "statement": "It adds up.", "place": "page 26"}
    text.partnership.reconciliations.create(edition=adopted, **said)
    make.make_printed_count(adopted.agreement, 9, cohort=make.make_cohort(adopted.agreement))
    places = {"first_place": "Page 1", "second_place": "Page 2", "first_words": "8", "second_words": "9"}
    text.edition.contradictions.create(why="They differ.", **places)
    text.partnership.reconciliations.create(
        edition=text.edition, name="all", statement="8 + 1 = 9", place="Page 1"
    )
    row = make.make_row(category, text.partnership, (make.make_period(), "5"))
    row = EvidenceRow.objects.get(pk=row.pk)
    addendum = Addendum.objects.create(edition=adopted, partnership=text.partnership, title="On buses")
    make.make_item(category, text="Own", addendum=addendum)
    make.make_measure(category, addendum=addendum)
    rule = make_rule(text.edition.agreement)
    rule.exceptions.create(effect=ExceptionEffect.STOPS, words="While school is out.")
    days = {"first_day": date(2030, 8, 20), "last_day": date(2031, 5, 28)}
    calendar = SchoolCalendar.objects.create(organization=text.partnership.partner, **days)
    calendar.days_off.create(label="Break", first_day=date(2030, 12, 21), last_day=date(2031, 1, 3))
    records = [
        plan,
        step,
        addendum,
        text.one,
        rule,
        text.edition,
        row,
        make.make_fund(adopted.agreement),
        make.make_launch_plan(adopted.agreement),
        text.partnership,
        make.make_policy_choice(adopted.agreement),
        text.edition.scale,
        calendar,
        person,
    ]
    return dict(zip(WITH_ROWS, records, strict=True))


def page_of(record):
    name = f"{record._meta.app_label}_{record._meta.model_name}_change"
    return reverse(f"admin:{name}", args=[record.pk])


@pytest.fixture
def several_asked_one_by_one():
    """Django's own way with people and with choices in rows."""
    with zeal_ignore():
        yield


pytestmark = [pytest.mark.usefixtures("several_asked_one_by_one"), pytest.mark.both_databases]


def inlines_of(client, record):
    page = client.get(page_of(record))
    return [rows.formset for rows in page.context["inline_admin_formsets"]]


def typed_in(form):
    """(field, another value in it as it is stored, as it is typed) of a form, its first and its last such field."""
    fields = form._meta.model._meta.concrete_fields
    others = {CharField: "Other", TextField: "Other", EmailField: "other@example.org"}
    others |= {DateField: date(2031, 1, 1), LinkField: "https://example.org", SlugField: "other"}
    found = [
        (field, date(2031, 6, 1) if field.name == "last_day" else others[type(field)])
        for field in fields
        if type(field) in others
        and field.name in form.fields
        and not field.choices
        and field.name != "number"
    ]
    return (found[0], found[-1]) if found else None


def record_on_page(model, rows_everywhere):
    """A record of a model; of those that an edition closes, one in its draft."""
    if model.__name__ in rows_everywhere:
        return rows_everywhere[model.__name__]
    edition = {"edition__status": "draft"} if any(f.name == "edition" for f in model._meta.fields) else {}
    return model.objects.filter(**edition).first() or model.objects.first()


CHANGED = sorted(
    (model for model in admin.site._registry if model.__name__ != "DBTaskResult"),
    key=lambda model: model.__name__,
)


def test_every_page_on_which_something_is_changed_brings_two_people_together():
    for model in CHANGED:
        page = admin.site._registry[model]
        assert isinstance(page, TogetherAdmin), model
        assert issubclass(page.form, ChangesForm), model
    inlines = [inline for base in (TabularInline, StackedInline) for inline in every_subclass(base)]
    ours = [
        inline for inline in inlines if inline.model and not inline.__module__.startswith("adminsortable2")
    ]
    assert len(ours) > 25
    assert [inline for inline in ours if not issubclass(inline.form, ChangesForm)] == []
    assert [inline for inline in ours if not issubclass(inline.formset, KnownRows)] == []


def every_subclass(kind):
    return [one for below in kind.__subclasses__() for one in (below, *every_subclass(below))]


@pytest.mark.slow
@pytest.mark.parametrize("model", CHANGED, ids=lambda model: model.__name__)
def test_what_others_saved_meanwhile_stands_beside_what_i_change(admin_pages, rows_everywhere, model):
    record = record_on_page(model, rows_everywhere)
    page = admin_pages.get(page_of(record))
    form, changed = form_of(page), typed_in(page.context["adminform"].form)
    if not changed:
        return  # nothing of its own is typed on it
    (theirs, their_value), (mine, my_value) = changed
    model.objects.filter(pk=record.pk).update(**{theirs.name: their_value})
    answer = admin_pages.post(page_of(record), form | ({mine.name: my_value} if mine != theirs else {}))
    assert answer.status_code == 302, answer.context["errors"]
    assert model.objects.filter(pk=record.pk, **{theirs.name: their_value, mine.name: my_value}).exists()


@pytest.mark.slow
@pytest.mark.parametrize("name", WITH_ROWS)
def test_in_each_kind_of_row_too(admin_pages, rows_everywhere, name):
    record = rows_everywhere[name]
    for formset in inlines_of(admin_pages, record):
        row, form = formset.get_queryset()[0], form_of(admin_pages.get(page_of(record)))
        if not (changed := typed_in(formset.forms[0])):
            continue
        (theirs, their_value), (mine, my_value) = changed
        type(row).objects.filter(pk=row.pk).update(**{theirs.name: their_value})
        if mine != theirs:
            form[f"{formset.prefix}-0-{mine.name}"] = my_value
        answer = admin_pages.post(page_of(record), form)
        assert answer.status_code == 302, answer.context["errors"]
        assert (
            type(row).objects.filter(pk=row.pk, **{theirs.name: their_value, mine.name: my_value}).exists()
        ), row


@pytest.mark.slow
@pytest.mark.parametrize("name", WITH_ROWS)
def test_a_row_removed_meanwhile_stays_away(admin_pages, rows_everywhere, name):
    record = rows_everywhere[name]
    for formset in reversed(inlines_of(admin_pages, record)):
        form = form_of(admin_pages.get(page_of(record)))
        *_, row = formset.get_queryset()
        row.delete()
        answer = admin_pages.post(page_of(record), form, follow=True)
        assert OTHERS_STAND in answer.text, formset.model
        assert not type(row).objects.filter(pk=row.pk).exists(), formset.model


@pytest.mark.slow
def test_rights_taken_away_meanwhile_do_not_come_back(admin_pages):
    person = make.make_administrator(name="Grace Hoper")
    form = form_of(admin_pages.get(page_of(person)))
    User.objects.filter(pk=person.pk).update(is_active=False, is_staff=False, is_superuser=False)
    wrong = admin_pages.post(page_of(person), form | {"name": "Grace Hopper", "email": "nobody"})
    assert admin_pages.post(page_of(person), form_of(wrong) | {"email": person.email}).status_code == 302
    person.refresh_from_db()
    assert (person.name, person.is_active, person.is_staff) == ("Grace Hopper", False, False)


@pytest.fixture
def cohorts(text):
    agreement = text.edition.agreement
    return SimpleNamespace(
        mine=make.make_cohort(agreement, label="Mine"), theirs=make.make_cohort(agreement, label="Theirs")
    )


@pytest.mark.slow
def test_of_a_record_that_others_write_meanwhile_only_the_change_is_saved(admin_pages, text, cohorts):
    """Somebody who does not wait for the page: what is written while it saves stays."""
    form = form_of(admin_pages.get(page_of(text.partnership)))

    def meanwhile(instance, **_):
        Partnership.objects.filter(pk=instance.pk).update(cohort=cohorts.theirs)

    pre_save.connect(meanwhile, sender=Partnership)
    try:
        admin_pages.post(page_of(text.partnership), form | {"joined_on": "2020-01-01"})
    finally:
        pre_save.disconnect(meanwhile, sender=Partnership)
    text.partnership.refresh_from_db()
    assert (text.partnership.cohort, text.partnership.joined_on) == (cohorts.theirs, date(2020, 1, 1))


@pytest.mark.slow
def test_what_i_left_alone_stays_as_somebody_else_left_it(admin_pages, text, cohorts):
    url = page_of(text.partnership)
    form = form_of(admin_pages.get(url))
    Partnership.objects.filter(pk=text.partnership.pk).update(cohort=cohorts.theirs)
    assert admin_pages.post(url, form | {"joined_on": "2020-01-01"}).status_code == 302
    text.partnership.refresh_from_db()
    assert (text.partnership.cohort, text.partnership.joined_on) == (cohorts.theirs, date(2020, 1, 1))


@pytest.mark.slow
def test_what_both_changed_is_told_as_it_stands_and_replaced_at_the_second_try(admin_pages, text, cohorts):
    url = page_of(text.partnership)
    form = form_of(admin_pages.get(url))
    Partnership.objects.filter(pk=text.partnership.pk).update(cohort=cohorts.theirs)
    wrong = admin_pages.post(url, form | {"cohort": cohorts.mine.pk, "joined_on": "soon"})
    assert "Cohort: Theirs." in wrong.text
    again = form | {"cohort": cohorts.mine.pk, "seen": wrong.context["seen"]}
    assert admin_pages.post(url, again).status_code == 302
    assert Partnership.objects.get(pk=text.partnership.pk).cohort == cohorts.mine


@pytest.mark.slow
def test_a_page_refused_for_another_reason_shows_what_stands_by_now(admin_pages, text, cohorts):
    url = page_of(text.partnership)
    form = form_of(admin_pages.get(url))
    Partnership.objects.filter(pk=text.partnership.pk).update(cohort=cohorts.theirs)
    wrong = admin_pages.post(url, form | {"joined_on": "soon"})
    again = form_of(wrong)
    assert (again["cohort"], again["joined_on"]) == (str(cohorts.theirs.pk), "soon")
    assert admin_pages.post(url, again | {"joined_on": "2020-01-01"}).status_code == 302
    assert Partnership.objects.get(pk=text.partnership.pk).cohort == cohorts.theirs


@pytest.mark.slow
def test_a_page_that_does_not_say_what_it_showed_replaces_nothing_unseen(admin_pages, text, cohorts):
    url = page_of(text.partnership)
    form = form_of(admin_pages.get(url)) | {"cohort": cohorts.mine.pk}
    del form["seen"]
    assert "Cohort: empty." in admin_pages.post(url, form).text
    assert Partnership.objects.get(pk=text.partnership.pk).cohort is None


@pytest.mark.slow
def test_narrowing_a_membership_meanwhile_stays(admin_pages, rows_everywhere, text):
    person = rows_everywhere["User"]
    form = form_of(admin_pages.get(page_of(person)))
    narrow(person.memberships.get(), [text.partnership])
    assert admin_pages.post(page_of(person), form | {"memberships-0-role": "viewer"}).status_code == 302
    membership = person.memberships.get()
    assert (membership.role, membership.partnerships.count()) == ("viewer", 1)


@pytest.mark.slow
def test_signing_in_meanwhile_changes_nothing_on_the_page_of_a_person(admin_pages, rows_everywhere):
    person = rows_everywhere["User"]
    form = form_of(admin_pages.get(page_of(person)))
    User.objects.filter(pk=person.pk).update(last_login="2030-01-01T00:00:00Z")
    assert admin_pages.post(page_of(person), form | {"name": "New Name"}).status_code == 302
    assert Organization.objects.exists()


def test_a_name_that_is_changed_is_sorted_by_what_it_is_now(admin_pages):
    organization = make.make_organization(short_name="District 10")
    form = form_of(admin_pages.get(page_of(organization)))
    assert admin_pages.post(page_of(organization), form | {"short_name": "District 9"}).status_code == 302
    assert Organization.objects.values_list("sort_key", flat=True).get() == natural("District 9")
