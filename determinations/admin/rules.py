"""The rules of an edition on one page: the table as it is printed, and its rows to be written."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path

from assessments.models import ClassRule
from core.admin.forms import ChangesForm
from core.admin.inlines import OrderedRowsMixin
from core.admin.lists import is_key
from core.admin.pages import FIELDS, ListedChoice, RelatedFilter, without_links
from core.admin.rows import LabelledFormSet
from determinations.models import (
    Criterion,
    EditionRules,
    Method,
    NextLevel,
    Option,
    Outcome,
    Quantity,
    Screen,
    ScreenRule,
)
from determinations.rules.problems import problems_in
from determinations.rules.rulebook import rulebook_of
from determinations.rules.trying import Trial, TrialForm
from determinations.screens.attached import problems_of_screens
from determinations.screens.gathering import screens_of
from partnerships.admin.base import ClosedTextAdmin, TextInline
from partnerships.locks import SENTENCE
from partnerships.models import Item, Measure, Period


class RuleInline(TextInline):
    """Rows of rules. What they name is of the same edition."""

    as_cards = True
    show_change_link = False
    ordering = ["position", "pk"]
    named: dict[str, Any] = {}
    """By field: the model whose rows of the edition are offered."""
    read_with: tuple[str, ...] = ()
    """What the name of a row is made of."""

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*self.read_with)

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        for name, model in self.named.items():
            field: Any = formset.form.base_fields.get(name)
            if isinstance(field, ListedChoice) and obj:
                field.offer(self._rows(model, obj))
                without_links(field.widget)
        return formset

    def _rows(self, model, edition):
        if model is Period:
            return Period.objects.offered_in(edition.agreement_id).order_by("-start")
        rows = model._default_manager.filter(edition=edition)
        if model in (Measure, Item):
            return rows.filter(addendum=None, local_to=None)
        if model is Screen:
            return rows.select_related("item")
        return rows.select_related("outcome") if model is Method else rows


class OutcomeInline(RuleInline):
    model = Outcome
    fields = ["position", "name", "heading", "lead_in", "words", "metric"]
    verbose_name_plural = "1. outcomes, the best first"


class OptionInline(RuleInline):
    model = Option
    fields = ["position", "name", "words"]
    verbose_name_plural = "options among which each partner chooses"
    classes = ["collapse"]


class MethodInline(RuleInline):
    model = Method
    fields = ["position", "outcome", "name", "words", "metric", "options_chosen"]
    verbose_name_plural = "2. methods: any of them leads to its outcome"
    named = {"outcome": Outcome}
    read_with = ("outcome",)


class QuantityInline(RuleInline):
    model = Quantity
    fields = [
        "position",
        "name",
        "kind",
        "item_kind",
        "measure",
        "years",
        "change",
        "change_is_open",
        "span",
        "span_is_open",
    ]
    verbose_name_plural = "3. quantities: what is counted or compared"
    named = {"measure": Measure}
    read_with = ("measure",)


class CriterionInline(RuleInline):
    model = Criterion
    fields = [
        "position",
        "method",
        "quantity",
        "comparator",
        "is_open",
        "numerator",
        "denominator",
        "printed",
        "when_absent",
        "option",
        "either",
    ]
    verbose_name_plural = "4. criteria: all that a method asks for"
    named = {"method": Method, "quantity": Quantity, "option": Option}
    read_with = ("method__outcome", "quantity", "option")


class NextLevelInline(RuleInline):
    model = NextLevel
    fields = ["position", "name"]
    verbose_name_plural = "next levels of accountability"
    classes = ["collapse"]


class ScreenInline(RuleInline):
    model = Screen
    fields = [
        "position",
        "item",
        "name",
        "row_lineage",
        "breakdown",
        "counts",
        "score_at_most",
        "score_words",
    ]
    verbose_name_plural = "screens: which districts an item looks for"
    named = {"item": Item}
    read_with = ("item",)
    classes = ["collapse"]


class ScreenRuleInline(RuleInline):
    model = ScreenRule
    fields = [
        "position",
        "screen",
        "name",
        ("from_period", "last_period"),
        "kind",
        ("comparator", "numerator", "denominator"),
        "printed",
        ("state_counted", "state_enrolled", "decimals"),
        ("cell_size", "cell_of", "fewest_enrolled"),
        ("significance", "significance_is_open"),
        "districts",
        "source",
        "reason",
    ]
    verbose_name_plural = "rules of screens: from a period on, until the next of the same name"
    named = {"screen": Screen, "from_period": Period, "last_period": Period}
    read_with = ("screen__item", "from_period")
    classes = ["collapse"]


class ClassRuleInline(admin.StackedInline):
    """One rule at most, closed with its edition."""

    model = ClassRule
    form = ChangesForm
    formset = LabelledFormSet
    formfield_overrides = FIELDS
    extra = 0
    verbose_name_plural = "how a class that was observed is classified"
    classes = ["collapse"]

    def has_add_permission(self, request, obj=None):
        return super().has_add_permission(request, obj) and bool(obj and obj.is_draft)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and bool(obj and obj.is_draft)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and bool(obj and obj.is_draft)


@admin.register(EditionRules)
class EditionRulesAdmin(OrderedRowsMixin, ClosedTextAdmin):
    """An edition's rules are closed with its text."""

    change_form_template = "admin/determinations/editionrules/change_form.html"
    closed_sentence = SENTENCE
    list_display = ["label", "agreement", "status"]
    list_display_links = ["label"]
    list_filter = [("agreement", RelatedFilter), "status"]
    list_select_related = ["agreement"]
    search_fields = ["label", "agreement__title"]
    actions = None
    fields = ["agreement", "label"]
    readonly_fields = ["agreement", "label"]
    inlines = [
        OutcomeInline,
        MethodInline,
        QuantityInline,
        CriterionInline,
        OptionInline,
        NextLevelInline,
        ScreenInline,
        ScreenRuleInline,
        ClassRuleInline,
    ]

    def has_add_permission(self, request):
        return False  # an edition is started on its own page

    def has_delete_permission(self, request, obj=None):
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("agreement")

    def get_inline_instances(self, request, obj=None):
        """Of an adopted edition they are folded: the table above them reads the same."""
        inlines = super().get_inline_instances(request, obj)
        if obj and self.is_closed(obj):
            for inline in inlines:
                inline.classes = ["collapse"]
        return inlines

    def render_change_form(self, request, context, *args, **options):
        context["show_save_and_add_another"] = False
        if obj := options.get("obj"):
            rulebook = rulebook_of(obj.pk)
            methods = Method.objects.filter(edition=obj).select_related("outcome")
            problems = list(problems_in(rulebook, list(methods), Option.objects.filter(edition=obj)))
            problems += [one.sentence for one in problems_of_screens(obj)]
            context["screens"] = screens_of(obj.pk)
            context |= {"rulebook": rulebook, "problems": problems}
        return super().render_change_form(request, context, *args, **options)

    def get_urls(self):
        tries = self.admin_site.admin_view(self.try_view)
        return [path("<int:pk>/try/", tries, name="determinations_editionrules_try"), *super().get_urls()]

    def history_view(self, request, object_id, extra_context=None):
        """Rules change with their edition, whose page of changes tells of both."""
        if not is_key(self.opts, unquote(object_id)):
            raise Http404
        return redirect("admin:partnerships_edition_changes", int(unquote(object_id)))

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        return self.history_view(request, object_id)

    def try_view(self, request, pk):
        """What example counts lead to, and a grid of all counts: which outcome each gives, where two overlap."""
        edition = get_object_or_404(self.get_queryset(request), pk=pk)
        rulebook = rulebook_of(edition.pk)
        form = TrialForm(rulebook, request.GET or None)
        trial = Trial(rulebook, form.counts()) if form.is_valid() else None
        context = {**self.admin_site.each_context(request), "opts": self.opts, "edition": edition}
        context |= {"title": "Try the rules out", "subtitle": str(edition), "form": form, "trial": trial}
        return render(request, "admin/determinations/editionrules/try.html", context)
