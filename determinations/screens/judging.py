"""What a screen's rule gives for one group of students of one district, with its whole working. Exact fractions.

The formulas are those of the West Virginia State Performance Plan of February 15, 2013: a bar is the state's
rate as printed times two (4A, 4B); risk and weighted risk ratio are worked out by `evidence.results.rates`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from operator import ge, gt, le, lt
from statistics import NormalDist

from determinations.models import CellOf, Comparator, ScreenKind, ScreenRule
from evidence.reading import in_short, rounded
from evidence.results.rates import Group, rate, weighted_risk_ratio

COMPARE = {
    Comparator.AT_LEAST: ge,
    Comparator.MORE_THAN: gt,
    Comparator.AT_MOST: le,
    Comparator.LESS_THAN: lt,
}
SAID = {
    (Comparator.AT_LEAST, True): "meets or exceeds",
    (Comparator.AT_LEAST, False): "is below",
    (Comparator.MORE_THAN, True): "exceeds",
    (Comparator.MORE_THAN, False): "does not exceed",
    (Comparator.AT_MOST, True): "is at or below",
    (Comparator.AT_MOST, False): "is above",
    (Comparator.LESS_THAN, True): "is below",
    (Comparator.LESS_THAN, False): "is not below",
}


class ScreenAnswer(Enum):
    FLAGGED = "flagged"
    NOT_FLAGGED = "not flagged"
    TOO_SMALL = "too few to flag"
    NOT_CALCULATED = "not calculated"
    NOT_SIGNIFICANT = "not significant"


@dataclass(frozen=True)
class ScreenedFigures:
    """What is known of one group in a district: counts, or what a source prints where it prints no more."""

    group: str = ""
    category: str = ""
    counted: int | None = None
    enrolled: int | None = None
    groups: Mapping[str, Group] = field(default_factory=dict)
    """All groups of the district by name, this one among them."""
    composition: Mapping[str, int] = field(default_factory=dict)
    """How many of each group are enrolled in the state."""
    printed_ratio: Decimal | None = None
    is_printed_as_flagged: bool = False
    """A source's table of flagged districts has it."""
    place: str = ""

    @property
    def counts_in_words(self) -> str:
        """“ratio 2.07, 25 students”, “82 of 2,500 students”; empty where neither is known."""
        words = []
        if self.printed_ratio is not None:
            words.append(f"ratio {self.printed_ratio.normalize():f}")
        if self.counted is not None:
            of_all = f" of {self.enrolled:,}" if self.enrolled else ""
            words.append(f"{self.counted:,}{of_all} students")
        return ", ".join(words)

    @property
    def name(self) -> str:
        return ", ".join(filter(None, [self.category, self.group])) or "all students with IEPs"


@dataclass(frozen=True)
class ScreenWorking:
    """A rule's answer for a group, and the sentences that lead to it."""

    rule: ScreenRule
    figures: ScreenedFigures
    answer: ScreenAnswer
    steps: list[str]
    remarks: list[str]
    """Where another reading, or what is printed, gives something else."""

    @property
    def is_flagged(self) -> bool:
        return self.answer == ScreenAnswer.FLAGGED

    @property
    def sentences(self) -> list[str]:
        """All of it in words, as it is kept with a review."""
        head = f"{self.figures.name}, {self.rule.name}: {self.answer.value}."
        return [head, *self.steps, *self.remarks]


@dataclass(frozen=True)
class Bar:
    """The rate of the state and the bar made of it, in percent."""

    state: Fraction
    printed: Fraction
    """Rounded as the rule says."""
    bar: Fraction
    unrounded: Fraction

    @property
    def words(self) -> str:
        if self.bar == self.unrounded:
            return f"{_percent(self.bar)}"
        return f"{_percent(self.bar)} (unrounded {in_short(self.unrounded, 3)}%)"


def bar_of(rule: ScreenRule) -> Bar:
    """Of a rule of rates: from the state's rate rounded as the rule says, and unrounded beside it."""
    state = rate(rule.state_counted or 0, rule.state_enrolled or 1) or Fraction(0)
    printed = state if rule.decimals is None else Fraction(rounded(state, rule.decimals))
    return Bar(state, printed, printed * rule.threshold, state * rule.threshold)


def judge(rule: ScreenRule, figures: ScreenedFigures) -> ScreenWorking:
    """The rule's answer. The comparison is of exact fractions."""
    steps: list[str] = []
    remarks: list[str] = []
    judged = _rate if rule.kind == ScreenKind.RATE else _ratio
    return ScreenWorking(rule, figures, judged(rule, figures, steps, remarks), steps, remarks)


def _rate(rule: ScreenRule, figures: ScreenedFigures, steps: list[str], remarks: list[str]) -> ScreenAnswer:
    if not figures.enrolled or figures.counted is None:
        return _as_printed(rule, figures, steps)
    if figures.enrolled < rule.fewest_enrolled:
        steps.append(f"Not calculated: {figures.enrolled} students, under {rule.fewest_enrolled}.")
        return ScreenAnswer.NOT_CALCULATED
    bar = bar_of(rule)
    found = 100 * Fraction(figures.counted, figures.enrolled)
    steps.append(
        f"State: {rule.state_counted:,} of {rule.state_enrolled:,} = {_percent(bar.printed)}; "
        f"x {in_short(rule.threshold)} = a bar of {bar.words}."
    )
    steps.append(f"Its rate: {figures.counted:,} of {figures.enrolled:,} = {in_short(found, 3)}%.")
    holds = _compares(rule, found, bar.bar)
    steps.append(f"That {SAID[Comparator(rule.comparator), holds]} {_percent(bar.bar)}.")
    if _compares(rule, found, bar.unrounded) != holds:
        remarks.append(
            f"Against the unrounded bar of {in_short(bar.unrounded, 4)}% it would {_would(holds)}be flagged."
        )
    as_printed = Fraction(rounded(found, 2))
    if as_printed != found and _compares(rule, as_printed, bar.bar) != holds:
        remarks.append(f"Its rate rounded to {_percent(as_printed)} would {_would(holds)}be flagged.")
    return _after(rule, figures, steps, holds)


def _ratio(rule: ScreenRule, figures: ScreenedFigures, steps: list[str], remarks: list[str]) -> ScreenAnswer:
    if not figures.enrolled or figures.counted is None or not figures.groups:
        return _as_printed(rule, figures, steps)
    if figures.enrolled < rule.fewest_enrolled:
        steps.append(f"Not calculated: {figures.enrolled} enrolled, under {rule.fewest_enrolled}.")
        return ScreenAnswer.NOT_CALCULATED
    if unnamed := [name for name in figures.groups if name not in figures.composition]:
        steps.append(f"Not calculated: the state's composition does not name {', '.join(unnamed)}.")
        return ScreenAnswer.NOT_CALCULATED
    ratio = weighted_risk_ratio(figures.group, figures.groups, figures.composition)
    if ratio is None:
        steps.append("Not calculated: nobody is counted among the others, or too few are enrolled.")
        return ScreenAnswer.NOT_CALCULATED
    _show_ratio(figures, ratio, steps)
    if figures.printed_ratio is not None and rounded(ratio) != figures.printed_ratio:
        remarks.append(f"Printed is {figures.printed_ratio.normalize():f}.")
    return _after(rule, figures, steps, _held_against(rule, ratio, steps))


def _show_ratio(figures: ScreenedFigures, ratio: Fraction, steps: list[str]) -> None:
    state = sum(figures.composition.values())
    of_group = Fraction(figures.composition[figures.group], state)
    others = [
        f"{_share(Fraction(figures.composition[name], state))} x {_share(one.risk)} ({name})"
        for name, one in figures.groups.items()
        if name != figures.group and one.enrolled
    ]
    risk = _share(figures.groups[figures.group].risk)
    steps.append(f"Risk in the district: {figures.counted:,} of {figures.enrolled:,} = {risk}.")
    weighed = f"[(1 - {_share(of_group)}) x {risk}] / [{' + '.join(others)}]"
    steps.append(f"{weighed} = {in_short(ratio, 3)}.")


def _as_printed(rule: ScreenRule, figures: ScreenedFigures, steps: list[str]) -> ScreenAnswer:
    """By what a source prints: a ratio and how many students, or only that it flags the district."""
    if figures.printed_ratio is not None and rule.kind == ScreenKind.WEIGHTED_RISK_RATIO:
        steps.append(f"Weighted risk ratio as printed: {figures.printed_ratio.normalize():f}.")
        holds = _held_against(rule, Fraction(figures.printed_ratio), steps)
        if figures.counted is None and rule.cell_size and holds and figures.is_printed_as_flagged:
            steps.append("How many students that is cannot be read; the table has it as flagged.")
            return ScreenAnswer.FLAGGED
        return _after(rule, figures, steps, holds, tests=False)
    if figures.is_printed_as_flagged:
        steps.append("The source's table has it as flagged; its figures cannot be read.")
        return ScreenAnswer.FLAGGED
    steps.append("Not calculated: there are no counts.")
    return ScreenAnswer.NOT_CALCULATED


def _held_against(rule: ScreenRule, ratio: Fraction, steps: list[str]) -> bool:
    holds = _compares(rule, ratio, rule.threshold)
    steps.append(f"That {SAID[Comparator(rule.comparator), holds]} {in_short(rule.threshold)}.")
    return holds


def _after(
    rule: ScreenRule, figures: ScreenedFigures, steps: list[str], holds: bool, *, tests: bool = True
) -> ScreenAnswer:
    """What is left when the figure is compared: the size of the cell, and the test of significance."""
    if not holds:
        return ScreenAnswer.NOT_FLAGGED
    cell = figures.counted if rule.cell_of == CellOf.COUNTED else figures.enrolled
    if rule.cell_size:
        if cell is None:
            steps.append(f"Whether the cell has {rule.cell_size} is not known.")
            return ScreenAnswer.NOT_CALCULATED
        if cell < rule.cell_size:
            steps.append(f"The cell of {cell:,} is under {rule.cell_size}, so it is not flagged.")
            return ScreenAnswer.TOO_SMALL
        steps.append(f"The cell of {cell:,} reaches {rule.cell_size}.")
    if rule.significance is None or not tests:
        return ScreenAnswer.FLAGGED
    return _tested(rule, figures, steps)


def _tested(rule: ScreenRule, figures: ScreenedFigures, steps: list[str]) -> ScreenAnswer:
    others = [one for name, one in figures.groups.items() if name != figures.group]
    counted, enrolled = sum(int(one.counted) for one in others), sum(int(one.enrolled) for one in others)
    squared = z_squared(figures.counted or 0, figures.enrolled or 0, counted, enrolled)
    level = float(rule.significance or 0)
    if squared is None:
        steps.append(
            "The two proportions cannot be tested: nobody else is enrolled, or all are counted alike."
        )
        return ScreenAnswer.NOT_SIGNIFICANT
    z = float(squared) ** 0.5
    is_significant = z >= NormalDist().inv_cdf(1 - level / 2)
    chosen = ", a level chosen here: the source names none" if rule.significance_is_open else ""
    steps.append(
        f"Test of two proportions against all others ({counted:,} of {enrolled:,}): z = {z:.2f}, "
        f"{'significant' if is_significant else 'not significant'} at {_level(rule)}{chosen}."
    )
    return ScreenAnswer.FLAGGED if is_significant else ScreenAnswer.NOT_SIGNIFICANT


def z_squared(counted: int, enrolled: int, other_counted: int, other_enrolled: int) -> Fraction | None:
    """The square of z of two proportions with a pooled variance: the chi-square of the two-by-two table, without a
    correction. None where one group is empty, or nobody or everybody is counted."""
    if not enrolled or not other_enrolled:
        return None
    pooled = Fraction(counted + other_counted, enrolled + other_enrolled)
    variance = pooled * (1 - pooled) * (Fraction(1, enrolled) + Fraction(1, other_enrolled))
    apart = Fraction(counted, enrolled) - Fraction(other_counted, other_enrolled)
    return apart * apart / variance if variance else None


def _level(rule: ScreenRule) -> str:
    return f"{rule.significance.normalize():f}" if rule.significance is not None else ""


def _compares(rule: ScreenRule, number: Fraction, bar: Fraction) -> bool:
    return bool(COMPARE[Comparator(rule.comparator)](number, bar))


def _would(holds: bool) -> str:
    return "not " if holds else ""


def _share(part: Fraction) -> str:
    return f"{in_short(100 * part)}%"


def _percent(number: Fraction) -> str:
    return f"{in_short(number, 4)}%"
