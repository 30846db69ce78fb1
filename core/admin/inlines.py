"""Rows in document order on a page of the administration."""

from typing import Any

from adminsortable2.admin import SortableAdminBase, SortableInlineAdminMixin
from django.contrib import admin

from .forms import ChangesForm
from .pages import FIELDS
from .rows import OrderedFormSet


class OrderedRowsMixin(SortableAdminBase):
    """A page with rows in document order. Rows that may not be changed are not dragged either."""

    def get_inline_formsets(self, *args, **kwargs):
        formsets = super().get_inline_formsets(*args, **kwargs)
        for formset in formsets:
            if not formset.has_change_permission:
                formset.classes = formset.classes.replace("sortable", "")
        return formsets


class OrderedInline(SortableInlineAdminMixin, admin.TabularInline):
    """Rows in document order: dragged, or placed by typing a number."""

    template = "admin/edit_inline/ordered.html"
    as_cards = False
    """Whether each row is a small form, its fields labelled, instead of a line of a table."""
    form = ChangesForm
    formset = OrderedFormSet
    formfield_overrides = FIELDS
    extra = 0
    show_change_link = True

    def is_closed(self, obj):
        """A hook: whether the rows of this record are only shown."""
        return False

    def has_add_permission(self, request, obj=None):
        return super().has_add_permission(request, obj) and not self.is_closed(obj)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not self.is_closed(obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not self.is_closed(obj)

    def get_formset(self, request, obj=None, **kwargs):
        formset: Any = super().get_formset(request, obj, **kwargs)
        # Django asks of each row alone whether it may go, so no heading could go with its sub-items.
        # The formset asks it of all that go.
        formset.form.hand_clean_DELETE = lambda form: None
        formset.closed = not self.has_change_permission(request, obj)
        return formset
