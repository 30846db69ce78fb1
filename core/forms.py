"""Form fields and inputs that every app uses."""

from datetime import date
from typing import Any

from django import forms

from .dates import EARLIEST, read_day, read_day_or_month
from .models import FITS


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
