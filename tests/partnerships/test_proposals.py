"""What a partnership agreed on for itself is put to its parties, and adopted once each has confirmed it."""

import pytest
from django.urls import reverse

from core.conflicts import Conflict
from partnerships.editions.addenda import discard_addendum, preview_addendum, start_replacement
from partnerships.editions.proposals import (
    ProposalRefused,
    confirm,
    parties_of,
    propose,
    say_not_agreed,
    take_back,
    to_confirm,
    voices_of,
    why_not_confirmed,
)
from partnerships.locks import WITH_PARTIES
from partnerships.models import Addendum, AddendumConfirmation, AddendumEvent, Item, Party
from tests import factories as make

from .conftest import refused
from .partnered import Partnered

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


class Parties(Partnered):
    """With an ISD beside the district and the lead agency, and one liaison or director of each."""

    def __init__(self):
        super().__init__()
        self.isd = make.make_organization(kind="regional_agency", short_name="Example ISD")
        Party.objects.create(partnership=self.partnership, organization=self.isd)
        self.district, self.director = (
            make.make_liaison(self.partnership),
            make.make_director(self.partnership),
        )
        self.of_isd = make.make_user()
        make.make_membership(self.of_isd, self.isd)
        self.url = reverse("amendment", args=[self.partnership.slug, self.draft.public_id])

    def propose(self, addendum=None):
        addendum = addendum or self.draft
        propose(addendum, seen=preview_addendum(addendum).fingerprint, by=self.director)
        addendum.refresh_from_db()

    def confirm_all(self):
        people = (self.district, self.director, self.of_isd)
        for party, person in zip(parties_of(self.partnership), people, strict=True):
            confirm(self.draft, party, seen=self.draft.proposal, by=person)

    def do(self, client, person, doing, **form):
        client.force_login(person)
        url = reverse("decide-amendment", args=[self.partnership.slug, self.draft.public_id, doing])
        return client.post(url, {"seen": self.draft.proposal} | form)


@pytest.fixture
def own():
    return Parties()


def test_the_parties_are_the_partner_the_lead_agency_and_the_others(own):
    lead = own.partnership.agreement.lead
    assert parties_of(own.partnership) == [own.partnership.partner, lead, own.isd]


def test_it_is_adopted_once_each_has_confirmed_it(own):
    assert "put to the parties" in next(why_not_confirmed(own.draft))
    own.propose()
    confirm(own.draft, own.partnership.partner, seen=1, by=own.district)
    lead = own.partnership.agreement.lead.short_name
    assert list(why_not_confirmed(own.draft)) == [f"{lead} and Example ISD have not confirmed it yet."]
    confirm(own.draft, own.partnership.agreement.lead, seen=1, by=own.director)
    assert list(why_not_confirmed(own.draft)) == ["Example ISD has not confirmed it yet."]
    confirm(own.draft, own.isd, seen=1, by=own.of_isd)
    assert list(why_not_confirmed(own.draft)) == []
    kinds = AddendumEvent.objects.values_list("kind", flat=True)
    assert list(kinds) == ["proposed", "confirmed", "confirmed", "confirmed"]


def test_while_it_is_with_the_parties_its_text_does_not_change(own):
    own.propose()
    with refused(WITH_PARTIES):
        Item.objects.filter(pk=own.benchmark.pk).update(text="Other")
    with refused(WITH_PARTIES):
        own.add(number="9")
    with refused(WITH_PARTIES):
        Addendum.objects.filter(pk=own.draft.pk).update(title="Other")
    assert not Item.objects.for_partnership(own.partnership).exists()


def test_taken_back_it_may_change_and_each_is_asked_anew(own):
    own.propose()
    own.confirm_all()
    take_back(own.draft, seen=1, by=own.director)
    Item.objects.filter(pk=own.benchmark.pk).update(text="Other")
    own.draft.refresh_from_db()
    own.propose()
    assert own.draft.proposal == 2
    assert [voice.confirmation for voice in voices_of(own.draft)] == [None, None, None]
    with pytest.raises(Conflict):
        confirm(own.draft, own.isd, seen=1, by=own.of_isd)


def test_what_the_parties_were_asked_about_is_not_discarded(own):
    own.propose()
    take_back(own.draft, seen=1, by=own.director)
    with pytest.raises(Addendum.WasProposed):
        discard_addendum(own.draft)
    assert AddendumEvent.objects.filter(addendum=own.draft).count() == 2


def test_what_is_not_as_agreed_opens_the_text_again(own):
    own.propose()
    say_not_agreed(own.draft, own.isd, words="We said 60%.", seen=1, by=own.of_isd)
    own.draft.refresh_from_db()
    event = own.draft.events.last()
    assert (own.draft.status, event.words, event.organization) == ("draft", "We said 60%.", own.isd)


def test_one_person_confirms_for_one_party_and_once(own):
    make.make_membership(own.district, own.isd)
    own.propose()
    assert to_confirm(own.draft, own.district) == [own.partnership.partner, own.isd]
    confirm(own.draft, own.isd, seen=1, by=own.district)
    assert to_confirm(own.draft, own.district) == []
    for party, person in ((own.partnership.partner, own.district), (own.isd, own.of_isd)):
        with pytest.raises(ProposalRefused):
            confirm(own.draft, party, seen=1, by=person)


def test_who_joins_the_parties_later_confirms_it_too(own):
    own.propose()
    own.confirm_all()
    newcomer = make.make_organization(short_name="Newcomer")
    Party.objects.create(partnership=own.partnership, organization=newcomer)
    assert list(why_not_confirmed(own.draft)) == ["Newcomer has not confirmed it yet."]


def test_it_is_put_right_before_it_is_put_to_the_parties(own):
    Addendum.objects.filter(pk=own.draft.pk).update(effective_from=None)
    with pytest.raises(ProposalRefused, match="It has no first day"):
        own.propose()
    with pytest.raises(Conflict):
        propose(own.draft, seen="another text", by=own.director)


def test_additions_to_what_everybody_reads_are_adopted_as_before(adopted):
    addendum = Addendum.objects.create(edition=adopted.edition, partnership=adopted.partnership, title="x")
    assert list(why_not_confirmed(addendum)) == []
    with pytest.raises(ProposalRefused, match="not put to the parties"):
        propose(
            addendum, seen=preview_addendum(addendum).fingerprint, by=make.make_director(adopted.partnership)
        )


# The page


@pytest.mark.slow
def test_a_draft_is_for_those_who_put_it_to_the_parties(own, client):
    for person, status in ((own.district, 404), (own.of_isd, 404), (own.director, 200)):
        client.force_login(person)
        assert client.get(own.url).status_code == status
    seen = preview_addendum(own.draft).fingerprint
    assert own.do(client, own.director, "propose", seen=seen).status_code == 302
    client.force_login(own.of_isd)
    page = client.get(own.url).text
    assert "Confirm for Example ISD" in page
    assert page.count("waited for") == 3


@pytest.mark.slow
def test_each_party_confirms_by_its_own_people(own, client):
    own.propose()
    for person in (own.district, own.director, make.make_viewer(own.partnership), make.make_administrator()):
        assert own.do(client, person, "confirm", party=own.isd.pk).status_code == 403
    assert own.do(client, own.of_isd, "confirm", party=own.isd.pk).status_code == 302
    assert "Confirm for" not in client.get(own.url).text
    assert own.do(client, own.district, "take-back").status_code == 403
    assert own.do(client, make.make_liaison(make.make_partnership()), "confirm").status_code == 404
    assert own.do(client, own.of_isd, "no-such-thing").status_code == 404


@pytest.mark.slow
def test_what_is_typed_stays_where_it_is_not_taken(own, client):
    own.propose()
    page = own.do(client, own.of_isd, "not-agreed", party=own.isd.pk, words="")
    assert (page.status_code, "Say what is not as agreed" in page.text) == (422, True)
    page = own.do(client, own.of_isd, "not-agreed", party=own.isd.pk, words="We said 60%.", seen="nonsense")
    assert page.status_code == 409
    assert "We said 60%." in page.text


@pytest.mark.slow
def test_who_opens_the_text_again_or_comes_too_late_is_led_to_what_everybody_reads(own, client):
    own.propose()
    said = {"party": own.isd.pk, "words": "We said 60%."}
    agreement = reverse("agreement", args=[own.partnership.slug])
    assert own.do(client, own.of_isd, "not-agreed", **said).url == agreement
    for doing in ("confirm", "not-agreed"):
        page = client.get(own.do(client, own.of_isd, doing, **said).url).text
        assert "the text was taken back meanwhile" in page
        assert "We said 60%." in page


@pytest.mark.slow
def test_an_amendment_is_read_with_what_changes(own, client):
    own.propose()
    own.confirm_all()
    own.draft.adopt(by=own.director)
    new = start_replacement(own.draft, by=own.director)
    new.items.filter(parent__isnull=False).update(text="Promise 3")
    Addendum.objects.filter(pk=new.pk).update(effective_from="2024-07-01")
    new.refresh_from_db()
    own.propose(new)
    client.force_login(own.district)
    page = client.get(reverse("amendment", args=[own.partnership.slug, new.public_id])).text
    assert "<del>2</del> <ins>3</ins>" in page
    assert client.get(reverse("agreement", args=[own.partnership.slug])).text.count(new.public_id) == 1


@pytest.mark.slow
def test_administration_refuses_what_is_not_confirmed_in_a_sentence(own, admin_pages):
    adopt = reverse("admin:partnerships_addendum_adopt", args=[own.draft.pk])
    own.propose()
    lead = own.partnership.agreement.lead.short_name
    partner = own.partnership.partner.short_name
    sentence = f"{partner}, {lead} and Example ISD have not confirmed it yet."
    assert sentence in admin_pages.get(adopt).text
    seen = preview_addendum(own.draft).fingerprint
    assert sentence in admin_pages.post(adopt, {"seen": seen}).text
    change = reverse("admin:partnerships_addendum_change", args=[own.draft.pk])
    assert WITH_PARTIES in admin_pages.post(change, {"title": "Other"}, follow=True).text
    own.confirm_all()
    assert "is adopted" in admin_pages.post(adopt, {"seen": seen}, follow=True).text


def test_what_a_party_confirmed_stays_while_it_is_with_the_parties_and_ever_after(own):
    own.propose()
    own.confirm_all()
    for _ in range(2):
        with refused("What a party confirmed stays"):
            AddendumConfirmation.objects.all().delete()
        with refused("What a party confirmed stays"):
            AddendumConfirmation.objects.update(proposal=7)
        if not own.draft.is_adopted:
            own.draft.adopt(by=own.director)
