"""What people do for organizations, from when to when."""

from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from core.history import save_as
from core.ids import new_public_id

from .organizations import Organization


class Role(models.TextChoices):
    LIAISON = "liaison", "liaison: enters for its organization"
    DIRECTOR = "director", "director: reads all partnerships of the lead agency, reviews, prints, publishes"
    VIEWER = "viewer", "viewer: reads"


class MembershipQuerySet(models.QuerySet["Membership"]):
    def standing(self) -> Self:
        """Those that have not ended: nothing else gives access."""
        return self.filter(ended_at=None)


class Membership(models.Model):
    """What one person does for one organization.

    A director's membership is in the lead agency; a liaison's or viewer's in a partner. It reaches all partnerships
    that the organization takes part in where it says so, and otherwise those that are named
    (`partnerships.NarrowedMembership`): none of them is none. It is ended, never deleted.
    """

    class HasEnded(Exception):
        """Somebody ended the membership before."""

        def __init__(self, membership: "Membership") -> None:
            super().__init__()
            self.membership = membership

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role)
    reaches_all = models.BooleanField(
        "all partnerships",
        default=False,
        help_text="All that the organization takes part in, those to come included.",
    )
    began_at = models.DateTimeField(default=timezone.now, editable=False)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    successor = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="predecessors",
        help_text="The membership of the person who took over.",
    )
    history = HistoricalRecords()

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["organization__sort_key", "user__sort_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organization", "role"],
                condition=Q(ended_at=None),
                name="membership_once",
                violation_error_message="This person has that role there already.",
            ),
            models.CheckConstraint(
                name="membership_ended_at_a_moment",
                condition=Q(ended_at__isnull=False) | Q(ended_by=None, successor=None),
                violation_error_message="Say when the membership ended.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.role_name}, {self.organization.short_name}"

    @property
    def role_name(self) -> str:
        """One word: liaison, director, viewer."""
        return self.get_role_display().split(":")[0]

    def end(self, *, by: Any, successor: "Membership | None" = None) -> None:
        """Its access closes at once. Raises HasEnded where somebody was faster."""
        with transaction.atomic():
            now = Membership.objects.select_for_update(no_key=True).get(pk=self.pk)
            if now.ended_at is not None:
                raise self.HasEnded(now)
            self.ended_at, self.ended_by, self.successor = timezone.now(), by, successor
            save_as(self, by=by, update_fields=["ended_at", "ended_by", "successor"])
