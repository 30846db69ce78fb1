"""Another table that prints the same: moving one figure, with others that keep every sum in balance."""

from collections.abc import Callable
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import NamedTuple

from .figures import Figures, Steps

FAR = 10**9


class Member(NamedTuple):
    """A figure of a sum that can move: its sign there, and what it costs to hide the cells that print it."""

    figure: int
    sign: int
    price: int
    cells: tuple[str, ...]


class Goal(NamedTuple):
    """A figure that is to be moved, and what must not move to that end but as it does at the start."""

    figure: int
    kept: frozenset[int]


@dataclass(frozen=True)
class Move:
    """Steps of figures that leave every sum in balance, and the cells that must be hidden for them."""

    steps: Steps
    hides: frozenset[str]


def room(figures: Figures, steps: Steps, shift: Steps) -> int:
    """How many times these steps can be made, from where the figures are shifted to."""
    rooms = (figures.allows(figure, step, shift.get(figure, 0)) for figure, step in steps.items())
    return min((FAR if allowed is None else allowed) for allowed in rooms)


def cheapest_move(
    figures: Figures,
    members: Callable[[int], list[Member]],
    goal: Goal,
    start: Steps,
    shift: Steps,
    *,
    at_least: int,
    patience: int,
    each_sum: int,
    upwards: bool = False,
) -> Move | None:
    """A move with these steps at its start that hides little, and can be made `at_least` so many times.

    Of the sums that are out of balance the one with the fewest `members` is mended by one of them, and so on, where
    it looks cheapest first (`each_sum` is what mending one more is guessed to cost), until none is left or
    `patience`, a number of states, is at an end. What the goal keeps stays put. `upwards`, nothing becomes less, as
    if there were one more student.
    """
    wrong = figures.out_of_balance(start)
    heap: list[tuple[int, int, int, Steps, Steps, frozenset[str]]] = [(0, 0, 0, start, wrong, frozenset())]
    seen: set[frozenset[tuple[int, int]]] = set()
    pushed = 0
    while heap and patience:
        patience -= 1
        _, _, cost, steps, wrong, hides = heappop(heap)
        if not wrong:
            if room(figures, steps, shift) >= at_least:
                return Move(steps, hides)
            continue
        state = frozenset(wrong.items())
        if state in seen:
            continue
        seen.add(state)
        mended = min(wrong, key=lambda number: (len(members(number)), number))
        for figure, sign, price, cells in members(mended):
            step = steps.get(figure, 0) - wrong[mended] * sign
            if (
                figure in goal.kept
                or (upwards and step < 0)
                or not _allows(figures, figure, step, shift, at_least)
            ):
                continue
            hidden = hides.union(cells)
            spent = cost if hidden == hides else cost + price
            left = _mended(figures, wrong, figure, -wrong[mended] * sign)
            pushed += 1
            heappush(
                heap,
                (spent + each_sum * len(left), pushed, spent, _with(steps, figure, step), left, hidden),
            )
    return None


def _allows(figures: Figures, figure: int, step: int, shift: Steps, times: int) -> bool:
    allowed = figures.allows(figure, step, shift.get(figure, 0)) if step else None
    return allowed is None or allowed >= times


def _with(steps: Steps, figure: int, step: int) -> Steps:
    changed = {**steps, figure: step}
    if not step:
        del changed[figure]
    return changed


def _mended(figures: Figures, wrong: dict[int, int], figure: int, by: int) -> dict[int, int]:
    mended = dict(wrong)
    for number, sign in figures.sums_of[figure]:
        left = mended.get(number, 0) + sign * by
        if left:
            mended[number] = left
        else:
            mended.pop(number, None)
    return mended
