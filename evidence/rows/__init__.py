"""Keeping the rows of evidence tables: adding, changing, ordering, ending, removing them, and their columns."""
