"""Whatever is saved comes back from a workbook as it was, and whatever is typed arrives."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.models import COMMENT_MAX_LENGTH, Rating
from assessments.rating.saving import RatingState
from assessments.workbooks.layout import sheets_of
from assessments.workbooks.preview import preview_of, save_preview
from assessments.workbooks.read import read_workbook
from assessments.workbooks.write import workbook_of
from core.forms import with_plain_line_ends
from core.workbooks.cells import put_code, put_text
from core.workbooks.texts import decoded, encoded
from tests import factories as make
from tests.workbook_files import as_excel_saves, closed, opened

from .helpers import STAFFING, confirm, download, tally, upload

# What a database can hold: any text but NUL and halves of characters.
STORABLE = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
AWKWARD = st.sampled_from(
    [
        *"=+-@_ '\t\n\r\x01\x1f\x7f\ufffe\u2028😀\u0301",
        "\r\n",
        "=1+1",
        "_x0041_",
        "_x005F_",
        "]]>",
        "&amp;",
        "x" * 600,
    ]
)
COMMENTS = st.one_of(
    st.just(""),
    st.text(STORABLE, max_size=COMMENT_MAX_LENGTH),
    st.lists(st.one_of(AWKWARD, st.text(STORABLE, max_size=5)), max_size=12).map(
        lambda pieces: "".join(pieces)[:COMMENT_MAX_LENGTH]
    ),
)
STATES = st.builds(RatingState, st.sampled_from(["", "0", "1", "2", "3", "N/A"]), st.booleans(), COMMENTS)

SOME = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.slow
@given(st.text(st.characters(), max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_text_can_be_written_and_read(text):
    joined = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
    assert decoded(encoded(text)) == joined


def save(sheet, states):
    """Make the saved ratings say that, item by item."""
    for item, state in zip((sheet.first, sheet.second, sheet.below), states, strict=True):
        rating = Rating.objects.filter(item=item).first() or Rating(
            assessment=sheet.assessment, item=item, version=0
        )
        rating.level = sheet.edition.scale.levels.filter(code=state.code).first()
        rating.flag, rating.comment, rating.version = state.flag, state.comment, rating.version + 1
        rating.save()


def saved(sheet):
    ratings = {rating.item_id: rating for rating in Rating.objects.select_related("level")}
    return [RatingState.of(ratings.get(item.pk)) for item in (sheet.first, sheet.second, sheet.below)]


@pytest.mark.slow
@given(states=st.tuples(STATES, STATES, STATES))
@SOME
def test_a_workbook_nobody_touched_says_what_is_saved(sheet, states):
    save(sheet, states)
    sheets = sheets_of(sheet.assessment)
    content = workbook_of(sheet.assessment, editable=True)
    for file in (content, as_excel_saves(content)):
        upload = read_workbook(file, sheet.assessment, sheets)
        assert [entered.state for entered in upload.entered] == list(states)
        preview = preview_of(upload, sheet.assessment, sheets)
        assert (preview.unchanged, preview.changes, preview.refused) == (3, [], [])
    assert workbook_of(sheet.assessment, editable=True) == content


@pytest.mark.slow
@given(before=st.tuples(STATES, STATES, STATES), after=st.tuples(STATES, STATES, STATES))
@SOME
def test_what_is_typed_arrives_and_downloading_shows_it(sheet, before, after):
    save(sheet, before)
    sheets = sheets_of(sheet.assessment)
    workbook = opened(workbook_of(sheet.assessment, editable=True))
    for row, state in zip((4, 5, 7), after, strict=True):
        enter(workbook[STAFFING], row, state)
    upload = read_workbook(closed(workbook), sheet.assessment, sheets)
    data = preview_of(upload, sheet.assessment, sheets).as_data()
    save_preview(data, sheet.assessment, sheets, mine=frozenset(), by=sheet.liaison)
    # As on the page: what surrounds a comment goes, unless nobody touched it.
    assert saved(sheet) == [
        new if new.comment == old.comment else new._replace(comment=with_plain_line_ends(new.comment).strip())
        for old, new in zip(before, after, strict=True)
    ]
    sheets = sheets_of(sheet.assessment)
    again = read_workbook(workbook_of(sheet.assessment, editable=True), sheet.assessment, sheets)
    assert [entered.state for entered in again.entered] == saved(sheet)


def enter(tab, row, state):
    for column in "DEF":
        tab[f"{column}{row}"].value = None
    if state.code:
        put_code(tab[f"D{row}"], state.code)
    if state.flag:
        put_text(tab[f"E{row}"], "*")
    put_text(tab[f"F{row}"], state.comment)


@pytest.mark.slow
@pytest.mark.parametrize("comment", ["=1+1", "-", "two\nlines", "_x0041_", "x" * COMMENT_MAX_LENGTH])
def test_download_upload_download_gives_an_identical_workbook(liaison, sheet, comment):
    make.make_rating(sheet.assessment, sheet.first, "2", flag=True, comment="First")
    workbook = opened(download(liaison, sheet))
    enter(workbook[STAFFING], 4, RatingState("3", False, comment))
    confirm(liaison, sheet, upload(liaison, sheet, closed(workbook)))
    after = download(liaison, sheet)
    assert tally(upload(liaison, sheet, after)) == (0, 0, 0, 3)
    assert download(liaison, sheet) == after
    rows = [[cell.value for cell in row] for row in opened(after)[STAFFING]["A1:F7"]]
    assert rows[3][3:] == [3, None, encoded(comment)]
    assert rows[4:] == [[cell.value for cell in row] for row in workbook[STAFFING]["A5:F7"]]
