"""Partners, other parties and people of an agreement are entered from lists."""

import pytest
from django.core import mail
from django.urls import reverse
from zeal import zeal_ignore

from accounts.models import Membership, Organization
from partnerships.models import Partnership, Party
from tests import factories as make

pytestmark = pytest.mark.both_databases


@pytest.fixture
def agreement(db):
    lead = make.make_organization(name="River Museum", short_name="the Museum", kind="sponsor")
    return make.make_agreement(slug="museum", lead=lead)


def enter(client, agreement, names, parties="", follow=False, **said):
    address = reverse("admin:partnerships_agreement_partners", args=[agreement.pk])
    kinds = {"kind": "partner_district", "party_kind": "community_partner"}
    return client.post(address, {"names": names, "parties": parties, **kinds, **said}, follow=follow)


def invite(client, agreement, people, **said):
    address = reverse("admin:partnerships_agreement_people", args=[agreement.pk])
    with zeal_ignore():  # each is held while they are brought in
        return client.post(
            address, {"people": people, "role": "director", "organization": agreement.lead_id, **said}
        )


def test_each_line_becomes_a_partnership_with_the_parties(admin_client, agreement):
    enter(
        admin_client,
        agreement,
        "Maple School District; Maple\nHill School\t\tschool\tMaple School District",
        "Friends",
    )
    hill = Partnership.objects.get(slug="hill-school").partner
    assert (hill.kind, str(hill.parent)) == ("school", "Maple School District")
    assert [one.slug for one in agreement.partnerships.all()] == ["hill-school", "maple"]
    assert [str(one) for one in Party.objects.order_by("pk")] == [
        "Friends in Maple School District",
        "Friends in Hill School",
    ]


def test_schools_belong_to_a_district_that_is_no_partner(admin_client, agreement):
    enter(admin_client, agreement, "Hill School\nOak School", kind="school", new_parent="Maple District")
    assert {str(one.partner.parent) for one in agreement.partnerships.all()} == {"Maple District"}
    assert agreement.partnerships.count() == 2


@pytest.mark.slow
def test_who_is_known_by_the_full_name_is_taken_and_a_list_may_be_entered_twice(admin_client, agreement):
    maple = make.make_organization(name="Maple School District", short_name="Maple")
    make.make_partnership(partner=maple, slug="maple")
    response = enter(admin_client, agreement, "maple school district", follow=True)
    assert "Known in Accord already, so no new organization was made: Maple School District." in response.text
    enter(admin_client, agreement, "Maple School District", "Friends")
    partnership = agreement.partnerships.get()
    assert (partnership.partner, partnership.slug) == (maple, "maple-museum")
    assert partnership.parties.count() == 1


@pytest.mark.parametrize(
    ("names", "said", "sentence"),
    [
        ("", {}, "Write the name of one partner at least."),
        ("Maple\nmaple", {}, "Line 2: “maple” stands in line 1 already."),
        ("Maple;;charter", {}, "Line 1: “charter” is no kind of organization."),
        ("Hill;;school", {}, "Line 1: name the district that Hill belongs to."),
        ("Hill;;school;Nowhere", {}, "Line 1: there is no organization called “Nowhere”."),
        ("\n" + "x" * 201, {}, "Line 2: name: Ensure this value has at most 200 characters"),
        ("River Museum", {}, "River Museum leads the agreement, and is no partner in it."),
        ("Maple", {"parties": "Maple"}, "Maple: already a side of these partnerships."),
        (
            "\n".join(f"School {n}" for n in range(301)),
            {},
            "These are 301 lines. Enter at most 300 at a time.",
        ),
    ],
)
def test_a_list_that_cannot_be_read_is_told_line_by_line_and_kept(
    admin_client, agreement, names, said, sentence
):
    response = enter(admin_client, agreement, names, **said)
    assert response.status_code == 422
    assert sentence in response.text
    assert not names or names.strip() in response.text
    assert Organization.objects.count() == 1


def test_the_kinds_that_are_usual_where_it_was_made_after_are_offered_first(admin_client, agreement):
    like = make.make_partnership(partner=make.make_organization(kind="authorizer"))
    agreement.begun_from = like.agreement
    agreement.save()
    page = admin_client.get(reverse("admin:partnerships_agreement_partners", args=[agreement.pk])).text
    assert '<option value="authorizer" selected>' in page


def test_everybody_on_the_list_is_invited_in_their_role(admin_client, agreement):
    partnership = make.make_partnership(
        agreement=agreement, partner=make.make_organization(short_name="Hill")
    )
    invite(admin_client, agreement, "Dana; dana@example.org\nLee\tlee@example.org\tliaison\thill")
    told = {(one.user.name, one.role, one.organization, one.reaches_all) for one in Membership.objects.all()}
    assert told == {
        ("Dana", "director", agreement.lead, True),
        ("Lee", "liaison", partnership.partner, True),
    }
    assert {one.to[0] for one in mail.outbox} == {"dana@example.org", "lee@example.org"}


def test_who_is_invited_for_one_agreement_reaches_no_other_of_the_same_lead(admin_client, agreement):
    here = make.make_partnership(agreement=agreement)
    other = make.make_partnership(agreement=make.make_agreement(lead=agreement.lead))
    invite(admin_client, agreement, "Dana; dana@example.org")
    membership = Membership.objects.get()
    assert list(membership.partnerships.all()) == [here]
    assert not Partnership.objects.visible_to(membership.user).filter(pk=other.pk).exists()


def test_whose_lead_has_another_agreement_is_invited_once_there_are_partners(admin_client, agreement):
    make.make_partnership(agreement=make.make_agreement(lead=agreement.lead))
    page = invite(admin_client, agreement, "Dana; dana@example.org").text
    assert "Line 1: enter the partners first. the Museum takes part in another agreement, too." in page
    assert not Membership.objects.exists()


@pytest.mark.parametrize(
    ("people", "sentence"),
    [
        ("", "Write one person at least"),
        ("Dana", "Line 1: write the name, a semicolon and the e-mail address."),
        ("Dana; dana", "Line 1: “dana” is no e-mail address."),
        ("Dana; d@example.org\n\nLee; D@example.org", "Line 3: “D@example.org” stands in line 1 already."),
        ("Dana; d@example.org; boss", "Line 1: “boss” is none of director, liaison and viewer."),
        ("Dana; d@example.org; viewer; Elsewhere", "Line 1: “Elsewhere” takes no part in this agreement."),
        ("Dana; d@example.org; director; Hill", "Line 1: directors are of the Museum"),
        ("Known; known@example.org; director", "Line 1: Known is director for the Museum already."),
    ],
)
def test_people_who_cannot_be_invited_are_told_line_by_line_and_nobody_is(
    admin_client, agreement, people, sentence
):
    make.make_partnership(agreement=agreement, partner=make.make_organization(short_name="Hill"))
    make.make_membership(make.make_user(name="Known", email="known@example.org"), agreement.lead, "director")
    make.make_organization(name="Elsewhere")
    response = invite(
        admin_client, agreement, f"New; new@example.org\n{people}" if "Known" in people else people
    )
    sentence = sentence.replace("Line 1", "Line 2") if "Known" in people else sentence
    assert sentence in response.text
    assert (Membership.objects.count(), mail.outbox) == (1, [])
