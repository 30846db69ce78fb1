"""Forms of one record: they check the whole record, and that nobody else saved it meanwhile."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.timezone import localtime

from core.conflicts import UNKNOWN, Outcome, mark_of, marks_of, outcome_of, read_marks

from .conflicts import RowsOnPage, changed_rows, plain, words_of

SHOWN = 10
"""How many of the parts that somebody else changed are told one by one."""


class ConflictForm(forms.ModelForm):
    """Refuses once to overwrite what somebody else saved after the page was opened, its rows included.

    Of the record's own fields, those that this person left alone stay as somebody else left them.
    """

    seen: str | None = None
    """The marks of what the person who typed has seen; None where the page has none."""
    rows_on_page: tuple[RowsOnPage, ...] = ()

    def stored(self) -> dict[str, object]:
        """What the record and its rows say in the database, part by part."""
        parts = {
            name: plain(self.get_initial_for_field(field, name))
            for name, field in self.fields.items()
            if not field.disabled
        }
        for rows in self.rows_on_page:
            parts |= rows.parts()
        return parts

    def clean(self):
        data = super().clean()
        if self.seen is not None and self.instance.pk:
            self._compare(data if data is not None else self.cleaned_data)
        return data

    def _compare(self, data: dict[str, Any]) -> None:
        was, now = read_marks(self.seen or ""), self.stored()
        in_conflict = []
        for name in now.keys() & self.fields.keys():
            # A field that is wrong has no value: its person is shown what somebody else left in it.
            wanted = mark_of(plain(data[name])) if name in data else UNKNOWN
            outcome = outcome_of(was.get(name, UNKNOWN), mark_of(now[name]), wanted)
            if outcome is Outcome.CONFLICT:
                in_conflict.append(name)
            elif outcome is Outcome.THEIRS:
                data[name] = self.fields[name].clean(now[name])
        in_conflict += changed_rows(was, now)
        if in_conflict:
            self.seen = marks_of(now)  # the next try has seen this
            raise ValidationError(list(self._told(in_conflict)))

    def _told(self, parts: list[str]) -> Iterator[str]:
        """Who changed it, and what stands now."""
        by, at = self._last_change()
        when = f" on {date_format(localtime(at), 'M j, Y, g:i A')}" if at else ""
        yield (
            f"{by or 'Somebody'} changed this{when}, after you opened the page. Save again to put what you typed "
            "in its place, or open the page anew to see the change first."
        )
        told = [
            f"{words}." for name in self.fields if name in parts and (words := words_of(self.instance, name))
        ]
        for rows in self.rows_on_page:
            told += rows.words(parts)
        yield from told[:SHOWN]
        if len(told) > SHOWN:
            yield f"And {len(told) - SHOWN} more."

    def _last_change(self) -> tuple[Any, datetime | None]:
        """Who changed the record or one of its rows last, and when; None where no history tells."""
        histories = [rows.history() for rows in self.rows_on_page]
        if hasattr(self.instance, "history"):
            histories.append(type(self.instance).history.filter(id=self.instance.pk))  # type: ignore[attr-defined]
        newest = (found.select_related("history_user").order_by("history_id").last() for found in histories)
        last = max(filter(None, newest), key=lambda row: row.history_date, default=None)
        return (last.history_user, last.history_date) if last else (None, None)


class WholeRecordForm(ConflictForm):
    """Checks the constraints over fields that are not shown, too."""

    def validate_unique(self):
        super().validate_unique()
        if not self.errors:
            self.validate_constraints()

    def validate_constraints(self):
        try:
            self.instance.validate_constraints()
        except ValidationError as error:
            self._update_errors(error)  # type: ignore[attr-defined]
