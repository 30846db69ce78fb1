"""What is filled in by hand: the form of an assessment, and the tracker of a plan."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from actionsteps.models import ActionStep, Feedback, Progress
from actionsteps.plans.versions import release, start_next
from partnerships.models import Partnership
from reports import gather
from reports.documents import DOCUMENTS
from reports.models import Audience, DocumentKind
from reports.parts import Readers
from reports.places import texts_of
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

PARTIES, PUBLIC = Readers(Audience.PARTIES), Readers(Audience.PUBLIC)


def words(kind, readers, edition, partnership):
    html = DOCUMENTS[kind].html(readers, partnership=partnership, edition=edition)
    return " ".join(" ".join(texts_of(html).values()).split())


def test_the_form_has_a_row_for_each_item_in_the_edition_s_own_words():
    edition = make.make_edition(label="2023-2024", **make.OWN_WORDS)
    category = make.make_category(edition, title="Staffing")
    whole = make.make_item(category, text="Work together to:", is_rated=False)
    part = make.make_item(category, text="plan", parent=whole)
    alone = make.make_item(category, text="Hire", scale=make.make_scale(flag_symbol="", flag_label=""))
    make.adopt(edition)
    partnership = make.make_partnership(agreement=edition.agreement)
    found = words(DocumentKind.FORM, PUBLIC, edition, partnership)
    assert f"{part.reference} plan 0 1 2 3 N/A *" in found
    assert f"{alone.reference} Hire 0 1 2 3 N/A Strengths" in found
    assert "0 Not yet implemented (printed)" in found
    assert "Circle one status for each goal" in found
    assert "Area 1: Staffing" in found


def test_a_plan_of_a_whole_has_no_form():
    edition = make.make_edition(is_plan=True)
    assert not DOCUMENTS[DocumentKind.FORM].fits(partnership=make.make_partnership(), edition=edition)


class Tracked:
    """A released plan with a step that somebody works on, and the next version in preparation."""

    def __init__(self, steps=1):
        self.edition = make.make_edition()
        category = make.make_category(self.edition)
        make.adopt(self.edition)
        made = make.make_partnership(agreement=self.edition.agreement)
        self.partnership = Partnership.objects.select_related("agreement__lead", "partner").get(pk=made.pk)
        self.director = make.make_director(made)
        plan = make.make_plan(made, self.edition)
        for number in range(steps):
            make.make_step(plan, category, ("Hire", "May"), feedback=f"Too few teachers {number}")
        release(plan, plan.version, by=self.director)
        self.next = start_next(plan, "1.1", by=self.director)
        for step in self.next.steps.all():
            Progress.objects.create(
                step=step, status="under_way", words="Two are hired.", on=date(2026, 3, 1)
            )
        late = timezone.localdate() - timedelta(days=3)
        owner = {"owner": self.director, "owner_side": "lead"}
        self.next.steps.update(status="under_way", next_on=late, due_on=late, **owner)


def test_the_parties_read_who_does_it_how_far_it_is_and_what_was_said_last():
    tracked = Tracked()
    ActionStep.objects.filter(plan=tracked.next).update(title="Words of the next version")
    found = words(DocumentKind.TRACKER, PARTIES, tracked.edition, tracked.partnership)
    assert (
        f"Too few teachers 0 Hire May {tracked.director} under way, 3 days late Mar 1, 2026 Two are hired."
        in found
    )
    assert "1 under way; 1 late" in found
    assert "next version" not in found


def test_the_public_reads_no_name_no_remark_and_no_feedback_that_is_not_released():
    tracked = Tracked()
    found = words(DocumentKind.TRACKER, PUBLIC, tracked.edition, tracked.partnership)
    lead = tracked.partnership.agreement.lead.short_name
    assert f"Hire May {lead} under way, 3 days late" in found
    assert not any(one in found for one in ("Too few", "Two are hired", str(tracked.director)))
    Feedback.objects.update(released_at=timezone.now())
    assert "Too few" in words(DocumentKind.TRACKER, PUBLIC, tracked.edition, tracked.partnership)


def test_a_plan_that_is_not_released_is_not_tracked():
    tracked = Tracked()
    other = make.adopt(make.make_edition(agreement=tracked.edition.agreement))
    make.make_plan(tracked.partnership, other)
    assert "have been released yet" in words(DocumentKind.TRACKER, PARTIES, other, tracked.partnership)


@pytest.mark.slow
@pytest.mark.parametrize("steps", [1, 4])
def test_more_steps_take_no_more_queries(django_assert_num_queries, steps):
    tracked = Tracked(steps)
    with django_assert_num_queries(10):
        words(DocumentKind.TRACKER, PARTIES, tracked.edition, tracked.partnership)
    assert len(gather.tracker(tracked.partnership, tracked.edition, PARTIES).categories[0].steps) == steps
