"""A form whose parts two people may write at once."""

from typing import Any

from django import forms

from core.conflicts import left_alone, marks_of


class InPartsForm(forms.Form):
    """`saved` is what is saved, part by part; `seen` marks what the person saw of it."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, saved: dict[str, Any], shown: dict[str, Any], **options: Any) -> None:
        """`shown` are the parts that a field shows otherwise than they are saved."""
        self.saved = saved
        initial = {**saved, **shown, "seen": marks_of(saved)}
        super().__init__(data and data.copy(), initial=initial, **options)

    def parts(self) -> dict[str, Any]:
        """What the person entered, part by part."""
        return {name: value for name, value in self.cleaned_data.items() if name in self.saved}

    def take_note_of_theirs(self) -> None:
        """The next try has seen what is saved now, and shows it where this person changed nothing."""
        for name in left_alone(self.cleaned_data["seen"], self.saved, self.parts()):
            self.data[name] = self.initial[name]  # type: ignore[index]  # a copy, made in __init__
        self.data["seen"] = self.initial["seen"]  # type: ignore[index]
