"""Nobody is called by a word that stands where a slug may."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from core.addresses import words_beside_slugs
from partnerships.agreements.partners import add_partners
from tests import factories as make
from tests.test_site import signed_in


def test_the_words_are_those_of_the_list_of_addresses():
    assert words_beside_slugs() == {"feedback", "verify"}  # /public/verify/ and /public/feedback/…


def test_a_partnership_or_agreement_called_so_is_refused_and_administration_says_why(db):
    partnership = make.make_partnership()
    why = "“verify” stands for something else in addresses of this site. Write another one."
    for record in (partnership, partnership.agreement):
        record.slug = "verify"
        with pytest.raises(ValidationError) as refused:
            record.full_clean()
        assert refused.value.message_dict == {"slug": [why]}
    address = reverse("admin:partnerships_partnership_add")
    other = {"agreement": partnership.agreement_id, "partner": make.make_organization().pk}
    page = signed_in(make.make_administrator()).post(address, other | {"slug": "verify"})
    assert why in page.text


def test_a_partner_from_a_list_of_names_gets_another_place(db):
    agreement, by = make.make_agreement(slug="county"), make.make_administrator()
    partner = make.make_organization(name="Feedback", short_name="Feedback")
    (made,) = add_partners(agreement, [partner], [], by=by).partnerships
    assert made.slug == "feedback-county"
