"""The findings of a whole agreement: what became of each, what is missing, and how many they are."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from actionsteps.clocks.cases import correct
from actionsteps.clocks.findings import (
    FindingState,
    federal_fiscal_year,
    finding_counts,
    finding_lines,
    printed_counts,
)
from actionsteps.models import Case, Prong
from determinations.models import DistrictCount, PracticeReview
from partnerships.models import PeriodKind
from tests import factories as make

from .making import ago, make_finding

pytestmark = pytest.mark.django_db

TODAY = date(2013, 5, 1)


def corrected(finding, *days, by=None, **fields):
    for prong, day in zip(Prong, days, strict=False):
        correct(finding, prong, day, "Done.", by=by or make.make_user(), **fields)


def states(agreement, director, today=TODAY):
    return [(one.case.number, one.state) for one in finding_lines(director, agreement, today)]


@pytest.fixture
def state():
    """A partnership, its director, and an indicator of its agreement."""
    edition = make.make_edition()
    item = make.make_item(make.make_category(edition))
    make.adopt(edition)
    partnership = make.make_partnership(agreement=edition.agreement)
    return partnership, make.make_director(partnership), item


def test_finding_is_corrected_in_time_by_the_later_of_its_two_days(state):
    partnership, director, _ = state
    notified = {"notified_on": date(2012, 4, 30), "opened_on": date(2012, 4, 30)}
    for number, days in (
        ("F-1", (date(2012, 9, 1), date(2013, 4, 30))),
        ("F-2", (date(2013, 5, 1), date(2012, 9, 1))),
        ("F-3", (date(2012, 9, 1),)),
    ):
        corrected(make_finding(partnership, number=number, **notified), *days)
    make_finding(partnership, number="F-4", notified_on=TODAY, opened_on=TODAY)
    assert states(partnership.agreement, director) == [
        ("F-1", FindingState.IN_TIME),
        ("F-2", FindingState.AFTER),
        ("F-3", FindingState.LATE),
        ("F-4", FindingState.OPEN),
    ]


def test_finding_on_its_last_day_is_not_late_yet(state):
    partnership, director, _ = state
    make_finding(partnership, number="F-1", notified_on=date(2012, 5, 1), opened_on=date(2012, 5, 1))
    assert states(partnership.agreement, director) == [("F-1", FindingState.OPEN)]
    assert states(partnership.agreement, director, date(2013, 5, 2)) == [("F-1", FindingState.LATE)]


def test_student_who_left_needs_no_correction_and_the_sample_is_verified_all_the_same(state):
    partnership, director, _ = state
    finding = make_finding(partnership)
    correct(finding, Prong.INDIVIDUAL, ago(9), "The student left the district.", is_exempt=True, by=director)
    (line,) = finding_lines(director, partnership.agreement)
    assert line.finding.missing == [Prong.SAMPLE]


def test_year_of_a_finding_begins_each_july():
    assert [federal_fiscal_year(day) for day in (date(2012, 6, 30), date(2012, 7, 1))] == [2011, 2012]


def test_findings_are_counted_by_indicator_and_year_beside_what_the_source_says(state):
    partnership, director, item = state
    year = date(2011, 7, 1), date(2012, 6, 30)
    period = make.make_period(label="2011", kind=PeriodKind.FEDERAL_FISCAL_YEAR, start=year[0], end=year[1])
    DistrictCount.objects.create(
        item=item, period=period, step="found", number=12, words="Twelve districts", place="page 41"
    )
    for number in ("F-1", "F-2"):
        make_finding(partnership, number=number, item=item, notified_on=year[1], opened_on=year[1])
    lines = finding_lines(director, partnership.agreement, TODAY)
    (one,) = finding_counts(lines)
    assert (one.item, one.year, one.findings, len(one.districts)) == (item, 2011, 2, 1)
    assert [count.number for count in printed_counts(partnership.agreement)] == [12]


def test_state_reads_which_prong_is_missing_and_a_district_no_list_of_others(client, state):
    partnership, director, item = state
    corrected(make_finding(partnership, number="F-7", item=item), ago(3))
    address = reverse("findings", args=[partnership.agreement.slug])
    client.force_login(director)
    html = client.get(address).content.decode()
    assert "F-7" in html and "an updated sample; 1 of 2 recorded" in html
    assert "F-7" not in client.get(f"{address}?state=in-time").content.decode()
    assert "F-7" not in client.get(f"{address}?item=nonsense").content.decode()
    client.force_login(make.make_liaison(partnership))
    assert client.get(address).status_code == 403


def test_director_of_named_partnerships_sees_the_findings_of_those(state):
    partnership, _, _ = state
    other = make.make_partnership(agreement=partnership.agreement)
    make_finding(other, number="F-1")
    make_finding(partnership, number="F-2")
    narrowed = make.make_user()
    make.make_membership(narrowed, partnership.agreement.lead, "director", only=[partnership])
    assert [number for number, _ in states(partnership.agreement, narrowed)] == ["F-2"]


@pytest.mark.parametrize("findings", [1, 3])
def test_list_asks_as_often_for_three_findings_as_for_one(
    client, state, django_assert_max_num_queries, findings
):
    partnership, director, item = state
    for number in range(findings):
        of = make.make_partnership(agreement=partnership.agreement) if number else partnership
        corrected(make_finding(of, number=f"F-{number}", item=item), ago(3))
    client.force_login(director)
    with django_assert_max_num_queries(10):
        client.get(reverse("findings", args=[partnership.agreement.slug]))


def found(state):
    partnership, _, item = state
    period = make.make_period(label="2010", kind=PeriodKind.FEDERAL_FISCAL_YEAR)
    return PracticeReview.objects.create(
        partnership=partnership,
        item=item,
        period=period,
        result="found",
        words="No manifestation reviews.",
        notified_on=ago(20),
    )


def test_finding_of_a_review_is_opened_with_its_indicator_and_day(client, state):
    partnership, director, item = state
    review = found(state)
    client.force_login(director)
    address = f"{reverse('new-case', args=[partnership.slug])}?kind=finding&review={review.public_id}"
    form = client.get(address).context["form"]
    assert form["notified_on"].value() == ago(20)
    client.post(address, {"number": "F-9", "notified_on": ago(20).isoformat()})
    case = Case.objects.get(number="F-9")
    assert (case.review, case.item) == (review, item)


@pytest.mark.both_databases
def test_database_refuses_a_finding_of_another_agreement_or_of_a_review_that_found_nothing(state):
    partnership, _, item = state
    review = found(state)
    with pytest.raises(IntegrityError, match="another agreement"), transaction.atomic():
        make_finding(make.make_partnership(), item=item)
    PracticeReview.objects.filter(pk=review.pk).update(result="appropriate", notified_on=None)
    with pytest.raises(IntegrityError, match="found non-compliance"), transaction.atomic():
        make_finding(partnership, item=item, review=review)


@pytest.mark.both_databases
def test_timeline_is_about_no_indicator(state):
    partnership, _, item = state
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.create(partnership=partnership, number="2026-1", item=item)
