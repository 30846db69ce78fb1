"""How a plan stands as a whole."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from core.prepared import prepared

from ..models import ActionPlan, ActionStep, StepStatus
from ..models.steps import OPEN_STATUSES
from .state import late, of_nobody, without_date


@dataclass(frozen=True)
class PlanFigures:
    total: int
    under_way: int
    done: int
    stopped: int
    late: int
    undecided: int
    """Open steps for which nobody is named, or no date."""

    @property
    def not_started(self) -> int:
        return self.total - self.under_way - self.done - self.stopped

    @property
    def words(self) -> str:
        """“3 done, 5 under way, 15 not started”, of what there is."""
        counts = {
            "done": self.done,
            "under way": self.under_way,
            "not started": self.not_started,
            "stopped": self.stopped,
        }
        return ", ".join(f"{count} {word}" for word, count in counts.items() if count)


def plan_figures(plan: ActionPlan, today: date) -> PlanFigures:
    """Of the steps that stand in a version. One query."""
    found = _figures(plan.pk, today)
    return PlanFigures(*found[0]) if found else PlanFigures(0, 0, 0, 0, 0, 0)


@prepared
def _figures(plan: int, today: date) -> QuerySet[ActionStep, Any]:
    undecided = Q(status__in=OPEN_STATUSES) & (of_nobody() | without_date())
    counted = {
        "all_steps": Count("pk"),
        **{
            f"of_{status}": Count("pk", filter=Q(status=status))
            for status in (StepStatus.UNDER_WAY, StepStatus.DONE, StepStatus.STOPPED)
        },
        "late_ones": Count("pk", filter=late(today)),
        "undecided_ones": Count("pk", filter=undecided),
    }
    steps = ActionStep.objects.filter(plan=plan).order_by().values("plan").annotate(**counted)
    return steps.values_list(*counted)
