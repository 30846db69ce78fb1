"""What is entered of a signature, with its scanned page, and why one is withdrawn."""

import datetime
from pathlib import PurePath
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format

from core.forms import DayField, TextField

from .pages import SignaturePlace

SCAN_MAX_MEGABYTES = 10
REASON_MAX_LENGTH = 100

KINDS = {
    b"%PDF-": ("application/pdf", ".pdf"),
    b"\x89PNG\r\n\x1a\n": ("image/png", ".png"),
    b"\xff\xd8\xff": ("image/jpeg", ".jpg"),
}
"""What a scan may be, by its first bytes: (content type, how the file's name ends)."""


class SigningForm(forms.Form):
    """A signature as it stands on paper, with its scanned page where there is one."""

    name = forms.CharField(
        label="Name as signed",
        max_length=120,
        error_messages={"required": "Write the name as it was signed, then save."},
    )
    date = DayField(
        label="Signed on",
        widget=forms.TextInput,
        error_messages={"required": "Enter the day it was signed, for example 9/27/2024."},
    )
    sure = forms.BooleanField(label="The day is right", required=False)
    scan = forms.FileField(
        label="Scanned page (optional)",
        required=False,
        help_text=f"A PDF, PNG or JPEG of at most {SCAN_MAX_MEGABYTES} MB.",
        error_messages={"empty": "This file is empty. Scan the page again, then choose the new file."},
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
    )
    remove_scan = forms.BooleanField(label="Take the scanned page away", required=False)
    seen = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    def __init__(
        self, data: Any = None, files: Any = None, *, place: SignaturePlace, too_large: bool = False
    ) -> None:
        """`too_large`: the request was, so that its file was thrown away before it got here."""
        signature = place.signature
        said = {"name": signature.name, "date": signature.date} if signature else {}
        super().__init__(data if data is None else data.copy(), files, initial=said | {"seen": place.stamp})
        self.place, self.too_large = place, too_large
        self.is_early = False
        """Whether the day is before there was a text to sign, so that the person is asked whether it is right."""
        if not (signature and signature.scan_id):
            del self.fields["remove_scan"]

    def clean_date(self) -> datetime.date:
        day = self.cleaned_data["date"]
        if day > timezone.localdate():
            raise forms.ValidationError("This day is still to come. Enter the day it was signed.")
        return day

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        day, earliest = said.get("date"), self.place.earliest
        stands = self.place.signature.date if self.place.signature else None
        self.is_early = bool(day and earliest and day < earliest and day != stands)
        if earliest and self.is_early and not said["sure"]:
            first = date_format(earliest, "F j, Y")
            self.add_error(
                "date",
                f"Is the day right? {self.place.what} is hardly signed before {first}. If it is, tick that below.",
            )
        del said["sure"]
        return said

    def clean_scan(self) -> Any:
        """(content, content type, file name), or None where no file was chosen."""
        upload = self.cleaned_data["scan"]
        if upload is None and not self.too_large:
            return None
        if self.too_large or upload.size > SCAN_MAX_MEGABYTES * 1024 * 1024:
            raise forms.ValidationError(
                f"This file is larger than {SCAN_MAX_MEGABYTES} MB. Scan the page at a lower resolution, "
                "then choose the new file."
            )
        content = upload.read()
        for start, (content_type, ending) in KINDS.items():
            if content.startswith(start):
                stem = "".join(c for c in PurePath(upload.name).stem if c.isprintable())
                return content, content_type, f"{stem[:100] or 'signature'}{ending}"
        raise forms.ValidationError("This file is not a PDF, PNG or JPEG. Choose the scanned page.")

    def show_what_stands(self) -> None:
        """After a conflict: the next try has seen what is recorded now."""
        self.data["seen"] = self.place.stamp  # type: ignore[index]

    def lost_file(self) -> bool:
        """Whether a file was chosen that has to be chosen again, since no page can fill it in."""
        return bool(self.files.get("scan"))


class WithdrawalForm(forms.Form):
    """Why a signature is withdrawn, and which one the person saw."""

    reason = TextField(
        max_length=REASON_MAX_LENGTH,
        error_messages={
            "required": "Say why the signature is withdrawn, then try again.",
            "max_length": f"At most {REASON_MAX_LENGTH} characters fit. Shorten the reason, then try again.",
        },
    )
    seen = forms.CharField(required=False, strip=False)
