"""What people enter about rows and their columns."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Case, QuerySet, When

from core.forms import DayField, TextField, boxes
from core.record_forms import RecordForm
from evidence.models import EvidenceRow
from partnerships.models import Category, Item, Measure, Partnership, Period

from .editing import last_period_seen

ALL = "all"


def text_to_name(model: type[Item | Measure], category: Category, partnership: Partnership) -> QuerySet[Any]:
    """The items or measures of a category, then those of the edition's others, as a partnership reads them."""
    own_first = Case(When(category=category, then=0), default=1)
    text = model._default_manager.of_edition(category.edition_id).for_partnership(partnership)  # type: ignore[attr-defined]
    ordered: QuerySet[Any] = text.order_by(own_first, "category__position", "position", "pk")
    return ordered


class RowForm(RecordForm):
    """A row as it is printed and what it stands for."""

    fields: Any
    instance: EvidenceRow

    class Meta:
        model = EvidenceRow
        fields = [
            "label",
            "parent",
            "measures",
            "items",
            "unit",
            "better",
            "kind",
            "student_group",
            "counts_students",
            "students_at_least",
            "lowest",
            "highest",
            "parts_add",
            "tolerance",
        ]
        field_classes = {"label": TextField}
        widgets = {
            "label": forms.Textarea(attrs={"rows": 2}),
            "measures": boxes(),
            "items": boxes(),
            "unit": forms.TextInput(attrs={"class": "short"}),
            "students_at_least": forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}),
            "lowest": forms.TextInput(attrs={"inputmode": "decimal", "class": "short"}),
            "highest": forms.TextInput(attrs={"inputmode": "decimal", "class": "short"}),
            "tolerance": forms.TextInput(attrs={"inputmode": "decimal", "class": "short"}),
        }
        labels = {
            "label": "Its words",
            "parent": "Stands beneath",
            "measures": "Answers",
            "items": "Speaks to",
            "better": "Which direction is better",
            "kind": "What its figures are",
            "student_group": "Whom its figures are about",
            "counts_students": "It counts students",
            "students_at_least": "Of at least how many students its percentages are",
            "parts_add": "The rows beneath it",
        }
        help_texts = {
            "label": "Exactly as they are to be printed.",
            "students_at_least": "Where a value does not say of how many: 300 says that it is never of fewer. "
            "Without it, documents hide such a percentage.",
            "parent": "For a row that belongs to another one: “aReading” to “Formative Data”.",
        }
        error_messages = {
            "label": {"required": "Write down what the row is called."},
            "parent": {"invalid_choice": "That row is gone meanwhile. Choose another one, or none."},
        }

    def __init__(self, data: Any = None, *, row: EvidenceRow, **options: Any) -> None:
        """A new row has its partnership and category already."""
        super().__init__(data, instance=row, **options)
        partnership, category = row.partnership, row.category
        assert partnership  # noqa: S101  # the lead agency's own rows have no page yet
        rows = (
            EvidenceRow.objects.for_partnership(partnership)
            .filter(category=category)
            .select_related("parent")
        )
        self.fields["parent"].queryset = rows.exclude(pk__in=_keys_beneath(row, rows))
        self.fields["parent"].label_from_instance = lambda one: one.name
        self.fields["parent"].empty_label = "no other row"
        self.fields["measures"].queryset = text_to_name(Measure, category, partnership).select_related(
            "category"
        )
        self.fields["items"].queryset = text_to_name(Item, category, partnership).select_related("category")
        self.fields["student_group"].empty_label = "not one group of students"

    def choices_by_category(self, name: str) -> list[tuple[Category, list[tuple[Any, Any]], int]]:
        """Boxes with what they stand for by category, that of the row first, and how many are ticked."""
        found: dict[Category, list[Any]] = {}
        for box in self[name]:
            record = box.data["value"].instance
            found.setdefault(record.category, []).append((box, record))
        return [
            (category, boxes, sum(box.data["selected"] for box, _ in boxes))
            for category, boxes in found.items()
        ]

    @property
    def named(self) -> list[tuple[str, Any, Any, bool]]:
        """(title, field, boxes by category, whether any of another category is ticked) of what a row names."""
        titles = {
            "measures": "The measures it answers",
            "items": f"The {self.instance.edition.words.item.many} it speaks to",
        }
        found = []
        for name, title in titles.items():
            groups = self.choices_by_category(name)
            found.append((title, self[name], groups, any(ticked for _, _, ticked in groups[1:])))
        return found

    @property
    def has_more(self) -> bool:
        """Whether what few rows need is filled in, or wrong."""
        names = ("student_group", "lowest", "highest", "parts_add", "tolerance")
        return any(self[name].value() or self[name].errors for name in names)

    def clean_label(self) -> str:
        label: str = self.cleaned_data["label"]
        return label.strip()


def _keys_beneath(row: EvidenceRow, rows: Iterable[EvidenceRow]) -> set[int]:
    """The row itself and all beneath it: it cannot stand beneath these."""
    if not row.pk:
        return set()
    keys, found = {row.pk}, list(rows)
    while more := {one.pk for one in found if one.parent_id in keys} - keys:
        keys |= more
    return keys


class EndRowForm(forms.Form):
    """The last period that a row is kept for."""

    fields: Any
    last_period: Any = forms.ModelChoiceField(
        queryset=None,
        label="The last period it is kept for",
        empty_label="Choose a period",
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), "Choose the last period it is kept for."
        ),
    )
    last_seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, row: EvidenceRow) -> None:
        super().__init__(
            data, initial={"last_period": row.last_period_id, "last_seen": last_period_seen(row)}
        )
        periods = Period.objects.offered_in(row.edition.agreement_id)
        self.fields["last_period"].queryset = periods.order_by("-start", "end")
        self.fields["last_period"].label_from_instance = lambda period: period.name


class _TablesForm(forms.BaseForm):
    """Chooses the categories whose tables get a column."""

    def offer(self, categories: list[Category]) -> None:
        self.categories = categories
        every = f"All {len(categories)} tables" if len(categories) > 1 else "The only table"
        tables: Any = self.fields["tables"]
        tables.choices = [(ALL, every), *((one.number, str(one)) for one in categories)]

    @property
    def chosen(self) -> list[Category]:
        number = self.cleaned_data["tables"]
        return [one for one in self.categories if number in (ALL, one.number)]


def _tables() -> forms.ChoiceField:
    wrong = dict.fromkeys(("invalid_choice", "required"), "Choose all tables, or one.")
    return forms.ChoiceField(label="In which tables", error_messages=wrong)


class ColumnForm(_TablesForm, forms.Form):
    """Which period is to have a column, and in which tables."""

    fields: Any
    period: Any = forms.ModelChoiceField(
        queryset=None,
        label="Period",
        empty_label="Choose a period",
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose a period."),
    )
    tables = _tables()

    def __init__(
        self, data: Any = None, *, agreement: int, categories: list[Category], **options: Any
    ) -> None:
        super().__init__(data, **options)
        self.fields["period"].queryset = Period.objects.offered_in(agreement).order_by("-start", "end")
        self.fields["period"].label_from_instance = lambda period: period.name
        self.offer(categories)


class PeriodForm(_TablesForm, forms.ModelForm):
    """A period that nobody wrote down yet."""

    tables = _tables()

    class Meta:
        model = Period
        fields = ["label", "kind", "start", "end"]
        field_classes = {"start": DayField, "end": DayField}
        labels = {"label": "What it is called", "kind": "What it is", "start": "First day", "end": "Last day"}
        help_texts = {"label": "As documents print it: 2027-2028, August 2027."}
        error_messages = {
            "label": {"required": "Write down what documents call it."},
            "kind": {"required": "Choose what it is."},
            "start": {"required": "Enter its first day."},
            "end": {"required": "Enter its last day."},
        }

    def __init__(self, data: Any = None, *, categories: list[Category], **options: Any) -> None:
        super().__init__(data, **options)
        self.offer(categories)
