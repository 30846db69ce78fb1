"""What a plan says of a row of evidence: where it began, where it stands, what was set, and what comes next."""

from dataclasses import dataclass

from evidence.models import Definition, EvidenceRow, Observation, ObservationStatus, Target, TargetKind
from evidence.results.figures import RowFigure, RowFigures
from evidence.results.judging import Judgement, definition_in_force, in_words
from partnerships.models import Direction, Period

NO_AIM = (TargetKind.NONE_REQUIRED, TargetKind.BASELINE_YEAR)


@dataclass(frozen=True)
class Mark:
    """Whether a target is met, with a digit as levels have one."""

    code: str
    words: str
    tone: str


MARKS = {Judgement.MET: Mark("1", "Met", "ink-3"), Judgement.NOT_MET: Mark("0", "Not met", "ink-0")}


def mark_of(figure: RowFigure | None) -> Mark | None:
    return MARKS.get(figure.result.verdict) if figure else None


@dataclass(frozen=True)
class YearLine:
    """What was set for a period, and what came of it."""

    row: EvidenceRow
    period: Period
    figure: RowFigure | None
    target: Target | None
    """Set by the definition in force then, or by another one where that set none."""
    others: tuple[Target, ...]
    """Set for the same period by another definition."""
    redefined: Definition | None
    """What came into force since the line before: its figures are not compared with earlier ones."""
    mark: Mark | None

    @property
    def target_in_words(self) -> str:
        return aim_of(self.target, self.row) if self.target else ""

    @property
    def target_as_printed(self) -> str:
        """Where that says more than the words: not “17.9%” beside “at least 17.9%”."""
        printed = self.target.text if self.target else ""
        return "" if printed in self.target_in_words else printed

    @property
    def others_in_words(self) -> list[str]:
        return [aim_of(one, self.row) for one in self.others]


@dataclass(frozen=True)
class PlanRowLine:
    figures: RowFigures

    @property
    def row(self) -> EvidenceRow:
        return self.figures.row

    @property
    def better(self) -> str:
        """“higher is better”; empty where neither is."""
        return "" if self.row.better == Direction.NEITHER else self.row.get_better_display()

    @property
    def latest(self) -> RowFigure | None:
        return self.figures.last_reported

    @property
    def baseline(self) -> RowFigure | None:
        """By the definition of the latest: the value of a year that is said to be the baseline, else the first."""
        if self.latest is None:
            return None
        now = self.definition_of(self.latest.value)
        of_definition = [
            one
            for one in self.figures.figures
            if one.value.status == ObservationStatus.REPORTED and self.definition_of(one.value) == now
        ]
        said = (one for one in of_definition if self._is_baseline_year(one.value))
        return next(said, None) or next(iter(of_definition), None)

    @property
    def is_baseline(self) -> bool:
        """Whether nothing has been reported since."""
        return self.latest is not None and self.latest is self.baseline

    def _is_baseline_year(self, value: Observation) -> bool:
        target = self.figures.meanings.target_of(value)
        return target is not None and target.kind == TargetKind.BASELINE_YEAR

    @property
    def definition(self) -> Definition | None:
        """That of the latest value, else the last."""
        if self.latest:
            return self.definition_of(self.latest.value)
        return next(iter(self.figures.meanings.definitions[::-1]), None)

    @property
    def mark(self) -> Mark | None:
        return mark_of(self.latest)

    @property
    def next_target(self) -> Target | None:
        """The first that asks for something after the latest value; the first of all where there is no value."""
        since = self.latest.value.period.start if self.latest else None
        of_later = (
            target
            for target in sorted(self.figures.meanings.targets, key=lambda one: one.period.start)
            if (since is None or target.period.start > since) and target.kind not in NO_AIM
        )
        return next(of_later, None)

    @property
    def next_in_words(self) -> str:
        return aim_of(self.next_target, self.row) if self.next_target else ""

    def definition_of(self, value: Observation | Target) -> Definition | None:
        return definition_in_force(self.figures.meanings.definitions, value)

    @property
    def years(self) -> list[YearLine]:
        """A line for each period with a target or a value, the oldest first."""
        meanings = self.figures.meanings
        values = {one.value.period_id: one for one in self.figures.figures}
        periods = {one.period_id: one.period for one in meanings.targets}
        periods |= {one.value.period_id: one.value.period for one in self.figures.figures}
        found: list[YearLine] = []
        before: Definition | None = None
        for period in sorted(periods.values(), key=lambda one: (one.start, one.pk)):
            asked = Observation(row=self.row, period=period)
            target = meanings.target_of(asked)
            others = (one for one in meanings.targets if one.period_id == period.pk and one != target)
            now, figure = self.definition_of(asked), values.get(period.pk)
            found.append(
                YearLine(
                    self.row,
                    period,
                    figure,
                    target,
                    tuple(others),
                    now if before and now and now != before else None,
                    mark_of(figure),
                )
            )
            before = now or before
        return found


def aim_of(target: Target, row: EvidenceRow) -> str:
    """In a few words where it is a number; as printed where it is not."""
    return target.text or target.get_kind_display() if target.number is None else in_words(target, row)
