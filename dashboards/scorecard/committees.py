"""Goals that are rated, by who owns them, and the goal about them: what follows by rule of their states."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accounts.models import User
from assessments.models import Assessment
from assessments.rounds import Round, rounds_of
from determinations.rules.rulebook import rulebook_of
from determinations.rules.words import share_in_words
from determinations.verdicts.gathering import Determined, determined_in
from partnerships.models import Category, Item, Partnership, RatingLevel

from .when import When, when_of

ENDS = (6, 30)
"""The last day of a school year."""


@dataclass(frozen=True)
class CommitteeGoal:
    item: Item
    level: RatingLevel | None
    when: When

    @property
    def is_counted(self) -> bool:
        return self.level is not None and self.level.is_score

    @property
    def is_met(self) -> bool:
        return bool(
            self.level and self.level.value is not None and self.level.value >= self.level.scale.met_from
        )

    @property
    def comes_of_others(self) -> bool:
        """Whether it is not rated but worked out: the goal about goals."""
        return not self.item.is_rated


@dataclass(frozen=True)
class Committee:
    category: Category
    goals: Sequence[CommitteeGoal]

    @property
    def share(self) -> str:
        """“2 of 3 (66.67%)”; empty where no status is told."""
        counted = [one for one in self.goals if one.is_counted]
        return share_in_words(sum(one.is_met for one in counted), len(counted)) if counted else ""


@dataclass(frozen=True)
class CommitteeGoals:
    """Those of the newest round that its reader may read."""

    assessment: Assessment
    committees: Sequence[Committee]
    determined: Determined | None

    @property
    def goals(self) -> list[CommitteeGoal]:
        return [goal for one in self.committees for goal in one.goals]

    @property
    def without_status(self) -> int:
        return sum(not one.is_counted for one in self.goals if not one.comes_of_others)

    @property
    def rated(self) -> int:
        return sum(not one.comes_of_others for one in self.goals)


def committee_goals(partnership: Partnership, user: User) -> CommitteeGoals | None:
    """None where no round was handed in that this person reads."""
    rows = partnership.assessments.for_rounds().select_related("cycle__edition__scale", "cycle__period")
    rounds = [one.seen_by(user) for one in rounds_of(partnership, rows.newest_first())]
    found = next(((one, result) for one in rounds if (result := one.result)), None)
    return _of_round(*found) if found else None


def _of_round(round_: Round, assessment: Assessment) -> CommitteeGoals:
    ratings = assessment.ratings.select_related("level__scale")
    levels = {one.item_id: one.level for one in ratings}
    start = round_.cycle.period.start
    year = date(start.year - (start.month <= ENDS[0]), 7, 1)
    school_year = (year, date(year.year + 1, *ENDS))
    by_category: dict[Category, list[CommitteeGoal]] = {}
    for item in assessment.items().select_related("category"):
        if item.is_rated or item.category in by_category:
            goal = CommitteeGoal(item, levels.get(item.pk), when_of(item.text, school_year))
            by_category.setdefault(item.category, []).append(goal)
    rulebook = rulebook_of(round_.cycle.edition_id)
    determined = determined_in(assessment, rulebook)[0] if rulebook else None
    return CommitteeGoals(assessment, [Committee(*one) for one in by_category.items()], determined)
