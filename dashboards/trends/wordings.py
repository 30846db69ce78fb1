"""How the editions word a promise or a measure."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core.words import compare_words
from partnerships.lineages import Lineage
from partnerships.models import Edition


@dataclass(frozen=True)
class EditionWording:
    """How an edition words an item or a measure, with what changed since the edition before."""

    edition: Edition
    number: str
    was: str
    """Its number before, where that was another one."""
    text: str
    pieces: list[tuple[str, str]]
    """Empty where nothing changed, or where there is nothing before."""
    before: Edition | None


def wordings(line: Lineage, read: Callable[[Any], tuple[str, str]]) -> list[EditionWording]:
    """Of each record of a line, read as (number, text), the newest first."""
    found: list[EditionWording] = []
    before: Edition | None = None
    old_number = old_text = ""
    for record in line.records:
        number, text = read(record)
        pieces: list[tuple[str, str]] = compare_words(old_text, text) if before else []
        if all(kind == "same" for kind, _ in pieces):
            pieces = []
        was = old_number if before and old_number != number else ""
        found.append(EditionWording(record.edition, number, was, text, pieces, before))
        before, old_number, old_text = record.edition, number, text
    return found[::-1]
