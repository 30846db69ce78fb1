"""Forms and tables of rows that the pages of the administration share."""

from adminsortable2.admin import CustomInlineFormSet
from django import forms
from django.contrib.admin.utils import NestedObjects
from django.forms.formsets import DELETION_FIELD_NAME

from core.ordering import in_places, set_positions
from core.words import natural


class KnownRows:
    """Rows that a formset has at hand: for each of them the database is not asked again."""

    def add_fields(self, form, index):
        super().add_fields(form, index)  # type: ignore[misc]
        if form.instance.pk and index is not None and index < self.initial_form_count():  # type: ignore[attr-defined]
            form.fields[form.instance._meta.pk.name] = RowField(form.instance)


class LabelledRows(KnownRows):
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


class StackedFormSet(KnownRows, forms.BaseInlineFormSet):
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

    def clean(self):
        if self.closed:
            return
        super().clean()
        if any(self.errors):
            return
        self._check_deletions()
        self.check(self.rows())

    def check(self, rows):
        """A hook: say beside the fields what does not fit the order."""

    def _check_deletions(self):
        going = {form.instance: form for form in self.initial_forms if self._should_delete_form(form)}
        if not self._depending_on(list(going), going):
            return
        for row, form in going.items():
            if staying := self._depending_on([row], going):
                names = "; ".join(sorted((f"{row._meta.verbose_name} {row}" for row in staying), key=natural))
                form.add_error(None, f"It cannot be deleted, because these depend on it: {names}")
                form.cleaned_data[DELETION_FIELD_NAME] = False  # else its error would not count
                self._errors.append(form.errors)

    def _depending_on(self, rows, going):
        """What keeps rows from being deleted and does not go with them."""
        if not rows:
            return set()
        collector = NestedObjects(using="default")
        collector.collect(rows)
        return collector.protected - going.keys()

    def rows(self):
        """The forms that stay, in the order asked for. What is deleted has its place until then."""
        asked = []
        for form in self.forms:
            place = form.cleaned_data.get(self.place)
            if form.instance.pk or form.has_changed():
                asked.append((form, None if place == form.initial.get(self.place) else place))
        return [form for form in in_places(asked) if not self._should_delete_form(form)]

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
