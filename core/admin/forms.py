"""Forms of one record: they check the whole record, and save what was changed on them and nothing else."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model


class ChangesForm(forms.ModelForm):
    """Saves of a record that stands already only what its person changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._stood = self._values()

    def _values(self) -> dict[str, Any]:
        """What stands in each column that was read; keys for sorting follow the names they are made of."""
        columns = self.instance._meta.concrete_fields
        return {
            one.attname: getattr(self.instance, one.attname)
            for one in columns
            if one.attname in vars(self.instance)
        }

    def changed_columns(self) -> list[str]:
        """What is to be saved: the columns that differ from what stood there, and when it was changed."""
        changed = [name for name, value in self._values().items() if self._stood.get(name) != value]
        columns = self.instance._meta.concrete_fields
        now = [one.attname for one in columns if getattr(one, "auto_now", False)]
        return [*changed, *now] if changed else []

    def _post_clean(self) -> None:
        """What nobody changed is not checked anew: it stands in the database."""
        if self.instance._state.adding or self.has_changed():
            super()._post_clean()  # type: ignore[misc]

    def _save_m2m(self) -> None:
        all_cleaned = self.cleaned_data
        if not self.instance._state.adding:
            self.cleaned_data = {name: all_cleaned[name] for name in self.changed_data if name in all_cleaned}
        super()._save_m2m()  # type: ignore[misc]
        self.cleaned_data = all_cleaned

    def save(self, commit: bool = True) -> Model:
        if not commit or self.instance._state.adding or self.errors:
            return super().save(commit)
        self.instance.save(update_fields=self.changed_columns())
        self._save_m2m()
        return self.instance


class WholeRecordForm(ChangesForm):
    """Checks the constraints over fields that are not shown, too."""

    told: Sequence[str] = ()
    """What both this person and somebody else changed, in sentences: it is refused once."""

    def clean(self):
        data = super().clean()
        if self.told:
            raise ValidationError(list(self.told))
        return data

    def validate_unique(self):
        super().validate_unique()
        if not self.errors:
            self.validate_constraints()

    def validate_constraints(self):
        try:
            self.instance.validate_constraints()
        except ValidationError as error:
            self._update_errors(error)  # type: ignore[attr-defined]
