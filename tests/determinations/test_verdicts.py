"""What a round comes to: by subject, from the assessment that decides it, and frozen when that is final."""

import pytest
from django.db import IntegrityError
from django.utils import timezone

from assessments.conference.beginning import begin
from determinations.models import Determination, DeterminationEventKind, Outcome, Verdict
from determinations.rules.rulebook import rulebook_of
from determinations.rules.working import NOTHING_TO_JUDGE, Working
from determinations.verdicts.judging import judge
from tests.determinations.michigan import LIMITED, ON_TRACK
from tests.determinations.slps import ASKED, SUBJECTS, Slps
from tests.factories import (
    ask_again,
    close,
    close_without,
    make_assessment,
    make_category,
    make_cycle,
    make_director,
    make_edition,
    make_final,
    make_item,
    make_measure,
    make_partnership,
    make_rating,
    make_row,
    reopen,
    withdraw,
)

pytestmark = pytest.mark.both_databases


def rate(review, goals, *codes):
    for goal, code in zip(goals, codes, strict=True):
        make_rating(review.joint, goal, code)


def outcomes(review):
    return {one.subject: one.working.outcome for one in judge(review.joint, rulebook_of(review.edition))}


def end(review, words="Agreed on in writing."):
    close(review.joint, "submitted")
    close_without(review.joint, by=review.director, words=words)


def test_district_and_school_are_judged_by_their_own_goals(review):
    rate(review, review.goals, "2", "3", "2", "0")
    rate(review, review.of_school, "0", "1")
    assert outcomes(review) == {review.partnership.partner: ON_TRACK, review.school: LIMITED}


def test_what_is_not_rated_yet_is_not_met_and_said(review):
    rate(review, review.of_school, "2", None)
    school = judge(review.joint, rulebook_of(review.edition))[1].working
    assert school.outcome == LIMITED
    assert school.notes == ["1 is not rated yet, and counts as not met so far."]


def test_final_round_is_frozen_with_its_working_for_each_subject(review):
    rate(review, review.goals, "2", "3", "2", "0")
    end(review)
    district, school = Verdict.objects.order_by("pk")
    assert (district.computed.name, school.computed.name) == (ON_TRACK, LIMITED)
    method = Working.of(district.working).outcomes[0].methods[1]
    assert [one.figure for one in method.criteria] == ["2 of 2 (100%)", "1 of 1 (100%)"]
    assert district.determination.events.get().kind == DeterminationEventKind.FROZEN


def test_frozen_verdict_and_what_was_agreed_never_change(review):
    end(review)
    with pytest.raises(IntegrityError, match="A verdict never changes"):
        Verdict.objects.update(reason="Another")


def test_verdict_of_a_final_round_stands_until_that_is_opened_again(review):
    end(review)
    with pytest.raises(IntegrityError, match="The round is final"):
        Verdict.objects.update(reopened_at=timezone.now())


def test_what_was_agreed_closes_with_the_round(review):
    end(review)
    with pytest.raises(IntegrityError, match="what was agreed no longer changes"):
        Determination.objects.update(agreed=Outcome.objects.first(), reason="It seems fairer")


def test_round_opened_again_keeps_its_verdict_and_comes_to_another(review):
    end(review)
    reopen(review.joint, by=review.director, words="A benchmark was misread.")
    rate(review, review.goals, "2", "3", "2", "0")
    end(review)
    first, second = Verdict.objects.filter(determination__subject=review.partnership.partner)
    assert (first.computed.name, second.computed.name) == (LIMITED, ON_TRACK)
    assert first.reopened_at and not second.reopened_at


def test_rules_are_closed_with_their_edition(review):
    with pytest.raises(IntegrityError, match="This edition is adopted"):
        Outcome.objects.filter(name=ON_TRACK).update(name="Fine")


def test_determination_is_of_the_partner_or_its_schools(review):
    stranger = review.partnership.agreement.lead
    with pytest.raises(IntegrityError, match="of the partner or one of its schools"):
        Determination.objects.create(
            partnership=review.partnership, cycle=review.joint.cycle, subject=stranger
        )


def test_without_goals_there_is_no_outcome_not_even_what_is_left(review):
    bare = make_partnership(agreement=review.partnership.agreement)
    assessment = make_assessment(bare, cycle=review.joint.cycle)
    (judged,) = judge(assessment, rulebook_of(review.edition))
    assert (judged.subject, judged.outcome, judged.working.why) == (bare.partner, None, NOTHING_TO_JUDGE)


def sides_of(review):
    """Both sides of another district in the review, nothing rated."""
    other = make_partnership(agreement=review.partnership.agreement)
    cycle = review.joint.cycle
    return [make_assessment(other, cycle=cycle, by=by) for by in (other.partner, other.agreement.lead)]


def standing(side):
    return Verdict.objects.standing().filter(determination__partnership=side.partnership).count()


def test_side_asked_again_after_the_other_was_final_opens_the_verdict(review):
    own, lead = sides_of(review)
    director = make_director(own.partnership)
    withdraw(lead, by=director, words="Nobody there.")
    close(own, "submitted")
    make_final(own, by=director)
    assert standing(own) == 1
    ask_again(lead, by=director, words="Somebody is back.")
    assert standing(own) == 0
    withdraw(lead, by=director, words="Gone again.")
    assert standing(own) == 1


def test_conference_after_a_side_was_final_comes_to_a_verdict_of_its_own(review):
    own, lead = sides_of(review)
    director = make_director(own.partnership)
    withdraw(lead, by=director, words="Nobody there.")
    close(own, "submitted")
    make_final(own, by=director)
    ask_again(lead, by=director, words="Somebody is back.")
    close(lead, "submitted")
    joint = begin(own.partnership, own.cycle, by=director)
    close(joint, "submitted")
    close_without(joint, by=director)
    assert standing(own) == 1


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_sides_that_are_final_without_a_conference_are_frozen_with_the_last(review, order):
    sides = sides_of(review)
    for side in sides:
        close(side, "submitted")
    director = make_director(sides[0].partnership)
    make_final(sides[order[0]], by=director)
    assert standing(sides[0]) == 0
    make_final(sides[order[1]], by=director)
    assert standing(sides[0]) == 1


def test_what_is_rated_stands_beside_options_with_what_its_measures_came_to(db):
    edition = make_edition()
    category = make_category(edition, title="School culture")
    tactic = make_item(category, text="A morning meeting")
    measure = make_measure(category, label="Classes with one")
    measure.items.add(tactic)
    names = {f"{what}, {subject}" for subject in SUBJECTS for _, what, *_ in ASKED}
    Slps(edition, {name: make_measure(category, label=name) for name in sorted(names)})
    partnership = make_partnership(agreement=edition.agreement)
    joint = make_assessment(partnership, cycle=make_cycle(edition=edition))
    make_row(category, partnership, (joint.cycle.period, "18 of 18"), answers=[measure])
    make_rating(joint, tactic, "2")
    (judged,) = judge(joint, rulebook_of(edition))
    (rated,) = judged.working.rated
    assert (rated.category, rated.level, rated.measures) == (
        "School culture",
        "2 Fully implemented",
        ["Classes with one: 18 of 18"],
    )
    assert Working.of(judged.working.kept()) == judged.working
