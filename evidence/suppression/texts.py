"""Texts that say what a cell hides."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from .cells import Cell, Mention, Text, counts_of, half_a_step
from .outcome import Hidden, Reason
from .reasons import NOBODY_SAYS, hidden_for_itself


def hidden_texts(texts: Iterable[Text], hidden_cells: Sequence[Cell], minimum: int) -> dict[str, Hidden]:
    """Texts about students with a figure that would be hidden for itself, and all that repeat a hidden one."""
    found = {}
    for text in texts:
        about = [cell for cell in hidden_cells if text.about is None or cell.key in text.about]
        why = [hidden_for_itself(mention, minimum) for mention in text.mentions if text.counts_students]
        if known := [one for one in why if one and one.reason != Reason.UNJUDGED]:
            everyone = next((one.words for one in known if one.reason == Reason.EVERYONE), "")
            words = everyone or f"it speaks of fewer than {minimum} students"
            found[text.key] = Hidden(Reason.TEXT, words)
        elif any(why):
            found[text.key] = Hidden(Reason.UNJUDGED, NOBODY_SAYS)
        elif text.counts_students and text.is_unread:
            found[text.key] = Hidden(Reason.UNREAD, "a figure in its words was not understood")
        elif any(repeats(mention, cell) for mention in text.mentions for cell in about):
            found[text.key] = Hidden(Reason.TEXT, "it says what is hidden elsewhere")
    return found


def repeats(mention: Mention, cell: Cell) -> bool:
    """Whether it is the count, those who are not counted, or the share of either."""
    counts, group = counts_of(cell), cell.denominator
    shares = [] if cell.percent is None else [cell.percent, 100 - cell.percent]
    numbers = set(range(counts[0], counts[1] + 1)) if counts else set()
    if group:
        numbers |= {group - number for number in numbers if number <= group}
        shares += [Decimal(100 * number) / group for number in numbers]
    if {mention.count, mention.denominator} & numbers:
        return True
    percent = mention.percent
    return percent is not None and any(abs(percent - share) <= half_a_step(percent) for share in shares)
