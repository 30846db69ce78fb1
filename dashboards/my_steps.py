"""The steps that a person is to do, late ones first: a few on home, all of them on a page of their own."""

from dataclasses import dataclass
from datetime import date

from accounts.models import User
from actionsteps.progress.mine import MyStep, my_steps
from actionsteps.progress.state import StepState

SHOWN = 5
"""Steps on home."""

A_PAGE = 50


@dataclass(frozen=True)
class MySteps:
    lines: list[tuple[MyStep, StepState]]
    total: int
    late: int
    asked: int
    soon: int

    @property
    def first(self) -> MyStep | None:
        """What waits: the first that is late, asked about, or due within a week."""
        return self.lines[0][0] if self.lines and (self.late or self.asked or self.soon) else None

    @property
    def more(self) -> int:
        return self.total - len(self.lines)

    @property
    def words(self) -> str:
        """“12, 3 late”."""
        return f"{self.total}, {self.late} late" if self.late else str(self.total)


def gather_my_steps(user: User, today: date, *, first: int = 0, many: int = SHOWN) -> MySteps:
    """One query, besides that for the memberships."""
    found = my_steps(user, today, first=first, last=first + many)
    lines = [(step, step.state(today)) for step in found]
    if not found:
        return MySteps([], 0, 0, 0, 0)
    one = found[0]
    return MySteps(lines, one.total, one.total_late, one.total_asked, one.total_soon)
