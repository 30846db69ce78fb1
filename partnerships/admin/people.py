"""Who takes part: organizations, partnerships, people and what they may do."""

from contextlib import suppress
from functools import partial
from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import transaction
from django.utils.html import format_html, format_html_join

from accounts import invitations
from accounts.admin import PersonAdmin
from accounts.models import Membership, User
from core.admin.forms import ChangesForm
from core.admin.pages import FIELDS, HistoryAdmin, ListedChoice, RelatedFilter, change_url, without_links
from core.admin.rows import LabelledFormSet
from core.admin.together import TogetherAdmin
from partnerships.models import Partnership, Party, Period, SignatoryRole, Signature
from partnerships.signatures.recording import record_withdrawal

from .cohorts import InCohortAdmin
from .forms import MembershipForm, PartyFormSet, SignatureForm, SignatureFormSet


class NotDeleted:
    """A membership ends; that it stood stays on record."""

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Membership)
class MembershipAdmin(NotDeleted, HistoryAdmin):
    list_display = ["user", "organization", "role", "reaches_all", "began_at", "ended_at"]
    list_filter = ["role", ("ended_at", admin.EmptyFieldListFilter)]
    list_select_related = ["user", "organization"]
    search_fields = ["user__name", "user__email", "organization__name"]
    autocomplete_fields = ["user", "organization"]
    fields = ["user", "organization", "role", "reaches_all", "partnerships", "has_left"]
    form = MembershipForm

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and (obj is None or obj.ended_at is None)

    def get_fields(self, request, obj=None):
        if obj and obj.ended_at:
            return ["user", "organization", "role", "reaches_all", "began_at", "ended_at", "ended_by"]
        return [name for name in super().get_fields(request, obj) if obj or name != "has_left"]

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        end_where_left([form], by=request.user)


def end_where_left(forms, *, by):
    for form in forms:
        if form.cleaned_data.get("has_left"):
            with suppress(Membership.HasEnded):
                form.instance.end(by=by)
                transaction.on_commit(partial(invitations.tell_of_end, form.instance))


class PlainInline(admin.TabularInline):
    form = ChangesForm
    formset = LabelledFormSet
    extra = 0

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field: Any = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(getattr(field, "widget", None), RelatedFieldWidgetWrapper):
            without_links(field.widget)
        return field


class MembershipInline(NotDeleted, PlainInline):
    model = Membership
    fk_name = "user"
    form = MembershipForm
    autocomplete_fields = ["organization"]
    verbose_name_plural = "what this person does, and for whom"

    def get_queryset(self, request):
        rows: Any = super().get_queryset(request)
        rows = rows.standing().select_related("organization", "user")
        return rows.prefetch_related("partnerships")

    def get_formset(self, request, obj=None, **kwargs):
        formset: Any = super().get_formset(request, obj, **kwargs)
        # Listed once for all rows of the page.
        formset.form.base_fields["partnerships"].choices = [
            (one.pk, f"{one} ({one.agreement})")
            for one in Partnership.objects.select_related("partner", "agreement")
        ]
        return formset


@admin.register(User)
class UserAdmin(PersonAdmin):
    def get_inlines(self, request, obj):
        return [MembershipInline] if obj else []

    def save_formset(self, request, form, formset, change):
        super().save_formset(request, form, formset, change)
        if formset.model is Membership:
            end_where_left(formset.initial_forms, by=request.user)


class PartyInline(PlainInline):
    model = Party
    formset = PartyFormSet
    autocomplete_fields = ["organization"]
    verbose_name_plural = "other organizations in it, which may read and be asked to assess"

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("organization", "partnership__partner")


class SignatureInline(PlainInline):
    model = Signature
    form = SignatureForm
    formset = SignatureFormSet
    fields = ["role", "name", "date"]
    formfield_overrides = FIELDS

    def get_queryset(self, request):
        """Those of editions. An addition is signed on its own page."""
        return super().get_queryset(request).filter(addendum=None).select_related("role")

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        return super().formfield_for_foreignkey(db_field, request, form_class=ListedChoice, **kwargs)

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        role: Any = formset.form.base_fields["role"]
        roles = (
            SignatoryRole.objects.filter(edition__agreement=obj.agreement_id)
            if obj
            else SignatoryRole.objects.none()
        )
        roles = roles.select_related("edition").order_by("-edition__effective_from", "position")
        role.offer(roles, label=lambda one: f"{one.edition.label}: {one}")
        return formset


@admin.register(Partnership)
class PartnershipAdmin(InCohortAdmin):
    list_display = ["partner", "agreement", "joined_on", "cohort"]
    list_filter = ["agreement", ("cohort", RelatedFilter)]
    list_select_related = ["partner", "agreement", "cohort"]
    search_fields = ["partner__name", "partner__short_name", "slug", "agreement__title"]
    autocomplete_fields = ["partner"]
    fields = ["agreement", "partner", "slug", "joined_on", "cohort", "local_additions"]
    readonly_fields = ["local_additions"]

    def get_inlines(self, request, obj):
        return [PartyInline, SignatureInline] if obj else []

    def save_formset(self, request, form, formset, change):
        for row in formset.forms:
            if isinstance(row.instance, Signature) and row.has_changed():
                row.instance.recorded_by = request.user
        super().save_formset(request, form, formset, change)
        for gone in formset.deleted_objects:
            if isinstance(gone, Signature):
                record_withdrawal(gone, by=request.user)

    @admin.display(description="its own additions to the text")
    def local_additions(self, obj):
        if obj.pk is None:
            return "-"
        items = obj.local_items.select_related("edition", "category", "addendum__partnership")
        measures = obj.local_measures.select_related("edition", "category", "addendum__partnership")
        links = [
            (one.edition.label, one.category.number, change_url(one.addendum or one), one)
            for one in [*items, *measures]
        ]
        rows = format_html_join("", '<li>{}, category {}: <a href="{}">{}</a></li>', links)
        return format_html("<ul>{}</ul>", rows) if links else "None."


@admin.register(Period)
class PeriodAdmin(TogetherAdmin):
    formfield_overrides = FIELDS
    list_display = ["label", "kind", "start", "end"]
    list_filter = ["kind"]
    search_fields = ["label"]
