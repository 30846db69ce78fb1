"""A fund and its words are written in the administration; what a submitted request names stays."""

import re

import pytest
from django.urls import reverse

from actionsteps.models import Fund, FundPriority
from tests import factories as make

from .asking import Asking

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def said(agreement, priorities=(), **changes):
    sent = {"agreement": agreement.pk, "name": "Section 21(h)", "citation": "MCL 388.1621h", "guidance": ""}
    for prefix in ("priorities", "categories"):
        sent |= {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}
    sent["priorities-TOTAL_FORMS"] = len(priorities)
    sent["priorities-INITIAL_FORMS"] = sum(one.pk is not None for one in priorities)
    for place, one in enumerate(priorities):
        row = {"id": one.pk or "", "fund": one.fund_id or "", "name": one.name, "position": place}
        sent |= {f"priorities-{place}-{name}": value for name, value in row.items()}
    return sent | changes


def test_with_its_first_fund_an_agreement_has_funds(admin_client):
    agreement = make.make_agreement()
    admin_client.post(reverse("admin:actionsteps_fund_add"), said(agreement, [FundPriority(name="Literacy")]))
    agreement.refresh_from_db()
    fund = Fund.objects.get()
    assert (fund.agreement, fund.priorities.get().name, agreement.has_funds) == (
        agreement,
        "Literacy",
        True,
    )


def test_words_that_a_submitted_request_names_are_kept_with_a_sentence(admin_client):
    asking = Asking().submitted()
    fund = asking.request.fund
    priorities = list(fund.priorities.all())
    priorities[0].name = "Another"
    address = reverse("admin:actionsteps_fund_change", args=[fund.pk])
    (seen,) = re.findall(r'name="seen" value="([^"]*)"', admin_client.get(address).text)
    sent = said(fund.agreement, priorities, name=fund.name, seen=seen)
    page = admin_client.post(address, sent, follow=True)
    assert "A request that was submitted names this, so its words stay." in page.text
    assert fund.priorities.first().name == "Literacy"
