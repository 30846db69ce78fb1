"""One row of the grid: how far a partnership is in a cycle, in words."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from django.db.models import Case, Exists, OuterRef, When
from django.utils import timezone

from assessments.models import HANDED_IN, OPEN, Assessment, AssessmentStatus, Rating
from partnerships.models import Partnership

from .cells import Cell

SELF = "Self-assessment"


class State(StrEnum):
    """How far a partnership is in a cycle, all sides together."""

    FINAL = "final"
    SUBMITTED = "submitted"
    OPEN = "open"
    NOT_STARTED = "not-started"
    NOT_ASKED = "not-asked"


@dataclass
class Side:
    """One assessment of a partnership in the cycle, as far as everyone who sees the partnership may know it."""

    pk: int
    public_id: str
    by: int | None
    by_name: str
    status: str
    changed: datetime
    readable: bool
    """Whether this person may see its levels."""
    started: bool
    """Whether any item is rated."""
    rated: int | None = None
    """How many items are rated, where that was counted."""
    name: str = ""

    @property
    def is_open(self):
        return self.status in OPEN

    @property
    def is_handed_in(self):
        return self.status in HANDED_IN

    @property
    def is_joint(self):
        return self.by is None


@dataclass
class Row:
    """One partnership in the cycle."""

    partnership: Partnership
    sides: list[Side]
    """Those asked, the partner's own first."""
    joint: Side | None
    before: list[Side]
    """All assessments of the cycle before."""
    total: int = 0
    """Items to rate."""
    days_late: int = 0
    stands: Side | None = None
    stood: Side | None = None
    cells: dict[int, Cell] = field(default_factory=dict)
    """By the category's number; empty where no level may be shown yet."""

    def __post_init__(self):
        self.stands = standing([*self.sides, *([self.joint] if self.joint else [])])
        self.stood = standing(self.before)

    @property
    def name(self):
        return self.partnership.partner.short_name

    @property
    def all(self):
        return [*self.sides, *([self.joint] if self.joint else [])]

    @property
    def open_sides(self):
        return [side for side in self.all if side.is_open]

    def in_columns(self, columns):
        """The cells in the order of the columns, each with the number of its category."""
        return [(column.number, self.cells[column.number]) for column in columns] if self.cells else []

    @property
    def counted(self):
        """The assessments whose items are counted: those being written, and the one that stands."""
        return [*self.open_sides, *([self.stands] if self.stands else [])]

    @property
    def state(self):
        if not self.all:
            return State.NOT_ASKED
        if self.open_sides:
            untouched = all(side.status == AssessmentStatus.DRAFT and not side.started for side in self.all)
            return State.NOT_STARTED if untouched else State.OPEN
        deciding = [self.joint] if self.joint else self.sides
        final = all(side.status == AssessmentStatus.FINAL for side in deciding)
        return State.FINAL if final else State.SUBMITTED

    @property
    def status(self):
        """In words."""
        match self.state:
            case State.NOT_ASKED:
                return "Not asked yet"
            case State.NOT_STARTED:
                return "Not started"
            case State.FINAL:
                return "Final"
            case State.SUBMITTED if self.joint or len(self.sides) == 1:
                return "Submitted: review"
            case State.SUBMITTED:
                return f"{'Both' if len(self.sides) == 2 else 'All'} submitted: conference"
        if self.joint and self.joint.is_open:
            returned = self.joint.status == AssessmentStatus.RETURNED
            return "Joint: returned" if returned else "In conference"
        if any(side.status == AssessmentStatus.RETURNED for side in self.sides):
            return "Returned"
        return "Draft"

    @property
    def rated(self):
        """Items rated in what is being written or else stands; None where that was not counted."""
        counts = [side.rated for side in self._weighed if side.rated is not None]
        return sum(counts) if counts else None

    @property
    def to_rate(self):
        return self.total * len(self._weighed)

    @property
    def changed_on(self):
        return timezone.localdate(self.changed) if self.changed else None

    @property
    def _weighed(self):
        return self.open_sides or ([self.stands] if self.stands else [])

    @property
    def progress(self):
        return self.rated / self.to_rate if self.rated is not None and self.to_rate else None

    @property
    def changed(self):
        """The last change of anything in the round that anybody made since it was opened."""
        moments = [side.changed for side in self.all if side.started or side.is_handed_in]
        return max(moments, default=None)


def standing(assessments):
    """Which assessment of one partnership and cycle stands for it, or None while none may be shown.

    The joint one once it is handed in, else the partner's own, else another side's. While anyone asked is still
    writing, nobody's levels are shown, not even those of the side that looks.
    """
    if any(side.is_open and not side.is_joint for side in assessments):
        return None
    ready = [side for side in assessments if side.readable and side.is_handed_in]
    return min(ready, key=precedence, default=None)


def precedence(side):
    return (not side.is_joint, side.name != SELF, side.pk)


def gather_rows(user, cycle, previous):
    """Every partnership the person sees with its assessments of the cycle and of the one before, in two queries."""
    partnerships = (
        Partnership.objects.visible_to(user)
        .filter(agreement=cycle.edition.agreement_id)
        .select_related("partner")
        .order_by("partner__short_name", "pk")
    )
    now: dict[int, list[Side]] = defaultdict(list)
    before: dict[int, list[Side]] = defaultdict(list)
    readable = Assessment.objects.visible_to(user).order_by().values("pk")
    assessments = (
        Assessment.objects.filter(cycle__in=[cycle, *([previous] if previous else [])])
        .asked()
        .annotate(
            readable=Case(When(pk__in=readable, then=True), default=False),
            started=Exists(Rating.objects.filter(assessment=OuterRef("pk"), level__isnull=False)),
        )
        .order_by("pk")
        .values_list(
            "pk", "public_id", "by", "by__short_name", "status", "updated_at", "readable", "started",
            "partnership", "cycle", "partnership__partner",
        )
    )  # fmt: skip
    for *fields, partnership, of_cycle, partner in assessments:
        side = Side(*fields)
        side.name = "Joint" if side.is_joint else SELF if side.by == partner else side.by_name
        (now if of_cycle == cycle.pk else before)[partnership].append(side)
    return [_row(partnership, now[partnership.pk], before[partnership.pk]) for partnership in partnerships]


def _row(partnership, now, before):
    sides = sorted((side for side in now if not side.is_joint), key=precedence)
    return Row(partnership, sides, next((side for side in now if side.is_joint), None), before)
