"""The statuses an assessment has. How it comes from one to the next: workflow/transitions.py."""

from django.conf import settings
from django.db import models

from core.models import LimitedTextField


class AssessmentStatus(models.TextChoices):
    DRAFT = "draft", "draft"
    SUBMITTED = "submitted", "submitted"
    RETURNED = "returned", "returned"
    FINAL = "final", "final"
    WITHDRAWN = "withdrawn", "no longer asked"


OPEN = (AssessmentStatus.DRAFT, AssessmentStatus.RETURNED)
"""Those who write an assessment can change it."""

HANDED_IN = (AssessmentStatus.SUBMITTED, AssessmentStatus.FINAL)
"""It counts. What is withdrawn is neither open nor handed in: the director no longer asks that side."""


class Workflow(models.Model):
    """Where an assessment stands, since when, by whom, and in which words."""

    status = models.CharField(max_length=10, choices=AssessmentStatus, default=AssessmentStatus.DRAFT)
    submission = models.PositiveSmallIntegerField(
        default=0, editable=False, help_text="How many times it was submitted so far."
    )
    submitted_at = models.DateTimeField(null=True, blank=True, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    explanation = LimitedTextField(
        max_length=2000,
        blank=True,
        editable=False,
        help_text="Why it was submitted although something needed attention.",
    )
    returned_at = models.DateTimeField(null=True, blank=True, editable=False)
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    remark = LimitedTextField(
        max_length=2000,
        blank=True,
        editable=False,
        help_text="Why it was last returned to its writers, reopened, or no longer asked for.",
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    made_final_at = models.DateTimeField(null=True, blank=True, editable=False)
    made_final_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    updated_at = models.DateTimeField(auto_now=True)

    is_writer: bool
    is_reviewer: bool
    """What the person is for whom it was read (`access.may_read`, `may_write`, `may_review`)."""

    class Meta:
        abstract = True

    @property
    def is_open(self) -> bool:
        """Whether those who write it can change it."""
        return self.status in OPEN

    @property
    def is_handed_in(self) -> bool:
        return self.status in HANDED_IN

    @property
    def is_final(self) -> bool:
        return self.status == AssessmentStatus.FINAL

    @property
    def is_withdrawn(self) -> bool:
        """Whether this side is no longer asked."""
        return self.status == AssessmentStatus.WITHDRAWN

    @property
    def is_worked_on(self) -> bool:
        """Whether the person for whom it was read writes or reviews it. Others are not told what was said between
        those who do: explanations to the reviewer, and remarks that were seen to."""
        return self.is_writer or self.is_reviewer

    @property
    def was_asked_again(self) -> bool:
        """Whether it was last returned because its side, which was no longer asked, is asked again."""
        if self.withdrawn_at is None:
            return False
        return self.submitted_at is None or self.withdrawn_at >= self.submitted_at

    @property
    def was_reopened(self) -> bool:
        """Whether it was final after it was last submitted: then what it went back for is why it was reopened.

        One that came in final, from a fixture, was never submitted.
        """
        if self.returned_at is None or self.was_asked_again:
            return False
        if self.submitted_at is None:
            return True
        return self.made_final_at is not None and self.made_final_at >= self.submitted_at
