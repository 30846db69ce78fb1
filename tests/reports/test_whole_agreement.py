"""What the document of an agreement gathers: whose assessment, plan and evidence, and what is left out of it."""

from datetime import date

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actionsteps.models import FeedbackSource
from evidence.models import EvidenceRow
from partnerships.models import Edition, HeadedPart, HeadingPlace, Partnership, PrintedHeading
from reports.documents import DOCUMENTS, Readers
from reports.gather import contents_of, evidence_tables, steps_tables, whole_agreement
from reports.gather.agreement import standing_assessment
from reports.models import Audience, DocumentKind, DocumentLayout, Logo
from tests import factories as make

pytestmark = pytest.mark.django_db

PARTIES, PUBLIC = Readers(Audience.PARTIES), Readers(Audience.PUBLIC)
MAKER = DOCUMENTS[DocumentKind.AGREEMENT]


@pytest.fixture
def edition(clayton):
    return Edition.objects.get(label="2023-2024", agreement=clayton.agreement)


@pytest.fixture
def blank(clayton, edition):
    other = Partnership.objects.exclude(slug="clayton").filter(agreement=clayton.agreement)
    return other.select_related("partner", "agreement__lead").first()


def subject(partnership, edition):
    return {"partnership": partnership, "edition": edition}


@pytest.mark.slow
def test_the_form_that_counts_rates_an_older_text_in_the_words_of_that(clayton, edition):
    whole = whole_agreement(clayton, edition, PARTIES)
    assert whole.form.edition.label == "September 2023 evaluation form"
    assert (whole.form.date, whole.form.participants[:13]) == ("September 2023", "Melissa Logan")
    rows = [row for of in whole.form.categories for _, rows in of.groups for row in rows]
    assert [row.status for row in rows].count("2") == 30
    assert (rows[0].status, rows[0].item.text[:21]) == ("1", "Collaborate in the se")


def test_an_assessment_of_the_edition_itself_comes_before_that_of_another_in_the_same_year(clayton, edition):
    form = standing_assessment(clayton, edition)
    cycle = make.make_cycle(edition=edition, period=form.cycle.period)
    own = make.make_assessment(clayton, cycle=cycle, by=None)
    assert standing_assessment(clayton, edition) == form  # its own is not final yet
    make.close(own)
    assert standing_assessment(clayton, edition) == own


def test_neither_an_assessment_of_another_time_nor_a_side_before_its_conference_ends_counts():
    edition = make.make_edition(effective_from=date(2023, 7, 1), effective_to=date(2024, 6, 30))
    older = make.make_edition(agreement=edition.agreement)
    partnership = make.make_partnership(agreement=edition.agreement)
    years = {"start": date(2019, 7, 1), "end": date(2020, 6, 30), "label": "2019-2020"}
    before = make.make_cycle(edition=older, period=make.make_period(**years))
    make.close(make.make_assessment(partnership, cycle=before, by=None))
    assert standing_assessment(partnership, edition) is None
    years = {"start": date(2023, 7, 1), "end": date(2024, 6, 30), "label": "2023-2024"}
    now = make.make_cycle(edition=edition, period=make.make_period(**years))
    side = make.close(make.make_assessment(partnership, cycle=now, by=partnership.partner))
    assert standing_assessment(partnership, edition) == side
    make.make_assessment(partnership, cycle=now, by=None)
    assert standing_assessment(partnership, edition) is None


@pytest.mark.slow
def test_a_district_without_data_gets_the_same_agreement_to_fill_in(blank, edition):
    whole = whole_agreement(blank, edition, PARTIES)
    assert whole.form.is_blank
    assert whole.form.edition == edition
    assert not any(row.status for of in whole.form.categories for _, rows in of.groups for row in rows)
    tables = steps_tables(whole)
    assert [table.steps for table in tables] == [()] * 7
    assert tables[2].title == "Collaboration of Responsibility and Resources"
    evidence = evidence_tables(whole)
    assert [table.columns for table in evidence] == [("2022-2023", "2023-2024")] * 7
    assert evidence[0].rows[0].label == "Teacher fill percentage"
    assert not any(cells for table in evidence for row in table.rows for cells in row.cells)
    html = MAKER.html(PARTIES, **subject(blank, edition))
    assert html.count('<tr class="to-write">') == 8 + 7 * 3
    assert f"in the {blank.partner.short_name} School District" in html
    assert f"{blank.partner.name} 2023-2024 Partnership Agreement Action Steps" in html
    assert "Clayton" not in html


def test_evidence_to_fill_in_names_what_stands_beneath_to_any_depth():
    category = make.make_category()
    top = make.make_measure(category, label="Attendance")
    under = make.make_measure(category, label="of events", parent=top)
    make.make_measure(category, label="in person", parent=under)
    make.adopt(category.edition)
    partnership = make.make_partnership(agreement=category.edition.agreement)
    ((row,),) = (one.rows for one in evidence_tables(whole_agreement(partnership, category.edition, PARTIES)))
    assert (row.label, row.labels) == ("Attendance", ("of events", "in person"))


@pytest.mark.slow
def test_the_edition_for_everybody_hides_small_counts_and_says_so(clayton, edition):
    html = MAKER.html(PUBLIC, **subject(clayton, edition))
    for text in ("Military", "CBI - ", "of 5 students", "(30/30)", "(n=25)"):
        assert text not in html
    assert "counts of fewer than 10 of them are hidden" in html
    assert "1 out of 22" in html
    assert MAKER.render(PUBLIC, **subject(clayton, edition)).documented
    assert not MAKER.render(PARTIES, **subject(clayton, edition)).documented


@pytest.mark.slow
def test_what_a_foreword_says_of_few_students_is_asked_about_for_everybody_alone(clayton, edition):
    words = {"foreword": "We lost 4 students with IEPs.", "updated_by": make.make_user()}
    DocumentLayout.objects.create(partnership=clayton, kind=DocumentKind.AGREEMENT, **words)
    told = {str(one) for one in MAKER.before(PUBLIC, **subject(clayton, edition)).told}
    assert "Foreword: “4 students”" in told
    assert not MAKER.before(PARTIES, **subject(clayton, edition)).told


def plan_of_one_step(*action, **fields):
    """The plan, its partnership as documents ask for it, and its edition."""
    edition = make.make_edition()
    category = make.make_category(edition)
    make.adopt(edition)
    made = make.make_partnership(agreement=edition.agreement)
    plan = make.make_plan(made, edition)
    make.make_step(plan, category, action, **fields)
    return plan, Partnership.objects.select_related("agreement__lead", "partner").get(pk=made.pk), edition


@pytest.mark.slow
def test_what_a_family_sent_is_for_everybody_only_once_it_is_released():
    plan, partnership, edition = plan_of_one_step("Ask", "May", feedback="My son waits")
    make.release_plan(plan)
    partnership.feedback.update(source=FeedbackSource.FORM)

    def said(readers, words):
        return words in MAKER.html(readers, **subject(partnership, edition))

    assert (said(PARTIES, "My son waits"), said(PUBLIC, "My son waits")) == (True, False)
    assert said(PUBLIC, "What was said is not released.") and not said(PUBLIC, "No feedback is named.")
    partnership.feedback.update(released_at=timezone.now())
    assert said(PUBLIC, "My son waits")


@pytest.mark.slow
def test_a_plan_in_preparation_is_for_the_parties_and_not_for_everybody():
    plan, partnership, edition = plan_of_one_step("Hire in May", "")

    def said(readers):
        html = MAKER.html(readers, **subject(partnership, edition))
        return "Hire in May" in html, "In preparation: not released yet." in html

    assert (said(PARTIES), said(PUBLIC)) == ((True, True), (False, False))
    make.release_plan(plan)
    assert (said(PARTIES), said(PUBLIC)) == ((True, False), (True, False))


@pytest.mark.slow
def test_the_title_page_has_the_district_and_its_logo(clayton, edition):
    logo = {"content": b"...", "content_type": "image/png", "sha256": "0" * 64}
    Logo.objects.create(organization=clayton.partner, uploaded_by=make.make_user(), **logo)
    page = MAKER.html(PARTIES, **subject(clayton, edition)).partition("</section>")[0]
    assert 'src="data:image/png;base64,Li4u" alt="Logo of School District of Clayton"' in page
    assert '<p class="district">School District of Clayton</p>' in page
    assert "for the parties" in page


@pytest.mark.slow
@pytest.mark.parametrize(
    ("part", "anchor"),
    [
        ("summary", "section-1"),
        ("appendix", "glossary"),
        ("assessment", "assessment"),
        ("action-steps", "action-steps"),
        ("signatures", "signatures"),
        ("addendum", "evidence"),
    ],
)
def test_a_part_that_is_left_out_is_neither_printed_nor_in_the_contents(clayton, edition, part, anchor):
    def anchors():
        html = MAKER.html(PARTIES, **subject(clayton, edition))
        return f'id="{anchor}"' in html, f'data-to="#{anchor}"' in html

    assert anchors() == (True, True)
    DocumentLayout.objects.create(
        partnership=clayton, kind=DocumentKind.AGREEMENT, left_out=[part], updated_by=make.make_user()
    )
    assert anchors() == (False, False)


@pytest.mark.slow
def test_every_place_of_the_contents_is_in_the_document(clayton, edition):
    html = MAKER.html(PARTIES, **subject(clayton, edition))
    entries = contents_of(whole_agreement(clayton, edition, PARTIES))
    found = [one.anchor for entry in entries for one in (entry, *entry.entries) if one.anchor]
    assert len(found) == 14
    assert all(html.count(f'id="{anchor}"') == 1 for anchor in found)


@pytest.mark.slow
def test_rows_beneath_a_row_stand_in_it_only_where_each_value_stays_beside_its_own(clayton, edition):
    def lines():
        tables = evidence_tables(whole_agreement(clayton, edition, PARTIES))
        return [row for table in tables for row in table.rows if "district wide events" in row.label]

    (together,) = lines()
    assert together.labels[0] == "Curriculum Night"
    assert next(cell.text for cell in together.cells[0] if cell.text) == "21/22 (95%)"
    one = EvidenceRow.objects.get(partnership=clayton, label="Curriculum Night")
    one.observations.filter(text="21/22 (95%)").update(
        text="", status="blank", numerator=None, denominator=None
    )
    (apart,) = lines()
    assert apart.labels == ()


@pytest.mark.slow
def test_a_signature_stands_on_its_line_with_its_date(clayton, edition):
    role = edition.signatoryroles.get(position=2)
    clayton.signatures.create(edition=edition, role=role, name="R. Roe", date=date(2023, 9, 27))
    html = MAKER.html(PARTIES, **subject(clayton, edition))
    assert "Signed by R. Roe" in html
    assert "September 27, 2023" in html
    assert "NAME" not in html


def test_a_name_with_a_backslash_is_filled_in_as_it_is():
    edition = make.make_edition()
    edition.endorsements.create(text="Agreed in the ____ School District.")
    make.adopt(edition)
    partnership = make.make_partnership(agreement=edition.agreement)
    partnership.partner.short_name = r"A\1\q"
    whole = whole_agreement(partnership, edition, PARTIES)
    assert whole.endorsements == (r"Agreed in the A\1\q School District.",)


def test_a_heading_of_a_category_names_it():
    heading = {"edition": make.make_edition(), "place": HeadingPlace.CONTENTS, "title": "Data"}
    with pytest.raises(IntegrityError, match="printed_heading_of_category_has_number"):
        PrintedHeading.objects.create(part=HeadedPart.CATEGORY, **heading)


def test_a_part_is_headed_once_in_a_place():
    heading = {"edition": make.make_edition(), "place": HeadingPlace.CONTENTS, "part": HeadedPart.GLOSSARY}
    PrintedHeading.objects.create(title="Key Terms", **heading)
    with pytest.raises(IntegrityError):
        PrintedHeading.objects.create(title="Terms", **heading)


@pytest.mark.slow
def test_it_is_gathered_in_as_many_queries_however_much_it_says(django_assert_num_queries):
    def subject_with(count):
        edition = make.make_edition()
        for _ in range(count):
            category = make.make_category(edition)
            item = make.make_item(category)
            make.make_item(category, parent=item, is_rated=False)
            make.make_measure(category)
        make.adopt(edition)
        partnership = make.make_partnership(agreement=edition.agreement)
        year = make.make_period()
        assessment = make.make_assessment(partnership, cycle=make.make_cycle(edition=edition, period=year))
        for item in edition.items.filter(parent=None):
            make.make_rating(assessment, item, "2")
        make.close(assessment)
        plan = make.make_plan(partnership, edition)
        for category in edition.categories.all():
            make.make_step(plan, category, ("Write", "May"), feedback="Write to us")
            make.make_row(category, partnership, (year, "5%"))
        make.release_plan(plan)
        found = Partnership.objects.select_related("agreement__lead", "partner").get(pk=partnership.pk)
        return found, edition

    few = subject_with(1)
    with CaptureQueriesContext(connection) as queries:
        MAKER.html(PUBLIC, **subject(*few))
    many = subject_with(4)
    with django_assert_num_queries(len(queries)):
        MAKER.html(PUBLIC, **subject(*many))
