"""What is gathered to be made public."""

import json

import pytest
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.text import capfirst

from actionsteps.feedback.deciding import release as tell
from actionsteps.feedback.deciding import seen_in
from actionsteps.plans.versions import release, start_next
from assessments.models import AssessmentStatus
from evidence.suppression.outcome import HIDDEN
from evidence.tables import editions_with_evidence
from reports.gather.evidence import evidence_in
from reports.gather.profile import profile_of
from reports.gather.report import state_of_the_partnership
from reports.models import Audience
from reports.parts import Readers
from reports.public import parts
from reports.public.content import content_for
from reports.row_charts import row_chart
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def category():
    edition = make.make_edition()
    category = make.make_category(edition, title="Staffing")
    make.make_item(category, text="Hire early")
    return category


@pytest.fixture
def partnership(category):
    make.adopt(category.edition)
    return make.make_partnership(agreement=category.edition.agreement)


def content(partnership, *keys):
    return content_for(partnership, keys or list(parts.LABELS)).content


@pytest.mark.slow
def test_everything_of_clayton_is_plain_json_in_a_fixed_number_of_queries(
    clayton, django_assert_max_num_queries
):
    with django_assert_max_num_queries(41):
        said = content(clayton)
    assert json.loads(json.dumps(said)) == said
    assert [one["number"] for one in said["ratings"]["categories"]] == list("1234567")
    assert (said["ratings"]["total"]["met"], said["ratings"]["date"]) == (32, "2023-09")
    assert said["steps"]["plan"].endswith("Action Steps V 2.1")


def test_what_was_not_chosen_is_not_there(partnership):
    said = content(partnership, parts.AGREEMENT)
    assert said["agreement"]["categories"][0]["groups"][0]["items"][0]["text"] == "Hire early"
    assert {said[key] for key in parts.LABELS if key not in (parts.AGREEMENT, parts.COMMENTS)} == {None}


def test_ratings_are_those_of_the_newest_round_that_is_final_as_a_whole(partnership, category):
    first = make.make_cycle(edition=category.edition, period=make.make_period())
    final = make.make_assessment(partnership, cycle=first)
    make.make_rating(final, category.items.get(), "2", comment="Between us")
    make.close(final)
    open_one = make.make_assessment(partnership, cycle=make.make_cycle(edition=category.edition))
    make.make_rating(open_one, category.items.get(), "1")
    item = content(partnership, parts.RATINGS)["ratings"]["categories"][0]["groups"][0]["items"][0]
    assert (item["level"]["code"], item["comment"]) == ("2", "")
    item = content(partnership, parts.RATINGS, parts.COMMENTS)["ratings"]["categories"][0]["groups"][0][
        "items"
    ][0]
    assert item["comment"] == "Between us"


def test_a_submitted_assessment_is_nobodys_result(partnership, category):
    submitted = make.make_assessment(partnership, cycle=make.make_cycle(edition=category.edition))
    make.close(submitted, AssessmentStatus.SUBMITTED)
    assert content(partnership, parts.RATINGS, parts.STATE)["ratings"] is None


def test_comments_that_stay_inside_are_not_offered_and_only_the_text_starts_in():
    edition = make.make_edition(comments_stay_inside=True)
    offered = {one.key: one.starts_in for one in parts.parts_offered([edition])}
    assert [key for key, starts_in in offered.items() if starts_in] == [parts.AGREEMENT, parts.SIGNATURES]
    assert parts.COMMENTS not in offered


def test_embargoed_values_and_what_they_could_be_worked_out_from_are_left_out(partnership, category):
    period = make.make_period()
    whole = make.make_row(category, partnership, (period, "80"), label="All", parts_add="whole")
    make.make_row(category, partnership, (period, "49"), label="Boys", parent=whole)
    make.make_row(category, partnership, (period, "EMBARGOED 31", "embargoed"), label="Girls", parent=whole)
    make.make_row(category, partnership, (period, "77"), label="Others")
    rows = content(partnership, parts.EVIDENCE)["evidence"]["categories"][0]["rows"]
    assert [(row["label"], row["cells"][-1]["text"] or row["cells"][-1]["status"]) for row in rows] == [
        ("All", "not public yet"),
        ("Boys", "not public yet"),
        ("Girls", "embargoed"),
        ("Others", "77"),
    ]


def test_documents_for_everybody_leave_out_the_same_and_those_for_the_parties_nothing(partnership, category):
    before, period = make.make_period(), make.make_period()
    cells = (before, "70"), (period, "80")
    whole = make.make_row(category, partnership, *cells, label="All", parts_add="whole")
    make.make_row(category, partnership, (before, "30"), (period, "49"), label="Boys", parent=whole)
    held = (period, "EMBARGOED\n31", "embargoed")
    make.make_row(category, partnership, (before, "40"), held, label="Girls", parent=whole)
    (edition,) = editions_with_evidence(partnership)
    (found,) = evidence_in(partnership, edition, period).categories
    assert [row.cells[-1].text for row in found.rows] == ["not public yet", "not public yet", "EMBARGOED"]
    drawn = [line.value.text for one in found.figures for line in one.figures]
    assert drawn == ["70", "not public yet", "30", "not public yet", "40", "EMBARGOED"]
    (found,) = evidence_in(partnership, edition, period, Readers(Audience.PARTIES)).categories
    assert [row.cells[-1].text for row in found.rows] == ["80", "49", "EMBARGOED\n31"]


def test_small_counts_are_hidden(partnership, category):
    make.make_row(
        category, partnership, (make.make_period(), "4/22"), label="Graduates", counts_students=True
    )
    cell = content(partnership, parts.EVIDENCE)["evidence"]["categories"][0]["rows"][0]["cells"][-1]
    assert (cell["text"], cell["number"], cell["is_hidden"]) == (HIDDEN, None, True)


@pytest.mark.slow
def test_steps_have_the_released_words_the_state_of_today_and_only_feedback_that_was_released(
    partnership, category
):
    director = make.make_director(partnership)
    plan = make.make_plan(partnership, category.edition)
    step = make.make_step(plan, category, ("Create a page", "May"), feedback="My Anna waits")
    assert content(partnership, parts.STEPS)["steps"] is None
    release(plan, plan.version, by=director)
    newer = start_next(plan, "9.9", by=director)
    newer.steps.update(title="Not released", status="under_way")
    said = content(partnership, parts.STEPS)["steps"]["categories"][0]["steps"][0]
    assert (said["title"], said["status"], said["answers"]) == ("", "under_way", [])
    feedback = step.feedback.get()
    tell(feedback, "A student waits", seen=seen_in(feedback), by=director)
    said = content(partnership)
    assert said["steps"]["categories"][0]["steps"][0]["answers"] == ["A student waits"]
    assert said["told"][0]["lines"][0]["said"] == "A student waits"
    assert "Anna" not in json.dumps(said) and "Not released" not in json.dumps(said)


def test_what_changed_since_the_result_before_is_told_of_two_that_are_final(partnership, category):
    item = category.items.get()
    for code in "12":
        one = make.make_assessment(partnership, cycle=make.make_cycle(edition=category.edition))
        make.make_rating(one, item, code)
        make.close(one)
    changed = content(partnership)["state"]["changed"]
    rose = [(one["reference"], one["before"]["code"], one["now"]["code"]) for one in changed["rose"]]
    assert (rose, changed["fell"], changed["stayed"]) == ([("1.1", "1", "2")], [], 0)
    assert content(partnership, parts.STATE)["state"]["changed"] is None


@pytest.mark.slow
def test_an_area_of_focus_names_the_published_steps_that_serve_it(partnership, category):
    done = make.make_assessment(partnership, cycle=make.make_cycle(edition=category.edition))
    done.highlights.create(kind="focus", text="Hire sooner").items.add(item := category.items.get())
    make.close(done)
    plan = make.make_plan(partnership, category.edition)
    step = make.make_step(plan, category, ("Advertise in May", ""), items=[item])
    assert content(partnership)["state"]["focus"][0]["steps"] == []
    make.release_plan(plan)
    assert content(partnership)["state"]["focus"][0]["steps"] == [step.lineage]
    assert content(partnership, parts.STATE)["state"]["focus"][0]["steps"] == []
    page = render_to_string("public/site/_overview.html", {"content": content(partnership)})
    assert f"#step-{step.lineage}" in page and "Advertise in May" in page


@pytest.mark.slow
def test_what_the_state_puts_forward_is_kept_as_what_its_charts_are_drawn_from(partnership, category):
    before, now = make.make_period(), make.make_period()
    done = make.make_assessment(partnership, cycle=make.make_cycle(edition=category.edition, period=now))
    make.close(done)
    row = make.make_row(category, partnership, (before, "80%"), (now, "90%"), label="Hired by May")
    small = (before, "2/50"), (now, "30/50")
    make.make_row(category, partnership, *small, label="Graduates", counts_students=True)
    (shown,) = content(partnership)["evidence"]["shown"]  # of the other but one number is left
    assert (shown["key"], shown["label"]) == (row.lineage, "Hired by May")
    assert shown["notes"] == [f"{capfirst(now.name)}: 10 percentage points higher."]
    (printed,) = state_of_the_partnership(done).shown.drawn
    chart = row_chart(printed.row.figures, printed.row.periods)
    page = render_to_string("public/site/_overview.html", {"content": content(partnership)})
    assert escape(f"Line chart of Hired by May. {chart.alt}") in page
    assert content(partnership, parts.EVIDENCE)["evidence"]["shown"] == []


@pytest.mark.slow
def test_a_partner_of_a_plan_is_shown_beside_the_whole_as_in_its_profile():
    edition = make.make_edition(is_plan=True)
    category = make.make_category(edition)
    indicator = make.make_item(category)
    make.adopt(edition)
    partnership, whole = (
        make.make_partnership(agreement=edition.agreement),
        make.make_whole(edition.agreement),
    )
    period = make.make_period()
    row = make.make_row(category, whole, (period, "80% (800/1,000)"), counts_students=True, label="Graduates")
    row.items.add(indicator)
    cells = (period, "4/22 (18.2%)")
    make.make_row(category, partnership, cells, counts_students=True, label="Graduates", lineage=row.lineage)
    own, of_whole = content(partnership)["evidence"]["categories"][0]["rows"][0]["cells"]
    assert (own["is_hidden"], own["number"], of_whole["text"]) == (True, None, "80% (800/1,000)")
    (cell,) = content(whole)["evidence"]["categories"][0]["rows"][0]["cells"]
    assert cell["text"] == "80% (800/1,000)"


def partner_beside_whole():
    """Of a plan: its category, a partner's partnership, that of the whole, and a period."""
    edition = make.make_edition(is_plan=True)
    category = make.make_category(edition)
    make.adopt(edition)
    partnership = make.make_partnership(agreement=edition.agreement)
    return category, partnership, make.make_whole(edition.agreement), make.make_period()


def test_a_small_count_of_the_whole_is_hidden_beside_a_partner_too():
    category, partnership, whole, period = partner_beside_whole()
    counted = {"counts_students": True, "label": "Graduates"}
    row = make.make_row(category, whole, (period, "4/22 (18.2%)"), **counted)
    make.make_row(category, partnership, (period, "50/100 (50%)"), **counted, lineage=row.lineage)
    own, of_whole = content(partnership)["evidence"]["categories"][0]["rows"][0]["cells"]
    assert (own["text"], own["is_hidden"]) == ("50/100 (50%)", False)
    assert (of_whole["text"], of_whole["number"], of_whole["is_hidden"]) == (HIDDEN, None, True)


def test_what_is_embargoed_is_not_told_in_a_profile_either():
    category, partnership, whole, period = partner_beside_whole()
    row = make.make_row(category, whole, (period, "EMBARGOED 88.8%", "embargoed"))
    make.make_row(category, partnership, (period, "EMBARGOED 77.7%", "embargoed"), lineage=row.lineage)
    (line,) = profile_of(partnership, for_public=True).lines
    assert (line.value.text, line.whole.text) == ("EMBARGOED", "EMBARGOED")
    (line,) = profile_of(partnership).lines
    assert (line.value.text, line.whole.text) == ("EMBARGOED 77.7%", "EMBARGOED 88.8%")
