"""How far the districts of an invented county have come in its newest year."""

from dataclasses import dataclass

from assessments.models import AssessmentStatus

DRAFT, SUBMITTED, RETURNED, FINAL, _ = AssessmentStatus.values


@dataclass(frozen=True)
class Course:
    """How far one district has come in a year: the status of each side, None where it is not asked, and the
    share of its items that an open one has rated."""

    own: str
    lead: str | None
    joint: str | None
    rated: float = 1
    weight: int = 1


COURSES = (
    Course(FINAL, FINAL, FINAL, weight=60),
    Course(SUBMITTED, SUBMITTED, SUBMITTED, weight=8),
    Course(SUBMITTED, SUBMITTED, None, weight=8),
    Course(SUBMITTED, SUBMITTED, DRAFT, rated=0.4, weight=5),
    Course(DRAFT, SUBMITTED, None, rated=0.7, weight=6),
    Course(DRAFT, DRAFT, None, rated=0.3, weight=5),
    Course(RETURNED, SUBMITTED, None, rated=0.9, weight=3),
    Course(DRAFT, DRAFT, None, rated=0, weight=5),
)
"""What districts do in the newest year. In earlier ones all are final."""
