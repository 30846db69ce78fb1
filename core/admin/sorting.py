"""Lists of the administration that are sorted by a column: names in natural order."""

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db import models

from core.sorting import SortKeyField, sort_key_of


class NaturalChangeList(ChangeList):
    """Sorts by the key of a name where its column is asked for."""

    def get_ordering_field(self, field_name):
        return sort_key_of(self.model, field_name) or super().get_ordering_field(field_name)


class NaturalListAdmin(admin.ModelAdmin):
    """A list whose names sort naturally. A text without a key heads a column that does not sort."""

    def get_changelist(self, request, **kwargs):
        return NaturalChangeList

    def get_sortable_by(self, request):
        columns = super().get_sortable_by(request)
        return [column for column in columns if not is_bare_text(self.model, column)]


def is_bare_text(model, column):
    """Whether a column shows a text as people write it, of which no key is kept."""
    field = next((one for one in model._meta.get_fields() if one.name == column), None)
    if not isinstance(field, models.CharField | models.TextField) or isinstance(field, SortKeyField):
        return False
    return not field.choices and not sort_key_of(model, column)
