"""What each side says of a joint assessment before it becomes final."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.models import Organization


class Confirmation(models.Model):
    """Somebody who writes for a side that sat at the table confirms what a joint assessment says.

    It is of one submission (`Assessment.submission`). What is submitted does not change; once it went back and is
    submitted again, it is another one, and each side is asked again. So nothing is ever to be cleared, and who
    confirmed before stays on record.
    """

    assessment = models.ForeignKey("assessments.Assessment", models.PROTECT, related_name="confirmations")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", help_text="The side.")
    submission = models.PositiveSmallIntegerField(help_text="Which of its submissions was read.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "submission", "organization"],
                name="confirmation_once_a_side",
                violation_error_message="This side has confirmed it already.",
            ),
            models.UniqueConstraint(
                fields=["assessment", "submission", "by"],
                name="confirmation_once_a_person",
                violation_error_message="One person confirms for one side.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment}: confirmed by {self.organization.short_name}"
