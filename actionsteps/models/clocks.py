"""Clocks as data: how long something may take, by the text of an agreement; and the days of a school year."""

from functools import reduce
from operator import or_
from typing import Any

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from accounts.models import Organization
from core.ids import new_public_id
from core.models import LimitedTextField
from core.sorting import SortKeyField
from partnerships.models import Agreement


class SchoolCalendarManager(models.Manager["SchoolCalendar"]):
    def get_by_natural_key(self, organization: str, first_day: str) -> "SchoolCalendar":
        return self.get(organization__name=organization, first_day=first_day)


class SchoolCalendar(models.Model):
    """One school year of an organization. Its weekends and its days off are no school days."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="school_calendars")
    first_day = models.DateField("first day of school")
    last_day = models.DateField("last day of school")
    history = HistoricalRecords()

    objects = SchoolCalendarManager()

    class Meta:
        ordering = ["organization__sort_key", "first_day"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "first_day"],
                name="school_calendar_once",
                violation_error_message="A school year that begins on this day is entered already.",
            ),
            models.CheckConstraint(
                name="school_calendar_ends_after_it_starts",
                condition=Q(last_day__gt=F("first_day")),
                violation_error_message="The last day of school must be after the first.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization.short_name}, {self.first_day} to {self.last_day}"

    def natural_key(self) -> tuple[Any, ...]:
        return (self.organization.name, self.first_day)

    natural_key.dependencies = ["accounts.organization"]  # type: ignore[attr-defined]


class DaysOff(models.Model):
    """One day or several in a row without school."""

    calendar = models.ForeignKey(SchoolCalendar, models.CASCADE, related_name="days_off")
    first_day = models.DateField()
    last_day = models.DateField()
    label = models.CharField(max_length=80, help_text="For example Winter break.")
    is_state_holiday = models.BooleanField(
        default=False, help_text="No business day either. Federal holidays are known."
    )
    history = HistoricalRecords()

    class Meta:
        ordering = ["first_day", "pk"]
        verbose_name_plural = "days off"
        constraints = [
            models.CheckConstraint(
                name="days_off_end_after_they_start",
                condition=Q(last_day__gte=F("first_day")),
                violation_error_message="The last day off must not be before the first.",
            ),
        ]

    def __str__(self) -> str:
        return self.label


class ClockBound(models.TextChoices):
    AT_MOST = "at_most", "at most"
    AT_LEAST = "at_least", "at least"
    BEFORE = "before", "before"


class ClockUnit(models.TextChoices):
    HOURS = "hours", "hours"
    CALENDAR_DAYS = "calendar_days", "calendar days"
    BUSINESS_DAYS = "business_days", "business days"
    SCHOOL_DAYS = "school_days", "school days"
    MONTHS = "months", "months"
    YEARS = "years", "years"
    AGE = "age", "years of age"
    FIXED_DATE = "fixed_date", "a date of each year"
    TRAINING_HOURS = "training_hours", "hours of training"


MOST_OF = {
    ClockUnit.HOURS: 2000,
    ClockUnit.CALENDAR_DAYS: 3660,
    ClockUnit.BUSINESS_DAYS: 2600,
    ClockUnit.SCHOOL_DAYS: 1800,
    ClockUnit.MONTHS: 120,
    ClockUnit.YEARS: 25,
    ClockUnit.AGE: 26,
    ClockUnit.TRAINING_HOURS: 1000,
}
"""Longer than any rule of education: more is a slip of the finger."""


def can_be_meant(unit: str, amount: str) -> Q:
    """That the amount of a unit is from 1 to the most it may be; by the names of the two fields."""
    amounts = (Q(**{unit: one, f"{amount}__range": (1, most)}) for one, most in MOST_OF.items())
    return reduce(or_, amounts, Q(**{unit: ClockUnit.FIXED_DATE, amount: None}))


TOO_MUCH = "The number must be from 1 to what can be meant: ten years of days, 120 months, 25 years."


class ClockRuleManager(models.Manager["ClockRule"]):
    def get_by_natural_key(self, agreement: str, number: str) -> "ClockRule":
        return self.get(agreement__slug=agreement, number=number)


class ClockRule(models.Model):
    """How long something may take, or must: as printed, and as it is counted.

    “At most” and “at least” count on from what it starts with; “before” counts back from what it ends with.
    """

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="clock_rules")
    number = models.CharField(max_length=10)
    title = models.CharField(max_length=160, help_text="What is to be done, in a few words.")
    printed = LimitedTextField(verbose_name="as printed", max_length=2000)
    source = models.CharField("document", max_length=160, help_text="Its title and date.")
    citation = models.CharField(
        max_length=200, help_text="The section and the heading it stands under, with what is cited there."
    )
    from_event = models.CharField("from", max_length=200, help_text="What it is counted from.")
    to_event = models.CharField("to", max_length=200, help_text="What is to be done, or may be done.")
    bound = models.CharField(max_length=10, choices=ClockBound, default=ClockBound.AT_MOST)
    amount = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Empty for a date of each year."
    )
    unit = models.CharField(max_length=20, choices=ClockUnit, default=ClockUnit.CALENDAR_DAYS)
    on_month = models.PositiveSmallIntegerField("month", null=True, blank=True)
    on_day = models.PositiveSmallIntegerField("day", null=True, blank=True)
    counts_holidays = models.BooleanField(
        default=False, help_text="A holiday on a weekday is a business day here."
    )
    target_amount = models.PositiveSmallIntegerField("internal target", null=True, blank=True)
    target_unit = models.CharField(max_length=20, choices=ClockUnit, blank=True)
    target_printed = models.CharField("internal target as printed", max_length=200, blank=True)
    target_citation = models.CharField("where it stands", max_length=200, blank=True)
    sort_key = SortKeyField("number")
    history = HistoricalRecords(excluded_fields=["sort_key"])

    objects = ClockRuleManager()

    class Meta:
        ordering = ["agreement", "sort_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "number"],
                name="clock_rule_number_unique",
                violation_error_message="The agreement has a rule with this number already.",
            ),
            models.CheckConstraint(
                name="clock_rule_amount_can_be_meant",
                condition=can_be_meant("unit", "amount"),
                violation_error_message=TOO_MUCH,
            ),
            models.CheckConstraint(
                name="clock_rule_date_of_each_year",
                condition=Q(
                    unit=ClockUnit.FIXED_DATE, on_month__range=(1, 12), on_day__range=(1, 31), amount=None
                )
                | (~Q(unit=ClockUnit.FIXED_DATE) & Q(on_month=None, on_day=None, amount__isnull=False)),
                violation_error_message="A date of each year has a month and a day, everything else a number.",
            ),
            models.CheckConstraint(
                name="clock_rule_holidays_of_business_days",
                condition=Q(counts_holidays=False) | Q(unit=ClockUnit.BUSINESS_DAYS),
                violation_error_message="Only business days leave out holidays or count them.",
            ),
            models.CheckConstraint(
                name="clock_rule_target_whole",
                condition=Q(target_amount=None, target_unit="")
                | (Q(target_amount__isnull=False) & can_be_meant("target_unit", "target_amount")),
                violation_error_message="An internal target has a number that can be meant, and its unit.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def runs(self) -> bool:
        """Whether it can be started in a case: what counts hours of training is no time."""
        return self.unit != ClockUnit.TRAINING_HOURS

    @property
    def counts_back(self) -> bool:
        return self.bound == ClockBound.BEFORE

    @property
    def is_of_a_day_to_come(self) -> bool:
        """Whether what it is counted from lies ahead when it is started: a hearing, a birthday."""
        return self.unit == ClockUnit.AGE or (self.counts_back and self.unit != ClockUnit.FIXED_DATE)

    def natural_key(self) -> tuple[Any, ...]:
        return (self.agreement.slug, self.number)

    natural_key.dependencies = ["partnerships.agreement"]  # type: ignore[attr-defined]


class ExceptionEffect(models.TextChoices):
    STOPS = "stops", "stops the clock"
    RESTARTS = "restarts", "starts it again"
    EXTENDS = "extends", "extends it"
    STARTS_EARLY = "starts_early", "starts it early"
    LIFTS = "lifts", "lifts it"
    NONE = "none", "no extension"


class ClockException(models.Model):
    """What the rule's own text says may happen to its clock."""

    rule = models.ForeignKey(ClockRule, models.CASCADE, related_name="exceptions")
    effect = models.CharField(max_length=20, choices=ExceptionEffect)
    words = LimitedTextField(verbose_name="as printed", max_length=1000)
    amount = models.PositiveSmallIntegerField(
        "by how much", null=True, blank=True, help_text="Empty where each case says it."
    )
    unit = models.CharField(max_length=20, choices=ClockUnit, blank=True)
    citation = models.CharField(max_length=200, blank=True, help_text="Empty where it stands with the rule.")
    position = models.PositiveSmallIntegerField(default=0)
    history = HistoricalRecords()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="clock_exception_amount_extends",
                condition=Q(amount=None, unit="")
                | (Q(effect=ExceptionEffect.EXTENDS, amount__isnull=False) & can_be_meant("unit", "amount")),
                violation_error_message="Only what extends the clock says by how much, and in which unit.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_effect_display()}: {self.words}"
