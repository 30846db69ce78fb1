"""Whether an item rose is one answer, wherever it is asked: trends, grid, workspace, suggestions."""

import re

import pytest

from assessments.highlights.suggestions import suggestions_for
from assessments.models import HighlightKind
from dashboards import grid as grids
from dashboards.trends import gather_trends
from partnerships.models import Edition
from tests import factories as make

pytestmark = pytest.mark.both_databases


def same_first_day(years):
    """And the line is broken in the later one."""
    then, now = years.edition("then", a="Hire"), years.draft("now", a="Hire others")
    Edition.objects.filter(pk=now.pk).update(effective_from=then.effective_from)
    years.break_line(make.adopt(now), "a")
    return then, now


def without_first_day(years):
    then = years.draft("then", a="Hire")
    Edition.objects.filter(pk=then.pk).update(effective_from=None)
    return make.retire(then), years.edition("now", a="Hire")


def without_first_day_broken(years):
    then, now = without_first_day(years)
    years.break_line(now, "a")
    return then, now


def broken_in_the_earlier(years):
    then, now = years.edition("then", a="Hire"), years.edition("now", a="Hire")
    years.break_line(then, "a")
    return then, now


def broken_between(years):
    then, between, now = (years.edition(label, a="Hire") for label in ("then", "between", "now"))
    years.break_line(between, "a")
    return then, now


def broken_in_a_draft_between(years):
    then, draft, now = years.edition("then", a="Hire"), years.draft("draft"), years.edition("now", a="Hire")
    years.break_line(draft, "a")
    return then, now


def back_to_an_older_edition(years):
    """The line is broken in the newer one."""
    older, newer = years.edition("older", a="Hire"), years.edition("newer", a="Hire others")
    years.break_line(newer, "a")
    return newer, older


def another_scale(years):
    then = years.edition("then", a="Hire")
    years.scale = make.make_scale()
    return then, years.edition("now", a="Hire")


ROSE, NOT_COMPARED = "1 rose, 0 fell, 0 stayed", ""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("world", "answer"),
    [
        (same_first_day, NOT_COMPARED),
        (without_first_day, ROSE),
        (without_first_day_broken, NOT_COMPARED),
        (broken_in_the_earlier, ROSE),
        (broken_between, NOT_COMPARED),
        (broken_in_a_draft_between, ROSE),
        (back_to_an_older_edition, NOT_COMPARED),
        (another_scale, NOT_COMPARED),
    ],
)
def test_every_place_gives_the_same_answer(years, client, world, answer):
    then, now = world(years)
    years.assess(then, a="1")
    assessment = years.assess(now, a="3")
    word = "rose" if answer else ""
    assert {
        "trends": in_trends(years),
        "grid": in_grid(years),
        "workspace": beside_the_item(client, years, assessment),
        "suggestions": suggested(years, assessment),
    } == {"trends": answer, "grid": answer, "workspace": word, "suggestions": word}


@pytest.mark.parametrize("entered_first", ["older", "newer"])
def test_of_two_cycles_of_one_period_the_one_entered_later_is_the_later_everywhere(
    years, client, entered_first
):
    editions = [years.edition("older", a="Hire"), years.edition("newer", a="Hire")]
    period = years.period(2023)
    first, second = editions if entered_first == "older" else editions[::-1]
    years.assess(first, cycle=make.make_cycle(edition=first, period=period), a="1")
    later = years.assess(second, cycle=make.make_cycle(edition=second, period=period), a="3")
    assert (in_trends(years), in_grid(years)) == (ROSE, ROSE)
    assert beside_the_item(client, years, later) == "rose"


def in_trends(years):
    found = gather_trends(years.partnership, years.director).comparison
    counts = [len(found.rose), len(found.fell), len(found.stayed)]
    return "{} rose, {} fell, {} stayed".format(*counts) if any(counts) else ""


def in_grid(years):
    cycles = grids.cycles_of(years.agreement)
    (row,) = grids.gather(years.director, cycles, cycles[0], grids.wanted({"show": "change"})).rows
    return row.cells["1"].words if row.cells else ""


def beside_the_item(client, years, assessment):
    client.force_login(years.director)
    page = client.get(f"/assessments/{assessment.public_id}/").text
    return re.search(r'id="trend-1.1">(.*?)</b>', page)[1]


def suggested(years, assessment):
    found = suggestions_for(assessment, years.director)[HighlightKind.STRENGTH]
    return "rose" if any(one.reason == "1.1 rose from 1 to 3" for one in found.shown) else ""
