"""Another party that was asked sits at the table: it reads the running conference, and writes nothing."""

import pytest
from django.urls import reverse

from accounts.models import Role
from assessments.models import Decision, Highlight, Minutes
from partnerships.access import narrow
from tests import factories as make

from .around import Round


class Table(Round):
    """Partner, lead agency and a regional agency have submitted, and the first two are writing the joint one."""

    def __init__(self):
        super().__init__()
        self.regional = self.ask("Regional agency")
        self.say(self.items[0], "3", "3", "3")
        self.say(self.items[1], "3", "1", "2", comment="A side says so")
        self.draft = self.begin()
        make.make_rating(self.draft, self.items[1], "2", comment="Agreed at the table")
        Minutes.objects.create(assessment=self.draft, agenda="Lunch at noon")
        Decision.objects.create(assessment=self.draft, what="Hire two")
        Highlight.objects.create(assessment=self.draft, kind="strength", text="Trust")
        self.party, self.party_viewer = make.make_user(), make.make_user()
        make.make_membership(self.party, self.regional.by)
        make.make_membership(self.party_viewer, self.regional.by, Role.VIEWER)
        self.page_url = f"/assessments/{self.draft.public_id}/"
        self.list_url = f"/partnerships/{self.partnership.slug}/assessments/"

    def sees(self, person):
        return self.draft in make.readable_by(person)


@pytest.fixture
def table(db):
    return Table()


@pytest.fixture
def party(client, table):
    client.force_login(table.party)
    return client


CONTROLS = ("<textarea", "<fieldset", 'type="radio"', "Check and submit", "Fill in", "Save", 'method="post"')


def controls_on(page):
    """Where people would enter something, the frame of the page aside."""
    main = page[page.index("<main") : page.index("</main>")]
    return [one for one in CONTROLS if one in main]


def test_it_reads_the_conference_without_a_control(party, table):
    page = party.get(table.url).text
    assert "SSD and Clayton write down here what is agreed, and you read along" in page
    for words in ("Agreed at the table", "Lunch at noon", "Hire two", "<dt>Regional agency</dt>"):
        assert words in page
    assert controls_on(page) == []
    assert "saving.js" not in page


def test_its_home_page_leads_to_the_running_conference(party, table):
    page = party.get("/").text
    assert "The conference is running: 1 of 3 agreed." in page
    assert f'href="{table.url}">Read along</a>' in page


def test_before_the_conference_its_home_page_leads_to_its_own(client, db):
    regional = Round().ask("Regional agency")
    person = make.make_user()
    make.make_membership(person, regional.by)
    client.force_login(person)
    assert f'href="/assessments/{regional.public_id}/"' in client.get("/").text


def test_it_follows_on_the_meeting_screen(party, table):
    page = party.get(table.meeting_url).text
    assert "Agreed at the table" in page
    assert controls_on(page.replace('<form method="dialog">', "")) == []


def test_it_reads_the_assessment_itself(party, table):
    page = party.get(table.page_url).text
    assert "and you read along" in page
    assert f'href="{table.url}"' in page
    assert "Trust" in page
    assert controls_on(page) == []
    assert "workbook/upload/" not in page


def test_the_list_leads_there(party, table):
    page = party.get(table.list_url).text
    assert "The conference is running: 1 of 3 agreed." in page
    assert f'<a class="btn btn-outline-primary" href="{table.url}">See the conference</a>' in page
    assert "Go on with the conference" not in page
    assert f'<a href="{table.page_url}">Joint assessment<' in page


def test_those_who_write_go_on_with_it(client, table):
    client.force_login(table.liaison)
    page = client.get(table.list_url).text
    assert f'<a class="btn btn-primary" href="{table.url}">Go on with the conference</a>' in page


@pytest.mark.parametrize("place", ["history/", "items/1.2/history/", "items/1.2/measures/", "workbook/"])
def test_it_reads_what_hangs_on_it(party, table, place):
    answer = party.get(table.page_url + place)
    assert answer.status_code == 200
    if place != "workbook/":
        assert controls_on(answer.text) == []


def test_the_overview_and_the_reports_show_it(party, table):
    report = f"/partnerships/{table.partnership.slug}/reports/state-of-the-partnership/"
    assert "joint assessment" in party.get(report).text
    assert table.draft.public_id in party.get(f"/partnerships/{table.partnership.slug}/").text


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("rate", {"reference": "1.1"}),
        ("rating-measures", {"reference": "1.1"}),
        ("save-ratings", {}),
        ("assessment-details", {}),
        ("fill-agreement", {}),
        ("minutes", {}),
        ("highlight-add", {"kind": "strength"}),
        ("highlight-order", {"kind": "strength"}),
        ("suggestion-dismiss", {}),
        ("workbook-upload", {}),
        ("assessment-submit", {}),
        ("assessment-take-back", {}),
        ("assessment-final", {}),
        ("assessment-return", {}),
        ("assessment-reopen", {}),
    ],
)
def test_it_writes_nothing(party, table, name, more):
    address = reverse(name, kwargs={"public_id": table.draft.public_id, **more})
    assert party.post(address, {"words": "Ours"}).status_code == 403
    table.draft.refresh_from_db()
    assert (table.draft.status, table.draft.ratings.count()) == ("draft", 1)


def test_its_viewers_read_it_when_it_is_submitted(table):
    assert (table.sees(table.party), table.sees(table.party_viewer), table.sees(table.viewer)) == (
        True,
        False,
        False,
    )
    make.submit(table.draft, by=table.director)
    assert table.sees(table.party_viewer)


def test_a_party_that_was_not_asked_reads_it_when_it_is_submitted(table):
    other = make.make_user()
    organization = make.make_organization()
    table.partnership.parties.create(organization=organization)
    make.make_membership(other, organization)
    assert not table.sees(other)
    make.submit(table.draft, by=table.director)
    assert table.sees(other)


def test_one_that_is_no_longer_asked_does_not_read_it(table):
    make.close(table.regional, "draft")
    assert not table.sees(table.party)
    make.withdraw(table.regional, words="No time.", by=table.director)
    assert not table.sees(table.party)


def test_while_another_side_writes_it_reads_nothing(table):
    make.close(table.own, "draft")
    assert not table.sees(table.party)


def test_a_membership_narrowed_to_another_partnership_does_not_reach_it(table):
    membership = table.party.memberships.get()
    narrow(membership, [make.make_partnership(agreement=table.edition.agreement)])
    assert not table.sees(table.party)


@pytest.mark.slow
def test_a_reopened_one_is_read_too(party, table):
    make.submit(table.draft, by=table.director)
    make.close_without(table.draft, by=table.director)
    make.reopen(table.draft, by=table.director, words="A wrong level.")
    page = party.get(table.url).text
    assert "The conference is open again." in page
    assert "A wrong level." in page
