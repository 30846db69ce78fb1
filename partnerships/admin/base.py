"""What the pages for the text of an edition share: it is closed once the edition is adopted."""

from typing import Any, ClassVar

from django.contrib.admin.utils import unquote
from django.db import transaction
from django.db.models import QuerySet

from core.admin.answers import refuse
from core.admin.inlines import OrderedInline
from core.admin.pages import HistoryAdmin, ListedChoice, RelatedFilter, change_url, without_links
from partnerships.locks import SENTENCE
from partnerships.models import Edition, Item, Partnership
from partnerships.wholes import names_of


def edition_of(obj):
    return obj if isinstance(obj, Edition) else obj.edition


def partnerships_of(edition: Edition) -> QuerySet[Partnership]:
    """Whose own an addition to the edition may be."""
    return Partnership.objects.filter(agreement=edition.agreement_id).select_related("partner")


def offer_items(field: Any, items: QuerySet[Item]) -> None:
    """Items to choose from, each beneath what it stands beneath. `items` are all of a document."""
    field.queryset = items
    names = names_of(items)
    field.label_from_instance = lambda item: names[item.pk]


class InAgreementAdmin(HistoryAdmin):
    """A record of an agreement, in which it stays."""

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), *(["agreement"] if obj else [])]


class ClosedTextAdmin(HistoryAdmin):
    """Text of an adopted edition is shown and not changed: whoever tries is told what to do instead.

    Saving holds the edition's row, as adopting does, so that neither happens in the middle of the other.
    """

    closed_sentence = SENTENCE

    def is_closed(self, obj):
        return not edition_of(obj).is_draft

    def why_closed(self, obj):
        return self.closed_sentence

    def is_refused(self, request, obj):
        return self.is_closed(obj)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not (obj and self.is_closed(obj))

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not (obj and self.is_closed(obj))

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method != "POST" or not object_id:
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            if obj := self.get_object(request, unquote(object_id)):
                list(Edition.objects.select_for_update().filter(pk=edition_of(obj).pk))
                obj = self.get_object(request, unquote(object_id))
                if obj and self.is_refused(request, obj):
                    return refuse(request, change_url(obj), self.why_closed(obj))
            return super().changeform_view(request, object_id, form_url, extra_context)

    def delete_view(self, request, object_id, extra_context=None):
        obj = self.get_object(request, unquote(object_id))
        if obj and self.is_closed(obj):
            return refuse(request, change_url(obj), self.why_closed(obj))
        return super().delete_view(request, object_id, extra_context)


class TextAdmin(ClosedTextAdmin):
    """A page for something that stands in an edition."""

    actions = None
    list_select_related = ["edition__agreement"]
    list_filter: ClassVar[Any] = [("edition", RelatedFilter)]

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), *(["edition"] if obj else [])]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "edition":
            kwargs["queryset"] = Edition.objects.drafts().select_related("agreement")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def offer(self, form, obj):
        if "local_to" in form.base_fields:
            form.base_fields["local_to"].queryset = partnerships_of(obj.edition)


class TextInline(OrderedInline):
    """Rows of an edition's text. Closed with the edition."""

    def is_closed(self, obj):
        return obj is not None and not edition_of(obj).is_draft

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        return super().formfield_for_foreignkey(db_field, request, form_class=ListedChoice, **kwargs)

    def get_formset(self, request, obj=None, **kwargs):
        formset: Any = super().get_formset(request, obj, **kwargs)
        local_to: Any = formset.form.base_fields.get("local_to")
        if local_to and obj:
            local_to.label = "Only for"
            local_to.offer(
                partnerships_of(edition_of(obj)),
                label=lambda one: one.partner.short_name,
                nothing="everyone",
            )
            without_links(local_to.widget)
        return formset
