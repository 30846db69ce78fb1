"""What stands where in a workbook: shared by those who write it and those who read it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Self

from assessments.models import COMMENT_MAX_LENGTH, Assessment, Rating
from assessments.rating.scales import ScalesInUse
from partnerships.models import Category, Item, RatingLevel, RatingScale
from partnerships.wholes import WholeItem, wholes_of

FORMAT = "2"
"""Written into each workbook; one of another format is refused."""

ABOUT = "About"
SUMMARY = "Summary"
RECORD = "Accord"
"""The very hidden sheet that says which assessment this is and which version of each rating it shows."""

HEADER_ROW = 3
"""Of a category's sheet: the title above it, the items beneath it."""

SHEET_NAME_LENGTH = 31
"""Characters of UTF-16, as Excel counts them."""

RECORD_START = "This workbook belongs to Accord. Leave this sheet as it is."
LINE_KEY = "Summary, "
"""How the record names the lines of the summary, apart from items."""

RECORD_KEYS = ("format", "agreement", "edition", "assessment")


@dataclass(frozen=True)
class Columns:
    """The letters of a category's columns. Without a scale that has a flag there is no column for it."""

    flag: str
    comment: str
    flag_words: str = ""
    number: str = "A"
    text: str = "B"
    before: str = "C"
    level: str = "D"

    @classmethod
    def of(cls, assessment: Assessment, sheets: "Iterable[CategorySheet]") -> Self:
        """Those of all sheets of a workbook."""
        scales = [assessment.cycle.edition.scale, *(row.scale for sheet in sheets for row in sheet.rows)]
        flags = dict.fromkeys(f"{one.flag_symbol} {one.flag_label}" for one in scales if one.flag_label)
        if flags:
            return cls(flag="E", comment="F", flag_words="; ".join(flags))
        return cls(flag="", comment="E")

    @property
    def headings(self) -> dict[str, str]:
        """The words in the header row, by letter: those that do not hang on who downloads."""
        words = {
            self.number: "No.",
            self.text: "What was agreed",
            self.level: "Level",
            self.comment: f"Comment (at most {COMMENT_MAX_LENGTH:,} characters)",
        }
        if self.flag:
            words[self.flag] = self.flag_words
        return dict(sorted(words.items()))

    @property
    def entries(self) -> tuple[str, ...]:
        """The letters of the columns that people fill in."""
        return tuple(letter for letter in (self.level, self.flag, self.comment) if letter)

    def entries_of(self, row: "ItemRow") -> list[str]:
        """Without the one of the flag where the row's scale has none."""
        return [letter for letter in self.entries if letter != self.flag or row.scale.flag_label]


@dataclass
class ItemRow:
    """An item or a heading of the document, with the rating that is saved."""

    item: Item
    rating: Rating | None
    scale: RatingScale
    levels: dict[str, RatingLevel]
    """Of its scale, by code."""
    whole: WholeItem
    """For where it stands alone."""


@dataclass
class CategorySheet:
    """A category's sheet."""

    category: Category
    name: str
    rows: list[ItemRow] = field(default_factory=list)


def sheets_of(assessment: Assessment) -> list[CategorySheet]:
    """A sheet for each category, with the document's items in their order, in four queries."""
    categories = list(Category.objects.filter(edition=assessment.cycle.edition).order_by("position"))
    names = sheet_names(categories)
    sheets = {category.pk: CategorySheet(category, names[category.number]) for category in categories}
    ratings = {
        rating.item_id: rating
        for rating in Rating.objects.filter(assessment=assessment).select_related("level", "updated_by")
    }
    items = list(assessment.items().order_by("position", "pk"))
    scales, wholes = ScalesInUse(assessment.cycle.edition, items), wholes_of(items)
    for item in items:
        row = ItemRow(item, ratings.get(item.pk), scales.of(item), scales.levels_of(item), wholes[item.pk])
        sheets[item.category_id].rows.append(row)
    return list(sheets.values())


def words_of(item: Item, assessment: Assessment) -> str:
    """An item's text as its row shows it."""
    if item.local_to_id:
        return f"{item.full_text} ({assessment.partnership.partner.short_name} only)"
    return item.full_text


def sheet_names(categories: Sequence[Category]) -> dict[str, str]:
    """“1 Staffing” by category number: within what Excel takes as a name, and each only once."""
    taken = {ABOUT.casefold(), SUMMARY.casefold(), RECORD.casefold(), "history"}
    names = {}
    for category in categories:
        words = _NOT_IN_NAMES.sub(" ", f"{category.number} {category.title}")
        name = shortened(" ".join(words.split()))
        # The number in front makes it unique; this holds if ever it does not.
        for turn in range(2, len(categories) + 2):
            if name.casefold() not in taken:
                break
            name = shortened(words, f" ({turn})")
        taken.add(name.casefold())
        names[category.number] = name
    return names


def shortened(words: str, ending: str = "") -> str:
    """As many whole words of it as fit in a sheet's name, with an ellipsis where some are left out."""
    if _utf16_length(words + ending) <= SHEET_NAME_LENGTH:
        return words.rstrip(" '") + ending
    room = (SHEET_NAME_LENGTH - len(ending) - 1) * 2
    cut = words.encode("utf-16-le")[:room].decode("utf-16-le", "ignore")
    number, _, title = cut.partition(" ")
    if " " in title and not words[len(cut)].isspace():
        title = title.rpartition(" ")[0]
    return f"{number} {title}".rstrip(" ,;-–'") + "…" + ending


def _utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


# Text in a workbook is XML, which knows no control characters; Excel writes them, and whatever looks like that,
# as _x0001_.
_FORBIDDEN = "\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff"
_TO_ESCAPE = re.compile(rf"[{_FORBIDDEN}]|_(?=x[0-9A-Fa-f]{{4}}[_{_FORBIDDEN}])")
_NOT_IN_NAMES = re.compile(rf"[\[\]:*?/\\{_FORBIDDEN}]")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def encoded(text: str) -> str:
    """Any text as a workbook's XML can carry it."""
    return _TO_ESCAPE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def decoded(text: str) -> str:
    """What `encoded` was given."""
    return decoded_pairs(_ESCAPED.sub(lambda found: chr(int(found[1], 16)), text))


def decoded_pairs(text: str) -> str:
    """Surrogates that stand in pairs become the character they mean; single ones stay."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def starts_like_a_formula(text: str) -> bool:
    return text.startswith(("=", "+", "-", "@", "\t", "\r", "'"))
