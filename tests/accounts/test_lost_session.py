from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.unsaved import LARGEST, LARGEST_OF_KNOWN, MOST
from assessments.models import Highlight, Rating
from tests import factories as make

pytestmark = pytest.mark.django_db

UNSAVED = "/accounts/unsaved/"


@pytest.fixture(autouse=True)
def _no_attempts_yet():
    cache.clear()


class Desk:
    """A liaison with a draft open, at the moment the session has expired."""

    def __init__(self):
        edition = make.make_edition()
        self.item = make.make_item(make.make_category(edition))
        make.adopt(edition)
        self.partnership = make.make_partnership(agreement=edition.agreement)
        cycle = make.make_cycle(edition=edition)
        self.assessment = make.make_assessment(self.partnership, cycle=cycle, by=self.partnership.partner)
        self.liaison = make.make_liaison(self.partnership)
        self.page = f"/assessments/{self.assessment.public_id}/"
        self.rate = f"{self.page}items/{self.item.reference}/"
        self.add_strength = f"{self.page}strength/add/"
        self.client = Client()
        self.client.force_login(self.liaison)
        Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))

    def rating(self, **fields):
        fields = {"level": "2", "version": "0", "comment": "", **fields}
        return {f"{self.item.reference}-{name}": value for name, value in fields.items()}

    def post(self, address, data, **headers):
        return self.client.post(
            address, data, headers={"referer": f"http://testserver{self.page}", **headers}
        )

    def sign_in(self, user=None, client=None):
        data = {"login": (user or self.liaison).email, "password": make.PASSWORD, "next": UNSAVED}
        return (client or self.client).post(reverse("account_login"), data)

    def unsaved(self, user=None):
        """The page a person lands on after signing in again."""
        return self.client.get(self.sign_in(user)["Location"])

    def save(self, page, **changes):
        """Press “Save it now” on it."""
        row = page.context["rows"][0]
        return self.client.post(row.path, dict(row.fields) | {"unsaved_key": row.key} | changes)


@pytest.fixture
def desk():
    return Desk()


def test_a_page_leads_to_sign_in_and_back(desk):
    response = desk.client.get(desk.page + "?from=home")
    assert (
        response["Location"]
        == f"/accounts/login/?next=%2Fassessments%2F{desk.assessment.public_id}%2F%3Ffrom%3Dhome"
    )


def test_a_fragment_leads_the_whole_page_to_sign_in(desk):
    headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{desk.page}?x=1"}
    response = desk.client.get(desk.rate, headers=headers)
    assert response.status_code == 200
    assert response.content == b""
    public_id = desk.assessment.public_id
    assert response["HX-Redirect"] == f"/accounts/login/?next=%2Fassessments%2F{public_id}%2F%3Fx%3D1"


def test_a_fragment_of_another_site_leads_home(desk):
    headers = {"HX-Request": "true", "HX-Current-URL": "https://evil.example/trap"}
    assert desk.client.get(desk.rate, headers=headers)["HX-Redirect"] == "/accounts/login/?next=%2F"


@pytest.mark.parametrize("path", ["//evil.example/x", "/\\evil.example/x", "///evil.example/x"])
def test_a_path_that_a_browser_takes_for_another_site_leads_home(desk, path):
    headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{path}"}
    assert desk.client.get(desk.rate, headers=headers)["HX-Redirect"] == "/accounts/login/?next=%2F"
    desk.post(desk.add_strength, {"text": "Kept"}, referer=f"http://testserver{path}")
    assert desk.unsaved().context["rows"][0].page == "/"


def test_what_was_sent_leads_to_sign_in_and_saves_nothing(desk):
    response = desk.post(desk.rate, desk.rating(comment="Shared calendar since August."))
    assert response["Location"] == "/accounts/login/?next=%2Faccounts%2Funsaved%2F"
    page = desk.unsaved().content.decode()
    assert "You were signed out before this was saved" in page
    assert "Shared calendar since August." in page
    assert not Rating.objects.exists()


def test_a_choice_sent_by_htmx_is_kept_too(desk):
    headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{desk.page}"}
    response = desk.client.post(desk.rate, desk.rating(level="3"), headers=headers)
    assert response["HX-Redirect"] == "/accounts/login/?next=%2Faccounts%2Funsaved%2F"
    row = desk.unsaved().context["rows"][0]
    assert row.page == desk.page
    assert row.typed == [(f"{desk.item.reference}, level", "3")]


def test_what_the_page_itself_keeps_is_not_kept_here(desk):
    page = f"http://testserver{desk.page}"
    headers = {"HX-Request": "true", "HX-Current-URL": page, "X-Keeps-Unsaved": str(desk.liaison.pk)}
    response = desk.client.post(desk.rate, desk.rating(level="3"), headers=headers)
    public_id = desk.assessment.public_id
    assert response["HX-Redirect"] == f"/accounts/login/?next=%2Fassessments%2F{public_id}%2F"
    assert desk.unsaved().status_code == 302


def test_a_form_that_is_not_htmx_is_kept_whatever_its_headers_say(desk):
    desk.post(desk.add_strength, {"text": "Kept"}, **{"X-Keeps-Unsaved": str(desk.liaison.pk)})
    assert desk.unsaved().context["rows"][0].typed == [("text", "Kept")]


def test_an_answer_from_the_page_of_somebody_else_is_not_saved(desk):
    other = make.make_liaison(desk.partnership)
    desk.client.force_login(other)
    page, person = f"http://testserver{desk.page}", str(desk.liaison.pk)
    headers = {"HX-Request": "true", "HX-Current-URL": page, "X-Keeps-Unsaved": person}
    response = desk.client.post(desk.rate, desk.rating(level="3"), headers=headers)
    assert response["HX-Redirect"].startswith("/accounts/login/?next=%2Fassessments%2F")
    assert not Rating.objects.exists()


def test_saving_it_then_makes_the_rating_and_forgets_what_was_kept(desk):
    desk.post(desk.rate, desk.rating(comment="Kept."))
    response = desk.save(desk.unsaved())
    assert response.status_code == 302
    rating = Rating.objects.get()
    assert (rating.level.code, rating.comment, rating.updated_by) == ("2", "Kept.", desk.liaison)
    assert desk.client.get(UNSAVED)["Location"] == "/"


@pytest.mark.slow
def test_what_is_refused_then_stays_kept(desk):
    desk.post(desk.rate, desk.rating(level="7", comment="Kept."))
    assert desk.save(desk.unsaved()).status_code == 422
    assert "Kept." in desk.client.get(UNSAVED).content.decode()


def test_the_form_that_saves_carries_a_fresh_token_and_the_same_fields(desk):
    browser = Client(enforce_csrf_checks=True)
    page = browser.get(reverse("account_login"))
    token = page.cookies["csrftoken"].value
    data = {"text": "Our <b>strength</b>\n\nin lines", "csrfmiddlewaretoken": token}
    browser.post(desk.add_strength, data, headers={"referer": "http://testserver/"})
    login = {"login": desk.liaison.email, "password": make.PASSWORD, "csrfmiddlewaretoken": token}
    browser.post(reverse("account_login"), login)
    page = browser.get(UNSAVED)
    html = page.content.decode()
    assert token not in html
    assert '<textarea name="text" hidden>\nOur &lt;b&gt;strength&lt;/b&gt;\n\nin lines</textarea>' in html
    fields = dict(page.context["rows"][0].fields) | {"csrfmiddlewaretoken": str(page.context["csrf_token"])}
    assert browser.post(desk.add_strength, fields).status_code == 302
    assert Highlight.objects.get().text == "Our <b>strength</b>\n\nin lines"


def test_discarding_it_forgets_it_and_leads_to_its_page(desk):
    desk.post(desk.add_strength, {"text": "No longer needed"})
    key = desk.unsaved().context["rows"][0].key
    response = desk.client.post(reverse("discard-unsaved"), {"key": key})
    assert response["Location"] == desk.page
    assert desk.client.get(UNSAVED)["Location"] == "/"
    assert not Highlight.objects.exists()


def test_several_are_kept_each_once(desk):
    for text in ("First", "Second", "First"):
        desk.post(desk.add_strength, {"text": text})
    assert [row.typed[0][1] for row in desk.unsaved().context["rows"]] == ["Second", "First"]


@pytest.mark.slow
def test_the_oldest_go_when_there_are_too_many(desk):
    for number in range(MOST + 2):
        desk.post(desk.add_strength, {"text": f"Strength {number}"})
    rows = desk.unsaved().context["rows"]
    assert [rows[0].typed, rows[-1].typed] == [[("text", "Strength 2")], [("text", "Strength 21")]]


def test_somebody_else_who_signs_in_here_is_not_shown_it(desk):
    desk.post(desk.add_strength, {"text": "Not for others"})
    other = make.make_liaison(desk.partnership)
    assert desk.unsaved(other).status_code == 302
    page = desk.client.get("/", follow=True).content.decode()
    assert "Not for others" not in page


def test_another_browser_of_the_same_person_is_not_shown_it(desk):
    desk.post(desk.add_strength, {"text": "Typed elsewhere"})
    elsewhere = Client()
    desk.sign_in(client=elsewhere)
    assert elsewhere.get(UNSAVED)["Location"] == "/"


def test_what_was_sent_after_signing_out_in_another_window_is_kept(desk):
    desk.client.logout()
    desk.post(desk.add_strength, {"text": "Still here"})
    assert "Still here" in desk.unsaved().content.decode()


@pytest.mark.parametrize(
    ("address", "data"),
    [
        ("/accounts/password/change/", {"oldpassword": "secret", "password1": "x", "password2": "x"}),
        ("/partnerships/clayton/", {"text": "x" * LARGEST_OF_KNOWN}),
    ],
    ids=["passwords", "too long"],
)
def test_what_cannot_be_kept_is_said_so(desk, address, data):
    response = desk.post(address, data)
    assert response["Location"].startswith("/accounts/login/?next=%2Fassessments%2F")
    assert "it could not be kept" in desk.client.get(response["Location"]).content.decode()
    assert desk.unsaved().status_code == 302


def test_a_whole_page_of_answers_is_kept_where_it_is_known_whose_it_is(desk):
    page = {"text": "x" * LARGEST}
    stranger = Client().post(desk.add_strength, page)
    assert not stranger["Location"].startswith("/accounts/login/?next=%2Faccounts%2Funsaved")
    assert desk.post(desk.add_strength, page)["Location"].endswith("%2Faccounts%2Funsaved%2F")
    assert page["text"] in desk.unsaved().content.decode()


def test_a_request_without_a_valid_token_is_not_kept(desk):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(desk.add_strength, {"text": "x"}).status_code == 403
    assert not Session.objects.filter(expire_date__gt=timezone.now()).exists()


def test_looking_at_it_saves_nothing(desk, django_assert_max_num_queries):
    desk.post(desk.add_strength, {"text": "Only looked at"})
    desk.sign_in()
    with django_assert_max_num_queries(4) as captured:
        desk.client.get(UNSAVED)
    assert all(query["sql"].startswith("SELECT") for query in captured)
