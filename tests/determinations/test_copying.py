"""Rules come along when an edition is copied, and go with a draft that is discarded."""

import pytest

from determinations.models import Criterion, Outcome, Quantity, QuantityKind
from determinations.rules.rulebook import rulebook_of
from partnerships.agreements.starting import Source, begin_agreement, edition_after
from partnerships.editions.adoption import adopt as adopt_draft
from partnerships.editions.drafts import discard_draft, start_next_edition
from partnerships.models import Agreement
from tests.determinations.michigan import michigan_rules
from tests.factories import (
    adopt,
    make_administrator,
    make_category,
    make_edition,
    make_item,
    make_measure,
    make_organization,
    make_screen,
)

pytestmark = pytest.mark.django_db


def next_of(edition):
    return start_next_edition(
        edition, label="Next", effective_from=None, effective_to=None, by=make_administrator()
    )


def test_next_edition_has_the_same_rules_on_its_own_measures():
    edition = make_edition()
    category = make_category(edition)
    make_item(category)
    measure = make_measure(category)
    michigan_rules(edition)
    Quantity.objects.create(edition=edition, name="MPI", kind=QuantityKind.VALUE, measure=measure, position=9)
    draft = next_of(adopt(edition))
    assert [str(one) for one in rulebook_of(draft).criteria] == [
        str(one) for one in rulebook_of(edition).criteria
    ]
    assert Quantity.objects.get(edition=draft, name="MPI").measure.edition == draft
    assert not Criterion.objects.filter(edition=draft).exclude(quantity__edition=draft).exists()


def test_a_template_gives_its_rules_and_the_measures_they_rest_on_and_no_other_text():
    edition = make_edition()
    category = make_category(edition)
    make_item(category)
    heading = make_measure(category)
    measure = make_measure(category, parent=heading, label="MPI")
    make_measure(category)
    michigan_rules(edition)
    Quantity.objects.create(edition=edition, name="MPI", kind=QuantityKind.VALUE, measure=measure, position=9)
    draft = begin_like(adopt(edition))
    assert [one.label for one in draft.measures.order_by("position")] == [heading.label, "MPI"]
    assert Quantity.objects.get(edition=draft, name="MPI").measure.edition == draft
    assert Outcome.objects.filter(edition=draft).count() == 3
    assert not draft.items.exists()


def begin_like(edition):
    """The first edition of an agreement with this one as its template."""
    source = Source(edition, with_text=False)
    first = edition_after(source)
    first.label = "First"
    agreement = Agreement(title="Another", slug="another")
    lead = make_organization()
    by = make_administrator()
    return begin_agreement(agreement, first, lead, scale=None, source=source, by=by)


@pytest.mark.slow
def test_discarded_draft_takes_its_rules_along():
    edition = make_edition()
    make_item(make_category(edition))
    michigan_rules(edition)
    draft = next_of(adopt(edition))
    discard_draft(draft)
    assert Outcome.objects.filter(edition=edition).count() == Outcome.objects.count() == 3


def test_agreement_leads_to_determinations_from_its_first_edition_with_rules_on():
    edition, bare = make_edition(), make_edition()
    michigan_rules(edition)
    for one in (edition, bare):
        adopt_draft(one, by=make_administrator())
    assert (edition.agreement.has_determinations, bare.agreement.has_determinations) == (True, False)


def test_next_edition_has_the_screens_on_its_own_items_and_pages_lead_to_them():
    edition = make_edition()
    make_screen(make_item(make_category(edition)), name="discrepancy")
    adopt_draft(edition, by=make_administrator())
    assert edition.agreement.has_screens
    draft = next_of(edition)
    copied = draft.screens.get()
    assert (copied.name, copied.item.edition) == ("discrepancy", draft)
    assert copied.rules.get().edition == draft
