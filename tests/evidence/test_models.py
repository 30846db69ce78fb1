"""What the database refuses of one row of evidence's tables, with the sentence a person reads."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from evidence.models import (
    AnswerState,
    DataRequest,
    Definition,
    EvidenceFile,
    Observation,
    ObservationStatus,
    RequestedCell,
    Target,
    TargetKind,
)
from tests import factories as make

pytestmark = pytest.mark.both_databases


@pytest.fixture
def row(db):
    category = make.make_category()
    return make.make_row(category, make.make_partnership(agreement=category.edition.agreement))


def refused(record, sentence):
    """Both the record's own check and the database refuse it."""
    with pytest.raises(ValidationError, match=sentence):
        record.validate_constraints()
    with pytest.raises(IntegrityError), transaction.atomic():
        record.save()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"text": ""}, "Enter what is to be printed"),
        ({"status": ObservationStatus.BLANK}, "Enter what is to be printed"),
        ({"numerator": -1}, "cannot be below 0"),
        ({"denominator": -1}, "cannot be below 0"),
        ({"numerator": 23, "denominator": 22}, "cannot be more of them than there are in all"),
        ({"owed_by_name": "The state", "owed_by": make.make_user}, "Name one who brings it"),
    ],
)
def test_of_a_value(row, fields, sentence):
    made = {name: value() if callable(value) else value for name, value in fields.items()}
    refused(Observation(row=row, period=make.make_period(), **{"text": "9", **made}), sentence)


def test_a_value_stands_once_for_the_whole_and_once_for_each_part(row):
    period = make.make_period()
    part = row.breakdowns.create(name="School").parts.create(label="Wydown")
    for of in (None, part):
        Observation.objects.create(row=row, period=period, part=of, text="9")
        refused(Observation(row=row, period=period, part=of, text="8"), "has a value for this period already")
    assert Observation.objects.of_the_whole().get().part is None


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": TargetKind.AT_LEAST},
        {"kind": TargetKind.AT_MOST, "number": 3, "upper": 4},
        {"kind": TargetKind.BETWEEN, "number": 4, "upper": 3},
        {"kind": TargetKind.IN_WORDS},
        {"kind": TargetKind.NONE_REQUIRED, "number": 3},
    ],
)
def test_of_a_target(row, fields):
    definition = Definition.objects.create(row=row, from_period=make.make_period(), formula="a out of b")
    refused(
        Target(definition=definition, period=make.make_period(), **fields), "what this kind of target needs"
    )


def test_of_a_rows_range(row):
    row.lowest, row.highest = Decimal(1), Decimal(0)
    refused(row, "must not be below the lowest")


def test_a_deleted_file_has_no_content_and_says_by_whom(row):
    value = row.observations.create(period=make.make_period(), text="9")
    file = EvidenceFile(
        observation=value,
        filename="scores.pdf",
        content_type="application/pdf",
        content="0f3a",
        size=9,
        sha256="0" * 64,
        uploaded_by=make.make_user(),
    )
    file.save()
    file.deleted_at = timezone.make_aware(
        timezone.datetime.combine(date(2026, 1, 1), timezone.datetime.min.time())
    )
    refused(file, "A deleted file says by whom and when")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"state": AnswerState.ACCEPTED}, "says by whom and when"),
        ({"state": AnswerState.ENTERED, "settled_at": timezone.now}, "says by whom and when"),
        (
            {"state": AnswerState.DECLINED, "settled_at": timezone.now, "settled_by": make.make_user},
            "is not taken over says why",
        ),
        ({"reason": "No."}, "is not taken over says why"),
    ],
)
def test_of_a_value_that_is_asked_for(row, fields, sentence):
    asked = DataRequest.objects.create(
        partnership=row.partnership,
        period=make.make_period(),
        name="Clerk",
        email="clerk@example.org",
        link_sha256="0",
        expires_on=timezone.localdate(),
        asked_by=make.make_user(),
    )
    made = {name: value() if callable(value) else value for name, value in fields.items()}
    refused(RequestedCell(request=asked, row=row, **made), sentence)
