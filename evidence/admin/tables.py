"""What stands around the tables of a partnership, the way to their rows, and carrying these over."""

from urllib.parse import urlencode

from django.contrib import admin, messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from core.admin.pages import HistoryAdmin, RelatedFilter, change_url
from evidence.carrying import carry_rows, edition_to_carry_from
from evidence.counting import count_rows
from evidence.models import EvidenceTable
from evidence.tables import category_tables
from partnerships.admin.forms import OfOneAgreementForm


@admin.register(EvidenceTable)
class EvidenceTableAdmin(HistoryAdmin):
    form = OfOneAgreementForm
    autocomplete_fields = ["partnership"]
    list_display = ["title", "partnership", "edition"]
    list_filter = [("edition", RelatedFilter), ("partnership", RelatedFilter)]
    list_select_related = ["partnership__partner", "edition__agreement"]
    search_fields = ["title", "partnership__partner__name"]
    fields = ["partnership", "edition", "title", "introduction", "footnote", "rows"]
    readonly_fields = ["rows"]

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), *(["partnership", "edition"] if obj else [])]

    @admin.display(description="rows")
    def rows(self, obj):
        """Every row in document order, each a link to its page, and one to add another."""
        if obj.pk is None:
            return "Save first, then add rows here."
        add = f"{reverse('admin:evidence_evidencerow_add')}?partnership={obj.partnership_id}"
        lines = [
            (change_url(row.record), table.category, row.record)
            for table in category_tables(obj.partnership, obj.edition)
            for row in table.rows
        ]
        if obj.edition.is_draft:
            page = "Members see the tables once the edition is adopted."
        else:
            query = urlencode({"edition": obj.edition.label})
            address = f"{reverse('evidence', args=[obj.partnership.slug])}?{query}"
            page = format_html('<a href="{}">See the tables</a>', address)
        return format_html(
            '<ul>{}</ul><p><a href="{}">Add a row</a></p><p>{}</p>',
            format_html_join("", '<li>{1}: <a href="{0}">{2}</a></li>', lines),
            add,
            page,
        )

    def render_change_form(self, request, context, *args, **options):
        if obj := options.get("obj"):
            context["carries_from"] = edition_to_carry_from(obj.partnership, obj.edition)
        return super().render_change_form(request, context, *args, **options)

    def response_change(self, request, obj):
        """“Carry the rows of … into this edition” saves the page first, and stays with it."""
        if "_carry" not in request.POST:
            return super().response_change(request, obj)
        if edition := edition_to_carry_from(obj.partnership, obj.edition):
            carried, left = carry_rows(obj.partnership, edition, obj.edition, by=request.user)
            self.log_change(request, obj, f"Carried {count_rows(carried)} from {edition.label}.")
            messages.success(request, _said(edition, carried, left))
        else:
            messages.info(
                request, "Nothing to carry over: all rows of the editions before stand here already."
            )
        return redirect(change_url(obj))


def _said(edition, carried, left):
    said = f"Carried over from {edition.label}, without their values: {count_rows(carried)}."
    if left:
        why = "because they have ended or their category is not in this edition"
        said += f" Left behind, {why}: {count_rows(left)}."
    return said
