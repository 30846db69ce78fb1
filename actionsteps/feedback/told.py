"""“You said, we did”: what was released to families, by category, with what came of it."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from partnerships.models import Category, Partnership

from ..models import ActionStep, Feedback, FeedbackSource
from .listing import people_in_all, with_counts
from .outcomes import FeedbackOutcome, outcomes_of

FEWEST_TOLD = 10
"""People: how many said it is told only of so many or more, so that nobody is found among a few."""


@dataclass(frozen=True)
class Told:
    feedback: Feedback
    outcome: FeedbackOutcome
    people: int | None
    """How many said it, where these are not few."""


@dataclass(frozen=True)
class ToldOfCategory:
    category: Category | None
    """None for what is about none of them."""
    lines: list[Told]


def printed_words(feedback: Feedback) -> str:
    """What a document for everybody prints of feedback that a plan answers; empty of what stays with the staff.

    What is released, in the words for families. A printed plan has the words of its feedback too, but for what a
    family sent by the form: that is never public before somebody released it.
    """
    if feedback.released_at:
        return feedback.for_families
    return "" if feedback.source == FeedbackSource.FORM else feedback.text


def printed_name(step: ActionStep) -> str:
    """`ActionStep.name` in a document for everybody."""
    said = "; ".join(filter(None, map(printed_words, step.feedback.all())))
    return step.title or said or next((action.text for action in step.actions.all()), str(step))


def is_told(partnership: Partnership) -> bool:
    """Whether families have anything to read."""
    return Feedback.objects.filter(partnership=partnership).released().exists()


def you_said_we_did(partnership: Partnership) -> list[ToldOfCategory]:
    """By category in the agreement's order, what is about none at the end; the newest of each first.

    Nothing that is not released, and of steps what released plans say. The queries do not grow with it.
    """
    released: Any = Feedback.objects.filter(partnership=partnership).released()
    feedback = list(
        with_counts(released).select_related("category", "merged_into").order_by("-released_at", "-pk")
    )
    outcomes = outcomes_of(feedback, for_families=True)
    lines = [Told(one, outcomes[one.pk], _people_told(one)) for one in feedback]
    lines.sort(key=_place)
    return [
        ToldOfCategory(of_one[0].feedback.category, of_one)
        for of_one in (list(group) for _, group in groupby(lines, key=_place))
    ]


def _people_told(feedback: Feedback) -> int | None:
    people = people_in_all(feedback)
    return people if people and people >= FEWEST_TOLD else None


def _place(line: Told) -> tuple[bool, int, str]:
    """Categories of one number and title are the same one, of whichever edition."""
    category = line.feedback.category
    return (category is None, category.position if category else 0, str(category or ""))
