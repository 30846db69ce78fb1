from datetime import date

import pytest

from assessments.conference.minutes import AGENDA_HINT
from assessments.models import MINUTES_MAX_LENGTH, Minutes
from tests import factories as make

from .around import Round


@pytest.fixture
def around(db):
    return Round()


@pytest.fixture
def joint(around):
    return around.begin()


@pytest.fixture
def director(client, around):
    client.force_login(around.director)
    return client


def seen_by(client, around):
    """The form as a person finds it on the page."""
    form = client.get(around.url).context["form"]
    return {name: form[name].value() for name in form.fields}


def send(client, around, data, **changes):
    return client.post(around.url.replace("conference", "minutes"), data | changes)


FULL = {
    "when": "September 27, 2024",
    "participants": "R. Wiens, K. Pavlisin",
    "agenda": "1. Overview\r\n2. Lunch",
}


@pytest.mark.slow
def test_minutes_are_written_in_one_form(director, around, joint):
    answer = send(director, around, seen_by(director, around), **FULL)
    assert answer["Location"] == f"{around.url}#main"
    joint.refresh_from_db()
    assert (joint.date, joint.date_is_month, joint.participants) == (
        date(2024, 9, 27),
        False,
        "R. Wiens, K. Pavlisin",
    )
    minutes = joint.minutes
    assert minutes.agenda == "1. Overview\n2. Lunch"
    assert minutes.history.count() == 1
    assert minutes.history.get().history_user == around.director
    assert joint.history.first().history_user == around.director


@pytest.mark.slow
def test_saving_what_is_there_already_writes_nothing(director, around, joint):
    send(director, around, seen_by(director, around), **FULL)
    rows = Minutes.history.count(), joint.history.count()
    send(director, around, seen_by(director, around))
    assert (Minutes.history.count(), joint.history.count()) == rows


@pytest.mark.slow
def test_the_agenda_of_the_source_is_a_hint_and_not_filled_in(director, around, joint):
    assert AGENDA_HINT in director.get(around.url).text
    assert seen_by(director, around)["agenda"] == ""


@pytest.mark.slow
def test_two_people_who_write_different_parts_both_stay(client, around, joint):
    client.force_login(around.liaison)
    mine = seen_by(client, around)
    send(client, around, mine, agenda="1. Overview", when="September 2024")
    client.force_login(around.director)
    page = client.post(
        around.url.replace("conference", "minutes"), mine | {"participants": "Everyone"}, follow=True
    ).text
    assert "What somebody else changed meanwhile stays: date and agenda." in page
    joint.refresh_from_db()
    assert (joint.date, joint.date_is_month) == (date(2024, 9, 1), True)
    assert (joint.minutes.agenda, joint.participants) == ("1. Overview", "Everyone")
    assert joint.minutes.history.count() == 1


def test_the_same_part_changed_by_two_is_shown_in_both_versions(client, around, joint):
    client.force_login(around.liaison)
    mine = seen_by(client, around)
    send(client, around, mine, agenda="Meet each week.", participants="Everyone")
    client.force_login(around.director)
    answer = send(client, around, mine, agenda="Meet each month.", participants="Everyone")
    assert answer.status_code == 409
    page = answer.text
    assert f"{around.liaison.name} changed the same after you opened the page" in page
    assert '<dt>Agenda</dt><dd class="lines">Meet each week.</dd>' in page
    assert "Meet each month.</textarea>" in page
    assert answer.context["conflict"].now == {"agenda": "Meet each week."}
    assert joint.minutes.agenda == "Meet each week."


@pytest.mark.slow
def test_saving_again_after_seeing_theirs_replaces_it(client, around, joint):
    client.force_login(around.director)
    mine = seen_by(client, around)
    send(client, around, mine, agenda="Meet each week.", when="9/1/2024", participants="Everyone")
    answer = send(client, around, mine, agenda="Meet each month.", when="9/2/2024")
    form = answer.context["form"]
    again = {name: form[name].value() for name in form.fields}
    assert (again["agenda"], again["when"]) == ("Meet each month.", "9/2/2024")
    assert send(client, around, again).status_code == 302
    joint.refresh_from_db()
    assert (joint.minutes.agenda, joint.date) == ("Meet each month.", date(2024, 9, 2))
    assert joint.participants == "Everyone"  # this person never touched it


@pytest.mark.slow
def test_what_a_person_saw_is_known_without_the_history(director, around, joint):
    mine = seen_by(director, around)
    send(director, around, mine, agenda="Theirs")
    assert send(director, around, mine, participants="All").status_code == 302
    Minutes.history.all().delete()
    joint.history.all().delete()
    answer = send(director, around, mine, agenda="Mine")
    assert "Somebody else changed the same after you opened the page" in answer.text
    joint.refresh_from_db()
    assert (joint.minutes.agenda, joint.participants) == ("Theirs", "All")


@pytest.mark.slow
def test_a_version_from_long_ago_is_compared_with_what_it_said(director, around, joint):
    first = seen_by(director, around)
    send(director, around, first, agenda="One")
    second = seen_by(director, around)
    send(director, around, second, agenda="Two")
    assert send(director, around, second, participants="All").status_code == 302
    joint.refresh_from_db()
    assert (joint.participants, joint.minutes.agenda) == ("All", "Two")
    assert send(director, around, first, agenda="Three").status_code == 409


@pytest.mark.slow
@pytest.mark.parametrize(
    "seen",
    [
        "",
        "yesterday",
        "2024-01-01T00:00:00+00:00",
        "2024-01-01",
        "9999-12-31T23:59:59-23:59",
        "0001-01-01T00:00:00+23:59",
    ],
)
def test_what_nobody_can_have_seen_overwrites_nothing(director, around, joint, seen):
    send(director, around, seen_by(director, around), **FULL)
    stale = seen_by(director, around) | {"seen": seen, "participants": "Nobody"}
    assert send(director, around, stale).status_code == 409
    joint.refresh_from_db()
    assert joint.participants == "R. Wiens, K. Pavlisin"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (
            {"when": "next week"},
            "“next week” is not a date that can be read. Write it like 9/27/2024 or Sept. 27, 2024.",
        ),
        ({"agenda": "x" * (MINUTES_MAX_LENGTH + 1)}, "The agenda has 10001 characters and 10000 fit"),
    ],
)
def test_what_is_wrong_is_named_and_what_was_typed_stays(director, around, joint, wrong, sentence):
    answer = send(director, around, seen_by(director, around) | FULL | {"participants": "Kept"}, **wrong)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Kept</textarea>" in answer.text
    assert not Minutes.objects.exists()


def test_a_reader_sees_the_minutes_and_no_form(client, around, joint):
    Minutes.objects.create(assessment=joint, agenda="1. Overview\n2. Lunch")
    make.close(joint)
    client.force_login(around.viewer)
    page = client.get(around.url).text
    assert "1. Overview\n2. Lunch" in page
    assert "<textarea" not in page


def test_minutes_of_a_closed_one_are_refused_and_what_was_typed_is_shown(director, around, joint):
    data = seen_by(director, around) | FULL
    make.close(joint, "submitted")
    answer = send(director, around, data)
    assert answer.status_code == 409
    assert "1. Overview" in answer.text
    assert "R. Wiens" in answer.text
    assert not Minutes.objects.exists()


def test_viewers_and_outsiders_write_no_minutes(client, around, joint):
    make.close(joint, "submitted")
    url = around.url.replace("conference", "minutes")
    for user, status in ((around.viewer, 403), (make.make_administrator(), 403), (make.make_user(), 404)):
        client.force_login(user)
        assert client.post(url, FULL).status_code == status
    assert client.get(url).status_code in (404, 405)
