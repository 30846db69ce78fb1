"""The county summary: all partners of an agreement in a period, side by side."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef
from django.utils import timezone

from assessments.cycles.round_status import RoundState, RoundStatus
from assessments.models import Assessment, Cycle, Rating
from assessments.rating.counts import RatingCounts, count_ratings, rated_categories_of
from assessments.rating.tally import Tally
from assessments.rounds import by_round
from assessments.trends.cycles import CYCLES
from partnerships.models import Agreement, Category, EditionWords, Partnership, Period, RatingLevel

from .county_focus import CommonFocus, common_focus
from .county_late import WhatIsLate, what_is_late
from .county_trends import CountyTrends, county_trends, levels_given
from .layout import Chosen, chosen_for_all


@dataclass(frozen=True)
class CountyRow:
    partnership: Partnership
    round: RoundStatus
    cells: tuple[Tally, ...]
    """One for each category; none where nothing may be shown yet."""
    total: Tally | None

    @property
    def name(self) -> str:
        return self.partnership.partner.short_name

    @property
    def standing(self) -> str:
        return self.round.status


@dataclass(frozen=True)
class CountySummary:
    agreement: Agreement
    period: Period
    cycle: Cycle
    day: date
    """On which it was read: what is late, is late on it."""
    columns: tuple[Category, ...]
    levels: tuple[RatingLevel, ...]
    rows: tuple[CountyRow, ...]
    together: tuple[Tally, ...]
    """All partners' items of each category, and last of all; empty where there are none."""
    trends: CountyTrends | None
    focus: CommonFocus
    late: WhatIsLate
    chosen: Chosen

    @property
    def words(self) -> EditionWords:
        return self.cycle.edition.words

    @property
    def met_from(self) -> int:
        return self.cycle.edition.scale.met_from

    @property
    def rated(self) -> int:
        """Partners of which levels are shown."""
        return sum(bool(row.cells) for row in self.rows)

    @property
    def states(self) -> list[tuple[str, int]]:
        """How many partners are how far, in the order of being further."""
        words = {
            RoundState.FINAL: "final",
            RoundState.SUBMITTED: "submitted",
            RoundState.OPEN: "being written",
            RoundState.NOT_STARTED: "not started",
            RoundState.NOT_ASKED: "not asked",
        }
        counts = Counter(row.round.state for row in self.rows)
        return [(said, counts[state]) for state, said in words.items() if counts[state]]


def periods_of(agreement: Agreement) -> list[Period]:
    """In which anybody was asked, the newest first."""
    asked = Assessment.objects.filter(cycle__period=OuterRef("pk"), cycle__edition__agreement=agreement)
    return list(Period.objects.filter(Exists(asked)).order_by("-start", "-end"))


def cycles_until(agreement: Agreement, period: Period) -> list[Cycle]:
    """In which anybody was asked, the oldest first; the last is the newest of the period."""
    asked = Assessment.objects.filter(cycle=OuterRef("pk"))
    cycles = Cycle.objects.filter(
        Exists(asked), edition__agreement=agreement, period__start__lte=period.start
    )
    cycles = cycles.select_related("edition__scale", "edition__agreement__lead", "period")
    cycles = cycles.prefetch_related("edition__scale__levels")
    found = [one for one in cycles if one.period.start < period.start or one.period_id == period.pk]
    return sorted(found, key=lambda one: (one.period_id == period.pk, one.period.start, one.pk))


def county_summary(agreement: Agreement, period: Period) -> CountySummary:
    """What everybody of the partnerships reads of their results (`Round.result_for_all`), whoever asks.

    In a fixed number of queries, however many partners.
    """
    cycles = cycles_until(agreement, period)[-CYCLES:]
    cycle = cycles[-1]
    columns, _ = rated_categories_of(cycle)
    levels = tuple(cycle.edition.scale.levels.all())
    by_cycle = _rounds_in(agreement, cycles)
    results = {
        key: {one.partnership.pk: result for one in rounds if (result := one.result_for_all)}
        for key, rounds in by_cycle.items()
    }
    rounds, now = by_cycle[cycle.pk], results[cycle.pk]
    counts = count_ratings([one.pk for one in now.values()])
    given = levels_given(one for of_cycle in results.values() for one in of_cycle.values())
    rows = tuple(_row(one, counts, columns, levels) for one in rounds)
    names = {one.partnership.pk: one.name for one in rounds}
    today = timezone.localdate()
    return CountySummary(
        agreement,
        period,
        cycle,
        today,
        tuple(columns),
        levels,
        rows,
        _together(rows, cycle.edition.scale.met_from),
        county_trends(cycles, results, given, columns, levels),
        common_focus(cycle.edition, now, names, given[cycle.pk], levels),
        what_is_late(agreement, rounds, today),
        chosen_for_all(agreement),
    )


def _rounds_in(agreement: Agreement, cycles: Sequence[Cycle]) -> dict[int, list[RoundStatus]]:
    """By cycle, those of every partner, of one never asked too, by name. In two queries."""
    partnerships = list(
        Partnership.objects.filter(agreement=agreement)
        .select_related("partner")
        .order_by("partner__sort_key", "pk")
    )
    started = Rating.objects.filter(assessment=OuterRef("pk"), level__isnull=False)
    asked = Assessment.objects.filter(cycle__in=cycles, partnership__agreement=agreement).for_rounds()
    found = by_round(asked.annotate(started=Exists(started)))
    for partnership in partnerships:
        partnership.agreement = agreement
    return {
        cycle.pk: [RoundStatus(one, cycle, found[one.pk, cycle.pk]) for one in partnerships]
        for cycle in cycles
    }


def _row(
    one: RoundStatus, counts: RatingCounts, columns: Iterable[Category], levels: Sequence[RatingLevel]
) -> CountyRow:
    result = one.result_for_all
    if result is None:
        return CountyRow(one.partnership, one, (), None)
    met_from = one.cycle.edition.scale.met_from
    tallies = [_tally(counts, result, column, levels, met_from) for column in columns]
    return CountyRow(one.partnership, one, tuple(tallies), Tally.together(tallies, met_from))


def _tally(
    counts: RatingCounts, result: Assessment, column: Category, levels: Sequence[RatingLevel], met_from: int
) -> Tally:
    at = counts.at_levels[result.pk, column.pk]
    return Tally(tuple((level, at[level.pk]) for level in levels), met_from=met_from)


def _together(rows: Sequence[CountyRow], met_from: int) -> tuple[Tally, ...]:
    shown = [(*row.cells, row.total) for row in rows if row.total]
    by_column = zip(*shown, strict=True)
    return tuple(Tally.together(of, met_from) for of in by_column)
