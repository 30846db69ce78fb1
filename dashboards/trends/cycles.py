"""The cycles that are compared, and what each says of every item."""

from dataclasses import dataclass, field

from accounts.models import User
from assessments.models import Assessment, Rating
from assessments.rounds import rounds_of
from partnerships.lineages import place
from partnerships.models import Item, Partnership
from reports.gather import Level, Scale, scale_and_levels

CYCLES = 5
"""Compared at a time, and as many periods of a measure."""


@dataclass(frozen=True)
class Column:
    """A cycle, and the assessment that stands for it."""

    assessment: Assessment
    scale: Scale
    levels: dict[int, Level] = field(compare=False)
    label: str
    """The period; with the edition where another column has the same period."""

    @property
    def edition(self):
        return self.assessment.cycle.edition

    @property
    def says(self):
        return f"{self.assessment.perspective}, {self.assessment.get_status_display()}"

    def is_on_the_scale_of(self, other):
        return self.edition.scale_id == other.edition.scale_id


def standing_assessments(partnership: Partnership, user: User) -> list[Assessment]:
    """The assessment that counts in each cycle, oldest first, as far as this person may read it."""
    rows = (
        partnership.assessments.as_seen_by(user)
        .with_partnership()
        .prefetch_related("cycle__edition__scale__levels")
    )
    counting = [round_.result_so_far for round_ in rounds_of(partnership, rows)]
    return sorted((one for one in counting if one), key=_time)


def _time(assessment):
    period = assessment.cycle.period
    return period.start, period.end, place(assessment.cycle.edition)


def gather_columns(assessments):
    labels = [assessment.cycle.period.label for assessment in assessments]
    columns = []
    for assessment, label in zip(assessments, labels, strict=True):
        edition = assessment.cycle.edition
        if labels.count(label) > 1:
            label = f"{label} ({edition.label})"
        scale, levels = scale_and_levels(edition.scale)
        columns.append(Column(assessment, scale, levels, label))
    return columns


@dataclass(frozen=True)
class Answer:
    """What one cycle says of an item or heading."""

    item: Item
    level: Level | None = None
    flag: bool = False
    comment: str = ""

    @property
    def is_rated(self):
        return self.item.is_rated

    @property
    def score(self):
        return self.level.value if self.level else None

    @property
    def words(self):
        return self.level.code if self.level else "not rated"


def gather_answers(partnership, columns, **only):
    """For each column what it says, by lineage and in document order. In two queries."""
    items: dict[int, list[Item]] = {column.edition.pk: [] for column in columns}
    for item in (
        Item.objects.for_partnership(partnership)
        .filter(edition__in=list(items), **only)
        .select_related("category")
        .order_by("category__position", "position", "pk")
    ):
        items[item.edition_id].append(item)
    ratings = {
        (assessment, item): rest
        for assessment, item, *rest in Rating.objects.filter(
            assessment__in=[column.assessment.pk for column in columns],
            **{f"item__{name}": value for name, value in only.items()},
        ).values_list("assessment", "item", "level", "flag", "comment")
    }
    return [
        {
            item.lineage: _answer(item, ratings.get((column.assessment.pk, item.pk)), column)
            for item in items[column.edition.pk]
        }
        for column in columns
    ]


def _answer(item, rating, column):
    if rating is None or not item.is_rated:
        return Answer(item)
    level, flag, comment = rating
    return Answer(item, column.levels.get(level), flag, comment)


def span(columns):
    values = [level.value for column in columns for level in column.scale.levels if level.value is not None]
    return min(values), max(values)


def joined(columns, at):
    return at > 0 and columns[at].is_on_the_scale_of(columns[at - 1])
