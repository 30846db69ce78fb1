"""What one partnership adds to an adopted edition, agreed by its two sides without a new edition for everybody."""

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from simple_history.models import HistoricalRecords

from accounts.models import Organization, User
from core.history import save_as
from core.ids import new_public_id
from core.models import RecordedEvent

from .editions import Edition
from .partnerships import Partnership


class AddendumStatus(models.TextChoices):
    DRAFT = "draft", "draft"
    PROPOSED = "proposed", "with the parties"
    ADOPTED = "adopted", "adopted"


class AddendumQuerySet(models.QuerySet["Addendum"]):
    def adopted(self) -> Self:
        return self.filter(status=AddendumStatus.ADOPTED)

    def get_by_natural_key(self, public_id: str) -> "Addendum":
        return self.get(public_id=public_id)


class Addendum(models.Model):
    """A partnership's own items and measures beside those of the edition. Adopted, it changes no more.

    It holds from its first day until the first day of the one that replaces it, `replaced_from`. A cycle rates
    what holds on the first day of its period.
    """

    class NotDraft(Exception):
        """Someone tried to change or adopt an addition that is adopted, or with the parties."""

    class WasProposed(Exception):
        """Someone tried to discard an addition that was put to the parties."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="addenda")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="addenda")
    title = models.CharField(max_length=120, help_text="For example “Addition on mentoring”.")
    status = models.CharField(
        max_length=10, choices=AddendumStatus, default=AddendumStatus.DRAFT, editable=False
    )
    effective_from = models.DateField(
        "first day", null=True, blank=True, help_text="It is rated in cycles that begin on this day or later."
    )
    proposal = models.PositiveSmallIntegerField(
        default=0, editable=False, help_text="How often it was put to the parties."
    )
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="replacement"
    )
    replaced_from = models.DateField(null=True, blank=True, editable=False)
    adopted_at = models.DateTimeField(null=True, blank=True, editable=False)
    adopted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    history = HistoricalRecords()

    objects = AddendumQuerySet.as_manager()

    class Meta:
        ordering = ["effective_from", "pk"]
        verbose_name = "addition of one partnership"
        verbose_name_plural = "additions of one partnership"
        constraints = [
            models.CheckConstraint(
                name="addendum_adopted_has_first_day",
                condition=Q(status=AddendumStatus.DRAFT) | Q(effective_from__isnull=False),
                violation_error_message="An adopted addition needs its first day.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.partnership}"

    def natural_key(self) -> tuple[str, ...]:
        return (self.public_id,)

    @property
    def is_draft(self) -> bool:
        """Whether its text may still change. It may not while it is with the parties."""
        return self.status == AddendumStatus.DRAFT

    @property
    def is_proposed(self) -> bool:
        return self.status == AddendumStatus.PROPOSED

    @property
    def is_adopted(self) -> bool:
        return self.status == AddendumStatus.ADOPTED

    def holds_on(self, day: date) -> bool:
        """`holding_on` of a record at hand."""
        if not self.is_adopted or self.effective_from is None or day < self.effective_from:
            return False
        return self.replaced_from is None or day < self.replaced_from

    @property
    def days(self) -> str:
        """When it holds, in words."""
        if self.effective_from is None:
            return ""
        until = (
            f", replaced from {date_format(self.replaced_from, 'F j, Y')} on" if self.replaced_from else ""
        )
        return f"from {date_format(self.effective_from, 'F j, Y')} on{until}"

    @transaction.atomic
    def adopt(self, *, by: User) -> None:
        """Adopt it, once, however many people press the button. What it replaces ends the day it begins."""
        open_ones = Addendum.objects.filter(pk=self.pk).exclude(status=AddendumStatus.ADOPTED)
        if not open_ones.update(status=AddendumStatus.ADOPTED, adopted_at=timezone.now(), adopted_by=by):
            raise self.NotDraft
        self.refresh_from_db()
        AddendumEvent.objects.create(addendum=self, kind=AddendumEventKind.ADOPTED, by=by)
        # Writes the history row that update() leaves out.
        save_as(self, by=by, reason="adopted", update_fields=["status"])
        if self.replaces:
            self.replaces.replaced_from = self.effective_from
            save_as(self.replaces, by=by, reason="replaced", update_fields=["replaced_from"])


class AddendumConfirmation(models.Model):
    """One of the parties says that an addition, as it was put to them, is what they agreed on.

    It is of one proposal (`Addendum.proposal`). While it is with the parties its text does not change; once it was
    taken back and is put to them again, each is asked anew. So nothing is ever to be cleared.
    """

    addendum = models.ForeignKey(Addendum, models.CASCADE, related_name="confirmations")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    proposal = models.PositiveSmallIntegerField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty where it was loaded from a file.",
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["addendum", "proposal", "organization"],
                name="addendum_confirmation_once_a_party",
                violation_error_message="This party has confirmed it already.",
            ),
            models.UniqueConstraint(
                fields=["addendum", "proposal", "by"],
                name="addendum_confirmation_once_a_person",
                violation_error_message="One person confirms for one party.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.addendum}: confirmed by {self.organization.short_name}"


class AddendumEventKind(models.TextChoices):
    PROPOSED = "proposed", "put to the parties"
    TAKEN_BACK = "taken_back", "taken back to be changed"
    CONFIRMED = "confirmed", "confirmed"
    NOT_AGREED = "not_agreed", "said not to be as agreed"
    ADOPTED = "adopted", "adopted"


class AddendumEvent(RecordedEvent):
    """What happened to an addition on its way to adoption; `organization` is the party that spoke."""

    addendum = models.ForeignKey(Addendum, models.CASCADE, related_name="events")
    kind = models.CharField(max_length=12, choices=AddendumEventKind)
    organization = models.ForeignKey(Organization, models.PROTECT, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.addendum}: {self.get_kind_display()}"


def holding_on(day: Any, prefix: str = "") -> Q:
    """A condition on items or measures: of the edition itself, or of an addition that holds on a day."""
    addendum = f"{prefix}addendum"
    until = Q(**{f"{addendum}__replaced_from": None}) | Q(**{f"{addendum}__replaced_from__gt": day})
    begun = {f"{addendum}__status": AddendumStatus.ADOPTED, f"{addendum}__effective_from__lte": day}
    return Q(**{addendum: None}) | (until & Q(**begun))
