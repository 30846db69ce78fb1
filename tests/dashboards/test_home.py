"""Home: one row a partnership, and what waits for this person."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import Role
from assessments.models import Assessment, AssessmentStatus
from partnerships.models import Party
from tests import factories as make
from tests.assessments.around import Round

from .county import County, address_of

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_a_liaison_goes_on_with_the_draft(county, home):
    make.make_rating(county.draft, county.items[0], "2")
    text, buttons = home(make.make_liaison(county.partnership))
    assert "Fall 2023, self-assessment 1 of 2 rated. Continue" in text
    assert buttons == [(address_of(county.draft), "Continue")]


@pytest.mark.parametrize(
    ("rated", "due", "sentence", "button"),
    [
        (0, None, "0 of 2 rated.", "Begin rating"),
        (2, None, "All 2 are rated.", "Check and submit"),
        (1, date(2099, 5, 1), "1 of 2 rated. Due May 1, 2099.", "Continue"),
        (1, date(2023, 9, 30), "1 of 2 rated. It was due Sep 30, 2023.", "Continue"),
    ],
)
def test_what_waits_says_how_far_it_is_and_when_it_is_due(county, home, rated, due, sentence, button):
    county.cycle.due_on = due
    county.cycle.save()
    for item in county.items[:rated]:
        make.make_rating(county.draft, item, "1")
    text, buttons = home(make.make_liaison(county.partnership))
    assert f"self-assessment {sentence} {button}" in text
    place = "submit/" if button == "Check and submit" else ""
    assert buttons == [(f"{address_of(county.draft)}{place}", button)]


def test_an_unrated_rating_does_not_count(county, home):
    make.make_rating(county.draft, county.items[0], None, comment="To be discussed")
    assert "0 of 2 rated." in home(make.make_liaison(county.partnership))[0]


def test_a_director_reviews_the_oldest_submitted_assessment(home):
    county = County(partners=3)
    county.submit(county.drafts[0], days_ago=2)
    county.submit(county.drafts[2], days_ago=9)
    _, buttons = home(make.make_director(county.partnership))
    assert buttons == [(address_of(county.drafts[2]), "Review it")]


def test_a_director_is_not_sent_into_the_partners_joint_draft(county, home):
    county.draft.delete()
    joint = county.assess(county.partnership, by=None)
    assert home(make.make_liaison(county.partnership))[1] == [(address_of(joint), "Begin rating")]
    text, buttons = home(make.make_director(county.partnership))
    assert "Nothing waits for you" in text
    assert buttons == []


def test_a_director_goes_on_with_the_lead_agencys_own_draft(county, home):
    own = county.assess(county.partnership, by=county.partnership.agreement.lead)
    assert home(make.make_director(county.partnership))[1] == [(address_of(own), "Begin rating")]


def test_a_viewer_reads_the_newest_that_is_not_a_draft(county, home):
    viewer = make.make_viewer(county.partnership)
    assert "Read it item by item" not in home(viewer)[0]
    make.make_rating(county.draft, county.items[0], "2")
    make.close(county.draft)
    text, buttons = home(viewer)
    assert buttons == []
    assert "You read what others write" in text
    assert "opened for you" not in text
    assert "1 of 1 item with a score (100%) stands at 2, “Fully implemented”, or above" in text
    assert "1 Staffing 1 at 2 1 not rated" in text


def test_what_came_back_comes_first_with_its_remark(county, home):
    liaison, director = make.make_liaison(county.partnership), make.make_director(county.partnership)
    county.assess(county.partnership, cycle=make.make_cycle(edition=county.edition))
    make.submit(county.draft, by=liaison)
    make.give_back(county.draft, by=director, words="See 1.2 <again>.")
    text, buttons = home(liaison)
    assert f"{director.name} returned it: “See 1.2 <again>.” It is of an earlier cycle. See to it" in text
    assert buttons == [(address_of(county.draft), "See to it")]
    assert "See 1.2" not in home(director)[0]


def both_submitted(county):
    lead = county.assess(county.partnership, by=county.partnership.agreement.lead)
    for side in (county.draft, lead):
        county.submit(side)
    return lead


def test_a_conference_that_can_begin_waits_for_both_sides(county, home):
    both_submitted(county)
    place = f"/partnerships/{county.partnership.slug}/assessments/#cycle-{county.cycle.public_id}"
    for person in (make.make_liaison(county.partnership), make.make_director(county.partnership)):
        text, buttons = home(person)
        assert "Everybody asked has submitted. The conference can begin." in text
        assert buttons == [(place, "Go to the conference")]
    text, buttons = home(make.make_viewer(county.partnership))
    assert ("The conference can begin." in text, buttons) == (False, [])


def test_a_running_conference_waits_for_both_sides(county, home):
    both_submitted(county)
    joint = county.assess(county.partnership, by=None)
    make.make_rating(joint, county.items[0], "2")
    address = reverse("conference", args=[joint.public_id])
    for person in (make.make_liaison(county.partnership), make.make_director(county.partnership)):
        text, buttons = home(person)
        assert "The conference is running: 1 of 2 agreed." in text
        assert f"{joint.cycle.period.label}, conference" in text
        assert buttons == [(address, "Go on with the conference")]


def test_a_joint_assessment_that_is_submitted_waits_for_each_side_that_has_not_confirmed_it(county, home):
    both_submitted(county)
    joint = county.assess(county.partnership, by=None)
    director, liaison = make.make_director(county.partnership), make.make_liaison(county.partnership)
    make.submit(joint, by=director)
    text, buttons = home(liaison)
    assert "It becomes final when each side has confirmed what it says; 1 of 2 has." in text
    assert buttons == [(address_of(joint), "Read and confirm it")]
    assert "Nothing waits for you" in home(director)[0]
    assert "Read and confirm it" not in home(make.make_viewer(county.partnership))[0]


def test_a_side_is_not_to_review_while_another_is_writing(county, home):
    own = county.assess(county.partnership, by=county.partnership.agreement.lead)
    county.submit(own)
    assert home(make.make_director(county.partnership))[1] == []


def test_of_several_in_a_cycle_the_joint_one_counts(county, home):
    joint = county.assess(county.partnership, by=None)
    for assessment in (county.draft, joint):
        make.close(assessment)
    assert "Fall 2023 , joint assessment, final" in home(make.make_viewer(county.partnership))[0]


def row_of(text, partnership):
    """What the home page's only row of a partnership says."""
    row = (
        text.partition(" Lately ")[0].partition(" Due ")[2].partition(f"{partnership.partner.short_name} ")[2]
    )
    return row.replace(" :", ":").replace(" ,", ",")


def test_a_draft_of_the_other_side_shows_its_progress_without_a_link(county, home, client):
    make.make_rating(county.draft, county.items[0], "2")
    name = county.partnership.partner.short_name
    text, _ = home(make.make_director(county.partnership))
    assert row_of(text, county.partnership) == f"Fall 2023 {name}: 1 of 2 rated"
    assert address_of(county.draft) not in client.get("/").content.decode()


def test_a_partnership_is_one_row_that_says_how_far_both_sides_are(county, home):
    lead = county.assess(county.partnership, by=county.edition.agreement.lead)
    make.make_rating(county.draft, county.items[0], "2")
    Assessment.objects.filter(pk=lead.pk).update(
        status=AssessmentStatus.SUBMITTED, submitted_at="2024-04-02T12:00Z"
    )
    agency, partner = lead.by.short_name, county.partnership.partner.short_name
    assert row_of(home(make.make_director(county.partnership))[0], county.partnership) == (
        f"Fall 2023 Yours: submitted Apr 2, 2024 {partner}: 1 of 2 rated"
    )
    for person, words in ((make.make_liaison, "Yours"), (make.make_viewer, partner)):
        text = home(person(county.partnership))[0].replace(" :", ":")
        assert f"Fall 2023 {words}: 1 of 2 rated {agency}: submitted Apr 2, 2024" in text


@pytest.mark.slow
def test_a_row_says_what_this_person_does_next(county, home):
    director = make.make_director(county.partnership)
    both_submitted(county)
    today = date_format(timezone.localdate(), "M j, Y")
    name = county.partnership.partner.short_name

    def row():
        return row_of(home(director)[0], county.partnership).removeprefix("Fall 2023 ")

    assert row() == (
        f"Begin the conference, {name} Ready for the conference "
        f"Yours: submitted {today} {name}: submitted {today}"
    )
    joint = county.assess(county.partnership, by=None)
    assert row() == f"Continue the conference, {name} Conference: 0 of 2 agreed"
    for item in county.items:
        make.make_rating(joint, item, "2")
    assert row() == f"Finish the conference, {name} Conference: 2 of 2 agreed"
    county.submit(joint)
    waits = f"Joint assessment: submitted {today}, confirmed by"
    assert row() == f"Confirm the joint assessment, {name} {waits} 0 of 2"
    make.confirm(joint, by=director)
    assert row() == f"{waits} 1 of 2"
    make.close_without(joint, by=director)
    assert row() == f"Joint assessment: final since {today}, not confirmed by every side"
    make.reopen(Assessment.objects.get(pk=joint.pk), by=director, words="The board asked.")
    assert row() == f"See to it: reopened, {name} Joint assessment: reopened {today}, 2 of 2 rated"


def test_where_the_step_leads_no_second_link_does(county, home, client):
    county.submit(county.draft)
    home(make.make_director(county.partnership))
    table = client.get("/").content.decode().partition("<table")[2]
    assert table.count(address_of(county.draft)) == 1


def test_a_side_that_is_no_longer_asked_is_said_to_be(county, home):
    director = make.make_director(county.partnership)
    lead = county.assess(county.partnership, by=county.edition.agreement.lead)
    make.withdraw(lead, by=director, words="Not this year.")
    name = county.partnership.partner.short_name
    assert row_of(home(director)[0], county.partnership) == (
        f"Fall 2023 {name}: not begun {lead.by.short_name}: no longer asked"
    )


def test_what_waits_comes_first_then_what_is_under_way_and_final(home):
    county = County(partners=4)
    director = make.make_director(county.partnership)
    county.submit(county.drafts[3])
    make.close(county.drafts[0])
    make.make_partnership(agreement=county.edition.agreement)
    text, _ = home(director)
    titles = ("Waiting for you 1", "Under way 2", "Final 1", "Not asked 1")
    assert [text.count(title) for title in titles] == [1, 1, 1, 1]
    assert sorted(titles, key=text.index) == list(titles)


def test_a_single_partnership_needs_no_headings(county, home):
    text, _ = home(make.make_liaison(county.partnership))
    assert "Waiting for you" not in text


def test_a_late_draft_is_called_late_in_words(county, home):
    county.cycle.due_on = timezone.localdate() - timedelta(days=9)
    county.cycle.save()
    director = make.make_director(county.partnership)
    assert row_of(home(director)[0], county.partnership).endswith("9 days late")
    county.submit(county.draft)
    assert "late" not in home(director)[0]


def test_of_earlier_cycles_home_shows_what_still_waits(county, home):
    older = make.make_period(label="Fall 1999", start=date(1999, 7, 1), end=date(2000, 6, 30))
    draft = county.assess(county.partnership, cycle=make.make_cycle(edition=county.edition, period=older))
    director = make.make_director(county.partnership)
    county.submit(draft)
    text, _ = home(director)
    assert text.index("Fall 2023") > text.index("Fall 1999")  # what waits comes first
    assert "submitted and waiting for your review. It is of an earlier cycle." in text
    assert "Fall 1999 an earlier cycle Review it" in text
    assert text.count("earlier cycle") == 2
    make.make_final(draft, by=director)
    assert "Fall 1999" not in home(director)[0].partition(" Lately ")[0]


def test_another_party_is_not_sent_to_a_conference_it_cannot_begin(county, home):
    both_submitted(county)
    party = make.make_organization()
    Party.objects.create(partnership=county.partnership, organization=party)
    make.make_membership(person := make.make_user(), party)
    county.submit(county.assess(county.partnership, by=party))
    assert "The conference can begin." not in home(person)[0]


def test_partners_stand_under_their_agreement(county, home):
    later = make.make_agreement(title="Z, the last in the alphabet")
    other = make.make_partnership(partner=county.partnership.partner, agreement=later)
    text, _ = home(make.make_liaison(county.partnership))
    assert text.index(county.edition.agreement.title) < text.index(other.agreement.title)
    assert "none yet" in text


def test_a_person_without_a_partnership_is_told_whom_to_ask(home):
    text, buttons = home(make.make_user())
    assert "You do not belong to a partnership now." in text
    assert buttons == []


def test_an_administrator_is_led_to_the_administration(county, home):
    text, buttons = home(make.make_user(is_staff=True))
    assert buttons == [(reverse("admin:index"), "Open the administration")]
    assert county.partnership.partner.short_name in text


def test_other_peoples_partnerships_are_not_listed(county, home):
    stranger = make.make_partnership()
    text, _ = home(make.make_liaison(county.partnership))
    assert stranger.partner.short_name not in text


@pytest.mark.slow
def test_home_takes_as_many_queries_for_22_districts(client):
    counts = []
    for partners in (1, 22):
        county = County(partners, f"Year of {partners}")
        for draft in county.drafts:
            make.make_rating(draft, county.items[0], "2")
        county.submit(county.drafts[0])
        client.force_login(make.make_director(county.partnership))
        with CaptureQueriesContext(connection) as queries:
            client.get("/")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 10


def test_home_says_in_how_many_other_partnerships_something_waits(client):
    county = County(3)
    for draft in county.drafts[:2]:
        county.submit(draft)
    client.force_login(make.make_director(county.partnership))
    assert "Something waits for you in 1 more partnership; all are listed below." in client.get("/").text


def test_a_lead_agency_that_was_not_asked_begins_the_conference_too(client, db):
    round = Round()
    round.leads.delete()
    round.ask("Library")
    liaison = make.make_user()
    make.make_membership(liaison, round.partnership.agreement.lead, Role.LIAISON)
    client.force_login(liaison)
    offered = [round.begin_url in client.get(f"/partnerships/{round.partnership.slug}/assessments/").text]
    offered += ["Go to the conference" in client.get("/").text]
    assert offered == [True, True]


def test_home_of_many_says_what_was_lately_done(client):
    county = County(2)
    liaison = make.make_liaison(county.partnership)
    make.submit(county.draft, by=liaison)
    client.force_login(make.make_director(county.partnership))
    page = client.get("/").text
    partner = county.partnership.partner.short_name
    assert (
        f"{liaison.name} submitted the self-assessment of {partner}, Fall 2023."
        in page.partition("Lately")[2]
    )
