"""What a step rests on and targets, and the hours it takes beside the total that is stated."""

from decimal import Decimal

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from actionsteps.models import PointKind
from actionsteps.plans.differences import difference
from actionsteps.plans.hours import totals_of
from actionsteps.plans.versions import carry_over, plan_to_write, release
from actionsteps.steps.splitting import merge_step
from tests import factories as make
from tests.words import words_in

pytestmark = pytest.mark.django_db


class Driver:
    """A plan of key drivers with a step that targets an item and something that is none."""

    def __init__(self):
        self.edition = make.make_edition()
        self.category = make.make_category(self.edition, number="1")
        self.item = make.make_item(self.category, number="1", text="Operations")
        make.adopt(self.edition)
        self.partnership = make.make_partnership(agreement=self.edition.agreement)
        self.director = make.make_director(self.partnership)
        self.plan = make.make_plan(self.partnership, self.edition, names_targets=True)
        self.step = make.make_step(self.plan, self.category, ("Plan it", ""), title="Key Driver #1")
        self.say(strengths="+ OCS Process", targets="1.1: Operations\nSummit Implementation")

    def say(self, **fields):
        """The form of its words, sent by the director."""
        client = Client()
        client.force_login(self.director)
        address = reverse("action-step-words", args=[self.partnership.slug, self.step.public_id])
        form = client.get(address).context["form"]
        action = self.step.actions.get()
        rows = {
            "actions-TOTAL_FORMS": "1",
            "actions-INITIAL_FORMS": "1",
            "actions-0-key": action.lineage,
            "actions-0-text": action.text,
        }
        wanted = {name: form.initial[name] for name in ("title", "strengths", "targets", "seen")}
        told = {"category": self.category.pk, **rows, **wanted, **fields}
        return client.post(address, told)

    def points(self, kind, step=None):
        points = (step or self.step).points.filter(kind=kind)
        return [(one.words, one.item.reference if one.item else None) for one in points]


@pytest.fixture
def driver():
    return Driver()


def page_of(client, driver):
    client.force_login(make.make_viewer(driver.partnership))
    page = client.get(reverse("action-steps", args=[driver.partnership.slug]))
    return words_in(page.text)


@pytest.mark.slow
def test_a_target_is_an_item_or_nothing_in_the_text(client, driver):
    assert driver.points(PointKind.TARGET) == [("Operations", "1.1"), ("Summit Implementation", None)]
    page = page_of(client, driver)
    assert "Leverageable strengths: + OCS Process" in page
    assert "Operations commitment 1.1" in page
    assert "Summit Implementation nothing in the text of the agreement" in page


@pytest.mark.slow
@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("x" * 501, "Line 1 has 501 characters; 500 fit."),
        ("\n".join(map(str, range(61))), "61 lines; 60 fit."),
        ("1.1, 1.1: Operations", ""),
    ],
)
def test_lines_that_are_too_long_or_too_many_are_refused(driver, typed, says):
    answer = driver.say(targets=typed)
    assert (answer.status_code == 422) == bool(says)
    assert says in answer.text


@pytest.mark.slow
def test_a_line_that_stays_keeps_its_record(driver):
    kept = driver.step.points.get(words="Operations").pk
    driver.say(targets="Norming\nOperations")
    assert driver.points(PointKind.TARGET) == [("Norming", None), ("Operations", None)]
    assert driver.step.points.get(words="Operations").pk == kept


@pytest.mark.slow
def test_the_next_version_targets_the_same_and_another_edition_what_continues_it(driver):
    release(driver.plan, "1", by=driver.director)
    following = plan_to_write(driver.plan, by=driver.director)
    assert driver.points(PointKind.TARGET, following.steps.get()) == driver.points(PointKind.TARGET)
    following.steps.get().points.filter(words="Summit Implementation").delete()
    (change,) = difference(driver.plan, following).changed
    assert [(part.label, part.now) for part in change.parts] == [("Targeted", "Operations")]
    release(following, "2", by=driver.director)
    later = make.make_edition(agreement=driver.edition.agreement)
    category = make.make_category(later, number="1")
    make.make_item(category, number="1", lineage=driver.item.lineage)
    make.adopt(later)
    carried = carry_over(following, "1", later, None, title="Next year", by=driver.director)
    (target,) = carried.steps.get().points.filter(kind=PointKind.TARGET)
    assert (target.words, target.item.edition) == ("Operations", later)


@pytest.mark.both_databases
def test_a_released_driver_keeps_what_it_targets(driver):
    release(driver.plan, "1", by=driver.director)
    with pytest.raises(IntegrityError, match="its words stay as they are"):
        driver.step.points.update(words="Something else")


def test_merging_takes_along_what_the_other_targets(driver):
    other = make.make_step(driver.plan, driver.category, ("Coach", ""), title="Key Driver #2")
    other.points.create(kind=PointKind.TARGET, words="Summit Implementation")
    other.points.create(kind=PointKind.TARGET, words="Norming")
    merge_step(other, driver.step, by=driver.director)
    assert [words for words, _ in driver.points(PointKind.TARGET)].count("Summit Implementation") == 1
    assert ("Norming", None) in driver.points(PointKind.TARGET)


@pytest.mark.parametrize(
    ("stated", "planned", "remark"),
    [
        (25, (5, 20), ""),
        (25, (10, 10), "not what the lines come to"),
        (25, (None, None), "2 lines say no hours"),
        (25, (20, None), "1 line says no hours"),
        (25, (30, None), "not what the lines come to"),
        (None, (5, 20), ""),
        (25, (), ""),
    ],
)
def test_the_lines_of_hours_stand_beside_the_total(driver, stated, planned, remark):
    driver.step.hours_stated = stated
    for hours in planned:
        driver.step.hours.create(what="Coaching", planned=hours, spent=Decimal("1.5"))
    totals = totals_of(driver.step)
    assert totals.planned == sum(hours or 0 for hours in planned)
    assert totals.spent == Decimal("1.5") * len(planned)
    assert totals.remark == remark


def test_a_plan_of_big_rocks_stands_in_columns(client, driver):
    driver.plan.uses_causes = True
    driver.plan.save()
    make.make_step(
        driver.plan, driver.category, title="Attendance", outcomes="86%", causes="Fields", solutions="Repair"
    )
    page = page_of(client, driver)
    assert "Big rock Outcomes Causes Solutions How it stands" in page
    assert "Attendance 86% Fields Repair" in page


@pytest.mark.slow
def test_the_page_costs_the_same_for_many_drivers(client, driver, django_assert_num_queries):
    client.force_login(make.make_viewer(driver.partnership))
    address = reverse("action-steps", args=[driver.partnership.slug])
    client.get(address)
    with django_assert_num_queries(12):
        client.get(address)
    for _ in range(2):
        step = make.make_step(driver.plan, driver.category, ("Coach", ""))
        step.points.create(kind=PointKind.TARGET, words="Norming", item=driver.item)
        step.hours.create(what="Coaching", planned=5)
    with django_assert_num_queries(12):
        client.get(address)
