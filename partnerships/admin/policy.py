"""Where the questions are written that a plan leaves to the agency. The answers are recorded on their page."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html

from core.admin.forms import ChangesForm
from core.admin.pages import FIELDS, RelatedFilter
from core.admin.rows import LabelledFormSet
from partnerships.admin.base import InAgreementAdmin
from partnerships.models import PolicyChoice, PolicyOption


class PolicyOptionInline(admin.TabularInline):
    model = PolicyOption
    form = ChangesForm
    formset = LabelledFormSet
    formfield_overrides = FIELDS
    extra = 0
    fields = ["position", "words"]


@admin.register(PolicyChoice)
class PolicyChoiceAdmin(InAgreementAdmin):
    inlines = [PolicyOptionInline]
    list_display = ["title", "agreement", "citation", "is_answered"]
    list_filter = [("agreement", RelatedFilter)]
    list_select_related = ["agreement"]
    search_fields = ["title", "question", "citation", "agreement__title"]
    fields = ["agreement", ("position", "page"), "title", "question", "source", "citation", "note"]

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), "page"]

    @admin.display(description="answered", boolean=True)
    def is_answered(self, choice):
        return choice.chosen_id is not None

    @admin.display(description="as people see it")
    def page(self, choice):
        if not choice.pk:
            return "Members see it once it is saved."
        address = reverse("policy-choices", args=[choice.agreement.slug])
        return format_html(
            '<a href="{}#choice-{}">See it, and record the answer</a>', address, choice.public_id
        )
