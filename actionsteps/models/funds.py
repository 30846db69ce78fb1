"""Money that an agreement's partners may ask for, and what its text says a request has to show."""

from typing import Any

from django.db import models
from simple_history.models import HistoricalRecords

from core.ids import new_public_id
from core.models import LimitedTextField
from core.sorting import SortKeyField
from partnerships.models import Agreement


class FundManager(models.Manager["Fund"]):
    def get_by_natural_key(self, agreement: str, name: str) -> "Fund":
        return self.get(agreement__slug=agreement, name=name)


class Fund(models.Model):
    """Something that pays for what partners do, such as Section 21(h) of Michigan's State School Aid Act."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="funds")
    name = models.CharField(max_length=120, help_text="For example “Section 21(h)”.")
    citation = models.CharField(max_length=200, blank=True, help_text="The law or order it comes from.")
    guidance = LimitedTextField(
        max_length=5000,
        blank=True,
        help_text="What a request has to show, as printed. Whoever writes one reads it above the form.",
    )
    sort_key = SortKeyField("name")
    history = HistoricalRecords(excluded_fields=["sort_key"])

    objects = FundManager()

    class Meta:
        ordering = ["agreement", "sort_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "name"],
                name="fund_name_unique",
                violation_error_message="The agreement has a fund of this name already.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[Any, ...]:
        return (self.agreement.slug, self.name)

    natural_key.dependencies = ["partnerships.agreement"]  # type: ignore[attr-defined]


class WordManager(models.Manager[Any]):
    def get_by_natural_key(self, agreement: str, fund: str, name: str) -> Any:
        return self.get(fund__agreement__slug=agreement, fund__name=fund, name=name)


class WordOfFund(models.Model):
    """One of the words, as printed, of which a request names at least one."""

    fund: Any
    name = models.CharField(max_length=200, help_text="As printed.")
    position = models.PositiveSmallIntegerField(default=0)

    objects = WordManager()

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[Any, ...]:
        return (*self.fund.natural_key(), self.name)

    natural_key.dependencies = ["actionsteps.fund"]  # type: ignore[attr-defined]


class FundPriority(WordOfFund):
    """A priority of whoever gives the money, such as literacy."""

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="priorities")
    history = HistoricalRecords()

    class Meta(WordOfFund.Meta):
        verbose_name = "priority"
        verbose_name_plural = "priorities"
        constraints = [
            models.UniqueConstraint(
                fields=["fund", "name"],
                name="fund_priority_once",
                violation_error_message="The fund has this priority already.",
            ),
        ]


class ActivityCategory(WordOfFund):
    """A kind of activity that the fund pays for, such as teacher mentors."""

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="categories")
    history = HistoricalRecords()

    class Meta(WordOfFund.Meta):
        verbose_name = "activity category"
        verbose_name_plural = "activity categories"
        constraints = [
            models.UniqueConstraint(
                fields=["fund", "name"],
                name="activity_category_once",
                violation_error_message="The fund has this activity category already.",
            ),
        ]
