"""What was understood, shown back beside the cell."""

from datetime import date

from django.utils.formats import date_format

from .values import BARE, Reading, ValueFigure, ValueKind, in_digits, in_short, printed_value

MOST_SHOWN = 6
"""Figures. Of more it is said how many more there are."""

_STATUS_WORDS = {
    "not_applicable": "not applicable",
    "to_be_determined": "to be determined",
    "in_development": "in development",
    "baseline": "the baseline is being collected",
    "not_yet_measured": "not yet measured",
    "unable_to_measure": "unable to measure",
    "error": "an error: what is known of it?",
}
_UNIT_WORDS = {"sec": "seconds", "min": "minutes"}


def in_words(reading: Reading) -> str:
    """“22 of 23, that is 95.65%; printed 96%”, “September 28, 2022”, “forthcoming: when, and from whom?”."""
    if reading.status:
        return "left blank" if reading.kind == ValueKind.BLANK else _status_in_words(reading)
    if reading.kind == ValueKind.YES_NO:
        return reading.text.strip(". \n\t").lower()
    if reading.figure:
        return _one_in_words(reading.figure)
    if not reading.figures:
        return "kept as text"
    shown = [_one_of_several(figure) for figure in reading.figures[:MOST_SHOWN]]
    if more := len(reading.figures) - len(shown):
        shown.append(f"and {more} more")
    return f"{len(reading.figures)} figures: {'; '.join(shown)}"


def day_in_full(day: date, *, is_month: bool = False) -> str:
    return date_format(day, "F Y" if is_month else "F j, Y")


def figure_in_words(figure: ValueFigure) -> str:
    """Without the words around it: “22 of 23, that is 95.65%; printed 96%”, “31.7%”, “15.8 minutes”."""
    match figure.kind:
        case ValueKind.FRACTION:
            share = _share_in_words(figure)
            return f"{figure.numerator:,} of {figure.denominator:,}{share and f', that is {share}'}"
        case ValueKind.DAY | ValueKind.MONTH if figure.day:
            return day_in_full(figure.day, is_month=figure.kind == ValueKind.MONTH)
        case ValueKind.DURATION if figure.unit and figure.number is not None:
            unit = _UNIT_WORDS.get(figure.unit, figure.unit)
            return f"{in_digits(figure.number)} {unit.removesuffix('s') if figure.number == 1 else unit}"
        case ValueKind.PERCENT if figure.number is not None:
            beside = "" if figure.beside is None else f" ({in_digits(figure.beside)}%)"
            return f"{in_digits(figure.number)}%{beside}"
    return printed_value(figure)


def _one_in_words(figure: ValueFigure) -> str:
    if not figure.is_plain:
        return _one_of_several(figure)
    unit = "" if figure.unit else ", in the row’s unit"
    match figure.kind:
        case ValueKind.PERCENT:
            return f"{printed_value(figure).removesuffix('%')} percent{unit}"
        case ValueKind.PERCENTILE:
            return f"{'the' if figure.unit else 'the percentile'} {printed_value(figure)}{unit}"
        case ValueKind.MEAN:
            return f"the mean {printed_value(figure)}"
        case ValueKind.MONEY | ValueKind.DURATION:
            return f"{figure_in_words(figure)}{unit}"
    return f"the number {printed_value(figure)}" if figure.kind in BARE else figure_in_words(figure)


def _one_of_several(figure: ValueFigure) -> str:
    label = f"{figure.label}: " if figure.label else ""
    of = "" if figure.n is None else f" of {figure.n:,}"
    gap = ": " if figure.day and figure.words else " "
    words = f"{gap}{figure.words}" if figure.words else ""
    if figure.kind == ValueKind.FRACTION:
        share = _share_in_words(figure)
        return f"{label}{figure.numerator:,} of {figure.denominator:,}{words}{share and f' ({share})'}"
    return f"{label}{figure_in_words(figure)}{of}{words}"


def _share_in_words(figure: ValueFigure) -> str:
    """“95.65%; printed 96%” of a fraction; nothing of one out of 0."""
    if figure.exact is None:
        return ""
    exact = f"{in_short(figure.exact)}%"
    stands = exact if figure.number is None else f"{in_digits(figure.number)}%"
    return exact if stands == exact else f"{exact}; printed {stands}"


def _status_in_words(reading: Reading) -> str:
    when = reading.expected and day_in_full(reading.expected, is_month=reading.is_month)
    if reading.status == "forthcoming":
        return f"forthcoming, expected {when}: from whom?" if when else "forthcoming: when, and from whom?"
    if reading.status == "embargoed":
        return f"embargoed until {when}" if when else "embargoed: until when?"
    return _STATUS_WORDS[reading.status]
