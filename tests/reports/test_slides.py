"""Slides in the browser, from what the State of the Partnership says."""

import re

import pytest
from django.urls import reverse

from assessments.models import HighlightKind
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlocked")]


@pytest.fixture
def assessment():
    assessment = make.make_assessment()
    category = make.make_category(assessment.cycle.edition, title="Staffing")
    for code in "12":
        make.make_rating(assessment, make.make_item(category), code)
    for number in range(9):
        assessment.highlights.create(
            kind=HighlightKind.STRENGTH, text=f"Strength <{number}>", position=number
        )
    return make.close(assessment)


def slides(client, user, assessment):
    client.force_login(user)
    return client.get(reverse("slides", args=[assessment.partnership.slug, assessment.public_id]))


@pytest.mark.slow
def test_each_slide_is_a_section_with_a_heading_of_its_own(client, assessment):
    html = slides(client, make.make_viewer(assessment.partnership), assessment).text
    titles = re.findall(r"<h[12][^>]*>(.*?)</h[12]>", html)
    assert titles[:4] == [
        f"State of the Partnership {assessment.cycle.period}",
        "Where we stand",
        "Strengths (1 of 2)",
        "Strengths (2 of 2)",
    ]
    assert html.count("<h1") == 1
    assert html.count("<section") == len(titles) == html.count("aria-labelledby")
    assert len(set(re.findall(r' id="([^"]+)"', html))) == len(re.findall(r' id="', html))
    assert "Strength &lt;8&gt;" in html
    assert "style=" not in html


@pytest.mark.slow
def test_prose_that_may_tell_a_small_count_is_named_before_they_are_shown(client, assessment):
    assessment.highlights.filter(position=8).update(text="Two students moved here")
    user = make.make_director(assessment.partnership)
    before = slides(client, user, assessment)
    assert "<li><b>Strengths (2 of 2):</b> “Two students”</li>" in before.text
    assert "<section" not in before.text
    shown = client.get(before.wsgi_request.path, {"anyway": "yes"}).text
    assert "<li>Two students moved here</li>" in shown


@pytest.mark.slow
def test_slides_are_for_whoever_reads_the_report(client, assessment):
    assert slides(client, make.make_liaison(make.make_partnership()), assessment).status_code == 404
    draft = make.make_assessment(assessment.partnership, by=assessment.partnership.partner)
    assert slides(client, make.make_director(assessment.partnership), draft).status_code == 404


@pytest.mark.slow
def test_the_page_of_the_report_leads_to_them(client, assessment):
    client.force_login(make.make_director(assessment.partnership))
    slug = assessment.partnership.slug
    page = client.get(reverse("document", args=[slug, "state-of-the-partnership"])).text
    assert reverse("slides", args=[slug, assessment.public_id]) in page
    assert reverse("forum-goals", args=[assessment.public_id]) in page
