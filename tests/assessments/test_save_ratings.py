"""Many ratings saved at once say the same as saved one by one."""

import pytest

from assessments.models import Rating
from assessments.rating.saving import save_rating, save_ratings
from assessments.rating.scales import levels_for
from core.conflicts import Conflict
from tests import factories as make

pytestmark = pytest.mark.both_databases


def rows():
    """What history tells of each rating, oldest first."""
    history = Rating.history.select_related("item", "level", "history_user", "updated_by")
    return [
        (
            row.item.reference,
            row.history_type,
            row.history_user,
            row.history_change_reason,
            row.level.code if row.level else "",
            row.flag,
            row.comment,
            row.version,
            row.updated_by,
        )
        for row in history.order_by("item__position", "history_id")
    ]


def entries(sheet):
    levels = levels_for(sheet.first, sheet.edition)
    saved = {rating.item_id: rating for rating in Rating.objects.all()}
    wanted = (
        (sheet.first, {"level": levels["3"], "flag": True, "comment": "=1+1"}),
        (sheet.second, {"level": None, "flag": False, "comment": "Hm"}),
        (sheet.below, {"level": levels["N/A"], "flag": False, "comment": ""}),
    )
    return [
        (item, saved.get(item.pk), saved[item.pk].version if item.pk in saved else 0, entry)
        for item, entry in wanted
    ]


def one_by_one(sheet):
    for item, rating, version, entry in entries(sheet):
        save_rating(sheet.assessment, item, rating, version=version, by=sheet.liaison, **entry)


def at_once(sheet):
    save_ratings(sheet.assessment, entries(sheet), by=sheet.liaison)


@pytest.mark.parametrize("save", [one_by_one, at_once])
def test_history_tells_the_same_of_ratings_saved_at_once(sheet, save):
    make.make_rating(sheet.assessment, sheet.first, "1")
    save(sheet)
    by = sheet.liaison
    assert rows() == [
        ("1.1", "+", None, None, "1", False, "", 1, None),
        ("1.1", "~", by, None, "3", True, "=1+1", 2, by),
        ("1.2", "+", by, None, "", False, "Hm", 1, by),
        ("1.3.a", "+", by, None, "N/A", False, "", 1, by),
    ]


@pytest.mark.parametrize("save", [one_by_one, at_once])
def test_it_is_known_when_each_was_saved(sheet, save):
    before = make.make_rating(sheet.assessment, sheet.first, "1").updated_at
    save(sheet)
    assert all(rating.updated_at > before for rating in Rating.objects.all())
    for rating in Rating.objects.all():
        assert rating.history.latest().updated_at == rating.updated_at


@pytest.mark.parametrize("save", [one_by_one, at_once])
def test_what_says_the_same_is_not_saved_again(sheet, save):
    save(sheet)
    before = rows()
    save(sheet)
    assert rows() == before


def test_nothing_of_it_is_saved_over_somebody_elses_rating(sheet):
    make.make_rating(sheet.assessment, sheet.second, "1")
    before = rows()
    stale = [(item, rating, 0, entry) for item, rating, _, entry in entries(sheet)]
    with pytest.raises(Conflict) as refused:
        save_ratings(sheet.assessment, stale, by=sheet.liaison)
    assert refused.value.now.item == sheet.second
    assert rows() == before


def test_saving_nothing_does_nothing(sheet, django_assert_num_queries):
    with django_assert_num_queries(0):
        save_ratings(sheet.assessment, [], by=sheet.liaison)
