"""Every constraint of the partnerships tables refuses what it is there for."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Membership, OrganizationKind
from partnerships.models import (
    GlossaryTerm,
    Item,
    LineageBreak,
    Party,
    PeriodKind,
    RatingLevel,
    SignatoryRole,
    Signature,
)
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def refuses(action, **fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        action(**fields)


def test_a_scale_flag_has_symbol_and_words():
    refuses(make.make_scale, flag_symbol="*", flag_label="")


def test_a_scale_name_is_given_once():
    refuses(make.make_scale, name=make.make_scale().name)


def test_a_level_code_stands_once_in_a_scale():
    scale = make.make_scale()
    fields = {"code": "3", "value": 3, "label": "x", "words": "x", "colour": "ink-3"}
    refuses(RatingLevel.objects.create, scale=scale, **fields)


@pytest.mark.parametrize(("kind", "value"), [("score", None), ("error", 4)])
def test_a_score_has_a_value_and_nothing_else_has(kind, value):
    fields = {"code": "new", "label": "x", "words": "x", "colour": "outside"}
    refuses(RatingLevel.objects.create, scale=make.make_scale(), kind=kind, value=value, **fields)


def test_an_agreement_slug_is_given_once():
    refuses(make.make_agreement, slug=make.make_agreement().slug)


def test_no_agreement_publishes_counts_below_5():
    refuses(make.make_agreement, smallest_public_count=4)


def test_an_edition_label_stands_once_in_an_agreement():
    edition = make.make_edition()
    refuses(make.make_edition, agreement=edition.agreement, scale=edition.scale, label=edition.label)


def test_an_edition_ends_after_it_starts():
    day = date(2023, 7, 1)
    refuses(make.make_edition, effective_from=day, effective_to=day)


def test_an_adopted_edition_has_its_first_day():
    refuses(make.make_edition, status="adopted", effective_from=None)


@pytest.mark.parametrize("words", ["", "Goals", "goal s ", "<b>"])
def test_an_edition_s_words_are_plain(words):
    refuses(make.make_edition, item_words=words)


def test_a_term_stands_once_in_an_edition():
    term = GlossaryTerm.objects.create(edition=make.make_edition(), term="CTE", stands_for="x")
    refuses(GlossaryTerm.objects.create, edition=term.edition, term="CTE", stands_for="y")


def test_an_organization_name_is_given_once():
    refuses(make.make_organization, name=make.make_organization().name)


def test_a_school_has_a_district():
    refuses(make.make_organization, kind=OrganizationKind.SCHOOL)


def test_an_organization_does_not_belong_to_itself():
    district = make.make_organization()
    district.parent = district
    refuses(district.save)


def test_a_person_has_a_role_in_an_organization_once():
    membership = make.make_membership(make.make_user(), make.make_organization())
    refuses(
        Membership.objects.create,
        user=membership.user,
        organization=membership.organization,
        role=membership.role,
    )


def test_a_period_label_stands_once_in_its_kind():
    period = make.make_period()
    refuses(make.make_period, label=period.label)
    assert make.make_period(label=period.label, kind=PeriodKind.CYCLE).pk


def test_a_period_ends_after_it_starts():
    refuses(make.make_period, start=date(2024, 7, 1), end=date(2024, 7, 1))


def test_a_partner_is_in_an_agreement_once():
    partnership = make.make_partnership()
    refuses(make.make_partnership, agreement=partnership.agreement, partner=partnership.partner)


def test_a_partnership_slug_is_given_once():
    refuses(make.make_partnership, slug=make.make_partnership().slug)


def test_an_organization_is_a_party_once():
    fields = {"partnership": make.make_partnership(), "organization": make.make_organization()}
    Party.objects.create(**fields)
    refuses(Party.objects.create, **fields)


def test_a_role_signs_an_edition_once_for_a_partnership():
    edition = make.make_edition()
    fields = {
        "edition": edition,
        "partnership": make.make_partnership(agreement=edition.agreement),
        "role": SignatoryRole.objects.create(edition=edition, side="partner", title="Superintendent"),
        "date": date(2023, 9, 1),
    }
    Signature.objects.create(name="A. Person", **fields)
    refuses(Signature.objects.create, name="Somebody Else", **fields)


def test_a_line_is_broken_once_in_an_edition():
    fields = {"edition": make.make_edition(), "lineage": "x", "made_by": make.make_user(), "reason": "y"}
    LineageBreak.objects.create(**fields)
    refuses(LineageBreak.objects.create, **fields)


def test_a_category_number_stands_once_in_an_edition():
    refuses(make.make_category, edition=make.make_category().edition, number=1)


def test_a_reference_stands_once_in_an_edition():
    item = make.make_item(make.make_category())
    refuses(Item.objects.create, category=item.category, number=item.number, text="Another")


def test_an_item_continues_a_promise_once_in_an_edition():
    item = make.make_item(make.make_category())
    refuses(make.make_item, category=item.category, lineage=item.lineage)


def test_a_measure_continues_another_once_in_an_edition():
    measure = make.make_measure(make.make_category())
    refuses(make.make_measure, category=measure.category, lineage=measure.lineage)


def test_a_cohort_stands_once_in_an_agreement():
    cohort = make.make_cohort(make.make_agreement(), label="April 2017")
    refuses(make.make_cohort, agreement=cohort.agreement, label="April 2017")
    make.make_cohort(make.make_agreement(), label="April 2017")
