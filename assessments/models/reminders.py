"""Which e-mails a person wants, and which were sent."""

from django.conf import settings
from django.db import models


class ReminderChoice(models.Model):
    """What a person's daily digest tells of. Nobody without a row has chosen yet: all of it."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="reminder_choice"
    )
    opened = models.BooleanField("when a cycle opens", default=True)
    submitted = models.BooleanField("when an assessment is submitted", default=True)
    decided = models.BooleanField("when an assessment is returned, reopened or final", default=True)
    due = models.BooleanField("before and after the due date", default=True)

    def __str__(self):
        return f"E-mails to {self.user}"


class Digest(models.Model):
    """One person's e-mail of one day. The row is written before the e-mail is sent, so that no second one is."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="digests")
    day = models.DateField()
    until = models.DateTimeField(help_text="It tells of what happened up to then; the next one begins here.")
    claimed_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    lines = models.TextField(blank=True, help_text="What it said.")

    class Meta:
        ordering = ["-day"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "day"],
                name="digest_once_a_day",
                violation_error_message="This person has today's e-mail already.",
            ),
        ]

    def __str__(self):
        return f"{self.user}, {self.day}"
