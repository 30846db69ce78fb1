"""Breaks of a line, where items, measures and rows are all known."""

from collections.abc import Sequence
from itertools import chain, islice
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import JsonResponse
from django.urls import path, reverse

from core.admin.forms import WholeRecordForm
from core.admin.pages import HistoryAdmin
from evidence.models import EvidenceRow
from partnerships.models import Item, LineageBreak, Measure

AT_ONCE = 20
"""Lines that are offered at a time."""

NEWEST = F("edition__effective_from").desc(nulls_last=True)

LONGEST_KEY = 18
"""Digits; a longer one is none of ours."""

WORDS = {Item: ("reference", "title", "text"), Measure: ("label",), EvidenceRow: ("label",)}
"""Where each kind of line is searched."""


class LineSelect(AutocompleteSelect):
    """A line that is searched for by its words, among thousands."""

    def __init__(self) -> None:
        super().__init__(LineageBreak._meta.get_field("edition"), admin.site)

    def get_url(self) -> str:
        return reverse("admin:partnerships_lineagebreak_lines")

    def optgroups(self, name: str, value: Sequence[str], attrs: Any = None) -> list[Any]:
        """With what is chosen alone: the others are read as somebody types."""
        found = line_at(value[0]) if value else None
        choices = [("", "")] + ([(value[0], _words(found))] if found else [])
        options = [
            self.create_option(name, key, label, key in value, place)
            for place, (key, label) in enumerate(choices)
        ]
        return [(None, options, 0)]


class LineageBreakForm(WholeRecordForm):
    """Chooses the promise, measure or row by its words, in the edition from which it is not comparable."""

    line = forms.CharField(
        label="Item, measure or row",
        widget=LineSelect,
        help_text="The edition is the one from which it is no longer comparable.",
    )

    class Meta:
        model = LineageBreak
        fields = ["reason"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["line"]  # where it is broken stays; only the reason is written anew

    def clean_line(self):
        found = line_at(self.cleaned_data["line"])
        if found is None:
            raise forms.ValidationError("Choose one of those that are found.")
        self.instance.edition_id, self.instance.lineage = found.edition_id, found.lineage
        return found


def line_at(key: str) -> Any:
    """The item, measure or row of “12/abc”: an edition's key and a lineage; or None."""
    edition, _, lineage = key.partition("/")
    if not edition.isdecimal() or len(edition) > LONGEST_KEY:
        return None
    found = (lines.filter(edition=edition, lineage=lineage).first() for lines in _lines())
    return next((one for one in found if one), None)


def _lines() -> list[QuerySet[Any]]:
    """Every item, measure and row once, of the newest edition first. Rows of many partnerships are one line."""
    found = []
    for model in WORDS:
        lines = model._default_manager.select_related("edition__agreement", "category")
        if model is EvidenceRow:
            same = {"edition": OuterRef("edition"), "lineage": OuterRef("lineage"), "pk__lt": OuterRef("pk")}
            lines = lines.filter(~Exists(EvidenceRow.objects.filter(**same)))
        found.append(lines.order_by(NEWEST, "edition", "category__position", "position"))
    return found


def _words(line: Any) -> str:
    place = "" if isinstance(line, Item) else f"{line.category.number} "
    return f"{place}{line} ({line.edition})"


def _searched(lines: QuerySet[Any], term: str) -> QuerySet[Any]:
    """Those that have every word, in theirs or in the edition's label."""
    for word in term.split():
        where = (*WORDS[lines.model], "edition__label")
        lines = lines.filter(Q(*((f"{name}__icontains", word) for name in where), _connector=Q.OR))
    return lines


@admin.register(LineageBreak)
class LineageBreakAdmin(HistoryAdmin):
    """Written by a person who answers for it; the adopted text itself stays as it is."""

    form = LineageBreakForm
    fields = ["line", "reason"]
    list_display = ["what", "edition", "reason", "made_by", "made_at"]
    list_select_related = ["edition__agreement", "made_by"]
    search_fields = ["reason"]

    def get_urls(self):
        lines = path("lines/", self.admin_site.admin_view(self.lines), name="partnerships_lineagebreak_lines")
        return [lines, *super().get_urls()]

    def lines(self, request):
        """What the choice of a line offers for the words that are typed, as Django's script reads it."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        page = request.GET.get("page", "1")
        start = (int(page) - 1) * AT_ONCE if page.isdecimal() and 0 < int(page) < 1000 else 0
        searched = (_searched(lines, request.GET.get("term", "")) for lines in _lines())
        found = list(
            islice(
                chain.from_iterable(lines.iterator(AT_ONCE) for lines in searched), start, start + AT_ONCE + 1
            )
        )
        results = [{"id": f"{one.edition_id}/{one.lineage}", "text": _words(one)} for one in found[:AT_ONCE]]
        return JsonResponse({"results": results, "pagination": {"more": len(found) > AT_ONCE}})

    def get_fields(self, request, obj=None):
        return ["what", "edition", "reason", "made_by", "made_at"] if obj else self.fields

    def get_readonly_fields(self, request, obj=None):
        closed = super().get_readonly_fields(request, obj)
        return [*closed, "what", "edition", "made_by", "made_at"] if obj else closed

    def get_queryset(self, request):
        same = {"edition": OuterRef("edition"), "lineage": OuterRef("lineage")}
        words = [
            Subquery(model._default_manager.filter(**same).order_by("pk").values(words)[:1])
            for model, words in ((Item, "text"), (Measure, "label"), (EvidenceRow, "label"))
        ]
        return super().get_queryset(request).annotate(words=Coalesce(*words))

    @admin.display(description="item or measure")
    def what(self, obj):
        return obj.words

    def save_model(self, request, obj, form, change):
        if not change:
            obj.made_by = request.user
        super().save_model(request, obj, form, change)
