"""Form fields and inputs that every app uses."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from .dates import EARLIEST, read_day, read_day_or_month
from .models import FITS
from .words import dollars


def with_plain_line_ends(text: str) -> str:
    """Browsers send CRLF and spreadsheets CR for what is one line end; it is stored, and counted, as LF."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def as_typed(text: str) -> str:
    """Without what browsers make of it on the way: their line ends, blanks around it."""
    return with_plain_line_ends(text).strip()


class TextField(forms.CharField):
    """Text of several lines, its line ends as they are stored, before any length is counted."""

    widget = forms.Textarea
    default_error_messages = {"max_length": FITS}

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Without a maxlength: browsers cut what is pasted and say nothing. The form says what is too long."""
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}

    def to_python(self, value: Any) -> str | None:
        return super().to_python(with_plain_line_ends(value) if isinstance(value, str) else value)


def boxes() -> forms.CheckboxSelectMultiple:
    """Several of many, each with a box to tick, drawn as the boxes that stand alone are."""
    return forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"})


class DateInput(forms.DateInput):
    """The browser's own calendar, which speaks to keyboards and screen readers."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day, however it is written. A year that cannot be meant is asked about.

    `earliest` and `latest` are the years that are plausible here.
    """

    widget = DateInput

    def __init__(self, *, earliest: int = EARLIEST, latest: int | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.earliest, self.latest = earliest, latest

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values or (isinstance(value, str) and not value.strip()):
            return None
        if not isinstance(value, str):
            return super().to_python(value)
        try:
            return read_day(value, earliest=self.earliest, latest=self.latest)
        except ValueError as question:
            raise forms.ValidationError(str(question), code="invalid") from None


AMOUNT = re.compile(r"(-?)\$?(-?)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(\.[0-9]{1,2})?")


class AmountField(forms.Field):
    """Dollars, as people type them: “$120,000”, “120000.50”. Cleans to a Decimal of cents, or None.

    `least` and `most` are the bounds.
    """

    widget = forms.TextInput

    def __init__(self, *, most: Decimal, least: Decimal = Decimal("0.01"), **options: Any) -> None:
        super().__init__(**options)
        self.least, self.most = least, most

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "decimal", "class": "amount", "maxlength": 40}

    def to_python(self, value: Any) -> Decimal | None:
        if value in self.empty_values or (isinstance(value, str) and not value.strip()):
            return None
        typed = AMOUNT.fullmatch("".join(str(value).split())[:50])
        if typed is None:
            raise forms.ValidationError("Write an amount in dollars, such as 120,000 or 1,250.50.")
        minus, other_minus, whole, cents = typed.groups()
        amount = Decimal(whole.replace(",", "") + (cents or ""))
        if minus or other_minus or amount < self.least:
            raise forms.ValidationError(f"The least that can be meant is {dollars(self.least)}.")
        if amount > self.most:
            raise forms.ValidationError(f"The most that can be meant is {dollars(self.most)}.")
        return amount

    def prepare_value(self, value: Any) -> Any:
        """As it was understood; as it was typed, where it was not."""
        try:
            amount = self.to_python(value)
        except forms.ValidationError:
            return value
        return "" if amount is None else dollars(amount).removeprefix("$")


class DayOrMonthField(forms.CharField):
    """A date of which a month is enough. Cleans to (date or None, whether only the month is known)."""

    def clean(self, value: Any) -> tuple[date | None, bool]:
        text = super().clean(value)
        if not text:
            return None, False
        try:
            return read_day_or_month(text)
        except ValueError as question:
            raise forms.ValidationError(str(question)) from None


def day_or_month(value: date | None, month_only: bool) -> str:
    """A date as people write it here: “September 2023”, “September 27, 2024”."""
    if value is None:
        return ""
    return f"{value:%B} {value.year}" if month_only else f"{value:%B} {value.day}, {value.year}"
