"""A record's page as it stands: what each part of it says, of the record and of the rows on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.admin.options import InlineModelAdmin
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.forms.formsets import DELETION_FIELD_NAME
from django.http import QueryDict
from django.utils.text import capfirst

from core.conflicts import marks_of

from .sent import as_sent, said


def compared(form: BaseForm) -> list[BoundField]:
    """The fields of a form that somebody may change."""
    return [form[name] for name, field in form.fields.items() if not field.disabled]


@dataclass
class Rows:
    """The rows of one kind on a page."""

    inline: InlineModelAdmin
    formset: Any

    @property
    def prefix(self) -> str:
        return self.formset.prefix

    @property
    def key_name(self) -> str:
        return self.formset.model._meta.pk.name

    @property
    def place(self) -> str:
        """The field of rows that stand in an order, empty where they stand in none."""
        return getattr(self.formset, "place", "")

    @property
    def kind(self) -> str:
        return capfirst(str(self.inline.verbose_name))

    @property
    def standing(self) -> dict[str, Any]:
        """The form of each row by its key, in the order in which they stand."""
        return {str(form.instance.pk): form for form in self.formset.initial_forms}

    def fields(self, form: BaseForm) -> list[BoundField]:
        """What is compared of a row. Its place is compared with those of the others, all at once."""
        aside = {self.key_name, self.formset.fk.name, self.place, DELETION_FIELD_NAME}
        return [one for one in compared(form) if one.name not in aside]

    def part(self, key: str, name: str = "") -> str:
        """How a field of a row is named among the parts of its page; without a name, that the row stands there."""
        return f"{self.prefix}.{key}.{name}"

    def keys_in(self, parts: Iterable[str]) -> list[str]:
        """The keys of the rows that stood on a page, in the order in which they stood."""
        return [
            part.split(".")[-2] for part in parts if part.startswith(f"{self.prefix}.") and part.endswith(".")
        ]

    def history(self) -> Any:
        """The history of these rows, those that are gone included; None where none is kept."""
        history = getattr(self.formset.model, "history", None)
        return history and history.filter(**{self.formset.fk.attname: self.formset.instance.pk})


class Page:
    """The form of a record, not filled in, and those rows on its page that may be changed there."""

    def __init__(self, form: Any, rows: Iterable[Rows]) -> None:
        self.form, self.rows = form, list(rows)
        self.sent = QueryDict(mutable=True)
        """What a browser sends for the page as it is."""
        self.says: dict[str, object] = {}
        """What each part of the page says."""
        for field in compared(form):
            self._read(field, field.name)
        for rows_ in self.rows:
            for key, row in rows_.standing.items():
                self.says[rows_.part(key)] = ""
                for field in rows_.fields(row):
                    self._read(field, rows_.part(key, field.name))

    def _read(self, field: BoundField, part: str) -> None:
        self.sent.setlist(field.html_name, as_sent(field))
        self.says[part] = said(field.field, self.sent, field.html_name)

    @property
    def marks(self) -> str:
        return marks_of(self.says)

    def last_change(self) -> tuple[Any, datetime | None]:
        """Who changed the record or one of its rows last, and when; None where no history tells."""
        histories = [rows.history() for rows in self.rows]
        if hasattr(self.form.instance, "history"):
            histories.append(self.form.instance.history)
        newest = (
            found.select_related("history_user").order_by("history_id").last()
            for found in histories
            if found is not None
        )
        last = max(filter(None, newest), key=lambda row: row.history_date, default=None)
        return (last.history_user, last.history_date) if last else (None, None)
