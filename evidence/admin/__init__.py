"""Where evidence is entered: what stands around the tables, their rows, and each row's values."""

from . import lineages, rows, tables

__all__ = ["lineages", "rows", "tables"]
