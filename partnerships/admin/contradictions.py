"""Where a source contradicts itself."""

from django.contrib import admin

from core.admin.pages import HistoryAdmin, RelatedFilter
from partnerships.models import Contradiction


@admin.register(Contradiction)
class ContradictionAdmin(HistoryAdmin):
    """Both places with their words. It stays open when its edition is adopted."""

    list_display = ["why", "item", "first_place", "second_place", "edition"]
    list_filter = [("edition", RelatedFilter)]
    list_select_related = ["edition__agreement", "item"]
    search_fields = ["why", "first_words", "second_words", "item__reference"]
    autocomplete_fields = ["item"]
    fields = ["edition", "item", "why", "first_place", "first_words", "second_place", "second_words"]

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), *(["edition"] if obj else [])]
