"""What is chosen for one kind of document of a partnership: its parts, a foreword, whether the logo is printed."""

from collections.abc import Sequence
from typing import Any

from django import forms

from accounts.models import User
from core.forms import TextField
from core.history import save_as
from core.record_forms import RecordForm
from partnerships.models import Partnership

from .documents import DocumentMaker
from .models import DocumentLayout
from .parts import DocumentPart


class LayoutForm(RecordForm):
    """Without a record of its own yet it shows what the kind itself says."""

    printed = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple, label="Parts that are printed"
    )
    field_order = ["printed", "foreword", "with_logo"]

    class Meta:
        model = DocumentLayout
        fields = ["foreword", "with_logo"]
        field_classes = {"foreword": TextField}
        widgets = {"foreword": forms.Textarea({"rows": 8})}
        labels = {"with_logo": "The logo on the first page"}
        help_texts = {
            "foreword": "It stands before all that follows, as it is typed. An empty line begins a paragraph.",
            "with_logo": "",
        }

    def __init__(
        self,
        data: Any = None,
        *,
        partnership: Partnership,
        kind: str,
        maker: DocumentMaker,
        **options: Any,
    ) -> None:
        self.parts = parts = maker.parts
        layout = _standing(partnership, kind)
        super().__init__(data, instance=layout or _new(partnership, kind, parts), **options)
        field: Any = self.fields["printed"]
        field.choices = [(part.key, part.label) for part in parts]
        if maker.foreword_lines:
            room = f"{maker.foreword_lines} lines of it have room on the sheet; what is longer is cut."
            self.fields["foreword"].help_text = f"It stands before all that follows. {room}"
        shown = {"printed": parts, "foreword": maker.has_foreword, "with_logo": maker.has_logo}
        for name in [name for name, is_shown in shown.items() if not is_shown]:
            del self.fields[name]

    def said_beside(self, record: Any) -> dict[str, object]:
        if not self.parts:
            return {}
        return {"printed": [part.key for part in self.parts if part.key not in record.left_out]}

    def written_first(self) -> DocumentLayout | None:
        return _standing(self.instance.partnership, self.instance.kind)

    def sign(self, record: Any, user: User) -> None:
        record.updated_by = user
        record.version += record.pk is not None

    def clean(self) -> dict[str, Any]:
        said: Any = super().clean()
        if self.instance.pk is None and "printed" in said:
            self.instance.left_out = self._left_out(said["printed"])
        return said

    def write_beside(self, record: Any, name: str, value: Any, user: Any) -> None:
        left_out = self._left_out(value)
        if record.left_out != left_out:
            record.left_out = left_out
            save_as(record, by=user)

    def _in_words(self, record: Any, name: str) -> str:
        if name == "printed":
            return ", ".join(part.label for part in self.parts if part.key not in record.left_out)
        return super()._in_words(record, name)

    def _left_out(self, printed: Sequence[str]) -> list[str]:
        return [part.key for part in self.parts if part.key not in printed]


def _standing(partnership: Partnership, kind: str) -> DocumentLayout | None:
    return DocumentLayout.objects.filter(partnership=partnership, kind=kind).first()


def _new(partnership: Partnership, kind: str, parts: Sequence[DocumentPart]) -> DocumentLayout:
    left_out = [part.key for part in parts if part.starts_out]
    return DocumentLayout(partnership=partnership, kind=kind, left_out=left_out)
