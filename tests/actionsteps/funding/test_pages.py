"""Writing a request, deciding about it and saying what it did, on the pages on which people do it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Organization, OrganizationKind
from actionsteps.funding.deeds import RETURN, tell_result
from actionsteps.models import FundingRequest, FundingStatus
from assessments.cycles.periods import school_years_around
from tests import factories as make

from .asking import Asking

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, pytest.mark.slow]


@pytest.fixture
def asking():
    return Asking()


@pytest.fixture
def as_liaison(client, asking):
    client.force_login(asking.liaison)
    return client


@pytest.fixture
def as_director(client, asking):
    client.force_login(asking.director)
    return client


def form_of(page):
    return page.context["form"]


def rows(*activities, **more):
    """What the rows of a form send: each activity as (key, what, category, amount)."""
    sent = {"activities-TOTAL_FORMS": len(activities), "activities-INITIAL_FORMS": 0}
    for place, values in enumerate(activities):
        for name, value in zip(("key", "what", "category_id", "amount"), values, strict=True):
            sent[f"activities-{place}-{name}"] = value
    return sent | more


def words(asking, *activities, **more):
    category = asking.request.fund.categories.first().pk
    return rows(
        *(activities or [("", "Two mentors", category, "$120,000")]),
        **{
            "title": "Mentors",
            "subject": asking.partnership.partner_id,
            "period": school_years_around(timezone.localdate())[0].key,
            "items": [asking.item.pk],
            "priorities": [asking.request.fund.priorities.first().pk],
            "rationale": "It follows.",
            "effectiveness": "Scores.",
            "key": "abcdefghijkl",
        }
        | more,
    )


def new(asking):
    return asking.url("new-funding-request", asking.request.fund.public_id)


def test_a_liaison_writes_a_request_for_a_school_and_goes_on_to_submitting_it(as_liaison, asking):
    school = Organization.objects.create(
        name="Oak School", short_name="Oak", kind=OrganizationKind.SCHOOL, parent=asking.partnership.partner
    )
    for _ in range(2):  # pressed twice
        page = as_liaison.post(new(asking), words(asking, subject=school.pk, submit="1"))
    request = make.request_whole(FundingRequest.objects.get(title="Mentors"))
    assert page["Location"] == asking.url("funding-deed", request.public_id, "submit")
    assert (request.subject, request.asked, request.status) == (school, 120_000, FundingStatus.DRAFT)
    seen = as_liaison.get(page["Location"]).context["seen"]
    as_liaison.post(page["Location"], {"seen": seen})
    assert FundingRequest.objects.get(pk=request.pk).status == FundingStatus.SUBMITTED


def test_a_draft_is_saved_unfinished_and_says_what_it_lacks(as_liaison, asking):
    page = as_liaison.post(new(asking), words(asking, ("", "", "", ""), items=[], rationale=""), follow=True)
    assert "Name at least one goal that it serves." in page.text
    assert "Say of at least one activity what is done." in page.text
    assert reverse("funding-deed", args=[asking.partnership.slug, "x", "submit"])[-8:] not in page.text


@pytest.mark.parametrize(
    ("activity", "sentence"),
    [
        (("", "Mentors", "{category}", "lots"), "Write an amount in dollars"),
        (("", "Mentors", "{category}", "-5"), "The least that can be meant"),
        (("", "Mentors", "{category}", "0"), "The least that can be meant"),
        (("", "Mentors", "{category}", "1000000000"), "The most that can be meant"),
        (("", "Mentors", "", "500"), "Say which of the fund’s categories"),
        (("", "Mentors", "0", "500"), "Choose one of the fund’s categories"),
        (("", "", "{category}", "500"), "Write down what is done"),
    ],
)
def test_an_activity_that_makes_no_sense_is_asked_about_and_kept(as_liaison, asking, activity, sentence):
    category = str(asking.request.fund.categories.first().pk)
    page = as_liaison.post(new(asking), words(asking, [one.format(category=category) for one in activity]))
    assert (page.status_code, sentence.replace("’", "&#x27;") in page.text) == (422, True)
    assert "It follows." in page.text
    assert not FundingRequest.objects.filter(title="Mentors").exists()


@pytest.mark.parametrize("field", ["items", "priorities", "evidence", "subject"])
def test_what_is_of_another_partnership_is_not_to_be_named(as_liaison, asking, field):
    other = Asking()
    foreign = {
        "items": [other.item.pk],
        "priorities": [other.request.fund.priorities.first().pk],
        "evidence": [make.make_row(other.item.category, other.partnership).pk],
        "subject": other.partnership.partner_id,
    }[field]
    page = as_liaison.post(new(asking), words(asking, **{field: foreign}))
    assert (page.status_code, list(form_of(page).errors)) == (422, [field])


def test_two_who_change_a_request_at_once_are_told(as_liaison, asking):
    change = asking.url_of("change-funding-request")
    form = form_of(as_liaison.get(change))
    activity = asking.request.activities.get()
    sent = words(
        asking, (activity.public_id, "Mentors", activity.category_id, "70,000"), seen=form["seen"].value()
    )
    sent |= {"title": asking.request.title, "period": asking.request.period.key}
    asking.request.activities.update(amount=80_000)
    page = as_liaison.post(change, sent | {"activities-INITIAL_FORMS": 1})
    assert page.status_code == 409
    assert "Activity 1 (Teacher mentors, $80,000)" in page.text
    assert "70,000" in page.text


def test_what_is_submitted_is_not_changed_from_an_old_page(as_liaison, asking):
    seen = form_of(as_liaison.get(asking.url_of("change-funding-request")))["seen"].value()
    asking.submitted()
    page = as_liaison.post(asking.url_of("change-funding-request"), words(asking, seen=seen))
    assert (page.status_code, "its words stay as they are" in page.text) == (409, True)
    assert FundingRequest.objects.get(pk=asking.request.pk).title != "Mentors"


def decide(client, asking, **sent):
    seen = form_of(client.get(asking.url_of("decide-funding-request")))["seen"].value()
    return client.post(
        asking.url_of("decide-funding-request"), {"seen": seen, "words": "It follows from the goals."} | sent
    )


def test_a_director_grants_in_part_by_activity(client):
    asking = Asking(60_000, 20_000).submitted()
    client.force_login(asking.director)
    first, second = asking.request.activities.all()
    decide(
        client, asking, outcome="part", **{f"of-{first.public_id}": "$50,000", f"of-{second.public_id}": ""}
    )
    request = make.request_whole(asking.request)
    assert (request.standing, request.granted) == ("granted in part", 50_000)
    assert request.decision.by_activity == {first.pk: 50_000, second.pk: 0}
    page = client.get(asking.url_of("funding-request")).text
    assert "It follows from the goals." in page
    assert "<b>Granted in part: $50,000</b> of $80,000 asked" in page


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Choose what is decided."),
        ({"outcome": "whole", "words": ""}, "Say why it is decided so."),
        ({"outcome": "part"}, "Say how much is granted"),
        ({"outcome": "part", "amount": "60,001"}, "No more can be granted than was asked: $60,000."),
        ({"outcome": "part", "amount": "60000"}, "That is all that was asked"),
        ({"outcome": "part", "amount": "-1"}, "The least that can be meant"),
        ({"outcome": "declined", "amount": "5"}, "Amounts are for what is granted in part"),
    ],
)
def test_a_decision_that_makes_no_sense_is_asked_about(as_director, asking, sent, sentence):
    asking.submitted()
    page = decide(as_director, asking, **sent)
    assert (page.status_code, sentence in page.text) == (422, True)
    assert not asking.request.decisions.exists()


def test_no_activity_gets_more_than_was_asked_for_it_and_the_sum_is_what_it_says(client):
    asking = Asking(60_000, 20_000).submitted()
    client.force_login(asking.director)
    first, second = (f"of-{one.public_id}" for one in asking.request.activities.all())
    assert (
        "More than was asked for it: $20,000."
        in decide(client, asking, outcome="part", **{second: "20001"}).text
    )
    page = decide(client, asking, outcome="part", amount="40000", **{first: "30000"})
    assert "The activities add up to $30,000." in page.text


def test_who_decides_about_what_went_back_meanwhile_keeps_the_reason(as_director, asking):
    asking.submitted()
    seen = form_of(as_director.get(asking.url_of("decide-funding-request")))["seen"].value()
    asking.go(RETURN, by=make.make_director(asking.partnership), words="More.")
    page = as_director.post(
        asking.url_of("decide-funding-request"), {"seen": seen, "outcome": "whole", "words": "Well founded."}
    )
    assert (page.status_code, "Well founded." in page.text) == (409, True)
    assert "changed after you opened this page" in page.text


def test_returning_takes_a_remark_and_the_liaison_reads_it(client, asking):
    asking.submitted()
    client.force_login(asking.director)
    page = client.get(asking.url_of("funding-deed", "return"))
    sent = {"seen": page.context["seen"], "words": ""}
    assert "Say what is missing" in client.post(page.request["PATH_INFO"], sent).text
    client.post(page.request["PATH_INFO"], sent | {"words": "Who are the mentors?"})
    client.force_login(asking.liaison)
    assert "Who are the mentors?" in client.get(asking.url_of("funding-request")).text


@pytest.mark.parametrize(
    ("who", "name", "status"),
    [
        ("director", "change-funding-request", 403),
        ("liaison", "decide-funding-request", 403),
        ("viewer", "change-funding-request", 403),
        ("viewer", "funding-request", 200),
        ("outsider", "funding-request", 404),
    ],
)
def test_each_page_is_for_those_it_is_for(client, asking, who, name, status):
    asking.submitted()
    people = {"viewer": make.make_viewer(asking.partnership), "outsider": make.make_user()}
    client.force_login(people.get(who) or getattr(asking, who))
    assert client.get(asking.url_of(name)).status_code == status


def test_what_the_data_shows_is_said_from_the_next_request_and_leads_back_to_it(as_liaison, asking):
    asking.submitted().granted()
    paid = asking.request.activities.get()
    asking.request = asking.ask()
    assert "Say what the data shows of “Activity 1”" in as_liaison.get(asking.url_of("funding-request")).text
    address = f"{asking.url('funding-result', paid.public_id)}?for={asking.request.public_id}"
    assert "with the reason below" in as_liaison.post(address, {"words": "Not yet."}).text
    assert "Say what the data shows or" in as_liaison.post(address, {"shown": "unknown"}).text
    said = as_liaison.post(address, {"shown": "unknown", "words": "The tests are in May."})
    assert said["Location"] == asking.url_of("funding-request")
    page = as_liaison.get(said["Location"]).text
    assert "Shown to work: not known yet." in page
    assert "Before it is submitted" not in page


def test_only_where_an_agreement_has_funds_its_pages_lead_to_them(as_liaison, asking):
    address = asking.url("partnership")
    assert ">Funding<" in as_liaison.get(address).text
    asking.partnership.agreement.has_funds = False
    asking.partnership.agreement.save()
    assert ">Funding<" not in as_liaison.get(address).text


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_request_costs_the_same_however_much_was_paid_for_earlier(
    as_director, asking, django_assert_num_queries, count
):
    row = make.make_row(asking.item.category, asking.partnership, (make.make_period(), "47%"))
    for _ in range(count):
        asking.request = asking.ask(5_000, 6_000)
        asking.submitted().granted()
        for paid in asking.request.granted_activities:
            tell_result(paid, "yes", "Reading rose.", row, by=asking.liaison)
    asking.request = asking.ask(rows=[row])
    asking.submitted()
    with django_assert_num_queries(17):
        page = as_director.get(asking.url_of("funding-request")).text
    assert page.count("Shown to work: yes.") == count * 2
    assert "Row 1: 47%" in page
