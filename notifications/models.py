"""Which e-mails a person wants, and which were sent."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from accounts.models import User


class ReminderChoice(models.Model):
    """What a person's daily digest tells of. Nobody without a row has chosen yet: all of it."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="reminder_choice"
    )
    opened = models.BooleanField("when a cycle opens", default=True)
    submitted = models.BooleanField("when an assessment is submitted", default=True)
    decided = models.BooleanField("when an assessment is returned, reopened or final", default=True)
    answered = models.BooleanField("when somebody enters the values you asked for", default=True)
    due = models.BooleanField("before and after the due date", default=True)

    def __str__(self) -> str:
        return f"E-mails to {self.user}"

    @classmethod
    def of(cls, user: User) -> Self:
        """What a person chose, or what stands for somebody who has not chosen."""
        return cls.objects.filter(user=user).first() or cls(user=user)


class Digest(models.Model):
    """One person's e-mail of one day. The row is written before the e-mail is sent, so that no second one is."""

    ABANDONED_AFTER = timedelta(minutes=30)
    """A row that is not sent by then belonged to a run that broke off; the next run sends it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="digests")
    day = models.DateField()
    until = models.DateTimeField(help_text="It tells of what happened up to then; the next one begins here.")
    claimed_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    text = models.TextField(help_text="What it said.")

    class Meta:
        ordering = ["-day"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "day"],
                name="digest_once_a_day",
                violation_error_message="This person has today's e-mail already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.day}"

    @classmethod
    def claim(cls, user: User, *, now: datetime, text: str) -> "Digest | None":
        """The row by which this run alone sends today's e-mail to a person, or None where another run does."""
        day = timezone.localdate(now)
        fields = {"until": now, "claimed_at": now, "text": text}
        try:
            with transaction.atomic():
                return cls.objects.create(user=user, day=day, **fields)
        except IntegrityError:
            abandoned = cls.objects.filter(
                user=user, day=day, sent_at=None, claimed_at__lt=now - cls.ABANDONED_AFTER
            )
            return cls.objects.get(user=user, day=day) if abandoned.update(**fields) else None

    def mark_sent(self) -> None:
        self.sent_at = timezone.now()
        self.save(update_fields=["sent_at"])

    def release(self) -> None:
        """The e-mail could not be sent: the next run may try again at once."""
        self.delete()
