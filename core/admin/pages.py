"""What the pages of the administration share: fields, choices, links, and a history to read."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AdminTextareaWidget, RelatedFieldWidgetWrapper
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404
from django.urls import reverse
from django.utils.safestring import mark_safe
from simple_history.admin import SimpleHistoryAdmin

from core.forms import DateInput, DayField, TextField

from .answers import not_taken, refuse
from .lists import is_key
from .together import TogetherAdmin


def change_url(obj):
    return reverse(f"admin:{obj._meta.app_label}_{obj._meta.model_name}_change", args=[obj.pk])


class RelatedFilter(admin.RelatedFieldListFilter):
    """Offers the related rows that occur in the list, their names read in one query. Rows without one are named."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.empty_value_display = mark_safe("none")

    def field_choices(self, field, request, model_admin):
        keys = model_admin.get_queryset(request).order_by().values(self.field_path)
        rows = field.remote_field.model._default_manager.filter(pk__in=keys).select_related()
        return [(row.pk, str(row)) for row in rows]


EARLIEST_RECORDED, LATEST_RECORDED = 1950, 2100
"""Years of which administrators may write something down: partnerships are older than their ratings, and last."""


FIELDS: dict[Any, Any] = {
    models.DateField: {
        "form_class": DayField,
        "widget": DateInput,
        "earliest": EARLIEST_RECORDED,
        "latest": LATEST_RECORDED,
    },
    models.TextField: {"form_class": TextField, "widget": AdminTextareaWidget},
}


class HistoryAdmin(TogetherAdmin, SimpleHistoryAdmin):
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

    def history_view(self, request, object_id, extra_context=None):
        if not is_key(self.opts, unquote(object_id)):
            raise Http404
        return super().history_view(request, object_id, extra_context)

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        if not (is_key(self.opts, object_id) and is_key(self.opts, version_id)):
            raise Http404
        if request.method == "POST":
            # The library would save the earlier version, whatever its settings say about the button.
            sentence = "The history is for reading. Make the change on the page itself."
            return refuse(request, request.path, sentence)
        return super().history_form_view(request, object_id, version_id, extra_context)

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        return not_taken(super()._get_obj_does_not_exist_redirect(request, opts, object_id))


class ListedChoice(forms.ModelChoiceField):
    """A choice among rows that were read once, for all forms of a page."""

    rows: dict[str, models.Model] = {}

    def offer(self, rows, *, label=str, nothing="---------"):
        """The rows to choose from, by their label, and what it says where none is chosen."""
        rows = list(rows)
        self.rows = {str(row.pk): row for row in rows}
        self.choices = [("", nothing), *((row.pk, label(row)) for row in rows)]

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
