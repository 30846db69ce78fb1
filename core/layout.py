"""A database that an earlier layout of the apps made: it is recognized, and left as it is."""

from typing import Any

from django.core.management import CommandError
from django.db import connections

OLD_TABLE = "partnerships_organization"
"""Organizations have moved to another app since."""

SENTENCE = (
    "This database was made by an earlier Accord, which was never released: nothing in it was changed. Move it "
    "away (by default it is db.sqlite3), or name an empty one in DATABASE_URL, and run the same command again."
)


def refuse_other(*, using: str, **_: Any) -> None:
    """Raise before anything is migrated where the database is of the old layout."""
    if OLD_TABLE in connections[using].introspection.table_names():
        raise CommandError(SENTENCE)
