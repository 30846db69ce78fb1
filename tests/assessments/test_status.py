import pytest
from django.db import IntegrityError, transaction

from assessments.models import Assessment, Cycle, Dismissal, Highlight, Rating
from assessments.workflow.applying import TransitionRefused
from tests import factories as make

from .around import Round

pytestmark = pytest.mark.both_databases


@pytest.mark.slow
def test_submitting_shows_what_is_open_then_hands_over(liaison, sheet):
    page = liaison.get(f"{sheet.url}submit/").text
    assert "0 of 3 items rated" in page
    assert f'href="{sheet.url}#item-1.3.a"' in page
    assert liaison.post(f"{sheet.url}submit/", {"words": "We meet in May."}).url == sheet.url
    sheet.assessment.refresh_from_db()
    assert sheet.assessment.status == "submitted"
    assert sheet.assessment.submitted_by == sheet.liaison
    event = sheet.assessment.events.get()
    assert (event.words, event.kind, event.by) == ("We meet in May.", "submitted", sheet.liaison)
    latest = sheet.assessment.history.first()
    assert (latest.explanation, latest.history_user) == ("We meet in May.", sheet.liaison)


def test_with_something_open_submitting_asks_for_a_word_of_explanation(liaison, sheet):
    answer = liaison.post(f"{sheet.url}submit/", {"words": "  "})
    assert answer.status_code == 422
    assert "Something still needs attention. Say in a word why you submit anyway" in answer.text
    sheet.assessment.refresh_from_db()
    assert sheet.assessment.status == "draft"


def test_an_overlong_explanation_stays_on_the_page(liaison, sheet):
    words = "x" * 2001
    answer = liaison.post(f"{sheet.url}submit/", {"words": words})
    assert answer.status_code == 422
    assert words in answer.text
    assert "This has 2001 characters and 2000 fit" in answer.text


def test_the_explanation_is_read_by_whoever_reviews_it(client, sheet):
    make.submit(sheet.assessment, by=sheet.liaison, words="3.8 is <not> ours.")
    client.force_login(sheet.director)
    for page in ("", "final/", "return/"):
        assert "3.8 is &lt;not&gt; ours." in client.get(sheet.url + page).text


@pytest.mark.slow
def test_what_was_said_between_writers_and_reviewer_stays_with_them(client, sheet):
    make.submit(sheet.assessment, by=sheet.liaison, words="3.8 comes later.")
    make.give_back(sheet.assessment, by=sheet.director, words="See 1.2.")
    make.submit(sheet.assessment, by=sheet.liaison, words="3.8 comes later.")
    make.make_final(sheet.assessment, by=sheet.director)
    for person, told in ((sheet.liaison, True), (sheet.director, True), (sheet.viewer, False)):
        client.force_login(person)
        pages = [client.get(sheet.url).text, client.get(f"{sheet.url}history/").text]
        for words in ("3.8 comes later.", "See 1.2."):
            assert [words in page for page in pages] == [told, told]
        assert ("although something needed attention" in pages[0]) == told


def test_the_director_makes_it_final(director, sheet):
    make.close(sheet.assessment, "submitted")
    assert "Make it final" in director.get(f"{sheet.url}final/").text
    director.post(f"{sheet.url}final/", {"seen": 0})
    sheet.assessment.refresh_from_db()
    assert sheet.assessment.status == "final"
    assert sheet.assessment.made_final_by == sheet.director
    assert sheet.assessment.events.get().kind == "made_final"


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
    with pytest.raises(TransitionRefused, match="a draft, which nobody has submitted yet"):
        make.make_final(sheet.assessment, by=sheet.director)


def test_submitting_twice_says_so(liaison, sheet):
    make.submit(sheet.assessment, by=sheet.liaison)
    page = liaison.post(f"{sheet.url}submit/", follow=True).text
    assert "Nothing was done: this assessment is submitted already, since " in page
    again = liaison.post(f"{sheet.url}submit/", {"words": "Typed in vain"})
    assert (again.status_code, "Typed in vain" in again.text) == (409, True)
    assert sheet.assessment.history.filter(status="submitted").count() == 1


def test_a_director_returns_it_with_a_remark_and_finds_the_list(director, sheet):
    make.submit(sheet.assessment, by=sheet.liaison)
    answer = director.post(f"{sheet.url}return/", {"words": "See 1.2."}, follow=True)
    assert answer.request["PATH_INFO"] == f"/partnerships/{sheet.partnership.slug}/assessments/"
    assert "Returned, with your remark." in answer.text
    sheet.assessment.refresh_from_db()
    assert (sheet.assessment.status, sheet.assessment.remark) == ("returned", "See 1.2.")
    latest = sheet.assessment.events.last()
    assert (latest.kind, latest.by) == ("returned", sheet.director)


def test_the_remark_stands_at_the_top_for_those_who_write(client, sheet):
    make.submit(sheet.assessment, by=sheet.liaison)
    make.give_back(sheet.assessment, by=sheet.director, words="See 1.2.")
    client.force_login(sheet.liaison)
    page = " ".join(client.get(sheet.url).text.split())
    assert "<b>Returned</b> on" in page
    assert f"by {sheet.director.name}:" in page
    assert "“See 1.2.”" in page
    make.submit(sheet.assessment, by=sheet.liaison)
    assert "See 1.2." in client.get(sheet.url).text


@pytest.mark.parametrize(("step", "start"), [("return", "submitted"), ("reopen", "final")])
def test_without_a_word_it_does_not_go_back(director, sheet, step, start):
    make.close(sheet.assessment, start)
    answer = director.post(f"{sheet.url}{step}/", {"words": " "})
    assert answer.status_code == 422
    assert "is-invalid" in answer.text
    sheet.assessment.refresh_from_db()
    assert sheet.assessment.status == start


@pytest.mark.slow
def test_a_final_one_is_reopened_with_a_reason_that_everybody_reads(client, sheet):
    make.close(sheet.assessment)
    client.force_login(sheet.director)
    client.post(f"{sheet.url}reopen/", {"words": "A wrong level in 1.1."})
    sheet.assessment.refresh_from_db()
    assert (sheet.assessment.status, sheet.assessment.remark) == ("returned", "A wrong level in 1.1.")
    assert sheet.assessment.events.get().kind == "reopened"
    client.force_login(sheet.liaison)
    assert "<b>Reopened</b>" in client.get(sheet.url).text
    for place in ("/", f"/partnerships/{sheet.partnership.slug}/assessments/"):
        text = client.get(place).text.casefold()
        assert ("reopened" in text, "returned" in text) == (True, False)
    make.submit(sheet.assessment, by=sheet.liaison)
    client.force_login(sheet.viewer)
    assert "A wrong level in 1.1." in client.get(sheet.url).text


@pytest.mark.parametrize("step", ["return", "final", "reopen"])
@pytest.mark.parametrize("who", ["liaison", "viewer"])
def test_only_directors_decide(client, sheet, step, who):
    start = "final" if step == "reopen" else "submitted"
    make.close(sheet.assessment, start)
    client.force_login(getattr(sheet, who))
    for answer in (client.get(f"{sheet.url}{step}/"), client.post(f"{sheet.url}{step}/", {"words": "No"})):
        assert answer.status_code == 403
    sheet.assessment.refresh_from_db()
    assert sheet.assessment.status == start


def test_a_second_return_says_what_is_the_case_and_keeps_what_was_typed(director, sheet):
    make.submit(sheet.assessment, by=sheet.liaison)
    make.give_back(sheet.assessment, by=sheet.director, words="Mine")
    answer = director.post(f"{sheet.url}return/", {"words": "Typed in vain"})
    assert answer.status_code == 409
    assert "Nothing was done: this assessment is returned already, since " in answer.text
    assert "Typed in vain" in answer.text
    assert sheet.url not in answer.text
    sheet.assessment.refresh_from_db()
    assert sheet.assessment.remark == "Mine"


def test_what_is_final_is_not_returned_but_reopened(director, sheet):
    make.close(sheet.assessment)
    page = director.post(f"{sheet.url}return/", {"words": "Back"})
    assert (page.status_code, "this assessment is final already" in page.text) == (409, True)
    make_draft = director.get(f"{sheet.url}final/", follow=True)
    assert "Nothing was done: this assessment is final already." in make_draft.text


class Pair:
    """Both sides of a round have submitted, and the joint assessment is as far as told."""

    def __init__(self, sheet, status):
        self.own = sheet.assessment
        lead = sheet.partnership.agreement.lead
        self.lead = make.make_assessment(sheet.partnership, cycle=sheet.assessment.cycle, by=lead)
        make.submit(self.own, by=sheet.liaison)
        make.submit(self.lead, by=sheet.director)
        self.joint = make.make_assessment(sheet.partnership, cycle=sheet.assessment.cycle)
        if status != "draft":
            make.submit(self.joint, by=sheet.liaison)

    def statuses(self):
        for one in (self.own, self.lead, self.joint):
            one.refresh_from_db()
        return [one.status for one in (self.own, self.lead, self.joint)]


def test_once_the_conference_has_begun_no_side_goes_back(director, sheet):
    pair = Pair(sheet, "draft")
    answer = director.post(f"{sheet.url}return/", {"words": "Too late"})
    assert answer.status_code == 409
    assert "The conference of this cycle has begun" in answer.text
    assert "Change the joint assessment instead." in answer.text
    assert pair.statuses() == ["submitted", "submitted", "draft"]


@pytest.mark.slow
def test_a_side_becomes_final_with_the_joint_one(director, sheet):
    pair = Pair(sheet, "submitted")
    refused = director.post(f"{sheet.url}final/", follow=True).text
    assert "Make that one final: this one becomes final with it." in refused
    assert pair.statuses() == ["submitted", "submitted", "submitted"]
    director.post(f"/assessments/{pair.joint.public_id}/confirm/", {"seen": 1})
    assert pair.statuses() == ["final", "final", "final"]
    for one in (pair.own, pair.lead, pair.joint):
        latest = one.events.last()
        assert (latest.kind, latest.by) == ("made_final", sheet.director)


@pytest.mark.slow
def test_only_the_joint_one_of_a_round_is_reopened(director, sheet):
    pair = Pair(sheet, "submitted")
    make.confirm(pair.joint, by=sheet.director)
    answer = director.post(f"{sheet.url}reopen/", {"words": "Wrong"})
    assert (answer.status_code, "which a director may reopen" in answer.text) == (409, True)
    director.post(f"/assessments/{pair.joint.public_id}/reopen/", {"words": "Wrong"})
    assert pair.statuses() == ["final", "final", "returned"]


@pytest.mark.slow
def test_the_page_offers_a_director_what_can_be_done(director, sheet):
    def offered():
        page = director.get(sheet.url).text
        return [step for step in ("return", "final", "reopen") if f"{sheet.url}{step}/" in page]

    make.submit(sheet.assessment, by=sheet.liaison)
    assert offered() == ["return", "final"]
    make.make_final(sheet.assessment, by=sheet.director)
    assert offered() == ["reopen"]


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
        lambda: Dismissal.objects.create(assessment=sheet.assessment, key="low:1.1", made_by=sheet.liaison),
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
        Cycle.objects.create(edition=draft, period=period, outside_reason="So.")
    cycle = make.make_cycle()
    with pytest.raises(IntegrityError, match=sentence), transaction.atomic():
        Cycle.objects.filter(pk=cycle.pk).update(edition=draft)


def test_history_of_submitting_holds_what_others_changed_meanwhile(sheet):
    Assessment.objects.update(participants="New people")
    make.submit(sheet.assessment, by=sheet.liaison)
    latest = sheet.assessment.history.latest()
    assert (latest.participants, latest.history_user) == ("New people", sheet.liaison)


@pytest.mark.parametrize(
    ("others", "told"),
    [
        ("returned", "The others read it once every side has submitted."),
        ("submitted", "Every side has submitted now: the conference comes next."),
    ],
)
def test_a_side_that_submits_is_told_what_comes_next(client, db, others, told):
    around = Round()
    for side in [around.own, *([around.leads] if others == "returned" else [])]:
        make.give_back(side, by=around.director, words="Once more.")
    client.force_login(around.liaison)
    url = f"/assessments/{around.own.public_id}/submit/"
    assert f"Submitted. {told}" in client.post(url, {"words": "As asked."}, follow=True).text
