"""Where an administrator opens cycles and assessments. Ratings are made by the parties, not here."""

from django.contrib import admin

from partnerships.admin.base import HistoryAdmin, RelatedFilter
from partnerships.models import Edition, EditionStatus

from .models import Assessment, Cycle


@admin.register(Cycle)
class CycleAdmin(HistoryAdmin):
    list_display = ["edition", "period", "due_on"]
    list_filter = [("edition", RelatedFilter)]
    search_fields = ["period__label", "edition__label", "edition__agreement__title"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("edition__agreement", "period")

    def get_readonly_fields(self, request, obj=None):
        fixed = ["edition", "period"] if obj and obj.assessments.exists() else []
        return [*super().get_readonly_fields(request, obj), *fixed]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "edition":  # a draft is not for rating yet
            kwargs["queryset"] = Edition.objects.exclude(status=EditionStatus.DRAFT).select_related(
                "agreement"
            )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Assessment)
class AssessmentAdmin(HistoryAdmin):
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
        """Whose view of what it is, is said once: ratings belong to it."""
        fixed = ["partnership", "cycle", "by"] if obj else []
        return [*super().get_readonly_fields(request, obj), *fixed]

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not (obj and obj.is_final)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not (obj and obj.is_final)
