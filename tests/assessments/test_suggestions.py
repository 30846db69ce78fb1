"""What the ratings suggest, rule by rule, and what a person does with it."""

from datetime import date

import pytest

from assessments.highlights import suggestion_rules as rules
from assessments.highlights.lists import add_highlight
from assessments.highlights.suggestion_rules import GivenLevel, RatedItem, RatedItems, Ratings
from assessments.highlights.suggestions import suggestions_for
from assessments.models import Assessment, Dismissal, Highlight
from partnerships.models import LineageBreak
from tests import factories as make

HTMX = {"HX-Request": "true"}
NA = GivenLevel(None)


def mark(value):
    return value if value is None or value is NA else GivenLevel(value)


def ratings(*pairs, number=6):
    """One category with an item for each (now, before)."""
    lines = (
        RatedItem(f"{number}.{n}", f"Promise {n}", mark(now), mark(before))
        for n, (now, before) in enumerate(pairs, 1)
    )
    category = RatedItems(number, "Transportation", tuple(lines))
    return Ratings((category,), met_from=2, top=3, flag_symbol="*", flag_label="Has impacted outcomes")


def reasons(rule, of):
    return [suggestion.reason for suggestion in rule(of)]


def test_a_category_met_for_two_cycles_is_a_strength():
    [made] = rules.held(ratings((2, 3), (3, 2)))
    assert made == rules.Suggestion(
        kind="strength",
        key="held:6",
        text="Transportation",
        reason="Category 6: every item at 2 or more for two cycles",
        threshold="A category with every item at 2 or more, in this cycle and in the one before.",
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
    flagged = [
        RatedItem("1.1", "a", GivenLevel(3, flag=True)),
        RatedItem("1.2", "b", GivenLevel(2, flag=True)),
        RatedItem("1.3", "c"),
    ]
    of = Ratings((RatedItems(1, "Staffing", tuple(flagged)),), 2, 3, "*", "Has impacted outcomes")
    assert reasons(rules.top_with_flag, of) == ["1.1 is at 3 and marked * “Has impacted outcomes”"]
    assert reasons(rules.top_with_flag, Ratings(of.categories, 2, 3)) == []


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
        RatedItem(f"4.{n}", "Promise", sides=tuple(zip(("Clayton", "SSD"), pair, strict=False)))
        for n, pair in enumerate(values, 1)
    )
    return Ratings((RatedItems(4, "Data", tuple(lines)),), 2, 3)


def test_the_widest_gaps_between_the_sides_are_areas_of_focus_three_at_most():
    found = reasons(rules.widest_gaps, sided((3, 1), (3, 2), (0, 3), (2, 0), (0, 2), (3,), ()))
    assert found == [
        "Widest gap between the two sides: 4.3 (Clayton 0, SSD 3)",
        "Gap between the two sides: 4.1 (Clayton 3, SSD 1)",
        "Gap between the two sides: 4.4 (Clayton 2, SSD 0)",
    ]


def test_gaps_that_are_equally_wide_are_not_each_the_widest():
    assert reasons(rules.widest_gaps, sided((3, 1), (0, 2))) == [
        "One of the widest gaps between the two sides: 4.1 (Clayton 3, SSD 1)",
        "One of the widest gaps between the two sides: 4.2 (Clayton 0, SSD 2)",
    ]


def test_one_item_is_an_item_and_not_items():
    assert reasons(rules.mostly_below, ratings((1, None))) == ["Category 6: 1 of 1 item below 2"]


def test_levels_are_called_what_their_buttons_say():
    lines = (
        RatedItem("1.1", "a", GivenLevel(3, flag=True), GivenLevel(1)),
        RatedItem("1.2", "b", GivenLevel(1), GivenLevel(2)),
    )
    categories = (RatedItems(1, "Staffing", lines),)
    of = Ratings(categories, 2, 3, "*", "Helped", codes={1: "B", 2: "M", 3: "E"})
    assert [one.reason for rule in rules.RULES for one in rule(of)] == [
        "1.1 rose from B to E",
        "1.1 is at E and marked * “Helped”",
        "Category 1: 1 of 2 items below M",
        "1.2 fell from M to B",
    ]


def test_every_rule_says_its_threshold():
    lines = [
        RatedItem("1.1", "a", GivenLevel(3, flag=True), GivenLevel(1)),
        RatedItem("1.2", "b", GivenLevel(1), GivenLevel(2)),
    ]
    lines += [
        RatedItem("1.3", "c", GivenLevel(0), GivenLevel(1)),
        RatedItem("1.4", "d", sides=(("A", 0), ("B", 2))),
    ]
    held = RatedItems(2, "Held", (RatedItem("2.1", "e", GivenLevel(2), GivenLevel(2)),))
    of = Ratings((RatedItems(1, "Staffing", tuple(lines)), held), 2, 3, "*", "Helped")
    assert {one.threshold for rule in rules.RULES for one in rule(of)} == {
        "A category with every item at 2 or more, in this cycle and in the one before.",
        "An item that rose by 2 levels or more since the cycle before.",
        "An item at 3, the highest level, that is also marked * “Helped”.",
        "An item on which the sides are 2 levels or more apart; the 3 widest gaps.",
        "A category with half or more of its items below 2, the level that counts as “met”.",
        "An item that fell by 1 level or more since the cycle before.",
        "An item at 1 or below, in this cycle and in the one before.",
    }


@pytest.mark.parametrize(
    ("text", "offered", "note"),
    [
        ("Fill every post.", "Fill every post.", ""),
        ("Fill posts. Then rest.", "Fill posts.", "The first sentence of 1.1; the agreement says more."),
        (
            "Word " * 120,
            "Word " * 99 + "…",
            "The sentence of 1.1 is too long for this list; this is how it begins.",
        ),
    ],
)
def test_words_that_are_not_all_of_the_item_say_so(text, offered, note):
    [made] = rules.fell(
        Ratings((RatedItems(1, "S", (RatedItem("1.1", text, GivenLevel(0), GivenLevel(1)),)),), 2, 3)
    )
    assert (made.text, made.note) == (offered, note)


@pytest.fixture
def earlier(sheet):
    """The side's final assessment of an earlier cycle of the same edition."""
    period = make.make_period(start=date(1999, 7, 1), end=date(2000, 6, 30))
    cycle = make.make_cycle(edition=sheet.edition, period=period)
    return make.make_assessment(sheet.partnership, cycle=cycle, by=sheet.partnership.partner)


def rate(assessment, **codes):
    """`rate(assessment, i1_1="2")`."""
    for name, code in codes.items():
        reference = name.removeprefix("i").replace("_", ".")
        make.make_rating(assessment, assessment.items().get(reference=reference), code)


def found_for(sheet, user=None):
    assessment = Assessment.objects.with_partnership().get(pk=sheet.assessment.pk)
    found = suggestions_for(assessment, user or sheet.liaison)
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
        agreement=sheet.edition.agreement, scale=sheet.edition.scale, effective_from=date(1999, 7, 1)
    )
    category = make.make_category(old)
    for item in (sheet.first, sheet.second):
        make.make_item(category, lineage=item.lineage)
    make.adopt(old)
    period = make.make_period(start=date(1999, 7, 1), end=date(2000, 6, 30))
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
    found = suggestions_for(Assessment.objects.with_partnership().get(pk=joint.pk), sheet.liaison)
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
    assert "An item that fell by 1 level or more since the cycle before." in page
    assert "“Fill every post.”" in page
    assert not Highlight.objects.exists()


def test_without_javascript_there_is_a_page(liaison, fallen):
    page = liaison.get(f"{fallen.url}suggestions/").text
    assert "<h1>Suggestions</h1>" in page
    assert "1.1 fell from 2 to 0" in page
    assert "hx-post" not in page
    assert "The ratings as they stand suggest nothing." in page
    way = f'name="then" value="{fallen.url}suggestions/?at=assessment#suggestions-focus"'
    assert way in liaison.get(fallen.url).text


@pytest.mark.slow
def test_one_that_is_added_points_to_its_items_and_is_not_suggested_again(liaison, fallen):
    form = {"text": "Fill every post.", "item": ["1.1"]}
    response = liaison.post(f"{fallen.url}focus/add/", form, headers=HTMX)
    highlight = Highlight.objects.get()
    assert (highlight.kind, highlight.text) == ("focus", "Fill every post.")
    assert [item.reference for item in highlight.items.all()] == ["1.1"]
    assert response["HX-Trigger-After-Swap"] == "suggestions-focus-change"
    assert found_for(fallen)["focus"] == []


def taken_up(text, **fields):
    return {"text": text, "item": ["1.1"], "suggestion": "fell:1.1", **fields}


@pytest.mark.slow
def test_it_is_written_down_in_the_words_of_who_takes_it_up(liaison, fallen):
    response = liaison.post(f"{fallen.url}focus/add/", taken_up("Filling posts"), headers=HTMX)
    highlight = Highlight.objects.get()
    assert (highlight.text, [item.reference for item in highlight.items.all()]) == ("Filling posts", ["1.1"])
    assert response["HX-Trigger-After-Swap"] == "suggestions-focus-change"
    assert found_for(fallen)["focus"] == []


@pytest.mark.slow
def test_words_that_do_not_fit_stay_with_the_suggestion(liaison, fallen):
    text = "x" * 501
    response = liaison.post(f"{fallen.url}focus/add/", taken_up(text), headers=HTMX)
    assert (response.status_code, response["HX-Retarget"]) == (422, "#suggestions-focus")
    assert f">{text}</textarea>" in response.text
    assert "At most 500 characters fit. Shorten it, then save again." in response.text
    assert 'name="item" value="1.1"' in response.text
    page = liaison.post(f"{fallen.url}focus/add/", taken_up(text))
    assert (page.status_code, f">{text}</textarea>" in page.text) == (422, True)
    assert 'name="item" value="1.1"' in page.text
    assert not Highlight.objects.exists()


def test_words_for_what_is_not_suggested_any_more_stay_in_the_form_for_a_new_one(liaison, fallen):
    form = taken_up("x" * 501, suggestion="fell:9.9")
    response = liaison.post(f"{fallen.url}focus/add/", form, headers=HTMX)
    assert response.status_code == 422
    assert 'id="new-focus" name="text" rows="2" aria-invalid="true"' in response.text
    assert f">{'x' * 501}</textarea>" in response.text


@pytest.mark.slow
def test_taken_up_twice_it_stands_there_once(liaison, fallen):
    for said in ("Added", "It stands in the list already"):
        page = liaison.post(f"{fallen.url}focus/add/", taken_up("Filling posts"), headers=HTMX).text
        assert f'<span hx-swap-oob="innerHTML:#saved">{said}</span>' in page
    assert Highlight.objects.count() == 1


def test_what_a_highlight_points_to_already_is_not_suggested(fallen):
    ours = add_highlight(fallen.assessment, "focus", "In our own words", by=fallen.liaison)
    assert found_for(fallen)["focus"] == ["1.1 fell from 2 to 0"]
    ours.items.add(fallen.first)
    assert found_for(fallen)["focus"] == []


@pytest.mark.slow
def test_a_dismissal_is_remembered_with_its_person_and_can_be_taken_back(liaison, fallen):
    form = {"kind": "focus", "key": "fell:1.1"}
    page = liaison.post(f"{fallen.url}suggestions/dismiss/", form, headers=HTMX).text
    assert "1 dismissed suggestion<" in page
    assert '"innerHTML:#saved">Dismissed; you can bring it back, below the list<' in page
    assert f"dismissed by {fallen.liaison.name}" in page
    assert found_for(fallen)["focus"] == []
    row = Dismissal.objects.get()
    assert (row.assessment, row.key, row.made_by) == (fallen.assessment, "fell:1.1", fallen.liaison)
    page = liaison.post(f"{fallen.url}suggestions/bring-back/", form, headers=HTMX).text
    assert "dismissed suggestion" not in page
    assert '"innerHTML:#saved">Brought back<' in page
    assert found_for(fallen)["focus"] == ["1.1 fell from 2 to 0"]


@pytest.mark.slow
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


@pytest.mark.slow
@pytest.mark.parametrize("more", [0, 6])
def test_as_many_queries_for_many_suggestions(liaison, fallen, more, django_assert_num_queries):
    for number in range(1 + more):
        row = add_highlight(fallen.assessment, "focus", f"Our own {number}", by=fallen.liaison)
        row.items.add(fallen.second)
    with django_assert_num_queries(13):
        response = liaison.get(f"{fallen.url}suggestions/?kind=focus", headers=HTMX)
    assert "1.1 fell from 2 to 0" in response.text
