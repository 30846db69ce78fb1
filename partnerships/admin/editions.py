"""Editions: writing one, reading it, starting the next, adopting."""

import re
from datetime import timedelta
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path

from core.admin.answers import refuse, sentence_of
from core.admin.inlines import OrderedRowsMixin
from core.admin.pages import HistoryAdmin, change_url
from core.conflicts import Resolution, resolution_of
from partnerships.agreements.steps import first_steps
from partnerships.editions.adoption import adopt, preview_adoption
from partnerships.editions.dates import misfits
from partnerships.editions.document import gather_document
from partnerships.editions.drafts import discard_draft, start_next_edition
from partnerships.locks import TEXT
from partnerships.models import (
    WORD_FIELDS,
    Category,
    ConferencePoint,
    Edition,
    EditionStatus,
    Endorsement,
    GlossaryTerm,
    PrintedHeading,
    Section,
    SignatoryRole,
)

from .base import ClosedTextAdmin, TextAdmin, TextInline
from .forms import CategoryFormSet, CategoryRowForm, NextEditionForm
from .latest_changes import latest_changes


class CategoryInline(TextInline):
    model = Category
    form = CategoryRowForm
    formset = CategoryFormSet
    fields = ["position", "title", "lead_in"]

    def get_formset(self, request, obj=None, **kwargs):
        """Called as the edition calls them."""
        if obj:
            word = obj.words.category
            self.verbose_name, self.verbose_name_plural = word.one, word.many
        return super().get_formset(request, obj, **kwargs)


class SectionInline(TextInline):
    model = Section
    fields = ["position", "parent_heading", "heading", "text"]
    verbose_name_plural = "sections before the categories"
    classes = ["collapse"]


class GlossaryTermInline(TextInline):
    model = GlossaryTerm
    fields = ["position", "term", "stands_for", "definition"]
    verbose_name_plural = "acronyms and key terms"
    classes = ["collapse"]


class EndorsementInline(TextInline):
    model = Endorsement
    fields = ["position", "text"]
    classes = ["collapse"]


class SignatoryRoleInline(TextInline):
    model = SignatoryRole
    fields = ["position", "side", "printed_name", "title", "organization"]
    verbose_name_plural = "places on the signature page"
    classes = ["collapse"]


class ConferencePointInline(TextInline):
    model = ConferencePoint
    fields = ["position", "kind", "text"]
    verbose_name = "point"
    verbose_name_plural = "how conferences go: the agenda, the questions, who attends"
    classes = ["collapse"]


class PrintedHeadingInline(TextInline):
    model = PrintedHeading
    fields = ["position", "place", "part", "number", "title"]
    verbose_name_plural = "headings that are printed in other words elsewhere"
    classes = ["collapse"]


@admin.register(Edition)
class EditionAdmin(OrderedRowsMixin, ClosedTextAdmin):
    """Of an adopted edition only the last day and the note may still change."""

    change_form_template = "admin/partnerships/edition/change_form.html"
    list_display = ["label", "agreement", "status", "effective_from", "effective_to"]
    list_filter = ["agreement", "status"]
    list_select_related = ["agreement"]
    search_fields = ["label", "agreement__title"]
    actions = None
    fields: ClassVar[Any] = [
        "agreement",
        "label",
        "effective_from",
        "effective_to",
        "scale",
        *WORD_FIELDS,
        "category_numbering",
        "rates_own_items",
        "is_plan",
        "comments_stay_inside",
        "note",
    ]
    STILL_OPEN = {"effective_to", "note"}

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("agreement", "adopted_by")

    def get_readonly_fields(self, request, obj=None):
        closed = super().get_readonly_fields(request, obj)
        if obj is None:
            return closed
        if obj.is_draft:
            return [*closed, "agreement"]
        return [*closed, *(name for name in self.fields if name not in self.STILL_OPEN)]

    def get_fieldsets(self, request, obj=None):
        """Its words, of which each is there for one and for several, stand by themselves."""
        [(name, options), *more] = super().get_fieldsets(request, obj)
        fields = [field for field in options["fields"] if field not in WORD_FIELDS]
        pairs = list(zip(WORD_FIELDS[::2], WORD_FIELDS[1::2], strict=True))
        classes = ["collapse"] if obj else []
        words = ("Its words", {"fields": pairs, "classes": classes})
        return [(name, {**options, "fields": fields}), words, *more]

    def get_inlines(self, request, obj):
        if obj is None:
            return []
        around = [SectionInline, GlossaryTermInline, EndorsementInline, SignatoryRoleInline]
        return [CategoryInline, *around, ConferencePointInline, PrintedHeadingInline]

    def has_change_permission(self, request, obj=None):
        return HistoryAdmin.has_change_permission(self, request, obj)

    def is_refused(self, request, obj):
        """Whether a form for an adopted edition brings more than what may still change."""
        if obj.is_draft:
            return False
        closed = "|".join(name for name in self.fields if name not in self.STILL_OPEN)
        rows = r"\w+-\d+-(?!id$|edition$)\w+"
        return any(re.fullmatch(rf"({closed}|status)(_\d)?|{rows}", name) for name in request.POST)

    def response_add(self, request, obj, post_url_continue=None):
        """Straight on to its categories."""
        if "_popup" in request.POST or "_addanother" in request.POST:
            return super().response_add(request, obj, post_url_continue)
        messages.success(request, f"{obj} is started. Write its {obj.words.category.many} below.")
        return redirect(change_url(obj))

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if {"effective_from", "effective_to"} & set(form.changed_data):
            for sentence in misfits(obj):
                messages.warning(request, sentence)

    def render_change_form(self, request, context, *args, **options):
        context["show_save_and_add_another"] = False
        if obj := options.get("obj"):
            context["categories"] = obj.categories.all()
            context["misfits"] = misfits(obj)
            context["steps"] = first_steps(obj)
        return super().render_change_form(request, context, *args, **options)

    def get_deleted_objects(self, objs, request):
        """A draft goes with all its text."""
        parts = {
            model._meta.verbose_name_plural: model._default_manager.filter(edition__in=objs).count()
            for model in TEXT
        }
        return [f"{edition}, with all its text" for edition in objs], parts, set(), []

    def delete_model(self, request, obj):
        discard_draft(obj)

    def get_urls(self):
        views = {
            "document": self.document_view,
            "changes": self.changes_view,
            "next": self.next_view,
            "adopt": self.adopt_view,
        }
        return [
            path(f"<int:pk>/{name}/", self.admin_site.admin_view(view), name=f"partnerships_edition_{name}")
            for name, view in views.items()
        ] + super().get_urls()

    def _get_edition(self, request, pk, *, allowed):
        edition = get_object_or_404(Edition.objects.select_related("agreement", "adopted_by"), pk=pk)
        if not allowed:
            raise PermissionDenied
        return edition

    def _page(self, request, name, edition, title, **context):
        context |= {**self.admin_site.each_context(request), "title": title, "subtitle": str(edition)}
        context |= {"edition": edition, "opts": self.opts}
        return render(request, f"admin/partnerships/edition/{name}.html", context)

    def document_view(self, request, pk):
        """The edition as its members read it, with every partnership's additions."""
        edition = self._get_edition(request, pk, allowed=self.has_view_permission(request))
        context = {"edition": edition, "document": gather_document(edition)}
        return render(request, "partnerships/edition_document.html", context)

    def changes_view(self, request, pk):
        """Who changed which text of the edition, and when, what was deleted included; who copied and adopted it."""
        edition = self._get_edition(request, pk, allowed=self.has_view_permission(request))
        changes = latest_changes(edition)
        return self._page(request, "changes", edition, "Latest changes", changes=changes)

    def next_view(self, request, pk):
        """Ask for label and dates, then copy the text as a draft."""
        edition = self._get_edition(request, pk, allowed=self.has_add_permission(request))
        if edition.is_draft:
            return refuse(
                request, change_url(edition), "This edition is still a draft: change it right here."
            )
        draft = Edition(agreement=edition.agreement, scale_id=edition.scale_id)
        form = NextEditionForm(request.POST or None, instance=draft, initial=_guess_next(edition))
        if request.method == "POST" and form.is_valid():
            try:
                draft = start_next_edition(edition, **form.cleaned_data, by=request.user)
            except IntegrityError as error:
                return refuse(request, request.path, sentence_of(error))
            self.log_addition(request, draft, f"Copied from {edition.label}.")
            for sentence in misfits(draft):
                messages.warning(request, sentence)
            messages.success(
                request, f"{draft.label} is a draft with all the text of {edition.label}. Change it here."
            )
            return redirect(change_url(draft))
        return self._page(request, "next", edition, "Start next edition", form=form)

    def adopt_view(self, request, pk):
        """Show what stands against it and what it changes, then adopt what was shown."""
        edition = self._get_edition(request, pk, allowed=self.has_change_permission(request))
        if not edition.is_draft:
            sentence = f"This edition is no longer a draft: it is {edition.get_status_display()}."
            return refuse(request, change_url(edition), sentence)
        if request.method == "POST":
            return self._adopt_as_seen(request, edition)
        return self._preview(request, edition, preview_adoption(edition))

    def _preview(self, request, edition, preview):
        return self._page(request, "adopt", edition, "Adopt", preview=preview)

    @transaction.atomic
    def _adopt_as_seen(self, request, edition):
        # Whoever saves text waits for this row, so nothing changes between this look and the adoption.
        edition = (
            Edition.objects.select_for_update(of=["self"]).select_related("agreement").get(pk=edition.pk)
        )
        preview = preview_adoption(edition)
        if preview.problems:
            return self._preview(request, edition, preview)
        if (
            resolution_of(request.POST.get("seen"), preview.fingerprint, EditionStatus.ADOPTED)
            is Resolution.CONFLICT
        ):
            messages.error(request, "The text changed after you opened this page. Look through it again.")
            return self._preview(request, edition, preview)
        try:
            adopt(edition, by=request.user)
        except Edition.NotDraft:
            return refuse(request, change_url(edition), "Somebody else adopted this edition a moment ago.")
        self.log_change(request, edition, "Adopted.")
        messages.success(request, f"{edition} is adopted. Its text no longer changes.")
        return redirect(change_url(edition))


def _guess_next(edition):
    """The label and dates one would expect, to be corrected."""
    years = re.fullmatch(r"(\d{4})([-–])(\d{4})", edition.label)
    label = f"{int(years[1]) + 1}{years[2]}{int(years[3]) + 1}" if years else ""
    start = edition.effective_to and edition.effective_to + timedelta(days=1)
    end = start and start.replace(year=start.year + 1, day=min(start.day, 28)) - timedelta(days=1)
    return {"label": label, "effective_from": start, "effective_to": end}


@admin.register(Section)
class SectionAdmin(TextAdmin):
    list_display = ["__str__", "edition"]
    search_fields = ["heading", "parent_heading", "text"]
    fields = ["edition", "parent_heading", "heading", "text"]

    def has_add_permission(self, request):
        return False  # written in order, on the edition's page


@admin.register(GlossaryTerm)
class GlossaryTermAdmin(SectionAdmin):
    list_display = ["term", "stands_for", "edition"]
    search_fields = ["term", "stands_for", "definition"]
    fields = ["edition", "term", "stands_for", "definition"]


@admin.register(Endorsement)
class EndorsementAdmin(SectionAdmin):
    search_fields = ["text"]
    fields = ["edition", "text"]


@admin.register(SignatoryRole)
class SignatoryRoleAdmin(SectionAdmin):
    search_fields = ["title", "organization"]
    fields = ["edition", "printed_name", "title", "organization"]
