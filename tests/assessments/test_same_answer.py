"""The lead agency gives one answer in several partnerships at once, and replaces nothing it has not seen."""

import pytest

from assessments.models import AssessmentStatus, Rating
from assessments.rating.same_answer import answer_alike, items_to_share, places_for, seen_of
from tests import factories as make

pytestmark = pytest.mark.both_databases


class County:
    """A cycle in which the lead agency rates three partnerships."""

    def __init__(self, sheet):
        self.cycle, self.item, self.sheet = sheet.assessment.cycle, sheet.first, sheet
        self.levels = {level.code: level for level in sheet.edition.scale.levels.all()}
        others = [make.make_partnership(agreement=sheet.edition.agreement) for _ in range(2)]
        self.partnerships = [sheet.partnership, *others]
        self.own = [
            make.make_assessment(one, cycle=self.cycle, by=sheet.edition.agreement.lead)
            for one in self.partnerships
        ]
        self.slugs = [one.slug for one in self.partnerships]
        self.names = [one.partner.short_name for one in self.partnerships]
        self.url = f"/agreements/{sheet.edition.agreement.slug}/cycles/{self.cycle.public_id}/same-answer/"

    def seen(self):
        return seen_of(places_for(self.cycle, self.item, self.sheet.director))

    def answer(self, code="2", *, seen=None, comment="", flag=False, by=None, only=None):
        return answer_alike(
            self.cycle,
            self.item,
            only or self.slugs,
            level=self.levels[code],
            flag=flag,
            comment=comment,
            seen=self.seen() if seen is None else seen,
            by=by or self.sheet.director,
        )

    def said(self):
        """What stands in each partnership."""
        found = {one.assessment_id: one for one in Rating.objects.select_related("level")}
        return [found[one.pk].level.code if one.pk in found else "" for one in self.own]


@pytest.fixture
def county(sheet):
    return County(sheet)


def test_each_is_rated_as_if_it_were_the_only_one(county):
    done = county.answer("2", comment="Everywhere alike.", flag=True, only=county.slugs[:2])
    assert (len(done.rated), county.said()) == (2, ["2", "2", ""])
    rating = county.own[0].ratings.get()
    assert (rating.comment, rating.flag, rating.version) == ("Everywhere alike.", True, 1)
    assert (rating.updated_by, rating.history.get().history_user) == (county.sheet.director,) * 2


def test_without_a_comment_each_keeps_its_own(county):
    make.make_rating(county.own[0], county.item, "1", comment="As in May.")
    county.answer("3")
    assert [one.ratings.get().comment for one in county.own] == ["As in May.", "", ""]
    county.answer("3", comment="Alike.")
    assert [one.ratings.get().comment for one in county.own] == ["Alike."] * 3


@pytest.mark.parametrize("before", [None, "1", "2"])
def test_what_somebody_else_changed_meanwhile_stays(county, before):
    """Also where the person saw the very answer that they give."""
    if before:
        make.make_rating(county.own[1], county.item, before)
    seen = county.seen()
    Rating.objects.update_or_create(
        assessment=county.own[1], item=county.item, defaults={"level": county.levels["3"]}
    )
    done = county.answer("2", seen=seen)
    assert county.said() == ["2", "3", "2"]
    assert [one.partnership.slug for one in done.kept] == [county.slugs[1]]


def test_what_stands_already_is_not_written_again(county):
    county.answer("2")
    assert len(county.answer("2").rated) == 3
    assert {rating.version for rating in Rating.objects.all()} == {1}


def test_what_was_submitted_meanwhile_does_not_change(county):
    seen = county.seen()
    make.close(county.own[2], AssessmentStatus.SUBMITTED)
    done = county.answer("2", seen=seen)
    assert (county.said(), len(done.closed)) == (["2", "2", ""], 1)


def test_nobody_rates_where_they_do_not_write(county):
    narrowed = make.make_user()
    make.make_membership(narrowed, county.sheet.edition.agreement.lead, only=county.partnerships[:1])
    county.answer("2", by=narrowed)
    county.answer("3", by=county.sheet.liaison)
    county.answer("3", by=make.make_administrator())
    assert county.said() == ["2", "", ""]


def test_an_own_addition_of_one_partnership_is_answered_there(county):
    edition = make.make_edition()
    category = make.make_category(edition)
    make.make_item(category)
    make.make_item(category, local_to=make.make_partnership(agreement=edition.agreement))
    cycle = make.make_cycle(edition=edition)
    assert [item.reference for item in items_to_share(cycle)] == ["1.1"]


@pytest.mark.slow
def test_the_page_says_what_stands_and_what_was_done(county, director):
    make.make_rating(county.own[0], county.item, "1", comment="As in May.")
    page = director.get(f"{county.url}?item=1.1").text
    assert all(name in page for name in county.names)
    assert "As in May." in page
    assert page.count("not rated yet</span>") == page.count("checked>") == 2
    answer = {"level": "2", "partnerships": county.slugs, "seen": county.seen()}
    page = director.post(f"{county.url}?item=1.1", answer, follow=True).text
    assert f"1.1 is rated 2 in {county.names[0]}, {county.names[1]} and {county.names[2]}." in page
    assert "not rated yet</span>" not in page


@pytest.mark.slow
def test_where_somebody_was_faster_the_page_names_it_and_the_next_try_replaces(county, director):
    answer = {"level": "2", "partnerships": county.slugs, "seen": county.seen(), "comment": "Alike."}
    dana = make.make_user(name="Dana")
    make.make_rating(county.own[1], county.item, "3", updated_by=dana)
    response = director.post(f"{county.url}?item=1.1", answer)
    assert response.status_code == 409
    assert f"{county.names[1]} is 3 (by Dana)" in response.text
    form = response.context["form"]
    assert form["partnerships"].value() == [county.slugs[1]]
    again = answer | {name: form[name].value() for name in ("partnerships", "seen")}
    assert director.post(f"{county.url}?item=1.1", again).status_code == 302
    assert county.said() == ["2", "2", "2"]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"level": "7"}, "“7” is not on the scale"),
        ({"level": ""}, "Choose a level."),
        ({"partnerships": []}, "Tick the partnerships to rate"),
        ({"partnerships": ["nowhere"]}, "in “nowhere”"),
        ({"comment": "x" * 2001}, "2001"),
    ],
)
def test_an_answer_that_is_none_rates_nothing(county, director, wrong, sentence):
    answer = {"level": "2", "partnerships": county.slugs, "seen": county.seen()} | wrong
    response = director.post(f"{county.url}?item=1.1", answer)
    assert response.status_code == 422
    assert sentence in response.text
    assert county.said() == ["", "", ""]


@pytest.mark.slow
def test_it_is_for_those_who_rate_for_the_lead_agency(county, client):
    lead = make.make_user()
    make.make_membership(lead, county.sheet.edition.agreement.lead)
    people = (
        lead,
        county.sheet.director,
        county.sheet.liaison,
        county.sheet.viewer,
        make.make_administrator(),
    )
    statuses = []
    for person in people:
        client.force_login(person)
        statuses.append(client.get(county.url).status_code)
    assert statuses == [200, 200, 403, 403, 403]
    client.force_login(make.make_liaison(make.make_partnership()))
    assert client.get(county.url).status_code == 404


def test_a_liaison_of_the_lead_agency_comes_there_from_an_assessment(county, client):
    lead = make.make_user()
    make.make_membership(lead, county.sheet.edition.agreement.lead)
    client.force_login(lead)
    assert county.url in client.get(f"/assessments/{county.own[0].public_id}/").text
    client.force_login(county.sheet.liaison)
    assert county.url not in client.get(county.sheet.url).text


def test_the_grid_leads_there_whoever_rates_for_the_lead_agency(county, client):
    grid = f"/agreements/{county.sheet.edition.agreement.slug}/grid/"
    for person, leads in ((county.sheet.director, True), (make.make_administrator(), False)):
        client.force_login(person)
        assert (county.url in client.get(grid).text) == leads


@pytest.mark.parametrize("more", [0, 3])
def test_the_page_asks_as_much_for_many_as_for_few(county, director, django_assert_num_queries, more):
    for _ in range(more):
        other = make.make_partnership(agreement=county.sheet.edition.agreement)
        own = make.make_assessment(other, cycle=county.cycle, by=county.sheet.edition.agreement.lead)
        make.make_rating(own, county.item, "2")
    director.get(county.url)
    with django_assert_num_queries(9):
        director.get(county.url)
