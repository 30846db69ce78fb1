from contextlib import suppress

import pytest
from django.http import Http404

from partnerships.access import agreements_seen, get_agreement_seen
from partnerships.models import Agreement, Party
from tests import factories as make

pytestmark = pytest.mark.django_db


def seen_one_by_one(user):
    for agreement in Agreement.objects.order_by("title", "pk"):
        with suppress(Http404):
            yield get_agreement_seen(user, agreement.slug)


def test_all_that_are_seen_are_those_that_are_seen_one_by_one():
    partnership, other = make.make_partnership(), make.make_partnership()
    make.make_partnership(agreement=partnership.agreement)
    party = Party.objects.create(partnership=other, organization=make.make_organization())
    narrowed, of_party = make.make_user(), make.make_user()
    make.make_membership(narrowed, partnership.agreement.lead, only=[partnership])
    make.make_membership(of_party, party.organization)
    people = [make.make_liaison(partnership), make.make_director(other), narrowed, of_party]
    people += [make.make_user(is_staff=True), make.make_user()]
    seen = [list(agreements_seen(person)) for person in people]
    assert seen == [list(seen_one_by_one(type(person).objects.get(pk=person.pk))) for person in people]
    assert [len(of_person) for of_person in seen] == [1, 1, 1, 1, 2, 0]
