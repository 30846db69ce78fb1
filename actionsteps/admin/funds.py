"""Where the funds of an agreement are written: their names and words, as printed."""

from django.contrib import admin
from django.db.models import Count

from actionsteps.models import ActivityCategory, Fund, FundPriority
from core.admin.forms import ChangesForm
from core.admin.pages import RelatedFilter
from core.admin.rows import LabelledFormSet
from core.history import save_as
from partnerships.admin.base import InAgreementAdmin

from .clocks import WIDE


class WordInline(admin.TabularInline):
    form = ChangesForm
    formset = LabelledFormSet
    formfield_overrides = WIDE
    extra = 0
    fields = ["name", "position"]


class PriorityInline(WordInline):
    model = FundPriority


class ActivityCategoryInline(WordInline):
    model = ActivityCategory


@admin.register(Fund)
class FundAdmin(InAgreementAdmin):
    inlines = [PriorityInline, ActivityCategoryInline]
    formfield_overrides = WIDE
    list_display = ["name", "agreement", "citation", "request_count"]
    list_filter = [("agreement", RelatedFilter)]
    list_select_related = ["agreement"]
    search_fields = ["name", "citation"]
    fields = ["agreement", "name", "citation", "guidance"]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(request_count=Count("requests"))

    @admin.display(description="requests", ordering="request_count")
    def request_count(self, obj):
        return obj.request_count

    def save_model(self, request, obj, form, change):
        """An agreement that has a fund leads to it: its partnerships' pages do from then on."""
        super().save_model(request, obj, form, change)
        if not obj.agreement.has_funds:
            obj.agreement.has_funds = True
            save_as(obj.agreement, by=request.user, update_fields=["has_funds"])
