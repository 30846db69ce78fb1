"""The steps that people work with, narrowed and grouped: by owner, by the day they are due, by status."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Self

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from core.bulk import write_history
from partnerships.models import Partnership

from ..models import ActionStep, StepStatus
from ..models.steps import OPEN_STATUSES
from ..progress.state import late, of_nobody, state_of, untended
from .origins import StandingStep, steps_of
from .writing import lock_plans

MOST = 300
"""Steps shown on a page. Who has more narrows them."""

NOBODY = "nobody"

STATES = {
    "": "open",
    "late": "late",
    "untended": "without owner or date, or untouched",
    **{status.value: str(status.label) for status in StepStatus},
    "all": "all",
}


@dataclass(frozen=True)
class StepFilter:
    """What of the steps a person wants to see. Empty fields narrow nothing but the state, which is then open."""

    text: str = ""
    category: str = ""
    owner: str = ""
    """The name of a person, a role, or `NOBODY`."""
    state: str = ""

    @classmethod
    def asked_for(cls, query: Mapping[str, str]) -> Self:
        """From the address of a page. What it does not know narrows nothing."""
        state = query.get("state", "")
        return cls(
            query.get("q", "").strip()[:200],
            query.get("category", ""),
            query.get("owner", ""),
            state if state in STATES else "",
        )

    def narrow(self, steps: QuerySet[ActionStep], today: date) -> QuerySet[ActionStep]:
        conditions = {
            "": Q(status__in=OPEN_STATUSES),
            "late": late(today),
            "untended": untended(today),
            "all": Q(),
        }
        steps = steps.filter(conditions.get(self.state, Q(status=self.state)))
        if self.category:
            steps = steps.filter(category__number=self.category)
        if self.owner:
            named = Q(owner__name=self.owner) | Q(owner_role=self.owner)
            steps = steps.filter(of_nobody() if self.owner == NOBODY else named)
        if self.text:
            said = Q()
            for place in ("title", "feedback__text", "actions__text", "note", "partners", "items__reference"):
                said |= Q(**{f"{place}__icontains": self.text})
            found = ActionStep.objects.filter(said).order_by().values("pk")
            steps = steps.filter(pk__in=found)
        return steps


@dataclass(frozen=True)
class StepList:
    steps: list[StandingStep]
    total: int
    """Of all that the filter lets through; more than are shown, where there are more than `MOST`."""

    @property
    def not_shown(self) -> int:
        return self.total - len(self.steps)


@dataclass(frozen=True)
class StepGroup:
    key: str
    title: str
    note: str
    steps: list[StandingStep]


def list_steps(partnership: Partnership, wanted: StepFilter, today: date) -> StepList:
    """In five queries."""
    steps = wanted.narrow(steps_of(partnership), today)
    in_order = steps.order_by(F("next_on").asc(nulls_last=True), "category__position", "position", "pk")
    rows = list(in_order[: MOST + 1])
    total = steps.count() if len(rows) > MOST else len(rows)
    for step in rows:
        step.plan.partnership = partnership
    return StepList([StandingStep(step, state_of(step, today)) for step in rows[:MOST]], total)


def by_owner(steps: Iterable[StandingStep]) -> list[StepGroup]:
    """People by name, then roles that nobody took on yet, then what has neither."""

    def key(one: StandingStep) -> tuple[int, str, str]:
        if one.step.owner:
            return 0, one.step.owner.sort_key, str(one.step.owner)
        return (
            (1, one.step.owner_role.casefold(), one.step.owner_role) if one.step.owner_role else (2, "", "")
        )

    notes = ["", "a role: nobody has taken it yet", ""]
    return [
        StepGroup(f"owner-{number}", name or "Nobody yet", notes[kind], list(group))
        for number, ((kind, _, name), group) in enumerate(groupby(sorted(steps, key=key), key=key), 1)
    ]


def by_day(steps: Iterable[StandingStep], today: date) -> list[StepGroup]:
    """What is late, then month by month when it is due next, then what has no date."""

    def key(one: StandingStep) -> tuple[int, int, int]:
        if one.state.is_late:
            return 0, 0, 0
        day = one.step.next_on if one.step.is_open else None
        if day is None:
            return (2, 0, 0) if one.step.is_open else (3, 0, 0)
        return 1, day.year, day.month

    titles = {0: "Late", 2: "Without a date", 3: "Done or stopped"}
    return [
        StepGroup(
            f"due-{kind}-{year}-{month}",
            titles.get(kind) or f"{date(year, month, 1):%B} {year}",
            "this month" if (year, month) == (today.year, today.month) else "",
            list(group),
        )
        for (kind, year, month), group in groupby(sorted(steps, key=key), key=key)
    ]


def by_status(steps: Iterable[StandingStep]) -> list[StepGroup]:
    """A column for each status, empty ones too."""
    steps = list(steps)
    return [
        StepGroup(
            status.value,
            str(status.label).capitalize(),
            "",
            [one for one in steps if one.step.status == status],
        )
        for status in StepStatus
    ]


def owners_in(partnership: Partnership) -> list[str]:
    """The names of people and roles that own a step, to choose from."""
    steps = steps_of(partnership).prefetch_related(None).order_by()
    names = steps.values_list("owner__name", "owner_role").distinct()
    return sorted({name or role for name, role in names if name or role}, key=str.casefold)


@transaction.atomic
def reassign(partnership: Partnership, public_ids: Iterable[str], owner: User | None, *, by: User) -> int:
    """Give steps of a partnership to a person or, without one, take them from whoever has them.

    Those of an older version change hands where they stand now.
    """
    lock_plans(partnership)
    own = ActionStep.with_removed.filter(plan__partnership=partnership)
    chosen = own.filter(public_id__in=list(public_ids)).values("lineage")
    newest = ActionStep.objects.newest().filter(plan__partnership=partnership)
    return give(newest.filter(lineage__in=chosen), owner, by=by)


@transaction.atomic
def give(steps: QuerySet[ActionStep], owner: User | None, *, by: User) -> int:
    """Let steps have this owner. Returns how many changed hands. A role stays written down beside the person.

    In a fixed number of queries.
    """
    keys = [
        step.pk for step in steps.select_for_update(of=("self",)) if step.owner_id != (owner and owner.pk)
    ]
    if not keys:
        return 0
    changed = ActionStep.objects.filter(pk__in=keys)
    changed.update(owner=owner, touched_at=timezone.now())
    write_history(changed, kind="~", by=by, reason="given to another person")
    return len(keys)
