"""Breaks of a line, where items, measures and rows are all known."""

from collections import defaultdict
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

from core.admin.forms import WholeRecordForm
from core.admin.pages import HistoryAdmin
from evidence.models import EvidenceRow
from partnerships.models import Item, LineageBreak, Measure


class LineageBreakForm(WholeRecordForm):
    """Chooses the promise, measure or row by its words, in the edition from which it is not comparable."""

    line = forms.ChoiceField(
        label="Item or measure", help_text="The edition is the one from which it is no longer comparable."
    )

    class Meta:
        model = LineageBreak
        fields = ["reason"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["line"]  # where it is broken stays; only the reason is written anew
        else:
            line: Any = self.fields["line"]
            line.choices = [("", "---------"), *_lines()]

    def clean(self):
        data = super().clean()
        if data.get("line"):
            edition, _, self.instance.lineage = data["line"].partition("/")
            self.instance.edition_id = int(edition)
        return data


def _lines():
    """Every item, measure and row by edition, as grouped choices."""
    groups = defaultdict(list)
    for model in (Item, Measure, EvidenceRow):
        records = model._default_manager.select_related("edition__agreement", "category")
        for record in records.order_by("edition", "category__position", "position"):
            label = str(record) if model is Item else f"{record.category.number} {record}"
            groups[record.edition].append((f"{record.edition_id}/{record.lineage}", label))
    return [(str(edition), choices) for edition, choices in groups.items()]


@admin.register(LineageBreak)
class LineageBreakAdmin(HistoryAdmin):
    """Written by a person who answers for it; the adopted text itself stays as it is."""

    form = LineageBreakForm
    fields = ["line", "reason"]
    list_display = ["what", "edition", "reason", "made_by", "made_at"]
    list_select_related = ["edition__agreement", "made_by"]
    search_fields = ["reason"]

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
