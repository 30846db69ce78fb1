"""Two pages for a board, whatever stands in the record."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from actionsteps.models import ActionStep, FeedbackSource
from actionsteps.plans.versions import release
from assessments.models import Assessment, Decision, Highlight, HighlightKind
from core.ids import new_public_id
from partnerships.models import SignatoryRole, Signature
from reports import gather, render
from reports.documents import DOCUMENTS
from reports.logos import Drawn, keep_logo
from reports.models import DocumentKind
from reports.parts import Readers
from reports.pdf import print_pdf
from tests import factories as make
from tests.reports.check_tags import check_tags
from tests.reports.tags import opened
from tests.reports.test_logos import picture

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

PLAIN = "Share one calendar of training days and say in which month each school has its own."
WIDE, LINK, MIXED = "W" * 300, "https://example.org/" + "a" * 200, "שלום 👩‍🏫 " * 40


class Rich:
    """Two rated years with much of everything, in words of one's choice."""

    def __init__(self, words, categories=7, *, logo=b""):
        edition = make.make_edition(label="2023-2024")
        self.items = []
        for number in range(categories):
            category = make.make_category(edition, number=str(number + 1), title=words[:200])
            self.items += [make.make_item(category, text=words) for _ in range(2)]
        roles = [
            SignatoryRole.objects.create(edition=edition, side="partner", title=words[:120], position=at)
            for at in range(6)
        ]
        make.adopt(edition)
        self.partnership = make.make_partnership(agreement=edition.agreement)
        self.partnership.partner.name = f"{words[:180]} {new_public_id()}"
        self.partnership.partner.save()
        if logo:
            keep_logo(self.partnership.partner, Drawn(logo, "image/png"), by=make.make_user())
        period = make.make_period(start=date(2024, 7, 1), end=date(2025, 6, 30))
        cycles = make.make_cycle(edition=edition), make.make_cycle(edition=edition, period=period)
        before, now = (make.make_assessment(self.partnership, cycle=one) for one in cycles)
        for place, item in enumerate(self.items):
            make.make_rating(before, item, str(1 + place % 2))
            make.make_rating(now, item, str(2 - place % 2))
        for kind in HighlightKind:
            for _ in range(7):
                Highlight.objects.create(assessment=now, kind=kind, text=words[:500])
        for _ in range(7):
            Decision.objects.create(assessment=now, what=words, who=words[:100], by_when=period.end)
        self._plan(edition, words)
        Signature.objects.create(
            edition=edition, partnership=self.partnership, role=roles[0], name="A. B.", date=period.start
        )
        make.close(before)
        self.assessment = Assessment.objects.with_partnership().get(pk=make.close(now).pk)

    def _plan(self, edition, words):
        plan = make.make_plan(self.partnership, edition)
        for number in range(7):
            step = make.make_step(
                plan, self.items[0].category, (words, ""), feedback=words, title=words[:200]
            )
            late = timezone.localdate() - timedelta(days=number + 1)
            ActionStep.objects.filter(pk=step.pk).update(next_on=late, due_on=late)
        release(plan, plan.version, by=make.make_director(self.partnership))


@pytest.mark.slow
@pytest.mark.parametrize("words", [PLAIN, WIDE, LINK, MIXED], ids=["plain", "wide", "link", "mixed"])
@pytest.mark.parametrize("categories", [1, 7, 16])
def test_two_pages_hold_whatever_stands_in_the_record(words, categories):
    logo = b"" if categories == 7 else picture((100, 400))
    html = render.board_summary(
        gather.board_summary(Rich(words, categories, logo=logo).assessment, Readers())
    )
    assert ("<img" in html) is bool(logo)
    printed = print_pdf(html)
    assert printed.pages == 2
    if words == PLAIN:
        with opened(printed) as pdf:
            check_tags(pdf, html)


@pytest.mark.slow
def test_it_says_what_moved_what_is_late_and_what_is_open():
    rich = Rich(PLAIN)
    board = gather.board_summary(rich.assessment, Readers())
    assert (board.total.rose, board.total.fell, board.compared) == (7, 7, 14)
    assert (len(board.strengths.shown), board.strengths.more) == (3, 4)
    assert board.steps.shown[0].state.words == "not started, 7 days late"
    assert board.decisions.shown[0].what == PLAIN
    assert [one[:6] for one in board.signatures] == ["Not ye", "Signed"]
    assert board.is_shortened


@pytest.mark.slow
def test_a_settled_decision_and_an_unreleased_plan_are_left_out():
    rich = Rich(PLAIN)
    settled = {"settled_at": timezone.now(), "settled_by": make.make_user(), "settled_in": rich.assessment}
    Decision.objects.update(**settled)
    ActionStep.objects.update(status="done")
    board = gather.board_summary(rich.assessment, Readers())
    assert (board.decisions.shown, board.steps.shown) == ((), ())


@pytest.mark.slow
def test_a_late_step_is_not_named_by_what_a_family_sent_before_that_is_released():
    category = make.make_category()
    make.adopt(category.edition)
    assessment = make.make_assessment(cycle=make.make_cycle(edition=category.edition))
    plan = make.make_plan(assessment.partnership, category.edition)
    step = make.make_step(plan, category, ("Ask", "May"), feedback="My son waits")
    late = timezone.localdate() - timedelta(days=1)
    ActionStep.objects.filter(pk=step.pk).update(next_on=late, due_on=late)
    release(plan, plan.version, by=make.make_director(assessment.partnership))
    sent = assessment.partnership.feedback
    sent.update(source=FeedbackSource.FORM, public_text="Some wait")

    def name():
        return gather.board_summary(assessment, Readers()).steps.shown[0].text

    assert name() == "Ask"
    sent.update(released_at=timezone.now())
    assert name() == "Some wait"


def test_without_anything_rated_it_says_so():
    assessment = make.make_assessment()
    html = DOCUMENTS[DocumentKind.BOARD_SUMMARY].html(Readers(), assessment=assessment)
    assert "no item has a score" in html
    assert "There is no earlier cycle to compare with." in html


@pytest.mark.slow
def test_more_of_everything_takes_no_more_queries(django_assert_num_queries):
    for categories in (1, 3):
        rich = Rich(PLAIN, categories)
        with django_assert_num_queries(22):
            render.board_summary(gather.board_summary(rich.assessment, Readers()))
