"""What a person says of a row: what its figures are to reach, and what they are broken down by."""

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms

from accounts.models import Organization, OrganizationKind
from core.forms import TextField, as_typed
from core.history import delete_as, save_as
from core.record_forms import RecordForm
from evidence.models import (
    Breakdown,
    BreakdownPart,
    Definition,
    EvidenceRow,
    StudentGroup,
    Target,
    TargetBand,
    TargetKind,
)
from evidence.reading import in_short
from partnerships.models import Period

BAND = re.compile(r"(?P<number>[0-9.]{1,12}) ?%? (?P<label>.+)")


class OfRowForm(RecordForm):
    """A form of something that belongs to a row."""

    row: EvidenceRow

    def __init__(self, data: Any = None, *, row: EvidenceRow, **options: Any) -> None:
        super().__init__(data, **options)
        self.row = row

    def lines_of(self, name: str) -> list[str]:
        """The lines of a field that are not empty."""
        return [line for line in as_typed(self.cleaned_data.get(name) or "").split("\n") if line.strip()]

    def offer_periods(self, name: str, empty: str = "Choose a period") -> None:
        """Those that the row's agreement offers, the newest first."""
        field: Any = self.fields[name]
        periods = Period.objects.offered_in(self.row.edition.agreement_id)
        field.queryset, field.empty_label = periods.order_by("-start", "pk"), empty


class TargetForm(OfRowForm):
    bands = TextField(
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text="Of “several bands at once”, one a line: “60% Proficient”.",
    )

    class Meta:
        model = Target
        fields = ["period", "kind", "number", "upper", "text", "reason", "outlasts_definition"]
        field_classes = {"reason": TextField}
        widgets = {"reason": forms.Textarea({"rows": 2})}
        labels = {"kind": "It is to be", "reason": "Why so"}

    def __init__(self, data: Any = None, *, definition: Definition, **options: Any) -> None:
        super().__init__(data, **options)
        self.instance.definition = definition
        self.offer_periods("period")

    def clean_bands(self) -> str:
        bands = []
        for number, line in enumerate(self.lines_of("bands"), 1):
            band = _read_band(line)
            if band is None:
                raise forms.ValidationError(f"Line {number}: write a number and what it is of.")
            bands.append(_band_line(*band))
        return "\n".join(bands)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("kind") == TargetKind.BANDS and "bands" not in self.errors and not data.get("bands"):
            self.add_error("bands", "Write the bands, one a line.")
        if data.get("kind") != TargetKind.BANDS and data.get("bands"):
            self.add_error("kind", "Only “several bands at once” has bands.")
        return data

    def said_beside(self, record: Any) -> dict[str, object]:
        bands = record.bands.all() if record.pk else []
        return {"bands": "\n".join(_band_line(band.at_least, band.label) for band in bands)}

    def write_beside(self, record: Any, name: str, value: str, user: Any) -> None:
        standing = {band.label: band for band in record.bands.all()}
        for place, (number, label) in enumerate(filter(None, map(_read_band, value.split("\n"))), 1):
            band = standing.pop(label, None) or TargetBand(target=record, label=label)
            if (band.at_least, band.position) != (number, place):
                band.at_least, band.position = number, place
                save_as(band, by=user)
        for band in standing.values():
            delete_as(band, by=user)


def _read_band(line: str) -> tuple[Decimal, str] | None:
    found = BAND.fullmatch(line.strip())
    try:
        return (Decimal(found["number"]), found["label"].strip()) if found else None
    except InvalidOperation:
        return None


def _band_line(number: Decimal, label: str) -> str:
    return f"{in_short(number)} {label}"


class BreakdownForm(OfRowForm):
    parts = TextField(
        max_length=5000,
        widget=forms.Textarea({"rows": 6}),
        help_text="One a line, in order. A school or a student group that Accord knows is recognised by its name.",
        error_messages={"required": "Write the parts, one a line."},
    )

    class Meta:
        model = Breakdown
        fields = ["name", "parts_add", "tolerance"]
        labels = {"name": "Broken down by", "parts_add": "Its parts"}

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.instance.row = self.row

    def clean_parts(self) -> str:
        labels = [line.strip() for line in self.lines_of("parts")]
        if doubled := next((label for label in labels if labels.count(label) > 1), None):
            raise forms.ValidationError(f"“{doubled}” stands there twice.")
        if too_long := next((label for label in labels if len(label) > 120), None):
            raise forms.ValidationError(f"“{too_long[:40]}...” is longer than 120 characters.")
        if self.instance.pk:
            gone = self.instance.parts.exclude(label__in=labels).filter(observations__isnull=False).first()
            if gone:
                raise forms.ValidationError(f"“{gone}” has values and stays. Write it down again.")
        return "\n".join(labels)

    def said_beside(self, record: Any) -> dict[str, object]:
        parts = record.parts.all() if record.pk else []
        return {"parts": "\n".join(part.label for part in parts)}

    def write_beside(self, record: Any, name: str, value: str, user: Any) -> None:
        standing = {part.label: part for part in record.parts.all()}
        schools = {name: one for one in schools_of(self.row) for name in (one.name, one.short_name)}
        groups = {group.label: group for group in StudentGroup.objects.all()}
        for place, label in enumerate(value.split("\n"), 1):
            part = standing.pop(label, None) or BreakdownPart(breakdown=record, label=label)
            said = (schools.get(label) or part.organization, groups.get(label) or part.student_group, place)
            if part.pk is None or said != (part.organization, part.student_group, part.position):
                part.organization, part.student_group, part.position = said
                save_as(part, by=user)
        for part in standing.values():
            delete_as(part, by=user)


def schools_of(row: EvidenceRow) -> Iterable[Organization]:
    """The schools of the row's partner."""
    if row.partnership is None:
        return []
    return Organization.objects.filter(parent=row.partnership.partner_id, kind=OrganizationKind.SCHOOL)
