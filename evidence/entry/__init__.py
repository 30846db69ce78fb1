"""Entering values: cell by cell in the table, or all that belongs to a row's values in a form."""
