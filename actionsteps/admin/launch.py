"""Where a launch plan is written: its periods with the days they mean, its tasks in order."""

from django.contrib import admin, messages
from django.db.models import Count
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html

from actionsteps.models import LaunchPeriod, LaunchPlan, LaunchTask
from core.admin.forms import ChangesForm
from core.admin.inlines import OrderedInline, OrderedRowsMixin
from core.admin.pages import FIELDS, RelatedFilter, change_url
from core.admin.rows import LabelledFormSet
from core.history import save_as
from partnerships.admin.base import InAgreementAdmin


class PeriodInline(admin.TabularInline):
    model = LaunchPeriod
    form = ChangesForm
    formset = LabelledFormSet
    formfield_overrides = FIELDS
    extra = 0
    fields = ["label", "first_day", "last_day"]
    verbose_name_plural = "periods, each with the days that its label means"


class TaskInline(OrderedInline):
    model = LaunchTask
    ordering = ["position"]
    fields = ["position", "heading", "words"]
    show_change_link = False
    verbose_name_plural = "tasks, in order; those of one heading follow one another"


@admin.register(LaunchPlan)
class LaunchPlanAdmin(OrderedRowsMixin, InAgreementAdmin):
    """What people mark, and how far a task is, stands on the plan's own page and is said there."""

    list_display = ["title", "agreement", "task_count"]
    list_filter = [("agreement", RelatedFilter)]
    list_select_related = ["agreement"]
    search_fields = ["title", "agreement__title"]
    fields = ["agreement", "title", "note"]
    actions = None

    class Media:
        css = {"all": ["accord/records-admin.css"]}

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(task_count=Count("tasks"))

    @admin.display(description="tasks", ordering="task_count")
    def task_count(self, obj):
        return obj.task_count

    def get_inlines(self, request, obj):
        return [PeriodInline, TaskInline] if obj else []

    def get_fields(self, request, obj=None):
        return [*self.fields, "page"] if obj else self.fields

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), *(["page"] if obj else [])]

    @admin.display(description="as people see it")
    def page(self, plan):
        address = reverse("launch-plan", args=[plan.agreement.slug, plan.public_id])
        return format_html('<a href="{}">See the plan</a>', address)

    def save_model(self, request, obj, form, change):
        """Its partnerships' pages lead to the plan from now on."""
        super().save_model(request, obj, form, change)
        if not obj.agreement.has_launch_plan:
            obj.agreement.has_launch_plan = True
            save_as(obj.agreement, by=request.user, update_fields=["has_launch_plan"])

    def response_add(self, request, obj, post_url_continue=None):
        """Straight on to its periods and tasks."""
        if "_popup" in request.POST or "_addanother" in request.POST:
            return super().response_add(request, obj, post_url_continue)
        messages.success(request, f"{obj} is started. Enter its periods and tasks below.")
        return redirect(change_url(obj))
