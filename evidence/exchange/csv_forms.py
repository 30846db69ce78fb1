"""How a CSV file is read, and what its columns hold: recognized, shown, and changed by the person."""

from typing import Any

from django import forms

from core.conflicts import mark_of

from .csv_matching import (
    FileColumns,
    Matched,
    entered_from,
    guessed,
    in_order,
    match_periods,
    match_rows,
    names_in,
)
from .csv_reading import DELIMITERS, ENCODINGS, CsvLine, Dialect, looks_like_a_number, read_lines, recognized
from .entered import EvidenceUpload, UploadRefused
from .standing import StandingTables

MOST_NAMES = 300
"""That somebody would look at, to say which row each is."""

_DELIMITER_OF = {name: sign for sign, name in DELIMITERS.items()}


class CsvForm(forms.Form):
    """The columns of a file. The names in them that mean no row or period get a field each."""

    encoding = forms.ChoiceField(label="Encoding", choices=list(ENCODINGS.items()))
    delimiter = forms.ChoiceField(
        label="Between the columns stands a", choices=[(name, name) for name in DELIMITERS.values()]
    )
    heading = forms.BooleanField(label="The first line holds headings", required=False)
    decimal_comma = forms.BooleanField(
        label="Numbers have a decimal comma",
        required=False,
        help_text="Then 95,5 goes into the table as 95.5. Without it every text stays as it is in the file.",
    )
    row = forms.ChoiceField(label="Name of the row")
    value = forms.ChoiceField(label="Value", required=False)
    numerator = forms.ChoiceField(label="Or two counts: how many of them", required=False)
    denominator = forms.ChoiceField(label="Of how many", required=False)
    period = forms.ChoiceField(label="Period", required=False)
    one_period = forms.ChoiceField(label="Or one period for all lines", required=False)
    part = forms.ChoiceField(
        label="Part",
        required=False,
        help_text="The school, grade or group. Lines without it are about the whole.",
    )

    fields: Any

    def __init__(
        self, content: bytes, data: Any = None, *, reading: Any = None, standing: StandingTables
    ) -> None:
        """`reading`: how the person says it is to be read. Raises UploadRefused where that is wrong."""
        self.standing = standing
        self.dialect = _dialect_in(reading) if reading else recognized(content)
        self.all_lines = read_lines(content, self.dialect)
        heading = bool(reading.get("heading")) if reading else self._has_heading()
        self.lines = self.all_lines[1:] if heading else self.all_lines
        initial: dict[str, Any] = {
            name: str(column) for name, column in guessed(self.lines, standing).items()
        }
        initial |= {
            "encoding": self.dialect.encoding,
            "delimiter": DELIMITERS[self.dialect.delimiter],
            "decimal_comma": self.dialect.decimal_comma,
            "heading": heading,
        }
        super().__init__(data, initial=initial)
        self.headings = self._headings(heading)
        columns = [(str(number), name) for number, name in enumerate(self.headings)]
        for name in ("row", "value", "numerator", "denominator", "period", "part"):
            self.fields[name].choices = columns if name == "row" else [("", "no column"), *columns]
        self.fields["one_period"].choices = [("", "no"), *in_order(standing.periods)]
        self.unmatched_rows: list[forms.BoundField] = []
        self.unmatched_periods: list[forms.BoundField] = []

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        has_counts = bool(cleaned.get("numerator")) and bool(cleaned.get("denominator"))
        if not cleaned.get("value") and not has_counts:
            self.add_error("value", "Choose the column with the values, or both columns with the counts.")
        elif cleaned.get("value") and (cleaned.get("numerator") or cleaned.get("denominator")):
            self.add_error("value", "Choose either the column with the values or those with the counts.")
        if bool(cleaned.get("period")) == bool(cleaned.get("one_period")):
            self.add_error("period", "Choose either the column with the periods or one period for all lines.")
        return cleaned

    def match(self) -> bool:
        """Look the names up, once the columns are valid. Whether all of them mean something, or were left out."""
        columns = self.columns
        rows = names_in(self.lines, columns.row)
        periods = names_in(self.lines, columns.period)
        self.matched = Matched(match_rows(rows, self.standing), match_periods(periods, self.standing))
        unknown = [name for name in rows if name not in self.matched.rows]
        unknown_periods = [name for name in periods if name not in self.matched.periods]
        if len(unknown) + len(unknown_periods) > MOST_NAMES:
            self.add_error(
                "row",
                f"More than {MOST_NAMES} different names mean no row of the tables. Choose another column.",
            )
            return False
        leave_out = [("", "Leave out")]
        tables = [
            (
                self.standing.heading_of(table.category),
                [(row.record.lineage, self.standing.names[row.record.lineage]) for row in table.rows],
            )
            for table in self.standing.tables
        ]
        self.unmatched_rows = [self._ask("row", name, [*leave_out, *tables]) for name in unknown]
        self.unmatched_periods = [
            self._ask("period", name, [*leave_out, *in_order(self.standing.periods)])
            for name in unknown_periods
        ]
        chosen = {field.html_name for field in (*self.unmatched_rows, *self.unmatched_periods)}
        return chosen <= set(self.data)

    def upload(self) -> EvidenceUpload:
        """What the file says, once everything matches."""
        matched = Matched(
            {**self.matched.rows, **self._chosen(self.unmatched_rows, self.standing.rows)},
            {**self.matched.periods, **self._chosen(self.unmatched_periods, self.standing.periods)},
        )
        return entered_from(
            self.lines, self.columns, matched, self.standing, decimal_comma=self.dialect.decimal_comma
        )

    @property
    def columns(self) -> FileColumns:
        cleaned = self.cleaned_data
        numbers = {
            name: int(cleaned[name]) if cleaned[name] else None
            for name in ("value", "numerator", "denominator", "period", "part")
        }
        return FileColumns(int(cleaned["row"]), one_period=cleaned["one_period"], **numbers)

    @property
    def sample(self) -> list[CsvLine]:
        """The first lines, to recognize the file by."""
        return self.lines[:5]

    def _ask(self, kind: str, name: str, choices: list[Any]) -> forms.BoundField:
        key = f"{kind}-{mark_of(name)}"
        select = forms.Select(attrs={"class": "form-select"})
        self.fields[key] = forms.ChoiceField(label=name, required=False, choices=choices, widget=select)
        return self[key]

    def _chosen(self, asked: list[forms.BoundField], known: Any) -> dict[str, str]:
        return {
            str(field.label): value
            for field in asked
            if (value := self.data.get(field.html_name, "")) in known
        }

    def _has_heading(self) -> bool:
        return not any(looks_like_a_number(cell) for cell in self.all_lines[0].cells)

    def _headings(self, heading: bool) -> list[str]:
        width = max(len(line.cells) for line in self.all_lines)
        first = self.all_lines[0]
        return [(heading and first.at(column)) or f"Column {column + 1}" for column in range(width)]


def _dialect_in(data: Any) -> Dialect:
    """How the person says that the file was written. Raises UploadRefused for what is not offered."""
    encoding, delimiter = data.get("encoding", ""), _DELIMITER_OF.get(data.get("delimiter", ""))
    if encoding not in ENCODINGS or delimiter is None:
        raise UploadRefused("Choose an encoding and a sign between the columns.")
    return Dialect(encoding, delimiter, bool(data.get("decimal_comma")))
