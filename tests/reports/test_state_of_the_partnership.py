"""The State of the Partnership in a few pages: what each part says, and what none of them does."""

import subprocess

import pytest

from actionsteps.models import FeedbackSource, StepStatus
from assessments.models import HighlightKind
from evidence.models import Observation
from reports import gather, render
from reports.parts import Readers
from tests import factories as make
from tests.dashboards.years import Years

from .parts import with_parts

REPORT = "state-of-the-partnership"


def page(assessment, *parts):
    report = with_parts(gather.state_of_the_partnership(assessment), *parts)
    return " ".join(render.state_of_the_partnership(report).split())


@pytest.fixture
def assessment(unlocked):
    return make.make_assessment()


@pytest.mark.slow
def test_claytons_has_four_to_eight_pages_and_the_first_tells_it_all(printed, tmp_path):
    document = printed(REPORT, Readers())
    assert 4 <= document.pdf.pages <= 8
    path = tmp_path / "report.pdf"
    path.write_bytes(document.pdf.content)
    first = subprocess.run(["pdftotext", "-l", "1", path, "-"], capture_output=True, text=True, check=True)
    words = " ".join(first.stdout.split())
    for said in (
        "More than half of the items, 32 of 54, stand at “Fully implemented” or above.",
        "There is no earlier school year on record to compare with.",
        "Families said 19 things that the plan or an answer takes up.",
        "Overview of the IEP/Eval Process",
        "Communication Across District teams",
    ):
        assert said in words
    assert "Item 2.9 of the agreement promises that these goals are presented" in " ".join(
        document.html.split()
    )


@pytest.mark.slow
def test_parts_that_are_left_out_are_neither_printed_nor_named(clayton_printed):
    html = render.state_of_the_partnership(with_parts(clayton_printed.report, "goals"))
    assert 'id="goals"' in html
    for key in ("changed", "standing", "evidence-highlights", "families", "next-year", "listing"):
        assert f"#{key}" not in html
        assert f'id="{key}"' not in html


@pytest.mark.slow
def test_what_rose_and_fell_is_listed_and_why_the_rest_is_not_compared(unlocked):
    years = Years()
    before = years.edition("2022-2023", a="Hire", b="Meet", c="Plan", d="Gone")
    now = years.edition("2023-2024", a="Hire", b="Meet", c="Plan", e="New")
    earlier = years.assess(before, a="1", b="2", c="2", d="1")
    assessment = years.assess(now, a="2", b="1", c="2", e="1")
    assert gather.state_of_the_partnership(assessment).changed is None  # what is not final is no result yet
    make.close(earlier)
    changed = gather.state_of_the_partnership(assessment).changed
    assert [one.item.text for one in changed.rose] == ["Hire"]
    assert [one.item.text for one in changed.fell] == ["Meet"]
    assert (changed.stayed, changed.apart_count) == (1, 2)
    html = page(assessment, "changes")
    assert "<b>1 rose, 1 fell, 1 stayed</b>, 2 are not compared: 1 new in edition" in html
    assert "1 no longer in edition" in html


@pytest.mark.slow
def test_a_value_that_is_older_than_the_report_says_so(assessment):
    category = make.make_category(assessment.cycle.edition)
    start = assessment.cycle.period.start
    periods = [
        make.make_period(
            start=start.replace(year=start.year - n), end=start.replace(year=start.year - n, month=12)
        )
        for n in (3, 2)
    ]
    values = zip(periods, ("80%", "85%"), strict=True)
    row = make.make_row(category, assessment.partnership, *values, label="Attendance", unit="%")
    highlight = assessment.highlights.create(kind=HighlightKind.STRENGTH, text="They come")
    highlight.rows.add(row)
    make.adopt(category.edition)
    html = page(assessment, "evidence")
    assert f"It shows a strength. The last value is from {periods[1].name}." in html


@pytest.mark.slow
def test_each_step_stands_with_its_state_today_and_what_a_family_sent_only_once_it_is_released(assessment):
    plan = make.make_plan(assessment.partnership, assessment.cycle.edition)
    category = make.make_category(assessment.cycle.edition)
    step = make.make_step(plan, category, ("Send a letter", "Monthly"), feedback="Tell us more")
    sent = make.make_step(plan, category, ("Ask", "May"), feedback="My son waits").feedback.get()
    type(step).objects.filter(pk=step.pk).update(status=StepStatus.DONE, closing_words="Ten letters")
    type(sent).objects.filter(pk=sent.pk).update(source=FeedbackSource.FORM)
    make.adopt(category.edition)
    make.release_plan(plan)
    html = page(assessment)
    assert "<b>done</b>" in html and "What came of it: Ten letters" in html
    assert "My son waits" not in html
    assert "What was said is not released." in html


@pytest.mark.slow
def test_steps_that_answer_the_same_words_stand_beside_them_once(assessment):
    plan = make.make_plan(assessment.partnership, assessment.cycle.edition)
    category = make.make_category(assessment.cycle.edition)
    for said, action in (("Tell us more", "Write"), ("Tell us more", "Call"), ("The bus", "Ask")):
        make.make_step(plan, category, (action, ""), feedback=said)
    make.adopt(category.edition)
    make.release_plan(plan)
    html = page(assessment, "families")
    assert html.count('<th scope="row" class="feedback" rowspan="2">Tell us more</th>') == 1
    assert html.count(">Tell us more</th>") == 1 and html.count(">The bus</th>") == 1


@pytest.mark.slow
def test_remarks_for_those_who_enter_are_not_printed(assessment):
    category = make.make_category(assessment.cycle.edition)
    make.make_rating(assessment, make.make_item(category), "2", comment="One teacher wrote")
    plan = make.make_plan(assessment.partnership, assessment.cycle.edition)
    step = make.make_step(plan, category, ("Plan", ""), feedback="More news")
    type(step).objects.filter(pk=step.pk).update(asked_words="Why so late?")
    make.release_plan(plan)
    assessment.explanation, assessment.remark = "It was late.", "Look at 1.1 again."
    assessment.save()
    row = make.make_row(category, assessment.partnership, (assessment.cycle.period, "766/807 (95.0%)"))
    assert not Observation.objects.get(row=row).prints_remarks
    make.adopt(category.edition)
    assessment.cycle.edition.comments_stay_inside = True
    html = page(assessment)
    for words in ("One teacher wrote", "Why so late?", "It was late.", "Look at 1.1 again.", "766 of 807 is"):
        assert words not in html


@pytest.mark.slow
def test_next_years_focus_names_the_steps_that_come_of_it(assessment):
    category = make.make_category(assessment.cycle.edition)
    focus = assessment.highlights.create(kind=HighlightKind.FOCUS, text="Fill jobs")
    plan = make.make_plan(assessment.partnership, assessment.cycle.edition)
    make.make_step(plan, category, ("Advertise", "")).highlights.add(focus)
    make.release_plan(plan)
    make.adopt(category.edition)
    assert 'Fill jobs <ul><li>Advertise <span class="note">(not started)</span></li></ul>' in page(
        assessment, "next"
    )
