from types import SimpleNamespace

import pytest

from accounts.models import OrganizationKind
from tests.determinations.michigan import LOCAL, PROCESS, STATE, michigan_rules
from tests.factories import (
    make_assessment,
    make_category,
    make_cycle,
    make_director,
    make_edition,
    make_item,
    make_liaison,
    make_organization,
    make_partnership,
)


def make_review(more=0):
    """A joint assessment in a review by Michigan's rules, of a district with four goals and one of its schools with
    two, and `more` process goals; nothing is rated yet. The goals are rated themselves, met from level 2."""
    edition = make_edition(label="2017")
    rules = michigan_rules(edition)
    edition.agreement.has_determinations = True
    edition.agreement.save()
    partnership = make_partnership(agreement=edition.agreement)
    school = make_organization(
        short_name="Example School", kind=OrganizationKind.SCHOOL, parent=partnership.partner
    )
    category = make_category(edition)
    kinds = [PROCESS, PROCESS, LOCAL, STATE] + [PROCESS] * more
    goals = [make_item(category, kind=kind, local_to=partnership) for kind in kinds]
    of_school = [
        make_item(category, kind=kind, local_to=partnership, subject=school) for kind in (PROCESS, LOCAL)
    ]
    joint = make_assessment(partnership, cycle=make_cycle(edition=edition))
    return SimpleNamespace(
        joint=joint,
        partnership=partnership,
        school=school,
        goals=goals,
        of_school=of_school,
        rules=rules,
        edition=edition,
        director=make_director(partnership),
        liaison=make_liaison(partnership),
    )


@pytest.fixture
def review(db):
    return make_review()
