"""Which transitions the pages offer to whom, and what they say of those that can still come."""

from copy import copy

from assessments.models import Assessment, AssessmentStatus

from .definition import Actor, Transition, say
from .refusals import SIDES_STAY
from .transitions import RETURN, TRANSITIONS


def possible(assessment: Assessment) -> list[Transition]:
    """What can be done with it now, whoever may."""
    return [
        one
        for one in TRANSITIONS
        if assessment.status in one.starts
        if not one.why_not(assessment)
        if not any(hides(assessment) for hides in one.not_offered_when)
    ]


def offered(
    assessment: Assessment,
    *,
    writes: bool,
    reviews: bool,
    directs: bool = False,
    sits: bool = False,
) -> list[Transition]:
    """The transitions whose buttons a person sees, by what the person is to the assessment (`Actor`)."""
    may = {Actor.WRITER: writes, Actor.SIDE: sits, Actor.REVIEWER: reviews, Actor.DIRECTOR: directs}
    return [one for one in possible(assessment) if may[one.allowed_to]] if any(may.values()) else []


def offered_to_reader(assessment: Assessment) -> list[Transition]:
    """What the person for whom an assessment was read is offered on its page."""
    return offered(
        assessment,
        writes=assessment.is_writer,
        reviews=assessment.is_reviewer,
        sits=assessment.is_handed_in and bool(assessment.speaks_for),
    )


def what_can_still_change(assessment: Assessment) -> list[str]:
    """Sentences on who can still do what to an assessment, or why nobody can, to whoever it was read for."""
    ways = [(one, say(one.can, assessment)) for one in possible(assessment)]
    told = [f"{_who_may(one, assessment)} can {deed}." for one, deed in ways if deed]
    if assessment.is_joint and assessment.is_open:
        stays = any(RETURN.why_not(side) for side in assessment.in_round.sides)
        told += [f"{SIDES_STAY.capitalize()}."] if stays else []
    if told or not assessment.is_handed_in:
        return told
    closed = [one for one in TRANSITIONS if assessment.status in one.starts and one.can]
    return [sentence for one in closed if (sentence := one.why_not(assessment))][:1]


def what_can_change_then(assessment: Assessment, status: AssessmentStatus) -> list[str]:
    """The same of an assessment that is about to come to a status."""
    then = copy(assessment)
    then.status, then.is_unread = status, True  # nobody reads what is not submitted yet
    return what_can_still_change(then)


def _who_may(transition: Transition, assessment: Assessment) -> str:
    lead = assessment.partnership.agreement.lead.short_name
    match transition.allowed_to:
        case Actor.WRITER if not assessment.is_joint:
            return "You" if assessment.is_writer else assessment.rater
        case Actor.WRITER:
            return f"{lead} and {assessment.partnership.partner.short_name}"
        case Actor.SIDE:
            return "Each side at the table"
    return f"A director of {lead}"
