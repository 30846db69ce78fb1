from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from assessments.conference.beginning import begin
from assessments.conference.comparing import FILLED_IN, ConferenceItem, SideRating, conference_of
from assessments.models import Assessment, Rating
from assessments.rating.measures import name_measures
from assessments.rating.rendering import ShownWhole
from partnerships.models import RatingLevel
from tests import factories as make
from tests.words import words_in

from .around import Round

pytestmark = pytest.mark.both_databases


@pytest.fixture
def around(db):
    return Round()


@pytest.fixture
def director(client, around):
    client.force_login(around.director)
    return client


def references(pairs):
    return [pair.line.item.reference for pair in pairs]


# Beginning


@pytest.mark.parametrize("who", ["director", "liaison"])
def test_both_sides_begin_the_conference(client, around, who):
    client.force_login(getattr(around, who))
    answer = client.post(around.begin_url)
    assert answer["Location"] == f"/assessments/{around.joint.public_id}/conference/"
    row = around.joint.history.get()
    event = around.joint.events.get()
    assert (row.history_type, event.kind, event.by) == ("+", "opened", row.history_user)
    assert row.history_user == getattr(around, who)


def test_a_liaison_of_the_lead_agency_begins_it_too(client, around):
    liaison = make.make_user()
    make.make_membership(liaison, around.edition.agreement.lead)
    client.force_login(liaison)
    client.post(around.begin_url)
    assert around.joint.history.get().history_user == liaison


def test_beginning_again_opens_the_one_there_is(director, around):
    director.post(around.begin_url)
    answer = director.post(around.begin_url)
    assert answer["Location"] == f"/assessments/{around.joint.public_id}/conference/"


@pytest.mark.parametrize("status", ["draft", "returned"])
def test_the_conference_waits_for_those_who_still_write(director, around, status):
    Assessment.objects.filter(pk=around.own.pk).update(status=status, remark="Look again")
    page = director.post(around.begin_url, follow=True).text
    assert "The conference begins when everybody asked has submitted. Clayton is still writing." in page
    assert not Assessment.objects.filter(by=None).exists()


@pytest.mark.slow
def test_everybody_who_still_writes_is_named(director, around):
    make.close(around.leads, "draft")
    around.ask("Regional agency", "draft")
    page = director.post(around.begin_url, follow=True).text
    assert "Regional agency and SSD are still writing." in page


def test_one_side_alone_makes_no_conference(director, around):
    around.leads.delete()
    page = director.post(around.begin_url, follow=True).text
    assert "Only Clayton was asked to rate in this cycle. A conference needs two sides at least." in page


def test_a_cycle_in_which_nobody_was_asked_makes_no_conference(director, around):
    cycle = make.make_cycle(edition=around.edition)
    url = around.begin_url.replace(around.cycle.public_id, cycle.public_id)
    assert "Nobody was asked to rate in this cycle." in director.post(url, follow=True).text


def test_no_conference_begins_where_every_side_is_final_already(director, around):
    for side in (around.own, around.leads):
        make.close(side)
    page = director.post(around.begin_url, follow=True).text
    assert not Assessment.objects.filter(by=None).exists()
    assert "What each side submitted is final already, so no conference begins." in page


def test_viewers_administrators_and_other_parties_do_not_begin_it(client, around):
    party = around.ask("Regional agency")
    other = make.make_user()
    make.make_membership(other, party.by)
    for user in (around.viewer, make.make_administrator(), other):
        client.force_login(user)
        assert client.post(around.begin_url).status_code == 403
    assert not Assessment.objects.filter(by=None).exists()


def test_outsiders_and_another_agreements_cycle_are_a_404(client, around):
    client.force_login(make.make_user())
    assert client.post(around.begin_url).status_code == 404
    client.force_login(around.director)
    elsewhere = make.make_cycle()
    url = around.begin_url.replace(around.cycle.public_id, elsewhere.public_id)
    assert client.post(url).status_code == 404


def test_a_get_begins_nothing(director, around):
    assert director.get(around.begin_url).status_code == 405


@pytest.mark.django_db(transaction=True)
def test_two_who_press_at_once_get_the_same_conference():
    around = Round()
    barrier, got = Barrier(2), []

    def press(user):
        try:
            barrier.wait()
            got.append(begin(around.partnership, around.cycle, by=user).pk)
        finally:
            connection.close()

    threads = [Thread(target=press, args=[user]) for user in (around.director, around.liaison)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == [around.joint.pk] * 2
    assert around.joint.history.count() == 1


# What is compared


def test_differences_come_first_the_largest_first(db):
    around = Round(items=6)
    for item, codes in zip(
        around.items, [("1", "1"), ("1", "2"), ("0", "3"), ("N/A", "2"), ("2", None), ("1", "2")], strict=True
    ):
        around.say(item, *codes)
    conference = conference_of(around.begin(), around.director)
    assert references(conference.differing) == ["1.3", "1.2", "1.6", "1.4"]
    assert references(conference.uneven) == ["1.5"]
    assert references(conference.agreeing) == ["1.1"]


@pytest.mark.slow
def test_the_next_one_to_rate_is_the_first_of_the_page(director, around):
    around.say(around.items[0], "2", "2")
    around.say(around.items[2], "0", "3")
    joint = around.begin()
    assert 'href="#item-1.3">Next' in director.get(around.url).text  # where the sides differ
    assert 'href="#item-1.1">Next' in director.get(around.meeting_url).text
    make.make_rating(joint, around.items[2], "1")
    assert 'href="#item-1.2">Next' in director.get(around.url).text  # not rated by both


@pytest.mark.parametrize(
    ("codes", "differs", "agrees"),
    [
        (["2", "2"], False, True),
        (["N/A", "N/A"], False, True),
        (["2", "N/A"], True, False),
        (["2", None], False, False),
        ([None, None], False, False),
        (["1", None, "2"], True, False),
        (["1", "1", None], False, False),
        (["1", "1", "1"], False, True),
        (["1"], False, False),
        (["1", "1*"], True, False),
        (["1*", "1*"], False, True),
        (["1", None, "1*"], True, False),
    ],
)
def test_when_sides_differ_and_when_they_agree(db, codes, differs, agrees):
    scale = {level.code: level for level in RatingLevel.objects.filter(scale=make.make_scale())}
    sides = [
        SideRating(None, code and Rating(level=scale[code.rstrip("*")], flag="*" in code)) for code in codes
    ]
    pair = ConferenceItem(None, sides, ShownWhole())
    assert (pair.differs, pair.agrees) == (differs, agrees)


def test_the_page_shows_the_sides_next_to_each_other(director, around):
    around.say(around.items[0], "1", "3", comment="Two posts are open.")
    around.say(around.items[1], "2", "2", flag=True)
    around.begin()
    page = words_in(director.get(around.url).text)
    assert "1 differ 1 not rated by both 1 agree" in page
    assert (
        "Clayton 1 An approach is in place Two posts are open. SSD 3 Positive outcomes Two posts are open."
        in page
    )
    assert "Clayton 2 Fully implemented * Has impacted student outcomes SSD 2 Fully implemented *" in page
    assert "Clayton Not rated SSD Not rated" in page
    assert "0 of 3 rated" in page


def test_the_partner_comes_first_then_the_lead_agency_then_the_others(around):
    for name in ("Sponsor", "Authorizer"):
        around.ask(name)
    conference = conference_of(around.begin(), around.director)
    assert [side.rater for side in conference.sides] == ["Clayton", "SSD", "Authorizer", "Sponsor"]
    assert conference.every == "all"


@pytest.mark.parametrize("screen", ["", "conference/", "meeting/"])
def test_the_levels_are_explained_where_one_rates_in_the_agreements_words(director, around, screen):
    own = make.make_scale(name="Of its own")
    own.levels.filter(code="3").update(words="Every school shows it")
    edition = make.make_edition(agreement=around.edition.agreement, scale=around.edition.scale)
    category = make.make_category(edition)
    make.make_item(category)
    make.make_item(category, scale=own)
    joint = make.make_assessment(around.partnership, cycle=make.make_cycle(edition=edition))
    page = director.get(f"/assessments/{joint.public_id}/{screen}").text
    assert 'popovertarget="levels"' in page
    explained = words_in(page[page.index('id="levels"') :])
    printed = edition.scale.levels.values_list("words", flat=True)
    for words in (*printed, "Of its own", "3 Every school shows it"):
        assert words in explained


def test_what_was_agreed_on_a_cycle_earlier_stands_beside_it(director, around):
    earlier = make.make_assessment(around.partnership, cycle=around.cycle)
    make.make_rating(earlier, around.items[0], "1")
    make.close(earlier)
    later = make.make_assessment(around.partnership, cycle=make.make_cycle(edition=around.edition))
    page = words_in(director.get(f"/assessments/{later.public_id}/conference/").text)
    assert f"{around.cycle.period.label}, joint assessment: 1 An approach is in place" in page


def test_a_side_that_is_hidden_again_is_not_shown(client, around):
    around.say(around.items[0], "1", "3", comment="Secret")
    Rating.objects.filter(assessment=around.own).update(comment="Ours")
    around.begin()
    around.ask("Regional agency", "draft")
    client.force_login(around.liaison)
    page = words_in(client.get(around.url).text)
    assert "Clayton 1 An approach is in place Ours SSD Not shown now Regional agency Not shown now" in page
    assert "Secret" not in page
    assert "not rated by all" not in page
    assert "Regional agency is still writing. Until everybody asked has submitted, you do not see" in page
    assert "the ratings of SSD, Regional agency" in page


# Who sees it


@pytest.mark.slow
def test_both_sides_write_and_others_wait_until_it_is_handed_in(client, around):
    joint = around.begin()
    Assessment.objects.filter(pk=joint.pk).update(submitted_at=timezone.now())
    for user in (around.liaison, around.director):
        client.force_login(user)
        assert "Save the minutes" in client.get(around.url).text
    for user in (around.viewer, make.make_administrator(), make.make_user()):
        client.force_login(user)
        assert client.get(around.url).status_code == 404
    make.close(joint, "submitted")
    client.force_login(around.viewer)
    page = client.get(around.url).text
    assert "submitted" in page
    assert "Save the minutes" not in page
    assert "-level" not in page


@pytest.mark.parametrize("page", ["conference", "meeting"])
def test_a_sides_own_assessment_has_no_conference(director, around, page):
    assert director.get(f"/assessments/{around.leads.public_id}/{page}/").status_code == 404


def test_a_side_has_no_agreement_to_fill_in_and_no_minutes(director, around):
    make.close(around.leads, "draft")
    for address in ("agreement", "minutes"):
        assert director.post(f"/assessments/{around.leads.public_id}/{address}/").status_code == 404


@pytest.mark.slow
def test_what_is_next_changes_when_everything_is_set(director, around):
    joint = around.begin()
    page = director.get(around.url).text
    assert f'<a class="btn btn-primary with-js" href="{around.meeting_url}">' in page
    assert page.count('<a class="btn btn-primary') == 2  # the other one signs in again
    for item in around.items:
        make.make_rating(joint, item, "2")
    page = director.get(around.url).text
    submit = f'id="check-and-submit" href="/assessments/{joint.public_id}/submit/">'
    assert f'<a class="btn btn-primary with-js" {submit}' in page
    assert page.count('<a class="btn btn-primary') == 2


@pytest.mark.slow
def test_the_submitted_one_is_confirmed_from_here(director, around):
    joint = make.close(around.begin(), "submitted")
    page = director.get(around.url).text
    assert f'<a class="btn btn-primary" href="/assessments/{joint.public_id}/confirm/">' in page
    assert f"/assessments/{joint.public_id}/final/" not in page


def test_without_javascript_all_is_saved_from_here(director, around):
    joint = around.begin()
    sent = {"at": "conference", "place": "item-1.1", "1.1-version": 0, "1.1-level": "2", "1.1-comment": ""}
    response = director.post(f"/assessments/{joint.public_id}/ratings/", sent)
    assert response.url == f"{around.url}#item-1.1"
    assert 'name="place" value="item-1.1"' in director.get(response.url).text


def test_without_javascript_filling_in_takes_along_what_was_chosen(director, around):
    joint = around.begin()
    for item in around.items:
        around.say(item, "2", "2")
    sent = {"then": "fill", "1.1-version": 0, "1.1-level": "1", "1.1-comment": ""}
    assert director.post(f"/assessments/{joint.public_id}/ratings/", sent).url == around.url
    first, *others = joint.ratings.order_by("item__position").values_list("level__code", flat=True)
    assert (first, set(others)) == ("1", {"2"})


# Filling in


def fill(client, around):
    return client.post(around.url.replace("conference", "agreement"), follow=True).text


@pytest.mark.slow
def test_agreement_is_filled_in_with_one_click(director, around):
    around.say(around.items[0], "2", "2", flag=True)
    around.say(around.items[1], "N/A", "N/A")
    around.say(around.items[2], "1", "2")
    joint = around.begin()
    assert "Fill in the 2 where the sides agree" in director.get(around.url).text
    assert "2 joint ratings are filled in where the sides agree." in fill(director, around)
    said = joint.ratings.values_list("item__reference", "level__code", "flag", "version", "updated_by")
    assert list(said) == [
        ("1.1", "2", True, 1, around.director.pk),
        ("1.2", "N/A", False, 1, around.director.pk),
    ]
    rows = Rating.history.filter(assessment=joint)
    assert {(row.history_user, row.history_change_reason) for row in rows} == {(around.director, FILLED_IN)}
    event = joint.events.get()
    assert (event.kind, event.by) == ("filled_in", around.director)
    history = director.get(f"/assessments/{joint.public_id}/history/").text
    assert "Filled in where the sides agreed." in history
    assert rows.count() == 2


@pytest.mark.slow
def test_a_flag_that_only_one_side_set_is_settled_by_people(director, around):
    for item in around.items:
        around.say(item, "2", "2")
    around.own.ratings.filter(item=around.items[0]).update(flag=True)
    joint = around.begin()
    page = words_in(director.get(around.url).text)
    assert "1 differ 0 not rated by both 2 agree" in page
    assert "One level, but only Clayton marks it * Has impacted student outcomes." in page
    assert "2 joint ratings are filled in" in fill(director, around)
    assert not joint.ratings.filter(item=around.items[0]).exists()


@pytest.mark.slow
def test_measures_that_all_sides_name_are_filled_in_and_others_stand_beside(director, around):
    measures = [make.make_row(around.category, around.partnership, label=name) for name in ("A", "B", "C")]
    around.say(around.items[0], "2", "2", comment="Seen")
    for rating, named in zip(Rating.objects.order_by("pk"), ("AB", "BC"), strict=True):
        name_measures(
            rating, add=[one for one in measures if one.label in named], remove=[], by=around.liaison
        )
    joint = around.begin()
    assert "Clayton 2 Fully implemented Seen Shown by: A; B SSD" in words_in(director.get(around.url).text)
    assert "On 1 of them a side has commented." in fill(director, around)
    assert [one.evidence.label for one in joint.ratings.get().shown_by.all()] == ["B"]
    assert joint.ratings.get().comment == ""


@pytest.mark.slow
def test_what_is_set_already_is_never_overwritten(director, around):
    for item in around.items:
        around.say(item, "2", "2")
    joint = around.begin()
    make.make_rating(joint, around.items[0], "0", comment="We saw it ourselves.")
    make.make_rating(joint, around.items[1], comment="Talk about it", flag=True)
    assert "2 joint ratings are filled in" in fill(director, around)
    said = joint.ratings.values_list("item__reference", "level__code", "comment", "flag", "version")
    assert list(said) == [
        ("1.1", "0", "We saw it ourselves.", False, 1),
        ("1.2", "2", "Talk about it", True, 2),
        ("1.3", "2", "", False, 1),
    ]


@pytest.mark.slow
def test_a_save_of_somebody_who_saw_it_empty_is_told_of_what_was_filled_in(director, around):
    around.say(around.items[0], "2", "2")
    joint = around.begin()
    fill(director, around)
    url = f"/assessments/{joint.public_id}/items/1.1/"
    answer = director.post(url, {"1.1-level": "1", "1.1-version": 0}, headers={"HX-Request": "true"})
    assert answer.status_code == 409
    assert joint.ratings.get().level.code == "2"


@pytest.mark.slow
def test_filling_in_again_fills_in_nothing(director, around):
    around.say(around.items[0], "2", "2")
    around.begin()
    assert "1 joint rating is filled in" in fill(director, around)
    assert "Nothing is filled in" in fill(director, around)


@pytest.mark.slow
def test_nothing_is_filled_in_from_what_one_may_not_see(client, around):
    around.say(around.items[0], "2", "2")
    joint = around.begin()
    around.ask("Regional agency", "draft")
    client.force_login(around.liaison)
    assert "Fill in" not in client.get(around.url).text
    assert "Nothing is filled in" in fill(client, around)
    assert not joint.ratings.exists()


def test_a_submitted_one_is_not_filled_in(director, around):
    around.say(around.items[0], "2", "2")
    joint = make.close(around.begin(), "submitted")
    assert director.post(around.url.replace("conference", "agreement")).status_code == 409
    assert not joint.ratings.exists()


@pytest.mark.parametrize("items", [1, 3])
def test_filling_in_takes_as_many_queries_for_many_items(client, db, items, django_assert_num_queries):
    around = Round(items=items)
    for item in around.items:
        around.say(item, "2", "2")
    joint = around.begin()
    client.force_login(around.director)
    with django_assert_num_queries(13):
        client.post(f"/assessments/{joint.public_id}/agreement/")
    assert joint.ratings.count() == items


@pytest.mark.slow
@pytest.mark.parametrize("items", [1, 3])
def test_the_page_takes_as_many_queries_for_many_items(client, db, items, django_assert_num_queries):
    around = Round(items=items)
    earlier = make.make_assessment(around.partnership, cycle=around.cycle)
    around.cycle = make.make_cycle(edition=around.edition)
    for organization in (around.partnership.partner, around.edition.agreement.lead):
        around.side(organization)
    joint = around.begin()
    for item in around.items:
        around.say(item, "2", "1", comment="Said")
        make.make_rating(earlier, item, "1")
        make.make_rating(joint, item, "2")
    make.close(earlier)
    client.force_login(around.director)
    with django_assert_num_queries(14):
        client.get(around.url)
