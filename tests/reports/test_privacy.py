"""What a report says of small counts of students beside the values that it hides."""

from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command

from assessments.models import HighlightKind
from core.ids import new_public_id
from evidence.models import EvidenceTable
from evidence.public.reader import read_by_public
from evidence.suppression.outcome import HIDDEN
from reports import gather
from reports.documents import DOCUMENTS
from reports.gather.privacy import refuse
from reports.models import DocumentKind, Publication
from reports.parts import Readers
from reports.runs.making import start_run
from reports.tasks import make_document
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlocked")]
REPORT = DOCUMENTS[DocumentKind.STATE_OF_THE_PARTNERSHIP]


@pytest.fixture
def assessment():
    assessment = make.make_assessment()
    make.make_item(make.make_category(assessment.cycle.edition, title="Student Services"), text="Meet")
    left_out = [part.key for part in REPORT.parts if part.key != "listing"]
    assessment.partnership.document_layouts.create(
        kind=DocumentKind.STATE_OF_THE_PARTNERSHIP, left_out=left_out, updated_by=make.make_user()
    )
    return assessment


@pytest.fixture
def row(assessment):
    """Of which “4/22 (18.2%)” is hidden."""
    category = assessment.cycle.edition.categories.get()
    of_year = (assessment.cycle.period, "4/22 (18.2%)")
    return make.make_row(category, assessment.partnership, of_year, label="Graduates", counts_students=True)


def told(assessment):
    return list(map(str, REPORT.before(Readers(), assessment=assessment).told))


@pytest.mark.slow
def test_prose_with_small_or_hidden_counts_of_students_is_named_by_its_place(assessment, row):
    make.make_rating(assessment, assessment.items().get(), "2", comment="3 of 7 students moved.")
    assessment.highlights.create(kind=HighlightKind.FOCUS, text="Help the eighteen seniors.\n18.2% work.")
    plan = make.make_plan(assessment.partnership, assessment.cycle.edition)
    plan.steps.create(category=row.category, position=1, note="For two new pupils. 3 meetings with students.")
    make.release_plan(plan)
    assert told(assessment) == [
        "Areas of focus: “18.2%”, “eighteen seniors”",  # in one line on the first page: digits come first
        "Strengths and areas of focus, Areas of focus: “eighteen seniors”, “18.2%”",
        "1.1, comment: “3 of 7 students”",
        "Action steps, remark 1: “two new pupils”",
    ]


@pytest.mark.slow
def test_figures_that_say_nothing_of_students_are_not_named(assessment, row):
    comment = "4 meetings with students in 2023, 1 out of 22 staff, on May 3, 95% of 120 students, level 3."
    make.make_rating(assessment, assessment.items().get(), "2", comment=comment)
    assert told(assessment) == []


@pytest.mark.slow
def test_rows_that_count_no_students_are_looked_at_too(assessment, row):
    of_year = (row.observations.get().period, "1 out of 22, for three scholars. 82% (n = 0), 95% (n=400)")
    make.make_row(row.category, assessment.partnership, of_year, label="Transfers")
    assert told(assessment) == [f"Evidence, Transfers, {of_year[0].name}: “n = 0”, “three scholars”"]


@pytest.mark.slow
def test_an_introduction_or_footnote_that_says_what_is_hidden_is_left_out_and_named(assessment, row):
    EvidenceTable.objects.create(
        partnership=assessment.partnership,
        edition=assessment.cycle.edition,
        title="Current State",
        introduction="Of 22 graduates 4/22 work.",
        footnote="One student is new.",
    )
    evidence = gather.evidence_for(assessment)
    assert (evidence.title, evidence.introduction) == ("Current State", HIDDEN)
    assert told(assessment) == [
        "The introduction of the evidence is left out, since it says what is hidden",
        "The footnote of the evidence is left out, since it says what is hidden",
    ]


@pytest.mark.slow
@pytest.mark.parametrize("label", ["Graduates (18)", "Seniors - 4", "Eighteen of them, 18.2%"])
def test_no_report_is_made_while_the_words_of_a_row_say_what_is_hidden_in_it(
    client, assessment, row, label, tmp_path
):
    type(row).objects.update(label=label)
    slug = assessment.partnership.slug
    client.force_login(make.make_director(assessment.partnership))
    page = make.ask_for_document(client, make.REPORT, assessment.partnership, assessment, anyway="yes")
    assert page.status_code == 409
    assert f"The words of the row “{label}” say a count of students that is hidden" in page.text
    assert not Publication.objects.exists()
    options = {"assessment": assessment.public_id, "output": tmp_path / "report.pdf"}
    with pytest.raises(CommandError, match="say a count of students that is hidden"):
        call_command("render_document", slug, DocumentKind.STATE_OF_THE_PARTNERSHIP, **options)


def test_no_report_is_made_while_what_it_prints_narrows_a_hidden_value_down(assessment, row):
    public = replace(
        read_by_public(assessment.partnership), known_anyway=frozenset([row.observations.get().pk])
    )
    with pytest.raises(gather.NotForPublic) as refused:
        refuse([], public)
    (reason,) = refused.value.reasons
    assert reason.startswith(f"“Graduates”, {row.observations.get().period.name}, is hidden, and yet")


@pytest.mark.slow
def test_what_may_tell_is_named_and_the_report_is_made_all_the_same(client, assessment, row):
    make.make_rating(assessment, assessment.items().get(), "2", comment="Two students moved.")
    client.force_login(make.make_director(assessment.partnership))
    page = make.ask_for_document(client, make.REPORT, assessment.partnership, assessment).text
    assert "“Two students”" in page
    assert not Publication.objects.exists()
    make.ask_for_document(client, make.REPORT, assessment.partnership, assessment, anyway="yes")
    assert Publication.objects.get().is_waiting


def made_with_many(assessment):
    """The report of an assessment, made as one of several that were asked for together."""
    agreement = assessment.partnership.agreement
    director = make.make_director(assessment.partnership)
    run = start_run(agreement, make.REPORT, [{"assessment": assessment}], key=new_public_id(), by=director)
    make_document.call(run.publications.get().public_id)
    return run.publications.get()


@pytest.mark.slow
def test_of_one_that_is_asked_for_with_many_what_may_tell_is_kept_beside_it(assessment, row):
    make.make_rating(assessment, assessment.items().get(), "2", comment="Two students moved \ue000.")
    made = made_with_many(assessment)
    assert made.is_ready
    assert ["“Two students”" in one for one in made.told] == [True]
    assert len(made.unprintable) == 1


@pytest.mark.slow
def test_one_that_would_give_a_count_away_fails_among_many_with_the_sentence(assessment, row):
    type(row).objects.update(label="Graduates (18)")
    failed = made_with_many(assessment)
    assert failed.has_failed
    assert failed.failure.startswith("It would give a hidden count of students away. Ask for it again")
    assert failed.failure.endswith("among its reports: what is to be changed is named there.")


@pytest.mark.slow
def test_a_document_that_was_made_is_remembered_by_what_it_showed_and_hid(assessment, row):
    of_year = row.observations.get().period
    shown = make.make_row(row.category, assessment.partnership, (of_year, "30"), counts_students=True)
    staff = make.make_row(row.category, assessment.partnership, (of_year, "1 out of 22"))
    for _ in range(2):
        REPORT.make(Readers(), assessment=assessment)
    assert [one.observations.get().documented_texts for one in (row, shown, staff)] == [
        [(row.observations.get().text, True)],
        [("30", False)],
        [],
    ]
    assessment.partnership.agreement.smallest_public_count = 40
    assert told(assessment) == [
        f"“{shown}”, {of_year.name}, is hidden now; a document made before prints it or lets it be worked out"
    ]
