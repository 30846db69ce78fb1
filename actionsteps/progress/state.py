"""How a step stands: what its progress says, what follows from the day, and what nobody looks after.

What these say of a step holds for the version that people work with (`ActionStep.objects.newest()`).
"""

from dataclasses import dataclass
from datetime import date, datetime, time

from dateutil.relativedelta import relativedelta
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import Membership
from core.words import counted, day_in_words
from partnerships.reach import reaches

from ..models import ActionStep, StepStatus
from ..models.steps import OPEN_STATUSES

UNTOUCHED_AFTER = relativedelta(months=2)
"""An open step that has begun by its dates is asked about when nobody changed or noted anything for so long."""

COUNTED_DAYS = 60
"""More days are not counted: then the day says more."""

UNTOUCHED = "untouched since"

SIGNS = {
    StepStatus.NOT_STARTED: "○",
    StepStatus.UNDER_WAY: "◐",
    StepStatus.DONE: "●",
    StepStatus.STOPPED: "✕",
}
"""Beside the words, so that a column can be read at a glance without colour."""


def late(today: date) -> Q:
    """`is_late`, of rows."""
    return Q(status__in=OPEN_STATUSES, next_on__lt=today)


def is_late(step: ActionStep, today: date) -> bool:
    """Open, and the day on which it or its next occasion was due is over."""
    return step.is_open and step.next_on is not None and step.next_on < today


def of_nobody() -> Q:
    """Nobody is named, not even a role."""
    return Q(owner=None, owner_role="")


def without_owner() -> Q:
    """Nobody is named; or who is named has left. On steps `with_owner_left`."""
    return of_nobody() | Q(owner_left=True)


def without_date() -> Q:
    return Q(due_on=None)


def untouched(today: date) -> Q:
    """Nobody changed it or said how far it is for two months, none of which lies before its start."""
    has_started = Q(starts_on=None) | Q(starts_on__lte=today)
    return has_started & Q(touched_at__lt=_untouched_before(today))


def untended(today: date) -> Q:
    """Open steps that somebody is to be asked about, on steps `with_owner_left`: `why_untended` says why."""
    return Q(status__in=OPEN_STATUSES) & (without_owner() | without_date() | untouched(today))


def why_untended(step: ActionStep, today: date) -> list[str]:
    """What an open step lacks, in words; none of what is tended or closed."""
    if not step.is_open:
        return []
    reasons = []
    if step.owner_id is None and not step.owner_role:
        reasons.append("no owner")
    elif has_left(step):
        reasons.append(f"{step.owner} has left")
    if step.due_on is None:
        reasons.append("no date")
    has_started = step.starts_on is None or step.starts_on <= today
    if has_started and step.touched_at < _untouched_before(today):
        reasons.append(f"{UNTOUCHED} {day_in_words(timezone.localdate(step.touched_at))}")
    return reasons


def with_owner_left(steps: QuerySet[ActionStep]) -> QuerySet[ActionStep]:
    """Steps that say as `owner_left` whether their owner no longer reaches the partnership, or cannot sign in."""
    partnership = OuterRef("plan__partnership")
    sides = Q(organization=OuterRef("plan__partnership__agreement__lead"))
    sides |= Q(organization=OuterRef("plan__partnership__partner"))
    sides |= Q(organization=OuterRef("plan__partnership__partner__parent"))
    sides |= Q(organization__parties__partnership=partnership)
    here = Membership.objects.standing().filter(
        sides, Q(reaches_all=True) | Q(partnerships=partnership), user=OuterRef("owner"), user__is_active=True
    )
    is_here = Q(Exists(here)) | Q(owner__is_staff=True, owner__is_active=True)
    return steps.annotate(
        owner_left=Case(
            When(owner=None, then=Value(False)), When(is_here, then=Value(False)), default=Value(True)
        )
    )


def has_left(step: ActionStep) -> bool:
    """Whether a step's owner no longer reaches its partnership. Without a query on steps `with_owner_left`."""
    if step.owner is None:
        return False
    left = getattr(step, "owner_left", None)
    if left is None:
        left = not (step.owner.is_active and reaches(step.owner, step.plan.partnership))
    return bool(left)


def is_free(step: ActionStep) -> bool:
    """Open, and nobody has taken it yet, or whoever did has left."""
    return step.is_open and (step.owner_id is None or has_left(step))


@dataclass(frozen=True)
class StepState:
    """How one step stands on a day, for pages and e-mails."""

    status: StepStatus
    days_late: int
    due: str
    """“Sep 30, 2026”, “September 2026”: when it or its next occasion is due; empty where that is open."""
    lacks: tuple[str, ...]
    """`why_untended`."""

    @property
    def is_late(self) -> bool:
        return self.days_late > 0

    @property
    def untouched(self) -> str:
        """“untouched since Aug 3, 2026”; empty of what somebody deals with."""
        return next((one for one in self.lacks if one.startswith(UNTOUCHED)), "")

    @property
    def sign(self) -> str:
        return SIGNS[self.status]

    @property
    def words(self) -> str:
        """“under way, due Sep 30, 2026”, “not started, 3 days late”, “done”."""
        if self.is_late:
            return f"{self.status.label}, {self.late}"
        return f"{self.status.label}, due {self.due}" if self.due else str(self.status.label)

    @property
    def late(self) -> str:
        """“3 days late”, “late since Sep 30, 2026”; empty of what is not."""
        if not self.days_late:
            return ""
        if self.days_late > COUNTED_DAYS:
            return f"late since {self.due}"
        return f"{counted(self.days_late, 'day')} late"


def state_of(step: ActionStep, today: date) -> StepState:
    """No query on steps `with_owner_left` and `select_related("owner")`."""
    late_by = (today - step.next_on).days if step.next_on and is_late(step, today) else 0
    return StepState(
        StepStatus(step.status),
        late_by,
        next_in_words(step) if step.is_open else "",
        tuple(why_untended(step, today)),
    )


def next_in_words(step: ActionStep) -> str:
    """The day on which it is due next, as it is known: its month, or the day."""
    if step.next_on is None:
        return ""
    by_month = step.starts_on_is_month if step.repeats else step.due_on_is_month
    return date_format(step.next_on, "F Y") if by_month else day_in_words(step.next_on)


def _untouched_before(today: date) -> datetime:
    return timezone.make_aware(datetime.combine(today - UNTOUCHED_AFTER, time.min))
