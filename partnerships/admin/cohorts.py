"""Cohorts of an agreement, and the numbers that its source prints."""

from django.contrib import admin

from core.admin.forms import WholeRecordForm
from core.admin.pages import RelatedFilter
from partnerships.admin.base import InAgreementAdmin
from partnerships.locks_of_one_agreement import COHORT_ELSEWHERE
from partnerships.models import Cohort, PrintedCount


class InCohortForm(WholeRecordForm):
    """What is in a cohort is of the cohort's agreement."""

    def clean(self):
        data = super().clean()
        cohort, agreement = data.get("cohort"), data.get("agreement")
        agreement_id = agreement.pk if agreement else self.instance.agreement_id
        if cohort and agreement_id and cohort.agreement_id != agreement_id:
            self.add_error("cohort", COHORT_ELSEWHERE)
        return data


class InCohortAdmin(InAgreementAdmin):
    """A record of an agreement that may be in one of its cohorts."""

    form = InCohortForm

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "cohort":  # before the agreement is chosen, those of all
            field.label_from_instance = lambda cohort: f"{cohort.agreement}: {cohort}"
        return field

    def offer(self, form, obj):
        if cohort := form.base_fields.get("cohort"):
            cohort.queryset = Cohort.objects.filter(agreement=obj.agreement_id)
            cohort.label_from_instance = str


@admin.register(Cohort)
class CohortAdmin(InAgreementAdmin):
    list_display = ["label", "agreement", "began_on"]
    list_filter = ["agreement"]
    list_select_related = ["agreement"]
    search_fields = ["label", "agreement__title"]
    fields = ["agreement", "label", "began_on", "note"]


@admin.register(PrintedCount)
class PrintedCountAdmin(InCohortAdmin):
    list_display = ["words", "number", "counted", "cohort", "agreement", "place"]
    list_filter = ["agreement", ("cohort", RelatedFilter), "counted"]
    list_select_related = ["agreement", "cohort"]
    search_fields = ["words", "place", "agreement__title", "cohort__label"]
    fields = ["agreement", "cohort", "counted", "number", "words", "place"]
