"""The items and measures a strength or area of focus points to."""

import pytest

from assessments.highlights.lists import add_highlight
from assessments.highlights.removed import remove_highlight
from assessments.models import Highlight
from reports import gather, render
from tests import factories as make
from tests.partnerships.conftest import queries_of
from tests.reports.parts import with_parts

pytestmark = pytest.mark.both_databases

HTMX = {"HX-Request": "true"}


@pytest.fixture
def strength(sheet):
    return add_highlight(sheet.assessment, "strength", "Staffing holds", by=sheet.liaison)


@pytest.fixture
def url(strength):
    return f"/highlights/{strength.public_id}/points/"


def form(*items, measures=(), seen=""):
    return {"item": list(items), "measure": list(measures), "seen": seen}


def references(highlight):
    return [item.reference for item in highlight.items.all()]


def test_all_items_are_offered_by_category_with_those_chosen_ticked(liaison, sheet, strength, url):
    strength.items.add(sheet.second)
    page = liaison.get(url, headers=HTMX).text
    assert 'value="1.1" ><span><b>1.1</b> Fill every post.' in page
    assert 'value="1.2" checked><span><b>1.2</b> Share calendars.' in page
    assert 'value="1.3.a"' in page
    assert "1 chosen" in page


@pytest.mark.slow
def test_without_javascript_there_is_a_page(liaison, sheet, strength, url):
    page = liaison.get(url).text
    assert "Staffing holds</p>" in page
    assert "hx-post" not in page
    assert liaison.post(url, form("1.2")).url == f"{sheet.url}#strength"
    assert references(strength) == ["1.2"]


@pytest.mark.slow
def test_what_is_chosen_is_saved_with_one_history_row(liaison, sheet, strength, url):
    strength.items.add(sheet.first)
    before = Highlight.history.count()
    response = liaison.post(url, form("1.2", "1.3.a", seen="1.1"), headers=HTMX)
    assert references(strength) == ["1.2", "1.3.a"]
    assert 'href="#item-1.2">1.2</a>' in response.text
    assert "Saved what it points to" in response.text
    newest = Highlight.history.first()
    assert (Highlight.history.count(), newest.history_user) == (before + 1, sheet.liaison)
    assert {row.item.reference for row in newest.items.all()} == {"1.2", "1.3.a"}


def test_saving_what_stands_there_already_writes_nothing(liaison, sheet, strength, url):
    strength.items.add(sheet.first)
    before = Highlight.history.count()
    assert liaison.post(url, form("1.1", seen=""), headers=HTMX).status_code == 200
    assert Highlight.history.count() == before


def test_nothing_chosen_clears_it(liaison, sheet, strength, url):
    strength.items.add(sheet.first)
    liaison.post(url, form(seen="1.1"), headers=HTMX)
    assert references(strength) == []


def test_an_unknown_number_is_refused_and_the_choice_stays(liaison, sheet, strength, url):
    response = liaison.post(url, form("1.1", "9.9"), headers=HTMX)
    assert response.status_code == 422
    assert "The agreement has no 9.9. Choose again, then save." in response.text
    assert 'value="1.1" checked' in response.text
    assert references(strength) == []


@pytest.mark.slow
def test_a_stale_choice_is_shown_beside_theirs(liaison, sheet, strength, url):
    liaison.post(url, form("1.1"), headers=HTMX)
    response = liaison.post(url, form("1.2"), headers=HTMX)
    assert response.status_code == 409
    assert "Somebody else changed this meanwhile: it points to 1.1 now." in response.text
    assert 'value="1.2" checked' in response.text
    assert references(strength) == ["1.1"]
    liaison.post(url, form("1.2", seen="1.1"), headers=HTMX)
    assert references(strength) == ["1.2"]


@pytest.mark.slow
def test_the_next_try_shows_what_they_chose_where_this_person_chose_nothing(client, named):
    item = named.assessment.items().filter(is_rated=True).first().reference
    client.post(named.url, form(item, measures=[named.first.lineage]), headers=HTMX)
    page = client.post(named.url, form(measures=[named.inside.lineage]), headers=HTMX)
    assert page.status_code == 409
    for value in (item, named.first.lineage, named.inside.lineage):
        assert f'value="{value}" checked' in page.text


@pytest.mark.slow
def test_whoever_chooses_nothing_else_leaves_what_somebody_else_chose(liaison, sheet, strength, url):
    liaison.post(url, form("1.1"), headers=HTMX)
    response = liaison.post(url, form(seen=""), headers=HTMX)
    assert (response.status_code, "Somebody else changed this meanwhile" in response.text) == (200, True)
    assert references(strength) == ["1.1"]


def test_one_that_was_removed_meanwhile_says_so(liaison, sheet, strength, url):
    remove_highlight(strength, by=make.make_user())
    response = liaison.post(url, form("1.1"), headers=HTMX)
    assert response.status_code == 409
    assert "Somebody else removed “Staffing holds” meanwhile." in response.text


@pytest.mark.slow
def test_items_and_measures_of_another_partnership_are_not_offered_and_not_taken(client, db):
    edition = make.make_edition()
    category = make.make_category(edition)
    here, there = (make.make_partnership(agreement=edition.agreement) for _ in range(2))
    make.make_item(category)
    make.make_item(category, text="Only there", local_to=there)
    ours, theirs = make.make_measure(category), make.make_measure(category, local_to=there)
    assessment = make.make_assessment(here, cycle=make.make_cycle(edition=edition), by=here.partner)
    liaison = make.make_liaison(here)
    strength = add_highlight(assessment, "strength", "Ours", by=liaison)
    client.force_login(liaison)
    url = f"/highlights/{strength.public_id}/points/"
    assert "Only there" not in client.get(url).text
    assert client.post(url, form("1.2"), headers=HTMX).status_code == 422
    page = client.post(url, form(measures=[ours.lineage, theirs.lineage]), headers=HTMX).text
    assert list(strength.measures.all()) == [ours]
    assert f'href="#category-1">{ours.label}</a>' in page


class Named:
    """A strength, and one survey that the agreement names in two categories and the evidence table once more."""

    def __init__(self):
        edition = make.make_edition()
        one, three = make.make_category(edition, number=1), make.make_category(edition, number=3)
        make.make_item(one)
        self.first = make.make_measure(one, label="Parent survey.")
        self.again = make.make_measure(three, label="Parent  Survey")
        self.heading = make.make_measure(three, label="Reading:")
        self.inside = make.make_measure(three, label="Parent survey", parent=self.heading)
        self.partnership = make.make_partnership(agreement=edition.agreement)
        self.row = make.make_row(one, self.partnership, label="PARENT SURVEY", answers=[self.first])
        cycle = make.make_cycle(edition=edition)
        self.assessment = make.make_assessment(self.partnership, cycle=cycle, by=self.partnership.partner)
        self.strength = add_highlight(self.assessment, "strength", "Heard", by=None)
        self.url = f"/highlights/{self.strength.public_id}/points/"

    def pointed(self):
        return {*self.strength.measures.all(), *self.strength.rows.all()}

    def point(self, *evidence):
        self.strength.rows.set([one for one in evidence if one == self.row])
        self.strength.measures.set([one for one in evidence if one != self.row])

    def seen(self):
        return " ".join(sorted(one.lineage for one in self.pointed()))


@pytest.fixture
def named(client, db):
    named = Named()
    client.force_login(make.make_liaison(named.partnership))
    return named


def test_a_measure_named_at_two_places_is_offered_once(client, named):
    page = client.get(named.url).text
    assert page.count('name="measure"') == 3
    assert f'value="{named.first.lineage}"' in page
    assert 'Parent survey. <span class="muted">also named in category 3</span>' in page
    assert f'value="{named.again.lineage}"' not in page
    assert f'value="{named.inside.lineage}"' in page  # beneath another heading it is another measure


@pytest.mark.slow
@pytest.mark.parametrize("chosen", [["again"], ["row"], ["first", "again"], ["again", "row"]])
def test_one_box_stands_for_those_chosen_before_and_keeps_them(client, named, chosen):
    before = [getattr(named, name) for name in chosen]
    named.point(*before)
    page = client.get(named.url).text
    assert f'value="{named.first.lineage}" checked' in page
    assert page.count(" checked>") == 1
    rows = Highlight.history.count()
    client.post(named.url, form(measures=[named.first.lineage], seen=named.seen()), headers=HTMX)
    assert named.pointed() == set(before)
    assert Highlight.history.count() == rows
    page = client.get(f"/assessments/{named.assessment.public_id}/").text
    points = page[page.index('<p class="points">') :].partition("</p>")[0]
    assert points.count("<a ") == 1


@pytest.mark.slow
def test_a_row_that_answers_several_measures_is_the_one_whose_words_it_has(client, named):
    named.row.measures.add(named.heading)
    named.point(named.row)
    page = client.get(named.url).text
    assert (page.count('name="measure"'), page.count(" checked>")) == (3, 1)
    assert f'value="{named.first.lineage}" checked' in page
    page = client.get(f"/assessments/{named.assessment.public_id}/").text
    points = page[page.index('<p class="points">') :].partition("</p>")[0]
    assert points.count("<a ") == 1


@pytest.mark.slow
def test_clearing_the_one_box_clears_them_all(client, named):
    named.point(named.first, named.again, named.row)
    client.post(named.url, form(seen=named.seen()), headers=HTMX)
    assert named.pointed() == set()


@pytest.mark.slow
def test_a_box_ticked_anew_stands_for_the_first(client, named):
    client.post(named.url, form(measures=[named.first.lineage, named.inside.lineage]), headers=HTMX)
    assert set(named.strength.measures.all()) == {named.first, named.inside}


def test_readers_see_the_links_and_no_form(director, sheet, strength, url):
    strength.items.add(sheet.first)
    make.close(sheet.assessment, "submitted")
    page = director.get(sheet.url).text
    assert '<a href="#item-1.1">1.1</a>' in page
    assert url not in page
    assert director.get(url).status_code == 403


def test_the_form_is_closed_with_the_assessment(liaison, sheet, strength, url):
    make.close(sheet.assessment)
    assert liaison.get(url).status_code == 403
    assert liaison.post(url, form("1.1"), headers=HTMX).status_code == 409
    assert references(strength) == []


@pytest.mark.slow
def test_the_workspace_takes_one_query_more_for_any_number(liaison, sheet):
    none = queries_of(liaison, sheet.url)
    for number in range(3):
        row = add_highlight(sheet.assessment, "strength", f"Strength {number}", by=sheet.liaison)
        row.items.set([sheet.first, sheet.second])
        assert queries_of(liaison, sheet.url) == none + 1


def test_the_report_names_items_and_measures_after_the_text(sheet, strength):
    alone = add_highlight(sheet.assessment, "focus", "Communication", by=sheet.liaison)
    strength.items.set([sheet.second, sheet.first])
    report = gather.state_of_the_partnership(sheet.assessment)
    assert (report.strengths, report.focus) == (("Staffing holds (1.1, 1.2)",), (alone.text,))
    html = render.state_of_the_partnership(with_parts(report, "listing"))
    assert "<li>Staffing holds (1.1, 1.2)</li>" in html
    assert "<li>Communication</li>" in html


@pytest.mark.slow
def test_the_report_says_which_measures_show_it(db):
    edition = make.make_edition()
    category = make.make_category(edition)
    make.make_item(category)
    measures = [
        make.make_measure(category, label=label) for label in ("Fill percentage\nof teachers", "Survey")
    ]
    assessment = make.make_assessment(cycle=make.make_cycle(edition=edition))
    strength = add_highlight(assessment, "strength", "Staffing holds", by=None)
    strength.measures.set(measures)
    report = gather.state_of_the_partnership(assessment)
    assert report.strengths == ("Staffing holds\nShown by: Fill percentage; Survey",)
