"""CSV files that a spreadsheet opens without harm, and what such a file says."""

import csv
from collections.abc import Iterable
from io import StringIO
from typing import Any

AS_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would take for the beginning of a formula."""


def as_csv(lines: Iterable[Iterable[Any]]) -> str:
    """In UTF-8 with its mark, which Excel needs to read names right. Nothing in it is a formula."""
    output = StringIO()
    csv.writer(output).writerows([_plain(value) for value in line] for line in lines)
    return f"\ufeff{output.getvalue()}"


def _plain(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.2f}"
    text = "" if value is None else str(value)
    is_words = isinstance(value, str) and text.startswith(AS_FORMULA)
    return f"'{text}" if is_words else text


def without_guard(text: str) -> str:
    """A text without the apostrophe that keeps it from being a formula."""
    return text[1:] if text.startswith("'") and text[1:].startswith(AS_FORMULA) else text
