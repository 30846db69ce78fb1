"""Where the clocks of an agreement are written: each with what its own text says may stop or lengthen it."""

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import Count
from django.urls import reverse
from django.utils.html import format_html

from actionsteps.models import ClockException, ClockRule, DaysOff, SchoolCalendar
from core.admin.forms import ChangesForm
from core.admin.pages import FIELDS, HistoryAdmin, RelatedFilter
from core.admin.rows import LabelledFormSet, StackedFormSet
from core.history import save_as
from partnerships.admin.base import InAgreementAdmin

WIDE = {**FIELDS, models.CharField: {"widget": forms.TextInput(attrs={"class": "vLargeTextField"})}}
"""Titles, events and citations are seen whole."""


class ExceptionInline(admin.StackedInline):
    model = ClockException
    form = ChangesForm
    formset = StackedFormSet
    formfield_overrides = WIDE
    extra = 0
    fields = ["effect", "words", ("amount", "unit"), "citation", "position"]


@admin.register(ClockRule)
class ClockRuleAdmin(InAgreementAdmin):
    inlines = [ExceptionInline]
    formfield_overrides = WIDE
    list_display = ["number", "title", "bound", "amount", "unit", "citation", "exception_count"]
    list_display_links = ["number", "title"]
    list_filter = [("agreement", RelatedFilter), "unit", "bound"]
    list_select_related = ["agreement"]
    search_fields = ["number", "title", "printed", "citation"]
    fieldsets = [
        (None, {"fields": ["agreement", ("number", "page"), "title", "printed", "source", "citation"]}),
        (
            "How it is counted",
            {
                "fields": [
                    ("from_event", "to_event"),
                    ("bound", "amount", "unit"),
                    ("on_month", "on_day"),
                    "counts_holidays",
                ],
                "description": "“At most” and “at least” count on from an event, “before” counts back from one.",
            },
        ),
        (
            "Internal target",
            {"fields": [("target_amount", "target_unit"), "target_printed", "target_citation"]},
        ),
    ]

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), "page"]

    @admin.display(description="as people see it")
    def page(self, rule):
        if not rule.pk:
            return "Members see it once it is saved."
        address = reverse("clock-rules", args=[rule.agreement.slug])
        return format_html('<a href="{}#clock-{}">See the rules</a>', address, rule.number)

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(exception_count=Count("exceptions"))

    @admin.display(description="exceptions", ordering="exception_count")
    def exception_count(self, obj):
        return obj.exception_count

    def save_model(self, request, obj, form, change):
        """An agreement that has clocks has cases: its partnerships' pages lead to them from then on."""
        super().save_model(request, obj, form, change)
        if not obj.agreement.keeps_cases:
            obj.agreement.keeps_cases = True
            save_as(obj.agreement, by=request.user, update_fields=["keeps_cases"])


class DaysOffInline(admin.TabularInline):
    model = DaysOff
    form = ChangesForm
    formset = LabelledFormSet
    formfield_overrides = FIELDS
    extra = 0
    fields = ["first_day", "last_day", "label", "is_state_holiday"]


@admin.register(SchoolCalendar)
class SchoolCalendarAdmin(HistoryAdmin):
    inlines = [DaysOffInline]
    list_display = ["organization", "first_day", "last_day"]
    list_filter = [("organization", RelatedFilter)]
    list_select_related = ["organization"]
    search_fields = ["organization__name"]
    fields = ["organization", ("first_day", "last_day")]
