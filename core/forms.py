"""Form fields and inputs that every app uses."""

import re
from datetime import date, datetime

from django import forms


class TextField(forms.CharField):
    """Text of several lines, its line ends as they are stored and not as browsers send them."""

    def to_python(self, value):
        return str(super().to_python(value)).replace("\r\n", "\n")


class DateInput(forms.DateInput):
    """The browser's own calendar, which speaks to keyboards and screen readers."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


class DayOrMonthField(forms.CharField):
    """A date of which a month is enough. Cleans to (date or None, whether only the month is known)."""

    DAYS = ("%Y-%m-%d", "%m/%d/%Y", "%B %d, %Y", "%b %d, %Y", "%d %B %Y")
    MONTHS = ("%B %Y", "%b %Y", "%Y-%m", "%m/%Y")

    def clean(self, value) -> tuple[date | None, bool]:
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


def day_or_month(value, month_only):
    """A date as people write it here: “September 2023”, “September 27, 2024”."""
    if value is None:
        return ""
    return f"{value:%B} {value.year}" if month_only else f"{value:%B} {value.day}, {value.year}"
