"""Rules on the page of the administration: written, read like the table, tried out, closed with the text."""

import pytest
from django.urls import reverse

from determinations.models import Criterion
from tests.determinations.michigan import LOCAL, PROCESS, STATE, michigan_rules
from tests.factories import (
    adopt,
    make_administrator,
    make_category,
    make_edition,
    make_item,
    make_liaison,
    make_partnership,
    make_screen,
)
from tests.partnerships.conftest import form_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def edition():
    edition = make_edition()
    make_item(make_category(edition))
    michigan_rules(edition)
    return edition


@pytest.fixture
def admin(client):
    client.force_login(make_administrator())
    return client


def page(edition):
    return reverse("admin:determinations_editionrules_change", args=[edition.pk])


def test_threshold_is_changed_in_the_browser(admin, edition):
    form = form_of(admin.get(page(edition)))
    field = next(name for name, value in form.items() if name.endswith("-denominator") and value == 3)
    answer = admin.post(page(edition), form | {field: "4"})
    assert answer.status_code == 302
    assert Criterion.objects.filter(edition=edition, denominator=4).count() == 1


def test_page_reads_like_the_table_and_says_what_is_wrong(admin, edition):
    Criterion.objects.filter(edition=edition, numerator=2).update(numerator=7, printed="66.67%")
    text = admin.get(page(edition)).text
    assert "outcome goals met: at least one third; without a figure it is waived" in text
    assert "On-Track, Method 2, process goals met: 7 of 3 is more than 100%." in text


def test_rules_of_an_adopted_edition_are_only_shown(admin, edition):
    form = form_of(admin.get(page(edition)))
    adopt(edition)
    answer = admin.post(page(edition), form, follow=True)
    assert "This edition is adopted" in answer.text


def test_rules_are_tried_out_and_overlaps_are_shown(admin, edition):
    counts = {f"{PROCESS}-all": 3, f"{PROCESS}-met": 2, f"{LOCAL}-all": 3, f"{LOCAL}-met": 1}
    counts |= {f"{STATE}-all": 1, f"{STATE}-met": 0}
    text = admin.get(reverse("admin:determinations_editionrules_try", args=[edition.pk]), counts).text
    assert "Off-Track with Progress by Method 1." in text
    assert "One more state-assessment goal met: On-Track" in text
    assert "Also Off-Track with Progress" in text


def test_more_goals_met_than_there_are_cannot_be_tried(admin, edition):
    counts = {f"{kind}-{what}": n for kind in (PROCESS, LOCAL, STATE) for what, n in (("all", 1), ("met", 2))}
    text = admin.get(reverse("admin:determinations_editionrules_try", args=[edition.pk]), counts).text
    assert "There are 1 in all." in text


def test_rules_are_for_administrators(client, edition):
    client.force_login(make_liaison(make_partnership(agreement=edition.agreement)))
    assert client.get(page(edition)).status_code == 302


def test_screens_read_as_printed_and_say_what_is_wrong(admin, edition):
    screen = make_screen(edition.items.first())
    screen.rules.update(printed="meets or exceeds the rate of 3.28%", cell_size=20)
    text = admin.get(page(edition)).text
    assert "meets or exceeds the rate of 3.28%" in text and "Smallest number to flag: 20" in text
    screen.rules.all().delete()
    assert "has no rule." in admin.get(page(edition)).text


def test_size_of_a_cell_is_changed_in_the_browser(admin, edition):
    rule = make_screen(edition.items.first()).rules.get()
    form = form_of(admin.get(page(edition)))
    field = next(name for name in form if name.endswith("-cell_size") and "__prefix__" not in name)
    assert admin.post(page(edition), form | {field: "30"}).status_code == 302
    rule.refresh_from_db()
    assert rule.cell_size == 30
