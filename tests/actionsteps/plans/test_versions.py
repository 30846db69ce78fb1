"""A plan goes on from version to version and from year to year."""

import pytest
from django.db import IntegrityError

from actionsteps.models import ActionPlan, ActionStep, Hours, StepStatus
from actionsteps.plans.differences import difference
from actionsteps.plans.tables import plans_of
from actionsteps.plans.versions import (
    VersionRefused,
    carry_over,
    following_version,
    plan_to_write,
    release,
    start_next,
    step_to_write,
)
from tests import factories as make

pytestmark = pytest.mark.django_db


class Office:
    """A released plan V 2.1 with a step in each of two categories."""

    def __init__(self):
        self.edition = make.make_edition()
        self.first, self.second = make.make_category(self.edition), make.make_category(self.edition)
        self.item = make.make_item(self.first)
        make.adopt(self.edition)
        self.partnership = make.make_partnership(agreement=self.edition.agreement)
        self.person = make.make_user()
        self.plan = make.make_plan(self.partnership, self.edition, version="2.1")
        self.step = make.make_step(
            self.plan,
            self.first,
            ("Meet", "Monthly"),
            ("Write", ""),
            feedback="Tell us more",
            items=[self.item],
        )
        self.other = make.make_step(self.plan, self.second, ("Plan a visit", "May"))
        Hours.objects.create(step=self.step, what="Coaching", planned=20)

    def release(self):
        return release(self.plan, "2.1", by=self.person)


@pytest.fixture
def office():
    return Office()


@pytest.mark.parametrize(
    ("version", "following"),
    [
        ("2.1", "2.2"),
        ("2.9", "2.10"),
        ("Spring", "Spring 2"),
        ("V 7", "V 8"),
        ("Version for families", "Version for famili 2"),  # 20 characters fit
    ],
)
def test_a_label_is_proposed_for_the_next_version(version, following):
    assert following_version(version) == following


@pytest.mark.slow
def test_the_next_version_has_the_same_steps_with_all_they_name(office):
    office.release()
    new = start_next(office.plan, "2.2", by=office.person)
    step, other = new.steps.all()
    assert (step.lineage, other.lineage) == (office.step.lineage, office.other.lineage)
    assert [(action.text, action.timeline) for action in step.actions.all()] == [
        ("Meet", "Monthly"),
        ("Write", ""),
    ]
    assert (step.answers, list(step.items.all())) == ("Tell us more", [office.item])
    assert step.hours.get().planned == 20
    assert step.public_id != office.step.public_id
    history = step.history.get()
    assert (history.history_user, [row.item for row in history.items.all()]) == (office.person, [office.item])


def test_words_are_written_in_the_next_version_once_one_is_released(office):
    assert plan_to_write(office.plan, by=office.person) == office.plan
    office.release()
    draft = plan_to_write(office.plan, by=office.person)
    assert (draft.version, draft.status, draft.follows) == ("2.2", "draft", office.plan)
    assert plan_to_write(office.plan, by=office.person) == draft
    assert step_to_write(office.step, by=office.person).plan == draft


def test_a_step_that_was_dropped_meanwhile_is_not_written(office):
    office.release()
    there = step_to_write(office.step, by=office.person)
    ActionStep.objects.filter(pk=there.pk).update(removed_at=there.touched_at)
    with pytest.raises(VersionRefused, match="no longer stands in version"):
        step_to_write(office.step, by=office.person)


def test_two_who_begin_the_next_version_get_one(office):
    office.release()
    assert start_next(office.plan, "2.2", by=office.person) == start_next(office.plan, "3", by=office.person)


def test_a_draft_is_not_followed_and_an_empty_one_not_released(office):
    with pytest.raises(VersionRefused, match="still in preparation"):
        start_next(office.plan, "2.2", by=office.person)
    with pytest.raises(VersionRefused, match="without steps"):
        release(make.make_plan(office.partnership, office.edition, version="9"), "9", by=office.person)
    office.release()
    with pytest.raises(VersionRefused, match="released already"):
        office.release()


def test_another_year_takes_over_what_is_open_into_what_continues_it(office):
    ActionStep.objects.filter(pk=office.other.pk).update(status=StepStatus.DONE)
    office.release()
    edition = make.make_edition(agreement=office.edition.agreement)
    category = make.make_category(edition)
    item = make.make_item(category, lineage=office.item.lineage)
    make.adopt(edition)
    new = carry_over(office.plan, "1.0", edition, None, title="Next year", by=office.person)
    step = new.steps.get()
    assert (step.lineage, step.category, list(step.items.all())) == (office.step.lineage, category, [item])
    assert (new.title, step.opened_on) == ("Next year", office.step.opened_on)


def test_a_plan_stands_before_those_that_it_follows_whatever_it_is_called(office):
    office.release()
    later = carry_over(office.plan, "1.0", office.edition, None, title="Another year", by=office.person)
    release(later, "1.0", by=office.person)
    start_next(later, "1.1", by=office.person)
    assert [plan.version for plan in plans_of(office.partnership)] == ["1.1", "1.0", "2.1"]


def test_a_plan_that_goes_on_is_not_carried_into_another_edition_beside(office):
    office.release()
    start_next(office.plan, "2.2", by=office.person)
    edition = make.make_edition(agreement=office.edition.agreement)
    with pytest.raises(VersionRefused, match="follows this one already"):
        carry_over(office.plan, "1.0", edition, None, title="Next year", by=office.person)


def test_the_difference_names_what_was_added_changed_and_dropped(office):
    office.release()
    new = start_next(office.plan, "2.2", by=office.person)
    step, other = new.steps.all()
    step.actions.filter(text="Meet").update(timeline="Weekly")
    ActionStep.objects.filter(pk=other.pk).update(removed_at=other.touched_at)
    added = make.make_step(new, office.second, ("Call", "June"), position=7)
    found = difference(office.plan, new)
    assert [change.now for change in found.added] == [added]
    assert [change.before for change in found.dropped] == [office.other]
    ((part,),) = [change.parts for change in found.changed]
    assert (part.label, part.before, part.now) == (
        "Action step",
        "Meet (Monthly)\nWrite",
        "Meet (Weekly)\nWrite",
    )
    assert difference(office.plan, office.plan).same == 2


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "change",
    [
        lambda office: ActionStep.objects.filter(pk=office.step.pk).update(note="Another"),
        lambda office: office.step.actions.update(timeline="Weekly"),
        lambda office: office.step.items.clear(),
        lambda office: office.step.feedback.clear(),
        lambda office: make.make_step(office.plan, office.first),
        lambda office: ActionPlan.objects.filter(pk=office.plan.pk).update(title="Another"),
    ],
)
def test_the_words_of_a_released_version_stay(office, change):
    office.release()
    with pytest.raises(IntegrityError, match="words stay as they are"):
        change(office)


def test_who_does_it_and_how_far_it_is_goes_on_changing(office):
    office.release()
    live = {"owner": office.person, "status": StepStatus.UNDER_WAY}
    assert ActionStep.objects.filter(pk=office.step.pk).update(**live) == 1


@pytest.mark.both_databases
@pytest.mark.parametrize("name", ["feedback", "highlights", "decisions", "rows"])
def test_a_step_names_nothing_of_another_partnership(office, name):
    elsewhere = make.make_partnership(agreement=office.edition.agreement)
    assessment = make.make_assessment(partnership=elsewhere)
    records = {
        "feedback": lambda: elsewhere.feedback.create(text="Elsewhere"),
        "highlights": lambda: assessment.highlights.create(kind="focus", text="Elsewhere"),
        "decisions": lambda: assessment.decisions.create(what="Elsewhere"),
        "rows": lambda: make.make_row(office.first, elsewhere, label="Elsewhere"),
    }
    with pytest.raises(IntegrityError, match="another partnership"):
        getattr(office.step, name).add(records[name]())
