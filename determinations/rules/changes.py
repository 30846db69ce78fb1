"""What would have to change for a better outcome, found by trying. The smallest changes come first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from determinations.models import Outcome

from .deciding import decide
from .facts import Count, Facts
from .rulebook import Rulebook

MOST_TRIED = 5_000
"""Ways to meet more goals that are tried, smallest first: of 16 goals of each of three kinds all are. Where most of
them lead nowhere that takes half a second."""

MOST_SHOWN = 6
"""Changes that a page offers."""


@dataclass(frozen=True)
class GoalsMore:
    """How many goals more would be met, by kind, and the outcome it then is."""

    more: tuple[tuple[str, int], ...]
    outcome: Outcome

    @property
    def total(self) -> int:
        return sum(number for _, number in self.more)


def smallest_changes(rulebook: Rulebook, facts: Facts) -> list[GoalsMore]:
    """The ways to a better outcome than now by meeting more of the goals there are. None where it is the best.

    Each reaches a better outcome, and no part of it alone does. Those with the fewest goals come first.
    """
    order = {one.outcome: place for place, one in enumerate(rulebook.outcomes)}
    now = decide(rulebook, facts)
    better = replace(rulebook, outcomes=rulebook.outcomes[: order[now] if now else None])
    if not better:
        return []
    kinds = [kind for kind in rulebook.goal_kinds if kind in facts.counts]
    open_ = [facts.counts[kind].all - facts.counts[kind].met for kind in kinds]
    found: list[GoalsMore] = []
    tried = 0
    for step in _by_size(open_):
        tried += 1
        if tried > MOST_TRIED:
            break
        if any(_contains(step, kinds, smaller) for smaller in found):
            continue
        if outcome := decide(better, with_more(facts, kinds, step)):
            found.append(
                GoalsMore(
                    tuple((kind, more) for kind, more in zip(kinds, step, strict=True) if more), outcome
                )
            )
    return found


def with_more(facts: Facts, kinds: Sequence[str], step: Sequence[int]) -> Facts:
    """The facts when so many goals more of each kind were met."""
    counts = dict(facts.counts)
    for kind, more in zip(kinds, step, strict=True):
        counts[kind] = Count(counts[kind].met + more, counts[kind].all)
    return replace(facts, counts=counts)


def _by_size(open_: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Every way to add up to so many of each, but for none at all: those that add least in all come first."""
    for total in range(1, sum(open_) + 1):
        yield from _adding_up_to(total, open_)


def _adding_up_to(total: int, open_: Sequence[int]) -> Iterator[tuple[int, ...]]:
    if not open_:
        if total == 0:
            yield ()
        return
    rest = open_[1:]
    for first in range(max(0, total - sum(rest)), min(total, open_[0]) + 1):
        for others in _adding_up_to(total - first, rest):
            yield (first, *others)


def _contains(step: Sequence[int], kinds: Sequence[str], smaller: GoalsMore) -> bool:
    """Whether a smaller change is part of this one."""
    by_kind = dict(zip(kinds, step, strict=True))
    return all(by_kind[kind] >= number for kind, number in smaller.more)
