"""Forms of one record: they check the whole record, and that nobody else saved it meanwhile."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms.models import model_to_dict
from django.utils.crypto import salted_hmac
from django.utils.formats import date_format
from django.utils.timezone import localtime


class ConflictForm(forms.ModelForm):
    """Refuses once to overwrite what somebody else saved after the page was opened, its rows included."""

    seen: str | None = None
    """The mark of what the person who typed has seen; None where the page has none."""
    changes_of: Callable[[Model], list[Any]] = staticmethod(lambda obj: [])
    """The newest history row of the record and of each kind of row on its page, None where there is none."""

    def clean(self):
        data = super().clean()
        if self.seen is None or not self.instance.pk:
            return data
        stored = type(self.instance)._default_manager.get(pk=self.instance.pk)
        changes = self.changes_of(stored)
        if self.seen != mark_of(stored, changes):
            change = max(filter(None, changes), key=lambda row: row.history_date, default=None)
            who = (change and change.history_user) or "Somebody"
            when = f" on {date_format(localtime(change.history_date), 'M j, Y, g:i A')}" if change else ""
            raise ValidationError(
                f"{who} changed this{when}, after you opened the page. Save again to put what you typed in its "
                "place, or open the page anew to see the change first."
            )
        return data


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


def mark_of(obj: Model, changes: list[Any]) -> str:
    """A mark that changes with a record and with the rows on its page.

    Of a record without a history it is made of what its fields say.
    """
    marks = [str(row.history_id if row else 0) for row in changes]
    if not hasattr(obj, "history"):
        marks.append(salted_hmac("core.admin", repr(model_to_dict(obj))).hexdigest()[:16])
    return "-".join(marks)
