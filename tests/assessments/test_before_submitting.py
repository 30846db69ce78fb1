"""What the check list names before an assessment is submitted."""

from datetime import date

import pytest

from assessments.highlights.by_side import leave_aside
from assessments.models import Assessment, Highlight, RatingMeasure
from assessments.workflow.before_submitting import checklist_of, to_explain
from tests import factories as make

from .around import Round


@pytest.fixture
def complete(sheet):
    """A sheet in which nothing needs attention: 1.1 at 3 with its measure, the others at 2."""
    top = make.make_rating(sheet.assessment, sheet.first, "3")
    edition = sheet.edition
    row = make.make_row(sheet.category, sheet.partnership)
    assert row.edition_id == edition.pk
    sheet.named = RatingMeasure.objects.create(rating=top, row=row)
    for item in (sheet.second, sheet.below):
        make.make_rating(sheet.assessment, item, "2")
    for kind in ("strength", "focus"):
        Highlight.objects.create(assessment=sheet.assessment, kind=kind, text="Buses")
    Assessment.objects.update(date=date(2024, 9, 1), participants="Ann")
    sheet.assessment = Assessment.objects.with_partnership().get()
    return sheet


def points(sheet):
    return [(point.sentence, point.links) for point in checklist_of(sheet.assessment)]


@pytest.mark.slow
def test_when_all_is_there_nothing_needs_attention(liaison, complete):
    assert points(complete) == []
    page = liaison.get(f"{complete.url}submit/").text
    assert "Nothing needs attention." in page
    assert "<textarea" not in page
    assert liaison.post(f"{complete.url}submit/").status_code == 302
    complete.assessment.refresh_from_db()
    assert complete.assessment.status == "submitted"


def test_an_unrated_item_is_named(complete):
    complete.assessment.ratings.filter(item=complete.second).update(level=None)
    complete.assessment.ratings.filter(item=complete.below).delete()
    links = (("1.2", "item-1.2"), ("1.3.a", "item-1.3.a"))
    assert points(complete) == [("2 items are not rated yet:", links)]


def test_an_untouched_sheet_says_that_no_item_is_rated(sheet):
    sheet.assessment = Assessment.objects.with_partnership().get()
    assert points(sheet)[0][0] == "No item is rated yet:"


def test_the_top_of_the_scale_without_a_measure_is_worth_a_look_and_wants_no_explanation(liaison, complete):
    complete.named.delete()
    sentence = "1 item is at 3, “Positive outcomes”, without a measure that shows it:"
    assert points(complete) == [(sentence, (("1.1", "item-1.1"),))]
    assert to_explain(checklist_of(complete.assessment)) == []
    page = liaison.get(f"{complete.url}submit/").text
    assert ("<h2>Worth a look</h2>" in page, "<h2>To be explained</h2>" in page) == (True, False)
    assert ("<textarea" in page, "Submit anyway" in page) == (False, False)
    assert liaison.post(f"{complete.url}submit/").status_code == 302
    complete.assessment.refresh_from_db()
    assert (complete.assessment.status, complete.assessment.explanation) == ("submitted", "")


@pytest.mark.parametrize(("comment", "named"), [("", True), (" \n", True), ("No such school", False)])
def test_not_applicable_wants_a_reason(complete, comment, named):
    level = complete.edition.scale.levels.get(code="N/A")
    complete.assessment.ratings.filter(item=complete.second).update(level=level, comment=comment)
    expected = [("1 item is at N/A, “Not applicable”, without a reason:", (("1.2", "item-1.2"),))]
    assert points(complete) == (expected if named else [])
    assert len(to_explain(checklist_of(complete.assessment))) == named


@pytest.mark.parametrize(("comment", "named"), [("", True), (" \n", True), ("Since May", False)])
def test_a_flag_wants_a_comment(complete, comment, named):
    complete.assessment.ratings.filter(item=complete.second).update(flag=True, comment=comment)
    expected = [("1 item is marked * without a comment:", (("1.2", "item-1.2"),))]
    assert points(complete) == (expected if named else [])


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("strength", "No strengths are written down yet."),
        ("focus", "No areas of focus are written down yet."),
    ],
)
def test_strengths_and_areas_of_focus_are_missed(complete, kind, sentence):
    complete.assessment.highlights.filter(kind=kind).delete()
    assert [(words, links[0][1]) for words, links in points(complete)] == [(sentence, kind)]


def test_date_and_participants_are_missed(complete):
    complete.assessment.date, complete.assessment.participants = None, " "
    assert points(complete) == [
        ("No date is set.", (("Set the date", "id_when"),)),
        ("No participants are named.", (("Name them", "id_participants"),)),
    ]


@pytest.mark.parametrize("more", [0, 15])
def test_the_list_takes_as_many_queries_however_long_it_is(db, more, django_assert_num_queries):
    edition = make.make_edition()
    category = make.make_category(edition)
    for _ in range(1 + more):
        make.make_item(category)
    make.make_assessment(cycle=make.make_cycle(edition=edition))
    assessment = Assessment.objects.with_partnership().get()
    with django_assert_num_queries(4):
        checklist_of(assessment)


def test_what_the_conference_has_not_spoken_of_is_worth_a_look(db):
    around = Round()
    Highlight.objects.create(assessment=around.own, kind="focus", text="Transport")
    left = Highlight.objects.create(assessment=around.own, kind="strength", text="Trust")
    joint = around.begin()
    leave_aside(joint, left, by=around.director)
    (point,) = [one for one in checklist_of(joint) if "of the sides" in one.sentence]
    assert point.sentence == "1 area of focus of the sides is neither taken over nor left aside:"
    assert (point.links, point.is_only_a_hint) == ((("See them", "focus"),), True)
