"""Triggers by which the database itself refuses to change what was signed or closed.

A lock is a table, a condition in SQL that both SQLite and PostgreSQL understand, and the sentence people
read. OLD and NEW stand for the row before and after. Saving a row with the values it already has is let through.

Triggers are dropped before and put back after every migration run, because SQLite rebuilds tables to alter
them, loses the triggers of the rebuilt one and stumbles over those of others that name it
(docs/decisions/locks.md).
"""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.checks import CheckMessage, Warning
from django.db import connections, models

PREFIX = "accord_lock_"

_registered: list["Lock"] = []


@dataclass(frozen=True)
class Lock:
    """Refuses changes to rows of `table` while `condition` holds for the row before or after.

    `condition` is SQL with `{row}` where OLD or NEW belongs. `columns` are those that must not change; an
    update of others passes. `insert` and `delete` say whether those are refused too.

    `holds` is a SELECT, with `{row}` as well, of the rows by which the condition judges. PostgreSQL holds them
    until the writer's transaction ends, so that nobody closes them while something unseen is being written.
    SQLite lets only one transaction write at a time.
    """

    table: str
    condition: str
    sentence: str
    columns: tuple[str, ...]
    insert: bool = True
    delete: bool = True
    name: str = ""
    """Tells apart several locks on one table."""
    holds: str = ""
    by_what_it_becomes: bool = True
    """Whether the row after an update is judged too. Without it a row may become what then never changes."""

    def statements(self) -> Iterator[tuple[str, str, str]]:
        """(event, condition, what PostgreSQL does before it asks for the condition) for each trigger."""
        old, new = (self.condition.format(row=row) for row in ("OLD", "NEW"))
        hold_old, hold_new = (
            f"PERFORM 1 FROM ({self.holds.format(row=row)} FOR SHARE) held; " if self.holds else ""
            for row in ("OLD", "NEW")
        )
        changed = " OR ".join(f'OLD."{column}" IS DISTINCT FROM NEW."{column}"' for column in self.columns)
        if self.insert:
            yield "INSERT", f"({new})", hold_new
        if self.delete:
            yield "DELETE", f"({old})", hold_old
        hold = f"IF {changed} THEN {hold_old}{hold_new}END IF; " if self.holds else ""
        judged = f"({old}) OR ({new})" if self.by_what_it_becomes else old
        yield "UPDATE", f"({judged}) AND ({changed})", hold


def columns_of(model: type[models.Model], *, but: Container[str] = ()) -> tuple[str, ...]:
    """All columns of a model but its primary key and the named fields."""
    fields = model._meta.concrete_fields
    return tuple(
        field.column for field in fields if field.column and not field.primary_key and field.name not in but
    )


def stays_with(model: type[models.Model], column: str, sentence: str, *, name: str = "") -> Lock:
    """What a row belongs to, once it is written, is that for good. `name` where that of the column is too long:
    PostgreSQL keeps 63 characters of a trigger's."""
    table, name = model._meta.db_table, name or column
    return Lock(table, "TRUE", sentence, (column,), insert=False, delete=False, name=name)


def register(*locks: Lock) -> None:
    _registered.extend(locks)


def _name(lock: Lock, event: str) -> str:
    return "_".join(filter(None, (PREFIX + lock.table, lock.name, event.lower())))


def remove(connection: Any) -> None:
    """Drop every lock, for a migration (or a test that empties the tables)."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s", [f"{PREFIX}%"]
            )
            for (name,) in cursor.fetchall():
                cursor.execute(f'DROP TRIGGER "{name}"')
        else:
            # Dropping a function takes its trigger along.
            cursor.execute(
                "SELECT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace "
                "WHERE p.proname LIKE %s AND n.nspname = current_schema()",
                [f"{PREFIX}%"],
            )
            for (name,) in cursor.fetchall():
                cursor.execute(f'DROP FUNCTION "{name}"() CASCADE')


def install(connection: Any) -> None:
    """Put every lock in place whose table exists."""
    remove(connection)
    present = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for lock in _registered:
            if lock.table not in present:
                continue
            for event, condition, hold in lock.statements():
                name, sentence = _name(lock, event), lock.sentence.replace("'", "''")
                if connection.vendor == "sqlite":
                    cursor.execute(
                        f'CREATE TRIGGER "{name}" BEFORE {event} ON "{lock.table}" FOR EACH ROW '
                        f"WHEN {condition} BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
                    )
                else:
                    cursor.execute(
                        f'CREATE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS $lock$ BEGIN '
                        f"{hold}IF {condition} THEN RAISE EXCEPTION '{sentence.replace('%', '%%')}' "
                        "USING ERRCODE = 'integrity_constraint_violation'; END IF; "
                        f"RETURN {'OLD' if event == 'DELETE' else 'NEW'}; END $lock$"
                    )
                    cursor.execute(
                        f'CREATE TRIGGER "{name}" BEFORE {event} ON "{lock.table}" '
                        f'FOR EACH ROW EXECUTE FUNCTION "{name}"()'
                    )


def sentence_in(error: Exception) -> str:
    """The sentence of the lock that refused a write, empty where it was something else."""
    return next((lock.sentence for lock in _registered if lock.sentence in str(error)), "")


def installed_names(connection: Any) -> set[str]:
    """The names of the lock triggers the database has."""
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE tgname LIKE %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(query, [f"{PREFIX}%"])
        return {name for (name,) in cursor.fetchall()}


def expected_names() -> set[str]:
    return {_name(lock, event) for lock in _registered for event, *_ in lock.statements()}


def before_migrations(*, using: str, **_: Any) -> None:
    remove(connections[using])


def after_migrations(*, using: str, **_: Any) -> None:
    install(connections[using])


def check_installed(app_configs: Any, databases: Iterable[str] | None, **kwargs: Any) -> list[CheckMessage]:
    """`manage.py check --database default` says when a trigger is missing."""
    # A database that was never migrated has nothing to lock. A warning, since `migrate` itself runs this.
    missing = sorted(
        name
        for alias in databases or []
        if {lock.table for lock in _registered} <= set(connections[alias].introspection.table_names())
        for name in expected_names() - installed_names(connections[alias])
    )
    if not missing:
        return []
    return [
        Warning(f"Locks are missing: {', '.join(missing)}.", hint="Run manage.py migrate.", id="accord.W001")
    ]
