"""Rounds of assessing: an edition in a period."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.formats import date_format
from django.utils.text import capfirst
from simple_history.models import HistoricalRecords

from core.ids import new_public_id
from partnerships.models import Edition, EditionWords, Partnership, Period


class CycleManager(models.Manager["Cycle"]):
    def get_by_natural_key(self, agreement: str, label: str, kind: str, period: str) -> "Cycle":
        return self.get(
            edition__agreement__slug=agreement, edition__label=label, period__kind=kind, period__label=period
        )


class Cycle(models.Model):
    """One round of assessing by one edition. Who is asked in it has an assessment in it."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="cycles")
    period = models.ForeignKey(Period, models.PROTECT, related_name="cycles")
    due_on = models.DateField("due date", null=True, blank=True)
    outside_reason = models.CharField(
        "why it is rated by this edition",
        max_length=300,
        blank=True,
        help_text="Where the period does not lie within the edition's days. It is shown with the cycle.",
    )
    history = HistoricalRecords()

    objects = CycleManager()

    class Meta:
        ordering = ["-period__start", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "period"],
                name="cycle_once",
                violation_error_message="The edition has a cycle for this period already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period.name}, {self.edition}"

    def natural_key(self) -> tuple[str, ...]:
        return (*self.edition.natural_key(), *self.period.natural_key())

    natural_key.dependencies = ["partnerships.edition", "partnerships.period"]  # type: ignore[attr-defined]

    @property
    def words(self) -> EditionWords:
        return self.edition.words

    def clean(self) -> None:
        is_told = self.outside_reason or not (self.edition_id and self.period_id)
        if not is_told and (sentence := why_outside(self.edition, self.period)):
            raise ValidationError({"outside_reason": sentence})


def why_outside(edition: Edition, period: Period) -> str:
    """What to say of a period that does not lie within the edition it is rated by. Empty where it does."""
    if edition.covers(period):
        return ""
    first, last = date_format(period.start, "F j, Y"), date_format(period.end, "F j, Y")
    return (
        f"{capfirst(period.name)} ({first} to {last}) does not lie within this edition, which holds "
        f"{edition.days}. Say why it is rated by it, or choose another edition or period."
    )


class DueDate(models.Model):
    """A due date of one partnership instead of its cycle's: `AssessmentQuerySet.with_due_date` says which holds."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="due_dates")
    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="due_dates")
    due_on = models.DateField("due date")
    reason = models.CharField(max_length=200, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "partnership"],
                name="due_date_once",
                violation_error_message="The partnership has a due date of its own in this cycle already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partnership}: {self.due_on}"
