"""A line of the workspace is rendered once for the same values, and only for them."""

import re

import pytest
from django.db import connection

from assessments.models import Assessment, Rating
from assessments.rating.rendering import kept_html
from core import locks
from partnerships.models import Item, Measure, RatingLevel, RatingScale
from tests import factories as make
from tests.assessments.test_filters import an_earlier_period


@pytest.fixture
def rated(sheet):
    """The sheet with a joint assessment before it, two comments, a flag and a measure. Its text can be changed."""
    before = make.make_cycle(edition=sheet.edition, period=an_earlier_period(sheet))
    sheet.earlier = make.make_assessment(sheet.partnership, cycle=before)
    make.make_rating(sheet.earlier, sheet.first, "1", comment="So it was.", flag=True)
    make.close(sheet.earlier)
    locks.remove(connection)
    sheet.measure = make.make_measure(sheet.category)
    rating = make.make_rating(sheet.assessment, sheet.first, "2", comment="So it is.", flag=True)
    rating.shown_by.create(measure=sheet.measure)
    make.make_rating(sheet.assessment, sheet.below, comment="Not yet")
    kept_html.kept.cache_clear()
    return sheet


def page_of(client, user, sheet):
    """What somebody reads, without what is new in every answer."""
    client.force_login(user)
    response = client.get(sheet.url)
    return response.status_code, re.sub(r'(csrfmiddlewaretoken" value=")[^"]*', r"\1", response.text)


def rendered(client, user, sheet):
    """How many lines were rendered for a page."""
    before = kept_html.kept.cache_info().misses
    page_of(client, user, sheet)
    return kept_html.kept.cache_info().misses - before


@pytest.mark.slow
def test_a_line_that_nobody_changed_is_not_rendered_twice(client, rated):
    assert rendered(client, rated.liaison, rated) == 4
    assert rendered(client, rated.liaison, rated) == 0
    Rating.objects.filter(assessment=rated.assessment, item=rated.first).update(comment="Otherwise")
    assert rendered(client, rated.liaison, rated) == 1


@pytest.mark.slow
def test_what_a_person_left_unsaved_is_never_kept(liaison, rated):
    entry = rated.form(level="9", comment="Only mine")
    for _ in range(2):
        before = kept_html.kept.cache_info().misses
        assert "Only mine" in liaison.post(rated.rate_url(), entry).text
    assert kept_html.kept.cache_info().misses == before
    assert "Only mine" not in page_of(liaison, rated.liaison, rated)[1]


def move(sheet):
    sheet.liaison.memberships.update(organization=make.make_organization())


CHANGES = {
    "membership": move,
    "role": lambda sheet: sheet.liaison.memberships.update(role="viewer"),
    "status": lambda sheet: make.close(sheet.assessment, "submitted"),
    "returned": lambda sheet: Assessment.objects.filter(pk=sheet.assessment.pk).update(
        status="returned", remark="Again"
    ),
    "level": lambda sheet: sheet.assessment.ratings.filter(item=sheet.first).update(level=level(sheet, "0")),
    "no level": lambda sheet: sheet.assessment.ratings.filter(item=sheet.first).update(level=None),
    "flag": lambda sheet: sheet.assessment.ratings.update(flag=False),
    "comment": lambda sheet: sheet.assessment.ratings.update(comment="Other words"),
    "version": lambda sheet: sheet.assessment.ratings.update(version=7),
    "wording": lambda sheet: Item.objects.filter(pk=sheet.first.pk).update(text="Fill <every> post & seat."),
    "title": lambda sheet: Item.objects.filter(pk=sheet.first.pk).update(title="Posts"),
    "reference": lambda sheet: Item.objects.filter(pk=sheet.first.pk).update(reference="1.9"),
    "heading": lambda sheet: Item.objects.filter(pk=sheet.second.pk).update(is_rated=False),
    "addition": lambda sheet: Item.objects.filter(pk=sheet.first.pk).update(local_to=sheet.partnership),
    "scale": lambda sheet: Item.objects.filter(pk=sheet.second.pk).update(
        scale=make.make_scale(flag_label="Odd")
    ),
    "label": lambda sheet: RatingLevel.objects.filter(code="2").update(label="Nearly there"),
    "code": lambda sheet: RatingLevel.objects.filter(code="2").update(code="II"),
    "colour": lambda sheet: RatingLevel.objects.filter(code="2").update(colour="ink-9"),
    "words of the flag": lambda sheet: RatingScale.objects.update(flag_label="Seen in schools"),
    "measure": lambda sheet: Measure.objects.filter(pk=sheet.measure.pk).update(label="Turnover"),
    "no measure": lambda sheet: sheet.assessment.ratings.get(item=sheet.first).shown_by.all().delete(),
    "level then": lambda sheet: sheet.earlier.ratings.update(level=level(sheet, "3")),
    "comment then": lambda sheet: sheet.earlier.ratings.update(comment="Long ago " * 40),
    "flag then": lambda sheet: sheet.earlier.ratings.update(flag=False),
    "nothing then": lambda sheet: make.close(sheet.earlier, "draft"),
}


def level(sheet, code):
    return sheet.edition.scale.levels.get(code=code)


@pytest.mark.slow
@pytest.mark.parametrize("change", CHANGES)
def test_a_page_never_shows_what_was_before(client, rated, change):
    """Warm, it is what it is cold, for everyone, before and after a change."""
    people = (rated.liaison, make.make_liaison(rated.partnership), rated.viewer, rated.director)
    before = [page_of(client, user, rated) for user in people]
    CHANGES[change](rated)
    warm = [page_of(client, user, rated) for user in people]
    kept_html.kept.cache_clear()
    assert warm == [page_of(client, user, rated) for user in reversed(people)][::-1]
    assert warm != before


ITEM = re.compile(r"<article .*?</article>", re.DOTALL)


@pytest.mark.slow
def test_two_people_get_the_same_lines_and_each_a_page_of_their_own(client, rated):
    other = make.make_liaison(rated.partnership)
    (_, one), (_, two) = (page_of(client, user, rated) for user in (rated.liaison, other))
    assert rated.liaison.name in one
    assert rated.liaison.name not in two
    assert "So it is." in one
    assert re.findall(ITEM, one) == re.findall(ITEM, two)


@pytest.mark.slow
def test_a_reader_gets_no_form_after_a_writer_had_one(client, rated):
    _, written = page_of(client, rated.liaison, rated)
    make.close(rated.assessment, "submitted")
    _, read = page_of(client, rated.viewer, rated)
    assert "1.1-level" in written
    assert "1.1-level" not in read
