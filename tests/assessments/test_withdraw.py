"""A side that cannot or will not hand in is no longer asked, and the round goes on without it."""

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import IntegrityError
from django.urls import reverse
from zeal import zeal_ignore

from assessments.conference.beginning import begin
from assessments.cycles.opening import open_cycle
from assessments.models import Assessment
from assessments.rating.previous_ratings import previous_assessment
from assessments.trends.cycles import standing_assessments
from assessments.workflow.applying import TransitionRefused
from dashboards import grid as grids
from partnerships.access import get_partnership
from partnerships.models import Party
from tests import factories as make
from tests.partnerships.conftest import form_of

from .around import Round

pytestmark = pytest.mark.both_databases

WHY = "The school closed in May."


class Stuck(Round):
    """The lead agency has submitted; the partner has begun and does not go on."""

    def __init__(self):
        super().__init__()
        self.say(self.items[0], "3", "1", comment="Ours alone")
        make.close(self.own, "draft")
        self.url = f"/assessments/{self.own.public_id}/"
        self.list_url = f"/partnerships/{self.partnership.slug}/assessments/"

    def withdraw(self, side=None):
        make.withdraw(side or self.own, words=WHY, by=self.director)

    def status(self):
        self.own.refresh_from_db()
        return self.own.status


@pytest.fixture
def stuck(db):
    return Stuck()


@pytest.fixture
def director(client, stuck):
    client.force_login(stuck.director)
    return client


@pytest.mark.slow
def test_a_director_stops_asking_from_the_list_without_reading_a_level(director, stuck):
    assert f"{stuck.url}withdraw/" in director.get(stuck.list_url).text
    page = director.get(f"{stuck.url}withdraw/").text
    assert "1 of 3 items rated" in page
    assert "Ours alone" not in page
    assert "What needs attention" not in page
    assert f'href="{stuck.url}"' not in page
    answer = director.post(f"{stuck.url}withdraw/", {"words": WHY}, follow=True)
    assert "This side is no longer asked." in answer.text
    assert f"No longer asked: “{WHY}”" in answer.text
    assert (stuck.status(), stuck.own.remark, stuck.own.returned_by) == ("withdrawn", WHY, stuck.director)
    latest = stuck.own.events.last()
    assert (latest.kind, latest.by, latest.words) == ("withdrawn", stuck.director, WHY)


def test_without_a_reason_it_is_still_asked(director, stuck):
    answer = director.post(f"{stuck.url}withdraw/", {"words": " "})
    assert (answer.status_code, "Say why this side is no longer asked." in answer.text) == (422, True)
    assert stuck.status() == "draft"


@pytest.mark.parametrize(("who", "status"), [("liaison", 403), ("viewer", 404)])
@pytest.mark.parametrize("step", ["withdraw", "ask"])
def test_nobody_else_stops_asking(client, stuck, who, status, step):
    client.force_login(getattr(stuck, who))
    assert client.get(f"{stuck.url}{step}/").status_code == status
    assert client.post(f"{stuck.url}{step}/", {"words": "No"}).status_code == status
    assert step not in client.get(stuck.list_url).text
    assert stuck.status() == "draft"


def test_what_is_handed_in_is_not_withdrawn(director, stuck):
    answer = director.post(f"/assessments/{stuck.leads.public_id}/withdraw/", {"words": WHY})
    assert (answer.status_code, "this assessment is submitted already" in answer.text) == (409, True)
    stuck.begin()
    with pytest.raises(TransitionRefused):
        stuck.withdraw(stuck.joint)


def test_the_database_wants_the_reason(stuck):
    with pytest.raises(IntegrityError):
        Assessment.objects.filter(pk=stuck.own.pk).update(status="withdrawn", remark="")


def test_the_others_levels_open_and_its_own_stay_with_its_writers(client, stuck):
    assert stuck.leads not in make.readable_by(stuck.liaison)
    stuck.withdraw()
    seen = [
        [one for one in (stuck.own, stuck.leads) if one in make.readable_by(person)]
        for person in (stuck.liaison, stuck.viewer, stuck.director, make.make_administrator())
    ]
    assert seen == [[stuck.own, stuck.leads], [stuck.leads], [stuck.leads], [stuck.leads]]


def test_its_writers_read_it_and_change_nothing(client, stuck):
    stuck.withdraw()
    client.force_login(stuck.liaison)
    page = client.get(stuck.url).text
    assert "<b>No longer asked</b>" in page
    assert WHY in page
    assert f"A director of {stuck.leads.by.short_name} can ask for it again" in page
    assert "<textarea" not in page
    form = {"1.1-level": "0", "1.1-version": 1, "1.1-comment": "Too late"}
    answer = client.post(f"{stuck.url}items/1.1/", form)
    assert answer.status_code == 409
    assert f"This assessment is no longer asked for: “{WHY}”" in answer.text
    assert "Too late" in answer.text
    assert stuck.own.ratings.get().level.code == "3"


def test_a_round_with_one_side_left_is_made_final_without_a_conference(director, stuck):
    stuck.withdraw()
    page = director.post(stuck.begin_url, follow=True).text
    assert "A conference needs two sides at least." in page
    assert reverse("assessment-final", args=[stuck.leads.public_id]) in page
    director.post(reverse("assessment-final", args=[stuck.leads.public_id]), {"seen": stuck.leads.submission})
    stuck.leads.refresh_from_db()
    assert (stuck.leads.status, stuck.status()) == ("final", "withdrawn")


def test_the_conference_leaves_it_out(client, stuck):
    stuck.ask("Library")
    stuck.withdraw()
    assert Assessment.objects.get(pk=stuck.leads.pk).in_round.can_begin_conference
    joint = begin(stuck.partnership, stuck.cycle, by=stuck.director)
    client.force_login(stuck.director)
    page = client.get(f"/assessments/{joint.public_id}/conference/").text
    assert "<dt>SSD</dt>" in page
    assert "<dt>Library</dt>" in page
    assert "<dt>Clayton</dt>" not in page


@pytest.mark.slow
def test_it_is_asked_again_and_goes_on_where_it_stopped(director, stuck):
    stuck.withdraw()
    assert f"{stuck.url}ask/" in director.get(stuck.list_url).text
    director.post(f"{stuck.url}ask/", {"words": "It opens again."})
    assert (stuck.status(), stuck.own.remark) == ("returned", "It opens again.")
    assert stuck.own.events.last().kind == "asked_again"
    director.force_login(stuck.liaison)
    page = director.get(stuck.url).text
    assert "<b>Asked again</b>" in page
    assert "Ours alone" in page
    told = director.get(f"{stuck.url}history/").text
    assert f"No longer asked for, for this reason: “{WHY}”" in told
    assert "Asked for again, with the remark “It opens again.”" in told


def test_it_is_not_asked_again_once_the_conference_has_begun(director, stuck):
    stuck.withdraw()
    asking = f"{stuck.url}ask/"
    stuck.begin()
    assert asking not in director.get(stuck.list_url).text
    answer = director.post(asking, {"words": "Please"})
    assert (answer.status_code, "has begun without this side" in answer.text) == (409, True)
    assert stuck.status() == "withdrawn"


def test_a_second_click_says_what_is_the_case(director, stuck):
    stuck.withdraw()
    answer = director.post(f"{stuck.url}withdraw/", {"words": "Mine"})
    assert answer.status_code == 409
    assert f"Nothing was done: this assessment is no longer asked for: “{WHY}”" in answer.text
    assert stuck.own.remark == WHY


def test_trends_previous_grid_and_reports_never_take_it(client, stuck):
    stuck.withdraw()
    assert standing_assessments(stuck.partnership, stuck.liaison) == [stuck.leads]
    later = make.make_assessment(
        stuck.partnership, cycle=make.make_cycle(edition=stuck.edition), by=stuck.own.by
    )
    assert previous_assessment(later, stuck.liaison) == stuck.leads
    cycles = grids.cycles_of(stuck.edition.agreement)
    (row,) = grids.gather(stuck.director, cycles, stuck.cycle, grids.wanted({})).rows
    assert ([side.pk for side in row.sides], row.status) == ([stuck.leads.pk], "Submitted: review")
    client.force_login(stuck.liaison)
    assert stuck.own.public_id not in client.get(f"/partnerships/{stuck.partnership.slug}/reports/").text
    asked = make.ask_for_document(client, make.REPORT, stuck.partnership, stuck.own)
    assert asked.status_code == 404


def test_opening_the_cycle_again_says_that_it_is_no_longer_asked(stuck):
    stuck.withdraw()
    opened = open_cycle(
        stuck.edition,
        stuck.cycle.period,
        [get_partnership(stuck.director, stuck.partnership.slug)],
        ["partner", "lead"],
        due_on=stuck.cycle.due_on,
        due_seen=stuck.cycle.due_on,
        by=stuck.director,
    )
    assert (opened.new, opened.already, opened.withdrawn) == (0, 1, ("Clayton in Clayton",))
    assert stuck.status() == "withdrawn"


def test_its_writers_are_told_and_not_reminded(stuck, settings):
    stuck.withdraw()
    call_command("send_reminders", verbosity=0)
    (text,) = [message.body for message in mail.outbox if message.to == [stuck.liaison.email]]
    name = f"self-assessment of Clayton, {stuck.cycle.period.label}"
    assert f"{stuck.director.name} no longer asks for the {name}: “{WHY}”" in text
    assert "is due" not in text


@pytest.mark.slow
def test_a_party_that_still_writes_is_not_taken_out(client, stuck):
    side = stuck.ask("Library", "draft")
    client.force_login(make.make_administrator())
    url = f"/admin/partnerships/partnership/{stuck.partnership.pk}/change/"
    with zeal_ignore():  # the administration asks row by row
        form = form_of(client.get(url)) | {"parties-0-DELETE": "on"}
        assert "Library has an assessment that is still open." in client.post(url, form).text
    assert Party.objects.exists()
    stuck.withdraw(side)
    with zeal_ignore():
        assert client.post(url, form).status_code == 302
    assert not Party.objects.exists()
