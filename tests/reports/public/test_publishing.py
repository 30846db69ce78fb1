"""What a director looks at is what becomes public, and it can be withdrawn."""

import re
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Organization
from actionsteps.feedback.deciding import release as tell
from actionsteps.feedback.deciding import seen_in
from actionsteps.plans.versions import release
from reports.models import PublicRecord
from reports.public import parts
from reports.public.content import content_for
from reports.public.places import differences
from reports.public.publishing import preview, public_now, publish, withdraw
from reports.public.site import PAGES, context_of
from tests import factories as make
from tests.reports.test_translating import translate
from tests.test_site import signed_in
from tests.words import words_of_main

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def category():
    category = make.make_category(make.make_edition(), title="Staffing")
    make.make_item(category, text="Hire early")
    return category


@pytest.fixture
def partnership(category):
    make.adopt(category.edition)
    return make.make_partnership(agreement=category.edition.agreement)


@pytest.fixture
def director(partnership):
    return make.make_director(partnership)


def address(partnership):
    return reverse("publishing", args=[partnership.slug])


def sent(client, partnership, **more):
    """The form of the page as it stands, sent."""
    html = client.get(address(partnership)).content.decode()
    form = html[html.index('name="seen"') - 300 :]
    fields = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form)
    data = {}
    for name, value in fields:
        data.setdefault(name, []).append(value)
    return data | more


def public(partnership, page="overview"):
    return Client().get(reverse(f"public-{page}", args=[partnership.slug]))


@pytest.mark.slow
def test_what_was_looked_at_becomes_public_and_stays_as_it_was(partnership, director):
    client = signed_in(director)
    assert public(partnership).status_code == 404
    assert client.post(address(partnership), sent(client, partnership)).status_code == 302
    record = PublicRecord.objects.get()
    assert (record.published_by, record.content["partner"]["name"]) == (director, partnership.partner.name)
    Organization.objects.filter(pk=partnership.partner_id).update(name="Renamed")
    assert "Renamed" not in public(partnership, "agreement").content.decode()


def test_what_an_earlier_release_published_is_shown_without_what_came_later(partnership):
    content = content_for(partnership, list(parts.LABELS)).content
    content["state"] = {"period_word": "year", "focus": [{"text": "Mentors"}]}
    page = render_to_string(
        "public/site/page.html", {**context_of(content, timezone.now()), "page": PAGES[0]}
    )
    assert "Next year’s focus Mentors" in words_of_main(page)


@pytest.mark.slow
def test_what_changed_meanwhile_is_shown_again_and_not_published(partnership, director, category):
    client = signed_in(director)
    data = sent(client, partnership)
    make.make_row(category, partnership, (make.make_period(), "77"))
    response = client.post(address(partnership), data)
    assert (response.status_code, PublicRecord.objects.count()) == (409, 0)
    assert "Something changed while you looked" in response.content.decode()
    assert client.post(address(partnership), sent(client, partnership)).status_code == 302


@pytest.mark.slow
def test_two_directors_publish_once_what_both_looked_at(partnership, director):
    client = signed_in(director)
    data = sent(client, partnership)
    assert [client.post(address(partnership), data).status_code for _ in range(2)] == [302, 409]
    assert PublicRecord.objects.in_force().count() == 1


@pytest.mark.slow
def test_what_may_tell_a_small_count_is_asked_about(partnership, director, category):
    done = make.make_assessment(partnership, cycle=make.make_cycle(edition=category.edition))
    done.highlights.create(kind="focus", text="3 of 7 students moved.")
    make.close(done)
    client = signed_in(director)
    data = sent(client, partnership)
    assert "“3 of 7 students”" in client.get(address(partnership)).content.decode()
    assert client.post(address(partnership), data).status_code == 422
    assert client.post(address(partnership), data | {"anyway": "yes"}).status_code == 302


@pytest.mark.slow
def test_a_withdrawn_record_is_gone_at_once_for_whoever_kept_it(partnership, director):
    publish(partnership, [parts.AGREEMENT], by=director)
    kept = public(partnership, "agreement")
    again = {"HTTP_IF_NONE_MATCH": kept["ETag"]}
    page = reverse("public-agreement", args=[partnership.slug])
    assert Client().get(page, **again).status_code == 304
    client = signed_in(director)
    withdraw_at = reverse("withdraw-public", args=[partnership.slug])
    assert client.post(withdraw_at, {"why": " "}).status_code == 422
    assert client.post(withdraw_at, {"why": "A name of a student stood in it"}).status_code == 302
    gone = Client().get(page, **again)
    assert gone.status_code == 410
    assert "Hire early" not in gone.content.decode() and "student" not in gone.content.decode()
    assert publish(partnership, [parts.AGREEMENT], by=director) == public_now(partnership)
    assert public(partnership, "agreement").status_code == 200


def test_withdrawing_happens_once(partnership, director):
    record = publish(partnership, [parts.AGREEMENT], by=director)
    assert [withdraw(record, "Why", by=director) for _ in range(2)] == [True, False]


def test_only_directors_of_the_lead_agency_decide(partnership):
    for person in (make.make_liaison(partnership), make.make_viewer(partnership), make.make_administrator()):
        assert signed_in(person).get(address(partnership)).status_code == 403
        assert signed_in(person).post(address(partnership)).status_code == 403


@pytest.mark.slow
def test_what_differs_is_named_by_its_place(partnership, director, category):
    period = make.make_period()
    row = make.make_row(category, partnership, (period, "77"), label="Buses")
    record = publish(partnership, list(parts.LABELS), by=director)
    row.observations.update(text="78")
    make.make_row(category, partnership, (period, "5"), label="Rides")
    (found,) = differences(record.content, preview(partnership, list(parts.LABELS)).new.content)
    column = period.name[0].upper() + period.name[1:]
    assert (found.part, found.added) == (parts.EVIDENCE, (f"1 Staffing: Rides, {column}",))
    assert (found.changed, found.removed) == ((f"1 Staffing: Buses, {column}",), ())


def test_a_part_that_may_not_be_taken_in_is_left_out(partnership, director):
    days = {"effective_from": date(1990, 7, 1), "effective_to": date(1991, 6, 30)}
    make.adopt(make.make_edition(agreement=partnership.agreement, comments_stay_inside=True, **days))
    client = signed_in(director)
    shown = client.get(address(partnership), {"chosen": 1, "part": ["comments", "agreement", "nonsense"]})
    assert shown.context["choice"].parts == [parts.AGREEMENT]


def test_publishing_nothing_is_refused(partnership, director):
    response = signed_in(director).post(address(partnership), {"chosen": "1"})
    assert (response.status_code, PublicRecord.objects.count()) == (422, 0)


def test_what_was_published_never_changes(partnership, director):
    record = publish(partnership, [parts.AGREEMENT], by=director)
    with pytest.raises(IntegrityError, match="What was published stays as it was"), transaction.atomic():
        PublicRecord.objects.update(content={})
    assert withdraw(record, "Why", by=director)


@pytest.mark.slow
def test_the_summary_in_spanish_is_looked_at_with_the_rest(partnership, director):
    translate(partnership, "agreement:title", partnership.agreement.title, "Convenio", shared=True)
    shown = signed_in(director).get(address(partnership))
    assert shown.status_code == 200
    assert 'lang="es"' in shown.text


def test_the_title_of_a_step_that_answers_families_is_looked_at_too(partnership, director, category):
    plan = make.make_plan(partnership, category.edition)
    step = make.make_step(plan, category, ("Write", "May"), feedback="We wait", title="Place 3 of 7 students")
    feedback = step.feedback.get()
    tell(feedback, "We wait", seen=seen_in(feedback), by=director)
    release(plan, plan.version, by=director)
    (told,) = preview(partnership, [parts.TOLD]).new.told
    assert told.words == ("3 of 7 students",)
