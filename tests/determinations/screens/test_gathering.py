"""Which districts a screen flags, and how many they are."""

from determinations.models import DistrictCount, PracticeReview, PrintedScreening, ScreenRule, ScreenStep
from determinations.screens.counting import screened_periods, told_in
from determinations.screens.gathering import ScreenedDistricts, rules_in, screens_of
from determinations.screens.judging import ScreenAnswer
from tests.factories import make_partnership, make_period, make_value


def screen_of(state, name):
    return next(one for one in screens_of(state.edition) if one.pk == getattr(state, name).pk)


def screened(screen, period):
    return ScreenedDistricts([screen], periods=[period]).districts(screen, period)


def screened_period(screen, period):
    return screened_periods([(screen, period)])[0]


def flag(state, partnership, group="", category=""):
    return PrintedScreening.objects.create(
        screen=state.ratio,
        partnership=partnership,
        period=state.period,
        group=group,
        category=category,
        counted=25,
        ratio="2.07",
        place="Table 2",
    )


def test_rule_in_force_is_the_last_of_its_name_that_began_and_has_not_ended(db):
    before, first, second, third = (make_period() for _ in range(4))
    state = _two_rules(first, second)
    screen = screen_of(state, "ratio")
    names = [
        [(rule.name, rule.cell_size) for rule in rules_in(screen, one)]
        for one in (before, first, second, third)
    ]
    assert names == [
        [],
        [("Over", 10), ("Under", 50)],
        [("Over", 20)],
        [("Over", 20)],
    ]


def _two_rules(first, second):
    from tests.determinations.screens.conftest import make_screened
    from tests.factories import make_category, make_edition, make_item

    state = make_screened()
    state.edition = make_edition(agreement=state.agreement)
    screen = state.ratio
    screen.pk, screen.edition, screen.item = None, state.edition, make_item(make_category(state.edition))
    screen.save()
    rule = {"edition": state.edition, "screen": screen, "kind": "weighted", "numerator": 2}
    ScreenRule.objects.create(**rule, name="Over", from_period=first, cell_size=10)
    ScreenRule.objects.create(**rule, name="Over", from_period=second, cell_size=20)
    ScreenRule.objects.create(**rule, name="Under", from_period=first, last_period=first, cell_size=50)
    return state


def test_rate_of_a_district_is_read_from_its_evidence(state):
    (district,) = screened(screen_of(state, "rate"), state.period)
    assert (district.partnership, district.is_flagged) == (state.partnership, True)
    assert district.workings[0].steps[1] == "Its rate: 82 of 2,500 = 3.28%."


def test_each_group_is_screened_with_the_composition_of_the_state(state):
    """[(1 - 1/3) x 40%] / [1/3 x 10% + 1/3 x 0%] = 8."""
    (district,) = screened(screen_of(state, "ratio"), state.period)
    answers = {one.figures.group: one.answer for one in district.workings}
    assert answers == {
        "White": ScreenAnswer.NOT_FLAGGED,
        "Black": ScreenAnswer.FLAGGED,
        "Hispanic": ScreenAnswer.NOT_CALCULATED,
    }
    assert district.flagged[0].steps[1].endswith("= 8.")


def test_row_of_the_state_itself_is_no_district(state):
    row = state.whole.evidence_rows.get()
    make_value(row, state.period, "2/55 (3.6%)")
    assert [one.partnership for one in screened(screen_of(state, "ratio"), state.period)] == [
        state.partnership
    ]


def test_district_in_two_groups_is_counted_once_and_named(state):
    kanawha = make_partnership(agreement=state.agreement)
    flag(state, kanawha, "Black", "Behavior Disorders")
    flag(state, kanawha, "Hispanic", "Specific Learning Disabilities")
    found = screened_period(screen_of(state, "ratio"), state.period)
    assert len(found.flagged) == 2
    assert found.lines_flagged == 3
    assert [one.partnership for one in found.in_several] == [kanawha]


def test_figure_counts_what_reviews_found_or_what_the_screen_flags(state):
    review = PracticeReview(
        partnership=state.partnership,
        item=state.ratio.item,
        period=state.period,
        result="found",
        words="No interventions.",
    )
    review.save()
    assert screened_period(screen_of(state, "ratio"), state.period).from_records == "1 of 55 = 1.82%"
    by_rate = screened_period(screen_of(state, "rate"), state.period)
    assert by_rate.from_records == "1 of 57 = 1.75%"
    assert by_rate.difference == "The source says 4; 1 of them is on record by name."


def test_numbers_by_group_add_up_to_districts_with_one_in_two_groups(state):
    said = [("Black", 10), ("Black, Hispanic", 1), ("White", 4), ("", 15)]
    counts = [
        DistrictCount(
            item=state.rate.item, period=state.period, step=ScreenStep.FLAGGED, number=number, groups=groups
        )
        for groups, number in said
    ]
    (told,) = told_in(counts)
    assert told.number == 15
    assert told.sum_in_words == (
        "10 + 1 + 4 = 15 districts, 1 of them in several groups (Black 11, Hispanic 1, White 4: 16 in all)."
    )


def test_numbers_by_group_that_miss_the_total_say_so(state):
    said = [("a", 5), ("b", 2), ("", 8)]
    counts = [DistrictCount(step=ScreenStep.FLAGGED, number=number, groups=groups) for groups, number in said]
    assert told_in(counts)[0].sum_in_words == "5 + 2 = 7, not 8 as printed."
