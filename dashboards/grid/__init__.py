"""The director's grid, gathered: every partnership of an agreement by the categories of a cycle's edition.

The number of queries is the same for one district and for a thousand. What only the rows of one page show is
counted for those rows alone, unless the order of all rows hangs on it.

Levels are read of what is handed in and of nothing else; `Round.result` says what may be shown.
"""

from .choices import GridRequest, GridShown, Only, Order, wanted
from .page import Grid, cycles_of, gather

__all__ = ["Grid", "GridRequest", "GridShown", "Only", "Order", "cycles_of", "gather", "wanted"]
