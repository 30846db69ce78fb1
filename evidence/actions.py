"""Writes that touch more than one row."""

from core.ordering import place
from partnerships.models import Measure


def place_row(row, number):
    """Put a row in a place of its category's table, counted from 1 over all rows; the others move along.

    Without a number it goes to the end.
    """
    others = Measure.objects.rows_of(row.local_to).filter(category=row.category).exclude(pk=row.pk)
    rows = list(others.select_related("category"))
    rows.insert(len(rows) if number is None else number - 1, row)
    place(rows)
