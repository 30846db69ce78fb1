"""A level that is no score says why, and counts for nothing, whichever kind it is."""

import pytest
from django.db import IntegrityError, transaction

from assessments.highlights.suggestion_rules import GivenLevel
from assessments.highlights.suggestions import ratings_of
from assessments.rating.tally import Tally
from assessments.workflow.before_submitting import checklist_of
from dashboards.grid.cells import GridCell
from partnerships.comparison import LevelChange, level_change
from partnerships.models import LevelKind, RatingLevel
from reports.gather import state_of_the_partnership
from tests import factories as make

pytestmark = pytest.mark.both_databases

NO_SCORES = [kind for kind in LevelKind if kind != LevelKind.SCORE]


@pytest.mark.parametrize("kind", NO_SCORES)
def test_it_has_no_value_and_enters_no_figure(db, kind):
    scale = make.make_scale()
    level = {"scale": scale, "kind": kind, "label": "No score", "words": "No", "colour": "outside"}
    with pytest.raises(IntegrityError, match="level_score_has_value"), transaction.atomic():
        RatingLevel.objects.create(code="Y", value=4, **level)
    without = RatingLevel.objects.create(code="X", position=9, **level)
    edition = make.make_edition(scale=scale)
    category = make.make_category(edition)
    first, second, _ = (make.make_item(category) for _ in range(3))
    assessment = make.make_assessment(cycle=make.make_cycle(edition=edition))
    make.make_rating(assessment, first, "X")
    make.make_rating(assessment, second, "3")
    total = state_of_the_partnership(assessment).total
    assert (total.average, total.scored, total.rated, total.total) == (3, 1, 2, 3)
    levels = list(scale.levels.all())
    given = Tally(tuple((one, int(one.code in "X3")) for one in levels))
    assert GridCell.of_levels(given).shown == "3.0"
    ratings = ratings_of(assessment, make.make_director(assessment.partnership))
    assert (ratings.top, ratings.items[0].level, ratings.items[0].now) == (3, None, GivenLevel(None))
    sentences = [point.sentence for point in checklist_of(assessment)]
    of_items = ["1 item is not rated yet:", "1 item is at X, “No score”, without a reason:"]
    assert sentences[: len(of_items)] == of_items if kind != LevelKind.LOST else of_items[1] not in sentences
    assert sentences[-1] == "1 item is at 3, “Positive outcomes”, without a measure that shows it:"
    assert level_change(without, levels[0]) == LevelChange.CHANGED
