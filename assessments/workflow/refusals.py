"""Why a round does not allow a transition, or why its pages do not offer it."""

from collections.abc import Callable

from assessments.models import Assessment
from core.words import in_words

from .sentences import becomes_final

Refusal = Callable[[Assessment], str]
"""Gives the sentence that says what to do instead; an empty one where nothing stands against it."""

SIDES_STAY = "what each side submitted stays as it is"
BEGUN = f"The conference of this cycle has begun, so {SIDES_STAY}. Change the joint assessment instead."
BEGINS = (
    f"As soon as the conference begins, {SIDES_STAY}; what changes then, changes in the joint assessment."
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
    return f"What counts in this cycle is its joint assessment, which a director may reopen; {SIDES_STAY}."


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


def is_of_one_side(assessment: Assessment) -> str:
    return "" if assessment.is_joint else "What the sides confirm is their joint assessment."


def own_side_has_confirmed(assessment: Assessment) -> str:
    """Also of a person who speaks for both sides and has spoken: it takes two people."""
    if not assessment.speaks_for:
        return "It is confirmed by those who write for a side that sat at the table."
    if not assessment.confirms_for:
        return f"It is confirmed already by {in_words([one.short_name for one in assessment.speaks_for])}."
    mine = assessment.confirmations.filter(submission=assessment.submission, by=assessment.reader.pk)
    if spoken := mine.select_related("organization").first():
        return f"You confirmed it for {spoken.organization.short_name}. Somebody else confirms it for the others."
    return ""


def sides_have_to_confirm(assessment: Assessment) -> str:
    if not assessment.is_joint or assessment.in_round.is_confirmed:
        return ""
    return f"{becomes_final(assessment)} Without that, a director makes it final for a reason that everybody reads."


def every_side_has_confirmed(assessment: Assessment) -> str:
    return "Every side has confirmed it." if assessment.in_round.is_confirmed else ""


def is_joint(assessment: Assessment) -> bool:
    return assessment.is_joint


def conference_decides(assessment: Assessment) -> bool:
    """Whether it becomes final with a joint assessment, in the conference."""
    return not (assessment.is_joint or assessment.in_round.needs_no_conference(assessment))
