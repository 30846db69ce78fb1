"""A plan of action steps, version by version."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from core.ids import new_lineage, new_public_id
from core.sorting import SortKeyField
from partnerships.models import Edition, Partnership, Period

VERSION_MAX_LENGTH = 20


class PlanStatus(models.TextChoices):
    DRAFT = "draft", "in preparation"
    RELEASED = "released", "released"


class ActionPlanQuerySet(models.QuerySet["ActionPlan"]):
    def newest(self) -> Self:
        """Those that no later version follows: the ones that people work with."""
        return self.filter(next=None)

    def get_by_natural_key(self, partnership: str, agreement: str, label: str, version: str) -> "ActionPlan":
        return self.get(
            partnership__slug=partnership,
            edition__agreement__slug=agreement,
            edition__label=label,
            version=version,
        )


class ActionPlan(models.Model):
    """A partnership's action steps for one edition, in one version of the plan.

    Once released its words are a document: they no longer change, and the database refuses it. The next version is
    a copy that goes on: `follows` names the one before, and all versions of a plan have one `lineage`. Who does
    what until when, and how far it is, stands with the steps of the newest version and stays open.
    """

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="action_plans")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="action_plans")
    lineage = models.CharField(max_length=16, default=new_lineage, editable=False)
    follows = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="next", editable=False
    )
    title = models.CharField(max_length=200)
    version = models.CharField(max_length=VERSION_MAX_LENGTH, help_text="For example 2.1.")
    sort_key = SortKeyField("version")
    period = models.ForeignKey(
        Period, models.PROTECT, null=True, blank=True, related_name="+", help_text="What it is for."
    )
    uses_causes = models.BooleanField(
        "steps have outcomes, causes and solutions", default=False, help_text="As a plan of “big rocks” has."
    )
    names_targets = models.BooleanField(
        "steps name strengths and what they target", default=False, help_text="As a plan of key drivers does."
    )
    status = models.CharField(max_length=10, choices=PlanStatus, default=PlanStatus.DRAFT, editable=False)
    released_at = models.DateTimeField(null=True, blank=True, editable=False)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    history = HistoricalRecords(excluded_fields=["sort_key"])

    objects = ActionPlanQuerySet.as_manager()

    class Meta:
        ordering = ["-edition__effective_from", "-sort_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "edition", "version"],
                name="action_plan_version_unique",
                violation_error_message="The partnership has this version of the plan already.",
            ),
        ]

    def __str__(self) -> str:
        """“Action Steps V 2.1”; a version that is no number stands as it is: “Big Rocks, Cycle 2”."""
        mark = " V " if self.version[:1].isdigit() else ", "
        return f"{self.title}{mark}{self.version}"

    def natural_key(self) -> tuple[Any, ...]:
        return (self.partnership.slug, *self.edition.natural_key(), self.version)

    natural_key.dependencies = [  # type: ignore[attr-defined]
        "partnerships.partnership",
        "partnerships.edition",
    ]

    @property
    def is_released(self) -> bool:
        return self.status == PlanStatus.RELEASED
