"""The steps that one person is to do, in all partnerships at once."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import (
    Case,
    CharField,
    Count,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
    Window,
)
from django.db.models.functions import Coalesce, NullIf
from django.urls import reverse

from accounts.memberships import Held, memberships_of, somebody_with
from accounts.models import User
from core.prepared import prepared
from partnerships.access import speaks_for
from partnerships.models import SignatorySide
from partnerships.reach import in_reach_of

from ..models import Action, ActionStep, Feedback
from .state import StepState, late, state_of

SOON = timedelta(days=7)
"""What is due within a week waits for its owner."""


def mine(user: Any, held: tuple[Held, ...]) -> Q:
    """Those that somebody owns, and those of a role on a side they speak for, until somebody takes them.

    `user` is the person's key, `held` their memberships. What they no longer reach is not among them.
    """
    sides = {
        side: speaks_for(held, side, "plan__partnership__")
        for side in (SignatorySide.LEAD, SignatorySide.PARTNER)
    }
    of_role = Q(owner_side="") & (sides[SignatorySide.LEAD] | sides[SignatorySide.PARTNER])
    for side, condition in sides.items():
        of_role |= Q(owner_side=side) & condition
    return Q(owner=user) | (Q(owner=None) & ~Q(owner_role="") & of_role)


def steps_of(user: Any, held: tuple[Held, ...], *, is_staff: bool) -> QuerySet[ActionStep]:
    """The open steps of one person, of the versions that people work with."""
    reached = in_reach_of(somebody_with(held, is_staff=is_staff), "plan__partnership__")
    return ActionStep.objects.newest().open().kept().filter(reached, mine(user, held))


def named() -> Coalesce:
    """`ActionStep.name`, of rows: of several things that a step answers the first."""
    feedback = (
        Feedback.objects.filter(steps=OuterRef("pk")).order_by("-recorded_at", "-pk").values("text")[:1]
    )
    action = Action.objects.filter(step=OuterRef("pk")).order_by("position", "pk").values("text")[:1]
    return Coalesce(
        NullIf(F("title"), Value("")),
        Subquery(feedback),
        Subquery(action),
        Value("A step without words"),
        output_field=CharField(),
    )


class MyStep(NamedTuple):
    """One step in a list of somebody's, with how many there are in all beside it."""

    public_id: str
    partnership: str
    """Its place in addresses."""
    partner: str
    words: str
    status: str
    next_on: date | None
    by_month: bool
    """Whether only the month of `next_on` is known."""
    is_late: bool
    is_asked: bool
    role: str
    """Of one that nobody has taken."""
    total: int
    total_late: int
    total_asked: int
    total_soon: int

    @property
    def address(self) -> str:
        return reverse("action-step-progress", args=[self.partnership, self.public_id]) + "?from=home"

    def state(self, today: date) -> StepState:
        step = ActionStep(
            status=self.status,
            next_on=self.next_on,
            due_on=self.next_on,
            due_on_is_month=self.by_month,
            owner_role="somebody",
        )
        return state_of(step, today)


def my_steps(user: User, today: date, *, first: int = 0, last: int = 500) -> list[MyStep]:
    """From the first to the last place: late ones first, then those asked about, then by day. One query."""
    shape = {"held": memberships_of(user), "is_staff": user.is_staff, "first": first, "last": last}
    return list(map(MyStep._make, _my_steps(user.pk, today, today + SOON, **shape)))


@prepared
def _my_steps(
    user: int, today: date, soon: date, *, held: tuple[Held, ...], is_staff: bool, first: int, last: int
) -> QuerySet[ActionStep, Any]:
    is_late, is_asked = late(today), Q(asked_at__isnull=False, owner=user)
    is_soon = Q(next_on__gte=today, next_on__lte=soon)
    steps = steps_of(user, held, is_staff=is_staff).annotate(
        words=named(),
        by_month=_holds(Q(repeats="", due_on_is_month=True) | (~Q(repeats="") & Q(starts_on_is_month=True))),
        is_late=_holds(is_late),
        is_asked=_holds(is_asked),
        total=Window(Count("pk")),
        total_late=Window(Count("pk", filter=is_late)),
        total_asked=Window(Count("pk", filter=is_asked)),
        total_soon=Window(Count("pk", filter=is_soon)),
    )
    in_order = steps.order_by("-is_late", "-is_asked", F("next_on").asc(nulls_last=True), "pk")
    columns = (
        "public_id",
        "plan__partnership__slug",
        "plan__partnership__partner__short_name",
        "words",
        "status",
    )
    more = ("next_on", "by_month", "is_late", "is_asked", "owner_role_untaken")
    totals = ("total", "total_late", "total_asked", "total_soon")
    untaken = Case(When(owner=None, then=F("owner_role")), default=Value(""), output_field=CharField())
    return in_order.annotate(owner_role_untaken=untaken).values_list(*columns, *more, *totals)[first:last]


def _holds(condition: Q) -> Case:
    """Yes or no, and no where a day is not known."""
    return Case(When(condition, then=Value(True)), default=Value(False))
