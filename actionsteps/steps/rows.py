"""Rows typed beneath a record, such as the actions of a step: they are one part of its form."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.forms.formsets import BaseFormSet

from core.forms import TextField
from core.history import delete_as, save_as
from core.record_forms import RecordForm

from ..models import Action, Hours
from ..models.steps import TEXT_MAX_LENGTH

MOST_ROWS = 60

Row = tuple[str, ...]
"""What stands in one row: the key of its record, empty for a new one, then its columns as they are typed."""


class ActionRow(forms.Form):
    key = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    text = TextField(
        label="What is done", required=False, max_length=TEXT_MAX_LENGTH, widget=forms.Textarea({"rows": 2})
    )
    timeline = forms.CharField(label="Timeline, as written", required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("timeline") and not self.cleaned_data.get("text") and not self.errors:
            self.add_error("text", "Write down what is done at that time, or empty the timeline.")
        return self.cleaned_data


class HoursRow(forms.Form):
    key = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    what = forms.CharField(label="For", required=False, max_length=200)
    planned = forms.DecimalField(
        label="Planned", required=False, min_value=0, max_digits=7, decimal_places=2, widget=forms.TextInput
    )
    spent = forms.DecimalField(
        label="Spent", required=False, min_value=0, max_digits=7, decimal_places=2, widget=forms.TextInput
    )

    def clean(self) -> dict[str, Any]:
        given = [self.cleaned_data.get(name) is not None for name in ("planned", "spent")]
        if any(given) and not self.cleaned_data.get("what") and not self.errors:
            self.add_error("what", "Write down what these hours are for.")
        return self.cleaned_data


class FormWithRows(RecordForm):
    """A form of a record and its rows, compared and written as one part. A row left empty is taken off."""

    part: ClassVar[str]
    """The part's name, which is also the prefix of its rows and the record's name for them."""
    row_form: ClassVar[type[forms.Form]]
    row_model: ClassVar[Any]
    columns: ClassVar[tuple[str, ...]]
    """The first says what the row is; without it there is no row."""
    row_key: ClassVar[str]
    """The field by which a form knows its rows again."""
    row_of: ClassVar[str] = "step"
    """The field by which a row names the record."""

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.rows = self._made(data, self._standing(self.instance))

    def _made(self, data: Any, standing: Sequence[Row]) -> BaseFormSet[Any]:
        rows = forms.formset_factory(
            self.row_form,
            extra=1,
            can_order=True,
            max_num=MOST_ROWS,
            validate_max=True,
            absolute_max=MOST_ROWS + 5,
        )
        initial = [dict(zip(("key", *self.columns), row, strict=True)) for row in standing]
        return rows(
            data,
            prefix=self.part,
            initial=initial,
            auto_id=str(self.auto_id),
            form_kwargs=self.row_options(),
        )

    def row_options(self) -> dict[str, Any]:
        """What each row is made with."""
        return {}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.rows.is_valid():
            cleaned[self.part] = tuple(self._typed())
        else:
            for problem in self.rows.non_form_errors():
                self.add_error(None, problem)
            self.add_error(self.part, "See what is marked in its rows.")
        return cleaned

    def _typed(self) -> list[Row]:
        rows = [row.cleaned_data for row in self.rows if row.cleaned_data.get(self.columns[0])]
        rows.sort(key=lambda row: row.get("ORDER") or MOST_ROWS + 1)
        return [(row["key"], *(_text(row[name]) for name in self.columns)) for row in rows]

    def _standing(self, record: Any) -> tuple[Row, ...]:
        rows = getattr(record, self.part).all() if record.pk else []
        return tuple(
            (self.key_of(row), *(_text(getattr(row, name)) for name in self.columns)) for row in rows
        )

    def key_of(self, row: Any) -> str:
        return str(getattr(row, self.row_key))

    def said_beside(self, record: Any) -> dict[str, object]:
        return {self.part: self._standing(record)}

    def write_beside(self, record: Any, name: str, value: Sequence[Row], user: Any) -> None:
        standing = {self.key_of(row): row for row in getattr(record, name).all()}
        for position, (key, *typed) in enumerate(value, 1):
            row = standing.pop(key, None) or self.row_model(**{self.row_of: record})
            before = (row.position, *(_text(getattr(row, column)) for column in self.columns))
            if row.pk and before == (position, *typed):
                continue
            row.position = position
            for column, text in zip(self.columns, typed, strict=True):
                field: Any = self.row_model._meta.get_field(column)
                setattr(row, column, None if field.null and not text else field.to_python(text))
            save_as(row, by=user)
        for row in standing.values():
            delete_as(row, by=user)

    def show_standing(self, name: str, standing: Any) -> None:
        if name == self.part:
            self.rows = self._made(None, self._standing(standing))
        else:
            super().show_standing(name, standing)

    def _in_words(self, record: Any, name: str) -> str:
        if name != self.part:
            return super()._in_words(record, name)
        return "\n".join(" · ".join(filter(None, row[1:])) for row in self._standing(record))


def _text(value: Any) -> str:
    """As it is typed: a number has no zeros at its end."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "" if value is None else str(value)


class FormWithActions(FormWithRows):
    part, row_form, row_model, columns = "actions", ActionRow, Action, ("text", "timeline")
    actions = forms.Field(label="Actions", required=False, widget=forms.HiddenInput)
    row_key = "lineage"  # which stays when the step is copied into another version


class FormWithHours(FormWithRows):
    part, row_form, row_model, columns = "hours", HoursRow, Hours, ("what", "planned", "spent")
    hours = forms.Field(label="Hours", required=False, widget=forms.HiddenInput)
    row_key = "pk"
