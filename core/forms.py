"""Form fields and inputs that every app uses."""

import re
from datetime import date, datetime
from typing import Any

from django import forms


def with_plain_line_ends(text: str) -> str:
    """Browsers send CRLF and spreadsheets CR for what is one line end; it is stored, and counted, as LF."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


class TextField(forms.CharField):
    """Text of several lines, its line ends as they are stored, before any length is counted."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str | None:
        return super().to_python(with_plain_line_ends(value) if isinstance(value, str) else value)


class DateInput(forms.DateInput):
    """The browser's own calendar, which speaks to keyboards and screen readers."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class DayOrMonthField(forms.CharField):
    """A date of which a month is enough. Cleans to (date or None, whether only the month is known)."""

    DAYS = ("%Y-%m-%d", "%m/%d/%Y", "%B %d, %Y", "%b %d, %Y", "%d %B %Y")
    MONTHS = ("%B %Y", "%b %Y", "%Y-%m", "%m/%Y")

    def clean(self, value: Any) -> tuple[date | None, bool]:
        text = re.sub(r"\s+", " ", super().clean(value)).strip()
        if not text:
            return None, False
        for formats, month_only in ((self.DAYS, False), (self.MONTHS, True)):
            for pattern in formats:
                try:
                    return datetime.strptime(text, pattern).date(), month_only
                except ValueError:
                    continue
        raise forms.ValidationError("Enter a day or a month, for example 9/27/2024 or September 2024.")


def day_or_month(value: date | None, month_only: bool) -> str:
    """A date as people write it here: “September 2023”, “September 27, 2024”."""
    if value is None:
        return ""
    return f"{value:%B} {value.year}" if month_only else f"{value:%B} {value.day}, {value.year}"
