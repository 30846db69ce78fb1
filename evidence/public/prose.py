"""What stands around tables of evidence in a document, and says what they hide."""

from collections.abc import Collection, Iterable

from evidence.suppression.cells import Cell
from evidence.suppression.outcome import Reason
from evidence.suppression.reasons import hidden_for_itself
from evidence.suppression.texts import repeats

from .mentions import Written, mentions_around, written_in
from .reader import PublicReading


def told_by(text: str, public: PublicReading) -> list[str]:
    """The figures of a text, as they are written, that are small counts of students or repeat what is hidden.

    Prose is full of numbers. One is taken for a hidden figure only where students are named with it, where it says
    how many people something is of (“n=4”), where it is both figures of so many of so many, or a percentage with
    decimals.
    """
    hidden = [cell for cells in public.hidden_cells.values() for cell in cells]
    written = (one for line in text.splitlines() for one in written_in(line))
    return list(dict.fromkeys(one.words for one in written if _tells(one, hidden, public.minimum)))


def repeats_own(label: str, cells: Iterable[Cell]) -> bool:
    """Whether the words of a row say a figure that is hidden in it."""
    mentions = mentions_around(label)
    return any(repeats(mention, cell) for mention in mentions for cell in cells)


def _tells(one: Written, hidden: Collection[Cell], minimum: int) -> bool:
    mention = one.mention
    if one.of_students or mention.is_size:
        why = hidden_for_itself(mention, minimum)
        return bool(why and why.reason != Reason.UNJUDGED) or any(repeats(mention, cell) for cell in hidden)
    if mention.percent is not None:
        return "." in one.words and any(repeats(mention, cell) for cell in hidden)
    if mention.denominator is None or mention.count is None:
        return False
    same = (mention.count, mention.denominator - mention.count)
    return any(cell.denominator == mention.denominator and cell.count in same for cell in hidden)
