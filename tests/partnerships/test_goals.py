"""Goals that a partnership has for itself and its schools, in an edition in which each has its own."""

from datetime import date

import pytest

from partnerships.editions.addenda import begin_as_before, discard_addendum, set_in_order, start_replacement
from partnerships.editions.drafts import start_next_edition
from partnerships.editions.problems import find_problems
from partnerships.models import FOR_ITS_SCHOOLS, Addendum, Item
from tests import factories as make

from .conftest import refused
from .partnered import Partnered

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def own():
    return Partnered()


def test_an_edition_whose_items_are_each_partnerships_own_needs_none():
    edition = make.make_edition()
    make.make_category(edition)
    assert [one.sentence for one in find_problems(edition)] == [
        "No item is rated.",
        "Category 1 has no items.",
    ]
    edition.rates_own_items = True
    assert find_problems(edition) == []


def test_a_benchmark_is_for_the_school_of_its_goal(own):
    assert (own.benchmark.subject, own.benchmark.reference) == (own.school, "1.1.a")
    own.goal.subject = None
    own.goal.save()
    set_in_order(own.draft)
    own.benchmark.refresh_from_db()
    assert own.benchmark.subject is None
    Item.objects.filter(pk=own.benchmark.pk).update(subject=own.school)
    with refused("for the same school as the goal"):
        own.draft.adopt(by=make.make_administrator())


def test_a_goal_is_for_the_partner_or_a_school_of_it(own):
    elsewhere = make.make_organization(kind="school", parent=make.make_organization())
    partner_of_it = make.make_organization(kind="community_partner", parent=own.partnership.partner)
    for other in (elsewhere, partner_of_it, own.partnership.agreement.lead):
        with refused(FOR_ITS_SCHOOLS):
            own.add(subject=other)


def test_what_everybody_reads_is_for_no_school():
    school = make.make_organization(kind="school", parent=make.make_organization())
    with refused("item_subject_of_own|for the partner itself"):
        make.make_item(make.make_category(), subject=school)


def test_what_stands_beneath_a_goal_is_of_the_same_addition(own):
    other = Addendum.objects.create(edition=own.edition, partnership=own.partnership, title="Another")
    with refused("of the same text"):
        make.make_item(own.category, addendum=other, parent=own.goal, number="b")


def test_an_amendment_begins_with_benchmarks_beneath_their_goals(own, administrator):
    own.draft.adopt(by=administrator)
    new = start_replacement(own.draft, by=administrator)
    goal, benchmark = new.items.order_by("position")
    assert (benchmark.parent, benchmark.subject, benchmark.lineage) == (
        goal,
        own.school,
        own.benchmark.lineage,
    )


def test_a_draft_is_discarded_with_benchmarks_beneath_their_goals(own):
    discard_addendum(own.draft)
    assert not Item.objects.exclude(addendum=None).exists()


def following(own, administrator):
    days = {"effective_from": date(2024, 7, 1), "effective_to": None}
    return start_next_edition(own.edition, label="2", by=administrator, **days)


def test_the_next_edition_leaves_to_each_its_own(own, administrator):
    own.draft.adopt(by=administrator)
    draft = following(own, administrator)
    assert (draft.rates_own_items, draft.items.count()) == (True, 0)
    make.adopt(draft)
    new = Addendum.objects.create(edition=draft, partnership=own.partnership, title="Goals anew")
    assert begin_as_before(new, by=administrator) == own.draft
    assert [(one.reference, one.subject, one.lineage) for one in new.items.all()] == [
        (one.reference, one.subject, one.lineage) for one in own.draft.items.all()
    ]
    assert begin_as_before(new, by=administrator) is None


def test_taken_into_the_text_of_an_edition_for_all_benchmarks_stay_beneath_their_goals(
    adopted, administrator
):
    for title in ("One", "Two"):
        own = Addendum.objects.create(
            edition=adopted.edition,
            partnership=make.make_partnership(agreement=adopted.edition.agreement),
            title=title,
            effective_from=date(2024, 1, 1),
        )
        goal = make.make_item(adopted.two, addendum=own, number="2", text=title, position=2)
        make.make_item(adopted.two, addendum=own, number="a", parent=goal, position=3)
        own.adopt(by=administrator)
    draft = start_next_edition(
        adopted.edition, label="2", effective_from=date(2024, 7, 1), effective_to=None, by=administrator
    )
    two = draft.items.filter(category__number="2").order_by("position")
    assert [item.reference for item in two] == ["2.1", "2.2", "2.2.a", "2.3", "2.3.a"]
    assert find_problems(draft) == []
