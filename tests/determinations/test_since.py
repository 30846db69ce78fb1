"""Evidence that changes after a round is final: it is said beside the determination, and changes nothing."""

from datetime import date

import pytest
from django.urls import reverse

from assessments.models import Assessment
from determinations.models import Criterion, Method, Outcome, Quantity, QuantityKind
from determinations.rules.rulebook import rulebook_of
from determinations.verdicts.gathering import determined_in
from tests import factories as make

pytestmark = pytest.mark.django_db


SINCE = "Attendance: 55 in 2025-2026 then, 40 in 2025-2026 now."


@pytest.fixture
def frozen():
    """A final self-assessment, of an edition that asks 50 at least of a measure, and its value of 55."""
    edition = make.make_edition()
    category = make.make_category(edition)
    make.make_item(category)
    measure = make.make_measure(category, label="Attendance")
    good, _ = (
        Outcome.objects.create(edition=edition, name=name, position=place)
        for place, name in enumerate(("Met", "Not met"), 1)
    )
    Criterion.objects.create(
        edition=edition,
        method=Method.objects.create(edition=edition, outcome=good, name="Method 1"),
        quantity=Quantity.objects.create(
            edition=edition, name="attendance", kind=QuantityKind.VALUE, measure=measure
        ),
        numerator=50,
    )
    partnership = make.make_partnership(agreement=make.adopt(edition).agreement)
    period = make.make_period(label="2025-2026", start=date(2025, 7, 1), end=date(2026, 6, 30))
    row = make.make_row(category, partnership, (period, "55"), answers=[measure])
    side = make.make_assessment(
        partnership, cycle=make.make_cycle(edition=edition, period=period), by=partnership.partner
    )
    make.close(side, "submitted")
    make.make_final(side, by=make.make_director(partnership))
    return Assessment.objects.with_partnership().get(), row.observations.get()


def determined(assessment):
    (one,) = determined_in(assessment, rulebook_of(assessment.cycle.edition_id))
    return one


def test_nothing_is_said_while_nothing_changed(frozen):
    one = determined(frozen[0])
    assert (one.working.outcome, one.since) == ("Met", [])


def test_later_value_is_said_beside_and_changes_nothing(client, frozen):
    assessment, value = frozen
    type(value).objects.filter(pk=value.pk).update(text="40", number=40)
    one = determined(assessment)
    assert (one.working.outcome, one.verdict.computed.name) == ("Met", "Met")
    assert one.since == [SINCE, "By the rules it would be Not met now."]
    client.force_login(make.make_liaison(assessment.partnership))
    place = [assessment.partnership.slug, assessment.cycle.public_id, one.subject.public_id]
    page = client.get(reverse("determination", args=place)).text
    assert "Evidence changed after this was frozen." in page
    assert SINCE in page
