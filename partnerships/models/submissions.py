"""How an agreement's text was handed in: what changed each time, who approved, who answered."""

from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from core.ids import new_public_id
from core.models import LimitedTextField, LinkField

from .editions import Agreement
from .text import Item


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def to_come(self) -> "SubmissionQuerySet":
        """Those not handed in yet, the first one due first."""
        return self.filter(submitted_on=None).order_by("due_on")

    def get_by_natural_key(self, agreement: str, title: str) -> "Submission":
        return self.get(agreement__slug=agreement, title=title)


class Submission(models.Model):
    """A state plan as it went to the federal office on a day; of one to come, until when it is due."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="submissions")
    title = models.CharField(max_length=120, help_text="As documents call it: Revisions, February 15, 2013.")
    submitted_to = models.CharField(max_length=200, blank=True)
    due_on = models.DateField(null=True, blank=True)
    submitted_on = models.DateField(null=True, blank=True)
    summary = LimitedTextField(max_length=4000, blank=True, help_text="What it is and covers, as written.")
    council = models.CharField(
        max_length=200, blank=True, help_text="Who reviewed it and approved of targets and activities."
    )
    approval = LimitedTextField(
        max_length=4000, blank=True, help_text="When they met and what they approved of, as written."
    )
    public_within = models.PositiveSmallIntegerField(
        "days until the public reads each partner's figures",
        null=True,
        blank=True,
        help_text="Counted from the day after it is submitted: 120 for the profiles of districts.",
    )
    link = LinkField(blank=True, help_text="Where the public finds it.")
    history = HistoricalRecords()

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        ordering = [
            "agreement__sort_key",
            F("submitted_on").desc(nulls_first=True),
            "due_on",
            "pk",
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "title"],
                name="submission_title_unique",
                violation_error_message="There is a submission with this title already.",
            ),
            models.CheckConstraint(
                name="submission_has_a_day",
                condition=Q(due_on__isnull=False) | Q(submitted_on__isnull=False),
                violation_error_message="Enter when it is due or, once it is submitted, when that was.",
            ),
            models.CheckConstraint(
                name="submission_public_within_a_year",
                condition=Q(public_within=None) | Q(public_within__range=(1, 366)),
                violation_error_message="The days until the public reads it are from 1 to 366.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def public_by(self) -> date | None:
        """The last day for each partner's figures to be public; None where no days are set or it is to come."""
        if self.submitted_on is None or self.public_within is None:
            return None
        return self.submitted_on + timedelta(days=self.public_within)

    def natural_key(self) -> tuple[Any, ...]:
        return (self.agreement.slug, self.title)

    natural_key.dependencies = ["partnerships.agreement"]  # type: ignore[attr-defined]


class SubmittedChange(models.Model):
    """One thing that a submission changes, with its reason, and the items it is about where it names any."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="changes")
    text = LimitedTextField(max_length=2000)
    items = models.ManyToManyField(Item, blank=True, related_name="submitted_changes")
    position = models.PositiveSmallIntegerField(default=0)
    history = HistoricalRecords(m2m_fields=[items])

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text


class Letter(models.Model):
    """A letter about a submission: from whom, of which day, and what it asks for or determines."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="letters")
    sender = models.CharField("from", max_length=200)
    dated = models.CharField("date", max_length=60, blank=True, help_text="As written: March 15, 2006.")
    text = LimitedTextField(max_length=4000, help_text="What it asks for or determines.")
    answer = LimitedTextField(max_length=4000, blank=True, help_text="What was done about it.")
    items = models.ManyToManyField(
        Item, blank=True, related_name="letters", help_text="What it is about, where it names any."
    )
    position = models.PositiveSmallIntegerField(default=0)
    history = HistoricalRecords(m2m_fields=[items])

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.sender}, {self.dated}" if self.dated else self.sender
