"""Dollars as people type them."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from core.forms import AmountField
from core.words import dollars

FIELD = AmountField(most=Decimal("999999999.99"))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("$120,000", "120000"),
        ("120000.50", "120000.50"),
        (" $ 1,250.5 ", "1250.5"),
        ("0.01", "0.01"),
        ("999,999,999.99", "999999999.99"),
    ],
)
def test_an_amount_is_read_as_it_is_meant(typed, meant):
    assert FIELD.clean(typed) == Decimal(meant)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("lots", "such as 120,000 or 1,250.50"),
        ("1,20", "such as 120,000"),
        ("1.234,50", "such as 120,000"),
        ("1.005", "such as 120,000"),
        ("1e9", "such as 120,000"),
        ("NaN", "such as 120,000"),
        ("٣٠", "such as 120,000"),
        ("0", r"The least that can be meant is \$0.01"),
        ("-500", "The least"),
        ("$-500", "The least"),
        ("1,000,000,000", r"The most that can be meant is \$999,999,999.99"),
        ("9" * 60, "such as|The most"),
    ],
)
def test_what_cannot_be_an_amount_is_asked_about(typed, sentence):
    with pytest.raises(ValidationError, match=sentence):
        FIELD.clean(typed)


def test_a_form_shows_again_what_was_understood_and_what_was_not():
    assert [FIELD.prepare_value(one) for one in ("$120000.5", Decimal(1200), "lots", None)] == [
        "120,000.50",
        "1,200",
        "lots",
        "",
    ]
    assert [dollars(Decimal(one)) for one in ("1200.00", "0.5")] == ["$1,200", "$0.50"]
