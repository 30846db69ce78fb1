"""Without JavaScript a page with answers is one form: no button leaves behind what another form holds."""

import re
from html.parser import HTMLParser

import pytest

from assessments.conference.decisions import add_decision
from assessments.highlights.lists import add_highlight
from assessments.highlights.removed import remove_highlight
from assessments.models import Rating
from tests import factories as make

from .around import Round

EMPTY = {"input", "br", "link", "meta", "img", "hr"}


class Plain(HTMLParser):
    """What stands in the main part of a page without JavaScript: forms, buttons, fields, links elsewhere."""

    def __init__(self, html):
        super().__init__()
        self.within, self.forms, self.buttons, self.fields, self.links = [], [], [], [], []
        self.feed(html.partition("<main")[2].partition(">")[2].partition("</main>")[0])

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        classes = {name for one in (*self.within, attributes) for name in (one.get("class") or "").split()}
        owner = attributes.get("form") or next(
            (one["id"] for one in reversed(self.within) if one["tag"] == "form" and "id" in one), None
        )
        if not classes & {"with-js", "crumbs"} and not any(one["tag"] == "dialog" for one in self.within):
            if tag == "form":
                self.forms.append(attributes.get("id"))
            elif tag == "button" and attributes["type"] == "submit":
                self.buttons.append((owner, attributes.get("formaction") or attributes.get("value")))
            elif tag in ("input", "textarea", "select"):
                self.fields.append((owner, attributes.get("name")))
            elif tag == "a" and not attributes["href"].startswith("#"):
                self.links.append(attributes["href"])
        if tag not in EMPTY:
            self.within.append({**attributes, "tag": tag})

    def handle_endtag(self, tag):
        opened = [at for at, one in enumerate(self.within) if one["tag"] == tag]
        del self.within[opened[-1] if opened else 0 :]


@pytest.fixture
def table(db):
    """A conference with everything on its page: of the sides, joint, removed, decided and settled."""
    table = Round()
    for side, text in ((table.own, "Rides."), (table.leads, "Trust.")):
        add_highlight(side, "strength", text, by=table.liaison)
    joint = table.begin()
    for text in ("First.", "Second.", "Third."):
        last = add_highlight(joint, "focus", text, by=table.director)
    remove_highlight(last, by=table.director)
    parts = {"what": "Hire two", "who": "", "by_when": (None, False)}
    for what in ("Hire two", "Hire three"):
        add_decision(joint, parts | {"what": what}, by=table.director)
    make.make_rating(joint, table.items[0], "2")
    return table


@pytest.fixture
def director(client, table):
    client.force_login(table.director)
    return client


@pytest.mark.parametrize("screen", ["", "?show=unrated", "conference/", "meeting/"])
def test_a_page_with_answers_is_one_form(director, table, screen):
    page = Plain(director.get(f"/assessments/{table.joint.public_id}/{screen}").text)
    assert page.forms == ["answers"]
    assert {owner for owner, _ in page.buttons} == {"answers"}
    assert {owner for owner, _ in page.fields} == {"answers"}
    assert page.links == []
    assert page.buttons[0] == ("answers", None)  # what Enter presses only saves


@pytest.mark.slow
@pytest.mark.parametrize("screen", ["", "conference/", "meeting/"])
def test_whatever_is_pressed_takes_the_answers_along(director, table, screen):
    address = f"/assessments/{table.joint.public_id}/{screen}"
    pressed = {to for _, to in Plain(director.get(address).text).buttons if to and to.startswith("/")}
    assert len(pressed) > 15
    for number, to in enumerate(sorted(pressed)):
        Rating.objects.filter(assessment=table.joint).delete()
        comment = f"Press {number}"
        sent = {
            "2.1-level": "",
            "1.1-level": "1",
            "1.1-version": 0,
            "1.1-comment": comment,
            "at": screen[:-1],
        }
        is_press = re.search(r"/(up|down|remove|put-back|take-over|leave|merge|settle|open-again)/$", to)
        other = table.own.highlights.get().public_id
        sent |= {"with": f"{other} x"} if to.endswith("merge/") else {}
        way = to if is_press else f"/assessments/{table.joint.public_id}/ratings/"
        answer = director.post(way, sent if is_press else sent | {"then": to})
        assert answer.status_code in (302, 409, 404), to
        assert is_press or answer.url == to
        assert Rating.objects.get(assessment=table.joint).comment == comment, to


@pytest.mark.slow
def test_where_an_answer_is_wrong_nothing_else_is_done_and_all_comes_back(director, table):
    first = table.joint.highlights.first()
    sent = {"1.1-level": "9", "1.1-version": 1, "1.2-level": "3", "1.2-version": 0, "1.2-comment": "Mine"}
    page = director.post(f"/highlights/{first.public_id}/remove/", sent | {"was": "First."})
    assert (page.status_code, ">Mine</textarea>" in page.text) == (422, True)
    assert "Nothing is saved yet: see 1.1." in page.text
    assert table.joint.highlights.count() == 2


def pages(table):
    joint, focus = f"/assessments/{table.joint.public_id}/", table.joint.highlights.first()
    decision = f"{joint}decisions/{table.joint.decisions.first().public_id}/"
    return {
        f"{joint}details/": "Date",
        f"{joint}minutes/": "Agenda",
        f"{joint}focus/add/": "Add an area of focus",
        f"/highlights/{focus.public_id}/": "First.</textarea>",
        f"/highlights/{focus.public_id}/points/": "Items and measures it speaks of",
        f"{joint}decisions/add/": "By when",
        f"{decision}change/": "Hire two</textarea>",
        f"{decision}settle/": "How it was settled",
    }


@pytest.mark.slow
def test_what_asks_for_words_has_a_page_of_its_own(client, director, table):
    for address, words in pages(table).items():
        page = director.get(f"{address}?at=conference")
        assert (page.status_code, words in page.text) == (200, True), address
        assert len(Plain(page.text).forms) == 1
        assert f'href="/assessments/{table.joint.public_id}/conference/#' in page.text
    client.force_login(table.viewer)
    assert {client.get(address).status_code for address in pages(table)} <= {403, 404}


def test_what_is_settled_after_the_conference_needs_no_answers(director, table):
    joint = make.close(table.joint)
    address = f"/assessments/{joint.public_id}/decisions/{joint.decisions.first().public_id}/settle/"
    assert "Hire two" in director.get(address).text
    assert director.post(address, {"how": "", "was": ""}).status_code == 302
    assert joint.decisions.first().is_settled
