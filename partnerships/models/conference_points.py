"""What an edition says of the conferences that are held by it."""

from django.db import models
from simple_history.models import HistoricalRecords

from core.models import LimitedTextField

from .editions import EditionPart


class ConferencePointKind(models.TextChoices):
    AGENDA = "agenda", "point of the agenda"
    QUESTION = "question", "question"
    ATTENDEE = "attendee", "who is here"
    EVERYONE = "everyone", "what all who attend will do"


class ConferencePoint(EditionPart):
    """A point of the agenda, a question that is answered, who is to be there, or what all who attend will do.

    The minutes of a conference begin with them. Who is to be there answers the question before it.
    """

    kind = models.CharField(max_length=10, choices=ConferencePointKind)
    text = LimitedTextField(max_length=500, help_text="As printed, without its number.")
    history = HistoricalRecords()

    def __str__(self) -> str:
        return self.text
