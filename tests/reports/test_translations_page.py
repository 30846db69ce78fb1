import pytest
from django.urls import reverse

from assessments.models import AssessmentStatus, Highlight, HighlightKind
from core.conflicts import mark_of
from reports.models import Translation
from reports.summary_texts import asked_of
from reports.translated_texts import HEADINGS
from tests import factories as make
from tests.test_site import signed_in

pytestmark = pytest.mark.django_db


class Summary:
    """A final assessment with one strength, and the page on which it is translated."""

    def __init__(self):
        self.partnership = make.make_partnership()
        edition = make.make_edition(agreement=self.partnership.agreement)
        self.item = make.make_item(make.make_category(edition, title="Staffing"))
        make.adopt(edition)
        cycle = make.make_cycle(edition=edition)
        self.assessment = make.make_assessment(self.partnership, cycle=cycle)
        self.strength = Highlight.objects.create(
            assessment=self.assessment, kind=HighlightKind.STRENGTH, text="Trust"
        )
        self.place = f"highlight:{self.strength.public_id}"
        make.close(self.assessment, AssessmentStatus.FINAL)
        self.address = reverse("translations", args=[self.partnership.slug, "es"])
        self.liaison = make.make_liaison(self.partnership)

    def post(self, user, typed, *, htmx=False, **more):
        """`typed`: by place (text, version seen, English seen)."""
        data = dict(more)
        for place, (text, version, original) in typed.items():
            key = mark_of(place)
            data |= {f"text-{key}": text, f"version-{key}": version, f"original-{key}": mark_of(original)}
        return signed_in(user).post(self.address, data, headers={"HX-Request": "true"} if htmx else {})


@pytest.fixture
def summary():
    return Summary()


def rows():
    return list(Translation.objects.values_list("place", "text", "original", "version"))


def test_every_text_is_shown_with_its_state(summary):
    page = signed_in(summary.liaison).get(summary.address).content.decode()
    assert "Trust" in page and "Not translated" in page and "Staffing" in page


def test_a_translation_is_saved_with_what_it_translates(summary):
    response = summary.post(summary.liaison, {summary.place: (" Confianza ", 0, "Trust")})
    assert response.status_code == 302
    assert rows() == [(summary.place, "Confianza", "Trust", 1)]
    assert Translation.history.get().history_user == summary.liaison


@pytest.mark.slow
def test_what_somebody_else_wrote_is_shown_and_what_was_typed_is_kept(summary):
    summary.post(summary.liaison, {summary.place: ("Confianza", 0, "Trust")})
    response = summary.post(make.make_director(summary.partnership), {summary.place: ("Fe", 0, "Trust")})
    page = response.content.decode()
    assert response.status_code == 409
    assert "Confianza" in page and "Fe</textarea>" in page
    assert rows() == [(summary.place, "Confianza", "Trust", 1)]


def test_a_translation_of_an_english_text_that_changed_meanwhile_is_not_saved(summary):
    response = summary.post(summary.liaison, {summary.place: ("Confianza", 0, "Trust and time")})
    assert response.status_code == 409
    assert "Confianza</textarea>" in response.content.decode()
    assert rows() == []


@pytest.mark.slow
def test_a_changed_original_makes_it_stale_until_somebody_says_that_it_still_holds(summary):
    summary.post(summary.liaison, {summary.place: ("Confianza", 0, "Trust")})
    Translation.objects.update(original="Trusts")
    page = signed_in(summary.liaison).get(summary.address).content.decode()
    assert "The English was changed" in page and "Trusts" in page
    summary.post(
        summary.liaison,
        {summary.place: ("Confianza", 1, "Trust")},
        **{f"still-{mark_of(summary.place)}": "on"},
    )
    assert rows() == [(summary.place, "Confianza", "Trust", 2)]


def test_saving_one_keeps_what_was_typed_for_the_others(summary):
    director = make.make_director(summary.partnership)
    typed = {summary.place: ("Confianza", 0, "Trust"), "category:1": ("Personal", 0, "Staffing")}
    response = summary.post(director, typed, only=mark_of(summary.place))
    assert "Personal</textarea>" in response.content.decode()
    assert [row[1] for row in rows()] == ["Confianza"]


@pytest.mark.slow
def test_what_was_typed_for_a_text_that_is_gone_is_shown_once_more(summary):
    data = {summary.place: ("Confianza", 0, "Trust"), "highlight:gone": ("Autobuses", 0, "Buses")}
    response = summary.post(summary.liaison, data)
    assert response.status_code == 409
    assert '<li class="lines" lang="es">Autobuses</li>' in response.text
    assert [row[1] for row in rows()] == ["Confianza"]
    del data[summary.place]
    response = summary.post(summary.liaison, data, only=mark_of("highlight:gone"), htmx=True)
    assert "Autobuses" in response.text and "<form" not in response.text


@pytest.mark.slow
def test_a_saved_translation_of_a_text_that_is_gone_is_nothing_to_say(summary):
    summary.post(summary.liaison, {summary.place: ("Confianza", 0, "Trust")})
    Translation.objects.update(place="highlight:gone")
    response = summary.post(summary.liaison, {"highlight:gone": ("Confianza", 1, "Trust")})
    assert response.status_code == 302


@pytest.mark.slow
def test_a_text_that_all_share_is_translated_by_directors_once_for_all(summary):
    typed = {"category:1": ("Personal", 0, "Staffing")}
    summary.post(summary.liaison, typed)
    assert rows() == []
    summary.post(make.make_director(summary.partnership), typed)
    assert Translation.objects.get().partnership is None


def test_it_is_for_those_who_enter(summary):
    viewer, outsider = make.make_viewer(summary.partnership), make.make_liaison(make.make_partnership())
    assert signed_in(viewer).get(summary.address).status_code == 403
    assert signed_in(outsider).get(summary.address).status_code == 404
    assert signed_in(summary.liaison).get(summary.address.replace("/es/", "/en/")).status_code == 404


def test_a_text_that_is_too_long_is_refused_and_kept(summary):
    response = summary.post(summary.liaison, {summary.place: ("a" * 20_001, 0, "Trust")})
    assert response.status_code == 409
    assert "At most 20000 characters fit" in response.content.decode()


def test_the_reports_lead_to_it_for_those_who_translate(summary):
    page = reverse("reports", args=[summary.partnership.slug])
    assert summary.address in signed_in(summary.liaison).get(page).content.decode()
    viewer = make.make_viewer(summary.partnership)
    assert summary.address not in signed_in(viewer).get(page).content.decode()


def test_every_text_says_what_it_is(summary):
    make.say(summary.partnership)
    for place in asked_of(summary.assessment):
        assert place.partition(":")[0] in HEADINGS
