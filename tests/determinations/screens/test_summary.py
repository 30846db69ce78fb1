"""A screen beside its indicator in a state's plan."""

from django.template.loader import render_to_string

from determinations.models import DistrictCount
from determinations.screens.summary import summaries_of
from tests.factories import make_category, make_edition, make_item


def test_plan_says_how_an_indicator_screens_and_what_the_source_counts(state, django_assert_num_queries):
    item = state.rate.item
    with django_assert_num_queries(2):
        summary = summaries_of([item, state.ratio.item])[item.pk]
    html = render_to_string(
        "determinations/_screen_of_item.html",
        {"summary": summary, "agreement": state.agreement, "links": False},
    )
    assert "4 of 57 flagged by the screen" in html
    assert state.partnership.partner.short_name not in html and "href" not in html


def test_indicator_that_is_not_screened_says_what_is_counted_of_it(state):
    item = make_item(make_category(make_edition()))
    DistrictCount.objects.create(
        item=item, period=state.period, step="found", number=51, of=57, words="51 of 57 entities", place="87"
    )
    summary = summaries_of([item])[item.pk]
    assert (summary.screen, summary.periods[0][1][0].number) == (None, 51)
    assert summaries_of([make_item(make_category(make_edition()))]) == {}
