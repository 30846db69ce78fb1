"""Where evidence is entered: what stands around the tables, their rows, and each row's values."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.db.models import Case, Count, When
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from core.admin.pages import FIELDS, HistoryAdmin, ListedChoice, RelatedFilter, change_url, without_links
from partnerships.admin.forms import MeasureForm, WholeRecordForm
from partnerships.models import Category, Item, Measure, MeasureKind, Period

from .actions import place_row
from .models import EvidenceRow, EvidenceTable, Observation
from .tables import category_tables


class OfOneAgreementForm(WholeRecordForm):
    """Something of a partnership that belongs to an edition of its agreement."""

    def clean(self):
        data = super().clean()
        partnership, edition = data.get("partnership"), data.get("edition")
        if partnership and edition and partnership.agreement_id != edition.agreement_id:
            self.add_error("edition", "It is an edition of another agreement.")
        return data


@admin.register(EvidenceTable)
class EvidenceTableAdmin(HistoryAdmin):
    form = OfOneAgreementForm
    list_display = ["title", "partnership", "edition"]
    list_filter = [("edition", RelatedFilter), ("partnership", RelatedFilter)]
    list_select_related = ["partnership__partner", "edition__agreement"]
    search_fields = ["title", "partnership__partner__name"]
    fields = ["partnership", "edition", "title", "introduction", "footnote", "rows"]
    readonly_fields = ["rows"]

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), *(["partnership", "edition"] if obj else [])]

    @admin.display(description="rows")
    def rows(self, obj):
        """Every row in document order, each a link to its page, and one to add another."""
        if obj.pk is None:
            return "Save first, then add rows here."
        add = f"{reverse('admin:evidence_evidencerow_add')}?local_to={obj.partnership_id}"
        lines = [
            (reverse("admin:evidence_evidencerow_change", args=[row.measure.pk]), table.category, row.measure)
            for table in category_tables(obj.partnership, obj.edition)
            for row in table.rows
        ]
        if obj.edition.is_draft:
            page = "Members see the tables once the edition is adopted."
        else:
            query = urlencode({"edition": obj.edition.label})
            address = f"{reverse('evidence', args=[obj.partnership.slug])}?{query}"
            page = format_html('<a href="{}">See the tables</a>', address)
        return format_html(
            '<ul>{}</ul><p><a href="{}">Add a row</a></p><p>{}</p>',
            format_html_join("", '<li>{1}: <a href="{0}">{2}</a></li>', lines),
            add,
            page,
        )


def items_to_serve(category, partnership):
    """The items of a category, then those of the edition's others."""
    items = Item.objects.for_partnership(partnership).filter(edition=category.edition_id)
    own_first = Case(When(category=category, then=0), default=1)
    return items.order_by(own_first, "category__position", "position")


class EvidenceRowForm(MeasureForm):
    """A new row is told by its table and label; everything else is entered once it stands there."""

    place = forms.IntegerField(
        min_value=1,
        required=False,
        help_text="Counted over all rows of the category, sub-rows included. Empty: at the end.",
    )

    class Meta:
        model = EvidenceRow
        fields = ["local_to", "category", "label", "parent", "items", "unit", "better", "counts_students"]
        labels = {
            "local_to": "Partnership",
            "parent": "Answers, or stands beneath",
            "better": "Which direction is better",
        }
        help_texts = {
            "label": "Exactly as it is to be printed.",
            "parent": "The line of the agreement that it answers; or, for a sub-row, the row it stands beneath.",
        }
        widgets = {"label": forms.Textarea(attrs={"rows": 2, "cols": 60})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        row = self.instance
        if row.pk and "parent" in self.fields:
            self.initial["place"] = row.position
            lines = Measure.objects.for_partnership(row.local_to).filter(category=row.category_id)
            self.fields["parent"].queryset = lines.exclude(pk=row.pk)  # type: ignore[attr-defined]
            self.fields["items"].queryset = items_to_serve(row.category, row.local_to)  # type: ignore[attr-defined]
        elif "local_to" in self.fields:
            self.fields["local_to"].required = True

    def clean(self):
        self.instance.kind = MeasureKind.ROW
        return super().clean()


class CategoryChoice(forms.ModelChoiceField):
    def label_from_instance(self, category):
        return f"{category.edition}: {category}"


class ObservationForm(WholeRecordForm):
    class Meta:
        model = Observation
        fields = ["period", "text", "status", "data_period", "expected_on", "note", "source", "link"]
        widgets = {
            "text": forms.Textarea(attrs={"rows": 3, "cols": 40}),
            "note": forms.Textarea(attrs={"rows": 2, "cols": 40}),
        }

    def __init__(self, *args, partnership_id=None, **kwargs):
        super().__init__(*args, **kwargs)
        if partnership_id:
            self.instance.partnership_id = partnership_id


class ObservationFormSet(forms.BaseInlineFormSet):
    """The values of a row are of the row's partnership."""

    def get_form_kwargs(self, index):
        return {**super().get_form_kwargs(index), "partnership_id": self.instance.local_to_id}


class ObservationInline(admin.StackedInline):
    model = Observation
    form = ObservationForm
    formset = ObservationFormSet
    fk_name = "measure"
    formfield_overrides = {models.TextField: FIELDS[models.TextField]}
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
        return super().get_queryset(request).select_related("period", "data_period", "measure", "partnership")


@admin.register(EvidenceRow)
class EvidenceRowAdmin(HistoryAdmin):
    """A row with its values."""

    form = EvidenceRowForm
    actions = None
    list_display = ["label", "category", "local_to", "edition", "value_count"]
    list_filter = [
        ("edition", RelatedFilter),
        "category__number",
        ("local_to", RelatedFilter),
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
            .select_related("category", "edition__agreement", "local_to__partner")
        )
        return rows.annotate(value_count=Count("observations", distinct=True))

    @admin.display(description="values", ordering="value_count")
    def value_count(self, obj):
        return obj.value_count

    def get_fields(self, request, obj=None):
        if obj is None:
            return ["local_to", "category", "label"]
        return ["local_to", "edition", "category", *EvidenceRowForm.Meta.fields[2:], "place"]

    def get_readonly_fields(self, request, obj=None):
        return [
            *super().get_readonly_fields(request, obj),
            *(["local_to", "edition", "category"] if obj else []),
        ]

    def get_inlines(self, request, obj):
        return [ObservationInline] if obj else []

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
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
    list_display = ["measure", "period", "text", "status", "expected_on", "partnership"]
    list_filter = ["status", "period", ("partnership", RelatedFilter)]
    list_select_related = ["measure", "period", "partnership__partner"]
    search_fields = ["text", "note", "measure__label"]
    fields = ["partnership", "measure", *ObservationForm.Meta.fields]
    readonly_fields = ["partnership", "measure"]

    def has_add_permission(self, request):
        return False
