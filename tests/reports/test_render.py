import subprocess

import pytest

from assessments.models import AssessmentStatus, Decision, Highlight, HighlightKind, Minutes
from reports.gather import state_of_the_partnership as gather
from reports.pdf import print_pdf
from reports.render import state_of_the_partnership
from tests.factories import (
    adopt,
    close,
    make_assessment,
    make_category,
    make_item,
    make_plan,
    make_rating,
    make_row,
    make_step,
    release_plan,
)

from .parts import with_parts

pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.usefixtures("unlocked")]

MARKUP = '<script>alert("x")</script><img src=http://example.org/x.png>'
ESCAPED = "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&lt;img src=http://example.org/x.png&gt;"


@pytest.fixture
def assessment():
    return make_assessment()


def render(report):
    """Its appendix: the full listing."""
    return state_of_the_partnership(with_parts(report, "listing"))


def words(html):
    return " ".join(html.split())


def test_a_rated_line_shows_digit_label_flag_and_comment(assessment):
    item = make_item(make_category(assessment.cycle.edition), text="Meet every year")
    make_rating(assessment, item, "2", flag=True, comment="Since 2021\nin both")
    html = words(render(gather(assessment)))
    assert '<th scope="row" class="reference">1.1</th>' in html
    assert "Meet every year" in html
    assert '<span class="pip tone-ink-2">2</span> Fully implemented' in html
    assert "* Has impacted student outcomes" in html
    assert "<b>Comment:</b> Since 2021<br>in both" in html


def test_a_level_that_nobody_chose_says_from_when_it_is_and_what_that_means(assessment):
    category = make_category(assessment.cycle.edition)
    rating = make_rating(assessment, make_item(category), "2", as_in="2022-2023")
    html = words(render(gather(assessment)))
    assert 'Fully implemented <p class="as-in">as in 2022-2023</p>' in html
    assert html.count("“As in” an earlier period: the level was taken from there") == 1
    rating.as_in = ""
    rating.save()
    assert "s in” an earlier" not in render(gather(assessment))


def test_an_unrated_line_says_so_and_a_heading_has_no_status(assessment):
    category = make_category(assessment.cycle.edition)
    heading = make_item(category, is_rated=False, text="SSD will:")
    make_item(category, parent=heading)
    html = words(render(gather(assessment)))
    assert html.count("not rated yet</span>") == 1
    assert '<td colspan="2">SSD will:</td>' in html


def test_the_summary_counts_covers_and_averages(assessment):
    category = make_category(assessment.cycle.edition)
    for code in ("1", "2", "N/A", None):
        make_rating(assessment, make_item(category), code)
    html = words(render(gather(assessment)))
    assert "<b>1 of 2</b> items at level 2 or above (50%)" in html
    assert "<b>3 of 4</b> items rated" in html
    assert "<b>1.50</b> average level" in html
    assert 'alt="Bar chart of the items at each level. Category 1 Chapter 1: one item at level 1' in html


def test_a_draft_says_on_its_cover_that_it_is_not_final(assessment):
    assert '<p class="status-note">Draft: not final</p>' in render(gather(assessment))
    close(assessment, AssessmentStatus.SUBMITTED)
    assert '<p class="status-note">Submitted: not final</p>' in render(gather(assessment))
    close(assessment)
    assert "status-note" not in render(gather(assessment))


def test_an_assessment_with_nothing_in_it_is_said_in_plain_words(assessment):
    html = words(render(gather(assessment)))
    for sentence in (
        "This edition has no items to rate.",
        "No strengths have been written down.",
        "No areas of focus have been written down.",
        "No action steps have been written down.",
        "No evidence has been entered.",
        "Not recorded",
    ):
        assert sentence in html


def test_the_status_of_a_value_stands_beneath_it(assessment):
    edition, partnership = assessment.cycle.edition, assessment.partnership
    value = (assessment.cycle.period, "*", "to_be_determined")
    make_row(make_category(edition), partnership, value)
    adopt(edition)
    assert '<td>*<p class="reading">to be determined</p></td>' in words(render(gather(assessment)))


def test_a_timeline_stands_beside_all_its_actions_and_a_step_without_any_says_so(assessment):
    edition = assessment.cycle.edition
    plan, category = make_plan(assessment.partnership, edition), make_category(edition)
    make_step(plan, category, ("Ask", "Spring 2024"), ("Tell", ""), feedback="More news")
    make_step(plan, category, feedback="Sooner")
    adopt(edition)
    release_plan(plan)
    html = words(render(gather(assessment)))
    assert '<td class="timeline" rowspan="2">Spring 2024</td>' in html
    assert html.count('<td class="timeline"') == 1
    assert (
        '<th scope="row" class="feedback">Sooner</th> <td colspan="2">No action is written down yet.</td>'
        in html
    )


def test_a_row_with_a_long_comment_may_break_over_pages(assessment):
    category = make_category(assessment.cycle.edition)
    for comment in ("Short", "Line\n" * 120, "words " * 330):
        make_rating(assessment, make_item(category), "2", comment=comment)
    assert [line.is_long for line in gather(assessment).categories[0].items] == [False, True, True]


def test_markup_anywhere_is_text(assessment):
    category = make_category(assessment.cycle.edition, title=MARKUP, lead_in=MARKUP)
    make_rating(assessment, make_item(category, text=MARKUP), "2", comment=MARKUP)
    Highlight.objects.create(assessment=assessment, kind=HighlightKind.STRENGTH, text=MARKUP)
    Minutes.objects.create(assessment=assessment, agenda=MARKUP)
    Decision.objects.create(assessment=assessment, what=MARKUP, who=MARKUP)
    assessment.participants = MARKUP
    html = render(gather(assessment))
    assert "<script" not in html
    assert html.count("<img") == 1  # the chart
    assert html.count(ESCAPED) >= 9


def test_every_table_of_clayton_names_its_headers(clayton_printed):
    html = clayton_printed.html
    assert html.count("<th ") == html.count('<th scope="')
    drawn = html.count("<h5>")
    # What families said, facts, figures, ratings, action steps, evidence, rows drawn
    tables = 4 + 1 + 1 + 7 + 4 + 7 + drawn
    assert (html.count("<table"), drawn) == (tables, 7)


def test_the_contents_lead_to_headings_that_exist(clayton_printed):
    import re

    targets = re.findall(r'href="#([^"]+)"', clayton_printed.html)
    anchors = re.findall(r' id="([^"]+)"', clayton_printed.html)
    assert len(targets) > 20
    assert set(targets) <= set(anchors)
    assert len(anchors) == len(set(anchors))


def test_comments_that_stay_inside_are_not_printed(assessment):
    assessment.cycle.edition.comments_stay_inside = True
    item = make_item(make_category(assessment.cycle.edition))
    make_rating(assessment, item, "2", comment="One teacher wrote", printed_as="In Place")
    html = words(render(gather(assessment)))
    assert "The comments stay with the people of the partnership." in html
    assert "One teacher wrote" not in html
    assert "printed as “In Place”" in html


def test_what_may_be_rated_too_has_its_status_where_it_was_given_one(assessment):
    category = make_category(assessment.cycle.edition)
    too = {"is_rated": False, "may_be_rated": True}
    one, _ = (make_item(category, text=text, **too) for text in ("Given one", "Given none"))
    make_item(category)
    make_rating(assessment, one, "2")
    html = words(render(gather(assessment)))
    assert html.count('<span class="pip tone-ink-2">2</span> Fully implemented </td>') == 1
    assert "0 of 1 rated" in html


def test_steps_that_answer_nobody_say_what_and_how_and_no_empty_column(assessment):
    category = make_category(assessment.cycle.edition)
    plan = make_plan(assessment.partnership, assessment.cycle.edition)
    make_step(plan, category, ("Plan with leaders", ""), title="Rigour")
    release_plan(plan)
    html = words(render(gather(assessment)))
    assert ">What</th>" in html and ">How</th>" in html
    assert "Parent feedback" not in html and 'class="timeline"' not in html


def printed_lines(html):
    done = subprocess.run(
        ["pdftotext", "-", "-"], input=print_pdf(html).content, capture_output=True, check=True
    )
    return done.stdout.decode().splitlines()


def test_remarks_beneath_a_second_table_go_on_counting(assessment):
    plan = make_plan(assessment.partnership, assessment.cycle.edition)
    for note in ("Printed twice.", "No hours."):
        make_step(plan, make_category(assessment.cycle.edition), ("Plan", ""), note=note)
    release_plan(plan)
    html = render(gather(assessment))
    assert "style=" not in html
    assert '<li data-place="Action steps, remark 2"' in words(html)
    assert {"1. Printed twice.", "2. No hours."} <= set(printed_lines(html))
