"""How far a step is, as its page shows it to one person: state, occasions, lines, and what that person may say."""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import User
from core.words import day_in_words
from evidence.access import may_enter

from ..access import may_note, may_write
from ..models import ActionPlan, ActionStep, Progress, StepStatus
from .lines import all_occasions, lines_of, ticked_off
from .noting import seen_in
from .state import StepState, has_left, is_free, state_of

SHOWN = 3
"""Occasions to come that are shown at once; what is ticked off and what is further away opens."""


@dataclass(frozen=True)
class Occasion:
    day: date
    name: str
    """“September 2026”, “Sep 15, 2026”."""
    line: Progress | None
    """What ticks it off."""
    is_late: bool


@dataclass(frozen=True)
class RowToMove:
    """A row of evidence that the step should move, and where its values are entered or read."""

    name: str
    address: str
    enters: bool


@dataclass(frozen=True)
class ProgressBox:
    step: ActionStep
    state: StepState
    lines: list[Progress]
    """The newest first, with those that were taken back."""
    occasions: list[Occasion]
    rows: list[RowToMove]
    is_newest: bool
    """Whether its version is the one that people work with. In others nobody says anything."""
    notes: bool
    """Whether this person says how far it is."""
    asks: bool
    """Whether this person may ask its owner."""
    user_id: int | None
    writes: bool
    seen: str

    @property
    def can_be_taken(self) -> bool:
        """Whether this person may become its owner."""
        return self.writes and is_free(self.step)

    @property
    def ticked(self) -> list[Occasion]:
        return [one for one in self.occasions if one.line]

    @property
    def to_come(self) -> list[Occasion]:
        return [one for one in self.occasions if not one.line]

    @property
    def next_few(self) -> list[Occasion]:
        """Those that are late or due, and the first few to come."""
        late = sum(one.is_late for one in self.to_come)
        return self.to_come[: late + SHOWN]

    @property
    def further(self) -> list[Occasion]:
        return self.to_come[len(self.next_few) :]

    @property
    def all_ticked(self) -> bool:
        """Whether nothing is left to tick off of a step that is still open."""
        return bool(self.occasions) and not self.to_come and self.step.is_open

    @property
    def buttons(self) -> list[tuple[StepStatus, str]]:
        """What this person may say with one press, the likeliest first."""
        if not self.step.is_open:
            return [(StepStatus.UNDER_WAY, "Take it up again")]
        begun = self.step.status == StepStatus.UNDER_WAY
        going = "Note it" if begun else "Under way"
        return [(StepStatus.UNDER_WAY, going), (StepStatus.DONE, "Done"), (StepStatus.STOPPED, "Stop it")]

    def may_take_back(self, line: Progress) -> bool:
        """One's own lines, and for those who write the plan all of them."""
        return self.notes and line.taken_back_at is None and (self.writes or line.by_id == self.user_id)

    @property
    def history(self) -> list[tuple[Progress, str, bool]]:
        """(line, the occasion it ticks off in words, whether this person may take it back)."""
        return [(line, self._name(line.occasion), self.may_take_back(line)) for line in self.lines]

    def _name(self, day: date | None) -> str:
        return occasion_name(self.step, day) if day else ""


def gather_box(step: ActionStep, user: User | AnonymousUser) -> ProgressBox:
    """In at most five queries; the step comes with its plan, partnership and owner."""
    today, partnership = timezone.localdate(), step.plan.partnership
    lines = list(lines_of(step))
    is_newest = step.removed_at is None and not ActionPlan.objects.filter(follows=step.plan_id).exists()
    writes = may_write(user, partnership) and is_newest
    return ProgressBox(
        step=step,
        state=state_of(step, today),
        lines=lines[::-1],
        occasions=_occasions(step, lines, today),
        rows=_rows(step, user),
        is_newest=is_newest,
        notes=may_note(user, step) and is_newest,
        asks=writes and step.is_open and step.owner_id not in (None, user.pk) and not has_left(step),
        user_id=user.pk,
        writes=writes,
        seen=seen_in(step, lines),
    )


def occasion_name(step: ActionStep, day: date) -> str:
    return date_format(day, "F Y") if step.starts_on_is_month else day_in_words(day)


def _occasions(step: ActionStep, lines: list[Progress], today: date) -> list[Occasion]:
    ticked = ticked_off(lines)
    return [
        Occasion(
            day, occasion_name(step, day), ticked.get(day), day not in ticked and day < today and step.is_open
        )
        for day in all_occasions(step)
    ]


def _rows(step: ActionStep, user: User | AnonymousUser) -> list[RowToMove]:
    partnership, edition = step.plan.partnership, step.plan.edition
    enters = may_enter(user, partnership)
    found = []
    for row in step.rows.select_related("parent"):
        if enters:
            address = reverse("evidence-values", args=[partnership.slug, edition.label, row.lineage])
        else:
            address = f"{reverse('evidence', args=[partnership.slug])}#row-{row.lineage}"
        found.append(RowToMove(row.name, address, enters))
    return found
