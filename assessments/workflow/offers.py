"""Which transitions the pages offer to whom."""

from assessments.models import Assessment

from .transitions import TRANSITIONS, Actor, Transition


def offered(
    assessment: Assessment,
    *,
    writes: bool,
    reviews: bool,
    directs: bool = False,
) -> list[Transition]:
    """The transitions whose buttons a person sees, by what the person is to the assessment (`Actor`)."""
    may = {Actor.WRITER: writes, Actor.REVIEWER: reviews, Actor.DIRECTOR: directs}
    return [
        one
        for one in TRANSITIONS
        if may[one.allowed_to] and assessment.status in one.starts
        if not one.why_not(assessment)
        if not any(hides(assessment) for hides in one.not_offered_when)
    ]


def offered_to_reader(assessment: Assessment) -> list[Transition]:
    """What the person for whom an assessment was read is offered on its page."""
    return offered(assessment, writes=assessment.is_writer, reviews=assessment.is_reviewer)
