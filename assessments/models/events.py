"""What happened to assessments and cycles. Access, e-mails and history pages read it here."""

from django.db import models

from core.models import RecordedEvent


class AssessmentEventKind(models.TextChoices):
    OPENED = "opened", "opened"
    ADDED = "added", "added by an administrator"
    ENTERED = "entered", "entered, submitted already"
    SUBMITTED = "submitted", "submitted"
    TAKEN_BACK = "taken_back", "taken back"
    RETURNED = "returned", "returned"
    REOPENED = "reopened", "reopened"
    WITHDRAWN = "withdrawn", "no longer asked for"
    ASKED_AGAIN = "asked_again", "asked for again"
    CONFIRMED = "confirmed", "confirmed by a side"
    SENT_BACK = "sent_back", "sent back to the conference"
    MADE_FINAL = "made_final", "made final"
    CLOSED = "closed", "made final without a confirmation"
    FILLED_IN = "filled_in", "filled in where the sides agree"
    REMINDED = "reminded", "reminded"


ASKED = (AssessmentEventKind.OPENED, AssessmentEventKind.ADDED)
"""How a side comes to be asked. What was loaded from a file has neither: nobody was asked at that moment."""


class AssessmentEvent(RecordedEvent):
    """A transition of an assessment, or how it came about.

    `words` are the explanation, remark or reason; of a confirmation the side's name; of what became final by itself
    why.
    """

    assessment = models.ForeignKey("assessments.Assessment", models.CASCADE, related_name="events")
    kind = models.CharField(max_length=12, choices=AssessmentEventKind)

    def __str__(self) -> str:
        return f"{self.assessment}: {self.get_kind_display()}"


class CycleEventKind(models.TextChoices):
    OPENED = "opened", "opened"


class CycleEvent(RecordedEvent):
    """A cycle was opened. Who is asked in it is told by the events of the assessments."""

    cycle = models.ForeignKey("assessments.Cycle", models.CASCADE, related_name="events")
    kind = models.CharField(max_length=12, choices=CycleEventKind)

    def __str__(self) -> str:
        return f"{self.cycle}: {self.get_kind_display()}"
