"""Meetings with their agendas: who enters them, and that a closed session stays closed."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from assessments.meetings.agenda import agenda_of
from assessments.models import AgendaPoint
from tests import factories as make

pytestmark = pytest.mark.django_db

SECRET = "Offer for 12 Main Street"


@pytest.fixture
def partnership():
    return make.make_partnership()


@pytest.fixture
def meeting(partnership):
    heading = ("Facilities", {"is_section": True, "number": "V", "time": "7:05 PM"})
    point = ("Resolution (vote)", {"number": "A", "minutes": 5, "materials": "Map.pdf\nRooms.pdf"})
    return make.make_meeting(partnership, heading, point, closed=SECRET)


def address(name, meeting, *path):
    return reverse(name, args=[meeting.partnership.slug, meeting.public_id, *path])


def page_of(client, meeting, person):
    client.force_login(person)
    return " ".join(client.get(address("meeting", meeting)).text.split())


def test_an_agenda_reads_by_sections_with_votes_minutes_and_coversheets(client, meeting):
    page = page_of(client, meeting, make.make_viewer(meeting.partnership))
    assert 'V. Facilities <span class="time">7:05 PM</span>' in page
    assert 'A. Resolution (vote)</b> <span class="vote">Vote</span>' in page
    assert "5 min" in page
    assert "Coversheet. Related material: “Map.pdf”, “Rooms.pdf”" in page


def test_what_a_closed_session_is_about_is_read_by_those_who_enter_for_the_lead_alone(client, meeting):
    partnership = meeting.partnership
    lead_viewer = make.make_user()
    make.make_membership(lead_viewer, partnership.agreement.lead, role="viewer")
    administrator = make.make_administrator()
    for person in (make.make_viewer(partnership), make.make_liaison(partnership), lead_viewer, administrator):
        page = page_of(client, meeting, person)
        assert SECRET not in page
        assert "RSMo Section 610.021.(2)" in page
        assert "What it deals with is not shown." in page
    assert SECRET in page_of(client, meeting, make.make_director(partnership))


def test_nothing_of_a_closed_point_is_kept_in_what_others_are_given(meeting):
    content = {"outcome": SECRET, "materials": SECRET, "presenter": SECRET, "submitted_by": SECRET}
    meeting.points.filter(is_closed=True).update(**content)
    (section,) = agenda_of(meeting, reads_closed=False)
    assert SECRET not in str(vars(section.points[-1]))


@pytest.mark.slow
def test_a_liaison_of_the_partner_enters_points_and_opens_no_closed_one(client, meeting):
    client.force_login(make.make_liaison(meeting.partnership))
    typed = {"position": "4", "number": "C", "title": "Enrollment Update", "minutes": "5"}
    assert client.post(address("new-agenda-point", meeting), typed).status_code == 302
    point = meeting.points.get(number="C")
    assert (point.title, point.minutes) == ("Enrollment Update", 5)
    form = client.get(address("agenda-point", meeting, point.public_id)).context["form"]
    assert "is_closed" not in form.fields
    closed = meeting.points.get(is_closed=True)
    for name in ("agenda-point", "remove-agenda-point"):
        assert client.post(address(name, meeting, closed.public_id), typed).status_code == 403
    assert client.post(address("remove-agenda-point", meeting, point.public_id)).status_code == 302
    assert not AgendaPoint.objects.filter(number="C").exists()


def test_a_director_enters_a_meeting_and_a_closed_session_with_its_law(client, partnership):
    client.force_login(make.make_director(partnership))
    typed = {"title": "Board meeting", "held_on": "11/2/2023", "begins": "6:00 PM CDT"}
    assert client.post(reverse("new-meeting", args=[partnership.slug]), typed).status_code == 302
    meeting = partnership.meetings.get()
    closed = {"position": "1", "title": "Closed Session", "is_closed": "on"}
    refused = client.post(address("new-agenda-point", meeting), closed)
    assert refused.status_code == 422
    assert "A closed session names the law that allows it." in refused.text
    saved = client.post(
        address("new-agenda-point", meeting), closed | {"citation": "RSMo Section 610.021.(2)"}
    )
    assert saved.status_code == 302


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"is_closed": True}, "A closed session names the law that allows it."),
        ({"is_section": True, "text": "Map"}, "A heading has a title and a time"),
    ],
)
def test_the_database_refuses_a_point_that_cannot_be(meeting, fields, sentence):
    point = AgendaPoint(meeting=meeting, title="Map", **fields)
    with pytest.raises(ValidationError, match=sentence):
        point.validate_constraints()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"minutes": "1441"}, "At most 1,440 minutes can be planned for a point."),
        ({"minutes": "-5"}, "greater than or equal to 0"),
        ({"title": ""}, "This field is required."),
    ],
)
def test_what_is_refused_comes_back_with_what_was_typed(client, meeting, typed, words):
    client.force_login(make.make_director(meeting.partnership))
    sent = {"position": "4", "title": "Enrollment", "text": "Kept words"} | typed
    page = client.post(address("new-agenda-point", meeting), sent)
    assert page.status_code == 422
    assert words in page.text
    assert "Kept words" in page.text


def test_two_who_change_the_same_words_both_read_them(client, meeting):
    client.force_login(make.make_director(meeting.partnership))
    point = meeting.points.get(number="A")
    url = address("agenda-point", meeting, point.public_id)
    seen = client.get(url).context["form"].initial["seen"]
    AgendaPoint.objects.filter(pk=point.pk).update(outcome="Carried 5 to 1")
    sent = {
        "position": "2",
        "number": "A",
        "title": point.title,
        "materials": point.materials,
        "minutes": "5",
    }
    answer = client.post(url, sent | {"outcome": "Carried", "seen": seen})
    assert answer.status_code == 409
    assert "Carried 5 to 1" in answer.text


def test_the_page_costs_the_same_with_more_points(client, meeting, django_assert_max_num_queries):
    for place in range(10, 20):
        meeting.points.create(title="Update", position=place)
    client.force_login(make.make_viewer(meeting.partnership))
    with django_assert_max_num_queries(6):
        client.get(address("meeting", meeting))
