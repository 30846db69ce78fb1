"""The order of an evidence table's rows and columns."""

from datetime import date

from core.ordering import set_positions
from partnerships.models import Partnership, Period

from .models import EvidenceRow


def place_row(row: EvidenceRow, number: int | None) -> None:
    """Put a row in a place of its category's table, counted from 1 over all rows; the others move along.

    Without a number it goes to the end.
    """
    others = EvidenceRow.objects.filter(partnership=row.partnership, category=row.category)
    rows = list(others.exclude(pk=row.pk).select_related("category"))
    rows.insert(len(rows) if number is None else number - 1, row)
    set_positions(rows)


def lock_rows(partnership: int | None) -> None:
    """Until the transaction ends nobody else changes which rows a partnership's tables have, and in which order.

    `partnership` is its key; the lead agency's own rows have none.
    """
    if partnership:
        Partnership.objects.select_for_update(no_key=True).get(pk=partnership)


def place_of(period: Period) -> tuple[date, int, int]:
    """What sorts columns: by their first day, of two the longer first."""
    return period.start, -period.end.toordinal(), period.pk
