"""Why a figure about students is not for the public by itself, and what may be said instead."""

from dataclasses import replace
from decimal import Decimal

from .cells import Cell, Mention, counts_of
from .outcome import Hidden, Reason

BANDS = (1, 5, 10)
"""Percentages from either end that a share may be said to be within: “at least 95%”."""


NOBODY_SAYS = "nobody entered of how many students it is"


def hidden_for_itself(said: Cell | Mention, minimum: int) -> Hidden | None:
    """Too few are counted, or too few are not; it is said of everyone in a group, or of nobody; or who knows.

    A percentage without a denominator is judged as if it were of the fewest that it can be of.
    """
    group = said.denominator
    fewest, most = counts_of(said) or (None, None)
    everyone = said.percent in (0, 100) or bool(group and (fewest == group or most == 0))
    if everyone:
        share = said.percent if said.percent in (0, 100) else Decimal(0 if most == 0 else 100)
        of = "" if group is None else f" of {group}"
        return Hidden(Reason.EVERYONE, f"it speaks of everyone, {share.normalize():f}%{of}")
    if said.percent is not None and said.count is None and group is None:
        if said.at_least is None:
            return Hidden(Reason.UNJUDGED, NOBODY_SAYS)
        found = hidden_for_itself(replace(said, denominator=said.at_least), minimum)
        return found and replace(found, words=f"it may speak of fewer than {minimum} students")
    if any(number is not None and number < minimum for number in (fewest, group)):
        return Hidden(Reason.SMALL, f"fewer than {minimum} students")
    if most is not None and group is not None and 0 <= group - most < minimum:
        return Hidden(Reason.REST, f"all but fewer than {minimum} students, {most} of {group}")
    return None


def band(said: Cell, minimum: int) -> tuple[str, int, int] | None:
    """The narrowest band at either end that is `minimum` students wide: its words, its lowest and highest count.

    None where the share is not near an end, or the group is too small for any.
    """
    counts, group = counts_of(said), said.denominator
    if counts is None or group is None:
        return None
    for percent in BANDS:
        few = group * percent // 100
        if few >= minimum and counts[1] <= few:
            return f"at most {percent}%", 0, few
        if few >= minimum and few >= group - counts[0] >= 0:
            return f"at least {100 - percent}%", group - few, group
    return None
