"""What somebody may be asked for, and the forms that ask."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Self

from django import forms
from django.utils import timezone

from core.forms import DayField, TextField
from evidence.models import Breakdown, BreakdownPart, EvidenceRow, Observation
from evidence.tables import CategoryTable, category_tables
from partnerships.models import Category, Edition, Partnership, Period, PeriodKind

WORKS_FOR = timedelta(days=14)
LONGEST = timedelta(days=120)
MOST_VALUES = 200


@dataclass(frozen=True)
class RowToAsk:
    """A row that somebody may be asked for, with the newest value that it has and what it is broken down by."""

    row: EvidenceRow
    newest: Observation | None
    breakdowns: list[Breakdown]


@dataclass(frozen=True)
class CategoryToAsk:
    category: Category
    rows: list[RowToAsk]
    columns: list[Period]


def tables_to_ask(partnership: Partnership, edition: Edition) -> tuple[list[CategoryToAsk], list[Period]]:
    """By category the rows of an edition that hold values, and the periods they may be asked for, the newest first.

    These are the columns of the tables and the school years that end after the last of them.
    """
    tables = category_tables(partnership, edition, "breakdowns__parts")
    columns = {period for table in tables for period in table.periods}
    last = max((period.end for period in columns), default=date.min)
    later = Period.objects.filter(kind=PeriodKind.SCHOOL_YEAR, end__gt=last)
    periods = sorted(columns | set(later), key=lambda period: (period.end, period.start), reverse=True)
    found = [CategoryToAsk(table.category, _rows_to_ask(table), table.periods) for table in tables]
    return [category for category in found if category.rows], periods


def _rows_to_ask(table: CategoryTable) -> list[RowToAsk]:
    headings = {row.above.pk for row in table.rows if row.above}
    return [
        RowToAsk(
            row.record,
            next(
                (
                    cell.observation
                    for cell in reversed(row.cells)
                    if cell.observation and cell.observation.text
                ),
                None,
            ),
            [one for one in row.record.breakdowns.all() if one.parts.all()],
        )
        for row in table.rows
        if not (row.is_heading and row.record.pk in headings)
    ]


class AskForm(forms.Form):
    """Whom to ask, and for what. Cleans `chosen`, the rows, and `parts`, both in the order of their tables."""

    fields: Any
    rows = forms.MultipleChoiceField(
        required=False,
        error_messages={"invalid_choice": "A row that you ticked is no longer there. Look again."},
    )
    categories = forms.MultipleChoiceField(required=False)
    parts: Any = forms.TypedMultipleChoiceField(
        required=False,
        coerce=int,
        error_messages={"invalid_choice": "A part that you ticked is no longer there. Look again."},
    )
    breakdowns = forms.MultipleChoiceField(
        required=False,
        error_messages={"invalid_choice": "What you ticked is no longer broken down by that. Look again."},
    )
    period = forms.ChoiceField(
        label="For which period", error_messages={"invalid_choice": "Choose one of the periods."}
    )
    name = forms.CharField(
        label="Name", max_length=120, error_messages={"required": "Write the name of the person you ask."}
    )
    email = forms.EmailField(
        label="E-mail address", error_messages={"required": "Write the address the link is to be sent to."}
    )
    words = TextField(
        label="A word of your own (optional)",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="It stands in the e-mail and on the page: where the figures are, how they are to be counted.",
    )
    expires_on = DayField(
        label="The link works until",
        help_text="That day included.",
        error_messages={"required": "Enter the last day on which the link works."},
    )
    key = forms.RegexField(r"^[\w-]{12}$", widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        categories: Sequence[CategoryToAsk],
        periods: Sequence[Period],
        initial: dict[str, Any],
    ) -> None:
        day = timezone.localdate() + WORKS_FOR
        super().__init__(data, initial={"expires_on": day, **initial})
        self.to_ask = categories
        self.periods = {period.key: period for period in periods}
        self.fields["rows"].choices = [
            (one.row.lineage, one.row.name) for category in categories for one in category.rows
        ]
        every = [one for category in categories for row in category.rows for one in row.breakdowns]
        self.fields["breakdowns"].choices = [(one.public_id, one.name) for one in every]
        self.fields["parts"].choices = [(part.pk, part.label) for one in every for part in one.parts.all()]
        self.fields["categories"].choices = [(one.category.number, one.category.title) for one in categories]
        self.fields["period"].choices = [(key, period.name) for key, period in self.periods.items()]

    def clean_expires_on(self) -> date:
        day: date = self.cleaned_data["expires_on"]
        return day_of_expiry(day)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        period = said["asked_period"] = self.periods.get(said.get("period", ""))
        ticked, whole = set(said.get("rows", ())), set(said.get("categories", ()))
        said["chosen"] = chosen = [
            one.row
            for category in self.to_ask
            for one in category.rows
            if one.row.lineage in ticked
            or (category.category.number in whole and (period is None or one.row.is_kept_in(period)))
        ]
        said["parts"] = parts = self._chosen_parts(said)
        rows = [*chosen, *(part.breakdown.row for part in parts)]
        if not rows and not {"rows", "parts", "breakdowns"} & self.errors.keys():
            self.add_error("rows", "Tick at least one row, or all of a table.")
        elif len(rows) > MOST_VALUES:
            self.add_error("rows", f"At most {MOST_VALUES} values fit one request. Ask in two.")
        elif period and (ended := next((row for row in rows if not row.is_kept_in(period)), None)):
            self.add_error("rows", f"“{ended.name}” is no longer kept in {period.name}.")
        return said

    def _chosen_parts(self, said: dict[str, Any]) -> list[BreakdownPart]:
        ticked, whole = set(said.get("parts", ())), set(said.get("breakdowns", ()))
        found = []
        for row in (row for category in self.to_ask for row in category.rows):
            for breakdown in row.breakdowns:
                breakdown.row = row.row
                for part in breakdown.parts.all():
                    part.breakdown = breakdown
                    if part.pk in ticked or breakdown.public_id in whole:
                        found.append(part)
        return found

    @property
    def choices_by_category(self) -> list[tuple[CategoryToAsk, list[tuple[RowToAsk, bool]]]]:
        """By category its rows, and whether any part of each is ticked."""
        ticked = {str(key) for key in self["parts"].value() or ()}
        whole = set(self["breakdowns"].value() or ())

        def is_open(row: RowToAsk) -> bool:
            return any(
                one.public_id in whole or any(str(part.pk) in ticked for part in one.parts.all())
                for one in row.breakdowns
            )

        return [(category, [(row, is_open(row)) for row in category.rows]) for category in self.to_ask]

    @property
    def ticked_parts(self) -> list[int]:
        return [int(key) for key in self["parts"].value() or () if str(key).isdecimal()]


class AgainForm(forms.Form):
    """Until when a new link works."""

    expires_on = DayField(
        label="The new link works until",
        error_messages={"required": "Enter the last day on which the new link works."},
    )

    def clean_expires_on(self) -> date:
        return day_of_expiry(self.cleaned_data["expires_on"])

    @classmethod
    def unbound(cls) -> Self:
        return cls(initial={"expires_on": timezone.localdate() + WORKS_FOR})


def day_of_expiry(day: date) -> date:
    """The day itself. Raises ValidationError for one that is past or too far away."""
    today = timezone.localdate()
    if day < today:
        raise forms.ValidationError("This day is past. Enter the last day on which the link is to work.")
    if day > today + LONGEST:
        raise forms.ValidationError(f"A link works for at most {LONGEST.days} days. Choose an earlier day.")
    return day
