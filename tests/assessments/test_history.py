"""Who changed what and when, in sentences."""

import re

import pytest

from assessments.models import Assessment, Highlight, Minutes, Rating, RatingMeasure
from assessments.rating.forms import DetailsForm
from assessments.workflow.history import beginning_for, history_of_rating
from tests import factories as make

pytestmark = pytest.mark.both_databases

HTMX = {"HX-Request": "true"}


def said(client, url):
    """The sentences of a history, newest first."""
    page = client.get(url, headers=HTMX).text
    return re.findall(r'<p class="lines">(.*?)</p>', page)


def url_of(sheet, reference="1.1"):
    return f"{sheet.url}items/{reference}/history/"


def save(sheet, level=None, *, by=None, rating=None, **fields):
    """As a person saves it."""
    rating = rating or Rating(assessment=sheet.assessment, item=sheet.first)
    rating.level = level and sheet.edition.scale.levels.get(code=level)
    for name, value in fields.items():
        setattr(rating, name, value)
    rating._history_user = by or sheet.liaison
    rating.save()
    return rating


def test_each_change_is_told_from_what_to_what_newest_first(liaison, sheet):
    rating = save(sheet, "1")
    save(sheet, "2", rating=rating)
    save(sheet, None, rating=rating)
    assert said(liaison, url_of(sheet)) == [
        "Took back 2 (Fully implemented): not rated.",
        "Changed the level from 1 (An approach is in place) to 2 (Fully implemented).",
        "Rated 1 (An approach is in place).",
    ]


def test_the_flag_and_the_comment_are_told(liaison, sheet):
    rating = save(sheet, "3", flag=True, comment="Well done")
    save(sheet, "3", rating=rating, flag=False, comment="Very well done")
    save(sheet, "3", rating=rating, comment="")
    assert said(liaison, url_of(sheet)) == [
        "Removed the comment “Very well done”.",
        "Took away the mark “* Has impacted student outcomes”.",
        "Changed the comment from “Well done” to “Very well done”.",
        "Rated 3 (Positive outcomes).",
        "Marked “* Has impacted student outcomes”.",
        "Wrote the comment “Well done”.",
    ]


def test_measures_are_told_among_the_rest(liaison, sheet):
    rating = save(sheet, "3")
    measure = make.make_row(sheet.category, sheet.partnership, label="Fill percentage")
    url = f"{sheet.rate_url()}measures/"
    liaison.post(url, {"measures": [measure.lineage]})
    save(sheet, "2", rating=rating)
    liaison.post(url, {"was": [measure.lineage]})
    assert said(liaison, url_of(sheet)) == [
        "No longer names “Fill percentage” as what shows it.",
        "Changed the level from 3 (Positive outcomes) to 2 (Fully implemented).",
        "Named “Fill percentage” as what shows it.",
        "Rated 3 (Positive outcomes).",
    ]


def test_who_and_when_stand_with_it(liaison, sheet):
    save(sheet, "1", by=sheet.director)
    row = Rating.history.get()
    page = liaison.get(url_of(sheet)).text
    when = f"{row.history_date:%b} {row.history_date.day}, {row.history_date.year} at "
    assert re.search(rf'<p class="muted">{sheet.director.name}, \w+ \d+, \d+ at ', page), when


def test_a_save_that_changes_nothing_is_not_told(liaison, sheet):
    rating = save(sheet, "1")
    save(sheet, "1", rating=rating)
    assert said(liaison, url_of(sheet)) == ["Rated 1 (An approach is in place)."]


def test_an_item_nobody_touched_says_so(liaison, sheet):
    assert "No change is on record." in liaison.get(url_of(sheet)).text
    assert "No change is on record." in liaison.get(url_of(sheet), headers=HTMX).text


def test_with_htmx_it_is_a_fragment_else_a_page(liaison, sheet):
    save(sheet, "1")
    assert "<html" not in liaison.get(url_of(sheet), headers=HTMX).text
    page = liaison.get(url_of(sheet)).text
    assert "<h1>History of 1.1</h1>" in page
    assert "Fill every post." in page
    assert url_of(sheet) in liaison.get(sheet.url).text


@pytest.mark.parametrize("reference", ["1.3", "9.9"])
def test_a_heading_and_an_unknown_item_have_none(liaison, sheet, reference):
    assert liaison.get(url_of(sheet, reference)).status_code == 404


@pytest.mark.slow
@pytest.mark.parametrize("status", ["draft", "returned"])
def test_the_history_of_what_is_being_written_stays_with_its_writers(client, sheet, status):
    save(sheet, "1")
    Assessment.objects.filter(pk=sheet.assessment.pk).update(status=status, remark="Again")
    for user in (sheet.director, sheet.viewer, make.make_administrator(), make.make_user()):
        client.force_login(user)
        for url in (url_of(sheet), f"{sheet.url}history/"):
            assert client.get(url).status_code == 404
    make.close(sheet.assessment, "submitted")
    client.force_login(sheet.director)
    assert said(client, url_of(sheet)) == ["First submitted as 1 (An approach is in place)."]


@pytest.mark.slow
def test_the_past_of_a_draft_stays_with_its_side(client, sheet):
    rating = save(sheet, "3", comment="Proud")
    save(sheet, "1", rating=rating, comment="Honest", flag=True)
    measure = make.make_row(sheet.category, sheet.partnership, label="Fill percentage")
    RatingMeasure.objects.create(rating=rating, row=measure)
    gone = RatingMeasure.objects.create(
        rating=rating, row=make.make_row(sheet.category, sheet.partnership, label="Another")
    )
    gone.delete()
    make.submit(sheet.assessment, by=sheet.liaison)
    make.give_back(sheet.assessment, by=sheet.director, words="Why?")
    save(sheet, "2", rating=rating)
    make.submit(sheet.assessment, by=sheet.liaison)
    for person in (sheet.director, sheet.viewer, make.make_administrator()):
        client.force_login(person)
        assert said(client, url_of(sheet)) == [
            "Changed the level from 1 (An approach is in place) to 2 (Fully implemented).",
            "First submitted as 1 (An approach is in place).",
            "First submitted with the mark “* Has impacted student outcomes”.",
            "First submitted with the comment “Honest”.",
            "First submitted with the measure “Fill percentage”.",
        ]
    client.force_login(sheet.liaison)
    assert "Rated 3 (Positive outcomes)." in said(client, url_of(sheet))


def test_a_rating_made_after_the_first_submission_is_told_from_its_start(director, sheet):
    make.submit(sheet.assessment, by=sheet.liaison)
    make.give_back(sheet.assessment, by=sheet.director, words="Rate 1.1.")
    rating = save(sheet, None, comment="Wait")
    save(sheet, "2", rating=rating)
    make.submit(sheet.assessment, by=sheet.liaison)
    assert said(director, url_of(sheet)) == ["Rated 2 (Fully implemented).", "Wrote the comment “Wait”."]


def test_of_a_joint_assessment_everybody_sees_all(client, sheet):
    Assessment.objects.filter(pk=sheet.assessment.pk).update(by=None)
    rating = save(sheet, "3")
    save(sheet, "1", rating=rating)
    make.submit(sheet.assessment, by=sheet.director)
    client.force_login(sheet.viewer)
    assert said(client, url_of(sheet))[-1] == "Rated 3 (Positive outcomes)."


def test_typed_html_is_shown_as_text(liaison, sheet):
    save(sheet, "1", comment="<script>alert(1)</script>")
    assert said(liaison, url_of(sheet))[-1] == "Wrote the comment “&lt;script&gt;alert(1)&lt;/script&gt;”."


@pytest.mark.slow
@pytest.mark.parametrize("more", [0, 5])
def test_the_history_of_a_rating_takes_as_many_queries_for_many_changes(
    liaison, sheet, more, django_assert_num_queries
):
    rating = save(sheet, "1")
    for number in range(more):
        save(sheet, str(number % 3), rating=rating)
        measure = make.make_row(sheet.category, sheet.partnership)
        liaison.post(f"{sheet.rate_url()}measures/", {"measures": [measure.lineage]})
    with django_assert_num_queries(6):
        liaison.get(url_of(sheet), headers=HTMX)


# The assessment's


def test_its_steps_are_told_with_their_words(liaison, sheet):
    assessment = sheet.assessment
    make.submit(assessment, by=sheet.liaison, words="2.1 is for next year.")
    make.give_back(assessment, by=sheet.director, words="Rate 1.2.")
    make.submit(assessment, by=sheet.liaison)
    make.make_final(assessment, by=sheet.director)
    make.reopen(assessment, by=sheet.director, words="1.1 was mixed up.")
    page = liaison.get(f"{sheet.url}history/").text
    assert re.findall(r'<p class="lines">(.*?)</p>', page) == [
        "Reopened, for this reason: “1.1 was mixed up.”",
        "Made final.",
        "Submitted.",
        "Returned with the remark “Rate 1.2.”",
        "Submitted with the explanation “2.1 is for next year.”",
        "Opened.",
    ]
    assert page.count(sheet.director.name) == 3


def test_its_date_participants_minutes_and_highlights_are_told(liaison, sheet):
    Assessment.objects.filter(pk=sheet.assessment.pk).update(by=None)  # only a joint one has minutes
    liaison.post(
        f"{sheet.url}details/", {"when": "September 2024", "participants": "A, B", "seen": seen(sheet)}
    )
    liaison.post(f"{sheet.url}strength/add/", {"text": "Trust"})
    highlight = Highlight.objects.get()
    liaison.post(f"/highlights/{highlight.public_id}/", {"text": "Much trust", "was": "Trust"})
    liaison.post(f"/highlights/{highlight.public_id}/remove/")
    minutes = Minutes.objects.create(assessment=sheet.assessment, agenda="Numbers")
    minutes.agenda = "Numbers first"
    minutes.save()
    assert said(liaison, f"{sheet.url}history/") == [
        "Changed the agenda from “Numbers” to “Numbers first”.",
        "Wrote the agenda “Numbers”.",
        "Removed the strength “Much trust”.",
        "Changed the strength from “Trust” to “Much trust”.",
        "Added the strength “Trust”.",
        "Wrote the date “September 2024”.",
        "Wrote the participants “A, B”.",
        "Opened.",
    ]


@pytest.mark.slow
def test_others_read_the_steps_and_what_was_written_when_it_was_first_submitted(client, sheet):
    client.force_login(sheet.liaison)
    client.post(f"{sheet.url}details/", {"when": "", "participants": "A, B", "seen": seen(sheet)})
    for text in ("Trust", "Luck"):
        client.post(f"{sheet.url}strength/add/", {"text": text})
    trust, luck = Highlight.objects.order_by("position")
    client.post(f"/highlights/{trust.public_id}/", {"text": "Much trust", "was": "Trust"})
    client.post(f"/highlights/{luck.public_id}/remove/", {"was": "Luck"})
    sheet.assessment.refresh_from_db()
    make.submit(sheet.assessment, by=sheet.liaison, words="1.1 is for next year.")
    make.give_back(sheet.assessment, by=sheet.director, words="Less trust?")
    client.post(f"/highlights/{trust.public_id}/", {"text": "Some trust", "was": "Much trust"})
    make.submit(sheet.assessment, by=sheet.liaison)
    client.force_login(sheet.director)
    assert said(client, f"{sheet.url}history/") == [
        "Submitted.",
        "Changed the strength from “Much trust” to “Some trust”.",
        "Returned with the remark “Less trust?”",
        "Submitted with the explanation “1.1 is for next year.”",
        "First submitted with the strength “Much trust”.",
        "Opened.",
    ]


def seen(sheet):
    sheet.assessment.refresh_from_db()
    return DetailsForm.stamp(sheet.assessment)


def test_moving_a_strength_is_not_told(liaison, sheet):
    for text in ("Trust", "Time"):
        liaison.post(f"{sheet.url}strength/add/", {"text": text})
    second = Highlight.objects.get(text="Time")
    liaison.post(f"/highlights/{second.public_id}/move/up/")
    assert len(said(liaison, f"{sheet.url}history/")) == 3


def test_another_assessments_history_is_not_mixed_in(liaison, sheet):
    other = make.make_assessment(sheet.partnership, cycle=sheet.assessment.cycle)
    Highlight.objects.create(assessment=other, kind="strength", text="Trust")
    Minutes.objects.create(assessment=other, agenda="Numbers")
    assert said(liaison, f"{sheet.url}history/") == ["Opened."]


def test_long_minutes_are_quoted_from_their_beginning(liaison, sheet):
    Minutes.objects.create(assessment=sheet.assessment, agenda="word " * 500)
    assert len(said(liaison, f"{sheet.url}history/")[0]) < 400


def test_what_was_entered_final_says_so(liaison, sheet):
    entered = make.make_assessment(sheet.partnership, status="final")
    page = liaison.get(f"/assessments/{entered.public_id}/history/").text
    assert "Entered, final already." in page
    assert '<p class="muted">Accord, ' in page


def test_what_came_in_handed_in_is_told_to_others_as_it_came(client, sheet):
    """From a file: its history begins with it, not now, and goes on when it was reopened."""
    rating = save(sheet, "1")
    make.close(sheet.assessment)
    came = make.happens("entered", sheet.assessment)
    make.reopen(sheet.assessment, by=sheet.director, words="1.1 was mixed up.")
    save(sheet, "2", rating=rating)
    make.submit(sheet.assessment, by=sheet.liaison)
    client.force_login(sheet.viewer)
    assert said(client, url_of(sheet)) == [
        "Changed the level from 1 (An approach is in place) to 2 (Fully implemented).",
        "First submitted as 1 (An approach is in place).",
    ]
    entries = history_of_rating(Rating.objects.get(), beginning_for(seen_by(sheet.viewer)))
    assert (entries[-1].when, entries[-1].who) == (came.at, "")


def seen_by(person):
    [assessment] = make.readable_by(person)
    return assessment


def test_the_workspace_links_to_it(liaison, sheet):
    assert f'href="{sheet.url}history/"' in liaison.get(sheet.url).text


@pytest.mark.slow
@pytest.mark.parametrize("more", [0, 4])
def test_the_history_takes_as_many_queries_for_many_changes(liaison, sheet, more, django_assert_num_queries):
    for _ in range(1 + more):
        liaison.post(f"{sheet.url}strength/add/", {"text": "Trust"})
        make.submit(sheet.assessment, by=sheet.liaison)
        make.give_back(sheet.assessment, by=sheet.director, words="Again")
    with django_assert_num_queries(6):
        liaison.get(f"{sheet.url}history/")
