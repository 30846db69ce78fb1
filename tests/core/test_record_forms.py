"""Two people who have one record's form open: each changes what they changed."""

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict

from core.conflicts import Conflict
from core.record_forms import RecordForm
from evidence.models import EvidenceRow
from tests import factories as make

pytestmark = pytest.mark.django_db


class RowForm(RecordForm):
    class Meta:
        model = EvidenceRow
        fields = ["label", "unit", "lowest", "highest", "measures"]


@pytest.fixture
def row():
    category = make.make_category()
    make.make_measure(category)
    partnership = make.make_partnership(agreement=category.edition.agreement)
    return make.make_row(category, partnership, label="Rides", unit="min", lowest=0)


def opened(row, **typed):
    """What a browser sends of the form as it is now, with some fields typed anew."""
    form = RowForm(instance=EvidenceRow.objects.get(pk=row.pk))
    sent = {name: form[name].value() if form[name].value() is not None else "" for name in form.fields}
    return {**sent, **typed}


def as_posted(typed):
    data = QueryDict(mutable=True)
    for name, value in typed.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data


def sent(row, data):
    form = RowForm(data, instance=EvidenceRow.objects.get(pk=row.pk))
    assert form.is_valid(), form.errors
    return form


def test_two_who_change_different_fields_do_not_meet(row):
    first, second = opened(row, label="Ride time"), opened(row, unit="minutes")
    for data in (first, second):
        sent(row, data).save_by(make.make_user())
    row.refresh_from_db()
    assert (row.label, row.unit, row.history.count()) == ("Ride time", "minutes", 3)


def test_who_changes_the_same_field_is_shown_what_stands_and_may_try_again(row):
    measure = row.category.measures.get()
    first = opened(row, label="Ride time", unit="hours", lowest="", highest="9", measures=[measure.pk])
    second = opened(row, label="Rides, in all")
    person = make.make_user()
    sent(row, first).save_by(person)
    form = sent(row, as_posted(second))
    with pytest.raises(Conflict) as met:
        form.save_by(make.make_user())
    assert (met.value.now, met.value.by) == ({"Label": "Ride time"}, person)
    form.see_what_stands()
    record = sent(row, form.data).save_by(make.make_user())
    assert record.label == "Rides, in all"
    assert (record.unit, record.lowest, record.highest, [*record.measures.all()]) == (
        "hours",
        None,
        9,
        [measure],
    )


def test_what_nobody_changed_is_not_written(row):
    sent(row, opened(row)).save_by(make.make_user())
    assert row.history.count() == 1


def test_what_is_named_is_compared_too(row):
    measure = row.category.measures.get()
    sent(row, opened(row, measures=[measure.pk])).save_by(make.make_user())
    assert list(row.measures.all()) == [measure]


def test_the_constraints_hold_for_what_is_written(row):
    form = sent(row, opened(row, highest="10"))
    EvidenceRow.objects.filter(pk=row.pk).update(lowest=20)
    with pytest.raises(ValidationError, match="must not be below"):
        form.save_by(make.make_user())
