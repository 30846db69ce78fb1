"""The plan of a state: all indicators at a glance, and one of them as a document."""

import re
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from django.urls import reverse

from evidence.models import RowKind, TargetKind
from partnerships.models import Direction, Period, PeriodKind
from tests import factories as make
from tests.words import words_of_main

pytestmark = pytest.mark.django_db

REFERENCES = ("5A", "5B", "5C", "5D")


class StatePlan:
    """Indicator 5 with its parts, the figures of 5A, and a district that is another partner."""

    def __init__(self, parts=2, *, screened=False):
        self.edition = make.make_edition(label="FFY 2005-2012", is_plan=True, **WORDS)
        self.agreement = self.edition.agreement
        self.priority = make.make_category(self.edition, title="FAPE in the LRE")
        self.five = make.make_item(self.priority, number="5", is_rated=False, text="Children served:")
        self.parts = [
            make.make_item(
                self.priority, number=one[-1], parent=self.five, is_rated=False, text=f"Part {one}"
            )
            for one in REFERENCES[:parts]
        ]
        self.five.passages.create(
            heading="Overview of Issue:", text="They are educated\n\ntogether.", position=1
        )
        if screened:
            make.make_screen(self.parts[0])
            self.agreement.has_screens = True
            self.agreement.save()
        make.adopt(self.edition)
        self.whole = make.make_partnership(agreement=self.agreement, partner=self.agreement.lead)
        self.district = make.make_partnership(agreement=self.agreement)
        self.director = make.make_director(self.whole)
        for item in self.parts:
            self.figures(item)

    def year(self, year):
        kind = PeriodKind.FEDERAL_FISCAL_YEAR
        days = {"start": date(year, 7, 1), "end": date(year + 1, 6, 30)}
        return Period.objects.get_or_create(label=str(year), kind=kind, defaults=days)[0]

    def figures(self, item):
        row = make.make_row(
            self.priority,
            self.whole,
            (self.year(2004), "55.5%"),
            (self.year(2006), "56%"),
            label=f"Row of {item.reference}",
            unit="%",
            kind=RowKind.RATE,
            better=Direction.HIGHER,
        )
        row.items.add(item)
        definition = row.definitions.create(from_period=self.year(2004), formula="Inside, of all.")
        for year, number in ((2005, "56.5"), (2006, "57.5"), (2007, "58.5")):
            self.aim(definition, year, number)
        return row

    def aim(self, definition, year, number):
        return definition.targets.create(
            period=self.year(year), kind=TargetKind.AT_LEAST, number=Decimal(number)
        )


WORDS = {"item_word": "indicator", "item_words": "indicators"}


@pytest.fixture
def plan(db):
    return StatePlan()


def read(client, person, name, *args):
    """The words of a page, in their order."""
    client.force_login(person)
    return words_of_main(client.get(reverse(name, args=args)).text)


@pytest.mark.slow
def test_each_stands_with_its_baseline_its_latest_and_the_targets_then_and_next(client, plan):
    page = read(client, plan.director, "plan", plan.agreement.slug)
    assert "2 figures can be held against the target in force at the time: 0 met it." in page
    assert "5 Children served: 5A Part 5A higher is better 55.5% FFY 2004 (2004-2005)" in page
    assert "56% FFY 2006 (2006-2007) at least 57.5% 0 Not met at least 58.5% FFY 2007 (2007-2008)" in page


def test_a_part_has_its_years_and_leads_to_the_text_of_its_indicator(client, plan):
    page = read(client, plan.director, "plan-indicator", plan.agreement.slug, "5A")
    assert "FFY 2005 (2005-2006) at least 56.5% not in the plan –" in page
    assert "FFY 2006 (2006-2007) at least 57.5% 56% 0 Not met" in page
    assert "What the plan says of it stands with indicator 5" in page


def test_an_indicator_is_a_document_with_all_its_parts(client, plan):
    page = read(client, plan.director, "plan-indicator", plan.agreement.slug, "5")
    assert "Overview of Issue: They are educated together." in page
    assert page.index("5A Part 5A") < page.index("5B Part 5B") < page.index("They are educated")


def test_an_indicator_has_the_activities_that_are_printed_for_it(client, plan):
    submission = make.make_submission(plan.agreement, due_on=date(2013, 2, 15))
    step = make.make_step(
        make.make_plan(plan.whole, plan.edition), plan.priority, ("Train", ""), items=[plan.five]
    )
    make.make_activity_table(
        submission,
        plan.whole,
        (step, "5.1", "Train on co-teaching.", "Active"),
        items=[plan.five],
        heading="Indicator 5",
    )
    make.hand_in(submission)
    page = read(client, plan.director, "plan-indicator", plan.agreement.slug, "5A")
    assert "Improvement activities Indicator 5" in page
    assert "Train on co-teaching." in page


@pytest.mark.slow
def test_who_enters_the_figures_sees_whether_they_come_to_what_the_source_says(client, plan):
    said = {"name": "sum", "statement": "It adds up.", "place": "page 26"}
    plan.whole.reconciliations.create(edition=plan.edition, item=plan.parts[0], **said)
    page = ("plan-indicator", plan.agreement.slug, "5A")
    assert "0 of 1 sum that the source allows agrees." in read(client, plan.director, *page)
    assert "the source allows" not in read(client, make.make_liaison(plan.district), *page)


def test_the_document_of_the_whole_prints_the_passages(client, plan):
    page = read(client, plan.director, "agreement", plan.whole.slug)
    assert "Overview of Issue: They are educated together. 5A Part 5A" in page


@pytest.mark.slow
def test_where_the_meaning_changes_the_years_are_parted_with_the_reason(client, plan):
    row = plan.whole.evidence_rows.first()
    new = row.definitions.create(
        from_period=plan.year(2006), formula="By the new test.", reason="A new test."
    )
    plan.aim(new, 2006, "20")
    page = read(client, plan.director, "plan-indicator", plan.agreement.slug, "5A")
    assert (
        "Not compared with what stands before: from FFY 2006 (2006-2007) on it means something else. A new"
        in page
    )
    assert "at least 20% By another definition: at least 57.5% 56% 1 Met" in page
    assert "5A Part 5A higher is better 56%" in read(client, plan.director, "plan", plan.agreement.slug)


@pytest.mark.slow
def test_a_district_reads_the_plan_as_the_public_does(client, plan):
    row = make.make_row(plan.priority, plan.whole, (plan.year(2006), "4 students"), counts_students=True)
    row.items.add(plan.parts[0])
    reader = make.make_viewer(plan.district)
    page = read(client, reader, "plan-indicator", plan.agreement.slug, "5A")
    assert "56%" in page
    assert "4 students" not in page
    assert "4 students" in read(client, plan.director, "plan-indicator", plan.agreement.slug, "5A")


@pytest.mark.slow
def test_contradictions_are_for_those_who_enter(client, plan):
    places = {"first_place": "Page 1", "first_words": "28%", "second_place": "Page 2", "second_words": "38%"}
    plan.edition.contradictions.create(item=plan.parts[0], why="Two rates are printed.", **places)
    liaison, reader = make.make_liaison(plan.district), make.make_viewer(plan.district)
    for name, *args in (("contradictions",), ("plan-indicator", "5A"), ("plan-indicator", "5")):
        page = read(client, liaison, name, plan.agreement.slug, *args)
        assert "Two rates are printed. Page 1 “28%” Page 2 “38%”" in page
    assert "Two rates" not in read(client, reader, "plan-indicator", plan.agreement.slug, "5A")
    assert client.get(reverse("contradictions", args=[plan.agreement.slug])).status_code == 403


def test_a_further_figure_of_parts_alone_says_so(client, plan):
    row = make.make_row(plan.priority, plan.whole, label="By race", unit="%")
    row.items.add(plan.parts[0])
    part = row.breakdowns.create(name="Race").parts.create(label="White")
    make.make_value(row, plan.year(2005), "93.6%", part=part)
    page = read(client, plan.director, "plan-indicator", plan.agreement.slug, "5A")
    assert "By race : told by its parts alone" in page


def test_without_a_plan_or_such_a_number_there_is_no_page(client, plan):
    other = make.make_partnership()
    client.force_login(make.make_director(other))
    assert client.get(reverse("plan", args=[other.agreement.slug])).status_code == 404
    assert client.get(reverse("plan", args=[plan.agreement.slug])).status_code == 404
    client.force_login(plan.director)
    assert client.get(reverse("plan-indicator", args=[plan.agreement.slug, "7"])).status_code == 404


@pytest.mark.slow
@pytest.mark.parametrize("parts", [1, 4])
@pytest.mark.parametrize(("name", "args", "asked"), [("plan", [], 10), ("plan-indicator", ["5"], 14)])
def test_pages_ask_as_much_for_many_as_for_one(client, django_assert_num_queries, parts, name, args, asked):
    plan = StatePlan(parts)
    client.force_login(plan.director)
    with django_assert_num_queries(asked):
        client.get(reverse(name, args=[plan.agreement.slug, *args]))


@pytest.mark.slow
def test_indicator_says_how_it_screens_districts_and_links_them_for_the_state(client):
    plan = StatePlan(1, screened=True)
    page = read(client, plan.director, "plan-indicator", plan.agreement.slug, "5")
    assert "Districts" in page and "Discrepancy: the districts" in page
    page = read(client, make.make_viewer(plan.district), "plan-indicator", plan.agreement.slug, "5")
    assert "Discrepancy. The screen flags districts" in page


@pytest.mark.slow
def test_pages_of_what_is_measured_ask_nobody_to_rate(client, plan):
    plan.agreement.has_plan = True
    plan.agreement.save()
    home = read(client, plan.director, "home")
    assert plan.district.partner.short_name in home
    assert "Open a" not in home and "none yet" not in home
    page = read(client, plan.director, "partnership", plan.whole.slug)
    assert "The whole: what stands here is of all partners together." in page
    page = read(client, make.make_liaison(plan.district), "partnership", plan.district.slug)
    assert "The indicators are measured and not rated: see the plan and the profile" in page
    assert "0 of its indicators" not in page


@pytest.mark.slow
def test_headings_of_an_indicator_and_of_the_agreement_follow_one_another(client, plan):
    for part in plan.parts:
        plan.figures(part)
    client.force_login(plan.director)
    for name, slug, *args in (
        ("plan-indicator", plan.agreement.slug, "5"),
        ("plan-indicator", plan.agreement.slug, "5A"),
        ("agreement", plan.district.slug),
        ("evidence-dashboard", plan.whole.slug),
    ):
        page = client.get(reverse(name, args=[slug, *args])).text
        levels = [0, *map(int, re.findall(r"<h([1-6])", page[page.index("<main") :]))]
        assert all(below <= above + 1 for above, below in pairwise(levels)), name


@pytest.mark.slow
def test_a_district_is_led_to_what_the_whole_says_of_its_figures(client, plan):
    plan.agreement.has_plan = True
    plan.agreement.save()
    row = make.make_row(plan.priority, plan.district, (plan.year(2006), "56%"))
    reader, slug = make.make_viewer(plan.district), plan.district.slug
    for name in ("measure-trend", "evidence-meaning"):
        assert "holds for all partners and stands in the plan" in read(
            client, reader, name, slug, row.lineage
        )
    page = read(client, reader, "reports", slug)
    assert "Profile as a document What" in page and "There is no assessment" not in page
