"""The page on which partnerships are divided, and where people find theirs."""

import re

import pytest

from partnerships.models import Caretaker
from partnerships.people.caretaking import caretakers_of, caretakers_seen
from tests import factories as make
from tests.words import words_of_main

pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def ladue():
    return make.make_partnership(partner=make.make_organization(name="Ladue Schools", short_name="Ladue"))


@pytest.fixture
def director(ladue, client):
    user = make.make_director(ladue)
    client.force_login(user)
    return user


@pytest.fixture
def dana(ladue):
    return make.make_membership(make.make_user(name="Dana"), ladue.agreement.lead)


@pytest.fixture
def address(ladue):
    return f"/agreements/{ladue.agreement.slug}/people/divide/"


def seen_now(*partnerships):
    return caretakers_seen(caretakers_of(partnerships), partnerships)


def test_a_director_divides_and_the_people_page_says_so(client, ladue, director, dana, address):
    assert words_of_main(client.get(address).text).count("Dana") == 1
    sent = {f"of-{ladue.slug}": [dana.public_id], "seen": seen_now(ladue)}
    assert "1 partnership changed." in client.post(address, sent, follow=True).text
    assert "checked" in client.get(address).text
    people = f"/partnerships/{ladue.slug}/people/"
    assert "Looked after by Dana." in client.get(people).text
    client.force_login(make.make_liaison(ladue))
    assert "Dana" not in client.get(people).text  # of the other side


def test_where_somebody_was_faster_both_are_shown_and_the_next_try_replaces(
    client, ladue, director, dana, address
):
    own = director.memberships.get()
    sent = {f"of-{ladue.slug}": [own.public_id], "seen": seen_now(ladue)}
    Caretaker.objects.create(partnership=ladue, membership=dana)
    response = client.post(address, sent)
    assert response.status_code == 409
    assert "Ladue (Dana)" in response.text
    assert f'value="{own.public_id}" checked' in response.text
    client.post(address, sent | {"seen": response.context["seen"]})
    assert Caretaker.objects.get().membership == own


def test_the_next_try_leaves_what_somebody_else_divided_and_this_person_did_not(
    client, ladue, director, dana, address
):
    parkway = make.make_partnership(agreement=ladue.agreement)
    own = director.memberships.get()
    sent = {f"of-{ladue.slug}": [own.public_id], "seen": seen_now(ladue, parkway)}
    for one in (ladue, parkway):
        Caretaker.objects.create(partnership=one, membership=dana)
    response = client.post(address, sent)
    assert response.text.count(f'value="{dana.public_id}" checked') == 1
    ticked = {
        f"of-{one.slug}": [who.public_id for who, is_ticked in people if is_ticked]
        for one, people in response.context["rows"]
    }
    client.post(address, ticked | {"seen": response.context["seen"]})
    assert {one.partnership: one.membership for one in Caretaker.objects.all()} == {ladue: own, parkway: dana}


def test_nobody_is_chosen_who_may_not_look_after_it(client, ladue, director, address):
    liaison = make.make_liaison(ladue).memberships.get()
    client.post(address, {f"of-{ladue.slug}": [liaison.public_id], "seen": seen_now(ladue)})
    assert not Caretaker.objects.exists()


def test_only_directors_and_administrators_divide(client, ladue, dana, address):
    statuses = []
    for person in (dana.user, make.make_liaison(ladue), make.make_administrator(), make.make_director(ladue)):
        client.force_login(person)
        statuses.append(client.get(address).status_code)
    assert statuses == [403, 403, 200, 200]


def test_a_director_of_some_divides_those(client, ladue, address):
    other = make.make_partnership(agreement=ladue.agreement)
    some = make.make_user()
    make.make_membership(some, ladue.agreement.lead, "director", only=[other])
    client.force_login(some)
    page = client.get(address).text
    assert (f"of-{ladue.slug}" in page, f"of-{other.slug}" in page) == (False, True)


@pytest.mark.parametrize("rows_a_page", [100, 1])
def test_the_grid_offers_those_that_are_yours(client, ladue, director, monkeypatch, rows_a_page):
    """Also where there are more than a page holds. Somebody who looks after none is offered nothing."""
    monkeypatch.setattr("dashboards.grid.page.ROWS_A_PAGE", rows_a_page)
    other = make.make_partnership(agreement=ladue.agreement)
    make.make_assessment(ladue, cycle=make.make_cycle(edition=make.make_edition(agreement=ladue.agreement)))
    grid = f"/agreements/{ladue.agreement.slug}/grid/"
    assert "You look after" not in client.get(grid).text
    Caretaker.objects.create(partnership=ladue, membership=director.memberships.get())
    assert "You look after 1" in words_of_main(client.get(grid).text)
    rows = words_of_main(client.get(f"{grid}?only=yours").text)
    assert ("Ladue" in rows, other.partner.short_name in rows) == (True, False)
    client.force_login(make.make_director(ladue))
    assert "You look after none of the 2." in client.get(f"{grid}?only=yours").text


@pytest.mark.parametrize("lines_a_page", [50, 1])
def test_on_home_those_that_you_look_after_come_first(client, ladue, dana, monkeypatch, lines_a_page):
    """For a liaison of the lead agency too, who sees no grid; whatever is more urgent elsewhere."""
    monkeypatch.setattr("dashboards.views.home.LINES_A_PAGE", lines_a_page)
    affton = make.make_partnership(
        agreement=ladue.agreement, partner=make.make_organization(name="Affton Schools", short_name="Affton")
    )
    cycle = make.make_cycle(edition=make.make_edition(agreement=ladue.agreement))
    for one in (affton, ladue):
        make.make_assessment(one, cycle=cycle, by=ladue.agreement.lead)
    client.force_login(dana.user)
    before = client.get("/")
    Caretaker.objects.create(partnership=ladue, membership=dana)
    after = client.get("/")
    names = [re.findall("Affton|Ladue", words_of_main(page.text)) for page in (before, after)]
    assert (names[0][0], names[1][0]) == ("Affton", "Ladue")
    assert ("come first" in before.text, "come first" in after.text) == (False, True)
    assert {"Affton", "Ladue"} == set(names[1])


@pytest.mark.parametrize("more", [0, 3])
def test_the_page_asks_as_much_for_many_as_for_few(
    client, ladue, director, dana, address, django_assert_num_queries, more
):
    for _ in range(more):
        other = make.make_partnership(agreement=ladue.agreement)
        Caretaker.objects.create(partnership=other, membership=dana)
    client.get(address)
    with django_assert_num_queries(8):
        client.get(address)
