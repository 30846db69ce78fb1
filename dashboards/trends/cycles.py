"""The cycles that are compared, and what each says of every item."""

from dataclasses import dataclass, field

from assessments.models import Assessment, Rating
from partnerships.lineages import place
from partnerships.models import Item
from reports.gather import Level, Scale, own_scales_of, scale_and_levels

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


def standing_assessments(partnership, user):
    """The assessment that stands for each cycle, oldest first: the joint one, else the partner's own, else
    another side's. Only what was handed in and this person may read."""
    handed_in = (
        Assessment.objects.visible_to(user)
        .filter(partnership=partnership)
        .handed_in()
        .with_partnership()
        .prefetch_related("cycle__edition__scale__levels")
    )
    standing: dict[int, Assessment] = {}
    for assessment in sorted(handed_in, key=_preference, reverse=True):
        standing[assessment.cycle_id] = assessment
    return sorted(standing.values(), key=_time)


def _preference(assessment):
    """The smallest stands for its cycle."""
    partnership = assessment.partnership
    ranks = {None: 0, partnership.partner_id: 1, partnership.agreement.lead_id: 2}
    return ranks.get(assessment.by_id, 3), assessment.pk


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
    scale: Scale
    """What it is rated on."""
    is_counted: bool
    """Whether it enters the figures: they are of the edition's scale alone."""
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
    own_scales = own_scales_of(item for of_edition in items.values() for item in of_edition)
    ratings = {
        (assessment, item): rest
        for assessment, item, *rest in Rating.objects.filter(
            assessment__in=[column.assessment.pk for column in columns],
            **{f"item__{name}": value for name, value in only.items()},
        ).values_list("assessment", "item", "level", "flag", "comment")
    }
    return [
        {
            item.lineage: _answer(item, ratings.get((column.assessment.pk, item.pk)), column, own_scales)
            for item in items[column.edition.pk]
        }
        for column in columns
    ]


def _answer(item, rating, column, own_scales):
    is_counted = item.is_rated and item.scale_in(column.edition) == column.edition.scale_id
    scale, levels = own_scales.get(item.scale_id, (column.scale, column.levels))
    if rating is None or not item.is_rated:
        return Answer(item, scale, is_counted)
    level, flag, comment = rating
    return Answer(item, scale, is_counted, levels.get(level), flag, comment)


def are_on_one_scale(before: Column, old: Answer, now: Column, answer: Answer) -> bool:
    """Whether an item is rated on the same scale in two cycles."""
    return old.item.scale_in(before.edition) == answer.item.scale_in(now.edition)


def span(scales):
    """The lowest and the highest score of any of them."""
    values = [level.value for scale in scales for level in scale.levels if level.value is not None]
    return min(values), max(values)


def joined(columns, at):
    return at > 0 and columns[at].is_on_the_scale_of(columns[at - 1])
