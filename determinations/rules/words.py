"""Rules, figures and answers as sentences."""

from fractions import Fraction

from determinations.models import Comparator, Criterion, Quantity, QuantityKind
from partnerships.models import ItemKind

FRACTIONS = {
    Fraction(1): "all",
    Fraction(2, 3): "two thirds",
    Fraction(1, 3): "one third",
    Fraction(1, 2): "half",
    Fraction(3, 4): "three quarters",
    Fraction(1, 4): "one quarter",
}


def in_figures(number: Fraction) -> str:
    """At most two decimals: “66.67”, “5”. Rounded for reading alone, never for comparing."""
    return f"{float(number):.2f}".rstrip("0").rstrip(".")


def threshold_in_words(criterion: Criterion) -> str:
    """“at least two thirds”, “all”, “at least 1”, “at least 5 percent”."""
    threshold, comparator = criterion.threshold, criterion.get_comparator_display()
    if not criterion.quantity.is_share:
        unit = unit_of(criterion.quantity)
        return f"{comparator} {in_figures(threshold)}{f' {unit}' if unit else ''}"
    if threshold == 1 and criterion.comparator in (Comparator.AT_LEAST, Comparator.EQUAL):
        return FRACTIONS[threshold]
    words = FRACTIONS.get(threshold, f"{threshold} ({in_figures(100 * threshold)}%)")
    return f"{comparator} {words}"


def unit_of(quantity: Quantity) -> str:
    """What a figure is in: “percent”, “points”, or the measure's own unit; empty for a number of goals."""
    if quantity.kind == QuantityKind.CHANGE:
        return quantity.change
    return quantity.measure.unit if quantity.measure else ""


def share_in_words(met: int, all_: int) -> str:
    """“2 of 3 (66.67%)”."""
    return f"{met} of {all_} ({in_figures(Fraction(100 * met, all_))}%)"


def goals_more(more: tuple[tuple[str, int], ...]) -> str:
    """“one more process goal and 2 more outcome goals met”."""
    parts = [_more(ItemKind(kind).label, number) for kind, number in more]
    listed = ", ".join(parts[:-1]) + (" and " if len(parts) > 1 else "") + parts[-1]
    return f"{listed} met"


def _more(label: str, number: int) -> str:
    return f"one more {label}" if number == 1 else f"{number} more {label}s"
