"""Next year's focus: each area with the steps of the plan that come from it or serve its items."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from actionsteps.models import ActionStep

from .plan import PrintedPlan
from .said_and_done import SaidAndDone, StepToday

MOST_SERVING = 3
"""Steps that are told of an area."""


@dataclass(frozen=True)
class FocusAhead:
    text: str
    """With the items and measures it points to."""
    steps: tuple[StepToday, ...]
    more: int
    """Further steps that serve it."""


def focus_ahead(
    highlights: Iterable[Any], texts: Iterable[str], plan: PrintedPlan | None, families: SaidAndDone
) -> tuple[FocusAhead, ...]:
    """Of areas of focus `with_points`, whose `texts` are as printed. In one query."""
    today = families.by_lineage
    found = []
    printed = [one.step for of in plan.categories for one in of.steps] if plan else []
    for serving, text in zip(steps_serving(highlights, printed), texts, strict=True):
        steps = [today[one.lineage] for one in serving if one.lineage in today]
        found.append(FocusAhead(text, tuple(steps[:MOST_SERVING]), len(steps[MOST_SERVING:])))
    return tuple(found)


def steps_serving(highlights: Iterable[Any], steps: Sequence[ActionStep]) -> list[list[ActionStep]]:
    """Of each of some highlights `with_points`, the steps that come from it or serve its items. In one query."""
    highlights = list(highlights)
    come_from = _lineages_from(highlights) if steps and highlights else {}
    return [
        [one for one in steps if one.lineage in come_from.get(highlight.pk, ()) or _serves(one, highlight)]
        for highlight in highlights
    ]


def _lineages_from(highlights: list[Any]) -> dict[int, set[str]]:
    links = ActionStep.highlights.through.objects.filter(
        highlight__in=highlights, actionstep__removed_at=None
    )
    found: dict[int, set[str]] = {}
    for highlight, lineage in links.values_list("highlight", "actionstep__lineage"):
        found.setdefault(highlight, set()).add(lineage)
    return found


def _serves(step: ActionStep, highlight: Any) -> bool:
    return not highlight.references.isdisjoint(item.reference for item in step.items.all())
