"""How the editions word a promise or a measure."""

from dataclasses import dataclass

from core.words import compare_words
from partnerships.models import Edition


@dataclass(frozen=True)
class Wording:
    """How an edition words an item or a measure, with what changed since the edition before."""

    edition: Edition
    number: str
    was: str
    """Its number before, where that was another one."""
    text: str
    pieces: list[tuple[str, str]]
    """Empty where nothing changed, or where there is nothing before."""
    before: Edition | None


def wordings(line, read):
    """From the records of a line, each read as (number, text)."""
    found: list[Wording] = []
    before: Edition | None = None
    old_number = old_text = ""
    for record in line.records:
        number, text = read(record)
        pieces: list[tuple[str, str]] = compare_words(old_text, text) if before else []
        if all(kind == "same" for kind, _ in pieces):
            pieces = []
        was = old_number if before and old_number != number else ""
        found.append(Wording(record.edition, number, was, text, pieces, before))
        before, old_number, old_text = record.edition, number, text
    return found[::-1]
