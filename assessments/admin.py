"""Where an administrator opens cycles and assessments. Ratings are made by the parties, not here."""

from django.contrib import admin

from partnerships.admin.base import HistoryAdmin, RelatedFilter

from .models import Assessment, Cycle


@admin.register(Cycle)
class CycleAdmin(HistoryAdmin):
    list_display = ["edition", "period", "due_on"]
    list_filter = [("edition", RelatedFilter)]
    search_fields = ["period__label", "edition__label", "edition__agreement__title"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("edition__agreement", "period")


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

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not (obj and obj.is_final)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not (obj and obj.is_final)
