"""What a person pastes, and where it goes."""

from typing import Any

from django import forms

from core.forms import TextField

from .blocks import entered_from, read_block
from .entered import EvidenceUpload, UploadRefused
from .standing import StandingTables


class PasteForm(forms.Form):
    """A block of cells, and the cell of the table on which its first one goes."""

    row = forms.ChoiceField(label="First row")
    period = forms.ChoiceField(label="First column")
    block = TextField(
        label="Paste the cells here",
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text="Copied from Excel or Google Sheets, without their headings.",
        error_messages={"required": "Paste the cells that you copied, then look what would change."},
    )

    def __init__(self, data: Any, *, standing: StandingTables, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.standing = standing
        fields: Any = self.fields
        fields["row"].choices = [
            (
                standing.heading_of(table.category),
                [(row.record.lineage, standing.names[row.record.lineage]) for row in table.rows],
            )
            for table in standing.tables
        ]
        periods = sorted(standing.periods.items(), key=lambda one: one[1].start)
        fields["period"].choices = [(key, period.name) for key, period in periods]

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if {"row", "period", "block"} <= cleaned.keys():
            row = self.standing.rows[cleaned["row"]]
            period = self.standing.periods[cleaned["period"]]
            table = next(one for one in self.standing.tables if one.category.pk == row.category_id)
            if period not in table.periods:
                where = f"{self.standing.edition.words.category} {table.category.number}"
                self.add_error("period", f"The table of {where} has no column for {period.name}.")
                return cleaned
            first = [one.record.pk for one in table.rows].index(row.pk)
            try:
                cleaned["upload"] = entered_from(
                    read_block(cleaned["block"]), table, first, table.periods.index(period)
                )
            except UploadRefused as refused:
                self.add_error("block", list(refused.sentences))
        return cleaned

    @property
    def upload(self) -> EvidenceUpload:
        """What the block says, once the form is valid."""
        upload: EvidenceUpload = self.cleaned_data["upload"]
        return upload
