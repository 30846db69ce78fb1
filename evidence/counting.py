"""How many rows there are, as people count them: those that stand by themselves in the printed tables.

Rows beneath others are their parts and are named apart.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from core.words import counted

from .models import EvidenceRow


@dataclass(frozen=True)
class RowCount:
    rows: int
    beneath: int = 0

    def __str__(self) -> str:
        """“39 rows and 14 beneath them”, “1 row”, “2 rows beneath others”."""
        if not self.rows and self.beneath:
            return "1 row beneath another" if self.beneath == 1 else f"{self.beneath} rows beneath others"
        own = counted(self.rows, "row")
        them = "it" if self.rows == 1 else "them"
        return f"{own} and {self.beneath} beneath {them}" if self.beneath else own

    @property
    def is_one(self) -> bool:
        return self.rows + self.beneath == 1


def count_rows(rows: Iterable[EvidenceRow]) -> RowCount:
    keys = [row.parent_id for row in rows]
    return RowCount(keys.count(None), len(keys) - keys.count(None))
