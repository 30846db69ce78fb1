"""Which rows are copied, and where."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms

from evidence.counting import RowCount, count_rows
from evidence.models import EvidenceRow
from partnerships.models import Category, Edition, Partnership
from partnerships.scope import ALL, ScopeForm

from .outline import in_document_order, newest_period, outline_of, periods_of


@dataclass(frozen=True)
class CategoryToCopy:
    category: Category
    rows: list[EvidenceRow]

    @property
    def count(self) -> RowCount:
        return count_rows(self.rows)


class CopyForm(ScopeForm):
    """Whole categories or single rows that are copied, the partnerships that get them, a period for a column."""

    field_order = ["categories", "rows", "period", "scope", "partnerships", "named"]
    whom = "the partnerships that get the rows"

    categories = forms.MultipleChoiceField(
        required=False, error_messages={"invalid_choice": "A table that you ticked has no row any more."}
    )
    rows = forms.MultipleChoiceField(
        required=False,
        error_messages={"invalid_choice": "A row that you ticked is no longer there. Look again."},
    )
    period: Any = forms.ChoiceField(
        label="With a column for",
        required=False,
        help_text="Their tables get it where they have none, so that values can be entered.",
    )

    def __init__(self, data: Any = None, *, partnership: Partnership, edition: Edition) -> None:
        outlines = [one for one in outline_of(partnership, edition) if one.rows.lines]
        self.to_copy = [CategoryToCopy(one.category, list(in_document_order(one.rows))) for one in outlines]
        self.periods = {str(one.period.pk): one.period for one in periods_of(outlines)}
        newest = newest_period(outlines)
        numbers = [one.category.number for one in self.to_copy]
        initial = {"categories": numbers, "scope": ALL, "period": newest and newest.pk}
        super().__init__(data, initial=initial)
        others = Partnership.objects.filter(agreement=partnership.agreement_id).exclude(pk=partnership.pk)
        count = others.count()
        self.everybody = f"all {count} others"
        self.offer(
            others.select_related("partner").order_by("partner__sort_key", "pk"),
            all_of_them=f"All {count} others" if count > 1 else "The only other one",
        )
        self.fields["scope"].label = "To which partnerships"
        self.fields["categories"].choices = [(number, number) for number in numbers]
        self.fields["rows"].choices = [(row.lineage, row.name) for row in self._rows()]
        none = [("", "no period")]
        self.fields["period"].choices = none + [(key, one.name) for key, one in self.periods.items()]

    @property
    def choices_by_category(self) -> list[tuple[CategoryToCopy, bool, bool]]:
        """Each category, whether it is ticked as a whole, and whether any row of it is by itself."""
        whole, ticked = (set(self[name].value() or ()) for name in ("categories", "rows"))
        return [
            (one, one.category.number in whole, any(row.lineage in ticked for row in one.rows))
            for one in self.to_copy
        ]

    def _rows(self) -> Iterator[EvidenceRow]:
        for one in self.to_copy:
            yield from one.rows

    def clean(self) -> dict[str, Any]:
        chosen = super().clean() or self.cleaned_data
        chosen["partnerships"] = self.chosen_partnerships()
        whole, ticked = set(chosen.get("categories", ())), set(chosen.get("rows", ()))
        chosen["lineages"] = [
            row.lineage
            for one in self.to_copy
            for row in one.rows
            if one.category.number in whole or row.lineage in ticked
        ]
        if not chosen["lineages"] and not {"categories", "rows"} & self.errors.keys():
            self.add_error("rows", "Tick a whole table, or at least one row.")
        return chosen

    @property
    def chosen(self) -> dict[str, Any]:
        """What `plan_copying` is asked."""
        data = self.cleaned_data
        return {
            "lineages": data["lineages"],
            "targets": data["partnerships"],
            "period": self.periods.get(data["period"]),
        }
