"""The first page of a document about an assessment, and the minutes of its conference."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from assessments.conference.decisions import decided_by
from assessments.conference.minutes import minutes_of
from assessments.conference.points import Points, Question, points_of
from assessments.models import Assessment, AssessmentStatus, Confirmation, Decision, Minutes
from assessments.workflow.confirming import seats_of
from partnerships.models import EditionWords


@dataclass(frozen=True)
class PrintedMinutes:
    agenda: str
    questions: tuple[Question, ...]
    """That the edition asks, those that were answered."""
    decisions: tuple[Decision, ...]
    earlier: tuple[Decision, ...]
    """Those of conferences before, which none before this one had settled."""


@dataclass(frozen=True)
class Cover:
    agreement: str
    edition: str
    words: EditionWords
    """The edition's own."""
    period: str
    period_word: str
    """“school year”, “cycle”."""
    district: str
    lead: str
    date: str
    participants: str
    perspective: str
    status_note: str
    """Empty for a final assessment."""
    minutes: PrintedMinutes | None
    """Of the conference at which a joint assessment was agreed on."""
    confirmed: tuple[str, ...]
    """Who confirmed a joint assessment for which side, and when."""
    unconfirmed: tuple[str, ...]
    """The sides that have not, where it is final all the same; `closing_reason` says why."""
    closing_reason: str


def cover_of(assessment: Assessment) -> dict[str, Any]:
    """The fields of `Cover`."""
    partnership, cycle = assessment.partnership, assessment.cycle
    seats = seats_of(assessment)
    minutes = minutes_of(assessment) if assessment.is_joint else None
    points = points_of(assessment, minutes)
    return {
        "agreement": partnership.agreement.title,
        "edition": cycle.edition.label,
        "words": cycle.edition.words,
        "period": cycle.period.name,
        "period_word": cycle.period.word,
        "district": partnership.partner.name,
        "lead": partnership.agreement.lead.name,
        "date": date_of(assessment),
        "participants": participants_of(assessment, points),
        "perspective": assessment.perspective,
        "status_note": status_note(assessment),
        "minutes": _minutes(assessment, minutes, points),
        "confirmed": tuple(_confirmed(seat.confirmation) for seat in seats if seat.confirmation),
        "unconfirmed": tuple(
            seat.side.short_name for seat in seats if assessment.is_final and not seat.confirmation
        ),
        "closing_reason": assessment.closing_reason if assessment.is_final else "",
    }


def _minutes(assessment: Assessment, minutes: Minutes | None, points: Points) -> PrintedMinutes | None:
    """None where no conference was held, or nothing was written down of it."""
    if not assessment.is_joint:
        return None
    agenda = minutes.agenda if minutes else ""
    questions = tuple(one for one in points.questions if one.is_answered)
    decided = [one for one in decided_by(assessment, with_reopened=False) if one.removed_at is None]
    own = tuple(one for one in decided if one.assessment_id == assessment.pk)
    earlier = tuple(one for one in decided if one.assessment_id != assessment.pk)
    return PrintedMinutes(agenda, questions, own, earlier) if agenda or questions or decided else None


def _confirmed(one: Confirmation) -> str:
    """“Clayton: Ann Example, Nov 26, 2026”."""
    return f"{one.organization.short_name}: {one.by}, {date_format(timezone.localtime(one.at), 'M j, Y')}"


def participants_of(assessment: Assessment, points: Points | None = None) -> str:
    """Who attended the conference, and who else took part. `points` are those of its minutes."""
    if points is None:
        points = points_of(assessment, minutes_of(assessment) if assessment.is_joint else None)
    return "\n".join(filter(None, (points.attendance, assessment.participants)))


def date_of(assessment: Assessment) -> str:
    """“September 2023” where only the month is known; empty where nothing is."""
    if assessment.date is None:
        return ""
    return date_format(assessment.date, "F Y" if assessment.date_is_month else "M j, Y")


def status_note(assessment: Assessment) -> str:
    return {
        AssessmentStatus.DRAFT: "Draft: not final",
        AssessmentStatus.SUBMITTED: "Submitted: not final",
        AssessmentStatus.RETURNED: "Returned: not final",
    }.get(AssessmentStatus(assessment.status), "")
