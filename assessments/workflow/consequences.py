"""What later apps do when an assessment has gone through a transition, in the same transaction.

An app registers it when it is loaded.
"""

from collections.abc import Callable

from assessments.models import Assessment, AssessmentEvent

Consequence = Callable[[Assessment, AssessmentEvent], None]

_registered: list[Consequence] = []


def register(consequence: Consequence) -> None:
    _registered.append(consequence)


def follow(assessment: Assessment, event: AssessmentEvent) -> None:
    """Everything that follows of what has just happened to an assessment."""
    for consequence in _registered:
        consequence(assessment, event)
