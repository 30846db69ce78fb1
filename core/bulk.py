"""Many rows in one statement, however many: for what happens to thousands of districts at once.

Django's own bulk functions write so many rows a statement as the database takes parameters, and simple-history's
read every row back. Neither sends signals, and nor do these.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, models
from django.db.models import F, QuerySet, Value
from django.utils import timezone


def insert(rows: Sequence[models.Model]) -> None:
    """Write new rows of one model. They get no primary keys: read them back where they are needed."""
    if not rows:
        return
    options = rows[0]._meta
    fields = [field for field in options.concrete_fields if not field.primary_key]
    values = [[_plain(field, row) for field in fields] for row in rows]
    columns = _quoted(field.column for field in fields)
    if connection.vendor == "sqlite":
        parts = ", ".join(f"json_extract(value, '$[{place}]')" for place in range(len(fields)))
        source = "json_each(%s)"
    else:
        parts = ", ".join(
            f"(value ->> {place})::{field.db_type(connection)}" for place, field in enumerate(fields)
        )
        source = "json_array_elements(%s::json)"
    table = _quoted([options.db_table])
    statement = f"INSERT INTO {table} ({columns}) SELECT {parts} FROM {source}"  # noqa: S608  # names from the model
    with connection.cursor() as cursor:
        cursor.execute(statement, [json.dumps(values)])


def write_history(
    rows: QuerySet[Any], *, kind: str, by: Any = None, reason: str = "", at: datetime | str | None = None
) -> None:
    """A row of history for each row of a query. `kind` is + for new rows, ~ for changed ones.

    `at` is the moment, by default now; or the name of a field of the rows that holds it.
    """
    history = rows.model.history.model
    kept = {field.attname for field in history._meta.concrete_fields}
    names = [field.attname for field in rows.model._meta.concrete_fields if field.attname in kept]
    moment = F(at) if isinstance(at, str) else Value(at or timezone.now(), models.DateTimeField())
    told = {
        "history_date": moment,
        "history_type": Value(kind, models.CharField()),
        "history_change_reason": Value(reason or None, models.CharField()),
        "history_user_id": Value(by.pk if by else None, models.BigIntegerField()),
    }
    copied = {f"told_{name}": value for name, value in told.items()}
    selected = rows.order_by().annotate(**copied).values_list(*names, *copied)
    insert_from(history, [*names, *told], selected)


def insert_events(
    model: type[models.Model],
    subject: str,
    rows: QuerySet[Any],
    *,
    kind: str,
    by: Any = None,
    at: datetime | None = None,
    words: str = "",
) -> None:
    """An event (`core.models.RecordedEvent`) of each row of a query. `subject` is the field that names the row."""
    told = {
        "told_kind": Value(kind, models.CharField()),
        "told_by": Value(by.pk if by else None, models.BigIntegerField()),
        "told_at": Value(at or timezone.now(), models.DateTimeField()),
        "told_words": Value(words, models.TextField()),
    }
    selected = rows.order_by().annotate(**told).values_list("pk", *told)
    insert_from(model, [f"{subject}_id", "kind", "by_id", "at", "words"], selected)


def insert_from(model: type[models.Model], names: Sequence[str], selected: QuerySet[Any]) -> None:
    """Insert what a query selects, its columns in the order of the fields' names (`attname`)."""
    column_of = {field.attname: field.column for field in model._meta.concrete_fields}
    columns = _quoted(column_of[name] for name in names)
    sql, parameters = selected.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {_quoted([model._meta.db_table])} ({columns}) {sql}", parameters)


def _quoted(names: Iterable[str | None]) -> str:
    return ", ".join(connection.ops.quote_name(str(name)) for name in names)


def _plain(field: Any, row: models.Model) -> Any:
    """What is to be stored, as JSON can carry it. Dates and times travel as text, which both databases read."""
    value = field.get_db_prep_save(field.pre_save(row, True), connection)
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)
