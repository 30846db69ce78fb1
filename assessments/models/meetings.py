"""A meeting of a partnership, such as its board's: the agenda as it was sent out, and what came of each point."""

from typing import Any

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from core.ids import new_public_id
from core.models import LimitedTextField
from partnerships.models import Partnership


class MeetingManager(models.Manager["Meeting"]):
    def get_by_natural_key(self, public_id: str) -> "Meeting":
        return self.get(public_id=public_id)


class Meeting(models.Model):
    """One meeting with its agenda. A conference of a round is none: its minutes are the joint assessment's."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="meetings")
    title = models.CharField(max_length=200)
    subtitle = models.CharField(max_length=200, blank=True)
    held_on = models.DateField("day")
    begins = models.CharField(max_length=40, blank=True, help_text="As the notice says: 6:00 PM CDT.")
    place = LimitedTextField(max_length=500, blank=True)
    notice = LimitedTextField(
        max_length=2000, blank=True, help_text="When and where it was published, and how people join."
    )
    attendance = LimitedTextField(
        max_length=2000, blank=True, help_text="Who was there, as minutes name them."
    )
    history = HistoricalRecords()

    objects = MeetingManager()

    class Meta:
        ordering = ["-held_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.title}, {self.held_on:%B} {self.held_on.day}, {self.held_on.year}"

    def natural_key(self) -> tuple[Any, ...]:
        return (self.public_id,)

    natural_key.dependencies = ["partnerships.partnership"]  # type: ignore[attr-defined]


class AgendaPoint(models.Model):
    """A point of an agenda, or the heading of a section of it: what follows a heading stands beneath it.

    What a closed session is about is read by those alone who enter for the lead agency: `access.reads_closed`. Its
    title and the law that allows it are public, as the notice is.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="points")
    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    position = models.PositiveSmallIntegerField("place in the agenda", default=0)
    is_section = models.BooleanField("heading of a section", default=False)
    number = models.CharField(
        max_length=10, blank=True, help_text="As printed: II for a section, B for a point."
    )
    title = models.CharField(max_length=200)
    time = models.CharField("begins at", max_length=40, blank=True, help_text="As printed: 6:20 PM.")
    minutes = models.PositiveSmallIntegerField("minutes planned", null=True, blank=True)
    presenter = models.CharField(max_length=120, blank=True)
    purpose = models.CharField(max_length=120, blank=True, help_text="As printed: Vote, Discuss, FYI.")
    text = LimitedTextField(max_length=5000, blank=True, help_text="What is printed beneath it.")
    submitted_by = models.CharField(max_length=120, blank=True)
    materials = LimitedTextField(
        verbose_name="related material",
        max_length=2000,
        blank=True,
        help_text="The titles on its coversheet, one a line.",
    )
    outcome = LimitedTextField(
        verbose_name="what came of it",
        max_length=5000,
        blank=True,
        help_text="What was decided, moved and voted.",
    )
    is_closed = models.BooleanField("closed session", default=False)
    citation = models.CharField(
        max_length=120,
        blank=True,
        help_text="The law that allows a closed session: RSMo Section 610.021.(2).",
    )
    history = HistoricalRecords()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="agenda_point_closed_by_a_law",
                condition=Q(is_closed=False) | ~Q(citation=""),
                violation_error_message="A closed session names the law that allows it.",
            ),
            models.CheckConstraint(
                name="agenda_section_has_no_content",
                condition=Q(is_section=False)
                | Q(is_closed=False, purpose="", text="", materials="", outcome="", minutes=None),
                violation_error_message="A heading has a title and a time; what is dealt with stands in points.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}" if self.number else self.title

    @property
    def has_coversheet(self) -> bool:
        return bool(self.materials or self.submitted_by)

    @property
    def material_titles(self) -> list[str]:
        return [line.strip() for line in self.materials.splitlines() if line.strip()]

    @property
    def is_vote(self) -> bool:
        """Whether it is announced as one that is voted on."""
        return "vote" in f"{self.purpose} {self.title}".casefold()

    def natural_key(self) -> tuple[Any, ...]:
        return (self.public_id,)

    natural_key.dependencies = ["assessments.meeting"]  # type: ignore[attr-defined]
