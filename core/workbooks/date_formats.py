"""What a spreadsheet shows for a date or a time, which it keeps as a number of days."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

Piece = tuple[str, str]
"""(kind, text) of a number format, as `number_formats` takes it apart."""

FIRST_DAY = date(1899, 12, 30)
"""Day 0, once the 29th of February 1900 is over, which Excel believes in."""

FIRST_SURE_DAY = 61
LAST_DAY = 2_958_465
"""December 31, 9999."""

DAYS_FROM_1900_TO_1904 = 1462
MILLISECONDS = 24 * 60 * 60 * 1000
"""Of a day."""

MONTHS = [date(2000, month, 1).strftime("%B") for month in range(1, 13)]
WEEKDAYS = [date(2000, 5, day).strftime("%A") for day in range(1, 8)]
"""In the program's own language, which is English; the first is Monday."""

BY_SYSTEM = {
    "f800": "dddd, mmmm d, yyyy",
    "x-sysdate": "dddd, mmmm d, yyyy",
    "f400": "h:mm:ss AM/PM",
    "x-systime": "h:mm:ss AM/PM",
}
"""Formats that follow the computer's settings, as an American one has them, by what names them."""


class NotShown(ValueError):
    """What people see in a cell cannot be told from its format."""


def moment_shown(days: Decimal, pieces: Sequence[Piece], language: str, *, from_1904: bool) -> str:
    """A date, a time or both, as the pieces of a format show it. Raises NotShown.

    Excel rounds to the last part that it shows of a second, and cuts off seconds that it does not show.
    """
    known = {"literal", "sign", "digit", "moment", "elapsed", "noon"}
    if not 0 <= days <= LAST_DAY or any(kind not in known for kind, _ in pieces):
        raise NotShown
    exact = int((days * MILLISECONDS).to_integral_value(ROUND_HALF_UP))
    if any(_is(piece, "s") for piece in pieces) and not any(kind == "digit" for kind, _ in pieces):
        exact = (exact + 500) // 1000 * 1000
    return _Moment(exact, pieces, language, from_1904=from_1904).shown()


def _is(piece: Piece, letter: str) -> bool:
    kind, text = piece
    return kind in ("moment", "elapsed") and text[0].lower() == letter


class _Moment:
    def __init__(self, exact: int, pieces: Sequence[Piece], language: str, *, from_1904: bool) -> None:
        """`exact` are milliseconds since day 0."""
        self.exact = exact
        self.pieces, self.language, self.from_1904 = pieces, language, from_1904
        self.days, self.within = divmod(exact, MILLISECONDS)

    def shown(self) -> str:
        return "".join(self._piece(place, kind, text) for place, (kind, text) in enumerate(self.pieces))

    def _piece(self, place: int, kind: str, text: str) -> str:
        if kind == "moment":
            return self._part(place, text[0].lower(), len(text))
        if kind == "elapsed":
            unit = {"h": 3_600_000, "m": 60_000, "s": 1000}[text[0].lower()]
            return f"{self.exact // unit:0{len(text)}}"
        if kind == "noon":
            return self._noon(text)
        if kind == "digit":
            return self._part_of_second(place, text)
        if kind == "sign" and text not in ".,/":
            raise NotShown
        return text

    def _part(self, place: int, letter: str, length: int) -> str:
        if letter == "h":
            hours = self.within // 3_600_000
            if any(kind == "noon" for kind, _ in self.pieces):
                hours = hours % 12 or 12
            return f"{hours:0{min(length, 2)}}"
        if letter == "m" and self._is_minutes(place):
            return f"{self.within // 60_000 % 60:0{min(length, 2)}}"
        if letter == "s":
            return f"{self.within // 1000 % 60:0{min(length, 2)}}"
        return self._part_of_day(letter, length)

    def _part_of_day(self, letter: str, length: int) -> str:
        days = self.days + (DAYS_FROM_1900_TO_1904 if self.from_1904 else 0)
        if not FIRST_SURE_DAY <= days <= LAST_DAY:
            raise NotShown
        day = FIRST_DAY + timedelta(days=days)
        if letter == "y":
            return f"{day.year:04}" if length > 2 else f"{day.year % 100:02}"
        number = day.month if letter == "m" else day.day
        if length <= 2:
            return f"{number:0{length}}"
        if not self._is_english():
            raise NotShown
        name = MONTHS[day.month - 1] if letter == "m" else WEEKDAYS[day.weekday()]
        return {3: name[:3], 5: name[0] if letter == "m" else name}.get(length, name)

    def _is_minutes(self, place: int) -> bool:
        """Whether an “m” stands for minutes: right after hours, or right before seconds."""
        before = [piece for piece in self.pieces[:place] if piece[0] in ("moment", "elapsed")]
        after = [piece for piece in self.pieces[place + 1 :] if piece[0] in ("moment", "elapsed")]
        return bool(before and _is(before[-1], "h")) or bool(after and _is(after[0], "s"))

    def _part_of_second(self, place: int, text: str) -> str:
        """One digit after “ss.”."""
        kinds = [kind for kind, _ in self.pieces]
        point = next((back for back in range(place, -1, -1) if kinds[back] != "digit"), -1)
        nth = place - point - 1
        if (
            text != "0"
            or nth > 2
            or point < 1
            or self.pieces[point][1] != "."
            or not _is(self.pieces[point - 1], "s")
        ):
            raise NotShown
        return f"{self.exact % 1000:03}"[nth]

    def _noon(self, text: str) -> str:
        half = 1 if self.within >= MILLISECONDS // 2 else 0
        return ("AM", "PM")[half] if len(text) > 3 else text.split("/")[half]

    def _is_english(self) -> bool:
        """A language is “en-US”, or a number of which the last two hexadecimal digits say it: “409”."""
        return not self.language or bool(re.fullmatch(r"en(-.*)?|[0-9a-f]*09", self.language, re.IGNORECASE))
