"""The assessment / evaluation of an agreement, as it was agreed on or as a form to fill in by hand."""

from collections.abc import Iterable
from dataclasses import dataclass

from assessments.models import Assessment, HighlightKind
from core.words import natural
from partnerships.editions.document import DocumentLine, EditionDocument, gather_document, nest
from partnerships.models import Category, Edition, Item, Measure, Partnership, RatingLevel, RatingScale

from .cover import date_of, participants_of
from .ratings import (
    SHORT,
    PrintedItem,
    RatedCategory,
    rated_categories,
    unrated_categories,
    with_levels,
)


@dataclass(frozen=True)
class RatedLine:
    """A row of the assessment: an item with its status, and what stands beneath it that is not rated by itself."""

    printed: PrintedItem
    beneath: tuple[DocumentLine[Item], ...] = ()

    @property
    def item(self) -> Item:
        return self.printed.item

    @property
    def status(self) -> str:
        """The level as the form prints it, where that has room."""
        given = self.printed.rating
        if given is None or given.level is None:
            return ""
        return given.printed_as if 0 < len(given.printed_as) <= SHORT else given.level.code

    @property
    def printed_as(self) -> str:
        """What the form prints for the level, where that is more than its column holds."""
        given = self.printed.rating
        return given.printed_as if given and len(given.printed_as) > SHORT else ""

    @property
    def has_flag(self) -> bool:
        return bool(self.printed.rating and self.printed.rating.flag)


@dataclass(frozen=True)
class AssessedCategory:
    category: Category
    groups: tuple[tuple[str, tuple[RatedLine, ...]], ...]
    """The rows, under the name of whom they are for."""
    measures: list[DocumentLine[Measure]]


@dataclass(frozen=True)
class PrintedScale:
    """A scale with its levels: those that are a score, then the flag, then the others."""

    scale: RatingScale
    scores: tuple[RatingLevel, ...]
    others: tuple[RatingLevel, ...]


@dataclass(frozen=True)
class PrintedForm:
    """The assessment / evaluation: as it was agreed on, or a form to fill in by hand."""

    edition: Edition
    is_blank: bool
    date: str
    participants: str
    perspective: str
    """Whose assessment it is; empty for that of both sides."""
    scales: tuple[PrintedScale, ...]
    """The edition's, then those that some items have instead."""
    categories: tuple[AssessedCategory, ...]
    strengths: tuple[str, ...]
    focus: tuple[str, ...]

    @property
    def flag(self) -> str:
        return next((one.scale.flag_symbol for one in self.scales if one.scale.flag_symbol), "")


def form_of(text: EditionDocument, partnership: Partnership, assessment: Assessment | None) -> PrintedForm:
    """Of an assessment in the words of its own edition; without one, of the text, with nothing filled in."""
    edition = assessment.cycle.edition if assessment else text.edition
    scale = with_levels(edition.scale)
    rated_text = text if edition == text.edition else gather_document(edition, partnership)
    if assessment is None:
        rated = unrated_categories(text, partnership)
        said = {"date": "", "participants": "", "perspective": ""}
        highlights: dict[str, tuple[str, ...]] = {}
    else:
        rated = rated_categories(assessment)
        said = {
            "date": date_of(assessment),
            "participants": participants_of(assessment),
            "perspective": "" if assessment.is_joint else assessment.full_name,
        }
        written = list(assessment.highlights.all())
        highlights = {
            kind: tuple(one.text for one in written if one.kind == kind) for kind in HighlightKind.values
        }
    by_category = {one.category.pk: one.measures for one in rated_text.categories}
    apart = {printed.scale for of in rated for printed in of.items if printed.scale}
    scales = [scale, *sorted(apart, key=lambda scale: natural(scale.name))]
    return PrintedForm(
        edition=edition,
        is_blank=assessment is None,
        **said,
        scales=tuple(map(_printed_scale, scales)),
        categories=tuple(_assessed(of, by_category.get(of.category.pk, [])) for of in rated),
        strengths=highlights.get(HighlightKind.STRENGTH, ()),
        focus=highlights.get(HighlightKind.FOCUS, ()),
    )


def _printed_scale(scale: RatingScale) -> PrintedScale:
    levels = list(scale.levels.all())
    return PrintedScale(
        scale,
        tuple(level for level in levels if level.is_score),
        tuple(level for level in levels if not level.is_score),
    )


def _assessed(of: RatedCategory, measures: list[DocumentLine[Measure]]) -> AssessedCategory:
    groups = tuple((subject, tuple(_rows(lines))) for subject, lines in of.groups)
    return AssessedCategory(of.category, groups, measures)


def _rows(lines: Iterable[PrintedItem]) -> Iterable[RatedLine]:
    """A row each, but for what is not rated and stands beneath an item that is: that belongs to its row."""
    by_key = {printed.item.pk: printed for printed in lines}

    def is_rated(line: DocumentLine[Item]) -> bool:
        printed = by_key[line.record.pk]
        return bool(line.record.is_rated or printed.rating) or any(map(is_rated, line.lines))

    def walk(level: Iterable[DocumentLine[Item]]) -> Iterable[RatedLine]:
        for line in level:
            printed = by_key[line.record.pk]
            if line.lines and any(map(is_rated, line.lines)):
                yield RatedLine(printed)
                yield from walk(line.lines)
            else:
                yield RatedLine(printed, tuple(line.lines))

    return walk(nest(printed.item for printed in by_key.values()))
