"""The plan of a whole as a document: text, targets and values by year, activities."""

import pytest
from django.urls import reverse

from evidence.models import TargetKind
from partnerships.models import Direction, Passage, PeriodKind
from reports.documents import DOCUMENTS
from reports.models import DocumentKind, Publication
from reports.parts import Readers
from tests import factories as make

pytestmark = pytest.mark.django_db

PLAN = DocumentKind.PLAN


class State:
    def __init__(self):
        self.edition = make.make_edition(label="FFY 2005-2012", is_plan=True)
        self.category = make.make_category(self.edition, title="FAPE in the LRE")
        self.item = make.make_item(self.category, text="Percent of youth graduating")
        self.other = make.make_item(self.category, text="Percent of youth dropping out")
        Passage.objects.create(item=self.item, heading="Measurement", text="Graduates of all leavers.")
        make.adopt(self.edition)
        self.whole = make.make_whole(self.edition.agreement)
        self.years = [
            make.make_period(kind=PeriodKind.FEDERAL_FISCAL_YEAR, label=label) for label in ("2010", "2011")
        ]

    def row(self, *said, **fields):
        row = make.make_row(
            self.category,
            self.whole,
            *zip(self.years, said, strict=False),
            **{"unit": "%", "better": Direction.HIGHER} | fields,
        )
        row.items.set([self.item])
        return row

    def html(self):
        return DOCUMENTS[PLAN].html(Readers(), partnership=self.whole, edition=self.edition)


@pytest.fixture
def state(db):
    return State()


def test_an_item_is_printed_with_its_text_targets_values_and_activities(state):
    row = state.row("75.3%", "81%", label="Graduation rate")
    definition = row.definitions.create(from_period=state.years[0], formula="g / (g + d)")
    for year in state.years:
        definition.targets.create(period=year, kind=TargetKind.AT_LEAST, number=80)
    other = state.row("82%", label="Evaluated").definitions.create(
        from_period=state.years[0], formula="b / a"
    )
    other.targets.create(period=state.years[0], kind=TargetKind.NONE_REQUIRED, text="NA")
    step = make.make_step(make.make_plan(state.whole, state.edition), state.category, ("Train", ""))
    due = make.make_submission(state.whole.agreement, due_on=state.years[1].end)
    lines = [(step, "1.1 / 2.1", "Partner with the center", "active")]
    make.make_activity_table(due, state.whole, *lines, items=[state.item, state.other])
    make.hand_in(due)
    html = state.html()
    for words in ("Graduates of all leavers.", "Graduation rate", "g / (g + d)", "at least 80%", "75.3%"):
        assert words in html
    assert "<td>NA</td>" in html and "<td>not judged</td>" in html and "NA." not in html
    assert "<b>Not met</b>" in html and "<b>Met</b>" in html
    assert html.count("Partner with the center") == 2  # printed again at each


def test_a_small_count_of_students_is_hidden_and_not_judged(state):
    row = state.row("4", "60", label="Suspended", unit="students", counts_students=True)
    definition = row.definitions.create(from_period=state.years[0], formula="All suspended")
    definition.targets.create(period=state.years[0], kind=TargetKind.AT_LEAST, number=3)
    html = state.html()
    assert "<td>4</td>" not in html
    assert "not said" in html and "are hidden to protect privacy" in html


def test_a_plan_asks_as_much_for_many_rows_as_for_one(state, django_assert_max_num_queries):
    for number in range(3):
        state.row("75%", label=f"Rate {number}").definitions.create(from_period=state.years[0], formula="All")
    with django_assert_max_num_queries(14):
        state.html()


@pytest.mark.slow
def test_it_is_made_by_those_who_write_the_whole_and_by_nobody_else(state, client):
    director = make.make_director(state.whole)
    client.force_login(director)
    assert "Make the document" in client.get(reverse("document", args=[state.whole.slug, PLAN])).text
    make.ask_for_document(client, PLAN, state.whole)
    made = Publication.objects.get()
    assert (made.kind, made.partnership, made.edition) == (PLAN, state.whole, state.edition)
    district = make.make_partnership(agreement=state.whole.agreement)
    assert make.ask_for_document(client, PLAN, district).status_code == 404
    client.force_login(make.make_viewer(state.whole))
    assert make.ask_for_document(client, PLAN, state.whole).status_code == 403


def test_a_whole_whose_text_is_no_plan_is_offered_none(client):
    edition = make.adopt(make.make_category().edition)
    whole = make.make_whole(edition.agreement)
    client.force_login(make.make_director(whole))
    assert "improvement activities" not in client.get(reverse("reports", args=[whole.slug])).text
    assert "submissions print" not in client.get(reverse("action-steps", args=[whole.slug])).text
    assert make.ask_for_document(client, PLAN, whole).status_code == 404
