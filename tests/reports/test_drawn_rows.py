"""Rows of evidence drawn in the State of the Partnership, as the public reads them."""

import re

import pytest

from reports import gather, render
from tests import factories as make

from .parts import with_parts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlocked")]
HIDDEN = "hidden to protect privacy"


class Binder:
    def __init__(self):
        self.periods = [make.make_period(label=label) for label in ("First", "Second", "Third")]
        self.assessment = make.make_assessment()
        self.partnership = self.assessment.partnership
        self.category = make.make_category(self.assessment.cycle.edition, title="Student Services")

    def row(self, *texts, **fields):
        cells = zip(self.periods, texts, strict=False)
        return make.make_row(self.category, self.partnership, *cells, unit="%", **fields)

    def aim(self, row, number=None, *, period=-1, **fields):
        definition = row.definitions.create(from_period=self.periods[0], formula="Of all")
        return definition.targets.create(period=self.periods[period], number=number, **fields)

    def print(self):
        make.adopt(self.category.edition)
        report = with_parts(gather.state_of_the_partnership(self.assessment), "listing")
        return " ".join(re.sub(r'src="[^"]*"', "", render.state_of_the_partnership(report)).split())


@pytest.fixture
def binder():
    return Binder()


@pytest.mark.slow
def test_a_row_with_two_numbers_is_drawn_with_its_words_and_its_table(binder):
    row = binder.row("80/100 (80%)", "85/100 (85%)", "90/100 (90%)", label="Attendance", better="higher")
    binder.aim(row, 88)
    row.observations.create(period=make.make_period(label="After the report"), text="95/100 (95%)", number=95)
    page = binder.print()
    assert "After the report" not in page
    alt = "First, 80%; Second, 85%; Third, 90%. Target: First, none; Second, none; Third, 88%."
    assert f'alt="Line chart of Attendance. {alt}"' in page
    assert '<th scope="row">Third</th><td>90/100 (90%)</td><td>5 percentage points higher</td>' in page
    assert "<td>at least 88%: <b>met</b></td>" in page


@pytest.mark.slow
def test_a_hidden_count_is_in_no_mark_word_change_or_judgement(binder):
    row = binder.row(
        "20/40 (50%)", "24/40 (60%)", "4/40 (10%)", label="Outcomes", counts_students=True, kind="rate"
    )
    binder.aim(row, 3)
    page = binder.print()
    assert f"First, 50%; Second, 60%; Third, {HIDDEN}. Target: First, none; Second, none; Third, 3%." in page
    assert (
        f'<th scope="row">Third</th><td class="withheld">{HIDDEN}</td><td></td><td>at least 3% </td>' in page
    )


@pytest.mark.slow
def test_a_category_draws_four_rows_those_with_a_target_first(binder):
    for number in range(6):
        row = binder.row("80/100 (80%)", "85/100 (85%)", "90/100 (90%)", label=f"Row {number}")
    binder.aim(row, 88)
    binder.row("Yes", "Yes", label="In words")
    page = binder.print()
    assert re.findall(r"<h5>(.*?)</h5>", page) == ["Row 0", "Row 1", "Row 2", "Row 5"]
    assert "4 of them, those with a target first; 2 more stand in the table above alone." in page


@pytest.mark.slow
def test_rows_that_are_not_drawn_stand_with_their_targets_judged(binder):
    bands = binder.row("10% 34% 95%", label="State assessments")
    target = binder.aim(bands, period=0, kind="bands")
    for place, (label, least) in enumerate((("Advanced", 30), ("Proficient", 30), ("Basic", 90))):
        target.bands.create(label=label, at_least=least, position=place)
    binder.aim(binder.row("4/57 (7.02%)", label="Districts", better="lower"), 5, period=0, kind="entities")
    binder.aim(binder.row("4/40 (10%)", label="Hidden", counts_students=True), 9, period=0)
    page = binder.print()
    judged = (
        "<b>not met</b>. Advanced 10% of at least 30%, 20 below, not met; "
        "Proficient 34% of at least 30%; Basic 95%"
    )
    assert judged in page
    assert "<td>at most 5 of those counted: <b>met</b>" in page
    assert f'<td class="withheld">{HIDDEN}</td> <td>at least 9% </td>' in page


@pytest.mark.slow
def test_one_number_is_not_drawn(binder):
    binder.row("80/100 (80%)", label="Attendance")
    assert "Over the periods" not in binder.print()
