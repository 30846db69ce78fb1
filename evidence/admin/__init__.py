"""Where evidence is entered: what stands around the tables, their rows, and each row's values."""

from . import lineages, reconciliations, rows, tables

__all__ = ["lineages", "reconciliations", "rows", "tables"]
