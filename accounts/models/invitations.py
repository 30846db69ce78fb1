"""Invitations: how somebody new comes to a password of their own."""

from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.ids import new_public_id

VALID_FOR = timedelta(days=14)
"""How long each link that is sent works."""


class InvitationState(Enum):
    OPEN = auto()
    EXPIRED = auto()
    """The link is older than `VALID_FOR`; a new one may be sent."""
    WITHDRAWN = auto()
    """Taken back, or sent to an address that is no longer this person's."""
    USED = auto()
    """The person has a password."""


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def waiting(self) -> Self:
        """Neither accepted nor withdrawn, whether the link has expired or not."""
        return self.filter(accepted_at=None, withdrawn_at=None)

    def not_here_yet(self) -> Self:
        """Those of people who have never signed in."""
        return self.waiting().filter(user__last_login=None)


class Invitation(models.Model):
    """An invitation to choose a password, for one person at one address. It may be sent again, and works once.

    What the person then may see is said by their memberships, from the moment they are given.
    """

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="invitations")
    email = models.EmailField("e-mail address", help_text="Where it was sent.")
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    invited_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True, help_text="When it was sent last.")
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["invited_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="invitation_one_waits",
                violation_error_message="This person is invited already.",
            ),
            models.CheckConstraint(
                name="invitation_accepted_or_withdrawn",
                condition=Q(accepted_at=None) | Q(withdrawn_at=None),
                violation_error_message="What was accepted is not withdrawn: end the membership instead.",
            ),
        ]

    def __str__(self) -> str:
        return f"Invitation of {self.user}"

    @property
    def expires_at(self) -> datetime | None:
        """When the link that was sent last stops working; None where none could be sent."""
        return self.sent_at and self.sent_at + VALID_FOR

    @property
    def has_expired(self) -> bool:
        return self.expires_at is not None and self.expires_at <= timezone.now()

    def state(self, *, link_expired: bool) -> InvitationState:
        """What a link leads to, of an invitation read with its person."""
        if self.accepted_at or self.user.has_usable_password():
            return InvitationState.USED
        moved = self.user.email.lower() != self.email.lower()
        if self.withdrawn_at or moved or not self.user.is_active:
            return InvitationState.WITHDRAWN
        return InvitationState.EXPIRED if link_expired else InvitationState.OPEN
