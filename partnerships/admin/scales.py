"""Rating scales and their levels. What an adopted edition prints of one no longer changes."""

from django.contrib import admin
from django.db.models import Exists, OuterRef

from core.admin.inlines import OrderedInline, OrderedRowsMixin
from core.admin.pages import HistoryAdmin
from partnerships.models import Edition, EditionStatus, Item, RatingLevel, RatingScale


class RatingLevelInline(OrderedInline):
    model = RatingLevel
    fields = ["position", "code", "kind", "value", "label", "words", "colour"]
    show_change_link = False

    def is_closed(self, obj):
        return False

    def has_add_permission(self, request, obj=None):
        return super().has_add_permission(request, obj) and not _is_in_use(obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not _is_in_use(obj)

    def get_readonly_fields(self, request, obj=None):
        return ["code", "kind", "value", "words"] if _is_in_use(obj) else []


def _is_in_use(scale):
    """Whether an adopted edition rates by the scale, or an item of one, which closes its words and values."""
    return getattr(scale, "is_in_use", False)


@admin.register(RatingScale)
class RatingScaleAdmin(OrderedRowsMixin, HistoryAdmin):
    """What an adopted edition prints of a scale is closed; labels and colours on screens are not."""

    list_display = ["name", "flag_symbol", "flag_label"]
    search_fields = ["name"]
    inlines = [RatingLevelInline]

    def get_queryset(self, request):
        adopted = Edition.objects.exclude(status=EditionStatus.DRAFT)
        items = Item.objects.filter(scale=OuterRef("pk"), edition__in=adopted)
        in_use = Exists(adopted.filter(scale=OuterRef("pk"))) | Exists(items)
        return super().get_queryset(request).annotate(is_in_use=in_use)

    def get_readonly_fields(self, request, obj=None):
        closed = super().get_readonly_fields(request, obj)
        return [*closed, "met_from", "flag_symbol", "flag_label"] if _is_in_use(obj) else closed

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not _is_in_use(obj)

    def render_change_form(self, request, context, *args, **options):
        if _is_in_use(options.get("obj")):
            context["closed"] = (
                "An adopted edition rates by this scale: its values and printed words no longer change. "
                "Names, labels and colours do."
            )
        return super().render_change_form(request, context, *args, **options)
