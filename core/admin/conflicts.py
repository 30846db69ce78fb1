"""Two people at once on a page of the administration: what its record and its rows say, part by part."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.admin.options import InlineModelAdmin
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, QuerySet
from django.utils.text import capfirst

from core.conflicts import UNKNOWN, Outcome, mark_of, outcome_of


def plain(value: Any) -> Any:
    """A value of a form as a mark is made of it: records by their keys, several of them in order."""
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, QuerySet | list | tuple):
        return sorted(plain(one) for one in value)
    return value


def words_of(record: Model, name: str) -> str:
    """What a record says in one of its fields: “First day: 2023-07-01”; empty where it has no such field."""
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


def changed_rows(was: Mapping[str, str], now: Mapping[str, object]) -> list[str]:
    """The rows that were changed, added or removed since a page was opened.

    What a person typed in them is not known when their record is compared, so each of them is shown.
    """
    names = [name for name in dict.fromkeys([*was, *now]) if "." in name]
    marks = {name: mark_of(now[name]) for name in names if name in now}
    return [name for name in names if outcome_of(was.get(name), marks.get(name), UNKNOWN) is Outcome.CONFLICT]


PLACE = "position"
"""The field of rows that stand in an order."""


@dataclass(frozen=True)
class RowsOnPage:
    """The rows of one kind that stand on a record's page, as they are stored."""

    inline: InlineModelAdmin
    parent: Model
    queryset: QuerySet[Any]
    parent_name: str
    """The field by which a row knows its record."""

    @property
    def kind(self) -> str:
        return str(self.inline.model._meta.model_name)

    def parts(self) -> dict[str, object]:
        """What each row says, by “party.12”. In one query, in one more for each choice of several records.

        Of its place, after which row it stands: where one is removed, the others keep their order.
        """
        bare = self.queryset.order_by().select_related(None).prefetch_related(None)
        columns = self._columns()
        rows: dict[int, list[Any]] = {}
        before = None
        in_order = bare.order_by(PLACE, "pk") if PLACE in columns else bare
        for pk, *values in in_order.values_list("pk", *columns):
            said = dict(zip(columns, values, strict=True))
            rows[pk] = [list((said | {PLACE: before} if PLACE in said else said).values())]
            before = pk
        for name in self._choices():
            chosen = bare.filter(**{f"{name}__isnull": False}).order_by(name)
            for pk, key in chosen.values_list("pk", name):
                rows[pk].append(key)
        return {f"{self.kind}.{pk}": values for pk, values in rows.items()}

    def _columns(self) -> list[str]:
        fields = self.inline.model._meta.concrete_fields
        return [
            field.name
            for field in fields
            if field.editable and not field.primary_key and field.name != self.parent_name
        ]

    def _choices(self) -> list[str]:
        """Several records chosen in one field of the row."""
        fields = getattr(self.inline.form, "base_fields", {})
        return [name for name, field in fields.items() if isinstance(field, forms.ModelMultipleChoiceField)]

    def history(self) -> QuerySet[Any]:
        """The history of these rows, those that are gone included."""
        parent_key = self.inline.model._meta.get_field(self.parent_name).attname
        return self.inline.model.history.filter(**{parent_key: self.parent.pk})  # type: ignore[attr-defined]

    def words(self, parts: Iterable[str]) -> Iterator[str]:
        """What some of the rows say now: each in a sentence, whether it is there still or not."""
        keys = [int(key) for kind, _, key in (part.partition(".") for part in parts) if kind == self.kind]
        rows = {row.pk: row for row in self.queryset.filter(pk__in=keys).select_related()} if keys else {}
        kind = capfirst(self.inline.model._meta.verbose_name)
        for key in keys:
            if row := rows.get(key):
                said = [words_of(row, name) for name in (*self._columns(), *self._choices())]
                yield f"{kind} “{row}” now says: {'; '.join(said)}."
            else:
                yield f"{kind}: one that stood here was removed."
