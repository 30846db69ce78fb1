"""What is entered of a submission and of a letter about it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils import timezone

from core.forms import DayField, TextField
from core.history import delete_as, save_as
from core.record_forms import RecordForm
from partnerships.models import Agreement, Item, Letter, Submission, SubmittedChange, in_force_or_newest

from .lines import NamedLine, in_lines, read_lines

CHANGES_MAX_LENGTH = 20_000
CHANGE_MAX_LENGTH = 2000


def items_named_in(agreement: Agreement) -> dict[str, Item]:
    """By reference, the items of the edition in force that all its partnerships have."""
    edition = in_force_or_newest(list(agreement.editions.newest_first()))
    items = Item.objects.filter(edition=edition, local_to=None) if edition else Item.objects.none()
    return {item.reference: item for item in items}


class OfAgreementForm(RecordForm):
    """A form with text that may name items of the agreement."""

    items: Mapping[str, Item]

    def __init__(self, data: Any = None, *, agreement: Agreement, **options: Any) -> None:
        self.items = items_named_in(agreement)
        super().__init__(data, **options)


class SubmissionForm(OfAgreementForm):
    changes = TextField(
        required=False,
        max_length=CHANGES_MAX_LENGTH,
        widget=forms.Textarea({"rows": 6}),
        label="What it changes, and why",
        help_text="One thing a line. Begin with the numbers it is about: “4B, 13: New indicators.”",
    )
    field_order = ["title", "submitted_to", "due_on", "submitted_on", "summary", "changes"]

    class Meta:
        model = Submission
        fields = [
            "title",
            "submitted_to",
            "due_on",
            "submitted_on",
            "summary",
            "council",
            "approval",
            "public_within",
            "link",
        ]
        field_classes = {
            "due_on": DayField,
            "submitted_on": DayField,
            "summary": TextField,
            "approval": TextField,
        }
        widgets = {
            "summary": forms.Textarea({"rows": 4}),
            "approval": forms.Textarea({"rows": 4}),
        }
        labels = {
            "title": "What it is called",
            "summary": "What it is",
            "council": "Reviewed by",
            "approval": "When, and what was approved",
        }
        help_texts = {"submitted_on": "Empty while it is to come."}

    def __init__(self, data: Any = None, *, agreement: Agreement, **options: Any) -> None:
        super().__init__(data, agreement=agreement, **options)
        self.instance.agreement = agreement

    def clean_submitted_on(self) -> Any:
        day = self.cleaned_data.get("submitted_on")
        if day and day > timezone.localdate():
            raise forms.ValidationError(
                "This day is still to come. Leave it empty until then, and enter when it is due."
            )
        return day

    def clean_changes(self) -> str:
        lines = read_lines(self.cleaned_data["changes"], self.items)
        for number, line in enumerate(lines, 1):
            if len(line.text) > CHANGE_MAX_LENGTH:
                raise forms.ValidationError(
                    f"Line {number} has {len(line.text):,} characters; {CHANGE_MAX_LENGTH:,} fit. "
                    "Break it into several lines."
                )
        return in_lines(lines)

    def said_beside(self, record: Any) -> dict[str, object]:
        changes: Iterable[SubmittedChange] = (
            record.changes.prefetch_related("items") if record and record.pk else ()
        )
        return {"changes": in_lines(NamedLine(tuple(one.items.all()), one.text) for one in changes)}

    def write_beside(self, record: Any, name: str, value: Any, user: Any) -> None:
        """Lines that stay keep their record; the others are replaced."""
        standing = {one.text: one for one in record.changes.prefetch_related("items")}
        for position, line in enumerate(read_lines(value, self.items), 1):
            change: SubmittedChange = standing.pop(line.text, None) or SubmittedChange(
                submission=record, text=line.text
            )
            if change.position != position:
                change.position = position
                save_as(change, by=user)
            if {*change.items.all()} != {*line.items}:
                change.items.set(line.items)
        for gone in standing.values():
            delete_as(gone, by=user)


class LetterForm(OfAgreementForm):
    about = forms.CharField(
        required=False,
        max_length=200,
        label="Which it is about",
        help_text="Numbers, with commas between them: “3A, 11”. Empty: the whole.",
    )
    field_order = ["sender", "dated", "about", "text", "answer"]

    class Meta:
        model = Letter
        fields = ["sender", "dated", "text", "answer"]
        field_classes = {"text": TextField, "answer": TextField}
        widgets = {"text": forms.Textarea({"rows": 5}), "answer": forms.Textarea({"rows": 4})}
        labels = {"text": "What it asks for or determines", "answer": "What was done about it"}
        help_texts = {"text": "", "answer": ""}

    def __init__(self, data: Any = None, *, submission: Submission, **options: Any) -> None:
        super().__init__(data, agreement=submission.agreement, **options)
        self.instance.submission = submission
        if self.instance.pk is None:
            self.instance.position = submission.letters.count() + 1

    def clean_about(self) -> str:
        wanted = [part.strip() for part in self.cleaned_data["about"].split(",") if part.strip()]
        if unknown := [reference for reference in wanted if reference not in self.items]:
            raise forms.ValidationError(f"The text has no {', '.join(unknown)}.")
        return ", ".join(dict.fromkeys(wanted))

    def said_beside(self, record: Any) -> dict[str, object]:
        items = record.items.all() if record and record.pk else ()
        return {"about": ", ".join(item.reference for item in items)}

    def write_beside(self, record: Any, name: str, value: Any, user: Any) -> None:
        record.items.set(self.items[reference] for reference in value.split(", ") if reference)
