"""Adding a file to a value."""

from typing import Any

from django import forms

from core.uploads import LARGEST_UPLOAD

from .kinds import ACCEPTED

TOO_LARGE = (
    f"This file is larger than {LARGEST_UPLOAD // 1024 // 1024} MB. "
    "Make it smaller, or give a link to where it lies."
)


class FileForm(forms.Form):
    file = forms.FileField(
        label="Add a file",
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        error_messages={
            "required": "Choose a file, then add it.",
            "empty": "This file is empty. Choose another one.",
        },
    )

    def __init__(self, data: Any = None, files: Any = None, *, too_large: bool = False) -> None:
        """`too_large`: the request was, so that its file was thrown away before it got here."""
        super().__init__(data, files)
        if too_large:
            self.fields["file"].error_messages["required"] = TOO_LARGE
