"""The State of the Partnership: everything its report says about one assessment."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils import timezone

from assessments.highlights.points import with_points
from assessments.models import Assessment, HighlightKind
from assessments.rating.tally import Tally
from core.words import natural
from partnerships.models import RatingScale
from reports.models import DocumentKind
from reports.parts import DocumentPart

from .ahead import FocusAhead, focus_ahead
from .changed import Changed, changed_since
from .cover import Cover, cover_of, status_note
from .essence import CategoryStanding, Essence, MovedSince, Point, Steps
from .evidence import Evidence, evidence_for
from .evidence_shown import EvidenceShown, evidence_shown
from .goals import PrintedGoals, goals_for
from .layout import Chosen, chosen_for
from .plan import PrintedPlan, plan_for
from .ratings import RatedCategory, rated_categories, tally_of, with_levels
from .said_and_done import SaidAndDone, said_and_done

PARTS = (
    DocumentPart("goals", "Goals of the district"),
    DocumentPart("changes", "What changed since the time before"),
    DocumentPart("ratings", "Where it stands, and strengths"),
    DocumentPart("evidence", "Evidence highlights with charts"),
    DocumentPart("families", "What families said and what was done"),
    DocumentPart("next", "What comes next: the areas of focus"),
    DocumentPart(
        "listing",
        "Appendix: the full listing, with comments, minutes and all evidence",
        starts_out=True,
    ),
)


FEW, SHORT = 3, 90
"""Things families said that stand on the first page, and their length in characters at most."""


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
    essence: Essence
    changed: Changed | None
    """None where there is no cycle before."""
    shown: EvidenceShown
    families: SaidAndDone
    goals: PrintedGoals
    ahead: tuple[FocusAhead, ...]
    chosen: Chosen

    @property
    def strengths_say_more(self) -> bool:
        """Whether they say more than on the first page: what they point to."""
        return self.strengths != tuple(point.text for point in self.essence.strengths)

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
        return total_of(self.categories, self.scale)


def total_of(categories: tuple[RatedCategory, ...], scale: RatingScale) -> Tally:
    return tally_of([printed for of in categories for printed in of.items], scale)


def state_of_the_partnership(assessment: Assessment) -> StateOfThePartnership:
    """Everything the State of the Partnership report says about one assessment."""
    core = _core(assessment)
    strengths, focus = core.highlights[HighlightKind.STRENGTH], core.highlights[HighlightKind.FOCUS]
    evidence = evidence_for(assessment)
    shown = evidence_shown(assessment, evidence)
    focus_texts = tuple(map(_with_references, focus))
    return StateOfThePartnership(
        **cover_of(assessment),
        comments_stay_inside=assessment.cycle.edition.comments_stay_inside,
        comments_of=assessment.rater,
        scale=core.scale,
        categories=core.categories,
        strengths=tuple(map(_with_references, strengths)),
        focus=focus_texts,
        plan=core.plan,
        evidence=evidence,
        essence=_essence(assessment, core),
        changed=core.changed,
        shown=shown,
        families=core.families,
        goals=goals_for(assessment, core.categories, shown.goals),
        ahead=focus_ahead(focus, focus_texts, core.plan, core.families),
        chosen=chosen_for(assessment.partnership, DocumentKind.STATE_OF_THE_PARTNERSHIP, PARTS),
    )


def essence_for(assessment: Assessment) -> Essence:
    """What a parent reads first, and nothing else."""
    return _essence(assessment, _core(assessment))


@dataclass(frozen=True)
class _Core:
    """What both the report and its essence rest on."""

    scale: RatingScale
    highlights: dict[str, list[Any]]
    """By kind, each with what it points to."""
    categories: tuple[RatedCategory, ...]
    plan: PrintedPlan | None
    changed: Changed | None
    families: SaidAndDone


def _core(assessment: Assessment) -> _Core:
    scale = with_levels(assessment.cycle.edition.scale)
    highlights: dict[str, list[Any]] = {kind: [] for kind in HighlightKind.values}
    for highlight in with_points(assessment.highlights.all()):
        highlights[highlight.kind].append(highlight)
    plan = plan_for(assessment)
    return _Core(
        scale,
        highlights,
        rated_categories(assessment),
        plan,
        changed_since(assessment),
        said_and_done(assessment.partnership, plan),
    )


def _essence(assessment: Assessment, core: _Core) -> Essence:
    partnership, cycle = assessment.partnership, assessment.cycle
    day, scale, words = assessment.date, core.scale, cycle.edition.words
    tally = total_of(core.categories, scale)
    met = next((level for level, _ in tally.levels if level.value == scale.met_from), None)
    code = met.code if met else str(scale.met_from)
    return Essence(
        agreement=partnership.agreement.title,
        partner=partnership.partner.name,
        lead=partnership.agreement.lead.name,
        period=cycle.period.name,
        period_word=cycle.period.word,
        assessed_on=day.isoformat()[: 7 if assessment.date_is_month else 10] if day else "",
        status_note=status_note(assessment),
        item=words.item.one,
        items=words.item.many,
        met=tally.met,
        scored=tally.scored,
        judged=tally.judged,
        total=tally.total,
        met_level=met.label if met else code,
        met_place=f"level:{scale.name}:{code}",
        moved=_moved(core.changed) if core.changed else None,
        steps=_steps(core.families.counts) if core.families.counts else None,
        said=core.families.said,
        heard=tuple(
            Point(f"heard:{number}", said)
            for number, said in enumerate([one for one in core.families.heard if len(one) <= SHORT][:FEW], 1)
        ),
        categories=tuple(
            CategoryStanding(
                f"category:{of.category.number}", of.category.title, of.tally.met, of.tally.scored
            )
            for of in core.categories
            if of.tally.total
        ),
        strengths=_points(core.highlights[HighlightKind.STRENGTH]),
        focus=_points(core.highlights[HighlightKind.FOCUS]),
        as_of=timezone.localdate().isoformat(),
    )


def _moved(changed: Changed) -> MovedSince:
    rose, fell = len(changed.rose), len(changed.fell)
    return MovedSince(changed.before, rose, fell, changed.stayed, changed.apart_count, changed.why_apart)


def _steps(counts: dict[str, int]) -> Steps:
    return Steps(**{name: counts.get(name, 0) for name in ("done", "under_way", "not_started", "stopped")})


def _points(highlights: list[Any]) -> tuple[Point, ...]:
    return tuple(Point(f"highlight:{one.public_id}", one.text) for one in highlights)


def _with_references(highlight: Any) -> str:
    """A strength or area of focus with the items and measures it points to: “Transportation (6.1, 6.2)”."""
    items = ", ".join(point.name for point in highlight.points if point.is_item)
    measures = "; ".join(point.name for point in highlight.points if not point.is_item)
    return "".join(
        [highlight.text, f" ({items})" if items else "", f"\nShown by: {measures}" if measures else ""]
    )
