"""Which e-mails a person wants, and which were sent."""

import secrets
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from accounts.models import User
from partnerships.models import Partnership


class ReminderChoice(models.Model):
    """What a person's daily digest tells of. Nobody without a row has chosen yet: all of it."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="reminder_choice"
    )
    opened = models.BooleanField("when a cycle opens", default=True)
    submitted = models.BooleanField("when an assessment or a request for money is submitted", default=True)
    decided = models.BooleanField(
        "when an assessment is returned, reopened or final, and when a request for money is returned or decided",
        default=True,
    )
    answered = models.BooleanField("when somebody enters the values you asked for", default=True)
    due = models.BooleanField("before and after the due date", default=True)

    def __str__(self) -> str:
        return f"E-mails to {self.user}"

    @classmethod
    def of(cls, user: User) -> Self:
        """What a person chose, or what stands for somebody who has not chosen."""
        return cls.objects.filter(user=user).first() or cls(user=user)


def new_calendar_key() -> str:
    """22 characters that nobody guesses (128 bits)."""
    return secrets.token_urlsafe(16)


class CalendarFeed(models.Model):
    """An address from which somebody's calendar program reads their steps or, with a partnership, all of its.

    A new `key` makes a new address, and the old one leads nowhere.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feeds")
    partnership = models.ForeignKey(
        Partnership, models.CASCADE, null=True, blank=True, related_name="calendar_feeds"
    )
    key = models.CharField(max_length=22, unique=True, default=new_calendar_key, editable=False)
    renewed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "partnership"],
                name="calendar_feed_once_a_partnership",
                violation_error_message="This person has an address for this partnership already.",
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(partnership=None),
                name="calendar_feed_of_own_steps_once",
                violation_error_message="This person has an address for their steps already.",
            ),
        ]

    def __str__(self) -> str:
        return f"Calendar of {self.user}" + (f", {self.partnership}" if self.partnership else "")

    @classmethod
    def make(cls, user: User, partnership: Partnership | None) -> "CalendarFeed":
        """The one they have or, where they have none, a new one."""
        return cls.objects.get_or_create(user=user, partnership=partnership)[0]

    def renew(self) -> None:
        self.key, self.renewed_at = new_calendar_key(), timezone.now()
        self.save(update_fields=["key", "renewed_at"])


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
