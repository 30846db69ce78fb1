"""The State of the Partnership: everything its report says about one assessment."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from assessments.highlights.points import with_points
from assessments.models import Assessment, HighlightKind
from assessments.rating.tally import Tally
from core.words import natural
from partnerships.models import RatingScale

from .cover import Cover, cover_of
from .evidence import Evidence, evidence_for
from .plan import PrintedPlan, plan_for
from .ratings import RatedCategory, rated_categories, tally_of, with_levels


@dataclass(frozen=True)
class StateOfThePartnership(Cover):
    comments_stay_inside: bool
    """Whether it says what was given, and not the comments on it."""
    comments_of: str
    """Whose its comments are: a side, or empty for those of a joint assessment."""
    scale: RatingScale
    categories: tuple[RatedCategory, ...]
    strengths: tuple[str, ...]
    """Each with what it points to."""
    focus: tuple[str, ...]
    plan: PrintedPlan | None
    evidence: Evidence | None

    @property
    def title(self) -> str:
        return f"State of the Partnership {self.period}"

    @property
    def other_scales(self) -> list[RatingScale]:
        """Those that some items have instead, by name."""
        own = {printed.scale for of in self.categories for printed in of.items if printed.scale}
        return sorted(own, key=lambda scale: natural(scale.name))

    @property
    def apart(self) -> int:
        """How many items are rated on a scale of their own."""
        return sum(printed.scale is not None for of in self.categories for printed in of.items)

    @cached_property
    def total(self) -> Tally:
        return tally_of([printed for of in self.categories for printed in of.items], self.scale)


def state_of_the_partnership(assessment: Assessment) -> StateOfThePartnership:
    """Everything the State of the Partnership report says about one assessment."""
    scale = with_levels(assessment.cycle.edition.scale)
    highlights: dict[str, list[str]] = {kind: [] for kind in HighlightKind.values}
    for highlight in with_points(assessment.highlights.all()):
        highlights[highlight.kind].append(_with_references(highlight))
    return StateOfThePartnership(
        **cover_of(assessment),
        comments_stay_inside=assessment.cycle.edition.comments_stay_inside,
        comments_of=assessment.rater,
        scale=scale,
        categories=rated_categories(assessment),
        strengths=tuple(highlights[HighlightKind.STRENGTH]),
        focus=tuple(highlights[HighlightKind.FOCUS]),
        plan=plan_for(assessment),
        evidence=evidence_for(assessment),
    )


def _with_references(highlight: Any) -> str:
    """A strength or area of focus with the items and measures it points to: “Transportation (6.1, 6.2)”."""
    items = ", ".join(point.name for point in highlight.points if point.is_item)
    measures = "; ".join(point.name for point in highlight.points if not point.is_item)
    return "".join(
        [highlight.text, f" ({items})" if items else "", f"\nShown by: {measures}" if measures else ""]
    )
