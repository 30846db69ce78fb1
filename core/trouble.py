"""When the database cannot be written, or cannot be reached at all."""

from enum import Enum

from django.db import DatabaseError, InterfaceError, OperationalError


class Trouble(Enum):
    NOT_WRITABLE = "not writable"
    """It can be read: its disk is full, or it takes no writes at the moment."""
    AWAY = "away"


NOT_WRITABLE = ("readonly database", "read-only", "disk is full", "no space left")
"""How SQLite and PostgreSQL say so."""


def trouble_of(error: BaseException | None) -> Trouble | None:
    """What is the matter with the database, where that is why something failed; None for any other error."""
    if not isinstance(error, DatabaseError | InterfaceError):
        return None
    words = str(error).casefold()
    if any(part in words for part in NOT_WRITABLE):
        return Trouble.NOT_WRITABLE
    return Trouble.AWAY if isinstance(error, OperationalError | InterfaceError) else None
