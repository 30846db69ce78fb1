"""Whatever two people save in whatever order, history tells every state, and no accepted save is lost."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.models import Rating
from assessments.rating.saving import save_rating
from assessments.rating.scales import levels_for
from assessments.rating.workspace import item_with_rating
from core.conflicts import Conflict
from tests import factories as make

pytestmark = pytest.mark.both_databases

STATES = st.tuples(
    st.sampled_from(["", "0", "1", "2", "3", "N/A"]), st.booleans(), st.sampled_from(["", "a", "b", "=1"])
)
SAVES = st.lists(
    st.tuples(st.integers(0, 1), st.sampled_from(["1.1", "1.2"]), STATES, st.booleans()), max_size=15
)
"""Who, which item, what, and whether the person looks again before saving."""

NOTHING = ("", False, "")


def says(rating):
    return (rating.level.code if rating.level else "", rating.flag, rating.comment) if rating else NOTHING


def play(sheet, people, saves):
    """Do the saves; gives what was accepted, item by item, as (state, who)."""
    levels = levels_for(sheet.first, sheet.edition)
    seen = {}
    accepted = {"1.1": [], "1.2": []}
    for who, reference, state, looks in saves:
        item, rating = item_with_rating(sheet.assessment, reference)
        version = rating.version if rating else 0
        if looks:
            seen[who, reference] = version
        before = says(rating)
        code, flag, comment = state
        try:
            now = save_rating(
                sheet.assessment,
                item,
                rating,
                level=levels.get(code),
                flag=flag,
                comment=comment,
                version=seen.get((who, reference), 0),
                by=people[who],
            )
        except Conflict as conflict:
            assert says(conflict.now) == before != state
            assert seen.get((who, reference), 0) < version
            continue
        if now is None or now.version == version:
            assert says(now) == before
        else:
            saw = seen.get((who, reference), 0)
            assert saw == version or (saw == 0 and before == NOTHING)  # an entry withdrawn is as none made
            assert now.version == version + 1
            accepted[reference].append((state, people[who].pk))
        seen[who, reference] = now.version if now else 0
    return accepted


@pytest.mark.slow
@given(saves=SAVES)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_history_tells_every_state_and_loses_no_accepted_save(sheet, saves):
    Rating.history.all().delete()
    Rating.objects.all().delete()
    people = [sheet.liaison, sheet.director]
    accepted = play(sheet, people, saves)
    for reference, states in accepted.items():
        rows = list(
            Rating.history.filter(item__reference=reference, assessment=sheet.assessment)
            .exclude(history_type="-")
            .select_related("level")
            .order_by("history_id")
        )
        assert [(says(row), row.history_user_id) for row in rows] == states
        assert [row.version for row in rows] == list(range(1, len(states) + 1))
        assert [row.history_type for row in rows] == ["+", "~" * 1][: len(rows)] + ["~"] * max(
            0, len(rows) - 2
        )
        rating = Rating.objects.filter(item__reference=reference).select_related("level").first()
        assert says(rating) == (states[-1][0] if states else NOTHING)
        if rating:
            assert (rating.version, rating.updated_by_id) == (len(states), states[-1][1])


def test_a_state_is_found_again_by_its_moment(sheet):
    item = sheet.first
    rating = make.make_rating(sheet.assessment, item, "1")
    levels = levels_for(sheet.first, sheet.edition)
    moments = [rating.history.latest().history_date]
    for version, code in enumerate(["2", "3", ""], 1):
        rating = save_rating(
            sheet.assessment,
            item,
            rating,
            level=levels.get(code),
            flag=False,
            comment="",
            version=version,
            by=sheet.liaison,
        )
        moments.append(rating.history.latest().history_date)
    assert [says(rating.history.as_of(moment)) for moment in moments] == [
        (code, False, "") for code in ("1", "2", "3", "")
    ]
