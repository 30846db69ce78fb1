"""How documents print the activities of a plan: in tables, with number, words and status as they stand there."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from core.ids import new_public_id
from core.models import LimitedTextField
from partnerships.models import Item, Partnership, Submission

from .steps import TEXT_MAX_LENGTH, ActionStep

NO_WORDS = "Write what is done: a line without words says nothing."


class ActivityStatus(models.TextChoices):
    ACTIVE = "active", "Active"
    ACTIVE_REVISED = "active_revised", "Active Revised"
    REVISED = "revised", "Revised"
    NEW = "new", "New"
    ONGOING = "ongoing", "Ongoing through"
    COMPLETED = "completed", "Completed"
    ENDED = "ended", "Ended"


class ActivityTableQuerySet(models.QuerySet["ActivityTable"]):
    def handed_in(self) -> Self:
        """Those that everybody in the agreement reads. One of a submission to come is still being written."""
        return self.filter(submission__submitted_on__isnull=False)

    def get_by_natural_key(self, partnership: str, submission: str, position: int) -> "ActivityTable":
        return self.get(partnership__slug=partnership, submission__title=submission, position=position)


class ActivityTable(models.Model):
    """A table of improvement activities in a submission, for the items that its heading names.

    Once its submission is handed in it is a document, and the database refuses to change it. What comes to be said
    otherwise is said in a table of a later submission.
    """

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="activity_tables")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="activity_tables")
    items = models.ManyToManyField(Item, related_name="activity_tables", help_text="Those it is for.")
    printed_at = models.ForeignKey(
        Item,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Where it is printed for each of its items and not alike: the item at which this one stands.",
    )
    heading = models.CharField(max_length=200, help_text="As printed.")
    introduction = LimitedTextField(
        max_length=TEXT_MAX_LENGTH, blank=True, help_text="What is printed above it, in its words."
    )
    unplaced = LimitedTextField(
        max_length=2000,
        blank=True,
        help_text="Cells in the words of the source whose line cannot be told, one to a line.",
    )
    note = LimitedTextField(
        max_length=2000,
        blank=True,
        help_text="For readers: what of it cannot be read, and how it was divided.",
    )
    position = models.PositiveSmallIntegerField(help_text="Its place among those of the submission.")
    history = HistoricalRecords(m2m_fields=[items])

    objects = ActivityTableQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "submission", "position"],
                name="activity_table_position_unique",
                violation_error_message="The submission has a table in this place already.",
            ),
        ]

    def __str__(self) -> str:
        return self.heading

    def natural_key(self) -> tuple[Any, ...]:
        return (self.partnership.slug, self.submission.title, self.position)

    natural_key.dependencies = [  # type: ignore[attr-defined]
        "partnerships.partnership",
        "partnerships.submission",
        "partnerships.item",
    ]

    @property
    def is_handed_in(self) -> bool:
        return self.submission.submitted_on is not None


class ActivityLine(models.Model):
    """An activity as one table prints it. The activity is the step, whatever number and words it has here: two
    activities may have one number, and one activity has many, “9.1 / 9.3 / 10.1 / 10.3”."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    table = models.ForeignKey(ActivityTable, models.PROTECT, related_name="lines")
    step = models.ForeignKey(ActionStep, models.PROTECT, related_name="printed_lines")
    number = models.CharField(
        max_length=60, blank=True, help_text="As printed: “1.7 / 2.7”. Empty where it cannot be read."
    )
    text = LimitedTextField(verbose_name="activity", max_length=TEXT_MAX_LENGTH)
    timeline = models.CharField(max_length=200, blank=True)
    resources = models.CharField(max_length=300, blank=True, help_text="Who and what carries it.")
    status = models.CharField(max_length=20, choices=ActivityStatus, blank=True)
    status_year = models.PositiveSmallIntegerField("year", null=True, blank=True)
    status_printed = models.CharField(
        max_length=60,
        blank=True,
        help_text="In the words of the source, where it has its own: “Revised April”.",
    )
    note = LimitedTextField(max_length=1000, blank=True, help_text="For readers: what cannot be read.")
    position = models.PositiveSmallIntegerField(default=0)
    history = HistoricalRecords()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["table", "step"],
                name="activity_line_once_a_table",
                violation_error_message="The table has this activity already.",
            ),
            models.CheckConstraint(
                name="activity_line_has_words", condition=~Q(text=""), violation_error_message=NO_WORDS
            ),
            models.CheckConstraint(
                name="activity_line_year_of_a_status",
                condition=Q(status_year=None) | (~Q(status="") & Q(status_year__range=(2000, 2100))),
                violation_error_message="A year from 2000 to 2100 belongs to a status: choose that too.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.text}".strip()

    @property
    def standing(self) -> str:
        """Its status as a table prints it: “Active Revised 2011”; empty where none is said or can be read."""
        year = str(self.status_year or "")
        return self.status_printed or " ".join(filter(None, [self.get_status_display(), year]))
