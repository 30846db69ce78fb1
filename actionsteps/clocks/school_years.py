"""Entering a school year: its first and last day, and the days off as lines."""

import re
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from actionsteps.models import DaysOff, SchoolCalendar
from core.dates import read_day
from core.forms import DayField, TextField, as_typed
from core.history import delete_as, save_as
from core.record_forms import RecordForm

from .days import in_full

LONGEST_YEAR = timedelta(days=400)
LONGEST_OFF = timedelta(days=120)
DAY_OFF = re.compile(
    r"(?P<first>[^:]+?)(?: ?(?:\bto\b|–|—| - ) ?(?P<last>[^:]+?))?: ?(?P<label>.+?)(?P<state> ?\(state holiday\))?"
)
LONGEST_LINE = 160
"""Characters: two days and what they are off for. The pattern takes time by the square of them."""
TOO_LONG = "Say in at most 80 characters what it is."
HOW = "Write it like “Nov 25, 2026 to Nov 27, 2026: Thanksgiving”."


def read_day_off(line: str) -> DaysOff:
    """A line such as “2/12/2027: Lincoln's Birthday (state holiday)”. Raises ValueError with a sentence."""
    line = line.strip()
    if len(line) > LONGEST_LINE:
        raise ValueError(TOO_LONG)
    found = DAY_OFF.fullmatch(line)
    if not found:
        raise ValueError(HOW)
    first = read_day(found["first"])
    last = read_day(found["last"]) if found["last"] else first
    if last < first:
        raise ValueError("The last day off is before the first.")
    if last - first > LONGEST_OFF:
        raise ValueError("So many days in a row are no break. Enter the school year after it on its own.")
    if len(found["label"]) > 80:
        raise ValueError(TOO_LONG)
    return DaysOff(
        first_day=first, last_day=last, label=found["label"].strip(), is_state_holiday=bool(found["state"])
    )


def line_of_day_off(off: DaysOff) -> str:
    days = in_full(off.first_day)
    if off.last_day != off.first_day:
        days += f" to {in_full(off.last_day)}"
    return f"{days}: {off.label}{' (state holiday)' if off.is_state_holiday else ''}"


class CalendarForm(RecordForm):
    """One school year of an organization, with its days off as lines."""

    off = TextField(
        label="Days off",
        required=False,
        max_length=5000,
        widget=forms.Textarea({"rows": 12}),
        help_text=f"One a line. {HOW} Behind a holiday of the state, on which offices are closed, write (state "
        "holiday). Weekends and federal holidays need not be named as such; a federal holiday without school does.",
    )

    class Meta:
        model = SchoolCalendar
        fields = ["first_day", "last_day"]
        field_classes = {"first_day": DayField, "last_day": DayField}

    def clean_off(self) -> str:
        lines = [line for line in as_typed(self.cleaned_data.get("off") or "").split("\n") if line.strip()]
        read = []
        for number, line in enumerate(lines, 1):
            try:
                read.append(read_day_off(line))
            except ValueError as problem:
                raise ValidationError(f"Line {number}: {problem}") from None
        read.sort(key=lambda off: (off.first_day, off.last_day))
        return "\n".join(map(line_of_day_off, read))

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        first, last = said.get("first_day"), said.get("last_day")
        if first and last and last <= first:
            self.add_error("last_day", "The last day of school must be after the first.")
        elif first and last and last - first > LONGEST_YEAR:
            self.add_error(
                "last_day", "This is longer than a school year. Enter each school year on its own."
            )
        elif first and last:
            self._must_not_overlap(first, last)
        return said

    def _must_not_overlap(self, first: date, last: date) -> None:
        others = SchoolCalendar.objects.filter(
            organization=self.instance.organization_id, first_day__lte=last, last_day__gte=first
        )
        if other := others.exclude(pk=self.instance.pk).first():
            days = f"{in_full(other.first_day)} to {in_full(other.last_day)}"
            self.add_error("first_day", f"This overlaps with the school year from {days}.")

    def said_beside(self, record: Any) -> dict[str, object]:
        lines = map(line_of_day_off, record.days_off.all()) if record.pk else []
        return {"off": "\n".join(lines)}

    def write_beside(self, record: Any, name: str, value: str, user: Any) -> None:
        standing = {line_of_day_off(one): one for one in record.days_off.all()}
        for line in filter(None, value.split("\n")):
            if standing.pop(line, None) is None:
                one = read_day_off(line)
                one.calendar = record
                save_as(one, by=user)
        for one in standing.values():
            delete_as(one, by=user)
