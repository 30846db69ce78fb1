"""Where a partnership stands: the newest result that a person may read, what changed since the one before, and the
strengths and areas of focus that it names."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import QuerySet, prefetch_related_objects

from actionsteps.models import Action, ActionPlan
from assessments.models import Highlight, HighlightKind
from assessments.rating.tally import Tally
from assessments.trends.changes import CycleComparison, ItemChange, compare_newest
from assessments.trends.cycles import Answers, TrendColumn, by_time, gather_answers, gather_columns, span
from core.prepared import prepared
from partnerships.models import Category, Partnership, RatingLevel, Word
from reports.charts import bar_segments, tally_in_words

from .lines import PartnershipLine
from .trends.figures import Figure

LETTER = 1.9
"""Percent of a bar on a phone."""
MOST_CHANGES, MOST_ACTIONS = 4, 4
"""Items shown that rose, and as many that fell; actions shown of a plan."""


class CategoryBar(NamedTuple):
    """How many items of a category stand at which level, as a picture and in words."""

    category: Category
    segments: list[dict[str, Any]]
    words: str


class Named(NamedTuple):
    """A strength or an area of focus, and its place in addresses."""

    text: str
    public_id: str


@dataclass(frozen=True)
class Glance:
    column: TrendColumn
    """The cycle that counts, with its assessment."""
    figure: Figure
    """Of all its items."""
    bars: list[CategoryBar]
    comparison: CycleComparison | None
    """None where there is no cycle before."""
    strengths: list[Named]
    focus: list[Named]

    @property
    def levels(self) -> Iterable[RatingLevel]:
        return self.column.levels.values()

    @property
    def met_label(self) -> str:
        """What the scale calls the level from which on an item is met."""
        met_from = self.figure.tally.met_from
        return next((level.label for level in self.levels if level.value == met_from), "")

    @property
    def span(self) -> tuple[int, int]:
        """The lowest and the highest score."""
        return span([self.column.scale])

    @property
    def shown_changes(self) -> list[tuple[str, list[ItemChange], int]]:
        """(rose or fell, the first of them, how many more) where any did."""
        if self.comparison is None:
            return []
        return [
            (kind, changes[:MOST_CHANGES], len(changes[MOST_CHANGES:]))
            for kind, changes in self.comparison.changes
            if changes and kind != "stayed"
        ]


def gather_glance(partnership: Partnership, lines: Iterable[PartnershipLine]) -> Glance | None:
    """From a partnership's lines; None where nothing is submitted that their reader may read. In seven queries."""
    counting = [line.round.result_so_far for line in lines if line.round]
    standing = sorted((one for one in counting if one), key=by_time)[-2:]
    if not standing:
        return None
    prefetch_related_objects(standing, "cycle__edition__scale__levels")
    for assessment in standing:
        assessment.partnership = partnership
    columns = gather_columns(standing)
    answers = gather_answers(partnership, columns)
    newest, tallies = columns[-1], _tallies(columns[-1], answers)
    item = newest.edition.words.item
    highlights = list(_highlights(newest.assessment.pk))
    return Glance(
        newest,
        Figure(Tally.together(list(tallies.values()), newest.scale.met_from), item),
        [_bar(category, tally, item) for category, tally in tallies.items() if tally.total],
        compare_newest(columns, answers) if len(columns) > 1 else None,
        *(
            [Named(text, public_id) for of, text, public_id in highlights if of == kind]
            for kind in (HighlightKind.STRENGTH, HighlightKind.FOCUS)
        ),
    )


def _tallies(column: TrendColumn, answers: Answers) -> dict[Category, Tally]:
    """Of the items of each category, in document order."""
    given: dict[Category, list[Any]] = {}
    for answer in answers[-1].values():
        of_category = given.setdefault(answer.item.category, [])
        if answer.is_counted:
            of_category.append(answer.level)
    levels, met_from = column.levels.values(), column.scale.met_from
    return {category: Tally.of(of, levels, met_from) for category, of in given.items()}


def _bar(category: Category, tally: Tally, item: Word) -> CategoryBar:
    segments = bar_segments(tally, 0.1, 99.9, letter=LETTER)
    return CategoryBar(category, list(segments), tally_in_words(tally, item))


@prepared
def _highlights(assessment: int) -> QuerySet[Highlight, tuple[str, str, str]]:
    return Highlight.objects.filter(assessment=assessment).values_list("kind", "text", "public_id")


def first_actions(plan: ActionPlan) -> list[Action]:
    """What a plan does first, in document order, with what it answers."""
    return list(_actions(plan.pk))


@prepared
def _actions(plan: int) -> QuerySet[Action]:
    actions = Action.objects.filter(step__plan=plan).select_related("step__category")
    return actions.order_by("step__category__position", "step__position", "position", "pk")[:MOST_ACTIONS]
