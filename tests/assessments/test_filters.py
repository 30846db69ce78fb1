"""What ?show= leaves on the page, without JavaScript."""

import re

import pytest

from assessments.models import Rating
from tests import factories as make


def shown(client, url, name=""):
    """The references of the items and headings on the page."""
    return re.findall(r'data-reference="([^"]*)"', client.get(f"{url}?show={name}").text)


def offered(client, url):
    """The filters' names and counts."""
    page = client.get(url).text
    links = re.findall(r'data-show="(\w*)".*?<span class="count">(\d+)</span>', page)
    return {name or "all": int(count) for name, count in links}


def rated_by(sheet, by, **codes):
    assessment = make.make_assessment(sheet.partnership, cycle=sheet.assessment.cycle, by=by)
    for item, code in codes.items():
        make.make_rating(assessment, getattr(sheet, item), code)
    return assessment


def url_of(assessment):
    return f"/assessments/{assessment.public_id}/"


ALL = ["1.1", "1.2", "1.3", "1.3.a"]


@pytest.mark.parametrize("name", ["", "nonsense", "changed", "differing"])
def test_without_a_filter_that_is_offered_everything_is_shown(liaison, sheet, name):
    assert shown(liaison, sheet.url, name) == ALL


def test_unrated_items_stand_beneath_their_heading(liaison, sheet):
    make.make_rating(sheet.assessment, sheet.first, "0")
    make.make_rating(sheet.assessment, sheet.second, comment="Not yet")
    assert shown(liaison, sheet.url, "unrated") == ["1.2", "1.3", "1.3.a"]
    make.make_rating(sheet.assessment, sheet.below, "N/A")
    assert shown(liaison, sheet.url, "unrated") == ["1.2"]


def test_the_links_count_and_say_which_one_is_on(liaison, sheet):
    make.make_rating(sheet.assessment, sheet.first, "0", comment="Said so.")
    assert offered(liaison, sheet.url) == {"all": 3, "unrated": 2, "commented": 1}
    page = liaison.get(f"{sheet.url}?show=commented").text
    assert page.count(' aria-current="true">') == 2  # the link and, without JavaScript, the button
    assert re.search(r'href="\?show=commented"[^>]* aria-current="true">Commented', page)
    assert shown(liaison, sheet.url, "commented") == ["1.1"]


def test_a_category_without_a_match_is_left_out(client, db):
    edition = make.make_edition()
    for title in ("Staffing", "Transport"):
        make.make_item(make.make_category(edition, title=title))
    partnership = make.make_partnership(agreement=edition.agreement)
    cycle = make.make_cycle(edition=edition)
    assessment = make.make_assessment(partnership, cycle=cycle, by=partnership.partner)
    make.make_rating(assessment, edition.items.get(reference="1.1"), "2")
    client.force_login(make.make_liaison(partnership))
    page = client.get(f"{url_of(assessment)}?show=unrated").text
    assert "Transport" in page
    assert "Staffing" not in page
    assert "1 of 2 rated" in page


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("unrated", "Every item is rated."), ("commented", "No item has a comment yet.")],
)
def test_where_nothing_matches_the_page_says_so(liaison, sheet, name, sentence):
    for item in (sheet.first, sheet.second, sheet.below):
        make.make_rating(sheet.assessment, item, "2")
    page = liaison.get(f"{sheet.url}?show={name}").text
    assert f'<p class="nothing" id="nothing">{sentence}</p>' in page
    assert '<p class="nothing" id="nothing" hidden>' in liaison.get(sheet.url).text


@pytest.mark.slow
def test_changed_is_what_is_rated_differently_than_last_cycle(liaison, sheet):
    earlier = make.make_assessment(
        sheet.partnership, cycle=make.make_cycle(edition=sheet.edition, period=an_earlier_period(sheet))
    )
    for item in (sheet.first, sheet.second, sheet.below):
        make.make_rating(earlier, item, "1")
    make.close(earlier)
    assert shown(liaison, sheet.url, "changed") == []
    when = earlier.cycle.period.label
    assert f"No item is rated differently than in {when}." in liaison.get(f"{sheet.url}?show=changed").text
    make.make_rating(sheet.assessment, sheet.first, "1")
    make.make_rating(sheet.assessment, sheet.second, "2")
    assert shown(liaison, sheet.url, "changed") == ["1.2"]
    assert f'Changed<span class="visually-hidden"> since {when}</span>' in liaison.get(sheet.url).text


def an_earlier_period(sheet):
    start = sheet.assessment.cycle.period.start
    return make.make_period(
        label="Earlier", start=start.replace(year=start.year - 1), end=start.replace(month=6, day=30)
    )


@pytest.mark.slow
@pytest.mark.parametrize(("level", "flag"), [("3", False), ("1", True)])
def test_differing_is_what_the_sides_gave_different_levels_or_flags(client, sheet, level, flag):
    make.make_rating(sheet.assessment, sheet.first, "1", flag=flag)
    make.make_rating(sheet.assessment, sheet.second, "2")
    make.make_rating(sheet.assessment, sheet.below, "2", flag=True)
    theirs = rated_by(sheet, sheet.edition.agreement.lead, first=level, second="2", below=None)
    make.close(sheet.assessment, "submitted")
    make.close(theirs, "submitted")
    joint = rated_by(sheet, None, first="2", second="3")
    for user in (sheet.liaison, sheet.director):
        client.force_login(user)
        for assessment in (joint, sheet.assessment, theirs):
            assert shown(client, url_of(assessment), "differing") == ["1.1"]
            assert offered(client, url_of(assessment))["differing"] == 1
            assert client.get(url_of(assessment)).text.count("data-differs") == 1


@pytest.mark.slow
@pytest.mark.parametrize("status", ["draft", "returned"])
def test_while_a_side_is_writing_nothing_tells_where_they_differ(client, sheet, status):
    make.make_rating(sheet.assessment, sheet.first, "1")
    sheet.assessment.remark = "Again"
    sheet.assessment.save(update_fields=["remark"])
    make.close(sheet.assessment, status)
    theirs = rated_by(sheet, sheet.edition.agreement.lead, first="3")
    make.close(theirs, "submitted")
    joint = rated_by(sheet, None)
    for user, one in ((sheet.director, theirs), (sheet.director, joint), (sheet.liaison, sheet.assessment)):
        client.force_login(user)
        assert "differing" not in offered(client, url_of(one))
        assert shown(client, url_of(one), "differing") == ALL
        assert "data-differs" not in client.get(url_of(one)).text


def test_one_side_alone_differs_from_nobody(client, sheet):
    make.close(sheet.assessment, "submitted")
    client.force_login(sheet.liaison)
    assert "differing" not in offered(client, sheet.url)


def test_each_item_carries_what_filters_ask(liaison, sheet):
    make.make_rating(sheet.assessment, sheet.first, "0", comment="Said so.")
    page = liaison.get(sheet.url).text
    assert 'data-reference="1.1" data-commented>' in page
    assert 'data-reference="1.2" data-unrated>' in page
    assert 'data-reference="1.3">' in page


def test_the_next_item_is_reached_from_a_page_that_leaves_it_out(liaison, sheet):
    make.make_rating(sheet.assessment, sheet.first, "0", comment="Said so.")
    assert 'href="#item-1.2"' in liaison.get(sheet.url).text
    assert f'href="{sheet.url}#item-1.2"' in liaison.get(f"{sheet.url}?show=commented").text
    headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{sheet.url}?show=commented"}
    answer = liaison.post(sheet.rate_url(), sheet.form(level="1", version=1), headers=headers)
    assert f'href="{sheet.url}#item-1.2"' in answer.text


def test_without_javascript_what_a_filter_left_on_the_page_is_saved(liaison, sheet):
    make.make_rating(sheet.assessment, sheet.first, "3", comment="Mine")
    page = liaison.get(f"{sheet.url}?show=unrated").text
    assert '<input type="hidden" name="show" value="unrated">' in page
    data = sheet.form("1.2", "2") | sheet.form("1.3.a", "") | {"show": "unrated"}
    response = liaison.post(f"{sheet.url}ratings/", data)
    assert response.url == f"{sheet.url}?show=unrated#main"
    saved = set(Rating.objects.values_list("item__reference", "level__code", "comment"))
    assert saved == {("1.1", "3", "Mine"), ("1.2", "2", "")}
