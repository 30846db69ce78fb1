"""The database keeps a row in its table, and lets it name only what stands in its edition and partnership."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from evidence.models import EvidenceRow
from partnerships.models import Measure
from tests import factories as make
from tests.partnerships.conftest import refused

pytestmark = pytest.mark.both_databases

NAMES = "A row names only {}s of its own edition and partnership."


@pytest.fixture
def row(db):
    category = make.make_category()
    make.make_item(category)
    make.make_measure(category)
    return make.make_row(category, make.make_partnership(agreement=category.edition.agreement))


def another(row):
    return make.make_partnership(agreement=row.edition.agreement)


def test_a_row_names_measures_and_items_of_its_edition_the_shared_and_its_own(row):
    own = make.make_measure(row.category, local_to=row.partnership)
    row.measures.set(row.category.measures.all())
    row.items.set(row.category.items.all())
    assert set(row.measures.all()) == {own, Measure.objects.get(local_to=None)}


def test_not_those_of_another_partnership(row):
    with refused(NAMES.format("measure")):
        row.measures.add(make.make_measure(row.category, local_to=another(row)))
    with refused(NAMES.format("item")):
        row.items.add(make.make_item(row.category, local_to=another(row)))


def test_nor_those_of_another_edition(row):
    category = make.make_category(make.make_edition(agreement=row.edition.agreement))
    with refused(NAMES.format("measure")):
        row.measures.add(make.make_measure(category))
    with refused(NAMES.format("item")):
        row.items.add(make.make_item(category))


def test_rows_stay_open_once_their_edition_is_adopted(row):
    make.adopt(row.edition)
    row.label = "Other words"
    row.save()
    row.items.add(row.category.items.get())
    row.measures.add(row.category.measures.get())
    row.delete()
    assert not EvidenceRow.objects.exists()


def test_a_row_stays_in_its_table(row):
    with refused("A row stays in the table of its partnership and edition."):
        EvidenceRow.objects.filter(pk=row.pk).update(partnership=another(row))


def test_a_row_is_of_an_edition_of_its_partnerships_agreement(row):
    with refused("edition of another agreement"):
        make.make_row(make.make_category(), row.partnership)


def test_a_row_stands_beneath_one_of_its_own_table_and_category(row):
    below = make.make_row(row.category, row.partnership, parent=row)
    assert list(row.children.all()) == [below]
    for category, partnership in (
        (row.category, another(row)),
        (make.make_category(row.edition), row.partnership),
    ):
        with refused("A row stands beneath a row of its own table and category."):
            make.make_row(category, partnership, parent=row)


def test_a_row_continues_another_once_in_a_table(row):
    with pytest.raises(IntegrityError), transaction.atomic():
        make.make_row(row.category, row.partnership, lineage=row.lineage)
    make.make_row(row.category, another(row), lineage=row.lineage)


def test_empty_rows_go_with_a_discarded_category_and_rows_with_values_stand_in_its_way(row):
    below = make.make_row(row.category, row.partnership, (make.make_period(), "1"), parent=row)
    row.category.items.all().delete()
    row.category.measures.all().delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.category.delete()
    below.observations.all().delete()
    row.category.delete()
    assert EvidenceRow.history.filter(history_type="-").count() == 2


def test_a_value_is_of_a_part_of_its_own_row(row):
    other = make.make_row(row.category, row.partnership)
    part = other.breakdowns.create(name="School").parts.create(label="Wydown")
    other.observations.create(period=make.make_period(), text="9", part=part)
    with refused("A value is of a part of its own row."):
        row.observations.create(period=make.make_period(), text="9", part=part)


def test_a_row_of_the_whole_stands_beneath_its_own_alone(row):
    agreement = row.partnership.agreement
    whole = make.make_partnership(agreement=agreement, partner=agreement.lead)
    of_whole = make.make_row(row.category, whole)
    assert make.make_row(row.category, whole, parent=of_whole).parent == of_whole
    with refused("A row stands beneath a row of its own table and category."):
        make.make_row(row.category, whole, parent=row)
    assert make.make_row(row.category, whole, lineage=row.lineage).lineage == row.lineage
    with pytest.raises(IntegrityError), transaction.atomic():
        make.make_row(row.category, whole, lineage=of_whole.lineage)


def test_a_columns_category_is_of_the_partnerships_agreement(row):
    period = make.make_period()
    row.category.evidence_columns.create(partnership=row.partnership, period=period)
    with refused("The column's category belongs to an edition of another agreement"):
        make.make_category().evidence_columns.create(partnership=row.partnership, period=period)


def test_a_values_components_are_of_its_own_rows_definition(row):
    other, period = make.make_row(row.category, row.partnership), make.make_period()
    definition = other.definitions.create(from_period=period, formula="a out of b")
    component = definition.components.create(letter="a", label="Those who rode")
    value = row.observations.create(period=period, text="9")
    with refused("A value's components are those of its own row's definitions."):
        value.components.create(component=component, number=9)


def test_only_rows_of_the_partnership_are_asked_for(row):
    theirs = make.make_row(row.category, another(row))
    asked = row.partnership.data_requests.create(
        period=make.make_period(),
        name="A clerk",
        email="clerk@example.org",
        link_sha256="0" * 64,
        expires_on=date(2026, 1, 1),
        asked_by=make.make_user(),
    )
    asked.cells.create(row=row)
    with refused("Only values of rows of the partnership are asked for."):
        asked.cells.create(row=theirs)
