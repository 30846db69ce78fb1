import re

import pytest

from partnerships.access import narrow
from tests import factories as make


def test_the_page_shows_the_document_and_its_progress(liaison, sheet):
    make.make_rating(sheet.assessment, sheet.first, "3", comment="Well done")
    page = liaison.get(sheet.url).text
    assert "We will:" in page
    assert "1 of 3 rated" in page
    assert 'id="rated-1">1/3<' in page
    assert "Nobody else reads it until you submit." in page
    assert 'value="3" form="answers" checked' in page
    assert page.index("1.3.a") > page.index("Develop:")


def test_a_heading_is_shown_and_has_no_scale(liaison, sheet):
    page = liaison.get(sheet.url).text
    assert "Develop:" in page
    assert 'name="1.3-level"' not in page
    assert 'name="1.3.a-level"' in page


@pytest.fixture
def lists(client, db):
    """A draft of an edition in which 1.1 is rated with the parts beneath it, and 1.2 leads in to what is rated."""
    edition = make.make_edition()
    category = make.make_category(edition)
    work = make.make_item(category, text="Work together to:")
    plan = make.make_item(category, parent=work, text="plan", is_rated=False)
    make.make_item(category, parent=plan, text="early", is_rated=False)
    develop = make.make_item(category, text="Develop:", is_rated=False)
    make.make_item(category, parent=develop, text="a survey")
    cycle, partnership = make.make_cycle(edition=edition), make.make_partnership(agreement=edition.agreement)
    client.force_login(make.make_liaison(partnership))
    return make.make_assessment(partnership, cycle=cycle, by=partnership.partner)


def parts_in(html):
    """Each article's texts, the scale among them, in order."""
    articles = re.findall(r"(?s)<article .*?</article>", html)
    words = ("Work together to:", "plan", "early", "Develop:", "a survey", "<fieldset")
    return [sorted((one for one in words if one in article), key=article.index) for article in articles]


@pytest.mark.parametrize("show", ["", "?show=unrated"])
def test_an_item_is_shown_whole_before_its_scale(client, lists, show):
    assert parts_in(client.get(f"/assessments/{lists.public_id}/{show}").text) == [
        ["Work together to:", "plan", "early", "<fieldset"],
        ["Develop:"],
        ["a survey", "<fieldset"],
    ]


def test_an_item_that_is_fetched_anew_is_whole(client, lists):
    item = client.get(f"/assessments/{lists.public_id}/items/1.1/", headers={"HX-Request": "true"})
    assert parts_in(item.text) == [["Work together to:", "plan", "early", "<fieldset"]]


def test_a_reader_sees_words_and_no_form(director, sheet):
    make.make_rating(sheet.assessment, sheet.first, "1")
    make.close(sheet.assessment, "submitted")
    page = director.get(sheet.url).text
    assert "An approach is in place" in page
    assert "1.2 is not rated yet" in page
    assert "-level" not in page
    assert "Make it final" in page


def test_a_draft_of_one_side_is_hidden_from_the_other_and_from_outsiders(client, sheet):
    for user in (sheet.director, sheet.viewer, make.make_user()):
        client.force_login(user)
        assert client.get(sheet.url).status_code == 404


def test_a_joint_draft_is_written_by_both_sides(client, sheet):
    joint = make.make_assessment(sheet.partnership, cycle=sheet.assessment.cycle)
    for user in (sheet.liaison, sheet.director):
        client.force_login(user)
        assert "Check and submit" in client.get(f"/assessments/{joint.public_id}/").text


def test_a_membership_narrowed_to_another_partnership_does_not_reach(client, sheet):
    other = make.make_partnership(agreement=sheet.partnership.agreement)
    narrow(sheet.liaison.memberships.get(), [other])
    client.force_login(sheet.liaison)
    assert client.get(sheet.url).status_code == 404


@pytest.mark.slow
def test_an_administrator_reads_what_was_handed_in_and_does_not_rate(client, sheet):
    client.force_login(make.make_user(is_staff=True))
    assert client.get(sheet.url).status_code == 404
    make.close(sheet.assessment, "submitted")
    assert "The liaison submitted this assessment on" in client.get(sheet.url).text
    assert client.post(sheet.rate_url(), sheet.form()).status_code == 403


def test_a_local_item_of_another_partner_is_not_in_the_sheet(client, db):
    edition = make.make_edition()
    category = make.make_category(edition)
    here, there = (make.make_partnership(agreement=edition.agreement) for _ in range(2))
    make.make_item(category, text="For everybody")
    make.make_item(category, text="Only here", local_to=here)
    make.make_item(category, text="Only there", local_to=there)
    assessment = make.make_assessment(here, cycle=make.make_cycle(edition=edition), by=here.partner)
    client.force_login(make.make_liaison(here))
    page = client.get(f"/assessments/{assessment.public_id}/").text
    assert "Only here" in page
    assert "Only there" not in page
    assert "0 of 2 rated" in page


@pytest.mark.parametrize("more", [0, 20])
def test_the_page_takes_as_many_queries_for_many_items(liaison, sheet, more, django_assert_num_queries):
    edition = make.make_edition(agreement=sheet.edition.agreement, scale=sheet.edition.scale)
    category = make.make_category(edition)
    for _ in range(1 + more):
        make.make_item(category)
    cycle = make.make_cycle(edition=edition)
    assessment = make.make_assessment(sheet.partnership, cycle=cycle, by=sheet.partnership.partner)
    for item in edition.items.all():
        make.make_rating(assessment, item, "2")
    with django_assert_num_queries(10):
        liaison.get(f"/assessments/{assessment.public_id}/")


def test_the_list_shows_progress_of_the_other_side_without_a_link(director, sheet):
    make.make_rating(sheet.assessment, sheet.first, "1")
    url = f"/partnerships/{sheet.partnership.slug}/assessments/"
    page = director.get(url).text
    assert "1 of 3" in page
    assert "not shown before all have submitted" in page
    assert f'href="{sheet.url}"' not in page
    make.close(sheet.assessment, "submitted")
    assert sheet.url in director.get(url).text


def test_the_list_of_an_unknown_partnership_is_a_404(client, sheet):
    client.force_login(make.make_user())
    assert client.get(f"/partnerships/{sheet.partnership.slug}/assessments/").status_code == 404
