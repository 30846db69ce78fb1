"""What a spreadsheet shows for a number, by the format of its cell: $1,250.00, 95%, 2:30 PM, 9/27/2024.

A cell holds a number and how it looks: a date is the days since 1900, 95% is 0.95. What a person saw and meant is
what it looked like. Formats are read as American Excel shows them; what cannot be shown just so raises NotShown.
"""

import re
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache

from core.spreadsheets import BUILTIN_FORMATS

from .date_formats import BY_SYSTEM, NotShown, Piece, moment_shown

BY_NUMBER = BUILTIN_FORMATS | {
    14: "m/d/yyyy",
    22: "m/d/yyyy h:mm",
    44: '_($* #,##0.00_);_($* (#,##0.00);_($* "-"??_);_(@_)',
    47: "mm:ss.0",
}
"""The formats that a file names by their numbers only, as an American Excel has them. openpyxl's dates are those of
the norm, which no program shows, and its amounts of money lack their semicolons."""

LONGEST_FORMAT = 255
"""Characters, Excel's own limit."""

LONGEST_NUMBER = 11
"""Digits and point of a number that is shown without a format. Programs cut longer ones, each in its own way."""

LARGEST = Decimal(10) ** 15
"""Numbers have fifteen digits that are true."""

MOST_DECIMALS = 15

_PIECE = re.compile(
    r"""
    "(?P<quoted>[^"]*)" | \\(?P<escaped>.) | _(?P<space>.) | \*(?P<fill>.) | \[(?P<bracket>[^\]]*)\]
    | (?P<general>General) | (?P<noon>AM/PM|A/P) | (?P<exponent>E[+-]) | (?P<moment>y+|m+|d+|h+|s+)
    | (?P<digit>[0#?]) | (?P<sign>[.,%/@;]) | (?P<plain>[-$+():!^&'~{}<>=\x20]|[^\x00-\x7f]) | (?P<figure>[1-9])
    """,
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
_COLOUR = re.compile(r"black|blue|cyan|green|magenta|red|white|yellow|color ?[0-9]{1,2}", re.IGNORECASE)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?[0-9]{1,15}(?:\.[0-9]{1,15})?)")
_CURRENCY = re.compile(r"\$([^-]{0,10})(?:-([0-9A-Za-z-]{1,20}))?")
_ELAPSED = re.compile(r"h{1,9}|m{1,9}|s{1,9}", re.IGNORECASE)

_COMPARED = {
    "<": Decimal.__lt__,
    "<=": Decimal.__le__,
    ">": Decimal.__gt__,
    ">=": Decimal.__ge__,
    "=": Decimal.__eq__,
    "<>": Decimal.__ne__,
}
_TEXT = ("sign", "@")


@dataclass
class FormatSection:
    """One of the sections of a format, which semicolons part: “[Red](0.00)”."""

    pieces: list[Piece] = field(default_factory=list)
    condition: tuple[str, Decimal] | None = None
    language: str = ""
    """Of the names of months and days; empty where the file does not say."""

    def has(self, *kinds: str) -> bool:
        return any(kind in kinds for kind, _ in self.pieces)

    def holds_for(self, value: Decimal) -> bool:
        return self.condition is None or _COMPARED[self.condition[0]](value, self.condition[1])

    def around(self, text: str) -> str:
        """What stands for “General” or “@”, with the section's own words around it."""
        shown = ""
        for kind, piece in self.pieces:
            if kind != "literal" and kind != "general" and (kind, piece) != _TEXT:
                raise NotShown
            shown += piece if kind == "literal" else text
        return shown


def number_shown(value: float, code: str, *, from_1904: bool = False) -> str:
    """A number as a cell with this format shows it, without blanks around it.

    `from_1904` says that the workbook counts its days from there. Raises NotShown.
    """
    exact = Decimal(f"{value:.15g}")
    section, amount = _section_for(exact, _sections(code))
    if by_system := BY_SYSTEM.get(section.language.casefold()):
        (section,) = _sections(by_system)
    if not section.pieces or not exact.is_finite():
        raise NotShown
    if section.has("moment", "elapsed"):
        shown = moment_shown(exact, section.pieces, section.language, from_1904=from_1904)
    elif section.has("general"):
        shown = section.around(_plain(amount))
    elif _TEXT in section.pieces:
        shown = section.around(_plain(exact))
    elif ("sign", "/") in section.pieces:
        shown = _fraction(section, amount)
    else:
        shown = _Digits(section).shown(amount)
    return shown.strip()


def text_shown(text: str, code: str) -> str:
    """A text as a cell with this format shows it: as it is, but some formats have words for texts, or hide them."""
    if code in ("General", "@"):
        return text
    *_, last = sections = _sections(code)
    if len(sections) < 4 and _TEXT not in last.pieces:
        return text
    if _TEXT not in last.pieces:
        raise NotShown
    return last.around(text)


def _section_for(value: Decimal, sections: list[FormatSection]) -> tuple[FormatSection, Decimal]:
    """The section that shows a number, and the number in it: without its sign where the section has one."""
    first, *others = sections[:3]
    if others and _TEXT in others[-1].pieces:
        others.pop()
    if any(one.condition for one in others) or (first.condition and len(others) != 1):
        raise NotShown
    if not first.holds_for(value):
        return others[0], value
    if first.condition:
        return first, value
    if value < 0 and others:
        return others[0], -value
    if value == 0 and len(others) == 2:
        return others[1], value
    return first, value


@lru_cache(maxsize=200)
def _sections(code: str) -> list[FormatSection]:
    if len(code) > LONGEST_FORMAT:
        raise NotShown
    sections, place = [FormatSection()], 0
    while place < len(code):
        found = _PIECE.match(code, place)
        if found is None or found.lastgroup is None:
            raise NotShown
        place = found.end()
        if found[0] == ";":
            sections.append(FormatSection())
        else:
            _put(sections[-1], found.lastgroup, found[found.lastgroup])
    if len(sections) > 4:
        raise NotShown
    return sections


def _put(section: FormatSection, kind: str, text: str) -> None:
    if kind in ("quoted", "escaped", "plain"):
        section.pieces.append(("literal", text))
    elif kind == "bracket":
        _put_bracket(section, text)
    elif kind not in ("space", "fill"):  # these only keep a distance
        section.pieces.append((kind, text))


def _put_bracket(section: FormatSection, text: str) -> None:
    if condition := _CONDITION.fullmatch(text):
        section.condition = condition[1], Decimal(condition[2])
    elif _ELAPSED.fullmatch(text):
        section.pieces.append(("elapsed", text))
    elif currency := _CURRENCY.fullmatch(text):
        section.language = currency[2] or section.language
        if currency[1]:
            section.pieces.append(("literal", currency[1]))
    elif not _COLOUR.fullmatch(text):
        raise NotShown


def _plain(value: Decimal) -> str:
    """Without a format: 95, 0.5."""
    if value and not Decimal("0.0001") <= abs(value) < LARGEST:
        raise NotShown
    shown = f"{value.normalize():f}" if value else "0"
    if len(shown.lstrip("-")) > LONGEST_NUMBER:
        raise NotShown
    return shown


def _fraction(section: FormatSection, value: Decimal) -> str:
    """“1 1/2” by “# ?/?”, “3/2” by “?/?”, “1 2/4” by “# ?/4”."""
    found = re.fullmatch(
        r"(#+ +)?[#?]+/([#?]{1,4}|[1-9][0-9]{0,3})", "".join(text for _, text in section.pieces)
    )
    if found is None or abs(value) >= LARGEST:
        raise NotShown
    exact = Fraction(abs(value))
    if found[2].isdecimal():
        below = int(found[2])
        above = int(exact * below + Fraction(1, 2))
    else:
        nearest = exact.limit_denominator(10 ** len(found[2]) - 1)
        above, below = nearest.numerator, nearest.denominator
    whole, rest = divmod(above, below) if found[1] else (0, above)
    parts = [str(whole)] if whole or not rest else []
    if rest:
        parts.append(f"{rest}/{below}")
    return ("-" if value < 0 else "") + " ".join(parts)


class _Digits:
    """A section that shows a number digit by digit: “$#,##0.00”, “00000”, “0.0%”, “0.00E+00”."""

    def __init__(self, section: FormatSection) -> None:
        if not {kind for kind, _ in section.pieces} <= {"literal", "digit", "sign", "exponent"}:
            raise NotShown
        self.whole: list[Piece] = []
        self.decimals: list[Piece] = []
        self.powers: list[Piece] = []
        self.has_point, self.exponent = False, ""
        part = self.whole
        for kind, text in section.pieces:
            if (kind, text) == ("sign", "."):
                if part is not self.whole:
                    raise NotShown
                part, self.has_point = self.decimals, True
            elif kind == "exponent":
                if part is self.powers:
                    raise NotShown
                part, self.exponent = self.powers, text
            else:
                part.append((kind, text))

    def shown(self, value: Decimal) -> str:
        places = _digits_in(self.decimals)
        signs = [
            text for part in (self.whole, self.decimals, self.powers) for kind, text in part if kind == "sign"
        ]
        if set(signs) - {",", "%"} or places > MOST_DECIMALS:
            raise NotShown
        amount = abs(value) * 100 ** signs.count("%") / 1000 ** self._thousands_left_out()
        power = 0
        if self.exponent:
            if _digits_in(self.whole) != 1:
                raise NotShown
            power = _power_of(amount, places)
            amount = amount.scaleb(-power)
        if amount >= LARGEST:
            raise NotShown
        whole, _, rest = f"{_rounded(amount, places):f}".partition(".")
        shown = self._whole(whole.lstrip("0")) + ("." if self.has_point else "") + self._decimals(rest)
        return ("-" if value < 0 else "") + shown + self._powers(power)

    def _thousands_left_out(self) -> int:
        """Commas after the last digit: each leaves out three more digits."""
        return sum(_commas_at_end(part) for part in (self.whole, self.decimals))

    def _whole(self, digits: str) -> str:
        """Filled from the right; the first place takes all digits that are left."""
        places, shown, count = _digits_in(self.whole), "", 0
        in_thousands = _commas_at_end(self.whole) < sum(text == "," for _, text in self.whole)
        for kind, text in reversed(self.whole):
            if kind != "digit":
                shown = (text if text != "," or kind == "literal" else "") + shown
                continue
            places -= 1
            taken = digits if places == 0 else digits[-1:]
            digits = digits[: len(digits) - len(taken)]
            for digit in reversed(taken or {"0": "0", "?": " "}.get(text, "")):
                separator = "," if in_thousands and count and count % 3 == 0 and digit != " " else ""
                shown, count = digit + separator + shown, count + 1
        return shown + digits  # where there is no place for them: “.00”

    def _decimals(self, digits: str) -> str:
        """Without the zeros at the end that the format does not ask for."""
        shown, left, needed = "", len(digits), False
        for kind, text in reversed(self.decimals):
            if kind == "digit":
                left -= 1
                needed = needed or text == "0" or digits[left] != "0"
                shown = (digits[left] if needed else {"?": " "}.get(text, "")) + shown
            elif text != "," or kind == "literal":
                shown = text + shown
        return shown

    def _powers(self, power: int) -> str:
        if not self.exponent:
            return ""
        sign = "-" if power < 0 else self.exponent[1:].replace("-", "")
        digits = f"{abs(power):0{_digits_in(self.powers)}}"
        if any(kind == "sign" for kind, _ in self.powers):
            raise NotShown
        return f"E{sign}{digits}" + "".join(text for kind, text in self.powers if kind == "literal")


def _digits_in(pieces: list[Piece]) -> int:
    return sum(kind == "digit" for kind, _ in pieces)


def _commas_at_end(pieces: list[Piece]) -> int:
    last = max((place for place, (kind, _) in enumerate(pieces) if kind == "digit"), default=-1)
    return sum(piece == ("sign", ",") for piece in pieces[last + 1 :])


def _rounded(amount: Decimal, places: int) -> Decimal:
    return amount.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _power_of(amount: Decimal, places: int) -> int:
    """Of ten, so that one digit stands before the point once the rest is rounded."""
    if not amount:
        return 0
    power = amount.adjusted()
    return power + 1 if _rounded(amount.scaleb(-power), places) >= 10 else power
