"""The State of the Partnership: everything its report says about one assessment."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from assessments.conference.decisions import decided_by
from assessments.conference.minutes import minutes_of
from assessments.highlights.points import with_points
from assessments.models import Assessment, AssessmentStatus, Confirmation, Decision, HighlightKind
from assessments.rating.tally import Tally
from assessments.workflow.confirming import seats_of
from core.words import natural
from partnerships.models import RatingScale, Words

from .evidence import Evidence, evidence_for
from .plan import PrintedPlan, plan_for
from .ratings import RatedCategory, rated_categories, tally_of, with_levels


@dataclass(frozen=True)
class PrintedMinutes:
    agenda: str
    decisions: tuple[Decision, ...]
    earlier: tuple[Decision, ...]
    """Those of conferences before, which none before this one had settled."""


@dataclass(frozen=True)
class StateOfThePartnership:
    agreement: str
    edition: str
    words: Words
    """The edition's own."""
    period: str
    period_word: str
    """“school year”, “cycle”."""
    district: str
    lead: str
    date: str
    participants: str
    perspective: str
    comments_of: str
    """Whose its comments are: a side, or empty for those of a joint assessment."""
    status_note: str
    """Empty for a final assessment."""
    scale: RatingScale
    categories: tuple[RatedCategory, ...]
    strengths: tuple[str, ...]
    """Each with what it points to."""
    focus: tuple[str, ...]
    minutes: PrintedMinutes | None
    """Of the conference at which a joint assessment was agreed on."""
    confirmed: tuple[str, ...]
    """Who confirmed a joint assessment for which side, and when."""
    unconfirmed: tuple[str, ...]
    """The sides that have not, where it is final all the same; `closing_reason` says why."""
    closing_reason: str
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
    partnership, cycle = assessment.partnership, assessment.cycle
    scale = with_levels(cycle.edition.scale)
    highlights: dict[str, list[str]] = {kind: [] for kind in HighlightKind.values}
    for highlight in with_points(assessment.highlights.all()):
        highlights[highlight.kind].append(_with_references(highlight))
    seats = seats_of(assessment)
    return StateOfThePartnership(
        agreement=partnership.agreement.title,
        edition=cycle.edition.label,
        words=cycle.edition.words,
        period=cycle.period.name,
        period_word=cycle.period.word,
        district=partnership.partner.name,
        lead=partnership.agreement.lead.name,
        date=_date(assessment),
        participants=assessment.participants,
        perspective=assessment.perspective,
        comments_of=assessment.rater,
        status_note=_status_note(assessment),
        scale=scale,
        categories=rated_categories(assessment),
        strengths=tuple(highlights[HighlightKind.STRENGTH]),
        focus=tuple(highlights[HighlightKind.FOCUS]),
        minutes=_minutes(assessment),
        confirmed=tuple(_confirmed(seat.confirmation) for seat in seats if seat.confirmation),
        unconfirmed=tuple(
            seat.side.short_name for seat in seats if assessment.is_final and not seat.confirmation
        ),
        closing_reason=assessment.closing_reason if assessment.is_final else "",
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


def _minutes(assessment: Assessment) -> PrintedMinutes | None:
    """None where no conference was held, or nothing was written down of it."""
    if not assessment.is_joint:
        return None
    minutes = minutes_of(assessment)
    agenda = minutes.agenda if minutes else ""
    decided = [one for one in decided_by(assessment, with_reopened=False) if one.removed_at is None]
    own = tuple(one for one in decided if one.assessment_id == assessment.pk)
    earlier = tuple(one for one in decided if one.assessment_id != assessment.pk)
    return PrintedMinutes(agenda, own, earlier) if agenda or decided else None


def _confirmed(one: Confirmation) -> str:
    """“Clayton: Ann Example, Nov 26, 2026”."""
    return f"{one.organization.short_name}: {one.by}, {date_format(timezone.localtime(one.at), 'M j, Y')}"


def _date(assessment: Assessment) -> str:
    if assessment.date is None:
        return ""
    return date_format(assessment.date, "F Y" if assessment.date_is_month else "M j, Y")


def _status_note(assessment: Assessment) -> str:
    return {
        AssessmentStatus.DRAFT: "Draft: not final",
        AssessmentStatus.SUBMITTED: "Submitted: not final",
        AssessmentStatus.RETURNED: "Returned: not final",
    }.get(AssessmentStatus(assessment.status), "")
