from datetime import date

import pytest

from assessments.rating.forms import DetailsForm
from core.forms import DayOrMonthField, day_or_month


def post(client, sheet, **fields):
    data = {"when": "September 2024", "participants": "A and B", "seen": DetailsForm.stamp(sheet.assessment)}
    return client.post(f"{sheet.url}details/", data | fields)


def test_a_month_is_enough(liaison, sheet):
    assert post(liaison, sheet).status_code == 302
    sheet.assessment.refresh_from_db()
    assert (sheet.assessment.date, sheet.assessment.date_is_month) == (date(2024, 9, 1), True)
    assert sheet.assessment.participants == "A and B"


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("9/27/2024", (date(2024, 9, 27), False)),
        ("September 27, 2024", (date(2024, 9, 27), False)),
        ("Sept. 2024", (date(2024, 9, 1), True)),
        ("2024-09", (date(2024, 9, 1), True)),
        ("  ", (None, False)),
        ("next week", None),
    ],
)
def test_days_and_months_are_read_as_people_write_them(typed, cleaned):
    field = DayOrMonthField(required=False)
    if cleaned is None:
        with pytest.raises(Exception, match="is not a date that can be read"):
            field.clean(typed)
    else:
        assert field.clean(typed) == cleaned
        assert field.clean(day_or_month(*cleaned)) == cleaned


def test_a_year_far_off_is_asked_about(liaison, sheet):
    response = post(liaison, sheet, when="9/27/0226", participants="Kept on the page")
    assert response.status_code == 422
    for words in ("Is the year 226 right?", 'value="9/27/0226"', "Kept on the page"):
        assert words in response.text


def test_a_wrong_date_keeps_the_participants_typed(liaison, sheet):
    response = post(liaison, sheet, when="soon", participants="Kept on the page")
    assert response.status_code == 422
    assert "“soon” is not a date that can be read" in response.text
    assert "Kept on the page" in response.text


def test_a_stale_form_shows_both_and_saves_on_the_second_try(liaison, sheet):
    seen = DetailsForm.stamp(sheet.assessment)
    post(liaison, sheet, participants="Theirs")
    response = post(liaison, sheet, participants="Mine", seen=seen)
    assert response.status_code == 422
    assert "“Theirs”" in response.text
    assert "Mine" in response.text
    sheet.assessment.refresh_from_db()
    assert sheet.assessment.participants == "Theirs"
    assert DetailsForm.stamp(sheet.assessment) in response.text


def test_the_second_try_replaces_nothing_that_its_person_never_touched(liaison, sheet):
    seen = DetailsForm.stamp(sheet.assessment)
    post(liaison, sheet, when="May 2025", participants="Theirs")
    response = post(liaison, sheet, when="", participants="Mine", seen=seen)
    form = response.context["details"]
    post(liaison, sheet, **{name: form[name].value() for name in form.fields})
    sheet.assessment.refresh_from_db()
    assert (sheet.assessment.date, sheet.assessment.participants) == (date(2025, 5, 1), "Mine")


def test_two_people_who_change_different_details_both_stay(liaison, sheet):
    seen = DetailsForm.stamp(sheet.assessment)
    post(liaison, sheet, when="", participants="Theirs", seen=seen)
    response = liaison.post(
        f"{sheet.url}details/", {"when": "May 2025", "participants": "", "seen": seen}, follow=True
    )
    assert "What somebody else changed meanwhile stays: participants." in response.text
    sheet.assessment.refresh_from_db()
    assert (sheet.assessment.date, sheet.assessment.participants) == (date(2025, 5, 1), "Theirs")
