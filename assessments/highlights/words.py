"""What an item promises in words that can stand in a list: whole sentences, as far as they fit."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from assessments.models import HIGHLIGHT_MAX_LENGTH
from partnerships.models import Item

_END = re.compile(r"(?<![.!?])[.!?]++[”\"’')]*+(?=\s+(?:\(|[“\"‘'(•]*[^\W_a-z]))")
"""Where a sentence may end: before a capital, a figure or an opening bracket. A row of dots is looked at once."""
_NO_END = re.compile(r"(?:\b(?:e\.g|i\.e|etc|vs|cf|incl|approx|Gen|St|Dr|Mr|Mrs|Ms|No|Inc|Jr|Sr)|\b[A-Z])\.$")
"""Full stops that end no sentence: abbreviations and initials."""
_LONGEST_NO_END = 12
"""Characters in which such a one, and what stands before it, is found."""
_CLAUSE = re.compile(r"[;:,](?=\s)|\s[–—](?=\s)")


@dataclass(frozen=True)
class HighlightWords:
    """Words of the agreement that fit into a strength or area of focus."""

    text: str
    is_all: bool = True
    """Whether the agreement says no more than this."""
    is_whole: bool = True
    """Whether it ends where a sentence does."""


def promise(item: Item, beneath: Iterable[Item] = ()) -> str:
    """The text of an item, with what it continues and with the parts `beneath` it that are not rated alone."""
    text = _tidy(item.text)
    if item.parent and text[:1].islower():
        text = f"{_tidy(item.parent.text).rstrip(' :;')} {text}"
    return "\n".join([text, *(f"• {_tidy(part.text)}" for part in beneath)])


def first_sentence(text: str) -> HighlightWords:
    """The first sentence; its first clauses, with “…”, where it is longer than fits."""
    text = _tidy(text)
    end = _end_of_sentence(text)
    sentence = text[:end].rstrip(" :;,")
    if len(sentence) <= HIGHLIGHT_MAX_LENGTH:
        return HighlightWords(sentence, is_all=end == len(text))
    return HighlightWords(_beginning(sentence, HIGHLIGHT_MAX_LENGTH - 2) + " …", is_all=False, is_whole=False)


def _tidy(text: str) -> str:
    """Its lines without blanks to spare."""
    return "\n".join(line for raw in text.splitlines() if (line := " ".join(raw.split())))


def _end_of_sentence(text: str) -> int:
    seen = open_brackets = 0
    for found in _END.finditer(text):
        end = found.end()
        open_brackets += text.count("(", seen, end) - text.count(")", seen, end)
        seen = end
        if open_brackets <= 0 and not _NO_END.search(text[max(0, end - _LONGEST_NO_END) : end]):
            return end
    return len(text)


def _beginning(sentence: str, longest: int) -> str:
    """Its first clauses; its first words where there is but one, or the clauses are next to nothing."""
    ends = [found.start() for found in _CLAUSE.finditer(sentence[: longest + 1]) if found.start() <= longest]
    whole = [end for end in ends if sentence.count("(", 0, end) <= sentence.count(")", 0, end)]
    if whole and whole[-1] >= longest / 3:
        return sentence[: whole[-1]]
    return sentence[: longest + 1].rpartition(" ")[0] or sentence[:longest]
