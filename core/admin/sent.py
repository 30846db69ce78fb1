"""What a browser sends for the fields of a form, and what a field says in it."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Model
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.text import capfirst


def as_sent(field: BoundField) -> list[str]:
    """What a browser sends for a field that is left as its form was made with."""
    value = field.field.prepare_value(field.initial)
    widget: Any = getattr(
        field.field.widget, "widget", field.field.widget
    )  # a choice of related rows is wrapped
    if isinstance(widget, forms.CheckboxInput):
        return ["on"] if widget.check_test(value) else []
    if getattr(widget, "allow_multiple_selected", False):
        return [str(one) for one in value or ()]
    if isinstance(widget, forms.Select):
        return ["" if value is None else str(value)]
    return [str(widget.format_value(value) or "")]


def said(field: forms.Field, sent: QueryDict, name: str) -> object:
    """What a field says in what was sent, as two of them compare. The database is not asked."""
    raw = field.widget.value_from_datadict(sent, {}, name)
    if isinstance(field, forms.ModelMultipleChoiceField):
        return sorted(str(key) for key in raw or ())
    if isinstance(field, forms.ModelChoiceField):
        return str(raw or "")
    try:
        value = field.to_python(raw)
    except ValidationError:
        return ("not understood", str(raw))
    return "" if value is None else value


def in_words(form: Any, names: Iterable[str]) -> Iterator[str]:
    """What the record of a form says in some of its fields: “First day: 2023-07-01”."""
    for name in names:
        yield _words_of(form.instance, name) or str(form[name].label)


def ended(sentence: str) -> str:
    """A sentence that may end with the full stop of what it quotes."""
    return sentence if sentence.endswith((".", "!", "?")) else f"{sentence}."


def _words_of(record: Model, name: str) -> str:
    """Empty where the record has no such field."""
    try:
        field = record._meta.get_field(name)
    except FieldDoesNotExist:
        return ""
    value = getattr(record, name)
    if field.many_to_many:
        value = ", ".join(str(one) for one in value.all())
    elif hasattr(record, f"get_{name}_display"):
        value = getattr(record, f"get_{name}_display")()
    elif isinstance(value, bool):
        value = "yes" if value else "no"
    label = getattr(field, "verbose_name", name.replace("_", " "))
    return f"{capfirst(label)}: {'empty' if value in (None, '') else value}"
