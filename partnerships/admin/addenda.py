"""What single partnerships add to an adopted edition: writing it, adopting it, replacing it."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path

from core.admin.answers import refuse, sentence_of
from core.admin.forms import ChangesForm
from core.admin.pages import (
    FIELDS,
    HistoryAdmin,
    ListedChoice,
    RelatedFilter,
    change_url,
    without_links,
)
from core.admin.rows import StackedFormSet
from core.conflicts import Resolution, resolution_of
from partnerships.editions.addenda import (
    begin_as_before,
    categories_of,
    discard_addendum,
    give_place,
    last_position,
    preview_addendum,
    schools_of,
    set_in_order,
    start_replacement,
)
from partnerships.editions.proposals import why_not_confirmed
from partnerships.locks import OF_ADDITION, WITH_PARTIES
from partnerships.models import Addendum, AddendumStatus, Edition, EditionStatus, Item, Measure, Partnership

from .base import ClosedTextAdmin
from .forms import OfOneAgreementForm


class AddendumInline(admin.StackedInline):
    """Rows of an addition, closed with it. Numbers and places are given."""

    formset = StackedFormSet
    formfield_overrides = FIELDS
    extra = 0

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not (obj and not obj.is_draft)

    has_add_permission = has_delete_permission = has_change_permission

    def get_queryset(self, request):
        rows = super().get_queryset(request).select_related("category__edition", "edition", "addendum")
        return rows.order_by("category__position", "position", "pk")

    def get_formset(self, request, obj=None, **kwargs):
        formset: Any = super().get_formset(request, obj, **kwargs)
        category: Any = formset.form.base_fields.get("category")
        if category and obj:
            category.offer(categories_of(obj))
            without_links(category.widget)
        if scale := formset.form.base_fields.get("scale"):
            without_links(scale.widget)
        return formset

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in ("category", "parent", "subject"):  # listed once for all rows of the page
            kwargs["form_class"] = ListedChoice
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class AddendumItemForm(ChangesForm):
    """A goal says where it stands and whom it is for; what stands beneath it stands and is so too."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "category" in self.fields:
            self.fields["category"].required = False

    def clean(self):
        data = super().clean() or {}
        above = data.get("parent")
        if above and above.pk == self.instance.pk:
            self.add_error("parent", "It cannot stand beneath itself.")
        elif above:
            data["category"], data["subject"] = above.category, above.subject
        elif not data.get("category") and "category" not in self.errors:
            self.add_error("category", "Choose where it stands, or what it stands beneath.")
        if data.get("category") is None and self.instance.category_id:
            data["category"] = self.instance.category
        return data

    def save(self, commit=True):
        if self.instance.pk is None or {"category", "parent"} & set(self.changed_data):
            give_place(self.instance)
        return super().save(commit)


class AddendumMeasureForm(ChangesForm):
    def save(self, commit=True):
        measure = self.instance
        if measure.pk is None or "category" in self.changed_data:
            measure.position = last_position(measure.category.measures) + 1
        return super().save(commit)


class AddendumItemInline(AddendumInline):
    model = Item
    form = AddendumItemForm
    fields = [
        ("reference", "category", "parent"),
        ("subject", "kind", "is_rated", "scale"),
        "title",
        "text",
    ]
    readonly_fields = ["reference"]
    verbose_name_plural = (
        "items it adds; each gets the next number of its category, or letter of what it stands beneath"
    )

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("subject", "parent")

    def get_formset(self, request, obj=None, **kwargs):
        formset: Any = super().get_formset(request, obj, **kwargs)
        fields = formset.form.base_fields
        if obj and "parent" in fields:
            above = obj.items.filter(parent=None).select_related("category__edition", "subject")
            fields["parent"].offer(above, nothing="nothing")
            fields["parent"].label = "Stands beneath"
            fields["parent"].help_text = "For a benchmark its goal, once that is saved."
            fields["subject"].offer(schools_of(obj.partnership), nothing="the partner itself")
            fields["subject"].label = "Is for"
            for name in ("parent", "subject"):
                without_links(fields[name].widget)
        return formset


class AddendumMeasureInline(AddendumInline):
    model = Measure
    form = AddendumMeasureForm
    fields = ["category", "label", "items"]
    verbose_name = "line"
    verbose_name_plural = (
        "lines it adds to “as evidenced by”; the items that one speaks to can be chosen once they are saved"
    )

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("items")

    def get_formset(self, request, obj=None, **kwargs):
        formset: Any = super().get_formset(request, obj, **kwargs)
        if obj and (items := formset.form.base_fields.get("items")):
            # Listed once for all rows of the page.
            items.queryset = Item.objects.filter(Q(addendum=None) | Q(addendum=obj), edition=obj.edition_id)
            items.choices = [(item.pk, str(item)) for item in items.queryset]
            without_links(items.widget)
        return formset


@admin.register(Addendum)
class AddendumAdmin(ClosedTextAdmin):
    form = OfOneAgreementForm
    change_form_template = "admin/partnerships/addendum/change_form.html"
    list_display = ["title", "partnership", "edition", "status", "effective_from", "replaced_from"]
    list_filter = ["status", ("partnership", RelatedFilter), ("edition", RelatedFilter)]
    list_select_related = ["partnership__partner", "edition__agreement"]
    search_fields = ["title", "partnership__partner__name", "items__text"]
    actions = None
    fields = ["partnership", "edition", "title", "effective_from"]

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows.select_related(
            "partnership__partner", "edition__agreement", "replaces", "replacement", "adopted_by"
        )

    def is_closed(self, obj):
        return not obj.is_draft

    def why_closed(self, obj):
        return WITH_PARTIES if obj.is_proposed else OF_ADDITION

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), *(["partnership", "edition"] if obj else [])]

    def get_inlines(self, request, obj):
        return [AddendumItemInline, AddendumMeasureInline] if obj else []

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "edition":
            adopted = Edition.objects.filter(status=EditionStatus.ADOPTED)
            kwargs["queryset"] = adopted.select_related("agreement")
        if db_field.name == "partnership":
            kwargs["queryset"] = Partnership.objects.select_related("partner", "agreement")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_formset(self, request, form, formset, change):
        super().save_formset(request, form, formset, change)
        if formset.model is Item:
            set_in_order(form.instance)

    def response_add(self, request, obj, post_url_continue=None):
        """Straight on to what it adds."""
        begun = f"It begins as {before}." if (before := begin_as_before(obj, by=request.user)) else ""
        messages.success(request, f"{obj} is started. {begun or 'Write what it adds below.'}")
        return redirect(change_url(obj))

    def has_delete_permission(self, request, obj=None):
        """What the parties were asked about stays, with what they said of it."""
        return super().has_delete_permission(request, obj) and not (obj and obj.events.exists())

    def get_deleted_objects(self, objs, request):
        """A draft goes with all that stands in it."""
        parts = {
            model._meta.verbose_name_plural: model._default_manager.filter(addendum__in=objs).count()
            for model in (Item, Measure)
        }
        return [f"{one}, with all that it adds" for one in objs], parts, set(), []

    def delete_model(self, request, obj):
        discard_addendum(obj)

    def get_urls(self):
        views = {"adopt": self.adopt_view, "replace": self.replace_view}
        return [
            path(f"<int:pk>/{name}/", self.admin_site.admin_view(view), name=f"partnerships_addendum_{name}")
            for name, view in views.items()
        ] + super().get_urls()

    def _get(self, request, pk):
        addendum = get_object_or_404(self.get_queryset(request), pk=pk)
        if not HistoryAdmin.has_change_permission(self, request, addendum):
            raise PermissionDenied
        return addendum

    def replace_view(self, request, pk):
        """Copy an adopted addition as the draft that replaces it."""
        addendum = self._get(request, pk)
        if not addendum.is_adopted:
            return refuse(
                request, change_url(addendum), "This addition is not adopted yet: change it itself."
            )
        if request.method != "POST":
            return redirect(change_url(addendum))
        try:
            draft = start_replacement(addendum, by=request.user)
        except IntegrityError as error:
            return refuse(request, change_url(addendum), sentence_of(error))
        messages.success(request, f"This is the draft that replaces {addendum.title}. Change it here.")
        return redirect(change_url(draft))

    def adopt_view(self, request, pk):
        """Show what stands against it and what it adds, then adopt what was shown."""
        addendum = self._get(request, pk)
        if addendum.is_adopted:
            return refuse(request, change_url(addendum), "This addition is adopted already.")
        if request.method == "POST":
            try:
                return self._adopt_as_seen(request, addendum)
            except IntegrityError as error:
                return refuse(request, request.path, sentence_of(error))
        return self._preview(request, addendum, preview_addendum(addendum))

    def _preview(self, request, addendum, preview):
        context = {**self.admin_site.each_context(request), "title": "Adopt", "subtitle": str(addendum)}
        context |= {"addendum": addendum, "preview": preview, "opts": self.opts}
        context["unconfirmed"] = list(why_not_confirmed(addendum))
        return render(request, "admin/partnerships/addendum/adopt.html", context)

    @transaction.atomic
    def _adopt_as_seen(self, request, addendum):
        # Whoever saves its text, or adopts another of the partnership, waits for these rows.
        Partnership.objects.select_for_update(no_key=True).get(pk=addendum.partnership_id)
        held = self.get_queryset(request).select_for_update(of=("self",)).get(pk=addendum.pk)
        preview = preview_addendum(held)
        if preview.problems or list(why_not_confirmed(held)):
            return self._preview(request, preview.addendum, preview)
        seen = request.POST.get("seen")
        if resolution_of(seen, preview.fingerprint, AddendumStatus.ADOPTED) is Resolution.CONFLICT:
            messages.error(request, "The text changed after you opened this page. Look through it again.")
            return self._preview(request, preview.addendum, preview)
        try:
            preview.addendum.adopt(by=request.user)
        except Addendum.NotDraft:
            return refuse(request, change_url(addendum), "Somebody else adopted this addition a moment ago.")
        self.log_change(request, addendum, "Adopted.")
        messages.success(
            request,
            f"{addendum} is adopted. Its text no longer changes. Both sides can record their signatures now.",
        )
        return redirect(change_url(addendum))
