"""The rows of evidence tables with their values."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.db.models import Count
from django.shortcuts import redirect

from core.admin.forms import WholeRecordForm
from core.admin.pages import FIELDS, HistoryAdmin, ListedChoice, RelatedFilter, change_url, without_links
from core.admin.rows import StackedFormSet
from core.forms import DayField
from evidence.models import EvidenceRow, Observation
from evidence.order import place_row
from evidence.rows.forms import text_to_name
from partnerships.models import Category, Item, Measure, Period


class MeasuresChoice(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, measure):
        return f"{measure.category.number}: {measure}"


class EvidenceRowForm(WholeRecordForm):
    """A new row is told by its table and label; everything else is entered once it stands there."""

    place = forms.IntegerField(
        min_value=1,
        required=False,
        help_text="Counted over all rows of the category, sub-rows included. Empty: at the end.",
    )

    class Meta:
        model = EvidenceRow
        fields = [
            "partnership",
            "category",
            "label",
            "measures",
            "parent",
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
            "last_period",
        ]
        field_classes = {"measures": MeasuresChoice}
        labels = {
            "measures": "Answers",
            "parent": "Stands beneath",
            "better": "Which direction is better",
        }
        help_texts = {
            "label": "Exactly as it is to be printed.",
            "parent": "For a sub-row, the row it stands beneath.",
        }
        widgets = {"label": forms.Textarea(attrs={"rows": 2, "cols": 60})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        row = self.instance
        if row.pk and "parent" in self.fields:
            self.initial["place"] = row.position
            fields: Any = self.fields
            rows = EvidenceRow.objects.for_partnership(row.partnership).filter(category=row.category_id)
            fields["parent"].offer(rows.exclude(pk=row.pk).select_related("parent"))
            measures = text_to_name(Measure, row.category, row.partnership)
            fields["measures"].queryset = measures.select_related("category")
            fields["items"].queryset = text_to_name(Item, row.category, row.partnership)

    def clean(self):
        data = super().clean()
        partnership, category, parent = (data.get(name) for name in ("partnership", "category", "parent"))
        if partnership and category and partnership.agreement_id != category.edition.agreement_id:
            self.add_error("partnership", "It is a partnership in another agreement.")
        if parent and self.instance.pk in _keys_above(parent):
            self.add_error("parent", "It stands beneath this one itself.")
        return data


def _keys_above(row: EvidenceRow | None) -> set[int]:
    keys: set[int] = set()
    while row and row.pk not in keys:
        keys.add(row.pk)
        row = row.parent
    return keys


class CategoryChoice(forms.ModelChoiceField):
    def label_from_instance(self, category):
        return f"{category.edition}: {category}"


class ObservationForm(WholeRecordForm):
    class Meta:
        model = Observation
        fields = ["period", "text", "status", "data_period", "expected_on", "note", "source", "link"]
        field_classes = {"expected_on": DayField}
        widgets = {
            "text": forms.Textarea(attrs={"rows": 3, "cols": 40}),
            "note": forms.Textarea(attrs={"rows": 2, "cols": 40}),
        }


class ObservationInline(admin.StackedInline):
    model = Observation
    form = ObservationForm
    formset = StackedFormSet
    formfield_overrides = {kind: FIELDS[kind] for kind in (models.TextField, models.DateField)}
    extra = 0
    fields = ["period", "text", "status", ("data_period", "expected_on"), "note", ("source", "link")]
    verbose_name = "value"
    verbose_name_plural = "values"

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        return super().formfield_for_foreignkey(db_field, request, form_class=ListedChoice, **kwargs)

    def get_formset(self, request, obj=None, **kwargs):
        formset: Any = super().get_formset(request, obj, **kwargs)
        periods = list(Period.objects.order_by("-start"))
        for name in ("period", "data_period"):
            field = formset.form.base_fields[name]
            field.offer(periods)
            without_links(field.widget)
        return formset

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("period", "data_period", "row")


@admin.register(EvidenceRow)
class EvidenceRowAdmin(HistoryAdmin):
    """A row with its values."""

    form = EvidenceRowForm
    actions = None
    autocomplete_fields = ["partnership"]
    list_display = ["label", "category_number", "partnership", "edition_label", "value_count"]
    list_filter = [
        ("edition", RelatedFilter),
        "category__number",
        ("partnership", RelatedFilter),
        "observations__status",
    ]
    search_fields = ["label", "observations__text"]
    formfield_overrides = {**FIELDS, models.ManyToManyField: {"widget": forms.CheckboxSelectMultiple}}

    class Media:
        css = {"all": ["accord/records-admin.css"]}

    def get_queryset(self, request):
        rows = (
            super()
            .get_queryset(request)
            .select_related("category", "edition__agreement", "partnership__partner")
        )
        return rows.annotate(value_count=Count("observations", distinct=True))

    @admin.display(description="category", ordering="category")
    def category_number(self, obj):
        """With its title, the table would not fit."""
        return obj.category.number

    @admin.display(description="edition", ordering="edition")
    def edition_label(self, obj):
        """The partnership tells of which agreement."""
        return obj.edition.label

    @admin.display(description="values", ordering="value_count")
    def value_count(self, obj):
        return obj.value_count

    def get_fields(self, request, obj=None):
        if obj is None:
            return ["partnership", "category", "label"]
        return ["partnership", "edition", "category", *EvidenceRowForm.Meta.fields[2:], "place"]

    def get_readonly_fields(self, request, obj=None):
        return [
            *super().get_readonly_fields(request, obj),
            *(["partnership", "edition", "category"] if obj else []),
        ]

    def get_inlines(self, request, obj):
        return [ObservationInline] if obj else []

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "parent":
            kwargs["form_class"] = ListedChoice
        if db_field.name == "category":
            kwargs["form_class"] = CategoryChoice
            kwargs["queryset"] = Category.objects.select_related("edition__agreement").order_by(
                "-edition__effective_from", "edition", "position"
            )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if not change or "place" in form.changed_data:
            place_row(obj, form.cleaned_data.get("place"))

    def response_add(self, request, obj, post_url_continue=None):
        """Straight on to what it answers and its values."""
        if "_popup" in request.POST or "_addanother" in request.POST:
            return super().response_add(request, obj, post_url_continue)
        messages.success(
            request, f"The row “{obj}” is added at the end of its table. Enter its values below."
        )
        return redirect(change_url(obj))


@admin.register(Observation)
class ObservationAdmin(HistoryAdmin):
    """Every value, to find what is forthcoming. New ones are entered on their row's page."""

    form = ObservationForm
    actions = None
    list_display = ["row", "period", "text", "status", "expected_on", "partnership"]
    list_filter = ["status", "period", ("row__partnership", RelatedFilter)]
    list_select_related = ["row__partnership__partner", "period"]
    search_fields = ["text", "note", "row__label"]
    fields = ["partnership", "row", *ObservationForm.Meta.fields]
    readonly_fields = ["partnership", "row"]

    @admin.display(ordering="row__partnership__partner__sort_key")
    def partnership(self, obj):
        return obj.row.partnership

    def has_add_permission(self, request):
        return False
