"""A side takes back what it submitted, as long as nobody else could have read it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connections, transaction
from django.utils import timezone

from accounts.models import Role
from assessments.models import AssessmentEvent, Highlight
from notifications.models import Digest
from tests import factories as make

from .around import Round
from .test_concurrency import at_once, signed_in, statuses

pytestmark = [pytest.mark.slow, pytest.mark.both_databases]

TOO_LATE = "Others could read it by now, so it is not taken back. The director of SSD can return it."


class Early(Round):
    """The partner has submitted too early; the lead agency is still writing."""

    def __init__(self):
        super().__init__()
        for side in (self.own, self.leads):
            make.close(side, "draft")
        self.say(self.items[0], "3", comment="As it was")
        make.submit(self.own, by=self.liaison, words="We meet in May.")
        self.url = f"/assessments/{self.own.public_id}/"
        self.take_url = f"{self.url}take-back/"
        self.list_url = f"/partnerships/{self.partnership.slug}/assessments/"
        self.name = f"self-assessment of Clayton, {self.cycle.period.label}"

    def status(self):
        self.own.refresh_from_db()
        return self.own.status


@pytest.fixture
def early(db):
    return Early()


@pytest.fixture
def liaison(client, early):
    client.force_login(early.liaison)
    return client


def sent_to(person):
    call_command("send_reminders", verbosity=0)
    return "".join(message.body for message in mail.outbox if message.to == [person.email])


def test_a_writer_takes_it_back_and_goes_on_where_it_was(liaison, early):
    assert f'href="{early.take_url}"' in liaison.get(early.url).text
    assert f'href="{early.take_url}"' in liaison.get(early.list_url).text
    page = liaison.get(early.take_url).text
    assert "It becomes a draft again, with all that is entered" in page
    assert "What needs attention" not in page
    assert early.status() == "submitted"
    answer = liaison.post(early.take_url, follow=True)
    assert answer.request["PATH_INFO"] == early.url
    assert "Taken back. It is a draft again" in answer.text
    assert "As it was" in answer.text
    assert (early.status(), early.own.ratings.get().level.code) == ("draft", "3")
    assert "We meet in May." in liaison.get(f"{early.url}submit/").text
    assert early.take_url not in answer.text


def test_the_history_says_who_took_it_back(liaison, early):
    liaison.post(early.take_url)
    latest = early.own.events.last()
    assert (latest.kind, latest.by) == ("taken_back", early.liaison)
    page = liaison.get(f"{early.url}history/").text
    assert "Taken back, before another side could read it: a draft again." in page
    assert "Submitted with the explanation “We meet in May.”" in page


def test_what_was_taken_back_stays_the_sides_own(client, early):
    """For the others the history begins where it was handed in for good."""
    Highlight.objects.create(assessment=early.own, kind="strength", text="Not meant for you")
    make.take_back(early.own, by=early.liaison)
    rating = early.own.ratings.get()
    rating.comment = "As it is"
    rating.save()
    highlight = early.own.highlights.get()
    highlight.text = "Meant for you"
    highlight.save()
    make.submit(early.own, by=early.liaison, words="Now.")
    make.submit(early.leads, by=early.director)
    client.force_login(early.director)
    page = client.get(f"{early.url}history/").text
    assert "Taken back, before another side could read it" in page
    assert "Submitted with the explanation “Now.”" in page
    assert "Meant for you" in page
    assert "We meet in May." not in page
    assert "Not meant for you" not in page
    of_rating = client.get(f"{early.url}items/1.1/history/").text
    assert ("As it is" in of_rating, "As it was" in of_rating) == (True, False)


def test_a_remark_it_went_back_with_stays_in_sight(liaison, early):
    make.give_back(early.own, by=early.director, words="See 1.2.")
    make.submit(early.own, by=early.liaison)
    liaison.post(early.take_url)
    assert "See 1.2." in liaison.get(early.url).text


def test_once_the_last_other_side_hands_in_it_is_refused(liaison, early):
    assert liaison.get(early.take_url).status_code == 200
    make.submit(early.leads, by=early.director)
    for answer in (liaison.post(early.take_url, follow=True), liaison.get(early.take_url, follow=True)):
        assert f"Nothing was done. {TOO_LATE}" in answer.text
        assert early.take_url not in answer.text
    assert early.take_url not in liaison.get(early.list_url).text
    assert early.status() == "submitted"


def test_among_three_it_waits_for_the_last(liaison, early):
    early.ask("Library", "draft")
    AssessmentEvent.objects.filter(kind="opened").update(at=timezone.now() - timedelta(days=9))
    make.submit(early.leads, by=early.director)
    liaison.post(early.take_url)
    assert early.status() == "draft"


def went_back(early):
    make.submit(early.leads, by=early.director)
    make.give_back(early.leads, by=early.director, words="Once more.")


def asked_later(early):
    early.leads.delete()
    early.ask("Library", "draft")


def asked_again(early):
    make.withdraw(early.leads, by=early.director, words="Nobody there.")
    make.ask_again(early.leads, by=early.director, words="Somebody is.")


@pytest.mark.parametrize("happened", [went_back, asked_later, asked_again])
def test_what_others_could_read_for_a_while_is_not_taken_back(liaison, early, happened):
    happened(early)
    assert TOO_LATE in liaison.post(early.take_url, follow=True).text
    assert early.take_url not in liaison.get(early.url).text
    assert early.status() == "submitted"


def no_longer_asked(early):
    make.withdraw(early.leads, by=early.director, words="Nobody there.")


def alone(early):
    early.leads.delete()


@pytest.mark.parametrize("happened", [no_longer_asked, alone])
def test_a_side_that_alone_is_asked_takes_nothing_back(liaison, early, happened):
    happened(early)
    assert TOO_LATE in liaison.post(early.take_url, follow=True).text
    assert early.take_url not in liaison.get(early.url).text
    assert early.status() == "submitted"


@pytest.mark.parametrize(
    ("who", "status"), [("viewer", 403), ("director", 404), ("administrator", 404), ("outsider", 404)]
)
def test_nobody_else_takes_it_back(client, early, who, status):
    early.administrator, early.outsider = make.make_administrator(), make.make_user()
    client.force_login(getattr(early, who))
    assert client.get(early.take_url).status_code == status
    assert client.post(early.take_url).status_code == status
    if status == 403:
        assert early.take_url not in client.get(early.url).text + client.get(early.list_url).text
    assert early.status() == "submitted"


def test_the_lead_agency_takes_its_own_back(client, early):
    make.take_back(early.own, by=early.liaison)
    make.submit(early.leads, by=early.director)
    client.force_login(early.director)
    url = f"/assessments/{early.leads.public_id}/take-back/"
    assert f'href="{url}"' in client.get(early.list_url).text
    client.post(url)
    early.leads.refresh_from_db()
    assert early.leads.status == "draft"


def test_a_joint_assessment_is_not_taken_back(liaison, early):
    make.submit(early.leads, by=early.director)
    joint = early.begin()
    make.submit(joint, by=early.liaison)
    url = f"/assessments/{joint.public_id}/take-back/"
    assert TOO_LATE in liaison.post(url, follow=True).text
    joint.refresh_from_db()
    assert joint.status == "submitted"
    for answer in (liaison.get(early.take_url, follow=True), liaison.post(early.take_url, follow=True)):
        assert "The conference of this cycle has begun" in answer.text
    assert early.status() == "submitted"


def test_a_final_one_is_not_taken_back(liaison, early):
    make.make_final(early.own, by=early.director)
    page = liaison.post(early.take_url, follow=True).text
    assert "Nothing was done: this assessment is final already" in page
    assert early.status() == "final"


def test_a_second_press_says_what_is_the_case(liaison, early):
    liaison.post(early.take_url)
    page = liaison.post(early.take_url, follow=True).text
    assert "Nothing was done: this assessment is a draft again: its writers took it back." in page
    assert early.own.events.filter(kind="taken_back").count() == 1


def test_a_submission_taken_back_before_the_email_is_not_told(early):
    make.take_back(early.own, by=early.liaison)
    assert sent_to(early.director) == ""


def test_one_submitted_again_is_told_once(early):
    make.take_back(early.own, by=early.liaison)
    make.submit(early.own, by=early.liaison)
    text = sent_to(early.director)
    assert text.count(f"submitted the {early.name}.") == 1
    assert "took back" not in text


def test_one_that_was_told_of_is_told_truthfully(early):
    assert f"submitted the {early.name}." in sent_to(early.director)
    mail.outbox.clear()
    Digest.objects.update(day=timezone.localdate() - timedelta(days=1))
    make.take_back(early.own, by=early.liaison)
    told = f"{early.liaison.name} took back the submitted {early.name}."
    assert told in sent_to(early.director)


def test_whoever_submitted_it_hears_that_a_colleague_took_it_back(early):
    colleague = make.make_liaison(early.partnership)
    make.take_back(early.own, by=colleague)
    assert f"{colleague.name} took back the submitted {early.name}." in sent_to(early.liaison)
    assert "Clayton" not in sent_to(colleague)


def test_a_colleague_of_the_same_side_may_take_it_back(client, early):
    colleague = make.make_user()
    make.make_membership(colleague, early.own.by, Role.LIAISON)
    client.force_login(colleague)
    client.post(early.take_url)
    assert early.own.history.first().history_user == colleague


@pytest.mark.django_db(transaction=True)
def test_a_side_is_taken_back_before_the_last_hands_in_or_not_at_all(transactional_db):
    early = Early()
    takes, submits = signed_in(early.liaison), signed_in(early.director)
    at_once(
        lambda: takes.post(early.take_url),
        lambda: submits.post(f"/assessments/{early.leads.public_id}/submit/", {"words": "So far."}),
    )
    taken = early.own.events.filter(kind="taken_back").first()
    early.leads.refresh_from_db()
    assert early.leads.status == "submitted"
    assert early.status() == ("draft" if taken else "submitted")
    handed_in = early.leads.events.get(kind="submitted")
    assert taken is None or taken.at < handed_in.at


@pytest.mark.django_db(transaction=True)
def test_it_waits_for_another_side_that_is_just_handing_in(transactional_db):
    early = Early()
    client = signed_in(early.liaison)
    assert "Take it back" in client.get(early.take_url).text

    def press():
        try:
            return client.post(early.take_url, follow=True)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            make.submit(early.leads, by=early.director)
            pressed = pool.submit(press)
            with pytest.raises(TimeoutError):
                pressed.result(timeout=0.5)
        assert TOO_LATE in pressed.result().text
    assert early.status() == "submitted"


@pytest.mark.django_db(transaction=True)
def test_of_two_writers_who_press_at_once_one_takes_it_back(transactional_db):
    early = Early()
    ours = [signed_in(early.liaison), signed_in(make.make_liaison(early.partnership))]
    answers = at_once(*(lambda c=client: c.post(early.take_url) for client in ours))
    assert statuses(answers) == [302, 302]
    assert early.status() == "draft"
    assert early.own.events.filter(kind="taken_back").count() == 1


def test_what_others_read_before_it_was_returned_stays_told(client, early):
    make.submit(early.leads, by=early.director)
    for side in (early.own, early.leads):
        make.give_back(side, words="Once more", by=early.director)
    make.submit(early.own, by=early.liaison, words="Too soon again.")
    make.take_back(early.own, by=early.liaison)
    make.submit(early.own, by=early.liaison, words="Now it is all.")
    make.submit(early.leads, by=early.director)
    client.force_login(early.director)
    steps = client.get(f"{early.url}history/").text
    told = [words in steps for words in ("We meet in May.", "Too soon again.", "Now it is all.")]
    assert told == [True, False, True]
    assert "As it was" in client.get(f"{early.url}items/1.1/history/").text


def test_whoever_submits_is_told_whether_it_can_be_taken_back(client, early):
    client.force_login(early.director)
    words = "You can take it back as long as another side still rates."
    assert words not in client.get(f"/assessments/{early.leads.public_id}/submit/").text
    make.take_back(early.own, by=early.liaison)
    assert words in client.get(f"/assessments/{early.leads.public_id}/submit/").text
