"""Who sees what in a round: every role, every status, one side, the other and the joint assessment."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from assessments.models import Assessment, Highlight
from partnerships.access import standing_in
from partnerships.models import Party
from reports.models import Publication, PublicationStatus
from tests import factories as make
from tests.test_site import addresses

pytestmark = pytest.mark.both_databases

SECRET = "Nobody else reads this yet"


class Table:
    """The people around a round, whose sides are the partner's `own` and the `lead` agency's."""

    def __init__(self, sheet):
        self.sheet, self.partnership, self.cycle = sheet, sheet.partnership, sheet.assessment.cycle
        lead = self.partnership.agreement.lead
        self.own = sheet.assessment
        self.lead = make.make_assessment(self.partnership, cycle=self.cycle, by=lead)
        library = make.make_organization()
        Party.objects.create(partnership=self.partnership, organization=library)
        lead_viewer, party = make.make_user(), make.make_user()
        make.make_membership(lead_viewer, lead, Role.VIEWER)
        make.make_membership(party, library, Role.LIAISON)
        self.people = {
            "liaison": sheet.liaison,
            "viewer": sheet.viewer,
            "director": sheet.director,
            "lead_viewer": lead_viewer,
            "party": party,
            "administrator": make.make_administrator(),
        }

    def put(self, own, lead, joint=None):
        self.joint = make.make_assessment(self.partnership, cycle=self.cycle) if joint else None
        for one, status in ((self.own, own), (self.lead, lead), (self.joint, joint)):
            if one:
                Assessment.objects.filter(pk=one.pk).update(
                    status=status, remark="Look again", submitted_at=timezone.now()
                )

    def seen_by(self, client, name):
        """“own lead joint”: what a person sees, and nothing else by its address."""
        person, seen = self.people[name], []
        visible = make.readable_by(person)
        client.force_login(person)
        for word, one in (("own", self.own), ("lead", self.lead), ("joint", self.joint)):
            if one:
                answer = client.get(f"/assessments/{one.public_id}/")
                assert answer.status_code == (200 if one in visible else 404), (name, word)
                seen += [word] if one in visible else []
        return " ".join(seen)


@pytest.fixture
def table(sheet):
    return Table(sheet)


EVERYBODY = ("liaison", "viewer", "director", "lead_viewer", "party", "administrator")
OPEN_TABLE = [
    # the partner's, the lead agency's, and what liaison, viewer, director and the lead agency's viewer see
    ("draft", "draft", "own", "", "lead", ""),
    ("submitted", "draft", "own", "own", "lead", ""),
    ("draft", "submitted", "own", "", "lead", "lead"),
    ("returned", "submitted", "own", "", "lead", "lead"),
    ("final", "returned", "own", "own", "lead", ""),
]


@pytest.mark.slow
@pytest.mark.parametrize(("own", "lead", "liaison", "viewer", "director", "lead_viewer"), OPEN_TABLE)
def test_while_a_side_is_open_each_sees_its_own(
    client, table, own, lead, liaison, viewer, director, lead_viewer
):
    table.put(own, lead)
    expected = [liaison, viewer, director, lead_viewer, "", ""]
    assert [table.seen_by(client, name) for name in EVERYBODY] == expected


@pytest.mark.slow
@pytest.mark.parametrize(
    ("own", "lead"), [("submitted", "submitted"), ("final", "submitted"), ("final", "final")]
)
def test_once_all_have_submitted_everybody_sees_all(client, table, own, lead):
    table.put(own, lead)
    assert [table.seen_by(client, name) for name in EVERYBODY] == ["own lead"] * 6


@pytest.mark.slow
@pytest.mark.parametrize("joint", ["draft", "returned"])
def test_an_open_joint_assessment_is_for_both_sides(client, table, joint):
    table.put("submitted", "submitted", joint)
    both, others = "own lead joint", "own lead"
    assert [table.seen_by(client, name) for name in EVERYBODY] == [both, others, both, others, others, others]


@pytest.mark.slow
@pytest.mark.parametrize("joint", ["submitted", "final"])
def test_a_joint_assessment_that_is_handed_in_is_for_everybody(client, table, joint):
    table.put(joint, joint, joint)
    assert [table.seen_by(client, name) for name in EVERYBODY] == ["own lead joint"] * 6


@pytest.fixture
def secret(table):
    """The partner has submitted and said something everywhere; the lead agency is still writing."""
    own, first = table.own, table.sheet.first
    make.make_rating(own, first, "3", comment=SECRET, flag=True)
    Highlight.objects.create(assessment=own, kind="strength", text=SECRET)
    table.put("submitted", "draft")
    Assessment.objects.filter(pk=own.pk).update(explanation=SECRET, remark=SECRET, participants=SECRET)
    table.document = Publication.objects.create(
        kind=make.REPORT,
        assessment=own,
        requested_by=table.sheet.liaison,
        status=PublicationStatus.READY,
        content=b"%PDF",
        sha256="0",
        finished_at=timezone.now(),
    )
    return table


UNTOLD = ("director", "lead_viewer", "party", "administrator")


@pytest.mark.slow
@pytest.mark.parametrize("who", UNTOLD)
def test_pages_about_the_partnership_tell_progress_only(client, secret, who):
    client.force_login(secret.people[who])
    slug = secret.partnership.slug
    places = [
        "/",
        *(f"/partnerships/{slug}/{page}" for page in ("", "assessments/", "reports/", "evidence/")),
    ]
    for place in places:
        page = client.get(place)
        assert page.status_code == 200
        assert SECRET not in page.text, place
        assert secret.own.public_id not in page.text, place
        assert secret.document.public_id not in page.text, place
    assert "1 of 3" in client.get(f"/partnerships/{slug}/assessments/").text


@pytest.mark.slow
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("who", UNTOLD)
def test_no_address_of_another_sides_assessment_answers(client, secret, who, method):
    client.force_login(secret.people[who])
    sample = {"public_id": secret.own.public_id, "reference": "1.1", "number": 1, "kind": "strength"}
    walked = 0
    for name, pattern in addresses():
        wanted = pattern.pattern.converters
        if str(pattern.pattern).startswith("assessments/<str:public_id>/") and set(wanted) <= set(sample):
            answer = getattr(client, method)(reverse(name, kwargs={key: sample[key] for key in wanted}))
            # A director decides whether a side is asked, and reads nothing of it for that.
            decides = who == "director" and name in ("assessment-withdraw", "assessment-ask")
            assert answer.status_code in ((302,) if decides else (404, 405)), (name, answer.status_code)
            walked += 1
    assert walked > 10
    assert client.get(reverse("publication", args=[secret.document.public_id])).status_code == 404
    assert client.get(reverse("download-publication", args=[secret.document.public_id])).status_code == 404


def test_a_report_of_another_sides_assessment_is_not_made(client, secret):
    client.force_login(secret.people["director"])
    asked = make.ask_for_document(client, make.REPORT, secret.partnership, secret.own)
    assert asked.status_code == 404
    assert Publication.objects.count() == 1


def test_who_has_not_submitted_is_named_and_ones_own_side_is_not(client, secret):
    client.force_login(secret.people["liaison"])
    page = client.get(f"/partnerships/{secret.partnership.slug}/assessments/").text
    assert f"Waiting for {secret.partnership.agreement.lead.short_name} to submit." in page
    client.force_login(secret.people["director"])
    page = client.get(f"/partnerships/{secret.partnership.slug}/assessments/").text
    assert "Waiting for" not in page
    assert "not shown before all have submitted" in page


@pytest.mark.slow
def test_the_conference_is_offered_to_both_sides_when_all_have_submitted(client, table):
    table.put("submitted", "submitted")
    address = reverse("begin-conference", args=[table.partnership.slug, table.cycle.public_id])
    offered = {}
    for name, person in table.people.items():
        client.force_login(person)
        page = client.get(f"/partnerships/{table.partnership.slug}/assessments/").text
        offered[name] = f'action="{address}"' in page
    assert [name for name, yes in offered.items() if yes] == ["liaison", "director"]


@pytest.mark.parametrize(("own", "offered"), [("draft", "Take it back"), ("submitted", "Return")])
def test_a_side_among_several_goes_back_and_is_never_offered_to_be_final(client, table, own, offered):
    table.put(own, "submitted")
    client.force_login(table.people["director"])
    page = client.get(f"/partnerships/{table.partnership.slug}/assessments/").text
    assert (f">{offered}</a>" in page, "Make it final" in page) == (True, False)


@pytest.mark.slow
def test_a_running_conference_is_linked_for_both_sides(client, table):
    table.put("submitted", "submitted", "draft")
    address = reverse("conference", args=[table.joint.public_id])
    for name, person in table.people.items():
        client.force_login(person)
        page = client.get(f"/partnerships/{table.partnership.slug}/assessments/").text
        assert (address in page) == (name in ("liaison", "director")), name
        assert "The conference is running" in page


def test_a_late_side_is_called_late_in_words(client, table):
    table.cycle.due_on = "2024-05-30"
    table.cycle.save()
    table.put("submitted", "draft")
    client.force_login(table.people["liaison"])
    page = client.get(f"/partnerships/{table.partnership.slug}/assessments/").text
    assert "due May 30, 2024" in page
    assert page.count('<span class="late">late</span>') == 1


@pytest.mark.parametrize("cycles", [1, 3])
def test_the_list_takes_as_many_queries_for_many_cycles(client, table, cycles, django_assert_max_num_queries):
    for _ in range(cycles):
        cycle = make.make_cycle(edition=table.sheet.edition)
        for by in (table.partnership.partner, table.partnership.agreement.lead, None):
            make.make_assessment(table.partnership, cycle=cycle, by=by)
    client.force_login(table.people["director"])
    with django_assert_max_num_queries(6):
        client.get(f"/partnerships/{table.partnership.slug}/assessments/")


def test_a_lead_agency_that_is_the_partners_parent_is_the_other_side(client, db):
    lead = make.make_organization(kind="lead_agency")
    edition = make.make_edition(agreement=make.make_agreement(lead=lead))
    make.adopt(edition)
    school = make.make_organization(parent=lead)
    partnership = make.make_partnership(agreement=edition.agreement, partner=school)
    draft = make.make_assessment(partnership, cycle=make.make_cycle(edition=edition), by=school)
    director = make.make_director(partnership)
    client.force_login(director)
    assert client.get(f"/assessments/{draft.public_id}/").status_code == 404
    make.make_membership(director, lead, Role.LIAISON)
    assert client.post(f"/assessments/{draft.public_id}/submit/").status_code == 404
    assert standing_in(director, partnership).liaison_for == {lead.pk}
