"""Forms and tables of rows that the pages of the administration share."""

from adminsortable2.admin import CustomInlineFormSet
from django import forms
from django.contrib.admin.utils import NestedObjects
from django.core.exceptions import ValidationError
from django.forms.formsets import DELETION_FIELD_NAME

from core.ordering import set_positions

ROW_IS_GONE = (
    "Somebody else removed a row that stood here. Nothing was saved, and the rows below no longer stand with "
    "what you typed. Copy what you need, then open the page anew."
)
"""A row that is gone cannot be saved, and the field that says so is hidden."""


class RowForm(forms.ModelForm):
    """One row of text in document order."""

    def has_changed(self):
        """A new row with nothing but a place is an empty row."""
        if self.instance.pk is None:
            return any(name not in {"position", "number"} for name in self.changed_data)
        return super().has_changed()


class RemovedRows:
    """Rows of which somebody may have removed one while they stood on a page."""

    def clean(self):
        super().clean()  # type: ignore[misc]
        if any(self.model._meta.pk.name in errors for errors in self.errors):  # type: ignore[attr-defined]
            raise ValidationError(ROW_IS_GONE)


class LabelledRows(RemovedRows):
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


class StackedFormSet(RemovedRows, forms.BaseInlineFormSet):
    """The rows of a page on which each is a form with labels of its own."""


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
        """A hook: save the rows in this order, and give those that changed."""
        return set_positions(rows)
