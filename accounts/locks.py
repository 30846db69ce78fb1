"""Somebody always administers Accord, and what a membership was stays on record."""

from core.locks import Lock, columns_of

from .models import Membership, User
from .models.people import LAST_ADMINISTRATOR

# The row as it stands, which is not yet what it is to become.
# Somebody who was invited and has no password yet is none.
IS_ONE = (
    "EXISTS (SELECT 1 FROM accounts_user u WHERE u.id = {row}.id "
    "AND u.is_active AND u.is_staff AND substr(u.password, 1, 1) <> '!')"
)
OTHERS = (
    "SELECT 1 FROM accounts_user o WHERE o.id <> {row}.id "
    "AND o.is_active AND o.is_staff AND substr(o.password, 1, 1) <> '!'"
)

LOCKS = [
    Lock(
        User._meta.db_table,
        f"{IS_ONE} AND NOT EXISTS ({OTHERS})",
        LAST_ADMINISTRATOR,
        ("is_active", "is_staff"),
        insert=False,
        name="last_administrator",
        holds=OTHERS,
    ),
    Lock(
        Membership._meta.db_table,
        "OLD.ended_at IS NOT NULL",
        "This membership has ended. What it was stays on record: give the person a new one.",
        columns_of(Membership, but=("successor",)),
        insert=False,
        name="ended",
    ),
]
