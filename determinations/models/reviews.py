"""The second step: people review a district's policies, procedures and practices, and say what they found."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from core.ids import new_public_id
from core.models import LimitedTextField, RecordedEvent
from partnerships.models import Item, Partnership, Period


class ReviewResult(models.TextChoices):
    PENDING = "", "not decided yet"
    APPROPRIATE = "appropriate", "policies, procedures and practices are appropriate"
    FOUND = "found", "non-compliance is identified"


class PracticeReviewManager(models.Manager["PracticeReview"]):
    def get_by_natural_key(self, public_id: str) -> "PracticeReview":
        return self.get(public_id=public_id)


class PracticeReview(models.Model):
    """What people found in a district that a screen flagged. One for an indicator and period, in however many
    groups the screen flagged it."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="practice_reviews")
    item = models.ForeignKey(Item, models.PROTECT, related_name="practice_reviews")
    period = models.ForeignKey(Period, models.PROTECT, related_name="+")
    tool = models.CharField(
        "reviewed with", max_length=200, blank=True, help_text="The protocol, rubric or checklist."
    )
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    reviewed_on = models.DateField(null=True, blank=True)
    reviewed_by = models.CharField(
        "reviewed by", max_length=200, blank=True, help_text="The team or office. No names of students."
    )
    words = LimitedTextField(verbose_name="what was found", max_length=5000, blank=True)
    result = models.CharField(max_length=12, choices=ReviewResult, blank=True)
    notified_on = models.DateField(
        "notified in writing on", null=True, blank=True, help_text="Of a finding of non-compliance."
    )
    place = models.CharField(max_length=200, blank=True, help_text="Where a source prints it.")
    screened: Any = models.JSONField(
        default=list,
        blank=True,
        editable=False,
        help_text="The screen's working when the outcome was recorded: a list of sentences.",
    )
    history = HistoricalRecords()

    objects = PracticeReviewManager()

    class Meta:
        ordering = ["period__start", "partnership__partner__sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "item", "period"],
                name="practice_review_once",
                violation_error_message="There is a review of this district for this period already.",
            ),
            models.CheckConstraint(
                name="practice_review_result_says_why",
                condition=Q(result="") | ~Q(words=""),
                violation_error_message="Say what was found.",
            ),
            models.CheckConstraint(
                name="practice_review_notifies_of_finding",
                condition=Q(notified_on=None) | Q(result=ReviewResult.FOUND),
                violation_error_message="Only a finding of non-compliance is notified.",
            ),
            models.CheckConstraint(
                name="practice_review_notified_after_it",
                condition=Q(notified_on=None) | Q(reviewed_on=None) | Q(notified_on__gte=F("reviewed_on")),
                violation_error_message="The day it was notified must not be before the review.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partnership}, {self.item.reference}, {self.period}"

    def natural_key(self) -> tuple[str, ...]:
        return (self.public_id,)

    natural_key.dependencies = [  # type: ignore[attr-defined]
        "partnerships.partnership",
        "partnerships.item",
    ]


class PracticeReviewEventKind(models.TextChoices):
    RECORDED = "recorded", "review recorded"
    DECIDED = "decided", "outcome recorded"
    CHANGED = "changed", "outcome changed"


class PracticeReviewEvent(RecordedEvent):
    """What happened to a review. `words` are the outcome."""

    review = models.ForeignKey(PracticeReview, models.CASCADE, related_name="events")
    kind = models.CharField(max_length=10, choices=PracticeReviewEventKind)

    def __str__(self) -> str:
        return f"{self.review}: {self.get_kind_display()}"
