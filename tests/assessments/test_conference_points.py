"""A conference by an edition that says how it goes: its agenda, its questions, who is there."""

import pytest
from django.db import IntegrityError
from django.urls import reverse

from assessments.conference.beginning import begin
from assessments.conference.minutes import minutes_of
from assessments.conference.points import points_of
from assessments.models import Assessment, ConferenceNote
from assessments.workflow.history import history_of_assessment
from partnerships.models import ConferencePoint
from reports.gather.cover import cover_of
from tests import factories as make

POINTS = [
    ("agenda", "Overview"),
    ("agenda", "Lunch"),
    ("question", "Why are we here?"),
    ("question", "Who is here?"),
    ("attendee", "Partners"),
    ("attendee", "The state"),
    ("everyone", "know each benchmark"),
]


class Structured:
    """A conference that has begun, of two sides that have submitted."""

    def __init__(self, points=POINTS):
        edition = make.make_edition()
        make.make_item(make.make_category(edition))
        self.points = [
            ConferencePoint.objects.create(edition=edition, kind=kind, text=text, position=place)
            for place, (kind, text) in enumerate(points, 1)
        ]
        self.partnership = make.make_partnership(agreement=make.adopt(edition).agreement)
        cycle = make.make_cycle(edition=edition)
        for by in (self.partnership.partner, edition.agreement.lead):
            make.close(make.make_assessment(self.partnership, cycle=cycle, by=by), "submitted")
        self.liaison, self.director = (
            make.make_liaison(self.partnership),
            make.make_director(self.partnership),
        )
        self.joint = begin(self.partnership, cycle, by=self.director)

    def read(self):
        joint = Assessment.objects.with_partnership().get(pk=self.joint.pk)
        return joint, points_of(joint, minutes_of(joint))


@pytest.fixture
def conference(db):
    return Structured()


@pytest.fixture
def liaison(client, conference):
    client.force_login(conference.liaison)
    return client


def seen_by(client, conference):
    form = client.get(reverse("minutes", args=[conference.joint.public_id])).context["form"]
    return {name: form[name].value() or "" for name in form.fields}


def send(client, conference, data, **answers):
    names = {point.text: f"point-{point.pk}-answer" for point in conference.points}
    typed = {names[text.replace("_", " ")]: answer for text, answer in answers.items()}
    return client.post(reverse("minutes", args=[conference.joint.public_id]), data | typed)


def answers_of(conference):
    return {one.point.text: one.text for one in conference.read()[1].noted if one.text}


def test_minutes_begin_with_the_agenda_of_the_edition(conference):
    assert minutes_of(conference.joint).agenda == "1. Overview\n2. Lunch"


def test_where_the_edition_says_nothing_the_minutes_begin_empty(db):
    conference = Structured(points=[])
    assert minutes_of(conference.joint) is None
    assert conference.read()[1].questions == ()


@pytest.mark.slow
def test_questions_and_who_is_there_are_answered_in_the_minutes(liaison, conference):
    page = liaison.get(reverse("conference", args=[conference.joint.public_id])).text
    for words in ("All attendees will:", "know each benchmark", "Why are we here?", "Others who attended"):
        assert words in page
    data = seen_by(liaison, conference)
    answer = send(
        liaison, conference, data, **{"Why are we here?": "To agree.", "Partners": "A. Lee\nB. Roe"}
    )
    assert answer.status_code == 302
    assert answers_of(conference) == {"Why are we here?": "To agree.", "Partners": "A. Lee\nB. Roe"}


def test_two_who_answer_different_questions_both_stay(client, liaison, conference):
    mine = seen_by(liaison, conference)
    send(liaison, conference, mine, Partners="A. Lee")
    client.force_login(conference.director)
    send(client, conference, mine, **{"The state": "C. Day"})
    assert answers_of(conference) == {"Partners": "A. Lee", "The state": "C. Day"}


def test_the_same_question_answered_by_two_is_shown_in_both_versions(client, liaison, conference):
    mine = seen_by(liaison, conference)
    send(liaison, conference, mine, Partners="A. Lee")
    client.force_login(conference.director)
    answer = send(client, conference, mine, Partners="B. Roe")
    assert answer.status_code == 409
    assert answer.context["conflict"].now == {"“Partners”": "A. Lee"}
    assert answer.context["conflict"].by == conference.liaison
    assert "B. Roe</textarea>" in answer.text


def test_what_was_answered_is_in_the_history_and_the_report(liaison, conference):
    send(liaison, conference, seen_by(liaison, conference), Partners="A. Lee")
    joint, _ = conference.read()
    joint.seen_by(conference.liaison)
    told = [sentence for entry in history_of_assessment(joint) for sentence in entry.sentences]
    assert any("“Partners”" in sentence and "A. Lee" in sentence for sentence in told)
    cover = cover_of(joint)
    assert cover["participants"] == "Partners: A. Lee"
    assert [one.asked.point.text for one in cover["minutes"].questions] == ["Who is here?"]


@pytest.mark.both_databases
def test_answers_close_with_the_conference(conference):
    point = conference.points[2]
    ConferenceNote.objects.create(assessment=conference.joint, point=point, text="To agree.")
    make.close(conference.joint)
    with pytest.raises(IntegrityError, match="nothing in it changes any more"):
        ConferenceNote.objects.update(text="To differ.")


@pytest.mark.both_databases
def test_answer_is_to_a_question_of_the_conferences_own_edition(conference):
    other = ConferencePoint.objects.create(edition=make.make_edition(), kind="question", text="Where?")
    with pytest.raises(IntegrityError, match="a point of another edition"):
        ConferenceNote.objects.create(assessment=conference.joint, point=other)
