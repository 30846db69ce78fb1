"""The public summary in Spanish."""

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import AssessmentStatus, Highlight, HighlightKind
from reports.models import Translation
from reports.public import parts
from reports.public.content import content_for
from reports.public.publishing import publish
from reports.summary_texts import asked_of
from reports.translating import is_shared
from tests import factories as make
from tests.test_site import signed_in

pytestmark = pytest.mark.django_db


class Summary:
    def __init__(self):
        self.partnership = make.make_partnership()
        edition = make.make_edition(agreement=self.partnership.agreement)
        category = make.make_category(edition, title="Staffing")
        item = make.make_item(category)
        make.adopt(edition)
        assessment = make.make_assessment(self.partnership, cycle=make.make_cycle(edition=edition))
        make.make_rating(assessment, item, "2")
        kinds = {"Trust": HighlightKind.STRENGTH, "Buses": HighlightKind.FOCUS}
        points = [
            Highlight.objects.create(assessment=assessment, kind=kind, text=text)
            for text, kind in kinds.items()
        ]
        make.close(assessment, AssessmentStatus.FINAL)
        self.assessment = assessment
        self.trust, self.buses = (f"highlight:{one.public_id}" for one in points)
        self.director = make.make_director(self.partnership)

    def translate(self, place, original, text):
        Translation.objects.create(
            agreement=self.partnership.agreement,
            partnership=None if is_shared(place) else self.partnership,
            language="es",
            place=place,
            original=original,
            text=text,
        )

    def page(self):
        publish(self.partnership, list(parts.LABELS), by=self.director)
        return Client().get(reverse("public-es", args=[self.partnership.slug]))


@pytest.fixture
def summary():
    return Summary()


def test_there_is_no_page_before_anything_is_translated(summary):
    assert summary.page().status_code == 404
    overview = Client().get(reverse("public-overview", args=[summary.partnership.slug])).text
    assert "Español" not in overview


def test_what_is_translated_is_in_spanish_and_the_rest_says_that_it_is_english(summary):
    summary.translate(summary.trust, "Trust", "Confianza")
    summary.translate("category:1", "Staffing", "Personal")
    page = summary.page().text
    assert '<html lang="es">' in page
    assert "Confianza" in page and "Personal" in page and "Trust" not in page
    assert '<span lang="en">Buses</span>' in page
    assert "puntos" in page and "Áreas de enfoque" in page
    overview = Client().get(reverse("public-overview", args=[summary.partnership.slug])).text
    assert 'lang="es" hreflang="es">Español</a>' in overview


def test_a_translation_of_a_former_text_is_not_published(summary):
    summary.translate(summary.trust, "Trusts", "Confianza")
    content = content_for(summary.partnership, list(parts.LABELS)).content
    assert content["spanish"] is None


def test_a_part_that_is_not_published_is_not_there_in_spanish_either(summary):
    summary.translate(summary.trust, "Trust", "Confianza")
    content = content_for(summary.partnership, [parts.RATINGS, parts.SPANISH]).content
    assert content["spanish"] is None


def test_staff_are_offered_every_text_of_it(summary):
    for place, original in asked_of(summary.assessment).items():
        summary.translate(place, original, f"ES {original}")
    page = summary.page().text
    assert 'lang="en"' not in page.replace('lang="en" hreflang="en">English', "")


@pytest.mark.slow
def test_who_publishes_reads_it_before(summary):
    summary.translate(summary.trust, "Trust", "Confianza")
    page = signed_in(summary.director).get(reverse("publishing", args=[summary.partnership.slug]))
    assert page.status_code == 200
    assert "Confianza" in page.text and '<div class="public-site" lang="es">' in page.text
