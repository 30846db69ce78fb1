"""What a person may enter in a cell, and in the form of a value."""

from typing import Any

from django import forms

from accounts.models import User
from core.conflicts import Resolution, mark_of, read_marks, resolutions_of
from core.forms import DayOrMonthField, TextField, day_or_month
from core.words import in_words
from evidence.models import EvidenceRow, Observation, ObservationStatus
from evidence.understanding import problems_with
from evidence.values import CELL, Change, said_by, seen_in
from partnerships.models import Period

_TEXT: Any = Observation._meta.get_field("text")


NOTHING = "none"
"""What an undo sends as the status where nothing was entered before."""


class CellForm(forms.Form):
    """What a cell is to say. The status is read from the text unless one is sent along, as an undo does.

    `seen` is the `TableCell.seen` of what the person saw.
    """

    text = TextField(required=False, max_length=_TEXT.limit)
    status = forms.ChoiceField(
        required=False, choices=[*ObservationStatus.choices, (NOTHING, "nothing entered")]
    )
    seen = forms.CharField(required=False)

    def __init__(self, data: Any, *, row: EvidenceRow, period: Period) -> None:
        super().__init__(data)
        self.row, self.period = row, period

    def clean_text(self) -> str:
        text = self.cleaned_data["text"]
        if problems := problems_with(text, self.row, self.period):
            raise forms.ValidationError(problems)
        return text

    def clean(self) -> dict[str, Any]:
        is_new = read_marks(self.cleaned_data.get("seen", "")).get("text") == mark_of("")
        if is_new and self.cleaned_data.get("text") and not self.row.is_kept_in(self.period):
            self.add_error("text", f"This row ended with {self.row.last_period}.")
        return self.cleaned_data

    @property
    def change(self) -> Change:
        """What is to be saved, once the form is valid."""
        wanted = {name: self.cleaned_data[name] for name in CELL if self.cleaned_data[name] or name == "text"}
        takes_back = wanted == {"text": "", "status": NOTHING}
        is_blank = wanted.get("status") in (ObservationStatus.BLANK, NOTHING)
        if takes_back or bool(wanted["text"]) == is_blank:
            wanted.pop("status", None)  # what is blank has no text, and nothing else has none
        seen = self.cleaned_data["seen"]
        return Change(self.row, self.period, wanted, seen, takes_back=takes_back)


class ValueForm(forms.Form):
    """All that people enter of a value. `seen` marks what the person saw of each part.

    A status that the person left as it was is read anew from a text that they changed. A text that they left as it
    was is not checked: it would keep them from what they changed.
    """

    text = TextField(
        label="Value",
        required=False,
        max_length=_TEXT.limit,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Exactly as it is to be printed.",
    )
    status = forms.ChoiceField(label="Status", choices=ObservationStatus.choices)
    expected = DayOrMonthField(
        label="Expected",
        required=False,
        help_text="Of what is forthcoming or embargoed. A month is enough: “February 2025”.",
    )
    owed_by = forms.ChoiceField(label="Who brings it", required=False)
    owed_by_name = forms.CharField(
        label="Or somebody else",
        required=False,
        max_length=120,
        help_text="Who does not sign in here: the state department.",
    )
    data_period = forms.ChoiceField(
        label="The data is from", required=False, help_text="Where that is another period than the column’s."
    )
    source = forms.CharField(label="Source", required=False, max_length=200)
    link = forms.URLField(label="Link", required=False, max_length=200, assume_scheme="https")
    note = TextField(
        label="Note for readers",
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    prints_remarks = forms.BooleanField(
        label="Documents say where the figures disagree with each other", required=False
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    fields: Any
    data: Any
    before: Observation | None = None
    """The value of the period before, which stands beside it."""
    target: str = ""

    def __init__(
        self,
        data: Any,
        *,
        row: EvidenceRow,
        period: Period,
        value: Observation | None,
        people: list[User],
        periods: list[Period],
    ) -> None:
        """`people` and `periods` are those to choose from: who brings it, when the data is from."""
        self.row, self.period, self.value = row, period, value
        self.prefix = f"p{period.pk}"
        said = said_by(value)
        expected = value.expected_on if value else None
        initial = said | {
            "expected": day_or_month(expected, expected is not None and expected.day == 1),
            "owed_by": said["owed_by_id"] or "",
            "data_period": said["data_period_id"] or "",
            "seen": seen_in(value),
        }
        bound = data is not None and f"{self.prefix}-seen" in data
        super().__init__(data.copy() if bound else None, initial=initial, prefix=self.prefix)
        self.fields["owed_by"].choices = [("", "nobody named"), *((one.pk, str(one)) for one in people)]
        others = [one for one in periods if one != period]
        self.fields["data_period"].choices = [
            ("", f"{period.name}, as the column says"),
            *((one.pk, one.name) for one in others),
        ]

    def clean_owed_by(self) -> int | None:
        return int(self.cleaned_data["owed_by"]) if self.cleaned_data["owed_by"] else None

    def clean_data_period(self) -> int | None:
        return int(self.cleaned_data["data_period"]) if self.cleaned_data["data_period"] else None

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        text, status = cleaned.get("text"), cleaned.get("status")
        if text is not None and self._is_changed("text", text):
            for problem in problems_with(text, self.row, self.period):
                self.add_error("text", problem)
        if text is not None and status and self._is_changed("status", status):
            if text and status == ObservationStatus.BLANK:
                self.add_error("status", "Empty the value first: what is left blank has no text.")
            if not text and status != ObservationStatus.BLANK:
                self.add_error(
                    "text", "Enter what is to be printed, such as * or TBD, or choose “left blank”."
                )
        if cleaned.get("owed_by") and cleaned.get("owed_by_name"):
            self.add_error(
                "owed_by_name", "Name one who brings it: somebody from the list, or somebody else."
            )
        return cleaned

    def _is_changed(self, name: str, wanted: object) -> bool:
        return read_marks(self.cleaned_data.get("seen", "")).get(name) != mark_of(wanted)

    @property
    def wanted(self) -> dict[str, object]:
        """By part, once the form is valid."""
        cleaned = self.cleaned_data
        wanted = {name: cleaned[name] for name in SAME} | {
            "expected_on": cleaned["expected"][0],
            "owed_by_id": cleaned["owed_by"],
            "data_period_id": cleaned["data_period"],
        }
        if self._is_changed("status", cleaned["status"]):
            wanted["status"] = cleaned["status"]
        return wanted

    @property
    def change(self) -> Change:
        return Change(self.row, self.period, self.wanted, self.cleaned_data["seen"])

    def show_conflict(self, now: Observation | None) -> None:
        """Say what others made of it meanwhile. Who sends it again has seen that."""
        outcomes = resolutions_of(self.cleaned_data["seen"], said_by(now), self.wanted)
        parts = [name for name, outcome in outcomes.items() if outcome is Resolution.CONFLICT]
        stands = in_words(f"{LABELS[name]} {_in_words(now, name)}" for name in parts)
        who = now.updated_by.name if now and now.updated_by else "Somebody else"
        self.add_error(
            None,
            f"{who} changed this after you opened it. Now stands: {stands}. What you entered is still here; "
            "save again to replace theirs.",
        )
        self.data[self.add_prefix("seen")] = seen_in(now)


SAME = ("text", "owed_by_name", "source", "link", "note", "prints_remarks")
"""The parts whose fields are called and read as they are."""

LABELS = {
    "text": "value",
    "status": "status",
    "expected_on": "expected",
    "owed_by_id": "who brings it",
    "owed_by_name": "who brings it",
    "data_period_id": "the period of the data",
    "source": "source",
    "link": "link",
    "note": "note",
    "prints_remarks": "documents say where figures disagree:",
}
"""What a person calls the parts of a value."""


def _in_words(value: Observation | None, part: str) -> str:
    if value is None:
        return "nothing"
    match part:
        case "status":
            return value.get_status_display()
        case "expected_on":
            return (
                day_or_month(value.expected_on, bool(value.expected_on and value.expected_on.day == 1))
                or "nothing"
            )
        case "owed_by_id":
            return str(value.owed_by) if value.owed_by else "nobody"
        case "data_period_id":
            return str(value.data_period or value.period)
        case "prints_remarks":
            return "yes" if value.prints_remarks else "no"
    return f"“{text}”" if (text := getattr(value, part)) else "nothing"
