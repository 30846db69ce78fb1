"""What the pages of the administration share: a history to read, deleting, two people at once."""

from collections import Counter
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import NestedObjects
from django.contrib.admin.widgets import AdminTextareaWidget, RelatedFieldWidgetWrapper
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, router
from django.db.models import Model
from django.forms.models import _get_foreign_key
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import capfirst
from simple_history.admin import SimpleHistoryAdmin

from core.conflicts import marks_of
from core.forms import DateInput, DayField, TextField
from core.locks import sentence_in

from .conflicts import RowsOnPage
from .forms import ConflictForm, WholeRecordForm

SAME_MOMENT = "Somebody else changed this at the same moment. Nothing was saved: look at it again and repeat."

IN_USE = "It cannot be deleted, because assessments, evidence or action steps depend on it."


def change_url(obj):
    return reverse(f"admin:{obj._meta.app_label}_{obj._meta.model_name}_change", args=[obj.pk])


class RelatedFilter(admin.RelatedFieldListFilter):
    """Offers the related rows that occur in the list, their names read in one query."""

    def field_choices(self, field, request, model_admin):
        keys = model_admin.get_queryset(request).order_by().values(self.field_path)
        rows = field.remote_field.model._default_manager.filter(pk__in=keys).select_related()
        return [(row.pk, str(row)) for row in rows]


EARLIEST_RECORDED = 1950
"""The first year of which administrators may write something down: partnerships are older than their ratings."""

FIELDS: dict[Any, Any] = {
    models.DateField: {"form_class": DayField, "earliest": EARLIEST_RECORDED, "widget": DateInput},
    models.TextField: {"form_class": TextField, "widget": AdminTextareaWidget},
}


class DeletingMixin:
    """What stands in the way of deleting is said by kind and number: its text may be a side's own still."""

    def get_deleted_objects(self, objs, request):
        collector = NestedObjects(using=router.db_for_write(self.model), origin=objs)  # type: ignore[attr-defined]
        collector.collect(objs)
        kinds = Counter(type(row)._meta for row in collector.protected)
        if kinds:
            return [], {}, set(), sorted(_kind_and_number(opts, n) for opts, n in kinds.items())
        return super().get_deleted_objects(objs, request)  # type: ignore[misc]


def _kind_and_number(opts, n):
    return f"{capfirst(opts.verbose_name if n == 1 else opts.verbose_name_plural)}: {n}"


class ConflictMixin(DeletingMixin):
    """Whoever saves what somebody else changed meanwhile, on the page or in its rows, is told so first."""

    form: Any = WholeRecordForm

    def rows_on_page(self, request: HttpRequest, obj: Model) -> tuple[RowsOnPage, ...]:
        """The rows that stand on a record's page, kind by kind."""
        found = []
        for inline in self.get_inline_instances(request, obj):  # type: ignore[attr-defined]
            key = _get_foreign_key(type(obj), inline.model, fk_name=inline.fk_name)
            rows = inline.get_queryset(request).filter(**{key.name: obj.pk})
            found.append(RowsOnPage(inline, obj, rows, key.name))
        return tuple(found)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form: Any = super().get_form(request, obj, change=change, **kwargs)  # type: ignore[misc]
        form.seen = request.POST.get("seen")
        if obj and issubclass(form, ConflictForm):
            form.rows_on_page = self.rows_on_page(request, obj)
        return form

    def render_change_form(self, request, context, *args, **options):
        """The marks of what the page shows. One that was refused for another reason keeps those it came with."""
        form = context["adminform"].form
        obj = options.get("obj")
        if obj and isinstance(form, ConflictForm):
            may_change = self.has_change_permission(request, obj)  # type: ignore[attr-defined]
            fresh = marks_of(form.stored()) if may_change and form.seen is None else ""
            context["seen"] = form.seen or fresh
        return super().render_change_form(request, context, *args, **options)  # type: ignore[misc]


class HistoryAdmin(ConflictMixin, SimpleHistoryAdmin):
    """Every change is kept with who and when. The history is read, never written back."""

    formfield_overrides = FIELDS

    def _fields_of_history(self, request):
        """On the page of an earlier version: what a version keeps, and nothing that is worked out."""
        match = request.resolver_match
        if match and (match.url_name or "").endswith("_simple_history"):
            return [field.name for field in self.opts.get_fields() if getattr(field, "editable", False)]
        return []

    def get_fieldsets(self, request, obj=None):
        if kept := self._fields_of_history(request):
            return [(None, {"fields": kept})]
        return super().get_fieldsets(request, obj)

    def get_readonly_fields(self, request, obj=None):
        return self._fields_of_history(request) or super().get_readonly_fields(request, obj)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field: Any = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(getattr(field, "widget", None), RelatedFieldWidgetWrapper):
            field.widget.can_delete_related = False  # nobody deletes an organization from a choice
        return field

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Choices are read together with the records their names are made of."""
        kwargs.setdefault("queryset", db_field.remote_field.model._default_manager.select_related())
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs.setdefault("queryset", db_field.remote_field.model._default_manager.select_related())
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def save_model(self, request, obj, form, change):
        """Whoever saves without a change leaves no line in the history."""
        if not change or form.has_changed():
            super().save_model(request, obj, form, change)

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        if request.method == "POST":
            # The library would save the earlier version, whatever its settings say about the button.
            sentence = "The history is for reading. Make the change on the page itself."
            return refuse(request, request.path, sentence)
        return super().history_form_view(request, object_id, version_id, extra_context)

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        return not_taken(super()._get_obj_does_not_exist_redirect(request, opts, object_id))

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except IntegrityError as error:
            return refuse(request, request.path, sentence_of(error))

    def delete_view(self, request, object_id, extra_context=None):
        try:
            return super().delete_view(request, object_id, extra_context)
        except IntegrityError as error:
            return refuse(request, request.path, sentence_of(error))


class ListedChoice(forms.ModelChoiceField):
    """A choice among rows that were read once, for all forms of a page."""

    rows: dict[str, models.Model] = {}

    def offer(self, rows):
        rows = list(rows)
        self.rows = {str(row.pk): row for row in rows}
        self.choices = [("", "---------"), *((row.pk, str(row)) for row in rows)]

    def to_python(self, value):
        if value in self.empty_values:
            return None
        if str(value) not in self.rows:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return self.rows[str(value)]


def without_links(widget):
    """A choice without the icons that lead away from a page half filled in."""
    widget.can_add_related = widget.can_change_related = False
    widget.can_delete_related = widget.can_view_related = False


def refuse(request, url, sentence):
    messages.error(request, sentence)
    return not_taken(redirect(url))


def not_taken(response):
    """Says of a redirect that nothing was saved, so that work kept after a lost session stays kept."""
    response.not_taken = True
    return response


def sentence_of(error):
    """What a person is told when the database refuses."""
    if isinstance(error, (models.ProtectedError, models.RestrictedError)):
        return IN_USE
    return sentence_in(error) or SAME_MOMENT
