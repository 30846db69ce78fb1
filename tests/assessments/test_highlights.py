import pytest

from assessments.highlights.lists import add_highlight
from assessments.models import HIGHLIGHT_MAX_LENGTH, Highlight
from tests import factories as make

pytestmark = pytest.mark.both_databases

HTMX = {"HX-Request": "true"}


@pytest.fixture
def three(sheet):
    return [
        add_highlight(sheet.assessment, "strength", text, by=sheet.liaison)
        for text in ("Transportation", "Technology", "Collaboration")
    ]


def strengths():
    return list(Highlight.objects.filter(kind="strength").values_list("text", flat=True))


def test_a_strength_is_added_at_the_end(liaison, sheet, three):
    response = liaison.post(f"{sheet.url}strength/add/", {"text": "Panorama Survey"}, headers=HTMX)
    assert strengths() == ["Transportation", "Technology", "Collaboration", "Panorama Survey"]
    assert '<span id="count-strength" hx-swap-oob="true">4</span>' in response.text


def test_without_javascript_the_page_comes_back_at_the_list(liaison, sheet):
    response = liaison.post(f"{sheet.url}focus/add/", {"text": "Communication"})
    assert response.url == f"{sheet.url}#focus"
    assert Highlight.objects.get().kind == "focus"


def test_an_empty_one_is_refused_in_words(liaison, sheet):
    response = liaison.post(f"{sheet.url}strength/add/", {"text": "  "}, headers=HTMX)
    assert response.status_code == 422
    assert "Write down what it is, then save." in response.text


def test_an_overlong_one_stays_in_the_form(liaison, sheet):
    text = "x" * (HIGHLIGHT_MAX_LENGTH + 1)
    response = liaison.post(f"{sheet.url}strength/add/", {"text": text}, headers=HTMX)
    assert response.status_code == 422
    assert text in response.text
    assert not Highlight.objects.exists()


def test_moving_changes_the_order_and_stops_at_the_ends(liaison, sheet, three):
    liaison.post(f"/highlights/{three[2].public_id}/move/up/", headers=HTMX)
    assert strengths() == ["Transportation", "Collaboration", "Technology"]
    liaison.post(f"/highlights/{three[0].public_id}/move/up/", headers=HTMX)
    assert strengths() == ["Transportation", "Collaboration", "Technology"]


def test_a_move_says_the_place_and_keeps_both_buttons(liaison, sheet, three):
    page = liaison.post(f"/highlights/{three[0].public_id}/move/down/", headers=HTMX).text
    assert '<span hx-swap-oob="innerHTML:#saved">Moved to place 2 of 3</span>' in page
    page = liaison.post(f"/highlights/{three[0].public_id}/move/down/", headers=HTMX).text
    assert "Moved to place 3 of 3" in page
    assert (
        f'id="down-{three[0].public_id}" aria-label="Move down: Transportation" aria-disabled="true"' in page
    )


def test_without_javascript_a_move_is_acknowledged(liaison, sheet, three):
    response = liaison.post(f"/highlights/{three[2].public_id}/move/up/", follow=True)
    assert "Moved to place 2 of 3." in response.text


def put_in_order(liaison, sheet, rows, *, seen=None, **fields):
    seen = sheet.assessment.highlights.filter(kind="strength") if seen is None else seen
    form = {"order": [row.public_id for row in rows], "was": [row.public_id for row in seen], **fields}
    return liaison.post(f"{sheet.url}strength/order/", form, headers=HTMX)


def test_a_whole_order_is_saved_with_its_history(liaison, sheet, three):
    response = put_in_order(liaison, sheet, [three[2], three[0], three[1]], moved=three[2].public_id)
    assert strengths() == ["Collaboration", "Transportation", "Technology"]
    assert "Moved to place 1 of 3" in response.text
    assert Highlight.history.filter(history_type="~", history_user=sheet.liaison).count() == 3


def test_an_order_changes_only_what_moved(liaison, sheet, three):
    put_in_order(liaison, sheet, [three[0], three[2], three[1]])
    moved = Highlight.history.filter(history_type="~")
    assert {row.text for row in moved} == {"Technology", "Collaboration"}


@pytest.mark.parametrize("fault", ["missing", "unknown", "twice", "nothing", "of the other list"])
def test_an_order_that_is_not_of_this_list_is_refused_with_the_list_as_it_is(liaison, sheet, three, fault):
    focus = add_highlight(sheet.assessment, "focus", "Communication", by=sheet.liaison)
    wrong = {
        "missing": three[:2],
        "unknown": [*three[:2], Highlight(public_id="nobody-knows")],
        "twice": [*three, three[0]],
        "nothing": [],
        "of the other list": [*three, focus],
    }
    response = put_in_order(liaison, sheet, wrong[fault])
    assert response.status_code == 409
    assert "This list changed meanwhile." in response.text
    assert strengths() == ["Transportation", "Technology", "Collaboration"]
    assert response.text.count("data-row=") == 3


def test_what_somebody_added_meanwhile_survives_an_order(liaison, sheet, three):
    add_highlight(sheet.assessment, "strength", "Added meanwhile", by=sheet.liaison)
    response = put_in_order(liaison, sheet, [three[2], three[1], three[0]])
    assert (response.status_code, "Added meanwhile" in response.text) == (409, True)
    assert strengths() == ["Transportation", "Technology", "Collaboration", "Added meanwhile"]


def test_an_order_somebody_else_made_meanwhile_is_not_replaced_unseen(liaison, sheet, three):
    put_in_order(liaison, sheet, [three[1], three[0], three[2]])
    response = put_in_order(liaison, sheet, [three[2], three[0], three[1]], seen=three)
    assert (response.status_code, "This list changed meanwhile." in response.text) == (409, True)
    assert strengths() == ["Technology", "Transportation", "Collaboration"]


def test_there_is_no_third_list_to_order(liaison, sheet):
    assert liaison.post(f"{sheet.url}luck/order/").status_code == 404


def test_a_text_is_changed(liaison, sheet, three):
    liaison.post(f"/highlights/{three[1].public_id}/", {"text": "Tools", "was": "Technology"}, headers=HTMX)
    assert strengths() == ["Transportation", "Tools", "Collaboration"]


def test_a_stale_change_shows_both_texts(liaison, sheet, three):
    url = f"/highlights/{three[1].public_id}/"
    liaison.post(url, {"text": "Theirs", "was": "Technology"}, headers=HTMX)
    response = liaison.post(url, {"text": "Mine", "was": "Technology"}, headers=HTMX)
    assert response.status_code == 409
    assert "Somebody else changed this to “Theirs” meanwhile." in response.text
    assert ">Mine</textarea>" in response.text
    assert strengths()[1] == "Theirs"


def test_a_form_saved_without_a_change_leaves_what_somebody_else_wrote(liaison, sheet, three):
    url = f"/highlights/{three[1].public_id}/"
    liaison.post(url, {"text": "Theirs", "was": "Technology"}, headers=HTMX)
    response = liaison.post(url, {"text": "Technology", "was": "Technology"}, headers=HTMX)
    assert (response.status_code, "Theirs" in response.text) == (200, True)
    assert strengths()[1] == "Theirs"
    assert Highlight.history.filter(history_type="~").count() == 1


@pytest.mark.slow
def test_what_two_people_wrote_alike_is_no_conflict(liaison, sheet, three):
    url = f"/highlights/{three[1].public_id}/"
    for _ in range(2):
        response = liaison.post(url, {"text": "Tools\r\nand time", "was": "Technology"}, headers=HTMX)
        assert response.status_code == 200
    assert strengths()[1] == "Tools\nand time"
    assert Highlight.history.filter(history_type="~").count() == 1


@pytest.mark.slow
def test_what_somebody_else_changed_meanwhile_is_shown_before_it_is_removed(liaison, sheet, three):
    url = f"/highlights/{three[1].public_id}/"
    liaison.post(url, {"text": "Theirs", "was": "Technology"}, headers=HTMX)
    response = liaison.post(f"{url}remove/", {"was": "Technology"}, headers=HTMX)
    assert response.status_code == 409
    assert "Somebody else changed this to “Theirs” meanwhile. It was not removed" in response.text
    assert strengths()[1] == "Theirs"
    liaison.post(f"{url}remove/", {"was": "Theirs"}, headers=HTMX)
    assert strengths() == ["Transportation", "Collaboration"]


def test_removing_leaves_a_trace(liaison, sheet, three):
    liaison.post(f"/highlights/{three[0].public_id}/remove/", headers=HTMX)
    assert strengths() == ["Technology", "Collaboration"]
    removed = Highlight.with_removed.get(removed_at__isnull=False)
    assert (removed.text, removed.removed_by) == ("Transportation", sheet.liaison)


@pytest.fixture
def removed(liaison, sheet, three):
    """The first of three, with an item, taken off the list."""
    three[0].items.add(sheet.first)
    liaison.post(f"/highlights/{three[0].public_id}/remove/", {"was": "Transportation"})
    return three[0]


@pytest.mark.slow
def test_a_removed_one_is_put_back_where_it_stood_with_what_it_points_to(liaison, sheet, removed):
    response = liaison.post(f"/highlights/{removed.public_id}/put-back/", headers=HTMX)
    assert ("Put back" in response.text, strengths()) == (
        True,
        ["Transportation", "Technology", "Collaboration"],
    )
    row = Highlight.objects.get(public_id=removed.public_id)
    assert [item.reference for item in row.items.all()] == ["1.1"]
    assert Highlight.history.filter(public_id=removed.public_id).last().history_type == "+"
    page = liaison.get(f"{sheet.url}history/").text
    assert page.index("Put back the strength “Transportation”.") < page.index("Removed the strength")


@pytest.mark.slow
def test_putting_back_twice_leaves_one(liaison, sheet, removed):
    for said in ("Put back.", "It stands in the list already."):
        page = liaison.post(f"/highlights/{removed.public_id}/put-back/", follow=True).text
        assert said in page
    assert strengths() == ["Transportation", "Technology", "Collaboration"]


@pytest.mark.slow
def test_putting_back_what_was_written_down_again_leaves_one(liaison, sheet, removed):
    liaison.post(f"{sheet.url}strength/add/", {"text": "Transportation"})
    page = liaison.post(f"/highlights/{removed.public_id}/put-back/", follow=True).text
    assert "It stands in the list already." in page
    assert strengths() == ["Technology", "Collaboration", "Transportation"]


@pytest.mark.slow
def test_one_with_several_items_is_put_back_with_them(liaison, sheet, three):
    three[0].items.set(sheet.assessment.items().rated())
    liaison.post(f"/highlights/{three[0].public_id}/remove/", {"was": "Transportation"})
    liaison.post(f"/highlights/{three[0].public_id}/put-back/")
    put_back = Highlight.objects.get(public_id=three[0].public_id)
    assert put_back.items.count() == sheet.assessment.items().rated().count() > 2


@pytest.mark.slow
def test_what_was_removed_is_listed_for_those_who_write_until_it_is_back(liaison, sheet, removed):
    page = liaison.get(f"{sheet.url}suggestions/").text
    assert "1 removed strength<" in page
    assert f"removed by {sheet.liaison.name}" in page
    liaison.post(f"{sheet.url}strength/add/", {"text": "Transportation"})
    assert "removed strength" not in liaison.get(f"{sheet.url}suggestions/").text


def test_nothing_is_put_back_once_the_assessment_is_closed(liaison, sheet, removed):
    make.close(sheet.assessment, "submitted")
    response = liaison.post(f"/highlights/{removed.public_id}/put-back/")
    assert (response.status_code, strengths()) == (409, ["Technology", "Collaboration"])


def test_changing_a_removed_one_keeps_what_was_typed(liaison, sheet, three):
    liaison.post(f"/highlights/{three[0].public_id}/remove/")
    response = liaison.post(
        f"/highlights/{three[0].public_id}/", {"text": "New words", "was": "Transportation"}, headers=HTMX
    )
    assert response.status_code == 409
    assert "Somebody else removed “Transportation” meanwhile." in response.text
    assert "New words" in response.text


@pytest.mark.slow
def test_readers_may_not_change_and_outsiders_see_nothing(client, sheet, three):
    make.close(sheet.assessment, "submitted")
    for user, status in ((sheet.viewer, 403), (sheet.director, 403), (make.make_user(), 404)):
        client.force_login(user)
        assert client.post(f"{sheet.url}strength/add/", {"text": "x"}).status_code == status
        assert client.post(f"/highlights/{three[0].public_id}/remove/").status_code == status
        assert client.post(f"/highlights/{three[0].public_id}/points/").status_code == status
        assert client.post(f"{sheet.url}strength/order/").status_code == status
    assert len(strengths()) == 3
