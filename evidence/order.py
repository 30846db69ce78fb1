"""Giving the rows of an evidence table their places."""

from core.ordering import set_positions

from .models import EvidenceRow


def place_row(row: EvidenceRow, number: int | None) -> None:
    """Put a row in a place of its category's table, counted from 1 over all rows; the others move along.

    Without a number it goes to the end.
    """
    others = EvidenceRow.objects.filter(partnership=row.partnership, category=row.category)
    rows = list(others.exclude(pk=row.pk).select_related("category"))
    rows.insert(len(rows) if number is None else number - 1, row)
    set_positions(rows)
