from datetime import date, timedelta

import pytest
from django.utils import timezone

from actionsteps.models import Action, ActionPlan, ActionStep
from actionsteps.plans.versions import release
from assessments.models import AssessmentStatus, Decision, Highlight, HighlightKind, Minutes
from evidence.models import EvidenceRow, EvidenceTable, Observation, ObservationStatus
from partnerships.editions.drafts import start_next_edition
from reports.gather import state_of_the_partnership
from tests.factories import (
    adopt,
    close,
    make_administrator,
    make_assessment,
    make_category,
    make_cycle,
    make_edition,
    make_item,
    make_organization,
    make_partnership,
    make_period,
    make_rating,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("unlocked"),
    pytest.mark.both_databases,
    pytest.mark.slow,
]


@pytest.fixture
def assessment():
    return make_assessment()


def category_of(assessment, items=0, **fields):
    category = make_category(assessment.cycle.edition, **fields)
    for _ in range(items):
        make_item(category)
    return category


def rate(assessment, category, *codes):
    for item, code in zip(category.items.all(), codes, strict=True):
        make_rating(assessment, item, code)


def year_before(period):
    start = period.start.replace(year=period.start.year - 1)
    return make_period(
        label=f"{start.year}-{start.year + 1}", start=start, end=period.start - timedelta(days=1)
    )


def make_row(partnership, category, label, **fields):
    position = category.evidence_rows.count() + 1
    return EvidenceRow.objects.create(
        category=category, label=label, partnership=partnership, position=position, **fields
    )


def observe(row, period, text, **fields):
    Observation.objects.create(row=row, period=period, text=text, **fields)


def make_step(plan, category, position=1, feedback="", **fields):
    step = ActionStep.objects.create(plan=plan, category=category, position=position, **fields)
    if feedback:
        step.feedback.create(partnership=plan.partnership, text=feedback)
    Action.objects.create(step=step, text="Meet", timeline="Monthly")
    return step


def make_plan(partnership, edition, version="1.0"):
    return ActionPlan.objects.create(
        partnership=partnership, edition=edition, title="Action Steps", version=version
    )


def rated_items(report):
    return [line.item for line in report.categories[0].items]


def report_of(assessment):
    """The report once the agreement's editions are adopted, and its plans released."""
    for edition in assessment.partnership.agreement.editions.all():
        adopt(edition)
    for plan in ActionPlan.objects.filter(released_at=None, partnership__agreement__editions=edition):
        release(plan, plan.version, by=None)
    return state_of_the_partnership(assessment)


def test_shares_and_averages_leave_out_what_is_not_a_score(assessment):
    rate(assessment, category_of(assessment, 6), "1", "2", "3", "0", "N/A", None)
    tally = state_of_the_partnership(assessment).total
    assert (tally.total, tally.rated, tally.scored, tally.unrated) == (6, 5, 4, 1)
    assert (tally.met, tally.share, tally.average) == (2, 50.0, 1.5)


def test_without_scores_there_is_no_share_and_no_average(assessment):
    rate(assessment, category_of(assessment, 2), "N/A", None)
    tally = state_of_the_partnership(assessment).total
    assert (tally.met, tally.share, tally.average) == (0, None, None)


def test_an_item_without_a_rating_counts_as_not_rated_yet(assessment):
    category_of(assessment, 2)
    report = state_of_the_partnership(assessment)
    assert report.total.unrated == 2
    assert [line.level for line in report.categories[0].items] == [None, None]


def test_headings_stand_among_the_lines_and_count_nowhere(assessment):
    category = category_of(assessment)
    heading = make_item(category, is_rated=False)
    make_rating(assessment, make_item(category, parent=heading), "2")
    report = state_of_the_partnership(assessment)
    assert [(item.reference, item.is_rated, item.depth) for item in rated_items(report)] == [
        ("1.1", False, False),
        ("1.1.a", True, True),
    ]
    assert report.total.total == 1


def test_another_partnerships_own_items_are_left_out(assessment):
    category = category_of(assessment, 1)
    make_item(category, local_to=make_partnership(agreement=assessment.partnership.agreement))
    assert len(state_of_the_partnership(assessment).categories[0].items) == 1


def test_flag_and_comment_stand_with_the_line(assessment):
    item = make_item(category_of(assessment))
    make_rating(assessment, item, "2", flag=True, comment="Seen in both schools.")
    line = state_of_the_partnership(assessment).categories[0].items[0]
    assert (line.level.code, line.rating.flag, line.rating.comment) == ("2", True, "Seen in both schools.")


def test_a_month_is_printed_as_a_month(assessment):
    assessment.date, assessment.date_is_month = date(2023, 9, 1), True
    assert state_of_the_partnership(assessment).date == "September 2023"
    assessment.date_is_month = False
    assert state_of_the_partnership(assessment).date == "Sep 1, 2023"
    assessment.date = None
    assert state_of_the_partnership(assessment).date == ""


def test_what_is_not_final_says_so(assessment):
    assert state_of_the_partnership(assessment).status_note == "Draft: not final"
    close(assessment, AssessmentStatus.SUBMITTED)
    assert state_of_the_partnership(assessment).status_note == "Submitted: not final"
    close(assessment)
    assert state_of_the_partnership(assessment).status_note == ""


def test_the_perspective_is_named(assessment):
    assert state_of_the_partnership(assessment).perspective == "joint assessment"
    assessment.by = assessment.partnership.partner
    assert state_of_the_partnership(assessment).perspective == "self-assessment"
    assessment.by = make_organization(short_name="SSD")
    assert state_of_the_partnership(assessment).perspective == "assessment by SSD"


def test_strengths_and_areas_of_focus_keep_their_order(assessment):
    for position, (kind, text) in enumerate(
        [(HighlightKind.FOCUS, "Fill jobs"), (HighlightKind.STRENGTH, "B"), (HighlightKind.STRENGTH, "A")]
    ):
        Highlight.objects.create(assessment=assessment, kind=kind, text=text, position=position)
    report = state_of_the_partnership(assessment)
    assert (report.strengths, report.focus) == (("B", "A"), ("Fill jobs",))


def test_steps_carry_their_actions_connection_and_remark(assessment):
    category = category_of(assessment, 2)
    plan = make_plan(assessment.partnership, assessment.cycle.edition)
    step = make_step(plan, category, feedback="Tell us more", note="Printed without a date.")
    step.items.set(category.items.all())
    report = report_of(assessment).plan
    assert (str(report.plan), report.plan.edition.label) == (
        "Action Steps V 1.0",
        assessment.cycle.edition.label,
    )
    (printed,) = report.categories[0].steps
    assert (printed.step.answers, printed.step.connection) == ("Tell us more", "1.1, 1.2")
    assert [(action.text, action.timeline) for action in printed.step.actions.all()] == [("Meet", "Monthly")]
    assert report.categories[0].remarks == (printed.remark,)


def test_of_an_editions_plans_the_newest_version_is_printed(assessment):
    category = category_of(assessment)
    for version in ("2.9", "2.10", "2.²", "1"):
        make_step(make_plan(assessment.partnership, assessment.cycle.edition, version), category)
    assert str(report_of(assessment).plan.plan) == "Action Steps V 2.10"


def test_a_plan_in_preparation_is_not_printed_for_everybody(assessment):
    category, edition = category_of(assessment), assessment.cycle.edition
    plans = [make_plan(assessment.partnership, edition, version) for version in ("2.1", "2.2")]
    for plan in plans:
        make_step(plan, category)
    adopt(edition)
    report = state_of_the_partnership(assessment)
    assert (report.plan, report.families.total, report.essence.steps) == (None, 0, None)
    release(plans[0], "2.1", by=None)
    assert state_of_the_partnership(assessment).plan.plan == plans[0]


def test_an_edition_without_a_plan_borrows_the_one_in_force_in_its_period(assessment):
    partnership, period = assessment.partnership, assessment.cycle.period
    in_force = make_edition(
        agreement=partnership.agreement, effective_from=period.start, effective_to=period.end
    )
    later = make_edition(agreement=partnership.agreement, effective_from=date(2090, 7, 1))
    for edition in (in_force, later):
        make_step(make_plan(partnership, edition), make_category(edition))
    assert report_of(assessment).plan.plan.edition.label == in_force.label


def test_an_editions_own_plan_comes_first(assessment):
    partnership, own = assessment.partnership, assessment.cycle.edition
    later = make_edition(agreement=partnership.agreement, effective_from=date(2090, 7, 1))
    for edition in (own, later):
        make_step(make_plan(partnership, edition), make_category(edition))
    assert report_of(assessment).plan.plan.edition.label == own.label


def test_evidence_has_the_columns_of_the_period_and_the_one_before(assessment):
    partnership, category = assessment.partnership, category_of(assessment)
    EvidenceTable.objects.create(partnership=partnership, edition=assessment.cycle.edition, title="Addendum")
    now = assessment.cycle.period
    later, earlier = now, year_before(now)
    top = make_row(partnership, category, "Grades")
    below = make_row(partnership, category, "Math", parent=top)
    alone = make_row(partnership, category, "Rides")
    observe(below, later, "11%", link="javascript:alert(1)")
    observe(alone, earlier, "Yes", link="https://example.org/")
    observe(alone, make_period(), "Later")
    observe(alone, year_before(earlier), "Older")
    evidence = report_of(assessment).evidence
    (printed,) = evidence.categories
    assert evidence.title == "Addendum"
    assert printed.columns == (earlier.label, later.label)
    assert [(row.label, row.depth, [cell.text for cell in row.cells]) for row in printed.rows] == [
        ("Grades", 0, ["", ""]),
        ("Math", 1, ["", "11%"]),
        ("Rides", 0, ["Yes", ""]),
    ]
    assert [cell.link for row in printed.rows for cell in row.cells if cell.text] == [
        "",
        "https://example.org/",
    ]


def test_cells_say_how_to_read_them_as_the_page_does(assessment):
    category, period = category_of(assessment), assessment.cycle.period
    for text, fields in (
        ("*", {"status": ObservationStatus.FORTHCOMING, "expected_on": date(2025, 2, 1)}),
        ("N/A", {"status": ObservationStatus.NOT_APPLICABLE}),
        ("", {"status": ObservationStatus.BLANK}),
        ("95%", {}),
    ):
        observe(make_row(assessment.partnership, category, "Rides"), period, text, **fields)
    rows = report_of(assessment).evidence.categories[0].rows
    assert [(cell.text, cell.status) for row in rows for cell in row.cells] == [
        ("*", "forthcoming, expected February 2025"),
        ("N/A", "not applicable"),
        ("", "left blank"),
        ("95%", ""),
    ]


def test_the_footnote_stands_only_where_data_is_forthcoming(assessment):
    partnership, period = assessment.partnership, assessment.cycle.period
    EvidenceTable.objects.create(
        partnership=partnership, edition=assessment.cycle.edition, title="A", footnote="*data is forthcoming"
    )
    first, second = category_of(assessment), category_of(assessment)
    observe(make_row(partnership, first, "Rides"), period, "*", status=ObservationStatus.FORTHCOMING)
    observe(make_row(partnership, second, "Rides"), period, "Yes")
    categories = report_of(assessment).evidence.categories
    assert [category.footnote for category in categories] == ["*data is forthcoming", ""]


def test_a_period_stands_before_the_shorter_ones_that_start_with_it(assessment):
    category = category_of(assessment)
    row = make_row(assessment.partnership, category, "Rides")
    year = assessment.cycle.period
    august = make_period(label="August", start=year.start, end=year.start.replace(month=8))
    for period in (august, year):
        observe(row, period, "1")
    (printed,) = report_of(assessment).evidence.categories
    assert printed.columns == (year.label, "August")


def test_starting_the_next_edition_leaves_the_report_as_it_was(assessment):
    partnership, edition = assessment.partnership, assessment.cycle.edition
    category = category_of(assessment, 1)
    make_step(make_plan(partnership, edition), category)
    observe(make_row(partnership, category, "Rides"), assessment.cycle.period, "Yes")
    before = report_of(assessment)
    days = {"effective_from": date(2024, 7, 1), "effective_to": None}
    draft = start_next_edition(edition, label="Next", by=make_administrator(), **days)
    make_plan(partnership, draft)
    assert state_of_the_partnership(assessment) == before


def test_remarks_are_numbered_through_and_said_once_a_category(assessment):
    partnership, period = assessment.partnership, assessment.cycle.period
    first, second = category_of(assessment), category_of(assessment)
    for category, note in [(first, "Odd."), (first, "Odd."), (first, "Even."), (second, "Odd.")]:
        observe(make_row(partnership, category, "Rides"), period, "1", note=note)
    categories = report_of(assessment).evidence.categories
    assert [[(remark.number, remark.text) for remark in c.remarks] for c in categories] == [
        [(1, "Odd."), (2, "Even.")],
        [(3, "Odd.")],
    ]


def test_other_partnerships_evidence_and_plans_stay_out(assessment):
    other = make_partnership(agreement=assessment.partnership.agreement)
    category = category_of(assessment)
    make_step(make_plan(other, assessment.cycle.edition), category)
    observe(make_row(other, category, "Rides"), make_period(), "Yes")
    report = report_of(assessment)
    assert (report.plan, report.evidence) == (None, None)


def test_ten_times_the_items_take_the_same_number_of_queries(django_assert_num_queries):
    for items in (3, 30):
        assessment = make_assessment()
        partnership = assessment.partnership
        plan, period = make_plan(partnership, assessment.cycle.edition), assessment.cycle.period
        for number in range(1, items // 3 + 1):
            category = category_of(assessment, 3, number=number)
            rate(assessment, category, "1", "2", None)
            make_step(plan, category, position=number).items.set(category.items.all())
            observe(make_row(partnership, category, "Rides"), period, "Yes")
        adopt(assessment.cycle.edition)
        release(plan, plan.version, by=None)
        fresh = type(assessment).objects.with_partnership().get(pk=assessment.pk)
        with django_assert_num_queries(27):
            assert state_of_the_partnership(fresh).total.total == items


def test_the_minutes_of_a_conference_are_in_the_report_of_its_joint_assessment(assessment):
    assert state_of_the_partnership(assessment).minutes is None
    minutes = Minutes.objects.create(assessment=assessment, agenda="1. Overview")
    assert state_of_the_partnership(assessment).minutes.agenda == "1. Overview"
    minutes.agenda = ""
    minutes.save()
    assert state_of_the_partnership(assessment).minutes is None


def test_so_are_its_decisions_and_what_earlier_conferences_left_open(assessment):
    start = assessment.cycle.period.start
    before = make_period(label="Before", start=start.replace(year=start.year - 1), end=start)
    earlier = make_assessment(
        assessment.partnership, cycle=make_cycle(edition=assessment.cycle.edition, period=before)
    )
    Decision.objects.create(assessment=assessment, what="Hire two")
    Decision.objects.create(assessment=assessment, what="Mistyped", removed_at=timezone.now())
    Decision.objects.create(assessment=earlier, what="Meet monthly")
    assert [one.what for one in state_of_the_partnership(assessment).minutes.earlier] == []
    close(earlier)
    minutes = state_of_the_partnership(assessment).minutes
    told = [[one.what for one in decisions] for decisions in (minutes.decisions, minutes.earlier)]
    assert told == [["Hire two"], ["Meet monthly"]]


def test_what_is_rated_with_its_parts_is_kept_with_them(assessment):
    category = category_of(assessment, 1)
    work = category.items.get()
    make_item(category, parent=work, is_rated=False)
    make_item(category)
    assert [line.leads_in for line in report_of(assessment).categories[0].items] == [True, False, False]


def test_a_document_prints_where_figures_disagree_only_if_somebody_says_so(assessment):
    row = make_row(assessment.partnership, category_of(assessment), "Rides")
    period = assessment.cycle.period
    observe(row, period, "766/807 (95.0%)", note="Of two schools.")
    (remark,) = report_of(assessment).evidence.categories[0].remarks
    assert remark.text == "Of two schools."
    Observation.objects.update(prints_remarks=True)
    (remark,) = state_of_the_partnership(assessment).evidence.categories[0].remarks
    assert remark.text == "Of two schools.\n766 of 807 is 94.92%; printed 95.0%, which would be 766 of 806."


@pytest.mark.parametrize(("counts_students", "is_told"), [(False, True), (True, False)])
def test_where_rows_beneath_miss_their_sum_is_printed_if_wanted_and_nothing_of_it_is_hidden(
    assessment, counts_students, is_told
):
    partnership, period = assessment.partnership, assessment.cycle.period
    category = category_of(assessment)
    fields = {"prints_remarks": True, "number": 618}
    row = make_row(partnership, category, "Pupils", parts_add="whole", counts_students=counts_students)
    observe(row, period, "618", **fields)
    for label, number in (("One", 8), ("Two", 600)):
        part = make_row(partnership, category, label, parent=row, counts_students=counts_students)
        observe(part, period, str(number), number=number)
    (category,) = report_of(assessment).evidence.categories
    said = [remark.text for remark in category.remarks]
    told = ["The parts come to 608, not 618; a difference of 0 is allowed."]
    assert said == (told if is_told else [])


def test_of_a_hidden_value_nothing_is_printed(assessment):
    partnership, category = assessment.partnership, category_of(assessment)
    row = make_row(partnership, category, "Graduates", counts_students=True, unit="students")
    fields = {"note": "Five boys.", "link": "https://example.org/five", "prints_remarks": True}
    observe(row, assessment.cycle.period, "5", **fields)
    category = report_of(assessment).evidence.categories[0]
    ((cell,),) = (row.cells for row in category.rows)
    assert (cell.text, cell.link, cell.remark, category.remarks) == (
        "hidden to protect privacy",
        "",
        None,
        (),
    )


def test_the_agreement_says_what_is_too_few_for_the_public(assessment):
    row = make_row(assessment.partnership, category_of(assessment), "Graduates", counts_students=True)
    observe(row, assessment.cycle.period, "5 students")
    assessment.partnership.agreement.smallest_public_count = 5
    (category,) = report_of(assessment).evidence.categories
    assert (category.rows[0].cells[0].text, category.hidden) == ("5 students", "")
