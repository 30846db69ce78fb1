"""Headings, each one piece of marked content however many lines it has."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from .tree import elements_of, is_element, marks_in

HEADINGS = frozenset(f"/H{level}" for level in range(1, 7))


class JoinedHeading(NamedTuple):
    heading: Any
    first: int
    others: list[int]
    """The numbers of the pieces that go into the first."""


def join_headings(elements: Iterable[Any]) -> list[JoinedHeading]:
    """A heading owns its content itself. One that leads somewhere or stands on two pages stays as it is."""
    joined = []
    for heading in [one for one in elements if str(one.S) in HEADINGS]:
        within = [heading, *elements_of(heading)]
        pages = {one.Pg.objgen for one in within if marks_in(one.K)}
        leads = any(not isinstance(kid, int) and not is_element(kid) for one in within for kid in one.K)
        if len(pages) != 1 or leads:
            continue
        if languages := [one.Lang for one in within if "/Lang" in one]:
            heading.Lang = languages[0]
        first, *others = [number for one in within for number in marks_in(one.K)]
        joined.append(JoinedHeading(heading, first, others))
    for heading, first, _ in joined:
        heading.K = first
    return joined
