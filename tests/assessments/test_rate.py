import re

import pytest

from assessments.models import COMMENT_MAX_LENGTH, Rating
from tests import factories as make

pytestmark = pytest.mark.both_databases

HTMX = {"HX-Request": "true"}


def save(client, sheet, reference="1.1", **fields):
    return client.post(sheet.rate_url(reference), sheet.form(reference, **fields), headers=HTMX)


def test_a_choice_is_saved_and_acknowledged(liaison, sheet):
    response = save(liaison, sheet, level="2", flag="on", comment="Shared since August")
    rating = Rating.objects.get()
    assert (rating.level.code, rating.flag, rating.comment) == ("2", True, "Shared since August")
    assert rating.updated_by == sheet.liaison
    assert "Saved" in response.text
    assert "1 of 3 rated" in response.text
    assert 'Next<span class="in-full"> unrated</span>: 1.2' in response.text


def test_a_category_is_counted_only_on_a_page_that_lists_the_categories(liaison, sheet):
    def answer(page, version):
        headers = HTMX | {"HX-Current-URL": f"http://testserver/assessments/x/{page}"}
        fields = sheet.form("1.1", level="2", version=version)
        return liaison.post(sheet.rate_url("1.1"), fields, headers=headers).text

    assert 'id="rated-1"' in answer("?show=unrated#item-1.1", 0)
    assert 'id="rated-1"' not in answer("conference/#item-1.1", 1)


def test_unrated_is_null_and_never_zero(liaison, sheet):
    save(liaison, sheet, level="0")
    assert Rating.objects.get().level.value == 0
    save(liaison, sheet, level="", version=1)
    assert Rating.objects.get().level is None


def test_saving_the_same_again_writes_nothing(liaison, sheet):
    save(liaison, sheet, level="2")
    save(liaison, sheet, level="2", version=1)
    assert Rating.objects.get().version == 1
    assert Rating.history.count() == 1


def test_history_tells_from_to_who_and_when(liaison, sheet):
    save(liaison, sheet, level="1")
    save(liaison, sheet, level="3", version=1)
    rows = Rating.history.order_by("history_date")
    assert [row.level.code for row in rows] == ["1", "3"]
    assert {row.history_user for row in rows} == {sheet.liaison}


def test_without_javascript_the_page_comes_back_at_the_item(liaison, sheet):
    response = liaison.post(sheet.rate_url(), sheet.form())
    assert response.status_code == 302
    assert response.url == f"{sheet.url}#item-1.1"


def test_an_unknown_level_is_refused_beside_the_field(liaison, sheet):
    response = save(liaison, sheet, level="7", comment="kept")
    assert response.status_code == 422
    assert "“7” is not on the scale. Choose 0, 1, 2, 3 or N/A." in response.text
    assert not Rating.objects.exists()


def test_an_overlong_comment_is_refused_and_stays_on_the_page(liaison, sheet):
    comment = "x" * (COMMENT_MAX_LENGTH + 1)
    response = liaison.post(sheet.rate_url(), sheet.form(comment=comment))
    assert response.status_code == 422
    assert "The comment has 2001 characters and 2000 fit" in response.text
    assert comment in response.text
    assert not Rating.objects.exists()


def test_a_heading_cannot_be_rated(liaison, sheet):
    assert save(liaison, sheet, "1.3").status_code == 404
    assert not Rating.objects.exists()


def test_another_districts_item_cannot_be_rated(client, sheet):
    edition = make.make_edition(agreement=sheet.edition.agreement)
    other = make.make_partnership(agreement=edition.agreement)
    make.make_item(make.make_category(edition, number=9), local_to=other)
    cycle = make.make_cycle(edition=make.adopt(edition))
    assessment = make.make_assessment(sheet.partnership, cycle=cycle, by=sheet.partnership.partner)
    client.force_login(sheet.liaison)
    data = sheet.form("9.1")
    assert client.post(f"/assessments/{assessment.public_id}/items/9.1/", data).status_code == 404
    assert not Rating.objects.exists()


def test_a_form_without_its_version_is_refused(liaison, sheet):
    response = liaison.post(sheet.rate_url(), {"1.1-level": "2", "1.1-comment": "my words"})
    assert response.status_code == 422
    assert "my words" in response.text
    assert not Rating.objects.exists()


def test_a_stale_form_shows_theirs_and_keeps_mine(liaison, sheet):
    save(liaison, sheet, level="2", comment="theirs")
    response = save(liaison, sheet, level="1", comment="mine", version=0)
    assert response.status_code == 409
    assert "theirs" in response.text
    assert "is not saved" in response.text
    assert Rating.objects.get().level.code == "2"


def test_a_stale_form_without_javascript_keeps_what_was_typed(liaison, sheet):
    save(liaison, sheet, level="2", comment="theirs")
    response = liaison.post(sheet.rate_url(), sheet.form(level="1", comment="mine"))
    assert response.status_code == 409
    assert ">mine</textarea>" in response.text
    assert 'name="1.1-version" value="1"' in response.text


def test_whoever_sends_again_what_they_saw_leaves_what_somebody_else_saved(liaison, sheet):
    save(liaison, sheet, level="2", comment="old")
    page = liaison.get(sheet.rate_url(), headers=HTMX).text
    seen = re.search(r'name="1.1-seen" value="(\w+)"', page)[1]
    save(liaison, sheet, level="3", comment="theirs", version=1)
    Rating.history.all().delete()  # the log is for people to read: nothing is decided by it
    assert save(liaison, sheet, level="2", comment="old", version=1, seen=seen).status_code == 200
    assert save(liaison, sheet, level="2", comment="new", version=1, seen=seen).status_code == 409
    assert save(liaison, sheet, level="2", comment="old", version=1).status_code == 409
    rating = Rating.objects.get()
    assert (rating.level.code, rating.comment, rating.version) == ("3", "theirs", 2)


def test_what_is_shown_after_a_conflict_does_not_count_as_seen_with_the_old_version(liaison, sheet):
    save(liaison, sheet, level="2")
    save(liaison, sheet, level="3", version=1)
    refused = save(liaison, sheet, level="1", version=1)
    seen = re.search(r'name="1.1-seen" value="(\w+)"', refused.text)[1]
    assert save(liaison, sheet, level="1", version=1, seen=seen).status_code == 409
    assert save(liaison, sheet, level="1", version=2, seen=seen).status_code == 200


def test_outsiders_get_404_readers_403(client, sheet):
    for user, status in ((make.make_user(), 404), (sheet.viewer, 404), (sheet.director, 404)):
        client.force_login(user)
        assert save(client, sheet).status_code == status
    make.close(sheet.assessment, "submitted")
    for user in (sheet.viewer, sheet.director):
        client.force_login(user)
        assert save(client, sheet).status_code == 403
    assert not Rating.objects.exists()


@pytest.mark.parametrize("status", ["submitted", "final"])
def test_a_closed_assessment_refuses_and_shows_what_was_typed(liaison, sheet, status):
    make.close(sheet.assessment, status)
    response = liaison.post(sheet.rate_url(), sheet.form(comment="late words"))
    assert response.status_code == 409
    assert "This was not saved" in response.text
    assert "late words" in response.text
    assert not Rating.objects.exists()


def test_html_in_a_comment_is_shown_as_text(liaison, sheet):
    save(liaison, sheet, comment="<script>alert(1)</script>")
    page = liaison.get(sheet.url).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_one_saved_rating_takes_eight_queries(liaison, sheet, django_assert_num_queries):
    with django_assert_num_queries(8 + 2):  # with the savepoint that stands for BEGIN and COMMIT
        save(liaison, sheet)
    with django_assert_num_queries(8 + 2):
        save(liaison, sheet, level="3", version=1)


def test_get_shows_the_item_as_it_is_saved(liaison, sheet):
    save(liaison, sheet, level="3")
    response = liaison.get(sheet.rate_url(), headers=HTMX)
    assert 'value="3" form="answers" checked' in response.text
    assert liaison.get(sheet.rate_url()).url == f"{sheet.url}#item-1.1"
