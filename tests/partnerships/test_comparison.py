"""What is comparable across editions, and what became of a level."""

from datetime import date
from itertools import product

import pytest

from partnerships.comparison import (
    Obstacle,
    breaks_between,
    comparable_lineages,
    edition_order,
    level_change,
    obstacle_between,
    query_breaks_between,
)
from partnerships.models import Edition, LineageBreak
from tests import factories as make

pytestmark = pytest.mark.both_databases

DAY, LATER = date(2022, 7, 1), date(2023, 7, 1)
EDITIONS = {  # in the order they are written; the first day and what becomes of the draft
    "later": (LATER, make.adopt),
    "undated": (None, make.retire),
    "draft": (DAY, None),
    "first": (DAY, make.adopt),
    "second": (DAY, make.adopt),
    "other scale": (LATER, make.adopt),
    "undated draft": (None, None),
}
IN_ORDER = ["undated", "draft", "first", "second", "later", "other scale", "undated draft"]


class World:
    """Every kind of edition of one agreement. A lineage named after an edition is broken there.

    “heading” is rated in all editions but one, and “absent” stands in all but one.
    """

    def __init__(self):
        partnership, scale = make.make_partnership(), make.make_scale()
        by = make.make_director(partnership)
        self.editions, self.items = {}, {}
        for label, (day, publish) in EDITIONS.items():
            fields = {"agreement": partnership.agreement, "label": label, "effective_from": day}
            edition = make.make_edition(
                scale=make.make_scale() if label == "other scale" else scale, **fields
            )
            category = make.make_category(edition)
            for lineage in [*EDITIONS, "heading", *["absent"][label == "first" :]]:
                is_rated = (lineage, label) != ("heading", "second")
                self.items[label, lineage] = make.make_item(category, lineage=lineage, is_rated=is_rated)
            make.make_measure(category, lineage="measure")
            self.editions[label] = publish(edition) if publish else edition
            LineageBreak.objects.create(edition=edition, lineage=label, reason="Reworded", made_by=by)
        for (label, _), item in self.items.items():
            item.edition = self.editions[label]

    def obstacles(self, one, other):
        """By lineage, as a page finds them that has read the items."""
        breaks = LineageBreak.objects.select_related("edition")
        broken = {found.lineage for found in breaks_between(breaks, self.editions[one], self.editions[other])}
        return {
            lineage: obstacle_between(
                self.items.get((one, lineage)), self.items.get((other, lineage)), is_broken=lineage in broken
            )
            for lineage in [*EDITIONS, "heading", "absent"]
        }


@pytest.fixture
def world(db):
    return World()


@pytest.mark.slow
def test_the_order_is_by_first_day_then_by_entry(world):
    assert [edition.label for edition in sorted(world.editions.values(), key=edition_order)] == IN_ORDER
    kept = [edition.label for edition in Edition.objects.exclude(status="draft").newest_first()]
    assert kept[::-1] == [label for label in IN_ORDER if "draft" not in label]


@pytest.mark.parametrize(
    ("one", "other", "broken"),
    [
        ("first", "second", ["second"]),
        ("second", "first", ["second"]),
        ("undated", "second", ["first", "second"]),
        ("second", "later", ["later"]),
        ("undated", "draft", ["draft"]),
        ("draft", "first", ["first"]),
        ("later", "undated draft", ["other scale", "undated draft"]),
        ("first", "first", []),
    ],
)
def test_a_break_stands_after_the_older_up_to_and_with_the_newer(world, one, other, broken):
    obstacles = world.obstacles(one, other)
    assert [label for label in IN_ORDER if obstacles[label] == Obstacle.BROKEN] == broken


@pytest.mark.slow
def test_the_database_gives_the_same_answer_for_every_two_editions(world):
    breaks = list(LineageBreak.objects.select_related("edition"))
    for one, other in product(EDITIONS, repeat=2):
        pair = world.editions[one], world.editions[other]
        read = sorted(breaks_between(breaks, *pair), key=lambda found: edition_order(found.edition))
        assert list(query_breaks_between(*pair)) == read, (one, other)
        free = {lineage for lineage, obstacle in world.obstacles(one, other).items() if obstacle is None}
        found = comparable_lineages(*pair).values_list("lineage", flat=True)
        assert set(found) == free, (one, other)


@pytest.mark.parametrize(
    ("one", "other", "lineage", "obstacle"),
    [
        ("first", "second", "absent", Obstacle.ABSENT),
        ("second", "later", "heading", Obstacle.NOT_RATED),
        ("later", "other scale", "other scale", Obstacle.BROKEN),
        ("later", "other scale", "first", Obstacle.OTHER_SCALE),
        ("first", "second", "first", None),
    ],
)
def test_what_stands_in_the_way_is_named(world, one, other, lineage, obstacle):
    assert world.obstacles(one, other)[lineage] == world.obstacles(other, one)[lineage] == obstacle


def test_a_measure_is_compared_across_scales_unless_it_is_broken(world):
    then, now = (world.editions[label].measures.get() for label in ("later", "other scale"))
    assert obstacle_between(then, now, is_broken=False) is None
    assert obstacle_between(then, now, is_broken=True) == Obstacle.BROKEN


@pytest.mark.parametrize(
    ("before", "now", "name", "label"),
    [
        ("1", "2", "rose", "rose"),
        ("2", "0", "fell", "fell"),
        ("2", "2", "stayed", "unchanged"),
        ("N/A", "2", "changed", "changed"),
        ("2", "N/A", "changed", "changed"),
        ("N/A", "N/A", "still_no_score", "unchanged"),
        (None, "2", "nothing", ""),
        ("2", None, "nothing", ""),
    ],
)
def test_what_became_of_a_level_is_one_word(db, before, now, name, label):
    levels = {level.code: level for level in make.make_scale().levels.all()}
    change = level_change(levels.get(before), levels.get(now))
    assert (change, change.label) == (name, label)


def test_levels_of_two_scales_are_not_compared(db):
    one, other = (make.make_scale().levels.get(code="1") for _ in range(2))
    assert level_change(one, other) == "nothing"
