"""Why a round does not allow a transition, or why its pages do not offer it."""

from collections.abc import Callable
from functools import cached_property

from assessments.models import Assessment


class RoundFacts:
    """What transitions ask of the round of an assessment, read when it is first needed."""

    def __init__(
        self, assessment: Assessment, *, beside: list[Assessment] | None = None, is_unread: bool | None = None
    ):
        """`beside` and `is_unread` are the assessment's own, for pages that have read them already."""
        self.assessment = assessment
        if beside is not None:
            self.beside = beside
        if is_unread is not None:
            self.is_unread = is_unread

    @cached_property
    def beside(self) -> list[Assessment]:
        return self.assessment.beside

    @property
    def joint(self) -> Assessment | None:
        """The joint assessment beside a side, once its conference has begun."""
        return next((other for other in self.beside if other.is_joint), None)

    @property
    def is_alone(self) -> bool:
        """Whether no other side is asked."""
        return all(other.is_joint for other in self.beside)

    @cached_property
    def is_unread(self) -> bool:
        """Whether it was submitted and nobody else could read it so far."""
        others_write = any(other.is_open for other in self.beside if not other.is_joint)
        return others_write and self.assessment.is_unread


Refusal = Callable[[Assessment, RoundFacts], str]
"""Gives the sentence that says what to do instead; an empty one where nothing stands against it."""

BEGUN = (
    "The conference of this cycle has begun, so what each side handed in stays as it is. "
    "Change the joint assessment instead."
)


def conference_has_begun(assessment: Assessment, facts: RoundFacts) -> str:
    return BEGUN if facts.joint else ""


def others_could_read(assessment: Assessment, facts: RoundFacts) -> str:
    if facts.is_unread:
        return ""
    who = assessment.partnership.agreement.lead.short_name
    return f"Others could read it by now, so it is not taken back. The director of {who} can return it."


def joint_comes_first(assessment: Assessment, facts: RoundFacts) -> str:
    if facts.joint is None or facts.joint.is_final:
        return ""
    return "There is a joint assessment in this cycle. Make that one final: this one becomes final with it."


def joint_counts(assessment: Assessment, facts: RoundFacts) -> str:
    if facts.joint is None:
        return ""
    return (
        "What counts in this cycle is its joint assessment. Reopen that one instead; "
        "what each side handed in stays on record."
    )


def is_of_both_sides(assessment: Assessment, facts: RoundFacts) -> str:
    return (
        "The joint assessment is of both sides. What stops is asking one of them."
        if assessment.is_joint
        else ""
    )


def conference_is_without_it(assessment: Assessment, facts: RoundFacts) -> str:
    if facts.joint is None:
        return ""
    return "The conference of this cycle has begun without this side. It is not asked again in it."


def conference_decides(assessment: Assessment, facts: RoundFacts) -> bool:
    """Whether it becomes final with a joint assessment, in the conference."""
    return bool(facts.joint) or not facts.is_alone
