"""What people decide on is shown whole wherever it stands: with what it stands beneath, and its parts."""

import re

import pytest

from assessments.highlights.lists import add_highlight
from tests import factories as make
from tests.words import words_of_main

from .around import Round
from .workbooks.helpers import download, filled, upload


@pytest.fixture
def around(db):
    """A conference about an edition with one item to rate: “Develop: together ways to: plan early, share”."""
    around = Round()
    edition = make.make_edition(agreement=around.edition.agreement, scale=around.edition.scale)
    category = make.make_category(edition)
    develop = make.make_item(category, text="Develop:", is_rated=False)
    together = make.make_item(category, parent=develop, text="together", is_rated=False)
    around.item = make.make_item(category, parent=together, text="ways to:")
    plan = make.make_item(category, parent=around.item, text="plan", is_rated=False)
    make.make_item(category, parent=plan, text="early", is_rated=False)
    make.make_item(category, parent=around.item, text="share", is_rated=False)
    around.table = make.make_assessment(around.partnership, cycle=make.make_cycle(edition=edition))
    return around


@pytest.fixture
def director(client, around):
    client.force_login(around.director)
    return client


WHOLE = "Develop:.*together.*ways to:.*plan.*early.*share"


@pytest.mark.parametrize(
    "place", ["", "conference/", "meeting/", "items/1.1.a.a/history/", "items/1.1.a.a/measures/"]
)
def test_on_every_page_that_shows_it(director, around, place):
    page = director.get(f"/assessments/{around.table.public_id}/{place}").text
    assert re.search(WHOLE, words_of_main(page))
    for part in ("early", "share"):
        assert len(re.findall(rf"\b{part}\b", words_of_main(page))) == 1


def test_in_the_choice_of_what_a_strength_speaks_of(director, around):
    strength = add_highlight(around.table, "strength", "Plans", by=around.director)
    page = words_of_main(director.get(f"/highlights/{strength.public_id}/points/").text)
    assert "1.1.a.a Develop: together ways to:" in page
    assert "1.1.a.a.b Develop: together ways to: share" in page


@pytest.mark.slow
def test_where_what_a_workbook_would_change_is_accepted(liaison, sheet):
    preview = upload(liaison, sheet, filled(download(liaison, sheet), {"D7": 2}))
    assert f"1.3.a Develop: {sheet.below.text}" in words_of_main(preview.text)


def test_on_the_page_of_its_trend(director, around):
    page = words_of_main(
        director.get(f"/partnerships/{around.partnership.slug}/trends/items/{around.item.lineage}/").text
    )
    assert re.search(WHOLE, page)
