"""A form of one record that several people may have open: each changes what they changed, and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from .conflicts import Conflict, Resolution, left_alone, marks_of, resolutions_of
from .history import last_change, save_as


@dataclass(frozen=True)
class Attempt:
    """What came of a form that was sent, for its page: the record, or why it comes back."""

    status: int
    saved: Any = None
    conflict: Conflict | None = None


class RecordForm(forms.ModelForm):
    """`seen` marks what the person saw, field by field.

    What somebody else changed meanwhile stays. Where both changed the same field nothing is saved.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def said_beside(self, record: Any) -> dict[str, object]:
        """What fields of the form that are no columns are about, as they clean: a list typed in lines."""
        return {}

    def write_beside(self, record: Any, name: str, value: Any, user: Any) -> None:
        """Write one of these fields, where its person changed it."""

    def written_first(self) -> Any | None:
        """Of a form without a record of its own, where each subject has one: the one that somebody else wrote
        since it was shown."""

    def sign(self, record: Any, user: Any) -> None:
        """Write into the record itself who changes it, where it says that."""

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data and data.copy(), **options)
        self.initial.update(self.said_beside(self.instance))
        self.initial["seen"] = marks_of(self._said_by(self.instance))

    def save_by(self, user: Any) -> Any:
        """Write what the person changed. A new record is written whole, or what was `written_first`
        is changed.

        Raises Conflict: its `now` has by label what stands in the fields that both changed, in words. The form's
        constraints are checked against what is written; ValidationError says which of them is broken.
        """
        if self.instance.pk is None:
            try:
                return self._begin(user)
            except (ValidationError, IntegrityError):
                first = self.written_first()
                if first is None:
                    raise
                self.instance = first
        with transaction.atomic():
            return self._change(user)

    def attempt(self, user: Any) -> Attempt:
        """Save what was sent, where it can be. Why it cannot be stands in the form; nothing typed is lost."""
        if not self.is_bound:
            return Attempt(200)
        if not self.is_valid():
            return Attempt(422)
        try:
            return Attempt(200, saved=self.save_by(user))
        except Conflict as met:
            self.see_what_stands()
            return Attempt(409, conflict=met)
        except ValidationError as refused:
            self.add_error(None, refused)
            return Attempt(422)

    def see_what_stands(self) -> None:
        """After a conflict the next try has seen what stands, and shows it where this person changed nothing."""
        standing = type(self.instance)._default_manager.get(pk=self.instance.pk)
        now, data = self._said_by(standing), self.data
        for name in left_alone(self.cleaned_data["seen"], now, self._plain(self.cleaned_data)):
            self.show_standing(name, standing)
        data["seen"] = marks_of(now)  # type: ignore[index]  # a copy, made in __init__

    def show_standing(self, name: str, standing: Any) -> None:
        """Put into one field what stands now in the record."""
        said = forms.model_to_dict(standing, [name]) | self.said_beside(standing)
        value = self.fields[name].prepare_value(said[name])
        values = value if isinstance(value, list) else [] if value in (None, False) else [value]
        self.data.setlist(self.add_prefix(name), [str(one) for one in values])  # type: ignore[attr-defined]

    def changes_something(self) -> bool:
        """Whether its person wants something else than what they saw, and than what stands."""
        now = self._said_by(type(self.instance)._default_manager.get(pk=self.instance.pk))
        outcomes = resolutions_of(self.cleaned_data["seen"], now, self._plain(self.cleaned_data)).values()
        return Resolution.MINE in outcomes or Resolution.CONFLICT in outcomes

    @transaction.atomic
    def _begin(self, user: Any) -> Any:
        self.sign(self.instance, user)
        self.instance.validate_constraints()
        save_as(self.instance, by=user)
        self._save_m2m()  # type: ignore[attr-defined]
        for name in self.said_beside(self.instance):
            self.write_beside(self.instance, name, self.cleaned_data[name], user)
        return self.instance

    def _change(self, user: Any) -> Any:
        record = type(self.instance)._default_manager.select_for_update().get(pk=self.instance.pk)
        now, wanted = self._said_by(record), self._plain(self.cleaned_data)
        outcomes = resolutions_of(self.cleaned_data["seen"], now, wanted)
        if both := [name for name in outcomes if outcomes[name] is Resolution.CONFLICT]:
            by, at = last_change(record)
            raise Conflict({self._label(name): self._in_words(record, name) for name in both}, by=by, at=at)
        changed = [name for name in outcomes if outcomes[name] is Resolution.MINE]
        beside = self.said_beside(record)
        mine = [name for name in changed if name not in beside]
        for name in mine:
            if not self._is_many(name):
                setattr(record, name, self.cleaned_data[name])
        if changed:
            self.sign(record, user)
        if mine:
            record.validate_constraints()
            save_as(record, by=user)
            for name in filter(self._is_many, mine):
                getattr(record, name).set(self.cleaned_data[name])
        for name in changed:
            if name in beside:
                self.write_beside(record, name, self.cleaned_data[name], user)
        return record

    def _said_by(self, record: Any) -> dict[str, object]:
        return self._plain(forms.model_to_dict(record, self._columns()) | self.said_beside(record))

    def _plain(self, values: Mapping[str, Any]) -> dict[str, object]:
        names = {*self._columns(), *self.said_beside(self.instance)}
        return {name: _plain(value) for name, value in values.items() if name in names}

    def _columns(self) -> list[str]:
        return [name for name in self._meta.fields or () if name in self.fields]  # type: ignore[attr-defined]

    def _is_many(self, name: str) -> bool:
        return name in self._columns() and bool(self.instance._meta.get_field(name).many_to_many)

    def _label(self, name: str) -> str:
        return str(self[name].label)

    def _in_words(self, record: Any, name: str) -> str:
        if name not in self._columns():
            return str(self.said_beside(record)[name])
        if self._is_many(name):
            return ", ".join(map(str, getattr(record, name).all()))
        display = getattr(record, f"get_{name}_display", None)
        value = display() if display else getattr(record, name)
        return "" if value is None else str(value)


def _plain(value: Any) -> object:
    """As it compares: a record is its key, a number has no zeros at its end."""
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, models.QuerySet | list) and all(isinstance(one, models.Model) for one in value):
        return sorted(one.pk for one in value)
    return value.normalize() if isinstance(value, Decimal) else value
