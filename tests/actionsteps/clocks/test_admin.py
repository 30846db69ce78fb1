"""Rules of time are written in the administration, and cases are not there at all."""

import pytest
from django.contrib import admin
from django.urls import reverse

from actionsteps.models import Case, CaseClock, ClockEvent, ClockRule, Correction
from tests import factories as make

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

ADD = "admin:actionsteps_clockrule_add"
NO_EXCEPTIONS = {f"exceptions-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS")}


def said(agreement, **changes):
    return {
        "agreement": agreement.pk,
        "number": "1",
        "title": "Hold the meeting",
        "printed": "within thirty (30) days",
        "source": "The plan",
        "citation": "IV.2",
        "from_event": "the request",
        "to_event": "the meeting",
        "bound": "at_most",
        "amount": "30",
        "unit": "calendar_days",
        **NO_EXCEPTIONS,
        **changes,
    }


def test_with_its_first_rule_an_agreement_keeps_cases(admin_client):
    agreement = make.make_agreement()
    admin_client.post(reverse(ADD), said(agreement))
    agreement.refresh_from_db()
    assert (ClockRule.objects.get().agreement, agreement.keeps_cases) == (agreement, True)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"amount": "0"}, "from 1 to what can be meant"),
        ({"amount": "9999"}, "from 1 to what can be meant"),
        ({"unit": "fixed_date"}, "A date of each year has a month and a day"),
        ({"counts_holidays": "on"}, "Only business days leave out holidays"),
        ({"target_amount": "10"}, "An internal target has a number that can be meant, and its unit."),
    ],
)
def test_a_rule_that_cannot_be_counted_is_refused_with_a_sentence(admin_client, changes, sentence):
    page = admin_client.post(reverse(ADD), said(make.make_agreement(), **changes))
    assert sentence in page.content.decode()
    assert not ClockRule.objects.exists()


def test_no_administrator_reads_a_case():
    assert not {Case, CaseClock, ClockEvent, Correction} & set(admin.site._registry)
