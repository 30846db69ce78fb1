"""A pasted block is looked at first, and saved as a whole."""

import pytest
from django.core import signing
from django.utils import timezone

from core.conflicts import Conflict
from evidence.exchange.entered import EnteredCell, EvidenceUpload
from evidence.exchange.preview import preview_of, save_preview
from evidence.exchange.standing import StandingTables
from evidence.models import Observation
from evidence.values import Change, save_values, seen_in
from tests import factories as make

from .pages import refusals, tally, words

pytestmark = pytest.mark.slow


def test_a_block_goes_into_the_cells_it_covers_after_a_look(client, desk):
    preview = desk.paste(client, "95%\t96.5%\r\n22/23 (96%)\tTBD\r\n")
    assert tally(preview) == (3, 0, 0, 1)
    assert desk.texts() == {("Fill rate", "2022-2023"): "95%"}
    desk.confirm(client, preview)
    assert desk.texts() == {
        ("Fill rate", "2022-2023"): "95%",
        ("Fill rate", "2023-2024"): "96.5%",
        ("Teachers", "2022-2023"): "22/23 (96%)",
        ("Teachers", "2023-2024"): "TBD",
    }
    saved = Observation.objects.get(text="22/23 (96%)")
    assert (saved.numerator, saved.denominator, saved.updated_by) == (22, 23, desk.liaison)
    assert saved.history.get().history_user == desk.liaison


def test_a_preview_says_what_was_understood_and_where_figures_disagree(client, desk):
    text = words(desk.paste(client, "766/807 (90%)", period=desk.now))
    assert "766 of 807" in text
    assert "94.9" in text


def test_a_cell_that_cannot_be_is_named_and_the_others_can_be_saved(client, desk):
    preview = desk.paste(client, f"130%\t23/22\n-5%\t96%\n{'x' * 100_000}\t\n")
    assert tally(preview) == (1, 0, 4, 1)
    named = refusals(preview)
    assert named[0] == (
        "Fill rate, 2022-2023 row 1, column 1 of the block",
        "130% is more than 100%, the most this row allows.",
    )
    assert named[3][1] == "This is 100,000 characters long. A cell holds up to 5,000."
    assert "x" * 100_000 in preview.text
    desk.confirm(client, preview)
    assert desk.texts()["Teachers", "2023-2024"] == "96%"
    assert desk.texts()["Fill rate", "2022-2023"] == "95%"


def test_a_block_larger_than_the_table_is_refused_and_still_there(client, desk):
    response = desk.paste(client, "a\tb\tc\td\n1\t2\t3\t4\n", row=desk.days, period=desk.now)
    assert response.status_code == 422
    assert "The block has 4 columns. From 2023-2024 on, the table has 1." in words(response)
    assert "The block has 2 rows. From “Training days” on, the table has 1." in words(response)
    assert "a\tb\tc\td" in response.text


def test_empty_cells_beyond_the_table_do_not_count(client, desk):
    assert tally(desk.paste(client, "a\t\t\n\t\t\n\n", row=desk.days, period=desk.now)) == (1, 0, 0, 0)


def test_an_empty_cell_empties_what_stands_and_says_so(client, desk):
    preview = desk.paste(client, "\t96%")
    assert "1 of these empties a value that stands." in words(preview)
    desk.confirm(client, preview)
    assert desk.texts()["Fill rate", "2022-2023"] == ""


def test_what_somebody_changes_between_look_and_save_is_shown_again(client, desk):
    preview = desk.paste(client, "97%\t98%")
    save_values(
        [Change(desk.fill, desk.now, {"text": "12%"}, seen_in(None))], by=make.make_director(desk.partnership)
    )
    again = desk.confirm(client, preview)
    assert again.status_code == 409
    assert tally(again) == (1, 1, 0, 0)
    assert desk.texts()["Fill rate", "2022-2023"] == "95%"
    desk.confirm(client, again, choice="mine")
    assert [desk.texts()["Fill rate", one] for one in ("2022-2023", "2023-2024")] == ["97%", "98%"]


def test_theirs_stays_unless_it_is_chosen_otherwise(client, desk):
    preview = desk.paste(client, "97%\t98%")
    make.make_value(desk.fill, desk.now, "12%")
    desk.confirm(client, desk.confirm(client, preview))
    assert [desk.texts()["Fill rate", one] for one in ("2022-2023", "2023-2024")] == ["97%", "12%"]


def test_what_changes_in_the_moment_of_saving_is_shown_and_nothing_saved(desk):
    standing = StandingTables(desk.partnership, desk.edition)
    lines = [
        EnteredCell(desk.fill.lineage, one.key, None, {"text": "97%"}, "") for one in (desk.before, desk.now)
    ]
    data = preview_of(EvidenceUpload(lines), standing).as_data()
    Observation.objects.update(text="12%")
    with pytest.raises(Conflict) as met:
        save_preview(data, standing, mine=set(), by=desk.liaison)
    assert [change.value.text for change in met.value.now.conflicts] == ["12%"]
    assert desk.texts() == {("Fill rate", "2022-2023"): "12%"}


def test_a_row_that_went_meanwhile_is_named(client, desk):
    preview = desk.paste(client, "3", row=desk.days)
    desk.days.delete()
    again = desk.confirm(client, preview)
    assert refusals(again) == [("row 1, column 1 of the block", "This row is not in the table any more.")]


def test_a_row_that_has_ended_takes_nothing_new(client, desk):
    desk.days.last_period = desk.before
    desk.days.save()
    preview = desk.paste(client, "3", row=desk.days, period=desk.now)
    assert refusals(preview)[0][1] == "The row is not kept any more in 2023-2024."


def test_a_preview_is_one_persons_and_a_days(client, desk, monkeypatch):
    preview = desk.paste(client, "97%")
    client.force_login(make.make_director(desk.partnership))
    assert desk.confirm(client, preview).status_code == 422
    client.force_login(desk.liaison)
    now = timezone.now().timestamp()
    monkeypatch.setattr(signing.time, "time", lambda: now + 86_500)
    assert "Nothing was saved" in words(desk.confirm(client, preview))
    assert desk.texts() == {("Fill rate", "2022-2023"): "95%"}


def test_a_reader_pastes_nothing(client, desk):
    client.force_login(make.make_viewer(desk.partnership))
    assert desk.paste(client, "97%").status_code == 403


def test_a_category_without_a_column_for_the_period_is_named(client, desk):
    row = make.make_row(desk.other_category, desk.partnership, (make.make_period(label="2021-2022"), "1"))
    response = desk.paste(client, "1", row=row, period=desk.now)
    assert "The table of category 2 has no column for 2023-2024." in words(response)


def test_what_the_database_cannot_store_is_refused(client, desk):
    assert desk.paste(client, "9\x007%").status_code == 422


def test_many_cells_take_no_more_queries_than_few(client, desk, django_assert_max_num_queries):
    def queries(block):
        with django_assert_max_num_queries(60) as found:
            desk.confirm(client, desk.paste(client, block))
        return len(found)

    desk.paste(client, "1%")
    few = queries("1%\t1%\n1%\t1%")
    for _ in range(8):
        make.make_row(desk.category, desk.partnership)
    assert queries("\n".join(["2%\t2%"] * 11)) <= few
