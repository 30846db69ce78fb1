"""Asking somebody without a sign-in: from the form to the value, and everything that may go wrong on the way."""

import re
from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.ids import new_public_id
from evidence.models import AnswerState, DataRequest, Observation, ObservationStatus
from evidence.requests.accepting import accept, answered_lines
from evidence.requests.answering import Closed, WantedAnswer, answer, lines_of
from evidence.requests.asking import AskedAlready, ask, ask_again, withdraw
from evidence.requests.links import LinkState, checksum_of, request_of, token_of
from evidence.values import Change, save_values, seen_in
from tests import factories as make

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


class Desk:
    """A partnership with two rows, its liaison, and a clerk who is asked for both."""

    def __init__(self):
        self.edition = make.make_edition()
        self.category = make.make_category(self.edition, title="Staffing")
        self.partnership = make.make_partnership(agreement=self.edition.agreement)
        self.before, self.now = make.make_period(), make.make_period()
        self.fills = self.row("Positions filled", (self.before, "93%"), unit="%", kind="rate")
        self.hours = self.row("Hours of training", (self.before, "12"))
        self.liaison = make.make_liaison(self.partnership)
        self.browser = Client()

    def row(self, label, *cells, **fields):
        return make.make_row(self.category, self.partnership, *cells, label=label, **fields)

    def ask(self, *rows, **fields):
        said = {
            "key": new_public_id(),
            "name": "Dana Clerk",
            "email": "dana@example.org",
            "words": "From the staffing report.",
            "expires_on": timezone.localdate() + timedelta(days=14),
        }
        rows = rows or (self.fills, self.hours)
        self.request, self.secret = ask(self.partnership, self.now, rows, by=self.liaison, **said | fields)
        self.url = reverse("asked", args=[self.secret])
        return self.request

    def expire(self):
        DataRequest.objects.update(expires_on=timezone.localdate() - timedelta(days=1))

    def read(self):
        return " ".join(self.browser.get(self.url).text.split())

    def sent(self, *texts, **more):
        """What the form on the page sends, with these values typed."""
        cells = list(self.request.cells.all())
        page = self.browser.get(self.url).text
        data = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
        return data | {f"{cell.pk}-text": text for cell, text in zip(cells, texts, strict=False)} | more

    def enter(self, *texts, **more):
        return self.browser.post(self.url, self.sent(*texts, **more), follow=True)

    def entered(self):
        return [(cell.text, cell.note, cell.state) for cell in self.request.cells.all()]

    def chosen(self, *rows):
        lines = answered_lines(self.request)
        return {line.cell.pk: line.seen for line in lines if not rows or line.cell.row in rows}


@pytest.fixture
def desk():
    cache.clear()  # what other tests sent from here does not count
    return Desk()


def form_of(desk, **fields):
    day = timezone.localdate() + timedelta(days=14)
    return {
        "rows": [desk.fills.lineage, desk.hours.lineage],
        "period": desk.now.key,
        "name": "Dana Clerk",
        "email": "dana@example.org",
        "words": "From the <report>.",
        "expires_on": day.isoformat(),
        "key": "abcdefghijkl",
    } | fields


@pytest.fixture
def asking(desk, client):
    """Sends the form as the liaison."""
    make.adopt(desk.edition)
    desk.row("To come", (desk.now, "*"))
    client.force_login(desk.liaison)
    url = reverse("ask-for-values", args=[desk.partnership.slug])
    return lambda **fields: client.post(url, form_of(desk, **fields))


# The link


def test_only_the_checksum_of_a_link_is_kept(desk):
    desk.ask()
    assert DataRequest.objects.get().link_sha256 == checksum_of(desk.secret)
    assert len(desk.secret) == 43
    assert request_of(desk.secret) == (desk.request, LinkState.OPEN)


def test_each_link_that_does_not_work_says_so_in_one_sentence(desk):
    desk.ask()
    desk.expire()
    page = desk.browser.get(desk.url)
    assert (page.status_code, f"ask {desk.liaison} for a new one." in page.text) == (410, True)
    withdraw(desk.request, by=desk.liaison)
    page = desk.browser.get(desk.url)
    assert (page.status_code, "there is nothing to enter" in page.text) == (410, True)
    assert desk.liaison.name not in page.text
    page = desk.browser.get(reverse("asked", args=["x" * 43]))
    assert (page.status_code, "This link cannot be read" in page.text) == (404, True)
    for text in (desk.partnership.partner.name, desk.fills.label, "Dana"):
        assert text not in page.text


def test_a_new_link_replaces_the_one_before_and_keeps_what_was_entered(desk):
    desk.ask()
    desk.enter("95%")
    desk.expire()
    old, day = desk.url, timezone.localdate() + timedelta(days=3)
    desk.url = reverse("asked", args=[ask_again(desk.request, day, by=desk.liaison)])
    assert ">\n95%</textarea>" in desk.browser.get(desk.url).text
    assert desk.browser.get(old).status_code == 404
    withdraw(desk.request, by=desk.liaison)
    assert ask_again(desk.request, day, by=desk.liaison) is None


def test_the_page_has_no_cookie_and_stands_in_no_index(desk, settings):
    desk.ask()
    answer = desk.browser.get(desk.url)
    assert not answer.cookies
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert "csrfmiddlewaretoken" not in answer.text


def test_who_is_signed_in_beside_it_is_not_told_nor_recorded(desk):
    desk.browser.force_login(desk.liaison)
    desk.ask()
    assert 'class="me"' not in desk.read()
    desk.enter("95%")
    assert [one.history_user for one in desk.request.cells.first().history.all()] == [None, desk.liaison]


# Asking


def test_asking_shows_first_what_the_person_will_get(desk, asking):
    page = asking().text
    assert "dana@example.org" in page
    assert "Positions filled" in page
    assert "93%" in page
    assert "From the &lt;report&gt;." in page
    assert not DataRequest.objects.exists()
    assert mail.outbox == []


def test_where_no_row_can_be_asked_for_the_list_leads_to_rows(desk, client):
    page = reverse("data-requests", args=[desk.partnership.slug])
    client.force_login(desk.liaison)
    assert "Ask somebody</a>" not in client.get(page).text  # the edition is a draft
    make.adopt(desk.edition)
    assert "Ask somebody</a>" in client.get(page).text


def test_who_was_asked_for_the_same_is_told_before_sending(desk, asking):
    desk.ask(desk.fills, name="Lee Fox")
    assert "Lee Fox was asked for 1 of these already" in asking().text
    withdraw(desk.request, by=desk.liaison)
    assert "already" not in asking().text


def test_sending_brings_the_link_by_e_mail_and_shows_it_once(desk, asking, client):
    answer = asking(send="1")
    (message,) = mail.outbox
    link = re.search(r"http://testserver(/asked/[\w-]{43}/)", message.body)
    assert (message.to, message.reply_to) == (["dana@example.org"], [desk.liaison.email])
    assert "- Positions filled\n- Hours of training\n\nFrom the <report>.\n" in message.body
    assert "Enter them here." in message.body
    assert link[0] in answer.text
    assert Client().get(link[1]).status_code == 200
    asked = DataRequest.objects.get()
    page = client.get(reverse("data-request", args=[desk.partnership.slug, asked.public_id])).text
    assert "/asked/" not in page


def test_a_link_to_the_form_ticks_what_it_names(desk, asking, client):
    url = reverse("ask-for-values", args=[desk.partnership.slug])
    page = client.get(url, {"row": desk.hours.lineage, "period": desk.before.key}).text
    assert f'value="{desk.hours.lineage}" checked' in page
    assert f'value="{desk.before.key}" selected' in page
    assert page.count(" checked") == 1


def test_a_form_that_is_sent_twice_asks_once(desk, asking):
    asking(send="1")
    assert asking(send="1").status_code == 302
    assert (DataRequest.objects.count(), len(mail.outbox)) == (1, 1)
    with pytest.raises(AskedAlready):
        desk.ask(key="abcdefghijkl")


def test_a_whole_category_is_asked_for_at_once(desk, asking):
    asking(rows=[], categories=["1"], send="1")
    assert DataRequest.objects.get().cells.count() == 3


def test_an_e_mail_that_cannot_be_sent_leaves_the_link_to_copy(desk, asking, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 1
    page = asking(send="1").text
    assert "could not be sent" in page
    assert "/asked/" in page


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("rows", [], "Tick at least one row"),
        ("rows", ["of another"], "no longer there"),
        ("period", "school_year:1900", "Choose one of the periods."),
        ("name", "", "Write the name"),
        ("name", "x" * 121, "at most 120 characters"),
        ("email", "dana", "valid email address"),
        ("words", "x" * 2001, "At most 2000 characters fit."),
        ("expires_on", "2001-01-01", "This day is past."),
        ("expires_on", "2030-01-01", "at most 120 days"),
        ("key", "../../", ""),
    ],
)
def test_what_cannot_be_asked_is_told_and_what_was_typed_stays(desk, asking, field, value, sentence):
    answer = asking(**{"send": "1", field: value})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="dana@example.org"' in answer.text or field == "email"
    assert (DataRequest.objects.count(), mail.outbox) == (0, [])


def test_a_row_that_has_ended_is_not_asked_for(desk, asking):
    desk.fills.last_period = desk.before
    desk.fills.save()
    assert f"“Positions filled” is no longer kept in {desk.now.name}." in asking(send="1").text
    asking(rows=[], categories=["1"], send="1")
    assert [cell.row.label for cell in DataRequest.objects.get().cells.all()] == [desk.hours.label, "To come"]


@pytest.fixture
def schools(desk):
    by_school = desk.fills.breakdowns.create(name="School")
    return [
        by_school.parts.create(label=name, position=place) for place, name in enumerate(("Wydown", "Meramec"))
    ]


def test_parts_of_a_breakdown_are_asked_for_and_accepted_as_their_values(desk, asking, schools):
    desk.fills.observations.create(period=desk.now, part=schools[1], text="90%")
    asking(rows=[], breakdowns=[schools[0].breakdown.public_id], send="1")
    desk.request = DataRequest.objects.get()
    assert [(cell.name, cell.stood) for cell in desk.request.cells.all()] == [
        ("Positions filled: Wydown", ""),
        ("Positions filled: Meramec", "90%"),
    ]
    assert "- Positions filled: Wydown\n- Positions filled: Meramec" in mail.outbox[0].body
    desk.request.cells.update(text="95%", state=AnswerState.ENTERED)
    accept(desk.request, desk.chosen(), without_notes=set(), by=desk.liaison)
    assert [part.observations.get(period=desk.now).text for part in schools] == ["95%", "95%"]


def test_a_single_part_beside_its_row_is_asked_for_once(desk, asking, schools):
    preview = asking(rows=[desk.fills.lineage], parts=[schools[1].pk]).text
    assert preview.count('name="parts"') == 1
    asking(rows=[desk.fills.lineage], parts=[schools[1].pk], send="1")
    assert [cell.part for cell in DataRequest.objects.get().cells.all()] == [None, schools[1]]
    again = asking(rows=[], parts=[schools[1].pk, 10**12], key="mnopqrstuvwx")
    assert (again.status_code, "no longer there" in again.text) == (422, True)
    assert "was asked for it already" in asking(rows=[], parts=[schools[1].pk], key="mnopqrstuvwx").text


def test_the_form_begins_with_the_newest_column_and_not_a_year_to_come(desk, asking, client):
    later, url = make.make_period(), reverse("ask-for-values", args=[desk.partnership.slug])
    page = client.get(url).text
    assert f'<option value="{desk.now.key}" selected>' in page
    assert f'<option value="{later.key}">' in page


def test_rows_of_the_edition_that_is_looked_at_are_asked_for(desk, asking, client):
    newer = make.make_edition(agreement=desk.edition.agreement, effective_from=date(2030, 7, 1))
    row = make.make_row(make.make_category(newer), desk.partnership, label="Newer")
    make.adopt(newer)
    url = f"{reverse('ask-for-values', args=[desk.partnership.slug])}?edition={newer.label}"
    client.post(url, form_of(desk, rows=[row.lineage], period=desk.now.key, send="1"))
    assert DataRequest.objects.get().cells.get().row == row
    assert client.get(f"{url}x").status_code == 404


def test_readers_ask_nobody_and_see_no_requests(desk, client):
    asked = desk.ask()
    make.adopt(desk.edition)
    slug = desk.partnership.slug
    client.force_login(make.make_viewer(desk.partnership))
    for name, args in (
        ("ask-for-values", [slug]),
        ("data-requests", [slug]),
        ("data-request", [slug, asked.public_id]),
    ):
        assert client.get(reverse(name, args=args)).status_code == 403
    assert "Dana" not in client.get(reverse("evidence", args=[slug])).text


# Entering


def test_a_clerk_reads_who_asks_for_what_and_the_value_before(desk):
    desk.row("Students suspended", (desk.before, "4"), counts_students=True)
    secret = desk.row("Scores", (desk.before, "61%", ObservationStatus.EMBARGOED))
    desk.ask(*desk.partnership.evidence_rows.all())
    page = desk.read()
    assert f"{desk.liaison} asks Dana Clerk for these 4 values of {desk.partnership.partner.name}" in page
    assert "From the staffing report." in page
    assert "No names of students" in page
    assert f"{desk.before.name}: 93%" in page
    assert [line.previous and line.previous.text for line in lines_of(desk.request)] == [
        "93%",
        "12",
        None,
        None,
    ]
    assert secret.label in page
    assert "61%" not in page


def test_what_is_entered_is_saved_at_once_and_can_be_corrected(desk):
    desk.ask()
    page = desk.enter("22/23 (96%)", "", answer_note="The rest by Friday.").text
    assert "1 of 2 values is entered." in " ".join(page.split())
    assert "saved: 22 of 23, that is 95.65%; printed 96%" in page
    assert desk.entered() == [("22/23 (96%)", "", AnswerState.ENTERED), ("", "", AnswerState.WAITS)]
    desk.enter("97%", "14")
    assert [text for text, *_ in desk.entered()] == ["97%", "14"]
    assert not Observation.objects.filter(period=desk.now).exists()


def test_markup_is_text(desk):
    desk.ask()
    cell = desk.request.cells.first()
    page = desk.enter("<script>alert(1)</script>", **{f"{cell.pk}-note": "<b>"}).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("96/95", "96 is more than the 95 it is out of."),
        ("-3", "less than 0%"),
        ("120%", "120% is more than 100%"),
        ("9/28/1999", "Is the year 1999 right?"),
        ("x" * 100_000, "At most 5000 characters fit."),
        ("9\0", "Null characters are not allowed."),
    ],
)
def test_a_value_that_cannot_be_is_named_and_nothing_is_saved(desk, typed, sentence):
    desk.ask()
    answer = desk.enter(typed, "14")
    assert answer.status_code == 422
    assert sentence in answer.text
    assert ">\n14</textarea>" in answer.text
    assert typed.strip("\0") in answer.text
    assert [text for text, *_ in desk.entered()] == ["", ""]


def test_two_with_one_link_are_shown_both_values(desk):
    desk.ask()
    first, second = desk.sent("95%", "14"), desk.sent("96%", "14")
    desk.browser.post(desk.url, first)
    answer = desk.browser.post(desk.url, second)
    assert answer.status_code == 409
    assert "Meanwhile somebody entered “95%”" in answer.text
    assert ">\n96%</textarea>" in answer.text
    again = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', answer.text))
    desk.browser.post(desk.url, second | again)
    assert [text for text, *_ in desk.entered()] == ["96%", "14"]


def test_two_with_one_link_are_shown_both_words(desk):
    desk.ask()
    first, second = desk.sent(answer_note="By Friday."), desk.sent(answer_note="Ask Lee.")
    desk.browser.post(desk.url, first)
    answer = desk.browser.post(desk.url, second)
    assert (answer.status_code, "Meanwhile somebody wrote “By Friday.”" in answer.text) == (409, True)
    again = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', answer.text))
    assert desk.browser.post(desk.url, second | again).status_code == 302
    desk.request.refresh_from_db()
    assert desk.request.answer_note == "Ask Lee."


def test_what_was_accepted_while_somebody_typed_stays_and_is_told(desk):
    desk.ask()
    desk.enter("95%")
    late = desk.sent("96%", "14")
    accept(desk.request, desk.chosen(desk.fills), without_notes=set(), by=desk.liaison)
    answer = desk.browser.post(desk.url, late)
    assert answer.status_code == 409
    assert "It was accepted before you sent “96%”." in answer.text
    assert ">\n14</textarea>" in answer.text
    desk.browser.post(desk.url, {**desk.sent(), f"{desk.request.cells.last().pk}-text": "14"})
    assert [text for text, *_ in desk.entered()] == ["95%", "14"]


def test_a_form_from_elsewhere_is_not_taken(desk):
    desk.ask()
    data = desk.sent("95%")
    for changed, headers in (
        (data | {"token": "x"}, {}),
        (data, {"Origin": "https://elsewhere.example"}),
        (data, {"Origin": "null"}),
    ):
        answer = desk.browser.post(desk.url, changed, headers=headers)
        assert (answer.status_code, ">\n95%</textarea>" in answer.text) == (403, True)
    assert desk.browser.post(desk.url, data, headers={"Origin": "http://testserver"}).status_code == 302


def test_who_saves_too_often_waits_and_keeps_what_was_typed(desk):
    desk.ask()
    data = desk.sent("95%")
    statuses = [desk.browser.post(desk.url, data).status_code for _ in range(31)]
    assert (statuses[0], statuses[-1]) == (302, 429)
    assert ">\n95%</textarea>" in desk.browser.post(desk.url, data).text


def test_a_link_that_closes_while_somebody_types_takes_nothing(desk):
    desk.ask()
    data = desk.sent("95%")
    withdraw(desk.request, by=desk.liaison)
    page = desk.browser.post(desk.url, data, headers={"Origin": "http://testserver"})
    assert (page.status_code, '<li class="lines">95%</li>' in page.text) == (410, True)
    page = desk.browser.post(desk.url, data, headers={"Origin": "https://elsewhere.example"})
    assert (page.status_code, "95%" in page.text) == (410, False)
    with pytest.raises(Closed):
        answer(desk.request, {desk.request.cells.first().pk: WantedAnswer("95%", "", "")})
    assert desk.entered()[0][0] == ""


def test_values_of_another_request_are_not_reached(desk):
    other = desk.ask(desk.hours)
    cell = other.cells.get()
    desk.ask(desk.fills)
    desk.enter("95%", **{f"{cell.pk}-text": "99", f"{cell.pk}-seen": ""})
    assert [one.text for one in other.cells.all()] == [""]


# Taking over


def test_what_is_accepted_becomes_a_value_that_says_who_entered_it(desk):
    desk.ask()
    cell = desk.request.cells.first()
    desk.enter("22/23 (96%)", "14", **{f"{cell.pk}-note": "As of May."})
    assert accept(desk.request, desk.chosen(), without_notes=set(), by=desk.liaison) == 2
    value = desk.fills.observations.get(period=desk.now)
    assert (value.text, value.numerator, value.note) == ("22/23 (96%)", 22, "As of May.")
    assert value.source == f"entered by Dana Clerk, accepted by {desk.liaison}"
    assert {state for *_, state in desk.entered()} == {AnswerState.ACCEPTED}


def test_a_source_that_stands_is_kept_and_a_note_may_be_left(desk):
    save_values(
        [Change(desk.fills, desk.now, {"text": "TBD", "source": "Survey"}, seen_in(None))], by=desk.liaison
    )
    desk.ask(desk.fills)
    cell = desk.request.cells.get()
    for text in ("95%", "96%"):
        desk.enter(text, **{f"{cell.pk}-note": "Call me."})
        accept(desk.request, desk.chosen(), without_notes={cell.pk}, by=desk.liaison)
        value = desk.fills.observations.get(period=desk.now)
        desk.request.cells.update(state="", settled_by=None, settled_at=None)
    assert (value.text, value.note) == ("96%", "")
    assert value.source == f"Survey; entered by Dana Clerk, accepted by {desk.liaison}"


@pytest.fixture
def look(desk, client):
    """Opens and sends the page of the request, as the liaison."""
    client.force_login(desk.liaison)

    def look(**data):
        url = reverse("data-request", args=[desk.partnership.slug, desk.request.public_id])
        return client.post(url, data) if data else client.get(url)

    return look


def ticked(desk, *rows, **data):
    chosen = desk.chosen(*rows)
    return {"value": list(chosen), **{f"{key}-seen": seen for key, seen in chosen.items()}, **data}


def test_one_of_several_is_accepted(desk, look):
    desk.ask()
    desk.enter("95%", "14")
    assert look(**ticked(desk, desk.hours, accept="1")).status_code == 302
    assert [state for *_, state in desk.entered()] == [AnswerState.ENTERED, AnswerState.ACCEPTED]


def test_a_value_that_was_written_since_it_was_asked_for_is_not_ticked(desk, look):
    desk.ask()
    desk.enter("95%", "14")
    save_values([Change(desk.fills, desk.now, {"text": "91%"}, seen_in(None))], by=desk.liaison)
    page = " ".join(look().text.split())
    first, second = desk.request.cells.all()
    assert f'value="{first.pk}" aria-label' in page
    assert f'value="{second.pk}" checked aria-label' in page
    assert f"Changed since it was asked for, by {desk.liaison}. Then: nothing." in page
    assert look(**ticked(desk, accept="1")).status_code == 302
    assert desk.fills.observations.get(period=desk.now).text == "95%"


@pytest.mark.parametrize("who", ["a colleague", "the clerk"])
def test_what_changes_while_the_liaison_looks_is_shown_first(desk, look, who):
    desk.ask()
    desk.enter("95%", "14")
    seen = ticked(desk, accept="1")
    if who == "the clerk":
        desk.enter("96%", "14")
    else:
        save_values([Change(desk.fills, desk.now, {"text": "91%"}, seen_in(None))], by=desk.liaison)
    answer = look(**seen)
    assert (answer.status_code, "Nothing was taken over" in answer.text) == (409, True)
    is_ticked = re.findall(r'name="value" value="[0-9]+"( checked)?', answer.text)
    assert is_ticked == (["", " checked"] if who == "a colleague" else [" checked", " checked"])
    assert AnswerState.ACCEPTED not in {state for *_, state in desk.entered()}
    assert look(**ticked(desk, accept="1")).status_code == 302


def test_what_is_not_taken_over_says_why_and_can_be_entered_anew(desk, look):
    desk.ask()
    desk.enter("95%", "14")
    answer = look(**ticked(desk, desk.fills, decline="1"))
    assert (answer.status_code, "Say why it is not taken over" in answer.text) == (422, True)
    look(**ticked(desk, desk.fills, decline="1", reason="That is last year’s."))
    assert "Not taken over: “That is last year’s.”" in desk.read()
    desk.enter("97%")
    assert desk.entered()[0] == ("97%", "", AnswerState.ENTERED)


def test_nothing_ticked_is_told(desk, look):
    desk.ask()
    desk.enter("95%")
    assert "Tick at least one value." in look(accept="1", value=["x", "9" * 30]).text


def test_a_request_is_withdrawn_and_sent_again(desk, client):
    asked = desk.ask()
    client.force_login(desk.liaison)
    args = [desk.partnership.slug, asked.public_id]
    day = (timezone.localdate() + timedelta(days=5)).isoformat()
    assert (
        "This day is past."
        in client.post(reverse("request-again", args=args), {"expires_on": "2001-01-01"}).text
    )
    page = client.post(reverse("request-again", args=args), {"expires_on": day}).text
    link = re.search(r"/asked/[\w-]{43}/", mail.outbox[0].body)[0]
    assert link in page
    assert desk.browser.get(desk.url).status_code == 404
    assert "works no more" in client.post(reverse("withdraw-request", args=args), follow=True).text
    assert desk.browser.get(link).status_code == 410


def test_the_evidence_page_tells_what_waits(desk, client):
    desk.ask()
    desk.enter("95%")
    make.adopt(desk.edition)
    client.force_login(desk.liaison)
    url = reverse("evidence", args=[desk.partnership.slug])
    page = " ".join(client.get(url).text.split())
    assert f"Dana Clerk: 2 values for {desk.now.name}" in page
    assert "<b>1 to accept</b>, 1 not entered" in page
    accept(desk.request, desk.chosen(desk.fills), without_notes=set(), by=desk.liaison)
    withdraw(desk.request, by=desk.liaison)
    assert "Asked of others" not in client.get(url).text
    listed = client.get(reverse("data-requests", args=[desk.partnership.slug])).text
    assert "1 accepted, 1 not entered" in " ".join(listed.split())


@pytest.mark.parametrize("count", [1, 10])
def test_the_number_of_queries_does_not_grow(desk, client, look, count, django_assert_num_queries):
    rows = [desk.row(f"Row {n}", (desk.before, "9")) for n in range(count)]
    desk.ask(*rows)
    data = desk.sent(*["9"] * count)
    with django_assert_num_queries(3):
        desk.browser.get(desk.url)
    with django_assert_num_queries(11):
        desk.browser.post(desk.url, data)
    with django_assert_num_queries(6):
        look()
    with django_assert_num_queries(18):
        look(**ticked(desk, accept="1"))


def test_a_token_is_that_of_its_link_alone(desk):
    token = token_of(desk.ask())
    desk.ask()
    assert desk.browser.post(desk.url, {"token": token}).status_code == 403
