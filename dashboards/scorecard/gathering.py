"""All that a scorecard shows, in a number of queries that does not grow with its goals."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch

from accounts.models import User
from evidence.models import EvidenceRow, Observation
from evidence.order import place_of
from evidence.public.reader import read_by_public
from evidence.results.judging import in_words
from evidence.results.meanings import Meanings, meanings_of
from evidence.tables import editions_with_evidence, newest_with_values
from partnerships.models import Category, Edition, Partnership, Period

from .cells import GoalState, ScoreCell, cell_of
from .committees import CommitteeGoals, committee_goals

PERIODS = 2
"""Shown of a table: the last and the one before."""


@dataclass(frozen=True)
class ScoreLine:
    row: EvidenceRow
    targets: Sequence[str]
    """As printed, else in words; each once."""
    cells: Sequence[ScoreCell | None]
    """One for each period of its table."""

    @property
    def newest(self) -> ScoreCell | None:
        return next((one for one in reversed(self.cells) if one), None)

    @property
    def state(self) -> GoalState:
        return self.newest.state if self.newest else GoalState.OPEN


@dataclass(frozen=True)
class ScoreTable:
    category: Category
    periods: Sequence[Period]
    lines: Sequence[ScoreLine]

    def in_state(self, state: GoalState) -> list[ScoreLine]:
        return [one for one in self.lines if one.targets and one.state is state]


@dataclass(frozen=True)
class Scorecard:
    edition: Edition | None
    tables: Sequence[ScoreTable]
    committees: CommitteeGoals | None

    @property
    def by_state(self) -> list[tuple[GoalState, list[ScoreLine]]]:
        """The goals in each state, all tables together; not a state that none is in."""
        found = [
            (state, [line for one in self.tables for line in one.in_state(state)]) for state in GoalState
        ]
        return [(state, lines) for state, lines in found if lines]

    @property
    def is_empty(self) -> bool:
        return not self.tables and self.committees is None


def gather_scorecard(partnership: Partnership, user: User) -> Scorecard:
    """The rows of the newest edition with values that have a target or a ladder, and the goals that are rated."""
    edition = newest_with_values(editions_with_evidence(partnership))
    return Scorecard(
        edition,
        _tables(partnership, edition) if edition else [],
        committee_goals(partnership, user),
    )


def _tables(partnership: Partnership, edition: Edition) -> list[ScoreTable]:
    observed = Observation.objects.select_related("period", "part").order_by("part__position", "pk")
    rows = EvidenceRow.objects.for_partnership(partnership).filter(edition=edition)
    found = list(
        rows.select_related("category", "parent").prefetch_related(Prefetch("observations", observed))
    )
    meanings = meanings_of(found)
    public = read_by_public(partnership)
    by_category: dict[Category, list[EvidenceRow]] = defaultdict(list)
    for row in found:
        of_row = meanings[row.lineage]
        if of_row.targets or any(one.has_ladder for one in of_row.definitions):
            by_category[row.category].append(row)
    return [_table(category, of_category, meanings, public) for category, of_category in by_category.items()]


def _table(category, rows, meanings, public) -> ScoreTable:
    periods = {value.period for row in rows for value in row.observations.all()}
    shown = sorted(periods, key=place_of)[-PERIODS:]
    lines = []
    for row in rows:
        values: dict[int, list[Observation]] = defaultdict(list)
        for value in row.observations.all():
            values[value.period_id].append(value)
        of_row = meanings[row.lineage]
        cells = [
            cell_of(row, period, values[period.pk], of_row, public) if values[period.pk] else None
            for period in shown
        ]
        lines.append(ScoreLine(row, _targets(row, of_row), cells))
    return ScoreTable(category, shown, lines)


def _targets(row: EvidenceRow, meanings: Meanings) -> list[str]:
    return list(dict.fromkeys(target.text or in_words(target, row) for target in meanings.targets))
