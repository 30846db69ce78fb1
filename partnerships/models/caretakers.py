"""Who of the lead agency looks after which partnership."""

from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Cast
from simple_history.models import HistoricalRecords

from accounts.models import Membership, Role
from core.texts import JoinedText

from .partnerships import NarrowedMembership, Partnership


class CaretakerQuerySet(models.QuerySet["Caretaker"]):
    def standing(self) -> Self:
        """Those whose person still enters for the lead agency in the partnership, and may sign in."""
        named = NarrowedMembership.objects.filter(
            membership=OuterRef("membership"), partnership=OuterRef("partnership")
        )
        return self.filter(
            Q(membership__reaches_all=True) | Exists(named),
            membership__organization=F("partnership__agreement__lead"),
            membership__ended_at=None,
            membership__user__is_active=True,
        ).exclude(membership__role=Role.VIEWER)


class Caretaker(models.Model):
    """Somebody of the lead agency looks after a partnership: it comes first for them. It gives no access."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="caretakers")
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="cares_for")
    history = HistoricalRecords()

    objects = CaretakerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "membership"],
                name="caretaker_once",
                violation_error_message="This person looks after the partnership already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partnership}: {self.membership.user}"


def looked_after() -> Subquery:
    """Of each membership, the keys of the partnerships that its person looks after, in one text for `keys_in`."""
    rows = Caretaker.objects.standing().filter(membership=OuterRef("pk")).order_by().values("membership")
    keys = JoinedText(Cast("partnership", models.CharField()), separator=",")
    return Subquery(rows.annotate(keys=keys).values("keys"))


def keys_in(text: str | None) -> frozenset[int]:
    return frozenset(map(int, text.split(","))) if text else frozenset()
