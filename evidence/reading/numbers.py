"""How numbers are written: 1,250.50 here, 1.250,50 in an export that has decimal commas."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

MINUS = "-−–"
NARROW = "\u00a0\u2009\u202f"
"""Spaces that hold together what they stand in: between thousands, before a percent sign."""

_SPACE = f"[ {NARROW}]?"
_SIGN = f"[{MINUS}+]"
MOST_DIGITS, MOST_DECIMALS = 12, 6
"""As many as are kept. A longer number is text, such as the one of an account."""

_GROUPS = MOST_DIGITS // 3 - 1

_END = r"(?![0-9A-Za-z_%/])(?![.,:\-–−][0-9])"
"""A value ends where no letter, digit or further part follows: not 4 of “4yr”, nor 9/28 of “9/28/2022”."""

UNITS = {
    "sec": ("seconds", "second", "secs", "sec"),
    "min": ("minutes", "minute", "mins", "min"),
    "hours": ("hours", "hour", "hrs", "hr"),
    "days": ("days", "day"),
    "weeks": ("weeks", "week"),
    "months": ("months", "month"),
    "years": ("years", "year", "yrs", "yr"),
}
"""Of time. A row's unit is one of these words too."""

_DURATIONS = "|".join(word for words in UNITS.values() for word in words)


@dataclass(frozen=True)
class NumberStyle:
    """The patterns of every kind of value, for one way of writing numbers.

    Each is bounded: of any text it looks at a hundred characters or so.
    """

    decimal_comma: bool
    ratio_percent: re.Pattern[str]
    percent_ratio: re.Pattern[str]
    ratio: re.Pattern[str]
    percent: re.Pattern[str]
    money: re.Pattern[str]
    duration: re.Pattern[str]
    rank: re.Pattern[str]
    number: re.Pattern[str]
    count_of: re.Pattern[str]
    """“(n=45)” after a percentage."""

    def decimal(self, written: str) -> Decimal:
        point, thousands = (",", ".") if self.decimal_comma else (".", ",")
        for character in (thousands, *NARROW, " ", "+", "$"):
            written = written.replace(character, "")
        for character in MINUS:
            written = written.replace(character, "-")
        return Decimal(written.replace(point, "."))

    def whole(self, written: str) -> int:
        return int(self.decimal(written))


@cache
def number_style(*, decimal_comma: bool = False) -> NumberStyle:
    point, thousands = (",", r"\.") if decimal_comma else (r"\.", ",")
    grouped = (
        rf"[0-9]{{1,3}}(?:(?:{thousands}[0-9]{{3}}){{1,{_GROUPS}}}|(?:[{NARROW}][0-9]{{3}}){{1,{_GROUPS}}})"
    )
    whole = rf"(?:{grouped}|[0-9]{{1,{MOST_DIGITS}}})"
    number = rf"(?:{whole}(?:{point}[0-9]{{1,{MOST_DECIMALS}}})?|{point}[0-9]{{1,{MOST_DECIMALS}}})"
    percent = rf"(?P<percent>{_SIGN}?{number}){_SPACE}(?:%|percent\b)"
    beside = rf"(?P<beside>{_SIGN}?{number}){_SPACE}%"
    ratio = rf"(?P<top>{_SIGN}?{whole})(?:{_SPACE}/{_SPACE}| out of | of )(?P<bottom>{whole})"
    around = rf"{_SPACE}(?:(?P<bracket>\()|=){_SPACE}{{}}(?(bracket)\))"
    patterns = {
        "ratio_percent": rf"{ratio}(?P<words>(?: [A-Za-z]{{1,20}}){{0,3}}){around.format(percent)}",
        "percent_ratio": rf"{percent}{around.format(ratio)}",
        "ratio": ratio,
        "percent": rf"{percent}(?:{_SPACE}\({beside}\))?",
        "money": rf"(?P<number>{_SIGN}?\${_SPACE}{_SIGN}?{number})",
        "duration": rf"(?P<number>{_SIGN}?{number}){_SPACE}(?P<unit>{_DURATIONS})\b\.?",
        "rank": rf"(?P<number>{number})(?:st|nd|rd|th)?{_SPACE}(?:%ile|percentile)",
        "number": rf"(?P<number>{_SIGN}?{number})",
        "count_of": rf",?{_SPACE}(?P<bracket>\()?[nN]{_SPACE}={_SPACE}(?P<n>{whole})(?(bracket)\))",
    }
    compiled = {name: re.compile(f"{pattern}{_END}") for name, pattern in patterns.items()}
    return NumberStyle(decimal_comma=decimal_comma, **compiled)
