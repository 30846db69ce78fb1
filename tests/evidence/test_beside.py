"""What stands beside values as they are entered."""

from datetime import date

import pytest

from evidence.entry.beside import for_those_who_enter
from evidence.models import Definition, Target
from evidence.tables import category_tables
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def row():
    category = make.make_category()
    partnership = make.make_partnership(agreement=category.edition.agreement)
    return make.make_row(category, partnership, (make.make_period(), "766/807 (95.0%)"), kind="rate")


def cell_of(row):
    ((line,),) = [table.rows for table in for_those_who_enter(category_tables(row.partnership, row.edition))]
    return line.cells[0]


def test_the_target_of_the_newest_definition_counts(row):
    earlier, period = make.make_period(label="Earlier"), row.observations.get().period
    type(earlier).objects.filter(pk=earlier.pk).update(start=date(1990, 7, 1))
    for number, start in ((90, period), (80, earlier)):
        definition = Definition.objects.create(row=row, from_period=start, formula="a / b")
        Target.objects.create(definition=definition, period=period, number=number)
    assert cell_of(row).target == "at least 90"


def test_figures_that_disagree_are_told(row):
    assert cell_of(row).remarks == ["766 of 807 is 94.92%; printed 95.0%, which would be 766 of 806."]
    assert cell_of(row).target == ""
