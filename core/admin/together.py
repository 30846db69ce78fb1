"""The base of every page of the administration on which something is changed: two people at once, and deleting."""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from copy import copy
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import NestedObjects, flatten_fieldsets, unquote
from django.core.exceptions import BadRequest, ValidationError
from django.db import IntegrityError, router, transaction
from django.db.models import Model
from django.forms.formsets import TOTAL_FORM_COUNT
from django.forms.models import _get_foreign_key
from django.http import HttpRequest, QueryDict
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime

from .answers import refuse, sentence_of
from .conflicts import SEEN, merge
from .forms import WholeRecordForm
from .lists import ListAdmin, is_key
from .standing import Page, Rows

SHOWN = 10
"""How many of the parts that two people changed are told one by one."""

MOST_ROWS = 400
"""How many rows of a kind are taken at once: more fields than of these no request brings."""

OTHERS_STAND = "Somebody else changed other things here meanwhile. They stand as well."


class TogetherAdmin(ListAdmin):
    """What one person sends is brought together with what others saved meanwhile, the rows included
    (`core.admin.conflicts`), and of all this what the person changed is saved."""

    form: Any = WholeRecordForm

    def hold(self, request: HttpRequest, key: object) -> Any:
        """The record; until this is answered nobody else saves it or its rows. None where it may not be changed."""
        record = self.model._base_manager.filter(pk=key).order_by()
        list(record.select_for_update(no_key=True).values_list("pk"))
        obj = self.get_object(request, str(key))
        if obj is None or not self.has_change_permission(request, obj):
            return None
        for inline in self.get_inline_instances(request, obj):
            foreign_key = _get_foreign_key(self.model, inline.model, fk_name=inline.fk_name)
            rows = inline.model._base_manager.filter(**{foreign_key.name: obj.pk}).order_by("pk")
            list(rows.select_for_update(no_key=True).values_list("pk"))
        return obj

    def page_as_it_stands(self, request: HttpRequest, obj: Model) -> Page:
        looking = copy(request)
        looking.method = "GET"
        fields = flatten_fieldsets(self.get_fieldsets(looking, obj))
        form = self.get_form(looking, obj, True, fields=fields)(instance=obj)
        formsets, inlines = self._create_formsets(looking, obj, change=True)  # type: ignore[attr-defined]
        return Page(form, _rows(looking, obj, zip(inlines, formsets, strict=True)))

    def merge(self, request: HttpRequest, object_id: str) -> None:
        """Bring what was sent together with what stands: from here on it is as if the page had just been opened."""
        try:
            obj = self.hold(request, self.opts.pk.to_python(unquote(object_id)))
        except ValidationError:
            return  # it is answered as any other record that is not there
        if obj:
            request.made = {}  # type: ignore[attr-defined]
            page = self.page_as_it_stands(request, obj)
            merged = merge(page, request.POST)
            merged.data[SEEN] = page.marks
            if merged.told:
                merged.told = [_who_and_when(*page.last_change()), *_few(merged.told)]
            request.POST = merged.data  # type: ignore[assignment]
            request.merged = merged  # type: ignore[attr-defined]

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if any(count > MOST_ROWS for count in _row_counts(request.POST)):
            raise BadRequest("More rows than are saved at once.")
        if not all(is_key(self.opts, key) for key in self._keys_sent(request.POST) if key):
            raise BadRequest("A record is named as none can be.")
        try:
            with transaction.atomic() if request.method == "POST" else nullcontext():
                if request.method == "POST" and object_id:
                    self.merge(request, object_id)
                response = super().changeform_view(request, object_id, form_url, extra_context)
        except IntegrityError as error:
            return refuse(request, request.path, sentence_of(error))
        merged = getattr(request, "merged", None)
        if merged and merged.theirs and response.status_code == HTTPStatus.FOUND:
            messages.info(request, OTHERS_STAND)
        return response

    def _keys_sent(self, post: QueryDict) -> Iterator[str]:
        """What was sent for choices of other records, on the record and in its rows."""
        models: Any = [self.model, *(one.related_model for one in self.opts.related_objects)]
        names = {field.name for model in models for field in model._meta.get_fields() if field.is_relation}
        for name, values in post.lists():
            if name.rpartition("-")[2] in names:
                yield from values

    def delete_view(self, request, object_id, extra_context=None):
        try:
            return super().delete_view(request, object_id, extra_context)
        except IntegrityError as error:
            return refuse(request, request.path, sentence_of(error))

    def get_changeform_initial_data(self, request):
        """What a link to an empty form fills in; of records only such as may be there."""
        fields: Any = self.opts.fields
        related = {field.name: field.related_model._meta for field in fields if field.is_relation}
        given: Any = super().get_changeform_initial_data(request)
        return {
            name: value
            for name, value in given.items()
            if name not in related or is_key(related[name], value)
        }

    def get_form(self, request, obj=None, change=False, **kwargs):
        """The class of the form: made once, and what it offers read once, while things are brought together."""
        made = getattr(request, "made", {})
        key = ("form", repr(kwargs))
        if key not in made:
            made[key] = super().get_form(request, obj, change=change, **kwargs)
            if obj:
                self.offer(made[key], obj)
        made[key].told = request.merged.told if hasattr(request, "merged") else ()
        return made[key]

    def offer(self, form: Any, obj: Any) -> None:
        """A hook: what may be chosen in the form of a record."""

    def get_formsets_with_inlines(self, request, obj=None):
        made = getattr(request, "made", {})
        if "formsets" not in made:
            made["formsets"] = list(super().get_formsets_with_inlines(request, obj))
        return made["formsets"]

    def render_change_form(self, request, context, *args, **options):
        """With the marks of what the page shows."""
        obj, merged = options.get("obj"), getattr(request, "merged", None)
        context[SEEN] = merged.data[SEEN] if merged else ""
        if obj and not merged and self.has_change_permission(request, obj):
            pairs = ((rows.opts, rows.formset) for rows in context["inline_admin_formsets"])
            context[SEEN] = Page(context["adminform"].form, _rows(request, obj, pairs)).marks
        return super().render_change_form(request, context, *args, **options)

    def save_model(self, request, obj, form, change):
        """Whoever saves without a change leaves no line in the history."""
        if not change:
            super().save_model(request, obj, form, change)
        elif changed := form.changed_columns():
            obj.save(update_fields=changed)

    def get_deleted_objects(self, objs, request):
        """What stands in the way of deleting is said by kind and number: its text may be a side's own still."""
        collector = NestedObjects(using=router.db_for_write(self.model), origin=objs)
        collector.collect(objs)
        kinds = Counter(type(row)._meta for row in collector.protected)
        if kinds:
            return [], {}, set(), sorted(_kind_and_number(opts, n) for opts, n in kinds.items())
        return super().get_deleted_objects(objs, request)


def _row_counts(post: QueryDict) -> Iterator[int]:
    """How many rows of each kind a request says it has."""
    for name, count in post.items():
        if name.endswith(f"-{TOTAL_FORM_COUNT}") and str(count).isdecimal():
            yield int(str(count)[:9])


def _rows(request: HttpRequest, obj: Model, pairs: Iterable[tuple[Any, Any]]) -> Iterator[Rows]:
    """The rows of a page that may be changed on it."""
    for inline, formset in pairs:
        if inline.has_change_permission(request, obj):
            yield Rows(inline, formset)


def _who_and_when(by: Any, at: datetime | None) -> str:
    when = f" on {date_format(localtime(at), 'M j, Y, g:i A')}" if at else ""
    return (
        f"{by or 'Somebody'} changed this{when}, after you opened the page. Save again to put what you typed in "
        "its place; what you did not change stays as others saved it. Open the page anew to see it first."
    )


def _few(told: list[str]) -> Iterator[str]:
    yield from told[:SHOWN]
    if len(told) > SHOWN:
        yield f"And {len(told) - SHOWN} more."


def _kind_and_number(opts, n):
    return f"{capfirst(opts.verbose_name if n == 1 else opts.verbose_name_plural)}: {n}"
