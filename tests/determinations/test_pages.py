"""The pages of determinations: who reads them, and what a person reads there."""

import re

import pytest
from django.urls import reverse

from assessments.models import Decision
from determinations.models import Determination, Outcome
from partnerships.models import Party
from tests import factories as make
from tests.determinations.conftest import make_review
from tests.determinations.michigan import LIMITED, ON_TRACK, PROGRESS
from tests.determinations.test_verdicts import end, rate
from tests.words import words_in

pytestmark = pytest.mark.django_db


def address(review, name="determination", subject=None):
    place = [review.partnership.slug]
    if name != "determinations":
        place.append(review.joint.cycle.public_id)
    if name in ("determination", "agreed-outcome"):
        place.append((subject or review.partnership.partner).public_id)
    return reverse(name, args=place)


def words_of(answer):
    page = re.sub(r"(?s)<head>.*?</head>|<nav.*?</nav>", "", answer.content.decode())
    words = words_in(page)
    return re.sub(r" ([.,;:])", r"\1", words)


def read(client, person, at):
    client.force_login(person)
    return words_of(client.get(at))


@pytest.mark.slow
def test_working_reads_like_the_printed_table(client, review):
    rate(review, review.goals, "2", "3", "0", "0")
    words = read(client, review.liaison, address(review))
    assert "By the rules Off-Track with Limited Progress" in words
    assert "Holds process goals met: 2 of 2 (100%); asked at least two thirds" in words
    assert "Does not hold outcome goals met: 0 of 1 (0%); asked at least two thirds" in words
    assert "One more outcome goal met: On-Track" in words
    assert "Worked out by edition 2017, rules " in words


def test_review_lists_district_and_school_with_their_counts(client, review):
    rate(review, review.goals, "2", "3", "2", "0")
    words = read(client, review.liaison, address(review, "review"))
    assert f"{review.partnership.partner.name} {ON_TRACK}" in words
    assert f"{review.school.name} {LIMITED}" in words
    assert "2 of 2 process goals met 1 of 1 outcome goal met 0 of 1 state-assessment goal met" in words


def test_review_lists_the_next_steps_that_were_agreed_on(client, review):
    Decision.objects.create(assessment=review.joint, what="Hire a second coach", who="The ISD")
    assert "Agreed next steps Hire a second coach The ISD" in read(
        client, review.liaison, address(review, "review")
    )


@pytest.mark.slow
def test_who_may_not_read_the_assessment_is_told_what_it_waits_for(client, review):
    viewer = make.make_viewer(review.partnership)
    review.joint.by = review.partnership.partner
    review.joint.save()
    rate(review, review.goals, "2", "3", "2", "0")
    for person in (viewer, review.director):
        for name in ("review", "determination"):
            words = read(client, person, address(review, name))
            assert "shown here when everybody asked has submitted" in words
            assert ON_TRACK not in words
        assert ON_TRACK not in read(client, person, address(review, "determinations"))
    assert ON_TRACK in read(client, review.liaison, address(review))


def test_other_party_reads_what_is_handed_in(client, review):
    isd = make.make_organization()
    Party.objects.create(partnership=review.partnership, organization=isd)
    person = make.make_user()
    make.make_membership(person, isd)
    assert "The conference is running" in read(client, person, address(review, "review"))
    make.close(review.joint, "submitted")
    assert LIMITED in read(client, person, address(review, "review"))


def test_nobody_else_learns_of_it(client, review):
    client.force_login(make.make_liaison(make.make_partnership()))
    for name in ("determinations", "review", "determination", "agreed-outcome"):
        assert client.get(address(review, name)).status_code == 404


def test_subject_of_another_district_is_unknown(client, review):
    client.force_login(review.liaison)
    assert client.get(address(review, subject=make.make_organization())).status_code == 404


def agree(client, review, person=None, **fields):
    client.force_login(person or review.liaison)
    page = client.get(address(review, "agreed-outcome"))
    seen = page.context["form"].initial["seen"] if page.context and "form" in page.context else ""
    names = {"agreed": "", "reason": "", "next_level": "", "next_level_reason": "", "seen": seen}
    return client.post(address(review, "agreed-outcome"), names | fields, follow=True)


def outcome(name):
    return Outcome.objects.get(name=name).pk


@pytest.mark.slow
@pytest.mark.both_databases
def test_both_outcomes_and_the_reason_are_shown_ever_after(client, review):
    answer = agree(client, review, agreed=outcome(PROGRESS), reason="Two benchmarks came late.")
    told = "Agreed by the conference instead Off-Track with Progress Two benchmarks came late."
    assert told in words_of(answer)
    end(review)
    words = read(client, make.make_viewer(review.partnership), address(review))
    assert told in words
    assert f"By the rules {LIMITED}" in words
    assert "another outcome agreed on. Off-Track with Progress: Two benchmarks came late." in words


@pytest.mark.slow
def test_another_outcome_needs_a_reason_and_to_be_another(client, review):
    answer = agree(client, review, agreed=outcome(PROGRESS))
    assert (answer.status_code, "Say why another outcome was agreed on." in words_of(answer)) == (422, True)
    answer = agree(client, review, agreed=outcome(LIMITED), reason="So it is.")
    assert "The rules give this outcome." in words_of(answer)
    assert not Determination.objects.exists()


@pytest.mark.slow
@pytest.mark.both_databases
def test_two_who_record_at_once_see_each_other(client, review):
    client.force_login(review.liaison)
    seen = client.get(address(review, "agreed-outcome")).context["form"].initial["seen"]
    agree(client, review, review.director, agreed=outcome(PROGRESS), reason="As the director saw it.")
    answer = agree(client, review, agreed=outcome(ON_TRACK), reason="As I saw it.", seen=seen)
    words = words_of(answer)
    assert answer.status_code == 409
    assert "changed the same after you opened the page" in words
    assert "As the director saw it." in words
    assert "As I saw it." in words
    assert Determination.objects.get().agreed.name == PROGRESS


@pytest.mark.parametrize("who", ["viewer", "administrator"])
def test_only_those_who_write_the_joint_assessment_record(client, review, who):
    person = make.make_viewer(review.partnership) if who == "viewer" else make.make_administrator()
    client.force_login(person)
    assert client.post(address(review, "agreed-outcome"), {}).status_code == 403


def test_nothing_is_recorded_of_a_final_round_and_nothing_typed_is_lost(client, review):
    end(review)
    client.force_login(review.liaison)
    answer = client.post(address(review, "agreed-outcome"), {"reason": "A late thought."})
    assert answer.status_code == 409
    assert "The round is final" in words_of(answer)
    assert "A late thought." in words_of(answer)


def test_what_somebody_confirmed_stays_what_it_was(client, review):
    make.submit(review.joint, by=review.liaison)
    client.force_login(review.director)
    answer = client.post(address(review, "agreed-outcome"), {"reason": "A late thought."})
    assert "confirmed the joint assessment with what is agreed here" in words_of(answer)


@pytest.mark.both_databases
def test_outcomes_of_reviews_stand_side_by_side_with_how_they_moved(client, review):
    end(review)
    later = make.make_assessment(
        review.partnership, cycle=make.make_cycle(edition=review.edition, period=make.make_period())
    )
    for goal in review.goals:
        make.make_rating(later, goal, "3")
    words = read(client, review.liaison, address(review, "determinations"))
    assert "Off-Track with Limited Progress by the rules" in words
    assert "On-Track by the rules, so far; better than before" in words


def test_partnerships_page_names_the_outcomes_of_the_newest_review_that_is_final(client, review):
    at = reverse("partnership", args=[review.partnership.slug])
    assert "None is final yet." in read(client, review.liaison, at)
    end(review)
    words = read(client, review.liaison, at)
    assert f"{review.partnership.partner.short_name}: {LIMITED}" in words
    assert f"Example School: {LIMITED}" in words


@pytest.mark.slow
def test_verdict_of_before_it_was_opened_again_is_listed(client, review):
    end(review)
    make.reopen(review.joint, by=review.director, words="A benchmark was misread.")
    words = read(client, review.liaison, address(review))
    assert "Before it was opened again Off-Track with Limited Progress. Frozen" in words
    assert "opened again. A benchmark was misread." in words


def test_edition_without_rules_says_so(client, review):
    bare = make.make_assessment(review.partnership)
    client.force_login(review.liaison)
    place = [review.partnership.slug, bare.cycle.public_id]
    assert "has no rules for determinations" in words_of(client.get(reverse("review", args=place)))
    place.append(review.partnership.partner.public_id)
    assert client.get(reverse("determination", args=place)).status_code == 404


@pytest.mark.slow
@pytest.mark.parametrize("more", [2, 40])
def test_page_takes_the_same_queries_however_many_goals_there_are(
    db, client, more, django_assert_num_queries
):
    """Six for the determination; the others say who reads, what and where."""
    review = make_review(more)
    place = {"partnership": review.partnership, "cycle": review.joint.cycle}
    Determination.objects.create(**place, subject=review.partnership.partner)
    rate(review, review.goals, *["2"] * (more + 4))
    client.force_login(review.liaison)
    client.get(address(review))
    with django_assert_num_queries(11):
        client.get(address(review))


@pytest.mark.slow
@pytest.mark.parametrize("reviews", [1, 3])
def test_list_takes_the_same_queries_however_many_reviews_there_are(
    db, client, reviews, django_assert_num_queries
):
    review = make_review()
    end(review)
    for _ in range(reviews):
        period = make.make_period()
        make.make_assessment(review.partnership, cycle=make.make_cycle(edition=review.edition, period=period))
    client.force_login(review.liaison)
    client.get(address(review, "determinations"))
    with django_assert_num_queries(11):
        client.get(address(review, "determinations"))
