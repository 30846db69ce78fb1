"""The internal target beside a rule: whether it is stricter or looser than the rule it is to keep."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import TextChoices
from django.utils import timezone

from actionsteps.models import ClockBound, ClockRule, ClockUnit

from .counting import Span, StandsStill, end_of
from .days import Calendar, NotCounted, days_of
from .reckoning import Reckoned, amount_in_words, moment_in_words, span_of


class Comparison(TextChoices):
    STRICTER = "stricter", "stricter"
    SAME = "same", "the same"
    LOOSER = "looser", "looser"
    DEPENDS = "depends", "looser at times"
    UNKNOWN = "unknown", "cannot be compared"


@dataclass(frozen=True)
class ClockTarget:
    """What an agency asks of itself, beside the rule."""

    rule: ClockRule
    comparison: Comparison
    remark: str
    """A sentence; empty where the target is stricter or the same."""


def target_of(rule: ClockRule, calendar: Calendar) -> ClockTarget | None:
    """The internal target of a rule, compared; None where it has none. `calendar` may have no school year."""
    if rule.target_amount is None:
        return None
    target = Span(rule.target_amount, ClockUnit(rule.target_unit))
    comparison = _compare(rule, target, calendar)
    ours = amount_in_words(target.amount, target.unit)
    theirs = amount_in_words(rule.amount, rule.unit) if rule.amount else rule.get_unit_display()
    remark = {
        Comparison.LOOSER: f"The internal target is looser: {ours} are longer than the {theirs} of the rule.",
        Comparison.DEPENDS: f"Looser at times: {ours} can be longer than the {theirs} of the rule, "
        "depending on the day it starts and on the days off.",
        Comparison.UNKNOWN: f"{ours.capitalize()} and {theirs} cannot be compared without a school calendar.",
    }.get(comparison, "")
    if comparison == Comparison.UNKNOWN and ClockUnit.SCHOOL_DAYS not in (target.unit, rule.unit):
        remark = f"{ours.capitalize()} and {theirs} cannot be compared."
    if comparison == Comparison.LOOSER and rule.bound != ClockBound.AT_MOST:
        remark = f"The internal target is looser: {ours} are less than the {theirs} of the rule."
    return ClockTarget(rule, comparison, remark)


SUMMED_UP = {
    Comparison.LOOSER: "looser than the rule",
    Comparison.DEPENDS: "looser at times",
    Comparison.UNKNOWN: "not comparable with the rule without a school calendar",
    Comparison.STRICTER: "stricter than the rule",
    Comparison.SAME: "the same as the rule",
}
"""What is said of several targets together, what is worst first."""


def targets_in_words(targets: Iterable[ClockTarget]) -> list[tuple[str, list[ClockRule]]]:
    """How internal targets compare with their rules, and which these are."""
    found: dict[Comparison, list[ClockRule]] = {comparison: [] for comparison in SUMMED_UP}
    for target in targets:
        found[target.comparison].append(target.rule)
    return [(SUMMED_UP[comparison], rules) for comparison, rules in found.items() if rules]


def day_of_target(reckoned: Reckoned, calendar: Calendar) -> str:
    """When the internal target of a running clock is due, in words; empty where nobody can say."""
    rule = reckoned.rule
    if rule.target_amount is None or rule.bound != ClockBound.AT_MOST or not reckoned.is_running:
        return ""
    target = Span(rule.target_amount, ClockUnit(rule.target_unit))
    try:
        due = end_of(target, reckoned.run.start.moment, reckoned.run.stops, calendar)
    except (NotCounted, StandsStill):
        return ""
    return f"due {moment_in_words(due, with_time=target.unit == ClockUnit.HOURS)}"


def _compare(rule: ClockRule, target: Span, calendar: Calendar) -> Comparison:
    if rule.amount is None or ClockUnit.TRAINING_HOURS in (rule.unit, target.unit):
        return Comparison.UNKNOWN
    if rule.unit == target.unit:
        return _of_signs({(target.amount > rule.amount) - (target.amount < rule.amount)}, rule)
    if _shortest(target) > _longest(span_of(rule)):
        return _of_signs({1}, rule)
    if _longest(target) < _shortest(span_of(rule)):
        return _of_signs({-1}, rule)
    if _longest(target) == _shortest(span_of(rule)) == _longest(span_of(rule)):
        return _of_signs({0}, rule)  # 72 hours and 3 days
    if not any(calendar.has_school_at_all() for _ in calendar.terms):
        return Comparison.UNKNOWN
    return _of_signs(_signs(span_of(rule), target, calendar), rule)


def _of_signs(signs: set[int], rule: ClockRule) -> Comparison:
    """From where the target is longer (1), shorter (-1) or as long (0) as the rule."""
    looser = 1 if rule.bound == ClockBound.AT_MOST else -1
    if not signs:
        return Comparison.UNKNOWN
    if looser in signs:
        return Comparison.LOOSER if signs == {looser} else Comparison.DEPENDS
    return Comparison.SAME if signs == {0} else Comparison.STRICTER


def _shortest(span: Span) -> float:
    """The least calendar days it can take. So many school or business days take their weekends along."""
    match span.unit:
        case ClockUnit.HOURS:
            return span.amount / 24
        case ClockUnit.SCHOOL_DAYS | ClockUnit.BUSINESS_DAYS:
            return span.amount + 2 * ((span.amount - 1) // 5)
        case ClockUnit.MONTHS:
            return 28 * span.amount
        case ClockUnit.YEARS:
            return 365 * span.amount
    return span.amount


def _longest(span: Span) -> float:
    """The most calendar days it can take; of school and business days nobody knows without a calendar."""
    match span.unit:
        case ClockUnit.SCHOOL_DAYS | ClockUnit.BUSINESS_DAYS:
            return float("inf")
        case ClockUnit.MONTHS:
            return 31 * span.amount
        case ClockUnit.YEARS:
            return 366 * span.amount
    return _shortest(span)


def _signs(rule: Span, target: Span, calendar: Calendar) -> set[int]:
    """Over all days of the school years on which both can be counted."""
    found = set()
    for term in calendar.terms:
        for day in days_of(term.first, term.last):
            start = _at(day)
            try:
                ends = [end_of(span, start, (), calendar) for span in (target, rule)]
            except NotCounted:
                break
            found.add((ends[0] > ends[1]) - (ends[0] < ends[1]))
    return found


def _at(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=timezone.get_default_timezone())
