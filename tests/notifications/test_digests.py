"""The e-mail of the day: who is told what, and at most once."""

from datetime import timedelta
from io import StringIO
from threading import Barrier, Thread

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from accounts.invitations import invite, person_at
from accounts.models import Role, User
from assessments.models import Assessment, Cycle, DueDate
from core.words import natural
from evidence.requests.accepting import accept, answered_lines
from evidence.requests.answering import WantedAnswer, answer, said_in
from evidence.requests.asking import ask
from notifications.digests import lines_for
from notifications.happenings import Happenings
from notifications.models import Digest, ReminderChoice
from partnerships.models import Party
from tests import factories as make

pytestmark = pytest.mark.both_databases


def send():
    output = StringIO()
    call_command("send_reminders", stdout=output)
    return output.getvalue()


def texts_to(person):
    return [message.body for message in mail.outbox if message.to == [person.email]]


def due_in(sheet, days):
    today = timezone.localdate()
    Cycle.objects.filter(pk=sheet.assessment.cycle_id).update(due_on=today + timedelta(days=days))


@pytest.fixture
def director_asked(sheet):
    """The lead agency is asked as well."""
    return make.make_assessment(
        sheet.partnership, cycle=sheet.assessment.cycle, by=sheet.partnership.agreement.lead
    )


def test_without_news_nobody_gets_an_email(sheet):
    assert send() == "Sent 0 e-mails.\n"
    assert mail.outbox == []
    assert not Digest.objects.exists()


def test_who_was_invited_and_has_not_come_gets_no_email(sheet):
    new = person_at("new@example.org", "New")
    make.make_membership(new, sheet.partnership.agreement.lead, Role.DIRECTOR)
    invite(new, by=sheet.director)
    make.submit(sheet.assessment, by=sheet.liaison)
    send()
    assert [message.to for message in mail.outbox] == [[sheet.director.email]]


def test_a_submission_is_told_to_the_director_and_not_to_who_submitted(sheet):
    make.submit(sheet.assessment, by=sheet.liaison)
    assert send() == "Sent 1 e-mail.\n"
    (text,) = texts_to(sheet.director)
    name = f"self-assessment of {sheet.partnership.partner.short_name}, {sheet.assessment.cycle.period.label}"
    assert f"{sheet.liaison.name} submitted the {name}." in text
    assert f"http://localhost:8000/partnerships/{sheet.partnership.slug}/assessments/" in text
    assert texts_to(sheet.liaison) == []


def test_what_was_submitted_twice_since_the_last_email_is_told_of_once(sheet):
    make.submit(sheet.assessment, by=sheet.liaison)
    make.give_back(sheet.assessment, by=sheet.director, words="Please rate 1.2.")
    make.submit(sheet.assessment, by=sheet.liaison)
    send()
    (text,) = texts_to(sheet.director)
    assert text.count("submitted the self-assessment") == 1


def test_what_is_over_is_not_told_any_more(sheet):
    make.submit(sheet.assessment, by=sheet.liaison)
    make.give_back(sheet.assessment, by=sheet.director, words="Please rate 1.2.")
    assert send() == "Sent 1 e-mail.\n"
    assert texts_to(sheet.director) == []  # what was submitted went back, by the director's own hand


@pytest.mark.slow
def test_what_is_to_do_comes_before_what_is_to_know(sheet):
    due_in(sheet, 1)
    other = make.make_assessment(sheet.partnership, by=sheet.partnership.partner)
    make.submit(other, by=make.make_liaison(sheet.partnership))
    make.make_final(other, by=sheet.director)
    User.objects.update(date_joined=timezone.now() - timedelta(days=3))
    send()
    (text,) = texts_to(sheet.liaison)
    parts = ("For you to do:", "is due in 1 day", "For you to know:", "final")
    places = [text.index(part) for part in parts]
    assert places == sorted(places)


def test_the_email_comes_in_plain_text_and_html_that_escapes_names(sheet):
    sheet.liaison.name = "Kim <script> O’Neil"
    sheet.liaison.save()
    make.submit(sheet.assessment, by=sheet.liaison)
    send()
    (message,) = mail.outbox
    html, kind = message.alternatives[0]
    assert kind == "text/html"
    assert "Kim &lt;script&gt; O’Neil submitted" in html
    assert "Kim <script> O’Neil submitted" in message.body
    assert message.subject.startswith("Accord: Kim <script> O’Neil submitted")
    assert "http://localhost:8000/reminders/" in message.body


def test_what_goes_back_is_told_to_its_writers_with_the_remark(sheet):
    make.submit(sheet.assessment, by=sheet.liaison)
    make.give_back(sheet.assessment, by=sheet.director, words="Please rate 1.2.")
    send()
    (text,) = texts_to(sheet.liaison)
    assert f"{sheet.director.name} returned the self-assessment" in text
    assert "“Please rate 1.2.”" in text


def test_what_is_final_is_told_to_everybody_in_the_partnership(sheet):
    make.submit(sheet.assessment, by=sheet.liaison)
    make.make_final(sheet.assessment, by=sheet.director)
    send()
    assert "made the self-assessment" in texts_to(sheet.viewer)[0]
    assert "submitted" not in texts_to(sheet.viewer)[0]
    assert "final" in texts_to(sheet.liaison)[0]


@pytest.fixture
def joint(sheet, director_asked):
    """Submitted, like both sides, long before anybody's e-mail."""
    for side in (sheet.assessment, director_asked):
        make.close(side, "submitted")
    joint = make.make_assessment(sheet.partnership, cycle=sheet.assessment.cycle, by=None)
    make.close(joint, "submitted")
    return Assessment.objects.get(pk=joint.pk)


@pytest.mark.slow
def test_that_the_sides_became_final_with_the_joint_one_is_not_told_apart(sheet, joint):
    make.close_without(joint, by=sheet.director)
    send()
    (text,) = texts_to(sheet.viewer)
    assert f"{sheet.director.name} made the joint assessment of" in text
    assert text.count("final") == 1


@pytest.mark.slow
def test_that_every_side_confirmed_is_told_as_no_one_persons_doing(sheet, joint):
    make.confirm(joint, by=sheet.director)
    make.confirm(joint, by=sheet.liaison)
    send()
    (text,) = texts_to(sheet.viewer)
    assert f"The {joint.full_name} is final: every side has confirmed it." in text
    assert sheet.liaison.name not in text


@pytest.mark.slow
def test_what_was_reopened_since_is_told_as_final_to_nobody_who_cannot_read_it(sheet, joint):
    make.close_without(joint, by=sheet.director)
    make.reopen(joint, by=sheet.director, words="A mistake in 1.2")
    send()
    assert texts_to(sheet.viewer) == []
    assert "A mistake in 1.2" in texts_to(sheet.liaison)[0]


def test_an_opened_cycle_is_told_to_those_who_are_asked(sheet, director_asked):
    due_in(sheet, 60)
    make.happens("opened", director_asked)
    send()
    partner, lead = sheet.partnership.partner, sheet.partnership.agreement.lead
    assert f"The assessment of {partner.short_name} by {lead.short_name}, " in texts_to(sheet.director)[0]
    assert "is open; it is due on" in texts_to(sheet.director)[0]
    assert texts_to(sheet.liaison) == []


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (14, "is due in 14 days, on"),
        (7, "is due in 7 days, on"),
        (1, "is due in 1 day, on"),
        (-1, "was due 1 day ago, on"),
        (-7, "was due 7 days ago, on"),
    ],
)
def test_those_who_still_write_are_reminded_around_the_due_date(sheet, days, words):
    due_in(sheet, days)
    Digest.objects.create(
        user=sheet.liaison,
        day=timezone.localdate() - timedelta(days=1),
        until=timezone.now() - timedelta(days=1),
        claimed_at=timezone.now(),
        sent_at=timezone.now(),
        text="Yesterday's.",
    )
    send()
    (text,) = texts_to(sheet.liaison)
    assert words in text
    assert "0 of 3 items are rated." in text


def test_a_reminder_that_no_run_sent_on_its_day_comes_with_the_next_run(sheet):
    due_in(sheet, 5)  # the one of the seventh day was missed
    sheet.liaison.date_joined = timezone.now() - timedelta(days=4)
    sheet.liaison.save()
    send()
    assert "is due in 5 days" in texts_to(sheet.liaison)[0]


def test_what_was_reminded_of_yesterday_is_not_repeated_today(sheet):
    due_in(sheet, 6)
    Digest.objects.create(
        user=sheet.liaison,
        day=timezone.localdate() - timedelta(days=1),
        until=timezone.now() - timedelta(days=1),
        claimed_at=timezone.now(),
        sent_at=timezone.now(),
        text="Due in 7 days.",
    )
    send()
    assert texts_to(sheet.liaison) == []


def test_a_director_is_told_which_districts_are_late_in_one_sentence(sheet):
    other = make.make_partnership(agreement=sheet.edition.agreement)
    make.make_assessment(other, cycle=sheet.assessment.cycle, by=other.partner)
    due_in(sheet, -1)
    sheet.director.date_joined = timezone.now() - timedelta(days=3)
    sheet.director.save()
    send()
    names = sorted([sheet.partnership.partner.short_name, other.partner.short_name], key=natural)
    assert (
        f"2 are late in {sheet.assessment.cycle.period.label}: {', '.join(names)}."
        in texts_to(sheet.director)[0]
    )
    assert texts_to(sheet.viewer) == []


def test_who_has_handed_in_is_not_reminded(sheet):
    due_in(sheet, 1)
    make.submit(sheet.assessment, by=sheet.liaison)
    send()
    assert texts_to(sheet.liaison) == []


@pytest.mark.slow
def test_running_twice_sends_nothing_twice(sheet):
    make.submit(sheet.assessment, by=sheet.liaison)
    assert send() == "Sent 1 e-mail.\n"
    assert send() == "Sent 0 e-mails.\n"
    assert len(mail.outbox) == 1


@pytest.mark.slow
def test_news_of_the_afternoon_waits_for_the_next_day(sheet):
    make.submit(sheet.assessment, by=sheet.liaison)
    send()
    make.make_final(sheet.assessment, by=sheet.liaison)
    assert texts_to(sheet.director) == texts_to(sheet.director)[:1]
    send()
    assert len(texts_to(sheet.director)) == 1
    yesterday = timezone.localdate() - timedelta(days=1)
    Digest.objects.filter(user=sheet.director).update(day=yesterday)
    send()
    assert len(texts_to(sheet.director)) == 2
    assert "submitted" not in texts_to(sheet.director)[1]


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["submitted", "decided"])
def test_each_person_chooses_what_to_be_told(sheet, kind):
    ReminderChoice.objects.create(user=sheet.director, **{kind: False})
    ReminderChoice.objects.create(user=sheet.liaison, **{kind: False})
    other = make.make_assessment(sheet.partnership, by=sheet.partnership.partner)
    make.submit(other, by=sheet.liaison)
    make.submit(sheet.assessment, by=sheet.liaison)
    make.make_final(sheet.assessment, by=sheet.viewer)
    send()
    assert ("submitted" in "".join(texts_to(sheet.director))) == (kind == "decided")
    assert ("final" in "".join(texts_to(sheet.liaison))) == (kind == "submitted")


def test_the_choice_is_made_on_a_page(client, sheet):
    client.force_login(sheet.liaison)
    page = client.get("/reminders/").text
    assert page.count("checked") == 5
    assert "When an assessment is submitted or taken back" in page
    assert "is no longer asked for or asked for again" in page
    response = client.post("/reminders/", {"due": "on"}, follow=True)
    assert "Your choice is saved." in response.text
    choice = ReminderChoice.objects.get(user=sheet.liaison)
    assert (choice.opened, choice.submitted, choice.decided, choice.due) == (False, False, False, True)


def test_people_without_a_membership_or_who_may_not_sign_in_get_nothing(sheet):
    sheet.director.is_active = False
    sheet.director.save()
    make.make_user(is_staff=True)
    make.submit(sheet.assessment, by=sheet.liaison)
    assert send() == "Sent 0 e-mails.\n"


@pytest.mark.slow
def test_an_outsider_is_not_told(sheet):
    stranger = make.make_liaison(make.make_partnership())
    make.submit(sheet.assessment, by=sheet.liaison)
    make.make_final(sheet.assessment, by=sheet.director)
    send()
    assert texts_to(stranger) == []


@pytest.mark.slow
def test_one_that_cannot_be_sent_is_tried_again_by_the_next_run(sheet, settings):
    make.submit(sheet.assessment, by=sheet.liaison)
    backend = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    with pytest.raises(CommandError, match="1 could not be sent"):
        send()
    settings.EMAIL_BACKEND = backend
    assert send() == "Sent 1 e-mail.\n"


@pytest.mark.slow
@pytest.mark.parametrize("others", [1, 3])
def test_a_persons_lines_ask_for_what_the_person_reaches_alone(sheet, others, django_assert_num_queries):
    now = timezone.now()
    make.submit(sheet.assessment, by=sheet.liaison)
    people = [sheet.director, make.make_liaison(make.make_partnership())]
    for _ in range(others):
        partnership = make.make_partnership()
        people.append(make.make_director(partnership))
        own = make.make_assessment(partnership, by=partnership.partner)
        make.submit(own, by=make.make_liaison(partnership))
    with django_assert_num_queries(12):
        happenings = Happenings(people, since=now, now=now)
    assert happenings.around(sheet.director) == {sheet.partnership.pk}
    with django_assert_num_queries(1):
        (line,) = lines_for(sheet.director, now, happenings)
    assert line.text.startswith(f"{sheet.liaison.name} submitted the ")
    with django_assert_num_queries(0):
        assert lines_for(people[1], now, happenings) == []


@pytest.mark.slow
def test_another_party_is_told_of_the_partnership_it_takes_part_in(sheet):
    library, viewer = make.make_organization(), make.make_user()
    Party.objects.create(partnership=sheet.partnership, organization=library)
    make.make_membership(viewer, library, "viewer")
    make.submit(sheet.assessment, by=sheet.liaison)
    make.make_final(sheet.assessment, by=sheet.director)
    send()
    assert "final" in texts_to(viewer)[0]


def test_without_an_address_for_links_nothing_is_sent(sheet, settings):
    settings.SITE_URL = ""
    make.submit(sheet.assessment, by=sheet.liaison)
    with pytest.raises(CommandError, match="SITE_URL is not set"):
        send()
    assert mail.outbox == []


def test_what_a_broken_run_claimed_is_sent_after_a_while(sheet):
    now = timezone.now().replace(hour=18)  # by day: what is told at midnight is of two days
    first = Digest.claim(sheet.director, now=now, text="Hello")
    assert Digest.claim(sheet.director, now=now, text="Hello") is None
    again = Digest.claim(sheet.director, now=now + timedelta(minutes=31), text="Hello again")
    assert (again.pk, again.text) == (first.pk, "Hello again")


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_send_one_email(transactional_db):
    partnership = make.make_partnership()
    liaison, director = make.make_liaison(partnership), make.make_director(partnership)
    make.submit(make.make_assessment(partnership, by=partnership.partner), by=liaison)
    start = Barrier(2)

    def run():
        start.wait()
        try:
            send()
        finally:
            connection.close()

    threads = [Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(texts_to(director)) == 1
    assert Digest.objects.get().sent_at is not None


@pytest.mark.slow
@pytest.mark.parametrize(
    "remark", ["look\ragain", "look\nBcc: x@example.org", "look\x85again", "look\u2028again"]
)
def test_a_remark_stands_in_the_email_and_not_in_its_subject(sheet, remark):
    make.submit(sheet.assessment, by=sheet.liaison)
    make.give_back(sheet.assessment, by=sheet.director, words=remark)
    send()
    (message,) = [message for message in mail.outbox if message.to == [sheet.liaison.email]]
    name = f"self-assessment of {sheet.partnership.partner.short_name}"
    assert message.subject.startswith(f"Accord: {sheet.director.name} returned the {name}")
    assert "look" not in message.subject
    assert f"“{remark}”" in message.body


def test_a_name_of_two_lines_is_one_line_in_the_subject(sheet):
    sheet.liaison.name = "Kim\r\nLee"
    sheet.liaison.save()
    make.submit(sheet.assessment, by=sheet.liaison)
    send()
    assert mail.outbox[0].subject.startswith("Accord: Kim Lee submitted")


def test_an_email_that_cannot_be_written_does_not_stop_the_others(sheet, director_asked):
    second = make.make_director(sheet.partnership)
    type(second).objects.filter(pk=sheet.director.pk).update(email="two\r\nlines@example.org")
    make.submit(sheet.assessment, by=sheet.liaison)
    with pytest.raises(CommandError, match="1 could not be sent"):
        send()
    assert [message.to for message in mail.outbox] == [[second.email]]
    assert list(Digest.objects.values_list("user", flat=True)) == [second.pk]


def test_who_has_more_time_is_reminded_by_it(sheet):
    due_in(sheet, -1)
    own = timezone.localdate() + timedelta(days=7)
    DueDate.objects.create(cycle=sheet.assessment.cycle, partnership=sheet.partnership, due_on=own)
    User.objects.update(date_joined=timezone.now() - timedelta(days=3))
    send()
    (text,) = texts_to(sheet.liaison)
    assert "is due in 7 days" in text
    assert texts_to(sheet.director) == []


def test_each_side_is_told_of_the_joint_one_that_it_is_to_confirm(sheet, director_asked):
    library, reader = make.make_organization(), make.make_user()
    Party.objects.create(partnership=sheet.partnership, organization=library)
    make.make_membership(reader, library)
    cycle = {"cycle": sheet.assessment.cycle}
    for side in (
        sheet.assessment,
        director_asked,
        make.make_assessment(sheet.partnership, by=library, **cycle),
    ):
        make.close(side, "submitted")
    joint = make.make_assessment(sheet.partnership, **cycle)
    make.submit(joint, by=sheet.director)
    send()
    for person in (sheet.liaison, reader):
        (text,) = texts_to(person)
        assert f"{sheet.director.name} submitted the joint assessment of" in text
        assert "It becomes final when each side has confirmed what it says." in text
        assert f"/assessments/{joint.public_id}/" in text
    assert texts_to(sheet.viewer) == []


@pytest.mark.slow
def test_who_asked_for_values_is_told_that_some_were_entered_until_they_are_accepted(sheet):
    row = make.make_row(sheet.assessment.cycle.edition.categories.first(), sheet.partnership)
    said = {"name": "Dana Clerk", "email": "dana@example.org", "words": "", "key": "of-this-test"}
    until = timezone.localdate() + timedelta(days=7)
    asked, _ = ask(sheet.partnership, make.make_period(), [row], expires_on=until, by=sheet.liaison, **said)
    send()
    assert texts_to(sheet.liaison) == []
    cell = asked.cells.get()
    answer(asked, {cell.pk: WantedAnswer("95%", "", said_in(cell))})
    Digest.objects.all().delete()
    send()
    (text,) = texts_to(sheet.liaison)
    assert "Dana Clerk entered values for" in text
    assert f"/evidence/requests/{asked.public_id}/" in text
    (line,) = answered_lines(asked)
    accept(asked, {line.cell.pk: line.seen}, without_notes=set(), by=sheet.director)
    Digest.objects.all().delete()
    send()
    assert len(texts_to(sheet.liaison)) == 1
