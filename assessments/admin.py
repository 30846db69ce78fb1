"""Where an administrator opens cycles and assessments. Ratings are made by the parties, not here."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from core.admin.forms import ChangesForm, WholeRecordForm
from core.admin.pages import FIELDS, HistoryAdmin, ListedChoice, RelatedFilter, without_links
from core.admin.rows import LabelledFormSet
from partnerships.models import Agreement, Edition, EditionStatus, Partnership

from .models import Assessment, AssessmentEvent, AssessmentEventKind, Cycle, DueDate
from .rounds import Round


class DueDateInline(admin.TabularInline):
    """The partnerships that have another due date than their cycle."""

    model = DueDate
    form = ChangesForm
    formset = LabelledFormSet
    formfield_overrides = FIELDS
    fields = ["partnership", "due_on", "reason"]
    extra = 0
    verbose_name_plural = "other due dates, for single partnerships"

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("partnership__partner")

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        return super().formfield_for_foreignkey(db_field, request, form_class=ListedChoice, **kwargs)

    def get_formset(self, request, obj=None, **kwargs):
        formset: Any = super().get_formset(request, obj, **kwargs)
        partnership: Any = formset.form.base_fields.get("partnership")
        if partnership and obj:
            partnerships = Partnership.objects.filter(agreement=obj.edition.agreement_id)
            partnership.offer(
                partnerships.select_related("partner"), label=lambda one: one.partner.short_name
            )
            without_links(partnership.widget)
        return formset


@admin.register(Cycle)
class CycleAdmin(HistoryAdmin):
    inlines = [DueDateInline]
    list_display = ["edition", "period", "due_on"]
    list_filter = [("edition", RelatedFilter)]
    search_fields = ["period__label", "edition__label", "edition__agreement__title"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("edition__agreement", "period")

    def get_inlines(self, request, obj):
        return self.inlines if obj else []

    def get_fieldsets(self, request, obj=None):
        """A new cycle is opened, which asks people to rate, rather than entered here."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None:
            pages = [(reverse("open-cycle", args=[one.slug]), one.title) for one in Agreement.objects.all()]
            links = format_html_join(", ", '<a href="{}">{}</a>', pages)
            said = format_html("A cycle entered here asks nobody yet. Open one, which does: {}.", links)
            fieldsets = [(fieldsets[0][0], fieldsets[0][1] | {"description": said}), *fieldsets[1:]]
        return fieldsets

    def get_readonly_fields(self, request, obj=None):
        fixed = ["edition", "period"] if obj and obj.assessments.exists() else []
        return [*super().get_readonly_fields(request, obj), *fixed]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "edition":  # a draft is not for rating yet
            kwargs["queryset"] = Edition.objects.exclude(status=EditionStatus.DRAFT).select_related(
                "agreement"
            )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class AssessmentForm(WholeRecordForm):
    def clean(self):
        data = super().clean()
        mine = self.instance
        if mine.pk is None and data.get("by") is None and data.get("partnership") and data.get("cycle"):
            rows = Assessment.objects.filter(partnership=data["partnership"], cycle=data["cycle"])
            if Round(data["partnership"], data["cycle"], list(rows.select_related("by"))).still_writing:
                raise ValidationError(
                    "A side of this round is still writing. The joint assessment begins with the conference, "
                    "once every side has submitted."
                )
        return data


@admin.register(Assessment)
class AssessmentAdmin(HistoryAdmin):
    form = AssessmentForm
    list_display = ["partnership", "cycle", "perspective", "status", "updated_at"]
    list_filter = ["status", ("cycle", RelatedFilter)]
    search_fields = ["partnership__partner__name"]
    readonly_fields = ["status", "submitted_at", "submitted_by", "made_final_at", "made_final_by"]

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows.select_related(
            "partnership__agreement",
            "partnership__partner",
            "cycle__edition__agreement",
            "cycle__period",
            "by",
        )

    def get_readonly_fields(self, request, obj=None):
        """Whose view of what it is, is said once: ratings belong to it. What others may not read yet is theirs, and
        what each side is to confirm stays as it is."""
        fixed = ["partnership", "cycle", "by"] if obj else []
        if obj and ((obj.is_joint and obj.is_handed_in) or not obj.seen_by(request.user).readable):
            fixed += ["date", "date_is_month", "participants"]
        return [*super().get_readonly_fields(request, obj), *fixed]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if not change:
            AssessmentEvent.objects.create(assessment=obj, kind=AssessmentEventKind.ADDED, by=request.user)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not (obj and obj.is_final)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not (obj and obj.is_final)
