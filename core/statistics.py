"""Fresh statistics for SQLite, without which it may answer one page over a thousand districts in minutes."""

from typing import Any

from django.db import connections

ALL_TABLES = 0x10002
"""Of `PRAGMA optimize`: look at every table, and at so many rows of each that it stays quick."""


def refresh(using: str = "default") -> None:
    """Bring the planner's statistics up to date. PostgreSQL does so by itself; SQLite when it is told to."""
    connection = connections[using]
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA optimize = {ALL_TABLES}")


def after_migrations(*, using: str, **_: Any) -> None:
    refresh(using)
