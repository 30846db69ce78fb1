"""The text that is rated and measured: a page for each category, one for each item and measure."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Max
from django.shortcuts import redirect
from django.utils.html import format_html

from core.admin.inlines import OrderedRowsMixin
from core.admin.pages import RelatedFilter, change_url, without_links
from partnerships.editions.order import settle_references
from partnerships.models import Category, Item, Measure, Numbering, Passage, RatingScale

from .base import TextAdmin, TextInline, offer_items
from .forms import ItemFormSet, ItemRowForm, MeasureForm, MeasureFormSet, MeasureRowForm

OF_A_PARTNERSHIP: Any = ("local_to", RelatedFilter)
ABOVE = "parent__parent__parent"
"""What an item stands beneath, as deep as agreements go; what is deeper is read by itself."""

TALL, SHORT = forms.Textarea(attrs={"rows": 3, "cols": 60}), forms.Textarea(attrs={"rows": 2, "cols": 60})


def lead_in_of(item: Item) -> str:
    """The texts of what it stands beneath, the outermost first."""
    above = []
    while item := item.parent:  # type: ignore[assignment]
        above.append(item.text)
    return " ".join(reversed(above))


def beneath(lead_in: str, text: str) -> str:
    """A text of a list after what it stands beneath."""
    return format_html('<span class="lead-in">{}</span> {}', lead_in, text) if lead_in else text


class TreeInline(TextInline):
    """Rows that stand beneath one another. How deep is chosen while the text is open; afterwards it is seen."""

    def get_fields(self, request, obj=None):
        fields = super().get_fields(request, obj)
        return [name for name in fields if name != "depth"] if self.is_closed(obj) else fields


class ItemInline(TreeInline):
    model = Item
    as_cards = True
    ordering = ["position", "pk"]
    form = ItemRowForm
    formset = ItemFormSet
    fields = [
        "position",
        "number",
        "depth",
        "title",
        "text",
        "is_rated",
        "may_be_rated",
        "scale",
        "kind",
        "local_to",
    ]

    def get_queryset(self, request):
        rows = super().get_queryset(request).filter(addendum=None)
        return rows.select_related("local_to__partner", "scale")

    def get_formset(self, request, obj=None, **kwargs):
        if obj:
            word = obj.edition.words.item
            self.verbose_name = word.one
            self.verbose_name_plural = f"{word.many} and sub-{word.many}, in document order"
        formset = super().get_formset(request, obj, **kwargs)
        scale: Any = formset.form.base_fields.get("scale")
        if scale:
            scale.offer(RatingScale.objects.all(), nothing="the edition's")
            without_links(scale.widget)
        return formset

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "text":
            kwargs["widget"] = TALL
        if db_field.name == "title":
            kwargs["widget"] = forms.Textarea(attrs={"rows": 3, "cols": 16})
            kwargs["label"] = "Title, if it has one"
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class MeasureInline(TreeInline):
    model = Measure
    ordering = ["position", "pk"]
    form = MeasureRowForm
    formset = MeasureFormSet
    fields = ["position", "depth", "label", "local_to"]
    verbose_name = "line"
    verbose_name_plural = "as evidenced by"

    def get_queryset(self, request):
        return super().get_queryset(request).filter(addendum=None).select_related("local_to__partner")

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "label":
            kwargs["widget"] = SHORT
        return super().formfield_for_dbfield(db_field, request, **kwargs)


@admin.register(Category)
class CategoryAdmin(OrderedRowsMixin, TextAdmin):
    """A category's number is its place on the edition's page; here its items are written."""

    change_form_template = "admin/partnerships/category/change_form.html"
    list_display = ["__str__", "edition"]
    search_fields = ["title", "items__text"]
    fields = ["edition", "number", "title", "lead_in"]

    def get_fields(self, request, obj=None):
        return self.fields if obj else ["edition", "title", "lead_in"]

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), "number"]

    def get_inlines(self, request, obj):
        return [ItemInline, MeasureInline] if obj else []

    def save_model(self, request, obj, form, change):
        if not change:
            last = obj.edition.categories.aggregate(last=Max("position"))["last"]
            obj.position = (last or 0) + 1
            obj.number = Numbering(obj.edition.category_numbering).of(obj.position)
        super().save_model(request, obj, form, change)

    def save_formset(self, request, form, formset, change):
        super().save_formset(request, form, formset, change)
        settle_references(form.instance.edition)

    def response_add(self, request, obj, post_url_continue=None):
        """Straight on to its items."""
        if "_popup" in request.POST or "_addanother" in request.POST:
            return super().response_add(request, obj, post_url_continue)
        messages.success(request, f"{obj} is added. Write its {obj.edition.words.item.many} below.")
        return redirect(change_url(obj))

    def response_change(self, request, obj):
        """Stay with the category: its text is rarely finished in one go."""
        if ItemFormSet.RENUMBER in request.POST:
            items = obj.edition.words.item.many
            messages.success(request, f"{obj} is saved, its {items} numbered in document order.")
            return redirect(change_url(obj))
        return super().response_change(request, obj)

    def response_post_save_change(self, request, obj):
        """Back to the edition, which leads to its other categories and says what is to be done next."""
        return redirect(change_url(obj.edition))

    def render_change_form(self, request, context, *args, **options):
        context["show_save_and_add_another"] = False
        if obj := options.get("obj"):
            context["neighbours"] = obj.edition.categories.all()
        return super().render_change_form(request, context, *args, **options)


class PassageInline(TextInline):
    model = Passage
    fields = ["position", "heading", "text"]
    verbose_name_plural = "passages beneath it"
    classes = ["collapse"]


@admin.register(Item)
class ItemAdmin(OrderedRowsMixin, TextAdmin):
    """One item. Its number and place are kept on its category's page."""

    list_display = ["reference", "whole_text", "is_rated", "local_to", "edition"]
    list_display_links = ["reference", "whole_text"]
    list_select_related = ["edition__agreement", "local_to__partner", ABOVE]
    list_filter = [
        ("edition", RelatedFilter),
        "category__number",
        "is_rated",
        OF_A_PARTNERSHIP,
    ]
    search_fields = ["reference", "title", "text", "parent__text"]
    fields = [
        "edition",
        "category",
        "reference",
        "beneath",
        "title",
        "also_called",
        "text",
        "kind",
        "is_rated",
        "may_be_rated",
        "scale",
        "local_to",
    ]
    inlines = [PassageInline]

    def get_queryset(self, request):
        """What stands in editions. A partnership's own addition is written on its page."""
        return super().get_queryset(request).filter(addendum=None)

    def has_add_permission(self, request):
        return False  # added in its place, on the category's page

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), "category", "reference", "beneath"]

    def get_fields(self, request, obj=None):
        """Where it stands beneath nothing, nothing is said of it."""
        return [name for name in self.fields if name != "beneath" or (obj and obj.parent)]

    @admin.display(description="text")
    def whole_text(self, item):
        return beneath(lead_in_of(item), item.full_text)

    @admin.display(description="stands beneath")
    def beneath(self, item):
        return lead_in_of(item)


@admin.register(Measure)
class MeasureAdmin(TextAdmin):
    """One line under “as evidenced by”."""

    form = MeasureForm
    list_display = ["whole_label", "category", "local_to", "edition"]
    list_select_related = ["category", "edition__agreement", "local_to__partner", "parent"]
    list_filter = [
        ("edition", RelatedFilter),
        "category__number",
        OF_A_PARTNERSHIP,
    ]
    search_fields = ["label", "parent__label", "category__title"]
    filter_horizontal = ["items"]
    fieldsets = [
        (None, {"fields": ["edition", "category", "label", "local_to"]}),
        ("How it is read", {"fields": ["items", "unit", "better", "counts_students"]}),
    ]

    def get_queryset(self, request):
        """What stands in editions. A partnership's own addition is written on its page."""
        return super().get_queryset(request).filter(addendum=None)

    @admin.display(description="label")
    def whole_label(self, measure):
        return beneath(measure.parent.label if measure.parent else "", measure.label)

    def has_add_permission(self, request):
        return False  # added in its place, on the category's page

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), "category"]

    def offer(self, form, obj):
        super().offer(form, obj)
        if "items" in form.base_fields:
            items = obj.edition.items.order_by("category__position", "position")
            offer_items(form.base_fields["items"], items)
