"""What stands where in a workbook: shared by those who write it and those who read it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Self

from assessments.models import COMMENT_MAX_LENGTH, Assessment, Rating
from assessments.rating.scales import ScalesInUse
from core.workbooks import texts
from core.workbooks.tables import RECORD
from partnerships.goals import label_of, only_for
from partnerships.models import GOAL_KINDS, Category, Item, RatingLevel, RatingScale
from partnerships.wholes import WholeItem, wholes_of

FORMAT = "2"
"""Written into each workbook; one of another format is refused."""

ABOUT = "About"
SUMMARY = "Summary"
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
    items = list(assessment.items().select_related("subject").order_by("position", "pk"))
    scales, wholes = ScalesInUse(assessment.cycle.edition, items), wholes_of(items)
    for item in items:
        row = ItemRow(item, ratings.get(item.pk), scales.of(item), scales.levels_of(item), wholes[item.pk])
        sheets[item.category_id].rows.append(row)
    return list(sheets.values())


def words_of(item: Item, assessment: Assessment) -> str:
    """An item's text as its row shows it: of a goal with whom it is for, and which kind it is of."""
    partner = assessment.partnership.partner.short_name
    if item.kind in GOAL_KINDS:
        return f"{label_of(WholeItem(item), partner)}\n{item.full_text}"
    return f"{item.full_text} ({partner} only)" if only_for(item, partner) else item.full_text


def on_paper(assessment: Assessment) -> str:
    """What stands beneath each printed page."""
    return f"{assessment.partnership.partner.short_name}, {assessment.cycle.period.name}"


def sheet_names(categories: Sequence[Category]) -> dict[str, str]:
    """“1 Staffing” by category number."""
    titles = {category.number: f"{category.number} {category.title}" for category in categories}
    return texts.sheet_names(titles, (ABOUT, SUMMARY, RECORD))
