"""A document of what was changed, added to or taken from since it was read says so."""

from datetime import date

import pytest
from django.utils import timezone

from assessments.models import Highlight
from core.history import delete_as
from reports.changes import marks_of, with_changes
from reports.models import DocumentKind, DocumentLayout, Logo, Publication, PublicationStatus
from reports.sources import OF_KIND
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

AGREEMENT = DocumentKind.AGREEMENT


class Record:
    """A partnership with something in each table that documents are made of."""

    def __init__(self):
        category = make.make_category()
        self.edition, self.item = category.edition, make.make_item(category)
        self.partnership = make.make_partnership(agreement=self.edition.agreement)
        cycle = make.make_cycle(edition=self.edition)
        self.assessment = make.make_assessment(self.partnership, cycle=cycle)
        self.rating = make.make_rating(self.assessment, self.item, "2")
        self.focus = Highlight.objects.create(assessment=self.assessment, kind="focus", text="Reading")
        self.row = make.make_row(category, self.partnership, (self.assessment.cycle.period, "90%"))
        self.step = make.make_step(make.make_plan(self.partnership, self.edition), category, ("Hire", ""))
        self.person = make.make_director(self.partnership)

    def issue(self, kind=make.REPORT, *, marked=True, **fields):
        """A document of what stands now."""
        if kind == AGREEMENT:
            fields = {"partnership": self.partnership, "edition": self.edition, **fields}
        else:
            fields = {"assessment": self.assessment, **fields}
        at = timezone.now()
        made = Publication(kind=kind, requested_by=self.person, requested_at=at, read_at=at, **fields)
        made.status, made.content, made.sha256 = PublicationStatus.READY, b"%PDF", "a" * 64
        made.read_of = marks_of(made) if marked else {}
        made.save()
        return made

    def lay_out(self, kind):
        DocumentLayout.objects.create(partnership=self.partnership, kind=kind, updated_by=self.person)

    def rename(self):
        self.partnership.partner.name = "School District of Renamed"
        self.partnership.partner.save()

    def rate_later(self):
        later = make.make_assessment(self.partnership, cycle=make.make_cycle(edition=self.edition))
        make.make_rating(later, self.item, "1")


def change_of(document):
    (found,) = with_changes(Publication.objects.for_readers().with_subject().filter(pk=document.pk))
    return found.change


@pytest.fixture
def record():
    return Record()


@pytest.mark.slow
def test_a_document_of_what_stands_as_it_was_says_nothing(record):
    assert [change_of(record.issue(kind)) for kind in (make.REPORT, AGREEMENT)] == [None, None]


def test_the_sources_of_every_kind_are_asked(record):
    for kind, sources in OF_KIND.items():
        asked = Publication(kind=kind, partnership=record.partnership, edition=record.edition)
        assert marks_of(asked).keys() == {one.key for one in sources}


CHANGES = {
    "a rating": lambda r: r.rating.save(),
    "the words of a highlight": lambda r: Highlight.objects.update(text="Writing"),
    "a highlight that is gone": lambda r: Highlight.objects.update(removed_at=timezone.now()),
    "another highlight": lambda r: r.assessment.highlights.create(kind="focus", text="More"),
    "what a highlight points to": lambda r: r.focus.items.add(r.item),
    "the rows that show a highlight": lambda r: r.focus.rows.add(r.row),
    "the goals for the forum": lambda r: r.partnership.forum_goals.create(
        period=r.assessment.cycle.period, numeracy="Fractions"
    ),
    "the text of a row": lambda r: type(r.row).objects.update(label="Graduates"),
    "a value that is gone": lambda r: delete_as(r.row.observations.get(), by=r.person),
    "a definition": lambda r: r.row.definitions.create(from_period=r.assessment.cycle.period, formula="All"),
    "an action that is gone": lambda r: delete_as(r.step.actions.get(), by=r.person),
    "progress": lambda r: r.step.progress.create(on=timezone.localdate(), by=r.person),
    "what families said": lambda r: r.partnership.feedback.create(text="Buses"),
    "what is chosen": lambda r: r.lay_out(make.REPORT),
    "the last day of a step": lambda r: type(r.step).objects.update(due_on=date(2027, 6, 1)),
    "who does a step": lambda r: type(r.step).objects.update(owner_role="liaison"),
    "what a row answers": lambda r: r.row.items.add(r.item),
    "until when it was due": lambda r: r.assessment.cycle.due_dates.create(
        partnership=r.partnership, due_on=date(2027, 6, 1)
    ),
    "the name of the partner": lambda r: r.rename(),
    "the words of a level": lambda r: r.edition.scale.levels.update(label="Other"),
    "the title of the agreement": lambda r: type(r.edition.agreement).objects.update(title="Other"),
    "a logo": lambda r: Logo.objects.create(
        organization=r.partnership.partner, content=b"x", content_type="image/png", uploaded_by=r.person
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_of_what_it_is_made_of_is_told(record, change):
    document = record.issue()
    change(record)
    assert "after this was made. It may say otherwise now." in str(change_of(document))


def test_an_agreement_tells_of_feedback_that_its_steps_answer_alone(record):
    said = record.partnership.feedback.create(text="Buses are late.")
    record.step.feedback.add(said)
    document = record.issue(AGREEMENT)
    record.partnership.feedback.create(text="The menu")
    assert change_of(document) is None
    said.released_at, said.public_text = timezone.now(), "Buses"
    said.save()
    assert change_of(document) is not None


ELSEWHERE = {
    "another partnership": lambda r: Record(),
    "what is chosen for another document": lambda r: r.lay_out(AGREEMENT),
    "a later assessment": lambda r: r.rate_later(),
    "the goals of a later year": lambda r: r.partnership.forum_goals.create(
        period=make.make_cycle(edition=r.edition).period, numeracy="Fractions"
    ),
}


@pytest.mark.parametrize("change", ELSEWHERE.values(), ids=ELSEWHERE)
def test_a_change_of_something_else_is_not(record, change):
    document = record.issue()
    change(record)
    assert change_of(document) is None


def test_the_day_of_the_last_change_is_named_where_it_is_known(record):
    document, without_marks = record.issue(), record.issue(marked=False)
    record.rating.save()
    today = timezone.localtime().strftime("%b %-d, %Y")
    sentence = f"The record was changed on {today}, after this was made. It may say otherwise now."
    assert [str(change_of(one)) for one in (document, without_marks)] == [sentence] * 2


def test_what_is_only_gone_is_told_without_a_day(record):
    document = record.issue()
    delete_as(record.row.observations.get(), by=record.person)
    assert str(change_of(document)).startswith("The record was changed after this was made.")


@pytest.mark.slow
@pytest.mark.parametrize("count", [1, 3])
def test_many_documents_take_no_more_queries(django_assert_num_queries, count):
    for _ in range(count):
        record = Record()
        for kind in (make.REPORT, AGREEMENT):
            record.issue(kind)
    documents = list(Publication.objects.for_readers().with_subject())
    with django_assert_num_queries(1):
        assert [one.change for one in with_changes(documents)] == [None] * 2 * count


@pytest.mark.slow
def test_of_a_whole_agreement_each_partnership_counts(record):
    final = make.close(record.assessment)
    document = record.issue(
        DocumentKind.COUNTY_SUMMARY,
        assessment=None,
        agreement=record.partnership.agreement,
        period=final.cycle.period,
    )
    assert change_of(document) is None
    make.make_step(record.step.plan, record.step.category, ("Train", ""))
    assert change_of(document) is not None
