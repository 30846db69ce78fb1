"""What the ratings suggest, rule by rule, and what a person does with it."""

import pytest

from assessments import suggestions as rules
from assessments.actions import add_highlight
from assessments.models import Assessment, Dismissal, Highlight
from assessments.suggestions import Chapter, Line, Mark, Ratings
from partnerships.models import LineageBreak
from tests import factories as make

HTMX = {"HX-Request": "true"}
NA = Mark(None)


def mark(value):
    return value if value is None or value is NA else Mark(value)


def ratings(*pairs, number=6):
    """One category with an item for each (now, before)."""
    lines = (
        Line(f"{number}.{n}", f"Promise {n}", mark(now), mark(before))
        for n, (now, before) in enumerate(pairs, 1)
    )
    chapter = Chapter(number, "Transportation", tuple(lines))
    return Ratings((chapter,), met_from=2, top=3, flag_symbol="*", flag_label="Has impacted outcomes")


def reasons(rule, of):
    return [suggestion.reason for suggestion in rule(of)]


def test_a_category_met_for_two_cycles_is_a_strength():
    [made] = rules.held(ratings((2, 3), (3, 2)))
    assert made == rules.Suggestion(
        kind="strength",
        key="held:6",
        text="Transportation",
        reason="Category 6: every item at 2 or more for two cycles",
        threshold="A category with every item at 2 or more, this time and the time before.",
        references=("6.1", "6.2"),
    )


@pytest.mark.parametrize(
    ("pairs", "holds"),
    [
        ([(2, 2), (NA, 2)], True),
        ([(2, 2), (3, NA)], True),
        ([(2, 2), (1, NA)], False),
        ([(2, 2), (None, 2)], False),
        ([(2, 2), (2, None)], False),
        ([(2, 2), (2, 1)], False),
        ([(2, 2), (1, 3)], False),
        ([(NA, NA)], False),
        ([(3, None), (3, None)], False),
    ],
)
def test_not_applicable_is_no_item_and_not_rated_is_not_met(pairs, holds):
    assert bool(reasons(rules.held, ratings(*pairs))) == holds


def test_two_levels_up_are_a_strength_and_one_is_not():
    found = reasons(rules.rose, ratings((3, 1), (3, 2), (2, 0), (3, None), (3, NA), (NA, 0)))
    assert found == ["6.1 rose from 1 to 3", "6.3 rose from 0 to 2"]
    assert reasons(rules.rose, ratings((3, 1), (3, 0))) == ["6.2 rose from 0 to 3", "6.1 rose from 1 to 3"]


def test_one_level_down_is_an_area_of_focus():
    found = reasons(rules.fell, ratings((1, 2), (2, 2), (0, None), (None, 3), (NA, 3), (0, NA), (0, 3)))
    assert found == ["6.7 fell from 3 to 0", "6.1 fell from 2 to 1"]


def test_the_highest_level_with_the_flag_is_a_strength():
    flagged = [Line("1.1", "a", Mark(3, flag=True)), Line("1.2", "b", Mark(2, flag=True)), Line("1.3", "c")]
    of = Ratings((Chapter(1, "Staffing", tuple(flagged)),), 2, 3, "*", "Has impacted outcomes")
    assert reasons(rules.top_with_flag, of) == ["1.1 stands at 3, and says “Has impacted outcomes” (*)"]
    assert reasons(rules.top_with_flag, Ratings(of.chapters, 2, 3)) == []


def test_low_for_two_cycles_is_an_area_of_focus():
    found = reasons(rules.low_twice, ratings((1, 1), (0, 1), (1, 2), (1, None), (NA, 0), (None, 1)))
    assert found == ["6.1 at 1 or below for two cycles", "6.2 at 1 or below for two cycles"]


def test_a_category_half_below_met_is_an_area_of_focus():
    [made] = rules.mostly_below(ratings((1, None), (0, None), (2, None), (None, None), (NA, None)))
    assert (made.reason, made.references) == ("Category 6: 2 of 4 items below 2", ("6.1", "6.2"))
    for pairs in ([(1, 0), (2, 0), (2, 0)], [(1, 0), (None, 0), (None, 0)], [(NA, 1)], [(None, 1)]):
        assert reasons(rules.mostly_below, ratings(*pairs)) == []


def sided(*values):
    lines = (
        Line(f"4.{n}", "Promise", sides=tuple(zip(("Clayton", "SSD"), pair, strict=False)))
        for n, pair in enumerate(values, 1)
    )
    return Ratings((Chapter(4, "Data", tuple(lines)),), 2, 3)


def test_the_widest_gaps_between_the_sides_are_areas_of_focus_three_at_most():
    found = reasons(rules.widest_gaps, sided((3, 1), (3, 2), (0, 3), (2, 0), (0, 2), (3,), ()))
    assert found == [
        "Widest gap between the two sides: 4.3 (Clayton 0, SSD 3)",
        "Gap between the two sides: 4.1 (Clayton 3, SSD 1)",
        "Gap between the two sides: 4.4 (Clayton 2, SSD 0)",
    ]


def test_a_long_text_is_cut_between_words():
    [made] = rules.fell(Ratings((Chapter(1, "S", (Line("1.1", "word " * 80, Mark(0), Mark(1)),)),), 2, 3))
    assert len(made.text) <= 202
    assert made.text.endswith("word …")


@pytest.fixture
def earlier(sheet):
    """The side's final assessment of an earlier cycle of the same edition."""
    period = make.make_period(start="1999-07-01", end="2000-06-30")
    cycle = make.make_cycle(edition=sheet.edition, period=period)
    return make.make_assessment(sheet.partnership, cycle=cycle, by=sheet.partnership.partner)


def rate(assessment, **codes):
    """`rate(assessment, i1_1="2")`."""
    for name, code in codes.items():
        reference = name.removeprefix("i").replace("_", ".")
        make.make_rating(assessment, assessment.items().get(reference=reference), code)


def found_for(sheet, user=None):
    assessment = Assessment.objects.with_partnership().get(pk=sheet.assessment.pk)
    found = rules.suggestions_for(assessment, user or sheet.liaison)
    return {kind: [one.reason for one in of.shown] for kind, of in found.items()}


def test_one_cycle_only_compares_nothing(sheet):
    rate(sheet.assessment, i1_1="0", i1_2="3")
    assert found_for(sheet) == {"strength": [], "focus": []}


def test_the_cycle_before_is_compared_by_lineage(sheet, earlier):
    rate(earlier, i1_1="2", i1_2="1", i1_3_a="2")
    make.close(earlier)
    rate(sheet.assessment, i1_1="1", i1_2="3", i1_3_a="N/A")
    assert found_for(sheet) == {
        "strength": ["1.2 rose from 1 to 3"],
        "focus": ["Category 1: 1 of 2 items below 2", "1.1 fell from 2 to 1"],
    }


def test_what_was_not_handed_in_is_not_compared(sheet, earlier):
    rate(earlier, i1_1="2")
    rate(sheet.assessment, i1_1="1")
    for status in ("draft", "returned"):
        Assessment.objects.filter(pk=earlier.pk).update(status=status, remark="Look again.")
        assert found_for(sheet)["focus"] == []


def test_a_broken_line_is_not_compared(sheet):
    old = make.make_edition(
        agreement=sheet.edition.agreement, scale=sheet.edition.scale, effective_from="1999-07-01"
    )
    category = make.make_category(old)
    for item in (sheet.first, sheet.second):
        make.make_item(category, lineage=item.lineage)
    make.adopt(old)
    period = make.make_period(start="1999-07-01", end="2000-06-30")
    before = make.make_assessment(
        sheet.partnership, cycle=make.make_cycle(edition=old, period=period), by=sheet.partnership.partner
    )
    rate(before, i1_1="3", i1_2="3")
    make.close(before)
    rate(sheet.assessment, i1_1="2", i1_2="2")
    LineageBreak.objects.create(
        edition=sheet.edition, lineage=sheet.second.lineage, reason="Reworded", made_by=sheet.director
    )
    assert found_for(sheet)["focus"] == ["1.1 fell from 3 to 2"]


@pytest.fixture
def other_side(sheet):
    lead = sheet.partnership.agreement.lead
    lead.short_name = "SSD"
    lead.save()
    return make.make_assessment(sheet.partnership, cycle=sheet.assessment.cycle, by=lead)


def test_the_other_side_is_not_told_of_before_all_are_seen(sheet, other_side):
    rate(sheet.assessment, i1_1="3")
    rate(other_side, i1_1="0")
    for status in ("draft", "submitted"):
        Assessment.objects.filter(pk=other_side.pk).update(status=status)
        assert found_for(sheet)["focus"] == []


def test_the_joint_assessment_is_told_where_the_sides_are_far_apart(sheet, other_side):
    rate(sheet.assessment, i1_1="3")
    rate(other_side, i1_1="0")
    for side in (sheet.assessment, other_side):
        make.close(side, "submitted")
    joint = make.make_assessment(sheet.partnership, cycle=sheet.assessment.cycle)
    found = rules.suggestions_for(Assessment.objects.with_partnership().get(pk=joint.pk), sheet.liaison)
    name = sheet.partnership.partner.short_name
    assert [one.reason for one in found["focus"].shown] == [
        f"Widest gap between the two sides: 1.1 ({name} 3, SSD 0)"
    ]


@pytest.fixture
def fallen(sheet, earlier):
    """1.1 fell from 2 to 0, with the other items met."""
    rate(earlier, i1_1="2", i1_2="2", i1_3_a="2")
    make.close(earlier)
    rate(sheet.assessment, i1_1="0", i1_2="2", i1_3_a="2")
    return sheet


def test_each_suggestion_says_why_and_by_what_rule(liaison, fallen):
    page = liaison.get(f"{fallen.url}suggestions/?kind=focus", headers=HTMX).text
    assert "1.1 fell from 2 to 0" in page
    assert "An item that fell by 1 level or more since the time before." in page
    assert "“Fill every post.”" in page
    assert not Highlight.objects.exists()


def test_without_javascript_there_is_a_page(liaison, fallen):
    page = liaison.get(f"{fallen.url}suggestions/").text
    assert "<h1>Suggestions</h1>" in page
    assert "1.1 fell from 2 to 0" in page
    assert "hx-post" not in page
    assert "The ratings as they stand suggest nothing." in page
    assert f'href="{fallen.url}suggestions/#suggestions-focus"' in liaison.get(fallen.url).text


def test_one_that_is_added_points_to_its_items_and_is_not_suggested_again(liaison, fallen):
    form = {"text": "Fill every post.", "item": ["1.1"]}
    response = liaison.post(f"{fallen.url}focus/add/", form, headers=HTMX)
    highlight = Highlight.objects.get()
    assert (highlight.kind, highlight.text) == ("focus", "Fill every post.")
    assert [item.reference for item in highlight.items.all()] == ["1.1"]
    assert 'id="suggestions-focus" hx-swap-oob="true"' in response.text
    assert found_for(fallen)["focus"] == []


def test_what_a_highlight_points_to_already_is_not_suggested(fallen):
    ours = add_highlight(fallen.assessment, "focus", "In our own words", by=fallen.liaison)
    assert found_for(fallen)["focus"] == ["1.1 fell from 2 to 0"]
    ours.items.add(fallen.first)
    assert found_for(fallen)["focus"] == []


def test_a_dismissal_is_remembered_with_its_person_and_can_be_taken_back(liaison, fallen):
    form = {"kind": "focus", "key": "fell:1.1"}
    page = liaison.post(f"{fallen.url}suggestions/dismiss/", form, headers=HTMX).text
    assert "1 dismissed suggestion<" in page
    assert f"dismissed by {fallen.liaison.name}" in page
    assert found_for(fallen)["focus"] == []
    row = Dismissal.objects.get()
    assert (row.assessment, row.key, row.made_by) == (fallen.assessment, "fell:1.1", fallen.liaison)
    page = liaison.post(f"{fallen.url}suggestions/bring-back/", form, headers=HTMX).text
    assert "dismissed suggestion" not in page
    assert found_for(fallen)["focus"] == ["1.1 fell from 2 to 0"]


def test_dismissing_twice_or_what_is_not_suggested_leaves_no_trace(liaison, fallen):
    for key in ("fell:1.1", "fell:1.1", "fell:9.9", "x" * 500, ""):
        form = {"kind": "focus", "key": key}
        response = liaison.post(f"{fallen.url}suggestions/dismiss/", form)
        assert response.url == f"{fallen.url}suggestions/#suggestions-focus"
    assert [row.key for row in Dismissal.objects.all()] == ["fell:1.1"]
    assert liaison.post(f"{fallen.url}suggestions/dismiss/", {"kind": "luck"}).status_code == 404


def test_suggestions_are_for_writers_while_the_assessment_is_open(client, fallen):
    make.close(fallen.assessment, "submitted")
    url = f"{fallen.url}suggestions/"
    for user, status in ((fallen.liaison, 302), (fallen.viewer, 403), (make.make_user(), 404)):
        client.force_login(user)
        assert client.get(url).status_code == status
        expected = 409 if user == fallen.liaison else status
        assert client.post(f"{url}dismiss/", {"kind": "focus", "key": "fell:1.1"}).status_code == expected


@pytest.mark.parametrize("more", [0, 6])
def test_as_many_queries_for_many_suggestions(liaison, fallen, more, django_assert_num_queries):
    for number in range(1 + more):
        row = add_highlight(fallen.assessment, "focus", f"Our own {number}", by=fallen.liaison)
        row.items.add(fallen.second)
    with django_assert_num_queries(12):
        response = liaison.get(f"{fallen.url}suggestions/?kind=focus", headers=HTMX)
    assert "1.1 fell from 2 to 0" in response.text
