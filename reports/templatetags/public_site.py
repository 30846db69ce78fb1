"""How plain values of a public record are shown."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import zip_longest
from typing import Any

from django import template
from django.utils.formats import date_format

register = template.Library()


@register.filter
def written_day(text: str) -> str:
    """“2023-09-01” as “September 1, 2023”, “2023-09” as “September 2023”."""
    if len(text) == len("2023-09"):
        return date_format(date.fromisoformat(f"{text}-01"), "F Y")
    return date_format(date.fromisoformat(text), "F j, Y") if text else ""


@register.filter
def times(number: int) -> range:
    """To say something so many times."""
    return range(number)


@register.filter
def beside(columns: Sequence[str], cells: Iterable[Any]) -> list[tuple[str, Any]]:
    """Each cell of a row with the heading of its column."""
    return list(zip_longest(columns, cells))
