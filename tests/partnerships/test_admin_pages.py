"""Every page of the administration of agreements opens, and who may do what there."""

from datetime import date

import pytest
from django.contrib import admin
from django.core import mail
from django.test import Client
from django.urls import reverse
from zeal import zeal_ignore

from accounts.models import Membership, User
from actionsteps.models import ClockRule, SchoolCalendar
from core.admin.pages import HistoryAdmin
from evidence.models import EvidenceTable
from partnerships.models import (
    Addendum,
    Item,
    LineageBreak,
    Measure,
    Partnership,
    Party,
    Period,
    Signature,
    SignatureEvent,
)
from tests import factories as make
from tests.words import words_in

from .conftest import form_of, queries_of

MODELS = sorted(
    (model for model in admin.site._registry if model._meta.app_label in {"partnerships", "accounts"}),
    key=lambda model: model.__name__,
)


def address(model, view, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{view}", args=args)


@pytest.fixture
def several_asked_one_by_one():
    """Django's own way with people (who asks, who is asked for) and with choices in rows."""
    with zeal_ignore([{"model": "accounts.User"}, {"model": "partnerships.SignatoryRole"}]):
        yield


pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("several_asked_one_by_one")]


@pytest.fixture
def one_of_each(adopted, administrator):
    make.make_membership(administrator, adopted.edition.agreement.lead, "director")
    Party.objects.create(partnership=adopted.partnership, organization=make.make_organization())
    make.make_period()
    make.make_printed_count(adopted.edition.agreement, 9, cohort=make.make_cohort(adopted.edition.agreement))
    Addendum.objects.create(edition=adopted.edition, partnership=adopted.partnership, title="On buses")
    LineageBreak.objects.create(
        edition=adopted.edition, lineage=adopted.items[0].lineage, reason="x", made_by=administrator
    )
    make.make_policy_choice(adopted.edition.agreement)
    places = {"first_place": "Page 1", "second_place": "Page 2", "first_words": "8", "second_words": "9"}
    adopted.edition.contradictions.create(why="They differ.", **places)
    return adopted


@pytest.fixture
def one_of_everything(one_of_each):
    category, partnership = one_of_each.one, one_of_each.partnership
    make.make_assessment(partnership, cycle=make.make_cycle(edition=one_of_each.edition))
    make.make_row(category, partnership, (make.make_period(), "5"))
    make.make_step(make.make_plan(partnership, one_of_each.edition), category, feedback="x")
    EvidenceTable.objects.create(partnership=partnership, edition=one_of_each.edition, title="x")
    ClockRule.objects.create(agreement=partnership.agreement, number="1", title="x", amount=30)
    partnership.reconciliations.create(
        edition=one_of_each.edition, name="all", statement="8 + 1 = 9", place="Page 1"
    )
    make.make_fund(partnership.agreement)
    make.make_launch_plan(partnership.agreement)
    SchoolCalendar.objects.create(
        organization=partnership.partner, first_day=date(2026, 8, 17), last_day=date(2027, 5, 28)
    )


@pytest.mark.slow
@pytest.mark.parametrize("model", MODELS)
def test_every_page_opens(admin_pages, one_of_each, model):
    record = model.objects.first()
    assert admin_pages.get(address(model, "changelist")).status_code == 200
    assert admin_pages.get(address(model, "change", record.pk)).status_code == 200
    if admin.site._registry[model].has_add_permission(admin_pages.get("/admin/").wsgi_request):
        assert admin_pages.get(address(model, "add")).status_code == 200
    if hasattr(model, "history"):
        assert admin_pages.get(address(model, "history", record.pk)).status_code == 200
        version = record.history.first()
        assert admin_pages.get(address(model, "simple_history", record.pk, version.pk)).status_code == 200


@pytest.mark.both_databases
@pytest.mark.parametrize("model", MODELS)
def test_every_list_may_be_searched(admin_pages, one_of_each, model):
    assert admin.site._registry[model].search_fields
    assert admin_pages.get(address(model, "changelist"), {"q": "x"}).status_code == 200


def test_partnerships_of_no_cohort_are_found_by_a_name(admin_pages, text):
    cohort = make.make_cohort(text.edition.agreement, label="April 2017")
    make.make_partnership(agreement=text.edition.agreement, cohort=cohort)
    page = admin_pages.get(address(Partnership, "changelist")).text
    assert '<a href="?cohort__isnull=True">none</a>' in page
    assert f'<a href="?cohort__id__exact={cohort.pk}">April 2017</a>' in page


def test_the_page_of_a_partnership_offers_the_cohorts_of_its_agreement(admin_pages, text):
    ours = make.make_cohort(text.edition.agreement, label="April 2017")
    make.make_cohort(make.make_agreement(), label="Of another agreement")
    page = admin_pages.get(address(Partnership, "change", text.partnership.pk))
    offered = page.context["adminform"].form.fields["cohort"].queryset
    assert list(offered) == [ours]


def test_a_partnership_begins_in_no_cohort_of_another_agreement(admin_pages, text):
    cohort = make.make_cohort(make.make_agreement(), label="April 2017")
    partner = make.make_organization()
    form = {"agreement": text.edition.agreement_id, "partner": partner.pk, "slug": "new", "cohort": cohort.pk}
    page = admin_pages.post(address(Partnership, "add"), form)
    assert "This cohort belongs to another agreement." in page.text


def test_lists_ask_as_often_for_many_rows(admin_pages, text):
    few = queries_of(admin_pages, address(Item, "changelist"))
    for _ in range(3):
        make.make_item(text.two, local_to=make.make_partnership(agreement=text.edition.agreement))
    assert queries_of(admin_pages, address(Item, "changelist")) == few


def test_the_front_page_stands_in_the_order_people_need(admin_pages):
    page = admin_pages.get("/admin/").text
    groups = [
        "The agreement",
        "Who takes part",
        "Every cycle",
        "Evidence",
        "Action steps",
        "Behind the scenes",
    ]
    places = [page.index(f">{group}<") for group in [groups[0], *groups[1:]] if f">{group}<" in page] or [
        page.index(group) for group in groups
    ]
    assert places == sorted(places)
    assert "Back to Accord" in page
    assert "Accord administration" in page
    assert "Glossary terms" not in page


def test_a_change_shows_who_and_when(admin_pages, text):
    url = address(Item, "change", text.items[0].pk)
    admin_pages.post(url, form_of(admin_pages.get(url)) | {"text": "Hire & keep."})
    page = admin_pages.get(address(Item, "history", text.items[0].pk)).text
    assert "Ada Miller" in page
    assert "<del>Hire together.</del> <ins>Hire &amp; keep.</ins>" in page
    assert 'style="' not in page


def test_somebody_who_is_no_administrator_stays_outside(text):
    client = Client()
    client.force_login(make.make_director(text.partnership))
    for view in ("document", "changes", "next", "adopt"):
        url = reverse(f"admin:partnerships_edition_{view}", args=[text.edition.pk])
        assert client.get(url).status_code in {302, 403}
        assert client.post(url, {"label": "x"}).status_code in {302, 403}
    text.edition.refresh_from_db()
    assert text.edition.is_draft


# People


def test_a_person_is_added_by_an_invitation_to_an_e_mail_address(
    admin_pages, django_capture_on_commit_callbacks
):
    assert "password1" not in admin_pages.get(address(User, "add")).text
    with django_capture_on_commit_callbacks(execute=True):
        admin_pages.post(address(User, "add"), {"email": "new@example.org", "name": "New Person"})
    user = User.objects.get(email="new@example.org")
    assert (user.has_usable_password(), user.is_staff) == (False, False)
    assert [one.to for one in mail.outbox] == [["new@example.org"]]
    page = admin_pages.get(address(User, "change", user.pk))
    assert "by Ada Miller. The link works until" in page.text


def test_an_administrator_types_no_password_for_somebody_else(admin_pages):
    person = make.make_user()
    page = address(User, "change", person.pk)
    assert "Reset password" not in admin_pages.get(page).text
    typed = {"password1": "a-long-enough-word", "password2": "a-long-enough-word"}
    admin_pages.post(page.replace("change", "password"), typed)
    assert User.objects.get(pk=person.pk).check_password(make.PASSWORD)


def test_an_invitation_is_sent_again_from_the_list(admin_pages):
    known = make.make_user(name="Known")
    waiting = User.objects.create_user("new@example.org", name="New")
    chosen = {"action": "send_invitation", "_selected_action": [known.pk, waiting.pk]}
    page = admin_pages.post(address(User, "changelist"), chosen, follow=True)
    assert "Known has a password and needs no invitation." in page.text
    assert [one.to for one in mail.outbox] == [["new@example.org"]]


def test_an_e_mail_address_signs_in_one_person_whatever_its_case(admin_pages):
    make.make_user(email="taken@example.org")
    fields = {"email": "Taken@example.org", "name": "Another"}
    page = admin_pages.post(address(User, "add"), fields)
    assert "Somebody signs in with this e-mail address already." in page.text


def test_a_person_s_memberships_are_on_the_same_page(admin_pages, text):
    user = make.make_user()
    url = address(User, "change", user.pk)
    page = admin_pages.get(url)
    assert "Partnerships" in page.text.split("column-partnerships", 1)[1][:60]
    assert "Or only these. Hold down “Control”" in page.text
    form = form_of(page)
    new = {"memberships-0-organization": text.partnership.partner_id, "memberships-0-role": "liaison"}
    form |= {"memberships-TOTAL_FORMS": "1"} | new
    assert "Say which partnerships" in admin_pages.post(url, form).text
    page = admin_pages.post(url, form | {"memberships-0-reaches_all": "on"})
    assert page.status_code == 302
    membership = Membership.objects.get(user=user)
    assert list(Partnership.objects.visible_to(user)) == [text.partnership]
    assert membership.history.first().history_user.name == "Ada Miller"


def test_who_has_left_is_no_longer_among_the_memberships_but_stays_on_record(
    admin_pages, text, django_capture_on_commit_callbacks
):
    membership = make.make_membership(make.make_user(), text.partnership.partner)
    url = address(User, "change", membership.user_id)
    assert "memberships-0-DELETE" not in admin_pages.get(url).text
    assert "Has left" in admin_pages.get(url).text.split("<tbody", 1)[0]
    with django_capture_on_commit_callbacks(execute=True):
        admin_pages.post(url, form_of(admin_pages.get(url)) | {"memberships-0-has_left": "on"})
    assert [one.to for one in mail.outbox] == [[membership.user.email]]
    assert "memberships-0-id" not in admin_pages.get(url).text
    membership.refresh_from_db()
    assert membership.ended_by.name == "Ada Miller"
    assert "has_left" not in admin_pages.get(address(Membership, "change", membership.pk)).text


def test_signing_for_a_role_chooses_its_edition(admin_pages, administrator, adopted):
    url = address(Partnership, "change", adopted.partnership.pk)
    page = admin_pages.get(url)
    assert "2023-2024: Superintendent" in page.text
    sign = {"role": adopted.role.pk, "name": "R. Roe", "date": "2024-09-27"}
    rows = {f"signatures-{n}-{name}": value for n in (0, 1) for name, value in sign.items()}
    form = form_of(page) | rows
    twice = admin_pages.post(url, form | {"signatures-TOTAL_FORMS": "2"})
    assert "This role has signed already." in twice.text
    assert admin_pages.post(url, form | {"signatures-TOTAL_FORMS": "1"}).status_code == 302
    assert Signature.objects.get().recorded_by == administrator
    signature = Signature.objects.get()
    assert (signature.edition, signature.date) == (adopted.edition, date(2024, 9, 27))


def test_a_signature_deleted_here_stays_on_record_as_withdrawn(admin_pages, administrator, adopted):
    Signature.objects.create(
        edition=adopted.edition,
        partnership=adopted.partnership,
        role=adopted.role,
        name="R. Roe",
        date=date(2024, 9, 27),
    )
    url = address(Partnership, "change", adopted.partnership.pk)
    form = form_of(admin_pages.get(url)) | {"signatures-0-DELETE": "on"}
    assert admin_pages.post(url, form).status_code == 302
    event = SignatureEvent.objects.get()
    assert (event.kind, event.name, event.role, event.by) == (
        "withdrawn",
        "R. Roe",
        adopted.role,
        administrator,
    )


def test_a_partnership_shows_its_own_additions(admin_pages, text):
    make.make_item(text.two, text="Only <i>here</i>.", local_to=text.partnership)
    page = admin_pages.get(address(Partnership, "change", text.partnership.pk)).text
    assert "2023-2024, category 2:" in page
    assert "Only &lt;i&gt;here&lt;/i&gt;." in page


def test_an_addition_is_offered_to_the_partnerships_of_the_agreement(admin_pages, text):
    make.make_partnership()
    for record in (text.items[0], text.fill):
        page = admin_pages.get(address(type(record), "change", record.pk))
        field = page.context["adminform"].form.fields["local_to"]
        assert list(field.queryset) == [text.partnership]


def test_a_line_is_broken_by_its_words_and_says_by_whom(admin_pages, administrator, adopted):
    url = address(LineageBreak, "add")
    line = f"{adopted.edition.pk}/{adopted.items[0].lineage}"
    found = admin_pages.get(reverse("admin:partnerships_lineagebreak_lines"), {"term": "hire"}).json()
    assert [(one["id"], one["text"]) for one in found["results"]] == [
        (line, f"1.1 Hire together. ({adopted.edition})")
    ]
    admin_pages.post(url, {"line": line, "reason": "It means something else now."})
    made = LineageBreak.objects.get()
    assert (made.edition, made.lineage, made.made_by) == (
        adopted.edition,
        adopted.items[0].lineage,
        administrator,
    )
    again = admin_pages.post(url, {"line": line, "reason": "Again."})
    assert "The line is broken there already." in again.text


def test_a_period_ends_after_it_starts(admin_pages):
    fields = {"label": "2024", "kind": "cycle", "start": "2024-07-01", "end": "2024-07-01"}
    page = admin_pages.post(address(Period, "add"), fields)
    assert "The last day must be after the first day." in page.text


KEPT = [model for model, page in admin.site._registry.items() if isinstance(page, HistoryAdmin)]


@pytest.mark.slow
@pytest.mark.parametrize("model", KEPT, ids=lambda model: model.__name__)
def test_every_page_that_keeps_a_history_says_which_change_was_seen(admin_pages, one_of_everything, model):
    page = admin_pages.get(address(model, "change", model.objects.first().pk))
    marks = page.text.count(f'<input type="hidden" name="seen" value="{page.context["seen"]}">')
    assert marks == page.context["has_change_permission"]


def test_a_cycle_somebody_else_saved_meanwhile_is_not_overwritten_unseen(admin_pages, adopted):
    cycle = make.make_cycle(edition=adopted.edition)
    url = address(type(cycle), "change", cycle.pk)
    form = form_of(admin_pages.get(url))
    cycle.due_on = date(2024, 3, 1)
    cycle.save()
    assert "Somebody changed this" in admin_pages.post(url, form | {"due_on": "2024-04-01"}).text
    cycle.refresh_from_db()
    assert cycle.due_on == date(2024, 3, 1)


@pytest.mark.parametrize("page", ["items", "item", "measures", "measure", "step"])
def test_a_part_stands_with_its_lead_in_wherever_it_is_listed_or_chosen(admin_pages, text, page):
    tools = text.items[3]
    step = make.make_step(
        make.make_plan(make.make_partnership(agreement=text.edition.agreement), text.edition),
        text.one,
        feedback="x",
    )
    address_of, words = {
        "items": (address(Item, "changelist") + "?q=Develop", "1.3.a Develop: tools"),
        "item": (address(Item, "change", tools.pk), "Stands beneath: Develop:"),
        "measures": (address(Measure, "changelist"), "Fill percentage of teachers"),
        "measure": (address(Measure, "change", text.fill.pk), "1.3.a Develop: tools"),
        "step": (address(type(step), "change", step.pk), "1.3.a Develop: tools"),
    }[page]
    seen = words_in(admin_pages.get(address_of).text)
    assert words in seen


@pytest.mark.parametrize(("number", "stands"), [("16", 16), ("4", 10)])
def test_an_administrator_sets_what_is_too_few_for_the_public(client, administrator, number, stands):
    agreement = make.make_agreement()
    client.force_login(administrator)
    url = address(type(agreement), "change", agreement.pk)
    page = client.get(url)
    assert "Smaller counts of students are kept from documents" in page.content.decode()
    answer = client.post(url, form_of(page) | {"smallest_public_count": number})
    agreement.refresh_from_db()
    assert agreement.smallest_public_count == stands
    refused = "No fewer than 5: a count below that could point to a student."
    assert (refused in answer.content.decode()) == (stands == 10)
