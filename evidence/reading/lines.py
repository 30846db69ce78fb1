"""The figures of one printed line: all of them with the words around each, or None."""

import re
from dataclasses import replace
from datetime import date

from core.dates import UnlikelyDate, read_day_or_month

from .figures import figure_at
from .numbers import NumberStyle
from .values import BARE, ValueFigure, ValueKind

Figures = tuple[ValueFigure, ...]

LONGEST_LINE = 300
"""Characters. What is longer is prose."""

_LONGEST_LABEL = 100
_SEPARATOR = re.compile(r": ?| ?[-–—] ?")
_PAIR = re.compile(r"(?P<label>[^0-9:;,%]{1,60}): ?")
_DATED = re.compile(r"(?P<day>[0-9]{1,4}(?:[-/.][0-9]{1,4}){2}) ?[-–—:]? ?(?P<words>\D{1,200})")
_WORDS = re.compile(
    r"\*{1,3}|(?:[A-Za-z][^\s0-9%():;,]{0,30} ?){1,3}(?:\([^0-9%()]{1,200}\))?|\([^0-9%()]{1,200}\)"
)
"""After a value: a footnote mark, three words, a remark in brackets. Figures may be in none of them."""
_LABEL = re.compile(r"(?P<label>[A-Za-z][^0-9%:;,=<>~≤≥]{0,60}) (?P<value>[^A-Za-z–-].{0,80})")
"""“Reading -22%” is left alone: a dash there may be a minus."""
_BETWEEN = re.compile("[,;] ")
_NOT_IN_A_ROW = BARE | {ValueKind.DURATION}
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_PEOPLE = frozenset(("students", "pupils", "children", "families", "parents", "teachers", "staff"))
"""Of whom 1900 are so many: “2023 graduates” may be those of a year."""

_QUALIFIER = re.compile(
    r"\b(?:about|above|almost|approx|approximately|around|at|below|between|by|ca|circa|down|estimated|exceeds|fewer|from"
    r"|greater|least|less|maximum|minimum|more|most|nearly|only|over|roughly|some|than|to|under|up|until|within)\b",
    re.IGNORECASE,
)
"""“About 95%” is not 95%."""

_BAND = re.compile(
    r"(?:\b(?:at least|at most|less than|more than|under|over|below)|[<>≥≤]|[0-9]{1,3} ?[-–]) ?[0-9.]{1,5} ?%",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"\b(?:category|class|cohort|cycle|goal|grade|group|item|level|phase|quarter|semester|team|term|tier|trimester|year)"
    r" [0-9]{1,2}$",
    re.IGNORECASE,
)
"""Before “ - 80%” a name, where “Up 5 - 10%” is a range."""

_SECTION_504 = re.compile(r"504\b")
_MEANS = frozenset(
    ("mean", "average", "avg", "avg.", "mean score", "average score", "average score of", "m =")
)
_POINTS = re.compile(r"\b(?:points?|pts)\b", re.IGNORECASE)
"""They are no count: three fewer are -3 points."""

_NOT_COUNTED = frozenset(("am", "pm", "a.m.", "p.m.", "or", "to", "and", "of", "out", "x", "by", "per"))
"""What follows a number that counts nothing: 9 AM, 2 by 2."""


def read_line(line: str, style: NumberStyle, *, has_unit: bool = False) -> Figures | None:
    """`line` has no space around it. In a row with a unit values come before dates: 9/2024 is a fraction there.

    Raises UnlikelyDate where nothing but a date is written, and it cannot be meant.
    """
    if len(line) > LONGEST_LINE:
        return None
    days_come_last = has_unit or "%" in line or "$" in line
    unlikely = None
    if not days_come_last:
        try:
            if found := _days(line):
                return found
        except UnlikelyDate as question:
            unlikely = question
    for read in (_values, _pairs, _labelled):
        if found := read(line, style):
            return found
    if one := _beneath_words(line, style):
        return (one,)
    if unlikely:
        raise unlikely
    return _days(line) if days_come_last else None


def _days(line: str) -> Figures | None:
    """A day or a month, several days, or a day with what happened on it."""
    try:
        return (_day_figure(*read_day_or_month(line)),)
    except UnlikelyDate:
        raise
    except ValueError:
        pass
    if found := _DATED.fullmatch(line):
        written, words = [found["day"]], found["words"].strip()
    else:
        written, words = line.replace(",", " ").replace(";", " ").split(), ""
    if len(written) > 20 or not all(one[0] in "0123456789" for one in written):
        return None
    try:
        return tuple(replace(_day_figure(*read_day_or_month(one)), words=words) for one in written)
    except UnlikelyDate:
        if all(one.count("/") == 2 for one in written):
            raise
        return None
    except ValueError:
        return None


def _day_figure(day: date, is_month: bool) -> ValueFigure:
    return ValueFigure(ValueKind.MONTH if is_month else ValueKind.DAY, day=day)


def _values(text: str, style: NumberStyle) -> Figures | None:
    """One value with the words after it, a list of such or of words with values, or several values in a row."""
    if one := _value_and_words(text, style):
        return (one,)
    parts = [part.strip() for part in _BETWEEN.split(text)]
    listed = [_value_and_words(part, style) or _beneath_words(part, style) for part in parts]
    if len(listed) > 1 and all(one and not (one.kind in BARE and one.is_plain) for one in listed):
        return tuple(one for one in listed if one)
    return _in_a_row(text, style)


def _in_a_row(text: str, style: NumberStyle) -> Figures | None:
    """“21/22 (95%) 22/22 (100%)”: all of one kind, so that none belongs to another, and no bare digits or times."""
    figures: list[ValueFigure] = []
    place = 0
    while place < len(text):
        found = figure_at(text, place, style)
        if found is None or found[0].kind in _NOT_IN_A_ROW:
            return None
        figure, place = found
        figures.append(figure)
        if place < len(text):
            if text[place] not in " ,;":
                return None
            place = len(text) - len(text[place:].lstrip(" ,;"))
    return tuple(figures) if len(figures) > 1 and len({one.kind for one in figures}) == 1 else None


def _pairs(line: str, style: NumberStyle) -> Figures | None:
    """“MS: 94.47% HS: 90.64%”: two or more."""
    figures: list[ValueFigure] = []
    place = 0
    while place < len(line):
        label = _PAIR.match(line, place)
        found = figure_at(line, label.end(), style) if label else None
        if not (label and found):
            return None
        figure, place = found
        figures.append(replace(figure, label=label["label"].strip()))
        if place < len(line) and line[place] not in " ,;":
            return None
        place = len(line) - len(line[place:].lstrip(" ,;"))
    return tuple(figures) if len(figures) > 1 and all(one.label for one in figures) else None


def _labelled(line: str, style: NumberStyle) -> Figures | None:
    """“Reading - 82% (n=45)”, “MS ELA: 56% Below, 18% Basic”. The last mark between words and value counts."""
    for mark in list(_SEPARATOR.finditer(line, 1, _LONGEST_LABEL))[:-9:-1]:
        label, rest = line[: mark.start()].strip(), line[mark.end() :]
        figures = _values(rest, style) if _separates(label, mark[0], rest) else None
        if not figures and mark[0] == ": ":
            try:
                figures = (_day_figure(*read_day_or_month(rest)),)
            except UnlikelyDate:
                raise
            except ValueError:
                continue
        if figures and not _hides_a_figure(label, style) and not any(map(_is_a_year, figures)):
            return tuple(_called(label, one) for one in figures)
    return None


def _separates(label: str, mark: str, rest: str) -> bool:
    """Whether a mark stands between words and a value. Not in a range, a time, K-12, 22-23, or before a minus."""
    if not any(character.isalpha() for character in label):
        return mark == ": " and len(label) > 3
    if mark.startswith(":"):
        return mark == ": " or not label[-1].isdigit()
    if label[-1].isdigit():
        return mark == " - " and "%" in rest and bool(_NUMBERED.search(label))
    if not label[-1].isalpha() and label[-1] not in ").”\"'":
        return False
    return mark.endswith(" ") or (not mark.startswith(" ") and "%" in rest)


def _hides_a_figure(label: str, style: NumberStyle) -> bool:
    """Whether words before a value hold another: “22 of 30 students - 73%”. The band “At least 80%” is none."""
    if style.ratio.search(label) or "$" in label or ("%" in label and not _BAND.search(label)):
        return True
    first = None if _SECTION_504.match(label) else figure_at(label, 0, style)
    return first is not None and first[0].kind != ValueKind.DURATION


def _beneath_words(line: str, style: NumberStyle) -> ValueFigure | None:
    """“On Track 95.48%”: words and a value that says by itself what it is."""
    if not (found := _LABEL.fullmatch(line)):
        return None
    label = found["label"].strip()
    if label.casefold() in _MEANS and (one := _value_and_words(found["value"], style)) and one.kind in BARE:
        return replace(one, kind=ValueKind.MEAN, label=label)
    one = _value_and_words(found["value"], style)
    if not one or one.kind in BARE or len(label.split()) > 5 or _QUALIFIER.search(label):
        return None
    return _called(label, one)


def _called(label: str, figure: ValueFigure) -> ValueFigure:
    is_mean = figure.kind in BARE and label.casefold() in _MEANS
    return replace(figure, label=label, kind=ValueKind.MEAN if is_mean else figure.kind)


def _is_a_year(figure: ValueFigure) -> bool:
    """“Cohort: 2023” counts nobody."""
    return figure.kind == ValueKind.COUNT and not figure.words and bool(_YEAR.fullmatch(str(figure.number)))


def _value_and_words(text: str, style: NumberStyle) -> ValueFigure | None:
    found = figure_at(text, 0, style)
    if not found:
        return None
    figure, end = found
    rest = text[end:].removesuffix(".")
    if not rest:
        return figure
    words = rest.strip()
    if rest[0] not in " (*" or not _WORDS.fullmatch(words):
        return None
    if figure.kind == ValueKind.DURATION and words[0] not in "(*":
        return None
    if figure.kind in BARE and not _counts(text[:end], words):
        return None
    if figure.kind == ValueKind.COUNT and _POINTS.search(words):
        figure = replace(figure, kind=ValueKind.NUMBER)
    return replace(figure, words=words)


def _counts(digits: str, words: str) -> bool:
    """Whether words after digits say what is counted: not a part of the day, not a month without its year."""
    first = words.split()[0]
    if first.casefold() in _NOT_COUNTED or (_YEAR.fullmatch(digits) and words.casefold() not in _PEOPLE):
        return False
    try:
        read_day_or_month(f"{digits} {first} 2024")
    except UnlikelyDate:
        return False
    except ValueError:
        return True
    return False
