"""The board summary of an assessment: two pages for a board that has ten minutes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.text import Truncator

from assessments.models import Assessment
from assessments.rating.tally import Tally
from assessments.trends.changes import CycleComparison, compare_with_before
from partnerships.models import Category, RatingLevel, RatingScale
from reports.fitting import Candidates, Fitting, Listed, height_of, share_out
from reports.models import DocumentKind
from reports.parts import Readers

from .board_lists import (
    BoardDecision,
    BoardMove,
    BoardStep,
    late_steps,
    moves,
    named,
    open_decisions,
    signatures_in_words,
)
from .cover import Cover, cover_of
from .layout import Chosen, chosen_for
from .ratings import RatedCategory, rated_categories, with_levels

PAGE = 510.0
"""The width of a page without its margins, in points."""

FIRST_PAGE, SECOND_PAGE = 335.0, 330.0
"""What headings, sentences and notes leave of the height of each, in points."""

FOR_MOVES = 90.0
"""Of the first page, kept for what moved; less where there are many categories."""

LOGO = 134.0
"""How much of the width one takes beside the heading, in points."""

MOST_CATEGORIES = 13
TITLE, WORDS = 150.0, 130.0
"""Widths of the columns of a category's title and of its level in words."""

LABEL = 40
"""Characters of a level's label."""


@dataclass(frozen=True)
class BoardCategory:
    category: Category | None
    """None for all of them together."""
    title: str
    tally: Tally
    rose: int
    fell: int

    @property
    def words(self) -> str:
        """Of the level that the average reaches."""
        reached = self.tally.reached
        return words_of(reached) if reached else ""


def words_of(level: RatingLevel) -> str:
    return Truncator(level.label).chars(LABEL)


@dataclass(frozen=True)
class BoardSummary(Cover):
    heading: str
    """The district's name, as far as it fits."""
    of_agreement: str
    scale: RatingScale
    day: date
    """On which it was read: what is late, is late on it."""
    total: BoardCategory
    categories: Listed[BoardCategory]
    before: str
    """The period it is compared with; empty where there is none."""
    compared: int
    """How many items."""
    rose: Listed[BoardMove]
    fell: Listed[BoardMove]
    strengths: Listed[str]
    focus: Listed[str]
    steps: Listed[BoardStep]
    decisions: Listed[BoardDecision]
    signatures: tuple[str, ...]
    """Sentences: who has not signed the edition in force, and who has."""
    is_shortened: bool
    chosen: Chosen

    @property
    def title(self) -> str:
        return f"Board summary, {self.period}"


def board_summary(assessment: Assessment, readers: Readers) -> BoardSummary:
    """In a fixed number of queries. What is long is cut, so that two pages hold it."""
    fitting, cover, today = Fitting(), cover_of(assessment), timezone.localdate()
    scale = with_levels(assessment.cycle.edition.scale)
    comparison = compare_with_before(assessment, is_public=readers.is_public)
    rated = [one for one in rated_categories(assessment) if one.tally.total]
    chosen = chosen_for(assessment.partnership, DocumentKind.BOARD_SUMMARY)
    candidates = _categories(rated, comparison, fitting, FIRST_PAGE - (FOR_MOVES if comparison else 0))
    categories = candidates.first(MOST_CATEGORIES)
    room = FIRST_PAGE - sum(height for _, height in candidates.sized[:MOST_CATEGORIES])
    rose, fell = share_out(room, *moves(comparison, fitting))
    strengths, focus, steps, decisions = share_out(
        SECOND_PAGE,
        *named(assessment, fitting, width=PAGE - 14),
        late_steps(assessment, today, fitting),
        open_decisions(assessment, fitting),
    )
    signed = signatures_in_words(assessment, fitting, width=PAGE)
    beside_logo = PAGE - (LOGO if chosen.logo else 0)
    lists = (categories, rose, fell, strengths, focus, steps, decisions)
    together = Tally.together([one.tally for one in rated], scale.met_from)
    return BoardSummary(
        **cover,
        heading=fitting.fit(cover["district"], lines=2, width=beside_logo, size=15),
        of_agreement=fitting.fit(cover["agreement"], lines=2, width=beside_logo, size=11),
        scale=scale,
        day=today,
        total=_board_category(None, "", together, comparison),
        categories=categories,
        before=comparison.before.label if comparison else "",
        compared=sum(len(changes) for _, changes in comparison.changes) if comparison else 0,
        rose=rose,
        fell=fell,
        strengths=strengths,
        focus=focus,
        steps=steps,
        decisions=decisions,
        signatures=signed,
        is_shortened=fitting.has_cut or any(one.more for one in lists),
        chosen=chosen,
    )


def _categories(
    rated: Sequence[RatedCategory], comparison: CycleComparison | None, fitting: Fitting, room: float
) -> Candidates[BoardCategory]:
    """Titles take as many lines as have room."""
    longest = max((words_of(level) for one in rated for level, _ in one.tally.levels), key=len, default="")
    for lines in (3, 2, 1):
        tried = Fitting()
        titles = [tried.fit(one.category.title, lines=lines, width=TITLE) for one in rated]
        heights = [height_of((title, TITLE), (longest, WORDS)) for title in titles]
        if sum(heights[:MOST_CATEGORIES]) <= room:
            break
    fitting.has_cut |= tried.has_cut
    found = [
        _board_category(one.category, title, one.tally, comparison)
        for title, one in zip(titles, rated, strict=True)
    ]
    return Candidates(list(zip(found, heights, strict=True)), len(found))


def _board_category(
    category: Category | None, title: str, tally: Tally, comparison: CycleComparison | None
) -> BoardCategory:
    rose, fell = (
        sum(category is None or one.item.category_id == category.pk for one in changes)
        for changes in ((comparison.rose, comparison.fell) if comparison else ((), ()))
    )
    return BoardCategory(category, title, tally, rose, fell)
