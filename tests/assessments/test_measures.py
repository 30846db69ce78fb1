"""Naming the measures that show a rating."""

import re

import pytest

from assessments.models import RatingMeasure
from tests import factories as make
from tests.words import words_in

HTMX = {"HX-Request": "true"}


class Choice:
    """A rated item whose category names two measures, and a row of the partnership's own."""

    def __init__(self):
        edition = make.make_edition()
        category = make.make_category(edition, title="Staffing")
        self.item = make.make_item(category)
        self.unrated = make.make_item(category)
        self.fill = make.make_measure(category, label="Fill percentage")
        self.survey = make.make_measure(category, label="Survey")
        self.elsewhere = make.make_measure(make.make_category(edition), label="Buses on time")
        self.partnership = make.make_partnership(agreement=edition.agreement)
        self.row = make.make_row(category, self.partnership, label="Our fill rate")
        self.foreign = make.make_row(
            category, make.make_partnership(agreement=edition.agreement), label="Theirs"
        )
        self.assessment = make.make_assessment(
            self.partnership, cycle=make.make_cycle(edition=edition), by=self.partnership.partner
        )
        self.rating = make.make_rating(self.assessment, self.item, "3")
        self.liaison = make.make_liaison(self.partnership)
        self.director = make.make_director(self.partnership)
        self.page = f"/assessments/{self.assessment.public_id}/"
        self.url = f"{self.page}items/1.1/measures/"

    def named(self):
        return {one.evidence.label for one in self.rating.shown_by.all()}

    def post(self, client, measures, was=(), **extra):
        data = {
            "measures": [measure.lineage for measure in measures],
            "was": [measure.lineage for measure in was],
        }
        return client.post(self.url, data, **extra)


@pytest.fixture
def choice(db):
    return Choice()


@pytest.fixture
def liaison(client, choice):
    client.force_login(choice.liaison)
    return client


def test_the_choice_is_what_the_category_names_and_the_partnerships_own_rows(liaison, choice):
    page = liaison.get(choice.url, headers=HTMX).text
    labels = re.findall(r"<span>([\w ]+)</span></label>", page)
    assert labels == ["Fill percentage", "Survey", "Our fill rate"]
    assert f"From {choice.partnership.partner.short_name}’s evidence table" in page


@pytest.mark.slow
def test_a_sub_row_says_beneath_which_row_it_stands(liaison, choice):
    category = choice.item.category
    for label in ("Formative data", "Academic growth:"):
        above = make.make_row(category, choice.partnership, label=label)
        row = make.make_row(category, choice.partnership, label="aReading", parent=above)
    page = liaison.get(choice.url, headers=HTMX).text
    assert "<span>Formative data: aReading</span></label>" in page
    assert "<span>Academic growth: aReading</span></label>" in page
    choice.post(liaison, [row])
    make.close(choice.assessment, "submitted")
    assert "<li>Academic growth: aReading</li>" in liaison.get(choice.url, headers=HTMX).text


def test_ticking_names_a_measure_and_says_who_did(liaison, choice):
    response = choice.post(liaison, [choice.fill], headers=HTMX)
    assert response.status_code == 200
    assert choice.named() == {"Fill percentage"}
    assert "Saved" in response.text
    assert 'id="named-1.1" hx-swap-oob="true">1 measure</span>' in response.text
    row = RatingMeasure.history.get()
    assert (row.measure, row.history_type, row.history_user) == (choice.fill, "+", choice.liaison)


def test_clearing_takes_it_away_and_leaves_that_in_the_history(liaison, choice):
    choice.post(liaison, [choice.fill, choice.row])
    choice.post(liaison, [choice.row], was=[choice.fill, choice.row])
    assert choice.named() == {"Our fill rate"}
    gone = RatingMeasure.history.filter(history_type="-").get()
    assert (gone.measure, gone.history_user) == (choice.fill, choice.liaison)


def test_the_same_list_again_writes_nothing(liaison, choice):
    choice.post(liaison, [choice.fill])
    choice.post(liaison, [choice.fill])
    choice.post(liaison, [choice.fill], was=[choice.fill])
    assert RatingMeasure.history.count() == 1


def test_two_peoples_choices_add_up(liaison, choice):
    choice.post(liaison, [choice.fill, choice.survey])
    response = choice.post(liaison, [choice.survey, choice.row], was=[choice.survey], headers=HTMX)
    assert choice.named() == {"Fill percentage", "Survey", "Our fill rate"}
    assert response["HX-Retarget"] == "[id='measures-1.1']"
    assert response.text.count("checked") == 3


def test_what_somebody_else_took_away_stays_away(liaison, choice):
    choice.post(liaison, [choice.fill])
    choice.rating.shown_by.all().delete()
    choice.post(liaison, [choice.fill, choice.row], was=[choice.fill])
    assert choice.named() == {"Our fill rate"}


def test_the_next_form_knows_what_this_one_posted(liaison, choice):
    response = choice.post(liaison, [choice.fill], headers=HTMX)
    assert re.findall(r'name="was" value="([^"]*)"', response.text) == [choice.fill.lineage]


@pytest.mark.parametrize("which", ["elsewhere", "foreign"])
def test_a_measure_of_another_category_or_partnership_is_refused(liaison, choice, which):
    response = choice.post(liaison, [choice.fill, getattr(choice, which)], headers=HTMX)
    assert (response.status_code, response["HX-Retarget"]) == (422, "[id='measures-1.1']")
    assert "One of these is not a measure of category 1. Reload the page and choose again." in response.text
    assert re.search(rf'value="{choice.fill.lineage}" id="[^"]*" checked', response.text)
    assert choice.named() == set()


def test_an_item_that_is_not_rated_asks_for_its_level_first(liaison, choice):
    url = f"{choice.page}items/1.2/measures/"
    assert "Choose a level first." in liaison.get(url, headers=HTMX).text
    response = liaison.post(url, {"measures": [choice.fill.lineage]}, headers=HTMX)
    assert response.status_code == 422
    assert "Choose a level first." in response.text
    make.make_rating(choice.assessment, choice.unrated, comment="Later")
    assert "Choose a level first." in liaison.get(url, headers=HTMX).text
    assert not RatingMeasure.objects.exists()


def test_what_was_named_for_a_level_taken_back_can_be_cleared(liaison, choice):
    choice.post(liaison, [choice.fill])
    choice.rating.level = None
    choice.rating.save(update_fields=["level"])
    choice.post(liaison, [], was=[choice.fill])
    assert choice.named() == set()


def test_a_category_without_measures_says_so(client, sheet):
    make.make_rating(sheet.assessment, sheet.first, "2")
    client.force_login(sheet.liaison)
    page = client.get(f"{sheet.rate_url()}measures/").text
    assert "Category 1 has neither measures nor rows of evidence." in page


@pytest.mark.slow
def test_without_javascript_it_is_a_page_with_a_button(liaison, choice):
    page = liaison.get(choice.url).text
    assert "What shows 1.1" in page
    assert "Save what shows it" in page
    assert "hx-post" not in page.partition("<main")[2]
    response = choice.post(liaison, [choice.fill], follow=True)
    assert response.redirect_chain == [(f"{choice.page}#item-1.1", 302)]
    assert "What shows 1.1 is saved." in response.text


def test_the_workspace_says_how_many_there_are(liaison, choice):
    make.make_rating(choice.assessment, choice.unrated, "1")
    choice.post(liaison, [choice.fill, choice.row])
    page = liaison.get(choice.page).text
    assert re.search(r'id="named-1.1">1 measure and 1 row</span>', page)
    assert re.search(r'id="named-1.2">nothing yet</span>', page)


def test_a_row_whose_value_shows_it_is_counted_as_a_value(liaison, choice):
    choice.row.observations.create(period=make.make_period(), text="93%")
    answer = choice.post(liaison, [choice.fill, choice.row], headers=HTMX)
    assert ">1 measure and 1 value</span>" in answer.text
    assert 'id="named-1.1">1 measure and 1 value</span>' in liaison.get(choice.page).text


def test_readers_see_the_names_and_no_form(client, choice):
    RatingMeasure.objects.create(rating=choice.rating, measure=choice.fill)
    RatingMeasure.objects.create(rating=choice.rating, row=choice.row)
    make.close(choice.assessment, "submitted")
    client.force_login(choice.director)
    assert "Shown by: Fill percentage; Our fill rate</p>" in client.get(choice.page).text
    page = client.get(choice.url).text
    assert "<li>Fill percentage</li>" in page
    assert 'name="measures"' not in page


def test_outsiders_get_404_readers_403_and_a_closed_one_says_so(client, choice):
    for user, status in ((make.make_user(), 404), (choice.director, 404)):
        client.force_login(user)
        assert client.get(choice.url).status_code == status
        assert choice.post(client, [choice.fill]).status_code == status
    make.close(choice.assessment, "submitted")
    assert choice.post(client, [choice.fill]).status_code == 403
    client.force_login(choice.liaison)
    response = choice.post(client, [choice.fill])
    assert response.status_code == 409
    assert "This assessment was submitted." in response.text
    assert choice.named() == set()


def test_an_unknown_item_is_a_404(liaison, choice):
    url = f"{choice.page}items/9.9/measures/"
    assert (liaison.get(url).status_code, liaison.post(url).status_code) == (404, 404)


@pytest.mark.slow
def test_a_label_is_shown_as_text(liaison, choice):
    row = make.make_row(choice.item.category, choice.partnership, label="<b>Bold</b>")
    assert "&lt;b&gt;Bold&lt;/b&gt;" in liaison.get(choice.url).text
    choice.post(liaison, [row])
    make.close(choice.assessment, "submitted")
    assert "&lt;b&gt;Bold&lt;/b&gt;" in liaison.get(choice.page).text


def test_of_a_row_its_latest_value_is_named_and_stays_when_a_later_one_comes(liaison, choice):
    first, second = make.make_period(label="2022-2023"), make.make_period(label="2023-2024")
    make.make_value(choice.row, first, "98%")
    assert "Our fill rate: 98% (2022-2023)" in liaison.get(choice.url).text
    choice.post(liaison, [choice.row])
    make.make_value(choice.row, second, "97%")
    (named,) = choice.rating.shown_by.all()
    assert (named.value.text, named.evidence.name_with_value) == ("98%", "Our fill rate: 98% (2022-2023)")


def test_a_row_that_serves_an_item_stands_beside_it_with_its_latest_value(liaison, choice):
    choice.row.items.add(choice.item)
    make.make_value(choice.row, make.make_period(label="2022-2023"), "98%")
    words = words_in(liaison.get(choice.page).text)
    assert words.count("Our fill rate 98% (2022-2023)") == 1
