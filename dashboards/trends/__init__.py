"""The last five cycles of a partnership, compared across editions: gathered in a fixed number of queries.

A figure rests on the ratings that are a score: N/A and what is not rated enter none. What is compared, and with
what, follows each promise by its lineage; a break of it that a person made is never compared across.
"""

from .item import gather_item_trend
from .measure import gather_measure_trend
from .overall import gather_trends

__all__ = ["gather_item_trend", "gather_measure_trend", "gather_trends"]
