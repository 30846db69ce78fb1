from assessments.models import COMMENT_MAX_LENGTH, Rating
from tests import factories as make


def post(client, sheet, data):
    return client.post(f"{sheet.url}categories/1/", data)


def test_a_category_is_saved_as_a_whole(liaison, sheet):
    data = sheet.form("1.1", "2") | sheet.form("1.2", "N/A") | sheet.form("1.3.a", "")
    response = post(liaison, sheet, data)
    assert response.url == f"{sheet.url}#category-1"
    saved = Rating.objects.values_list("item__reference", "level__code")
    assert set(saved) == {("1.1", "2"), ("1.2", "N/A")}


def test_one_wrong_comment_and_nothing_is_saved(liaison, sheet):
    long = "x" * (COMMENT_MAX_LENGTH + 1)
    data = sheet.form("1.1", "2") | sheet.form("1.2", "1", comment=long) | sheet.form("1.3.a", "3")
    response = post(liaison, sheet, data)
    assert response.status_code == 422
    assert "Category 1 is not saved yet: see 1.2." in response.text
    assert long in response.text
    assert 'name="1.1-level" value="2" form="form-1" checked' in response.text
    assert not Rating.objects.exists()


def test_an_unknown_level_anywhere_saves_nothing(liaison, sheet):
    data = sheet.form("1.1", "2") | sheet.form("1.2", "9") | sheet.form("1.3.a", "")
    assert post(liaison, sheet, data).status_code == 422
    assert not Rating.objects.exists()


def test_a_stale_item_saves_nothing_and_shows_both(liaison, sheet):
    liaison.post(sheet.rate_url("1.2"), sheet.form("1.2", "2", comment="theirs"))
    data = sheet.form("1.1", "1") | sheet.form("1.2", "1", comment="mine") | sheet.form("1.3.a", "")
    response = post(liaison, sheet, data)
    assert response.status_code == 422
    assert "theirs" in response.text
    assert ">mine</textarea>" in response.text
    assert Rating.objects.get().item.reference == "1.2"


def test_whoever_was_faster_is_named_at_each_item(client, liaison, sheet):
    faster = make.make_liaison(sheet.partnership)
    client.force_login(faster)
    for reference in ("1.1", "1.2"):
        client.post(sheet.rate_url(reference), sheet.form(reference, "2"))
    client.force_login(sheet.liaison)
    page = post(client, sheet, sheet.form("1.1", "1") | sheet.form("1.2", "1") | sheet.form("1.3.a", "")).text
    assert page.count(f"{faster.name} saved") == 2


def test_what_others_saved_meanwhile_stands_where_i_changed_nothing(liaison, sheet):
    liaison.post(sheet.rate_url("1.2"), sheet.form("1.2", "2"))
    data = sheet.form("1.1", "1") | sheet.form("1.2", "") | sheet.form("1.3.a", "")
    assert post(liaison, sheet, data).status_code == 302
    assert Rating.objects.get(item=sheet.second).level.code == "2"
    assert Rating.objects.get(item=sheet.first).level.code == "1"


def test_an_unknown_category_is_a_404(liaison, sheet):
    assert liaison.post(f"{sheet.url}categories/8/", {}).status_code == 404


def test_readers_may_not_save(client, sheet):
    make.close(sheet.assessment, "submitted")
    client.force_login(sheet.viewer)
    assert post(client, sheet, sheet.form("1.1", "2")).status_code == 403
