"""Which entities a row's figures count in a period, and which they leave out and why."""

from collections.abc import Iterable
from dataclasses import dataclass

from evidence.models import PopulationGroup
from partnerships.models import Period


@dataclass(frozen=True)
class Population:
    period: Period | None
    """None where it holds whenever nothing else is said."""
    counted: list[PopulationGroup]
    left_out: list[PopulationGroup]

    @property
    def number(self) -> int:
        """How many count in all."""
        return sum(group.number or 0 for group in self.counted)

    @property
    def in_words(self) -> str:
        """“57: 55 districts, 1 office, 1 school”; of one group alone “55 districts”."""
        groups = ", ".join(map(str, self.counted))
        return f"{self.number}: {groups}" if len(self.counted) > 1 else groups


def populations_of(groups: Iterable[PopulationGroup]) -> list[Population]:
    """What a definition says of whom it counts: in general first, then period by period."""
    by_period: dict[Period | None, list[PopulationGroup]] = {}
    for group in sorted(groups, key=lambda one: (one.period is not None, one.position, one.pk)):
        by_period.setdefault(group.period, []).append(group)
    in_order = sorted(by_period, key=lambda one: (one is not None, one and one.start))
    return [
        Population(
            period,
            [group for group in by_period[period] if group.is_counted],
            [group for group in by_period[period] if not group.is_counted],
        )
        for period in in_order
    ]
