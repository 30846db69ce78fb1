"""The pages on which a director sees who belongs to a partnership, invites, replaces and lets go."""

import re

import pytest
from django.core import mail
from django.utils import timezone

from accounts.models import Invitation, Membership, Role, User
from assessments.models import Decision
from tests import factories as make
from tests.words import words_of_main

pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def partnership():
    return make.make_partnership(
        partner=make.make_organization(name="School District of Ladue", short_name="Ladue")
    )


@pytest.fixture
def director(partnership, client):
    user = make.make_director(partnership)
    client.force_login(user)
    return user


@pytest.fixture
def address(partnership):
    return f"/partnerships/{partnership.slug}/people/"


def filled_in(partnership, role=Role.LIAISON, **fields):
    organization = partnership.agreement.lead_id if role == Role.DIRECTOR else partnership.partner_id
    return {
        "name": "Grace Lee",
        "email": "grace@ladue.example",
        "does": f"{organization}-{role}",
        "reach": "all",
    } | fields


def invited(client, address, partnership, **fields):
    page = client.post(f"{address}invite/", filled_in(partnership, **fields), follow=True)
    return page, User.objects.filter(email="grace@ladue.example").first()


def test_a_director_sees_both_sides_with_addresses_and_when_they_were_last_here(
    client, address, partnership, director
):
    liaison = make.make_liaison(partnership)
    User.objects.filter(pk=liaison.pk).update(last_login="2024-03-05T18:00:00Z")
    text = words_of_main(client.get(address).text)
    assert f"{liaison.name} {liaison.email} Liaison Mar 5, 2024 Replace or end" in text
    assert f"{director.name} (you) {director.email} Director" in text


def test_a_liaison_sees_the_own_side_alone_and_changes_nothing(client, address, partnership, director):
    liaison, colleague = make.make_liaison(partnership), make.make_viewer(partnership)
    client.force_login(liaison)
    text = words_of_main(client.get(address).text)
    assert colleague.email in text
    assert (director.name in text, director.email in text, "Replace" in text) == (False, False, False)
    for path in ("invite/", f"{colleague.memberships.get().public_id}/"):
        assert client.get(address + path).status_code == 403


def test_a_liaison_of_the_lead_agency_sees_the_agencys_people(client, address, partnership, director):
    liaison, user = make.make_liaison(partnership), make.make_user()
    make.make_membership(user, partnership.agreement.lead)
    client.force_login(user)
    page = client.get(address).text
    assert (director.email in page, liaison.email in page) == (True, False)


def test_a_viewer_sees_names_of_the_own_side_and_no_address(client, address, partnership, director):
    liaison = make.make_liaison(partnership)
    client.force_login(make.make_viewer(partnership))
    page = client.get(address).text
    assert (liaison.name in page, liaison.email in page, director.name in page) == (True, False, False)


def test_who_leads_the_whole_is_listed_once(client):
    whole = make.make_whole(make.make_agreement())
    client.force_login(make.make_director(whole))
    page = client.get(f"/partnerships/{whole.slug}/people/").text
    assert page.count(f"{whole.partner.name}</h2>") == 1


def test_an_administrator_sees_all_and_changes_them_in_the_administration(
    client, address, partnership, director
):
    client.force_login(make.make_administrator())
    page = client.get(address).text
    assert director.email in page
    assert "Invite somebody" not in page
    assert client.post(f"{address}invite/", filled_in(partnership)).status_code == 403


def test_a_director_narrowed_to_another_partnership_finds_nothing(client, address, partnership):
    user = make.make_user()
    neighbour = make.make_partnership(agreement=partnership.agreement)
    make.make_membership(user, partnership.agreement.lead, Role.DIRECTOR, only=[neighbour])
    membership = make.make_liaison(partnership).memberships.get()
    client.force_login(user)
    assert client.get(address).status_code == 404
    for path in ("invite/", f"{membership.public_id}/", f"{membership.public_id}/end/"):
        assert client.post(address + path, filled_in(partnership)).status_code == 404
    assert not Membership.objects.exclude(ended_at=None).exists()


def test_an_invitation_goes_out_and_waits_on_the_page(client, address, partnership, director):
    page, person = invited(client, address, partnership)
    assert person.memberships.get().reaches_all
    assert "Grace Lee is now liaison for Ladue." in page.text
    assert "The invitation is on its way to grace@ladue.example." in page.text
    assert [one.to for one in mail.outbox] == [["grace@ladue.example"]]
    text = words_of_main(page.text)
    today = timezone.localdate().strftime("%b %-d, %Y")
    assert f"Liaison Not yet Invited on {today} by {director.name}; the link works until" in text
    assert "Nobody here can rate yet" in text


def test_an_invitation_is_sent_again_but_not_at_once(client, address, partnership, director):
    _, person = invited(client, address, partnership)
    again = f"{address}{person.memberships.get().public_id}/again/"
    assert "was sent to grace@ladue.example a few minutes ago" in client.post(again, follow=True).text
    Invitation.objects.update(sent_at=timezone.now() - timezone.timedelta(days=20))
    assert "the link has expired" in client.get(address).text
    assert "is on its way" in client.post(again, follow=True).text
    assert len(mail.outbox) == 2


def test_somebody_who_signs_in_already_is_told_and_keeps_password_and_name(
    client, address, partnership, director
):
    known = make.make_user(email="Grace@ladue.example", name="Grace L.")
    page = client.post(f"{address}invite/", filled_in(partnership), follow=True)
    assert (
        "Grace L. is now liaison for Ladue. They sign in here already, and were told by e-mail." in page.text
    )
    (message,) = mail.outbox
    assert (message.to, message.subject) == (["Grace@ladue.example"], "Accord: You are now liaison for Ladue")
    assert User.objects.get(pk=known.pk).has_usable_password()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"email": "grace"}, "This is not an e-mail address."),
        ({"email": ""}, "Write the address to which the invitation goes."),
        ({"name": " "}, "Write the name of the person."),
        ({"does": ""}, "Choose what the person does."),
        ({"does": "1-emperor"}, "Choose one of these."),
        ({"reach": "named"}, "Name one partnership at least."),
        ({"reach": "named", "partnerships": ["elsewhere"]}, "is not a partnership that you direct."),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_nobody_is_invited(
    client, address, partnership, director, fields, sentence
):
    page = client.post(f"{address}invite/", filled_in(partnership, **fields))
    assert (page.status_code, sentence in words_of_main(page.text)) == (422, True)
    assert 'value="Grace Lee"' in page.text or fields == {"name": " "}
    assert (mail.outbox, Membership.objects.filter(user__email="grace@ladue.example").exists()) == ([], False)


def test_a_partnership_of_another_district_is_not_named_for_this_one(client, address, partnership, director):
    neighbour = make.make_partnership(agreement=partnership.agreement)
    fields = {"reach": "named", "partnerships": [partnership.slug, neighbour.slug]}
    page, person = invited(client, address, partnership, **fields)
    assert f"Ladue has no part in this: {neighbour.partner.short_name}." in page.text
    assert person is None


def test_a_narrowed_director_gives_no_more_than_they_hold(client, address, partnership):
    user = make.make_user()
    make.make_membership(user, partnership.agreement.lead, Role.DIRECTOR, only=[partnership])
    client.force_login(user)
    page, person = invited(client, address, partnership, role=Role.DIRECTOR)
    assert "You do not direct all partnerships" in page.text
    assert person is None
    fields = {"role": Role.DIRECTOR, "reach": "named", "partnerships": [partnership.slug]}
    _, person = invited(client, address, partnership, **fields)
    assert list(person.memberships.get().partnerships.all()) == [partnership]


def test_somebody_takes_the_place_of_who_left_and_what_was_theirs(client, address, partnership, director):
    edition = make.make_edition(agreement=partnership.agreement)
    items = [make.make_item(make.make_category(edition)) for _ in range(2)]
    assessment = make.make_assessment(
        partnership, cycle=make.make_cycle(edition=edition), by=partnership.partner
    )
    liaison = make.make_liaison(partnership)
    make.make_rating(assessment, items[0], "2", updated_by=liaison)
    make.make_rating(assessment, items[1], "1", updated_by=director)
    joint = make.make_assessment(partnership, cycle=make.make_cycle(edition=edition))
    Decision.objects.create(assessment=joint, what="Hire two", who=f"{liaison.name} and SSD")
    plan = make.make_plan(partnership, edition)
    step = make.make_step(plan, items[0].category, title="Plan the visits", owner=liaison)
    make.adopt(edition)
    place = f"{address}{liaison.memberships.get().public_id}/"
    text = words_of_main(client.get(place).text)
    assert f"the self-assessment, 2 rated, 1 of them by {liaison.name}" in text
    assert "Hire two" in text
    assert "Plan the visits" in text
    client.force_login(director)
    page = client.post(place, {"name": "Grace Lee", "email": "grace@ladue.example"}, follow=True)
    assert f"<b>{liaison.name}</b>, liaison until" in page.text
    assert "; then Grace Lee" in page.text
    successor = User.objects.get(email="grace@ladue.example")
    assert type(step).objects.get(pk=step.pk).owner == successor
    client.force_login(successor)
    assert client.get(f"/assessments/{assessment.public_id}/").context["assessment"].is_writer
    client.force_login(liaison)
    assert client.get(f"/assessments/{assessment.public_id}/").status_code == 404
    assert assessment.ratings.filter(updated_by=liaison).count() == 1


def test_a_director_divides_the_partnerships_among_colleagues(client, address, partnership, director):
    colleague = make.make_director(partnership)
    neighbour = make.make_partnership(agreement=partnership.agreement)
    elsewhere = make.make_partnership(agreement=make.make_agreement(lead=partnership.agreement.lead))
    membership = colleague.memberships.get()
    place = f"{address}{membership.public_id}/"
    seen = client.get(place).context["reach"].initial["seen"]
    form = {"reach": "named", "partnerships": [partnership.slug, neighbour.slug], "seen": seen}
    assert "The partnerships are changed." in client.post(f"{place}reach/", form, follow=True).text
    assert set(membership.partnerships.all()) == {partnership, neighbour}
    page = client.post(f"{place}reach/", form | {"partnerships": [partnership.slug]})
    assert (page.status_code, "Somebody else changed these partnerships" in page.text) == (409, True)
    assert membership.partnerships.count() == 2
    membership.narrowed_to.create(partnership=elsewhere)
    seen = client.get(place).context["reach"].initial["seen"]
    client.post(f"{place}reach/", {"reach": "named", "partnerships": [partnership.slug], "seen": seen})
    assert set(membership.partnerships.all()) == {partnership, elsewhere}
    assert client.post(f"{place}reach/", {"reach": "named"}).status_code == 422


def test_two_directors_at_once_end_a_membership_once(client, address, partnership, director):
    membership = make.make_liaison(partnership).memberships.get()
    place = f"{address}{membership.public_id}/"
    page = client.post(f"{place}end/", follow=True)
    assert "is no longer liaison for Ladue. What they entered keeps their name." in page.text
    assert client.post(f"{place}end/").status_code == 404
    assert Membership.objects.get(pk=membership.pk).ended_by == director


@pytest.mark.parametrize("replaced", [True, False])
def test_whose_membership_ends_is_told_by_whom_and_who_comes_after(
    client, address, partnership, director, replaced
):
    liaison = make.make_liaison(partnership)
    make.make_membership(liaison, make.make_organization(name="Region"), Role.VIEWER)
    place = f"{address}{liaison.memberships.get(role=Role.LIAISON).public_id}/"
    data = {"name": "Grace Lee", "email": "grace@ladue.example"}
    page = client.post(place if replaced else f"{place}end/", data, follow=True)
    assert "They were told by e-mail." in page.text
    message = next(one for one in mail.outbox if one.to == [liaison.email])
    assert message.subject == "Accord: You are no longer liaison for Ladue"
    body = " ".join(message.body.split())
    assert f"{director.name} ({director.email}) has ended your membership" in body
    assert ("Grace Lee takes your place." in body) == replaced
    assert "You still take part as - viewer, Region" in body


def test_who_never_came_is_not_told_that_they_leave(client, address, partnership, director):
    _, person = invited(client, address, partnership)
    mail.outbox.clear()
    page = client.post(f"{address}{person.memberships.get().public_id}/end/", follow=True)
    assert "is no longer liaison" in page.text
    assert mail.outbox == []


def test_the_own_membership_is_somebody_elses_to_end(client, address, partnership, director):
    place = f"{address}{director.memberships.get().public_id}/"
    assert "This is your own membership" in client.get(place).text
    assert client.post(f"{place}end/").status_code == 403
    assert client.post(place, {"name": "x", "email": "x@ssd.example"}).status_code == 403


def test_the_people_of_all_partnerships_tell_where_nobody_can_rate(client, partnership, director):
    without = make.make_partnership(agreement=partnership.agreement)
    liaison = make.make_liaison(partnership)
    page = client.get(f"/agreements/{partnership.agreement.slug}/people/")
    text = words_of_main(page.text)
    assert "In 1 of 2 nobody of the partner can rate yet" in text
    assert f"{without.partner.short_name} Nobody yet. Invite somebody" in text
    assert f"{liaison.name}, liaison {liaison.email} not here yet" in text
    assert f"{director.name}, director {director.email} last here" in text
    only = words_of_main(client.get(page.request["PATH_INFO"], {"only": "nobody"}).text)
    assert (without.partner.short_name in only, liaison.email in only) == (True, False)
    client.force_login(liaison)
    assert client.get(page.request["PATH_INFO"]).status_code == 403


def test_the_queries_do_not_grow_with_the_people(
    client, address, partnership, director, django_assert_num_queries
):
    for number in (1, 3):
        for _ in range(number):
            make.make_liaison(partnership)
        client.get(address)
        with django_assert_num_queries(7):
            client.get(address)
    assert len(re.findall("Replace or end<", client.get(address).text)) == 4
