"""Why a round does not allow a transition, or why its pages do not offer it."""

from collections.abc import Callable

from assessments.models import Assessment

Refusal = Callable[[Assessment], str]
"""Gives the sentence that says what to do instead; an empty one where nothing stands against it."""

BEGUN = (
    "The conference of this cycle has begun, so what each side handed in stays as it is. "
    "Change the joint assessment instead."
)


def conference_has_begun(assessment: Assessment) -> str:
    return BEGUN if assessment.joint else ""


def others_could_read(assessment: Assessment) -> str:
    if assessment.others_still_rate and assessment.is_unread:
        return ""
    who = assessment.partnership.agreement.lead.short_name
    return f"Others could read it by now, so it is not taken back. The director of {who} can return it."


def joint_comes_first(assessment: Assessment) -> str:
    if assessment.joint is None or assessment.joint.is_final:
        return ""
    return "There is a joint assessment in this cycle. Make that one final: this one becomes final with it."


def joint_counts(assessment: Assessment) -> str:
    if assessment.joint is None:
        return ""
    return (
        "What counts in this cycle is its joint assessment. Reopen that one instead; "
        "what each side handed in stays on record."
    )


def is_of_both_sides(assessment: Assessment) -> str:
    return (
        "The joint assessment is of both sides. What stops is asking one of them."
        if assessment.is_joint
        else ""
    )


def conference_is_without_it(assessment: Assessment) -> str:
    if assessment.joint is None:
        return ""
    return "The conference of this cycle has begun without this side. It is not asked again in it."


def conference_decides(assessment: Assessment) -> bool:
    """Whether it becomes final with a joint assessment, in the conference."""
    return not (assessment.is_joint or assessment.in_round.needs_no_conference(assessment))
