import pytest
from django.db import IntegrityError, transaction

from assessments.models import Assessment, Cycle, Highlight, Rating
from tests import factories as make


def test_submitting_shows_what_is_open_then_hands_over(liaison, sheet):
    page = liaison.get(f"{sheet.url}submit/").text
    assert "0 of 3 items rated" in page
    assert f'href="{sheet.url}#item-1.3.a"' in page
    assert liaison.post(f"{sheet.url}submit/").url == sheet.url
    sheet.assessment.refresh_from_db()
    assert sheet.assessment.status == "submitted"
    assert sheet.assessment.submitted_by == sheet.liaison


def test_the_director_makes_it_final(director, sheet):
    make.close(sheet.assessment, "submitted")
    assert "Make it final" in director.get(f"{sheet.url}final/").text
    director.post(f"{sheet.url}final/")
    sheet.assessment.refresh_from_db()
    assert sheet.assessment.status == "final"
    assert sheet.assessment.made_final_by == sheet.director
    assert sheet.assessment.history.first().history_change_reason == "final"


def test_a_liaison_may_not_make_it_final(liaison, sheet):
    make.close(sheet.assessment, "submitted")
    assert liaison.post(f"{sheet.url}final/").status_code == 403
    sheet.assessment.refresh_from_db()
    assert sheet.assessment.status == "submitted"


def test_a_director_may_not_submit_for_the_district(director, sheet):
    assert director.post(f"{sheet.url}submit/").status_code == 404
    make.close(sheet.assessment, "submitted")
    assert director.post(f"{sheet.url}submit/").status_code == 403


def test_a_draft_cannot_be_made_final(sheet):
    with pytest.raises(Assessment.WrongStatus):
        sheet.assessment.make_final(by=sheet.director)


def test_submitting_twice_says_so(liaison, sheet):
    liaison.post(f"{sheet.url}submit/")
    page = liaison.post(f"{sheet.url}submit/", follow=True).text
    assert "Nothing was done: this assessment is submitted already." in page
    assert sheet.assessment.history.filter(status="submitted").count() == 1


@pytest.fixture
def final(sheet):
    rating = make.make_rating(sheet.assessment, sheet.first, "2")
    highlight = Highlight.objects.create(assessment=sheet.assessment, kind="strength", text="Buses")
    make.close(sheet.assessment)
    return sheet, rating, highlight


def refused():
    return pytest.raises(IntegrityError, match="This assessment is final")


def test_the_database_refuses_every_change_of_a_final_assessment(final):
    sheet, rating, highlight = final
    changes = [
        lambda: Assessment.objects.update(participants="Somebody else"),
        lambda: Assessment.objects.update(status="draft"),
        lambda: Rating.objects.update(comment="changed"),
        lambda: rating.delete(),
        lambda: make.make_rating(sheet.assessment, sheet.second, "1"),
        lambda: Highlight.objects.update(text="changed"),
        lambda: highlight.delete(),
        lambda: Highlight.objects.create(assessment=sheet.assessment, kind="focus", text="More"),
    ]
    for change in changes:
        with refused(), transaction.atomic():
            change()


def test_saving_a_final_rating_unchanged_is_let_through(final):
    _, rating, _ = final
    rating.save()
    assert Rating.objects.get().level.code == "2"


def test_the_database_refuses_a_rating_of_a_heading_or_of_another_edition(sheet):
    elsewhere = make.make_item(make.make_category())
    for item in (sheet.heading, elsewhere):
        with pytest.raises(IntegrityError, match="Only rated items"), transaction.atomic():
            Rating.objects.create(assessment=sheet.assessment, item=item)


def test_the_database_refuses_a_level_of_another_scale(sheet):
    foreign = make.make_scale().levels.first()
    with pytest.raises(IntegrityError, match="not on the scale"), transaction.atomic():
        Rating.objects.create(assessment=sheet.assessment, item=sheet.first, level=foreign)


def test_the_database_refuses_an_assessment_by_another_agreements_cycle(sheet):
    with pytest.raises(IntegrityError, match="another agreement"), transaction.atomic():
        make.make_assessment(sheet.partnership, cycle=make.make_cycle())


def test_what_is_rated_stays_what_it_is_about(sheet):
    make.make_rating(sheet.assessment, sheet.first, "2")
    other = make.make_partnership(agreement=sheet.edition.agreement)
    with pytest.raises(IntegrityError, match="has ratings"), transaction.atomic():
        Assessment.objects.update(partnership=other)
    with pytest.raises(IntegrityError, match="has assessments"), transaction.atomic():
        Cycle.objects.update(edition=make.adopt(make.make_edition(agreement=sheet.edition.agreement)))


def test_the_database_refuses_a_cycle_of_a_draft_edition(sheet):
    draft, period = make.make_edition(agreement=sheet.edition.agreement), make.make_period()
    sentence = "This edition is a draft: a cycle rates an adopted edition"
    with pytest.raises(IntegrityError, match=sentence), transaction.atomic():
        Cycle.objects.create(edition=draft, period=period)
    cycle = make.make_cycle()
    with pytest.raises(IntegrityError, match=sentence), transaction.atomic():
        Cycle.objects.filter(pk=cycle.pk).update(edition=draft)


def test_history_of_submitting_holds_what_others_changed_meanwhile(sheet):
    Assessment.objects.update(participants="New people")
    sheet.assessment.submit(by=sheet.liaison)
    latest = sheet.assessment.history.latest()
    assert (latest.participants, latest.history_user) == ("New people", sheet.liaison)
