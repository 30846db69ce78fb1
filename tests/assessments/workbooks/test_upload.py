import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.models import Rating
from tests import factories as make
from tests.workbook_files import closed, opened

from .helpers import STAFFING, confirm, download, filled, refusals, tally, upload

pytestmark = pytest.mark.slow


def said():
    """What is saved: (level's code, flag, comment) by reference."""
    return {
        rating.item.reference: (rating.level.code if rating.level else "", rating.flag, rating.comment)
        for rating in Rating.objects.select_related("item", "level")
    }


def test_the_form_leads_from_download_to_upload(liaison, sheet):
    page = liaison.get(f"{sheet.url}workbook/upload/").text
    assert f'href="{sheet.url}workbook/"' in page
    assert "Show what would change" in page
    assert f'href="{sheet.url}workbook/upload/">Rate in Excel</a>' in liaison.get(sheet.url).text


def test_a_preview_writes_nothing_and_says_what_would_change(liaison, sheet):
    make.make_rating(sheet.assessment, sheet.first, "1", comment="Old words")
    preview = upload(
        liaison, sheet, filled(download(liaison, sheet), {"D4": 3, "E4": "*", "F4": "New words", "D5": "N/A"})
    )
    assert preview.status_code == 200
    assert tally(preview) == (2, 0, 0, 1)
    assert f"Sheet “{STAFFING}”, cells D4, E4, F4" in preview.text
    assert f"Sheet “{STAFFING}”, cell D5" in preview.text
    for words in ("Old words", "New words", "Positive outcomes", "Save 2 ratings"):
        assert words in preview.text
    assert said() == {"1.1": ("1", False, "Old words")}


def test_confirming_saves_all_of_it_with_history(liaison, sheet):
    make.make_rating(sheet.assessment, sheet.first, "1")
    preview = upload(liaison, sheet, filled(download(liaison, sheet), {"D4": 3, "F5": "Hm", "D7": "N/A"}))
    response = confirm(liaison, sheet, preview)
    assert (response.status_code, response.url) == (302, sheet.url)
    assert "3 ratings saved from the workbook." in liaison.get(sheet.url).text
    assert said() == {"1.1": ("3", False, ""), "1.2": ("", False, "Hm"), "1.3.a": ("N/A", False, "")}
    assert Rating.objects.get(item=sheet.first).version == 2
    rows = Rating.history.filter(history_user=sheet.liaison)
    assert [row.item.reference for row in rows.select_related("item").order_by("history_id")] == [
        "1.1",
        "1.2",
        "1.3.a",
    ]


def test_a_workbook_nobody_filled_in_changes_nothing(liaison, sheet):
    make.make_rating(sheet.assessment, sheet.first, "1", flag=True, comment=" kept as it is \n")
    preview = upload(liaison, sheet, download(liaison, sheet))
    assert tally(preview) == (0, 0, 0, 3)
    assert "Nothing in this workbook would change the assessment." in preview.text
    assert "_rows" not in preview.text


def test_emptying_a_cell_takes_the_level_back(liaison, sheet):
    make.make_rating(sheet.assessment, sheet.first, "1", flag=True, comment="gone")
    preview = upload(liaison, sheet, filled(download(liaison, sheet), {"D4": None, "E4": None, "F4": None}))
    confirm(liaison, sheet, preview)
    assert said() == {"1.1": ("", False, "")}


@pytest.mark.parametrize(
    ("typed", "code"),
    [(2, "2"), (2.0, "2"), ("2 ", "2"), ("2.0", "2"), ("n/a", "N/A"), ("0", "0"), ("  ", "")],
)
def test_levels_are_understood_as_people_type_them(liaison, sheet, typed, code):
    make.make_rating(sheet.assessment, sheet.first, "1")
    confirm(liaison, sheet, upload(liaison, sheet, filled(download(liaison, sheet), {"D4": typed})))
    assert said()["1.1"][0] == code


@pytest.mark.parametrize("typed", ["*", "x", "X", "yes", " Yes "])
def test_the_flag_is_understood_as_people_type_it(liaison, sheet, typed):
    confirm(liaison, sheet, upload(liaison, sheet, filled(download(liaison, sheet), {"E4": typed})))
    assert said()["1.1"][1] is True


def test_a_scale_without_a_flag_leaves_flags_alone(client, db):
    edition = make.make_edition(scale=make.make_scale(flag_symbol="", flag_label=""))
    item = make.make_item(make.make_category(edition, title="Data"))
    assessment = make.make_assessment(cycle=make.make_cycle(edition=make.adopt(edition)))
    make.make_rating(assessment, item, "1", flag=True)
    client.force_login(make.make_liaison(assessment.partnership))
    assessment.url = f"/assessments/{assessment.public_id}/"
    content = filled(download(client, assessment), {"D4": 2, "E4": "Said"}, name="1 Data")
    confirm(client, assessment, upload(client, assessment, content))
    assert said() == {"1.1": ("2", True, "Said")}


def save_meanwhile(sheet, code, comment=""):
    rating = Rating.objects.get(item=sheet.first)
    rating.level = sheet.edition.scale.levels.get(code=code)
    rating.version, rating.comment, rating.updated_by = rating.version + 1, comment, sheet.director
    rating.save()


def test_what_somebody_else_saved_meanwhile_is_shown_beside_and_kept(liaison, sheet):
    make.make_rating(sheet.assessment, sheet.first, "1")
    content = filled(download(liaison, sheet), {"D4": 3, "F4": "mine", "D5": 2})
    save_meanwhile(sheet, "2", "theirs")
    preview = upload(liaison, sheet, content)
    assert tally(preview) == (1, 1, 0, 1)
    for words in (
        "theirs",
        "mine",
        f"saved by {sheet.director.name}",
        "Keep what is saved",
        "Save what I chose",
    ):
        assert words in preview.text
    confirm(liaison, sheet, preview)
    assert said() == {"1.1": ("2", False, "theirs"), "1.2": ("2", False, "")}


def test_one_may_choose_ones_own(liaison, sheet):
    make.make_rating(sheet.assessment, sheet.first, "1")
    content = filled(download(liaison, sheet), {"D4": 3})
    save_meanwhile(sheet, "2")
    confirm(liaison, sheet, upload(liaison, sheet, content), **{"1.1": "mine"})
    assert said() == {"1.1": ("3", False, "")}
    assert Rating.objects.get().version == 3


def test_what_only_others_changed_stays_theirs(liaison, sheet):
    make.make_rating(sheet.assessment, sheet.first, "1")
    content = download(liaison, sheet)
    save_meanwhile(sheet, "2")
    Rating.history.all().delete()  # the log is for people to read: nothing is decided by it
    preview = upload(liaison, sheet, content)
    assert tally(preview) == (0, 0, 0, 2)
    assert "1.1 changed after you downloaded the workbook." in preview.text


def test_a_workbook_without_marks_is_read_and_asks_what_it_cannot_know(liaison, sheet):
    make.make_rating(sheet.assessment, sheet.first, "1")
    content = filled(download(liaison, sheet), dict.fromkeys(["C6", "C7", "C8"]), name="Accord")
    assert tally(upload(liaison, sheet, content)) == (0, 0, 0, 3)
    save_meanwhile(sheet, "2")
    assert tally(upload(liaison, sheet, content)) == (0, 1, 0, 2)


def test_a_rating_made_meanwhile_where_there_was_none_is_a_conflict(liaison, sheet):
    content = filled(download(liaison, sheet), {"D4": 3})
    make.make_rating(sheet.assessment, sheet.first, "1")
    assert tally(upload(liaison, sheet, content)) == (0, 1, 0, 2)


def test_when_both_entered_the_same_nothing_is_left_to_do(liaison, sheet):
    make.make_rating(sheet.assessment, sheet.first, "1")
    content = filled(download(liaison, sheet), {"D4": 2})
    save_meanwhile(sheet, "2")
    assert tally(upload(liaison, sheet, content)) == (0, 0, 0, 3)


def test_a_change_between_preview_and_confirmation_shows_the_preview_again(liaison, sheet):
    make.make_rating(sheet.assessment, sheet.first, "1")
    preview = upload(liaison, sheet, filled(download(liaison, sheet), {"D4": 3, "D5": 2, "D7": 9}))
    save_meanwhile(sheet, "2", "theirs")
    again = confirm(liaison, sheet, preview)
    assert again.status_code == 409
    assert "so nothing was saved yet" in again.text
    assert tally(again) == (1, 1, 1, 0)
    assert said() == {"1.1": ("2", False, "theirs")}
    confirm(liaison, sheet, again, **{"1.1": "mine"})
    assert said() == {"1.1": ("3", False, ""), "1.2": ("2", False, "")}


def test_a_choice_over_what_has_changed_again_is_asked_once_more(liaison, sheet):
    make.make_rating(sheet.assessment, sheet.first, "1")
    content = filled(download(liaison, sheet), {"D4": 3})
    save_meanwhile(sheet, "2")
    preview = upload(liaison, sheet, content)
    save_meanwhile(sheet, "0")
    again = confirm(liaison, sheet, preview, **{"1.1": "mine"})
    assert again.status_code == 409
    assert 'value="theirs" checked' in again.text
    assert said() == {"1.1": ("0", False, "")}


def test_refused_rows_do_not_hold_up_the_others(liaison, sheet):
    preview = upload(liaison, sheet, filled(download(liaison, sheet), {"D4": 7, "D5": 2}))
    assert tally(preview) == (1, 0, 1, 1)
    confirm(liaison, sheet, preview)
    assert said() == {"1.2": ("2", False, "")}


def test_sheets_that_people_add_are_named_and_not_read(liaison, sheet):
    workbook = opened(download(liaison, sheet))
    workbook.security.lockStructure = False
    workbook.create_sheet("My notes")["A1"] = "1.1"
    preview = upload(liaison, sheet, closed(workbook))
    assert "not read: the sheet “My notes”" in preview.text
    assert refusals(preview) == []


def test_only_writers_upload(client, sheet):
    url = f"{sheet.url}workbook/upload/"
    for user, status in ((sheet.viewer, 404), (sheet.director, 404), (make.make_user(), 404)):
        client.force_login(user)
        assert (client.get(url).status_code, client.post(url).status_code) == (status, status)
    make.close(sheet.assessment, "submitted")
    for user in (sheet.viewer, sheet.director):
        client.force_login(user)
        assert (client.get(url).status_code, client.post(url).status_code) == (403, 403)


@pytest.mark.parametrize("status", ["submitted", "final"])
def test_a_closed_assessment_takes_no_workbook(liaison, sheet, status):
    content = filled(download(liaison, sheet), {"D4": 3})
    preview = upload(liaison, sheet, content)
    make.close(sheet.assessment, status)
    for response in (upload(liaison, sheet, content), confirm(liaison, sheet, preview)):
        assert response.status_code == 409
        assert "This was not saved" in response.text
    assert said() == {}


def test_a_preview_is_one_persons_and_one_assessments(client, liaison, sheet):
    preview = upload(liaison, sheet, filled(download(liaison, sheet), {"D4": 3}))
    client.force_login(make.make_liaison(sheet.partnership))
    response = confirm(client, sheet, preview)
    assert response.status_code == 422
    assert "This preview is too old, or is not yours." in response.text
    response = client.post(f"{sheet.url}workbook/upload/", {"_rows": "made up"})
    assert response.status_code == 422
    assert said() == {}


def test_html_in_a_workbook_is_shown_as_text(liaison, sheet):
    preview = upload(
        liaison,
        sheet,
        filled(download(liaison, sheet), {"F4": "<script>x</script>", "D5": "<script>y</script>"}),
    )
    assert "<script>x" not in preview.text
    assert "<script>y" not in preview.text
    assert "&lt;script&gt;x" in preview.text


def test_a_previews_queries_do_not_grow_with_the_changes(liaison, sheet, django_assert_num_queries):
    make.make_rating(sheet.assessment, sheet.first, "1")
    make.make_rating(sheet.assessment, sheet.second, "1")
    content = download(liaison, sheet)
    few, many = filled(content, {"D4": 3}), filled(content, {"D4": 3, "D5": 3, "D7": 3})
    save_meanwhile(sheet, "2")
    with CaptureQueriesContext(connection) as queries:
        upload(liaison, sheet, few)
    with django_assert_num_queries(len(queries)):
        upload(liaison, sheet, many)


def test_confirming_takes_as_many_queries_for_fifty_ratings_as_for_five(
    client, db, django_assert_num_queries
):
    edition = make.make_edition()
    category = make.make_category(edition, title="Data")
    items = [make.make_item(category) for _ in range(50)]
    assessment = make.make_assessment(cycle=make.make_cycle(edition=make.adopt(edition)))
    for item in items[:25]:
        make.make_rating(assessment, item, "1")
    client.force_login(make.make_liaison(assessment.partnership))
    assessment.url = f"/assessments/{assessment.public_id}/"
    content = download(client, assessment)
    few = {f"D{row}": 2 for row in (4, 5, 6, 52, 53)}
    many = {f"D{row}": 3 for row in range(4, 54)}

    preview = upload(client, assessment, filled(content, few, name="1 Data"))
    with CaptureQueriesContext(connection) as queries:
        confirm(client, assessment, preview)
    for_five = len(queries)  # the next request forgets them
    preview = upload(client, assessment, filled(download(client, assessment), many, name="1 Data"))
    with django_assert_num_queries(for_five):
        confirm(client, assessment, preview)
    assert {rating.level.code for rating in Rating.objects.select_related("level")} == {"3"}
    assert Rating.objects.count() == 50
    # 25 that there were, five changed or added, fifty changed or added.
    assert Rating.history.count() == 25 + 5 + 50
