"""Where plans are entered: a plan with its steps in order, a step with its actions, and the feedback."""

from adminsortable2.admin import SortableAdminBase
from django import forms
from django.contrib import admin, messages
from django.db import models
from django.db.models import Count, Prefetch
from django.shortcuts import redirect
from django.utils.html import format_html

from core.admin.inlines import OrderedInline
from core.admin.pages import FIELDS, HistoryAdmin, ListedChoice, RelatedFilter, change_url, without_links
from evidence.rows.forms import text_to_name
from partnerships.admin.base import offer_items
from partnerships.admin.forms import OfOneAgreementForm, OrderedFormSet
from partnerships.models import Item

from ..models import Action, ActionPlan, ActionStep, Feedback
from ..plans.order import place_steps
from ..plans.tables import address_of


@admin.register(Feedback)
class FeedbackAdmin(HistoryAdmin):
    list_display = ["text", "partnership", "source", "step_count"]
    list_filter = ["source", ("partnership", RelatedFilter)]
    list_select_related = ["partnership__partner"]
    search_fields = ["text"]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(step_count=Count("steps"))

    @admin.display(description="steps that answer it", ordering="step_count")
    def step_count(self, obj):
        return obj.step_count


class PlanInline(OrderedInline):
    """A plan goes on changing after the edition it carries out is adopted, until it is released itself."""

    ordering = ["position"]

    def is_closed(self, obj):
        plan = obj.plan if isinstance(obj, ActionStep) else obj
        return plan is not None and plan.is_released


class StepFormSet(OrderedFormSet):
    def validate_unique(self):
        """Places are given by the order, so two rows typed into one place are no mistake."""

    def place_rows(self, rows):
        return place_steps(rows)


class StepInline(PlanInline):
    model = ActionStep
    formset = StepFormSet
    fields = ["position", "category", "answers", "serves", "actions"]
    readonly_fields = ["answers", "serves", "actions"]
    verbose_name_plural = (
        "steps (follow “Change” to what a step answers, its actions and the items it serves)"
    )

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        return super().formfield_for_foreignkey(db_field, request, form_class=ListedChoice, **kwargs)

    def get_queryset(self, request):
        items = Prefetch("items", Item.objects.order_by("category__position", "position"))
        steps = super().get_queryset(request).select_related("plan__edition", "category")
        return steps.prefetch_related(items, "actions", "feedback")

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        offer_categories(formset.form, obj)
        return formset

    @admin.display(description="answers")
    def answers(self, step):
        return step.answers if step.pk else ""

    @admin.display(description="serves")
    def serves(self, step):
        return step.connection if step.pk else ""

    @admin.display(description="actions")
    def actions(self, step):
        return len(step.actions.all()) if step.pk else ""


def offer_categories(form, plan):
    category = form.base_fields["category"]
    category.offer(plan.edition.categories.all())
    without_links(category.widget)


@admin.register(ActionPlan)
class ActionPlanAdmin(SortableAdminBase, HistoryAdmin):
    form = OfOneAgreementForm
    list_display = ["title", "version", "partnership", "edition", "step_count"]
    list_filter = [("edition", RelatedFilter), ("partnership", RelatedFilter)]
    list_select_related = ["partnership__partner", "edition__agreement"]
    search_fields = ["title", "version", "partnership__partner__name"]
    fields = ["partnership", "edition", "title", "version"]
    actions = None

    class Media:
        css = {"all": ["accord/records-admin.css"]}

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(step_count=Count("steps"))

    @admin.display(description="steps", ordering="step_count")
    def step_count(self, obj):
        return obj.step_count

    def get_inlines(self, request, obj):
        return [StepInline] if obj else []

    def get_fields(self, request, obj=None):
        return [*self.fields, "page"] if obj else self.fields

    def get_readonly_fields(self, request, obj=None):
        return [
            *super().get_readonly_fields(request, obj),
            *(["partnership", "edition", "page"] if obj else []),
        ]

    @admin.display(description="as people see it")
    def page(self, plan):
        if plan.edition.is_draft:
            return "Members see the plan once the edition is adopted."
        return format_html('<a href="{}">See the tables</a>', address_of(plan))

    def response_add(self, request, obj, post_url_continue=None):
        """Straight on to its steps."""
        if "_popup" in request.POST or "_addanother" in request.POST:
            return super().response_add(request, obj, post_url_continue)
        messages.success(request, f"{obj} is started. Enter its steps below.")
        return redirect(change_url(obj))


class ActionInline(PlanInline):
    model = Action
    fields = ["position", "text", "timeline"]
    show_change_link = False
    verbose_name_plural = "actions, in order; an empty timeline continues the one above"

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "text":
            kwargs["widget"] = forms.Textarea(attrs={"rows": 3, "cols": 60})
        return super().formfield_for_dbfield(db_field, request, **kwargs)


@admin.register(ActionStep)
class ActionStepAdmin(SortableAdminBase, HistoryAdmin):
    """One step with its actions. It is added, and keeps its place, on its plan's page."""

    inlines = [ActionInline]
    list_display = ["__str__", "category", "title"]
    list_filter = ["plan", "category__number"]
    search_fields = ["feedback__text", "actions__text", "items__reference"]
    formfield_overrides = {**FIELDS, models.ManyToManyField: {"widget": forms.CheckboxSelectMultiple}}
    fields = ["plan", "category", "title", "feedback", "items", "note"]
    readonly_fields = ["plan"]
    actions = None

    class Media:
        css = {"all": ["accord/records-admin.css"]}

    def has_add_permission(self, request):
        return False

    def get_queryset(self, request):
        steps = super().get_queryset(request)
        return steps.select_related("plan__edition", "plan__partnership", "category")

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        return super().formfield_for_foreignkey(db_field, request, form_class=ListedChoice, **kwargs)

    def offer(self, form, obj):
        if "items" in form.base_fields:
            offer_categories(form, obj.plan)
            form.base_fields["feedback"].queryset = obj.plan.partnership.feedback.all()
            items = text_to_name(Item, obj.category, obj.plan.partnership)
            offer_items(form.base_fields["items"], items)
