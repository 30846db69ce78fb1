"""Sums that a source allows, each with the figures it counts."""

from django.contrib import admin

from core.admin.forms import ChangesForm
from core.admin.pages import HistoryAdmin, RelatedFilter
from core.admin.rows import LabelledFormSet
from evidence.models import Reconciliation, ReconciliationTerm


class TermInline(admin.TabularInline):
    model = ReconciliationTerm
    form = ChangesForm
    formset = LabelledFormSet
    autocomplete_fields = ["row"]
    raw_id_fields = ["part"]
    fields = [
        "side",
        "takes_away",
        "figure",
        "row",
        "period",
        "part",
        "letter",
        "printed",
        "words",
        "position",
    ]
    extra = 0

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("row__parent", "period", "part__breakdown__row")


@admin.register(Reconciliation)
class ReconciliationAdmin(HistoryAdmin):
    list_display = ["statement", "item", "place", "partnership", "edition"]
    list_filter = [("edition", RelatedFilter), ("partnership", RelatedFilter)]
    list_select_related = ["item", "partnership__partner", "edition__agreement"]
    search_fields = ["statement", "name", "item__reference"]
    autocomplete_fields = ["partnership", "item"]
    fields = [
        "partnership",
        "edition",
        "item",
        "name",
        "statement",
        "place",
        "is_percent",
        "decimals",
        "contradiction",
        "position",
    ]
    inlines = [TermInline]

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), *(["partnership", "edition"] if obj else [])]
