"""What may be entered in the administration of an edition's text."""

from collections import Counter, defaultdict
from string import ascii_lowercase
from typing import Any

from adminsortable2.admin import CustomInlineFormSet
from django import forms
from django.contrib.admin.utils import NestedObjects
from django.core.exceptions import ValidationError
from django.forms.formsets import DELETION_FIELD_NAME
from django.utils.formats import date_format
from django.utils.timezone import localtime

from . import actions
from .adopted import SENTENCE
from .models import (
    Category,
    Edition,
    Endorsement,
    GlossaryTerm,
    Item,
    LineageBreak,
    Measure,
    MeasureKind,
    Section,
    SignatoryRole,
)

DEPTHS = [(1, "•"), (2, "– beneath"), (3, "– – beneath that")]


class TextField(forms.CharField):
    """Text of several lines, its line ends as they are stored and not as browsers send them."""

    def to_python(self, value):
        return str(super().to_python(value)).replace("\r\n", "\n")


class DateInput(forms.DateInput):
    """The browser's own calendar, which speaks to keyboards and screen readers."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


class WholeRecordForm(forms.ModelForm):
    """Checks the constraints over fields that are not shown, too, and that nobody else saved meanwhile.

    `seen` is the mark of the last change that the person who typed has seen; None where the page has none.
    """

    seen: str | None = None

    def clean(self):
        data = super().clean()
        if self.seen is not None and self.instance.pk and self.seen != mark_of(self.instance):
            changes = [row for row in _newest_changes(self.instance) if row]
            change = max(changes, key=lambda row: row.history_date, default=None)
            who = (change and change.history_user) or "Somebody"
            when = f" on {date_format(localtime(change.history_date), 'M j, Y, g:i A')}" if change else ""
            raise ValidationError(
                f"{who} changed this{when}, after you opened the page. Save again to put what you typed in its "
                "place, or open the page anew to see the change first."
            )
        return data

    def validate_unique(self):
        super().validate_unique()
        if not self.errors:
            self.validate_constraints()

    def validate_constraints(self):
        try:
            self.instance.validate_constraints()
        except ValidationError as error:
            self._update_errors(error)  # type: ignore[attr-defined]


def mark_of(obj):
    """A mark of the last change to a record and to the rows written on its page."""
    return "-".join(str(row.history_id if row else 0) for row in _newest_changes(obj))


def _newest_changes(obj):
    """The newest history row of the record and of each kind of row on its page, None where there is none."""
    rows = [type(obj).history.filter(id=obj.pk)]
    if isinstance(obj, Edition):
        parts = (Category, Section, GlossaryTerm, Endorsement, SignatoryRole)
        rows += [model.history.filter(edition_id=obj.pk) for model in parts]
    elif isinstance(obj, Category):
        rows.append(Item.history.filter(category_id=obj.pk))
        rows.append(Measure.history.filter(category_id=obj.pk, kind=MeasureKind.AGREED))
    return [found.select_related("history_user").order_by("history_id").last() for found in rows]


class RowForm(forms.ModelForm):
    """One row of text in document order."""

    def has_changed(self):
        """A new row with nothing but a place is an empty row."""
        if self.instance.pk is None:
            return any(name not in {"position", "number"} for name in self.changed_data)
        return super().has_changed()


class LabelledRows:
    """Rows of a table whose every field says to a screen reader what it is, and of what."""

    def add_fields(self, form, index):
        super().add_fields(form, index)  # type: ignore[misc]
        row = str(form.instance) if form.instance.pk else "new row"
        for name, field in form.fields.items():
            label = field.label or name.replace("_", " ")
            # A choice of related rows is wrapped, and its wrapper shares its attributes among all rows.
            widget = getattr(field.widget, "widget", field.widget)
            widget.attrs["aria-label"] = f"{label[0].upper()}{label[1:]}: {row}"


class LabelledFormSet(LabelledRows, forms.BaseInlineFormSet):
    """The rows of an ordinary table."""


class RowField(forms.ModelChoiceField):
    """Which row a form is about. The formset has it at hand, so the database is not asked again."""

    def __init__(self, row):
        rows = type(row)._default_manager.none()
        super().__init__(rows, initial=row.pk, required=False, widget=forms.HiddenInput)
        self.row = row

    def to_python(self, value):
        return self.row if str(value) == str(self.row.pk) else super().to_python(value)


class OrderedFormSet(LabelledRows, CustomInlineFormSet):
    """Rows that keep the order in which they are dragged, or the places typed for them.

    The formset sees all rows of its parent, so it can check the whole before anything is written.
    """

    closed = False
    """Whether its rows are only shown. Nothing that is sent for them counts."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.place = self.default_order_field
        field = self.form.base_fields.get(self.place)
        if field:
            field.label, field.initial = "Place", None
            field.widget = forms.NumberInput(attrs={"class": "_reorder_", "min": 1})

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if index is not None and index < self.initial_form_count():
            form.initial[self.place] = index + 1
            if form.instance.pk:
                form.fields[self.model._meta.pk.name] = RowField(form.instance)

    def clean(self):
        if self.closed:
            return
        super().clean()
        if any(self.errors):
            return
        shown = {form.instance.pk for form in self.initial_forms}
        if {row.pk for row in self.get_queryset()} != shown:
            raise ValidationError("Somebody else added or removed a row. Open the page again and repeat.")
        self._check_deletions()
        self.check(self.rows())

    def check(self, rows):
        """A hook: say beside the fields what does not fit the order."""

    def _check_deletions(self):
        going = [form for form in self.initial_forms if self._should_delete_form(form)]
        for form in going:
            collector = NestedObjects(using="default")
            collector.collect([form.instance])
            staying = collector.protected - {other.instance for other in going}
            if staying:
                names = "; ".join(sorted(f"{row._meta.verbose_name} {row}" for row in staying))
                form.add_error(None, f"It cannot be deleted, because these depend on it: {names}")
                form.cleaned_data[DELETION_FIELD_NAME] = False  # else its error would not count
                self._errors.append(form.errors)

    def rows(self):
        """The forms that stay, in the order asked for. Of two in one place, the one moved there goes first
        when it came up and last when it went down."""

        def place(pair):
            index, form = pair
            typed, before = form.cleaned_data.get(self.place), form.initial.get(self.place)
            if typed is None:
                return (float("inf"), 0, index)
            moved = -1 if before is None or typed < before else int(typed > before)
            return (typed, moved, index)

        kept = [
            (index, form)
            for index, form in enumerate(self.forms)
            if not self._should_delete_form(form) and (form.instance.pk or form.has_changed())
        ]
        return [form for _, form in sorted(kept, key=place)]

    def save(self, commit=True):
        self.new_objects, self.changed_objects, self.deleted_objects = [], [], []
        if self.closed:
            return []
        kept, before = self.rows(), {form.instance.pk for form in self.initial_forms}
        self.deleted_objects = [
            form.instance for form in self.initial_forms if self._should_delete_form(form)
        ]
        for row in reversed(self.deleted_objects):
            row.delete()
        saved = self.place_rows([form.instance for form in kept])
        self.new_objects = [row for row in saved if row.pk not in before]
        self.changed_objects = [
            (form.instance, form.changed_data or [self.place])
            for form in kept
            if form.instance in saved and form.instance.pk in before
        ]
        return saved

    def place_rows(self, rows):
        return actions.place(rows)


class CategoryRowForm(RowForm):
    def validate_constraints(self):
        """The number typed is a place in the order, not yet the number."""


class CategoryFormSet(OrderedFormSet):
    """The categories of an edition. Their place is their number."""

    def validate_unique(self):
        """Numbers are given by the order, so two rows typed into one place are no mistake."""

    def place_rows(self, rows):
        return actions.place_categories(self.instance, rows)


class ItemFormSet(OrderedFormSet):
    """The items and sub-items of a category. A letter stands beneath the numbered item above it."""

    RENUMBER = "_renumber"

    def check(self, rows):
        self._find_parents(rows)
        if self.RENUMBER in self.data:
            self._renumber(rows)
        taken = set()
        for form in rows:
            item = form.instance
            item.category = self.instance
            item.reference = item.reference_in_place()
            if item.reference in taken:
                form.add_error("number", f"{item.reference} is there twice. Give one of them another number.")
            taken.add(item.reference)

    def _find_parents(self, rows):
        above, by_key = None, {form.instance.pk: form.instance for form in rows if form.instance.pk}
        placed = set()
        for form in rows:
            item = form.instance
            if item.number.isalpha():
                item.parent = above
                if above is None:
                    form.add_error("number", "A letter stands beneath a numbered item. Place it after one.")
            elif form.initial.get("number", "").isalpha():
                item.parent = None  # a sub-item that became an item
            elif item.parent_id:  # deeper trees, which come from elsewhere, keep their shape
                item.parent = by_key.get(item.parent_id)
                if id(item.parent) not in placed:
                    form.add_error("number", "Place it after the item it stands beneath.")
            if not item.number.isalpha():
                above = item
            placed.add(id(item))

    def _renumber(self, rows):
        count: Counter[int] = Counter()
        for form in rows:
            item = form.instance
            count[id(item.parent)] += 1
            nth = count[id(item.parent)]
            if item.number.isalpha() and nth > len(ascii_lowercase):
                form.add_error("number", "There are no letters left. Make it an item with a number.")
                return
            item.number = ascii_lowercase[nth - 1] if item.number.isalpha() else str(nth)

    def place_rows(self, rows):
        return actions.place_items(self.instance, rows)


class MeasureRowForm(RowForm):
    depth = forms.TypedChoiceField(label="Stands", choices=DEPTHS, coerce=int, initial=1)


class MeasureFormSet(OrderedFormSet):
    """The lines under “as evidenced by”. A line beneath another follows it."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if form.instance.pk:
            form.initial["depth"] = self._depth(form.instance)

    def _depth(self, measure):
        known, depth = {row.pk: row for row in self.get_queryset()}, 1
        while measure := known.get(measure.parent_id):
            depth += 1
        return min(depth, len(DEPTHS))

    def check(self, rows):
        above: list[Measure] = []
        for form in rows:
            depth = form.cleaned_data["depth"]
            if len(above) < depth - 1:
                form.add_error("depth", "Nothing stands above it to stand beneath.")
                continue
            above = above[: depth - 1]
            form.instance.category = self.instance
            form.instance.parent = above[-1] if above else None
            above.append(form.instance)


class MeasureForm(WholeRecordForm):
    """One measure on a page of its own; new ones are rows of a partnership's evidence table."""

    def clean(self):
        data = super().clean()
        measure = self.instance
        category = data.get("category") or (measure.category if measure.category_id else None)
        if category is None:
            return data
        kind = data.get("kind") or measure.kind
        if kind == MeasureKind.AGREED and not category.edition.is_draft:
            self.add_error("category", SENTENCE)
        parent = data.get("parent")
        if parent and parent.category_id != category.pk:
            self.add_error("parent", "It stands in another category.")
        elif parent and measure.pk in _keys_above(parent):
            self.add_error("parent", "It stands beneath this one itself.")
        if any(item.edition_id != category.edition_id for item in data.get("items") or ()):
            self.add_error("items", "Choose items of the same edition.")
        local_to = data.get("local_to")
        if local_to and local_to.agreement_id != category.edition.agreement_id:
            self.add_error("local_to", "It is a partnership in another agreement.")
        return data


def _keys_above(measure):
    keys = set()
    while measure and measure.pk not in keys:
        keys.add(measure.pk)
        measure = measure.parent
    return keys


class NextEditionForm(WholeRecordForm):
    class Meta:
        model = Edition
        fields = ["label", "effective_from", "effective_to"]
        labels = {"effective_from": "First day", "effective_to": "Last day"}
        widgets = {"effective_from": DateInput, "effective_to": DateInput}


class LineageBreakForm(WholeRecordForm):
    """Chooses the promise or measure by its words, in the edition from which it is not comparable."""

    line = forms.ChoiceField(
        label="Item or measure", help_text="The edition is the one from which it is no longer comparable."
    )

    class Meta:
        model = LineageBreak
        fields = ["reason"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "line" in self.fields:
            line: Any = self.fields["line"]
            line.choices = [("", "---------"), *_lines()]

    def clean(self):
        data = super().clean()
        if data.get("line"):
            edition, _, self.instance.lineage = data["line"].partition("/")
            self.instance.edition_id = int(edition)
        return data


def _lines():
    """Every item and measure by edition, as grouped choices."""
    groups = defaultdict(list)
    items = Item.objects.select_related("edition__agreement").order_by(
        "edition", "category__number", "position"
    )
    for item in items:
        groups[item.edition].append((f"{item.edition_id}/{item.lineage}", str(item)))
    measures = Measure.objects.select_related("edition__agreement", "category").order_by(
        "edition", "category__number", "position"
    )
    for measure in measures:
        label = f"{measure.category.number} {measure}"
        groups[measure.edition].append((f"{measure.edition_id}/{measure.lineage}", label))
    return [(str(edition), choices) for edition, choices in groups.items()]


class SignatureForm(forms.ModelForm):
    """A role belongs to an edition, so choosing the role chooses the edition."""

    def clean(self):
        data = super().clean() or {}
        if role := data.get("role"):
            self.instance.edition = role.edition
        return data


class SignatureFormSet(LabelledFormSet):
    def clean(self):
        super().clean()
        roles = set()
        for form in self.forms:
            role = getattr(form, "cleaned_data", {}).get("role")
            if role is None or form.cleaned_data.get("DELETE"):
                continue
            if role in roles:
                form.add_error("role", "This role has signed already.")
            roles.add(role)


class PartyFormSet(LabelledFormSet):
    def clean(self):
        """Whoever still writes an assessment stays: without its people nobody could hand it in."""
        super().clean()
        kept = {
            form.cleaned_data.get("organization")
            for form in self.forms
            if getattr(form, "cleaned_data", None) and not form.cleaned_data.get("DELETE")
        }
        leaving = {form.initial["organization"] for form in self.initial_forms} - {
            one.pk for one in kept if one
        }
        writing = self.instance.assessments.open().filter(by__in=leaving).select_related("by")
        names = sorted({one.by.short_name for one in writing}) if leaving else []
        if names:
            verb = "has an assessment that is" if len(names) == 1 else "have assessments that are"
            raise ValidationError(
                f"{', '.join(names)} {verb} still open. It is submitted first, or a director stops asking for it."
            )
