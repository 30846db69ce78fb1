"""What rose, fell and stayed since the cycle before, item by item."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from assessments.models import Assessment
from partnerships.comparison import (
    LevelChange,
    Obstacle,
    breaks_between,
    breaks_of,
    level_change,
    obstacle_between,
)
from partnerships.models import Item, LineageBreak, RatingLevel
from partnerships.wholes import whole_items

from .cycles import (
    Answers,
    TrendAnswer,
    TrendColumn,
    assessment_before,
    gather_answers,
    gather_columns,
)


@dataclass(frozen=True)
class ItemChange:
    partnership: str
    """Its place in addresses."""
    item: Item
    was: str
    """Its number in the earlier edition, where that was another one."""
    before: RatingLevel | None
    now: RatingLevel | None
    lead_in: str = ""
    """What it stands beneath."""


@dataclass(frozen=True)
class NotCompared:
    """An item that is not compared, and why."""

    item: Item
    words: str
    breaks: list[LineageBreak] = field(default_factory=list)
    lead_in: str = ""


@dataclass
class CycleComparison:
    """The newest cycle and the one before it, item by item, in document order."""

    before: TrendColumn
    now: TrendColumn
    rose: list[ItemChange] = field(default_factory=list)
    fell: list[ItemChange] = field(default_factory=list)
    stayed: list[ItemChange] = field(default_factory=list)
    broken: list[NotCompared] = field(default_factory=list)
    new: list[NotCompared] = field(default_factory=list)
    dropped: list[NotCompared] = field(default_factory=list)
    without_score: list[NotCompared] = field(default_factory=list)

    @property
    def changes(self) -> list[tuple[str, list[ItemChange]]]:
        return [("rose", self.rose), ("fell", self.fell), ("stayed", self.stayed)]

    @property
    def apart(self) -> list[tuple[str, list[NotCompared]]]:
        kinds = [
            ("Not comparable", self.broken),
            ("New", self.new),
            ("Dropped", self.dropped),
            ("Without a score in one of the two", self.without_score),
        ]
        return [(title, entries) for title, entries in kinds if entries]

    @property
    def apart_count(self) -> int:
        return sum(len(entries) for _, entries in self.apart)


def compare_newest(columns: Sequence[TrendColumn], answers: Answers) -> CycleComparison:
    """The newest column and the one before it. In one query, of the breaks in their agreement."""
    (before, now), (old, new) = columns[-2:], answers[-2:]
    found = CycleComparison(before, now)
    breaks = defaultdict(list)
    of_agreement = breaks_of(now.edition.agreement_id)
    for broken in breaks_between(of_agreement, before.edition, now.edition):
        breaks[broken.lineage].append(broken)
    before_in, now_in = _lead_ins(old), _lead_ins(new)
    for lineage, answer in new.items():
        if answer.is_rated:
            _compare_one(found, old.get(lineage), answer, breaks[lineage], now_in[answer.item.pk])
    for lineage, answer in old.items():
        if answer.is_rated and not (lineage in new and new[lineage].is_rated):
            what = "no longer rated" if lineage in new else "not"
            words = f"{what} in edition {now.edition.label}; was {answer.words}"
            found.dropped.append(NotCompared(answer.item, words, lead_in=before_in[answer.item.pk]))
    return found


def compare_with_before(assessment: Assessment, *, is_public: bool) -> CycleComparison | None:
    """What a document of an assessment says of changes, for the public or the parties: since `assessment_before`.

    None where there is none.
    """
    before = assessment_before(assessment, is_public=is_public)
    if before is None:
        return None
    columns = gather_columns([before, assessment])
    return compare_newest(columns, gather_answers(assessment.partnership, columns))


def _lead_ins(of_column: Mapping[str, TrendAnswer]) -> dict[int, str]:
    """By key of a rated item, what it stands beneath."""
    return {whole.item.pk: whole.lead_in for whole in whole_items(one.item for one in of_column.values())}


def _compare_one(
    found: CycleComparison,
    old: TrendAnswer | None,
    answer: TrendAnswer,
    breaks: list[LineageBreak],
    lead_in: str,
) -> None:
    obstacle = obstacle_between(old.item if old else None, answer.item, is_broken=bool(breaks))
    if old is None or obstacle == Obstacle.NOT_RATED:
        since = "rated from" if old else "in"
        words = f"{since} edition {found.now.edition.label}{' on' if old else ''}; now {answer.words}"
        found.new.append(NotCompared(answer.item, words, lead_in=lead_in))
        return
    from_to = f"{old.words} before, {answer.words} now"
    if obstacle:
        scale = ", on another scale" if obstacle == Obstacle.OTHER_SCALE else ""
        found.broken.append(NotCompared(answer.item, f"{from_to}{scale}", breaks, lead_in))
        return
    was = old.item.reference if old.item.reference != answer.item.reference else ""
    slug = found.now.assessment.partnership.slug
    change = ItemChange(slug, answer.item, was, old.level, answer.level, lead_in)
    match level_change(old.level, answer.level):
        case LevelChange.ROSE:
            found.rose.append(change)
        case LevelChange.FELL:
            found.fell.append(change)
        case LevelChange.STAYED:
            found.stayed.append(change)
        case _:
            found.without_score.append(NotCompared(answer.item, from_to, lead_in=lead_in))
