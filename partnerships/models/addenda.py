"""What one partnership adds to an adopted edition, agreed by its two sides without a new edition for everybody."""

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from simple_history.models import HistoricalRecords

from accounts.models import User
from core.history import save_as
from core.ids import new_public_id

from .editions import Edition
from .partnerships import Partnership


class AddendumStatus(models.TextChoices):
    DRAFT = "draft", "draft"
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
        """Someone tried to adopt an addition that is no longer a draft."""

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
        return self.status == AddendumStatus.DRAFT

    def holds_on(self, day: date) -> bool:
        """`holding_on` of a record at hand."""
        if self.is_draft or self.effective_from is None or day < self.effective_from:
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
        """Adopt a draft, once, however many people press the button. What it replaces ends the day it begins."""
        drafts = Addendum.objects.filter(pk=self.pk, status=AddendumStatus.DRAFT)
        if not drafts.update(status=AddendumStatus.ADOPTED, adopted_at=timezone.now(), adopted_by=by):
            raise self.NotDraft
        self.refresh_from_db()
        # Writes the history row that update() leaves out.
        save_as(self, by=by, reason="adopted", update_fields=["status"])
        if self.replaces:
            self.replaces.replaced_from = self.effective_from
            save_as(self.replaces, by=by, reason="replaced", update_fields=["replaced_from"])


def holding_on(day: Any, prefix: str = "") -> Q:
    """A condition on items or measures: of the edition itself, or of an addition that holds on a day."""
    addendum = f"{prefix}addendum"
    until = Q(**{f"{addendum}__replaced_from": None}) | Q(**{f"{addendum}__replaced_from__gt": day})
    begun = {f"{addendum}__status": AddendumStatus.ADOPTED, f"{addendum}__effective_from__lte": day}
    return Q(**{addendum: None}) | (until & Q(**begun))
