"""What may be asked of the grid: what its cells show, which rows, in which order."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from assessments.cycles.round_status import RoundState
from core.words import natural
from dashboards.waiting import NextStep


class ListedRound(Protocol):
    """What rows are counted, filtered and sorted by: all of them, before one page is gathered."""

    @property
    def key(self) -> int:
        """Of its partnership."""

    @property
    def name(self) -> str: ...

    @property
    def state(self) -> RoundState: ...

    @property
    def status(self) -> str: ...

    @property
    def step(self) -> NextStep | None: ...

    @property
    def days_late(self) -> int: ...


Row = TypeVar("Row", bound=ListedRound)


class GridShown(StrEnum):
    """What the cells show."""

    NOW = "now"
    CHANGE = "change"
    DIFFER = "differ"


class Only(StrEnum):
    """Which rows are shown."""

    ALL = "all"
    YOURS = "yours"
    WAITING = "waiting"
    LATE = "late"
    OPEN = "open"
    SUBMITTED = "submitted"
    FINAL = "final"
    NOT_STARTED = "not-started"

    def keeps(self, row: ListedRound, yours: Collection[int]) -> bool:
        """`yours` are the keys of the partnerships that the person looks after."""
        match self:
            case Only.ALL:
                return True
            case Only.YOURS:
                return row.key in yours
            case Only.WAITING:
                return row.step is not None
            case Only.LATE:
                return row.days_late > 0
            case Only.NOT_STARTED:
                return row.state in (RoundState.NOT_STARTED, RoundState.NOT_ASKED)
        return row.state.value == self.value


@dataclass(frozen=True)
class Order:
    """What the rows are sorted by. `by` is a name in `NAMES` or “c” and a category's number."""

    by: str = "partner"
    backwards: bool = False

    NAMES = ("partner", "status", "waiting", "progress", "late", "changed")

    @classmethod
    def asked_for(cls, text, categories):
        by = text.removeprefix("-")
        if by in cls.NAMES or by in {f"c{category.number}" for category in categories}:
            return cls(by, text.startswith("-"))
        return cls()

    @property
    def category(self):
        """The number of the category whose figures decide, or None."""
        return self.by[1:] if self.by not in self.NAMES else None

    @property
    def needs_counts(self):
        """Whether the order hangs on figures that are otherwise counted for one page only."""
        return self.category is not None or self.by in ("progress", "changed")

    def __str__(self):
        return f"-{self.by}" if self.backwards else self.by


@dataclass(frozen=True)
class GridRequest:
    """What an address asks for."""

    show: GridShown = GridShown.NOW
    only: Only = Only.ALL
    sort: str = "partner"
    page: str = ""


def wanted(parameters):
    """What an address asks for, read with patience: what it gets wrong is as if it were not there."""
    return GridRequest(
        show=_one_of(GridShown, parameters.get("show"), GridShown.NOW),
        only=_one_of(Only, parameters.get("only"), Only.ALL),
        sort=parameters.get("sort", ""),
        page=parameters.get("page", ""),
    )


def _one_of(choices, text, default):
    return choices(text) if text in set(choices) else default


def in_order(rows: Iterable[Row], order: Order, figures: Mapping[int, float | None]) -> list[Row]:
    """Rows without what they are sorted by come last, whichever way. Equals stay in the order of their names.

    `figures` are those that the order hangs on, by partnership, where it does (`Order.needs_counts`).
    """
    states = list(RoundState)
    named = sorted(((natural(row.name), row) for row in rows), key=_first)

    def key(name: Any, row: Row) -> Any:
        match order.by:
            case "status":
                return states.index(row.state), row.status
            case "waiting":
                return row.step
            case "late":
                return -row.days_late
            case "partner":
                return name
        return figures.get(row.key)

    keyed = [(key(name, row), row) for name, row in named]
    known = sorted((pair for pair in keyed if pair[0] is not None), key=_first, reverse=order.backwards)
    return [row for _, row in known] + [row for value, row in keyed if value is None]


def _first(pair: tuple[Any, Any]) -> Any:
    return pair[0]
