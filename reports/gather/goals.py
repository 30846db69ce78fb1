"""A partner's goals as they are presented at the annual forum, and what is missing of them."""

from collections.abc import Iterable
from dataclasses import dataclass

from assessments.models import GOAL_AREAS, Assessment, ForumGoals
from partnerships.models import Item, Period

from .evidence_shown import ShownValue, older_than
from .ratings import PrintedItem, RatedCategory


@dataclass(frozen=True)
class PrintedGoal:
    area: str
    text: str
    """Empty where none is entered."""
    older: str
    """“from 2021-2022”, of one that no later year replaced."""


@dataclass(frozen=True)
class PrintedGoals:
    promised_by: str
    """The reference of the item that promises them; empty where the edition promises none."""
    goals: tuple[PrintedGoal, ...]
    """Of the areas in which goals are presented. Empty where none is promised and none entered."""
    in_agreement: tuple[PrintedItem, ...]
    """The goals that stand in the agreement itself, each with its level."""
    in_evidence: tuple[ShownValue, ...]

    @property
    def missing(self) -> list[str]:
        return [one.area for one in self.goals if not one.text]

    @property
    def has_any(self) -> bool:
        return bool(self.goals or self.in_agreement or self.in_evidence)


def goals_for(
    assessment: Assessment, categories: tuple[RatedCategory, ...], in_evidence: tuple[ShownValue, ...]
) -> PrintedGoals:
    """Those of the assessed period or, area by area, the newest before. In one query."""
    period = assessment.cycle.period
    entered = ForumGoals.objects.filter(partnership=assessment.partnership, period__start__lte=period.start)
    rows = list(entered.select_related("period").order_by("-period__start", "-pk"))
    printed = [one for of in categories for one in of.items]
    promised_by = next((one.item.reference for one in printed if _promises_goals(one.item)), "")
    goals = tuple(_goal(name, area, rows, period) for name, area in GOAL_AREAS.items())
    in_agreement = tuple(one for one in printed if one.item.goal_word and not one.item.parent_id)
    is_told = promised_by or any(one.text for one in goals)
    return PrintedGoals(promised_by, goals if is_told else (), in_agreement, in_evidence)


def _goal(name: str, area: str, rows: Iterable[ForumGoals], period: Period) -> PrintedGoal:
    for row in rows:
        if text := getattr(row, name):
            return PrintedGoal(area, text, older_than(row.period, period))
    return PrintedGoal(area, "", "")


def _promises_goals(item: Item) -> bool:
    words = item.text.casefold()
    return "numeracy" in words and "literacy" in words
