"""Without JavaScript all answers of a page are one form."""

import pytest

from assessments.models import COMMENT_MAX_LENGTH, Rating
from tests import factories as make


def post(client, sheet, data):
    return client.post(f"{sheet.url}ratings/", data)


def saved():
    return set(Rating.objects.values_list("item__reference", "level__code"))


def test_all_answers_are_saved_whichever_button_is_pressed(liaison, sheet):
    data = sheet.form("1.1", "2") | sheet.form("1.2", "N/A") | sheet.form("1.3.a", "")
    response = post(liaison, sheet, data | {"at": "assessment", "place": "category-1"})
    assert response.url == f"{sheet.url}#category-1"
    assert saved() == {("1.1", "2"), ("1.2", "N/A")}
    assert "2 ratings saved." in liaison.get(response.url).text


def test_checking_and_submitting_takes_along_what_was_chosen(liaison, sheet):
    response = post(liaison, sheet, sheet.form("1.1", "2") | {"then": f"{sheet.url}submit/"})
    assert response.url == f"{sheet.url}submit/"
    assert saved() == {("1.1", "2")}
    assert "1 of 3 items rated" in liaison.get(response.url).text


def test_so_does_going_on_to_the_meeting_screen(liaison, sheet):
    response = post(
        liaison, sheet, sheet.form("1.1", "2") | {"then": f"{sheet.url}meeting/", "at": "conference"}
    )
    assert (response.url, saved()) == (f"{sheet.url}meeting/", {("1.1", "2")})


def test_nor_does_it_go_on_where_somebody_else_was_faster(client, liaison, sheet):
    faster = make.make_liaison(sheet.partnership)
    client.force_login(faster)
    for reference in ("1.1", "1.2"):
        client.post(sheet.rate_url(reference), sheet.form(reference, "2", comment="theirs"))
    client.force_login(sheet.liaison)
    data = sheet.form("1.1", "1", comment="mine") | sheet.form("1.2", "1") | sheet.form("1.3.a", "3")
    response = post(client, sheet, data | {"then": f"{sheet.url}submit/"})
    assert response.status_code == 422
    assert "Nothing is saved yet: see 1.1, 1.2." in response.text
    assert response.text.count(f"{faster.name} saved") == 2
    assert ">mine</textarea>" in response.text
    assert 'name="1.3.a-level" value="3" form="answers" checked' in response.text
    assert saved() == {("1.1", "2"), ("1.2", "2")}


def test_an_invented_place_to_go_on_to_is_the_page_itself(liaison, sheet):
    elsewhere = {"then": "//evil.example", "at": "//evil.example", "show": "un rated", "place": "a b"}
    response = post(liaison, sheet, sheet.form("1.1", "2") | elsewhere)
    assert response.url == f"{sheet.url}?show=un+rated#a%20b"


@pytest.mark.parametrize("wrong", [{"comment": "x" * (COMMENT_MAX_LENGTH + 1)}, {"level": "9"}])
def test_one_wrong_answer_and_nothing_is_saved(liaison, sheet, wrong):
    data = sheet.form("1.1", "2") | sheet.form("1.2", **{"level": "1", **wrong}) | sheet.form("1.3.a", "3")
    response = post(liaison, sheet, data)
    assert response.status_code == 422
    assert "Nothing is saved yet: see 1.2." in response.text
    assert wrong.get("comment", "") in response.text
    assert 'name="1.1-level" value="2" form="answers" checked' in response.text
    assert saved() == set()


def test_a_comment_that_nobody_touched_stands_in_the_way_of_nothing(liaison, sheet):
    printed = "As it was printed:\r\n"
    long = printed + "x" * (COMMENT_MAX_LENGTH - len(printed))
    make.make_rating(sheet.assessment, sheet.first, "1", comment=long)
    untouched = long.replace("\r\n", "\n").replace("\n", "\r\n")  # as a browser sends it
    data = sheet.form("1.1", "2", version=1, comment=untouched) | sheet.form("1.2", "3")
    assert post(liaison, sheet, data).status_code == 302
    assert saved() == {("1.1", "2"), ("1.2", "3")}
    assert Rating.objects.get(item=sheet.first).comment == long


def test_line_ends_count_once(liaison, sheet):
    lines = "\r\n".join(["x" * 59] * 33)
    comment = lines + "x" * (COMMENT_MAX_LENGTH - len(lines.replace("\r\n", "\n")))
    assert post(liaison, sheet, sheet.form("1.1", "2", comment=comment)).status_code == 302
    assert len(Rating.objects.get().comment) == COMMENT_MAX_LENGTH


def test_what_others_saved_meanwhile_stands_where_i_changed_nothing(liaison, sheet):
    liaison.post(sheet.rate_url("1.2"), sheet.form("1.2", "2"))
    data = sheet.form("1.1", "1") | sheet.form("1.2", "") | sheet.form("1.3.a", "")
    assert post(liaison, sheet, data).status_code == 302
    assert saved() == {("1.1", "1"), ("1.2", "2")}


def test_the_queries_do_not_grow_with_the_answers(liaison, sheet, django_assert_max_num_queries):
    data = sheet.form("1.1", "1") | sheet.form("1.2", "2") | sheet.form("1.3.a", "3")
    with django_assert_max_num_queries(30):
        assert post(liaison, sheet, data).status_code == 302


def test_nothing_that_was_sent_is_told(liaison, sheet):
    response = post(liaison, sheet, {"at": "assessment"})
    assert "Nothing was sent to save." in liaison.get(response.url).text


def test_readers_may_not_save(client, sheet):
    make.close(sheet.assessment, "submitted")
    client.force_login(sheet.viewer)
    assert post(client, sheet, sheet.form("1.1", "2")).status_code == 403
