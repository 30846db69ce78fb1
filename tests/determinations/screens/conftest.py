from types import SimpleNamespace

import pytest

from determinations.models import CellOf, DistrictCount, Screen, ScreenCounts, ScreenKind, ScreenRule
from evidence.models import Breakdown, BreakdownPart, CompositionGroup, Definition
from partnerships.models import PeriodKind
from tests.factories import (
    adopt,
    make_category,
    make_director,
    make_edition,
    make_item,
    make_liaison,
    make_organization,
    make_partnership,
    make_period,
    make_row,
    make_value,
    make_viewer,
)

GROUPS = ("White", "Black", "Hispanic")


def make_screened(districts=1):
    """An edition with a screen of rates (item 1, whole districts) and one of weighted risk ratios (item 2, by
    race), and so many districts that both flag. The first is `partnership`."""
    edition = make_edition(label="FFY")
    category = make_category(edition)
    items = [make_item(category), make_item(category)]
    period = make_period(kind=PeriodKind.FEDERAL_FISCAL_YEAR, label="2010")
    rate = Screen.objects.create(
        edition=edition,
        item=items[0],
        position=1,
        name="significant discrepancy",
        row_lineage="r-rate",
        counts=ScreenCounts.FLAGGED,
    )
    ratio = Screen.objects.create(
        edition=edition,
        item=items[1],
        position=2,
        name="disproportionate representation",
        row_lineage="r-ratio",
        breakdown="Race",
        score_at_most=45,
    )
    ScreenRule.objects.create(
        edition=edition,
        screen=rate,
        name="Rate",
        from_period=period,
        kind=ScreenKind.RATE,
        numerator=2,
        state_counted=756,
        state_enrolled=46_169,
        decimals=2,
        cell_size=20,
        districts=57,
    )
    over = ScreenRule.objects.create(
        edition=edition,
        screen=ratio,
        name="Overrepresentation",
        from_period=period,
        kind=ScreenKind.WEIGHTED_RISK_RATIO,
        numerator=2,
        cell_size=20,
        cell_of=CellOf.COUNTED,
        fewest_enrolled=20,
        districts=55,
    )
    adopt(edition)
    edition.agreement.has_screens = True
    edition.agreement.save()
    whole = make_partnership(agreement=edition.agreement, partner=edition.agreement.lead)
    of_state = make_row(category, whole, lineage="r-ratio")
    definition = Definition.objects.create(row=of_state, from_period=period, formula="WRR")
    for name in GROUPS:
        CompositionGroup.objects.create(definition=definition, label=name, enrolled=100)
    DistrictCount.objects.create(
        item=items[0], period=period, step="flagged", number=4, of=57, words="4 of 57", place="page 34"
    )
    partnerships = [
        make_partnership(agreement=edition.agreement, partner=make_organization(short_name=f"County {n}"))
        for n in range(districts)
    ]
    for one in partnerships:
        make_row(category, one, (period, "82/2500 (3.28%)"), lineage="r-rate")
        row = make_row(category, one, lineage="r-ratio")
        race = Breakdown.objects.create(row=row, name="Race")
        for name, text in zip(GROUPS, ("100/1000 (10%)", "40/100 (40%)", "0/15 (0%)"), strict=True):
            part = BreakdownPart.objects.create(breakdown=race, label=name)
            make_value(row, period, text, part=part)
    return SimpleNamespace(
        agreement=edition.agreement,
        edition=edition,
        period=period,
        rate=rate,
        ratio=ratio,
        over=over,
        whole=whole,
        partnership=partnerships[0],
        partnerships=partnerships,
        director=make_director(partnerships[0]),
        liaison=make_liaison(partnerships[0]),
        viewer=make_viewer(partnerships[0]),
    )


@pytest.fixture
def state(db):
    return make_screened()
