"""What may be rated too, how much was judged, and what moved since a cycle earlier."""

import pytest
from django.db import IntegrityError

from assessments.models import Assessment, Rating
from assessments.rating.coverage import moved_since
from assessments.rating.lines import WorkspaceLine
from assessments.rating.previous_ratings import PreviousRatings
from assessments.rating.workspace import put_beside, workspace_of
from partnerships.models import Item, RatingLevel
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def review(db):
    """A domain with a dimension, two criteria beneath it, and a question of the first."""
    edition = make.make_edition(item_word="criterion", item_words="criteria")
    domain = make.make_category(edition, title="Teaching")
    too = {"is_rated": False, "may_be_rated": True}
    make.make_item(domain, kind="domain", text="Teaching", **too)
    dimension = make.make_item(domain, kind="dimension", text="Academics", number="1", **too)
    vision, _ = (
        make.make_item(domain, parent=dimension, number=number, kind="criterion", text=text)
        for number, text in [("1", "Vision"), ("2", "Curriculum")]
    )
    make.make_item(domain, parent=vision, number="1", kind="question", text="Is it clear?", **too)
    make.make_item(domain, number="2", text="Only a heading", is_rated=False)
    for kind in ("not_rated", "blank"):
        fields = {"code": kind[:2], "kind": kind, "label": kind.replace("_", " ").capitalize()}
        RatingLevel.objects.create(scale=edition.scale, words="x", colour="outside", position=9, **fields)
    make.adopt(edition)
    partnership = make.make_partnership(agreement=edition.agreement)
    cycle = make.make_cycle(edition=edition)
    return make.make_assessment(partnership, cycle=cycle, by=partnership.partner)


@pytest.fixture
def writer(client, review):
    client.force_login(make.make_liaison(review.partnership))
    return client


def address(review):
    return f"/assessments/{review.public_id}/"


def test_the_domain_has_its_category_s_number_and_what_stands_beneath_it_its_place(review):
    references = list(Item.objects.values_list("reference", flat=True))
    assert references == ["1", "1.1", "1.1.1", "1.1.2", "1.1.1.1", "1.2"]


def test_what_may_be_rated_too_is_offered_where_it_is_asked_for(writer, review):
    page, offered = (writer.get(f"{address(review)}{query}").text for query in ("", "?also=1"))
    assert "Rate domains, dimensions and questions too" in page
    assert [f'name="{one}-level"' in page for one in ("1", "1.1", "1.1.1", "1.1.1.1")] == [
        False,
        False,
        True,
        False,
    ]
    assert all(f'name="{one}-level"' in offered for one in ("1", "1.1", "1.1.1", "1.1.1.1"))
    assert "0 of 2 rated" in page and "0 of 2 rated" in offered


@pytest.mark.parametrize("reference", ["1", "1.1", "1.1.1.1"])
def test_a_rating_of_it_is_kept_and_shown_and_not_counted(writer, review, reference):
    answer = {f"{reference}-level": "2", f"{reference}-version": "0", f"{reference}-comment": "Seen"}
    writer.post(f"{address(review)}items/{reference}/", answer)
    assert Rating.objects.get().level.code == "2"
    page = writer.get(address(review)).text
    assert f'name="{reference}-level"' in page
    assert "0 of 2 rated" in page


def test_what_is_a_heading_and_no_more_takes_no_rating(review):
    with pytest.raises(IntegrityError):
        make.make_rating(review, Item.objects.get(reference="1.2"), "2")


def test_what_is_only_said_not_to_be_rated_is_covered_by_nothing(writer, review):
    for reference, code in [("1.1.1", "2"), ("1.1.2", "no")]:
        make.make_rating(review, Item.objects.get(reference=reference), code)
    assert "1 of 2 criteria rated. Of the others 1 not rated." in writer.get(address(review)).text


def test_what_its_source_prints_stands_beside_a_level_until_another_is_chosen(writer, review):
    vision = Item.objects.get(reference="1.1.1")
    make.make_rating(review, vision, "no", printed_as="Not Rated")
    answer = {"1.1.1-level": "3", "1.1.1-version": "1", "1.1.1-comment": ""}
    writer.post(f"{address(review)}items/1.1.1/", answer)
    assert Rating.objects.get().printed_as == ""


def test_what_moved_since_the_earlier_review_is_told_in_a_sentence(review):
    make.make_rating(review, Item.objects.get(reference="1.1.1"), "1")
    make.make_rating(review, Item.objects.get(reference="1.1.2"), "no")
    make.close(review)
    later = make.make_cycle(edition=review.cycle.edition, period=make.make_period(label="2031-2032"))
    april = make.make_assessment(review.partnership, cycle=later, by=review.by)
    make.make_rating(april, Item.objects.get(reference="1.1.1"), "2")
    make.make_rating(april, Item.objects.get(reference="1.1.2"), "1")
    april = Assessment.objects.with_partnership().get(pk=april.pk)
    previous = PreviousRatings(april, make.make_liaison(review.partnership), with_levels=False)
    lines = workspace_of(april, previous=previous).lines
    put_beside(lines, april, previous)
    told = moved_since(lines, previous.assessment)
    assert told.endswith("1 rose and 1 changed from or to what is no score.")
    assert moved_since([WorkspaceLine(line.item) for line in lines], previous.assessment) == ""


def test_a_contradiction_of_the_source_is_for_those_who_write_or_review(client, writer, review):
    vision = Item.objects.get(reference="1.1.1")
    said = {"first_place": "Page 1", "first_words": "4/13", "second_place": "Page 2", "second_words": "4/11"}
    vision.edition.contradictions.create(item=vision, why="Both cannot be.", **said)
    make.close(review)
    assert "The source contradicts itself: Both cannot be." in writer.get(address(review)).text
    reader = make.make_user()
    make.make_membership(reader, review.partnership.partner, "viewer")
    client.force_login(reader)
    assert "Both cannot be." not in client.get(address(review)).text
