"""A walk over the table of transitions: whatever stands in it has a page, a button, an event and its words."""

import pytest

from assessments.models import Assessment, AssessmentEvent, AssessmentStatus
from assessments.workflow.applying import TransitionRefused, apply
from assessments.workflow.definition import Actor, say
from assessments.workflow.offers import offered
from assessments.workflow.refusals import is_of_one_side
from assessments.workflow.transitions import BY_EVENT, TRANSITIONS
from tests import factories as make
from tests.test_site import signed_in

from .around import Round

pytestmark = pytest.mark.both_databases

WORDS = "Because {of} <that>."
ALL = pytest.mark.parametrize("transition", TRANSITIONS, ids=lambda transition: transition.name)


def way_to(statuses):
    """The transitions that lead from a draft to one of the statuses, as few as possible."""
    ways = [[]]
    for way in ways:
        status = way[-1].ends if way else AssessmentStatus.DRAFT
        if status in statuses:
            return way
        ways += [[*way, one] for one in TRANSITIONS if status in one.starts]
    raise AssertionError("No way leads there.")


class Ready:
    """An assessment that can take the transition, and the person who may."""

    def __init__(self, sheet, transition):
        self.assessment, self.transition = sheet.assessment, transition
        if is_of_one_side in transition.refused_when:
            self.assessment = submitted_jointly(sheet)
        elif transition.allowed_to == Actor.WRITER:  # others still write, so that nobody else has read it
            lead = sheet.partnership.agreement.lead
            make.make_assessment(sheet.partnership, cycle=sheet.assessment.cycle, by=lead)
        if not self.assessment.is_joint:
            for earlier in way_to(transition.starts):
                apply(earlier, sheet.assessment, by=sheet.liaison, words="Earlier.")
        writes = transition.allowed_to in (Actor.WRITER, Actor.SIDE)
        self.person = sheet.liaison if writes else sheet.director
        self.client = signed_in(self.person)
        self.assessment.seen_by(self.person)
        self.page = f"/assessments/{self.assessment.public_id}/"
        self.url = f"{self.page}{transition.name}/"
        self.list_url = f"/partnerships/{sheet.partnership.slug}/assessments/"
        self.seen = {"seen": self.assessment.submission} if transition.is_of_what_was_read else {}
        self.form = self.seen | ({"words": WORDS} if transition.asks_for else {})
        self.ends = AssessmentStatus.FINAL if transition.is_confirmation else transition.ends

    def status(self):
        return Assessment.objects.get(pk=self.assessment.pk).status


def submitted_jointly(sheet):
    """The joint assessment of both sides, which the director submitted and so confirmed."""
    lead = sheet.partnership.agreement.lead
    make.close(sheet.assessment, "submitted")
    make.make_assessment(sheet.partnership, cycle=sheet.assessment.cycle, by=lead, status="submitted")
    joint = make.make_assessment(sheet.partnership, cycle=sheet.assessment.cycle)
    make.submit(joint, by=sheet.director)
    return joint


@ALL
def test_its_page_says_what_it_means_and_asks_for_its_words(sheet, transition):
    ready = Ready(sheet, transition)
    page = ready.client.get(ready.url).text
    assert f"<h1>{say(transition.heading, ready.assessment)}</h1>" in page
    assert say(transition.explains, ready.assessment).replace("'", "&#x27;") in page
    assert say(transition.confirm_anyway or transition.confirm, ready.assessment) in page
    assert ("<textarea" in page) == (transition.asks_for is not None)
    assert "{" not in page.partition("<main")[2]
    assert ready.status() in transition.starts


@pytest.mark.slow
@ALL
def test_it_moves_the_assessment_and_says_so(sheet, transition):
    ready = Ready(sheet, transition)
    before = AssessmentEvent.objects.count()
    page = ready.client.post(ready.url, ready.form, follow=True).text
    assert say(transition.done, Assessment.objects.get(pk=ready.assessment.pk).seen_by(ready.person)) in page
    assert ready.status() == ready.ends
    event = ready.assessment.events.filter(kind=transition.event).get()
    said = sheet.partnership.partner.short_name if transition.is_confirmation else ready.form.get("words", "")
    assert (event.by, event.words) == (ready.person, said)
    if not ready.assessment.is_joint:
        assert AssessmentEvent.objects.count() == before + 1
    latest = ready.assessment.history.first()
    assert (latest.status, latest.history_user) == (ready.ends, ready.person)
    assert transition.is_confirmation or latest.history_date == event.at
    by_hand = "" if said else transition.in_history_without_words
    told = (by_hand or transition.in_history).format(words=said.replace("<", "&lt;").replace(">", "&gt;"))
    assert told in signed_in(sheet.liaison).get(f"{ready.page}history/").text


@ALL
def test_without_its_words_nothing_is_done(sheet, transition):
    ready = Ready(sheet, transition)
    answer = ready.client.post(ready.url, ready.seen | {"words": " "})
    if transition.asks_for is None:
        assert (answer.status_code, ready.status()) == (302, ready.ends)
    else:
        assert (answer.status_code, transition.asks_for.missing in answer.text) == (422, True)
        assert ready.status() in transition.starts


@pytest.mark.slow
@ALL
def test_its_button_stands_where_it_can_be_taken_and_for_nobody_else(sheet, transition):
    ready = Ready(sheet, transition)
    address = f'href="{ready.url}"'
    pages = [ready.list_url] if transition.is_blind else [ready.page, ready.list_url]
    assert any(address in ready.client.get(page).text for page in pages)
    reader = signed_in(sheet.viewer)
    assert not any(address in reader.get(page).text for page in pages)
    ready.client.post(ready.url, ready.form)
    assert not any(address in ready.client.get(page).text for page in pages)


@pytest.mark.slow
@ALL
@pytest.mark.parametrize("who", ["liaison", "director", "viewer", "administrator", "outsider"])
def test_nobody_else_takes_it(sheet, transition, who):
    ready = Ready(sheet, transition)
    sheet.administrator, sheet.outsider = make.make_administrator(), make.make_user()
    person = getattr(sheet, who)
    if person == ready.person or (transition.allowed_to == Actor.SIDE and who == "director"):
        return
    client = signed_in(person)
    seen = bool(make.readable_by(person, pk=ready.assessment.pk))
    for answer in (client.get(ready.url), client.post(ready.url, ready.form)):
        assert answer.status_code == (403 if seen else 404)
    assert ready.status() in transition.starts


@ALL
def test_from_another_status_it_is_refused_in_words(sheet, transition):
    ready = Ready(sheet, transition)
    row = Assessment.objects.filter(pk=ready.assessment.pk)
    others = set(AssessmentStatus.values) - set(transition.starts)
    for status in others - ({"withdrawn"} if ready.assessment.is_joint else set()):
        row.update(status="returned", remark="Because.")  # the one way out of a final one
        row.update(status=status)
        with pytest.raises(TransitionRefused, match="Nothing was done: this assessment is "):
            apply(transition, ready.assessment, by=ready.person, words=WORDS)
        assert ready.assessment.status == ready.status() == status
        assert transition not in offered(ready.assessment, writes=True, reviews=True, directs=True, sits=True)


@pytest.mark.slow
@ALL
def test_pressed_twice_the_second_says_what_is_the_case_and_keeps_what_was_typed(sheet, transition):
    ready = Ready(sheet, transition)
    ready.client.post(ready.url, ready.form)
    events = AssessmentEvent.objects.count()
    answer = ready.client.post(ready.url, ready.seen | {"words": "Typed in vain"})
    assert (answer.status_code, "Typed in vain" in answer.text) == (409, True)
    assert "Nothing was done: this assessment is " in answer.text
    assert "Nothing was done: this assessment is " in ready.client.get(ready.url, follow=True).text
    assert (AssessmentEvent.objects.count(), ready.status()) == (events, ready.ends)


def test_each_has_an_address_and_an_event_of_its_own():
    assert len({one.name for one in TRANSITIONS}) == len(BY_EVENT) == len(TRANSITIONS)


@pytest.mark.slow
def test_what_the_round_refuses_is_said_before_anybody_types(db):
    around = Round()
    around.begin()
    client = signed_in(around.director)
    url = f"/assessments/{around.own.public_id}/"
    for name, sentence in (
        ("return", "The conference of this cycle has begun"),
        ("final", "There is a joint assessment in this cycle."),
    ):
        assert f"Nothing was done. {sentence}" in client.get(f"{url}{name}/", follow=True).text
        assert f"{url}{name}/" not in client.get(url).text
    assert around.own.events.count() == 0
