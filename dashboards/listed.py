"""The lines of a list of partnerships, each made once for the same values: how its round stands for somebody, what
waits there, and the row of the table.

What a process keeps is found by all that was read of the round and by the memberships of who asks. Nothing else of
a person reaches what makes a line, so everybody is shown what the same values always give.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from accounts.memberships import Held, memberships_of, somebody_with
from accounts.models import Organization, User
from assessments.cycles.round_status import RoundStatus
from assessments.models import Assessment, AssessmentStatus, Cycle
from assessments.rating.progress import with_progress
from core.kept import kept
from core.prepared import prepared
from core.words import natural
from partnerships.access import is_of_either_side
from partnerships.models import Period

from .lines import LineGroup, PartnershipLine
from .partnerships import PartnershipOutline
from .waiting import NextStep, Waiting

LINES_KEPT = 256
"""In a process, those shown last: about 4 kB each, so 1 MB."""

FINISHED = (AssessmentStatus.FINAL, AssessmentStatus.WITHDRAWN)
"""A round in which every assessment is one of these waits for nobody."""


class AssessmentValues(NamedTuple):
    """All that a line says of an assessment or asks of it, with its round's."""

    partnership: int
    cycle: int
    cycle_public_id: str
    kind: str
    """Of the period."""
    period: str
    starts_on: date
    due_on: date | None
    total: int
    pk: int
    public_id: str
    by: int | None
    rater: str | None
    parent: int | None
    status: str
    rated: int
    submitted_at: datetime | None
    returned_at: datetime | None
    returned_by: str | None
    withdrawn_at: datetime | None
    made_final_at: datetime | None
    remark: str
    closing_reason: str
    confirmed: str | None

    def record(self) -> Assessment:
        """The assessment with nothing else in it, not to be saved."""
        by = Organization(pk=self.by, short_name=self.rater or "", parent_id=self.parent) if self.by else None
        one = Assessment(
            pk=self.pk,
            public_id=self.public_id,
            by=by,
            status=self.status,
            submitted_at=self.submitted_at,
            returned_at=self.returned_at,
            returned_by=User(name=self.returned_by) if self.returned_by else None,
            withdrawn_at=self.withdrawn_at,
            made_final_at=self.made_final_at,
            remark=self.remark,
            closing_reason=self.closing_reason,
        )
        one.due_on, one.rated, one.confirmed = self.due_on, self.rated, self.confirmed
        one.started = self.rated > 0  # type: ignore[attr-defined]  # as `RoundStatus` asks for it
        return one


COLUMNS = (
    "partnership",
    "cycle",
    "cycle__public_id",
    "cycle__period__kind",
    "cycle__period__label",
    "cycle__period__start",
    "due_on",
    "total",
    "pk",
    "public_id",
    "by",
    "by__short_name",
    "by__parent",
    "status",
    "rated",
    "submitted_at",
    "returned_at",
    "returned_by__name",
    "withdrawn_at",
    "made_final_at",
    "remark",
    "closing_reason",
    "confirmed",
)


class WaitingWords(NamedTuple):
    """What a page says of what waits: `Waiting` in words."""

    step: NextStep
    title: str
    sentence: str
    address: str
    button: str
    urgency: tuple[int, float, int]

    @classmethod
    def of(cls, waiting: Waiting | None) -> "WaitingWords | None":
        return cls(*(getattr(waiting, name) for name in cls._fields)) if waiting else None


class ListedLine(NamedTuple):
    """A line as lists sort, group and show it."""

    partnership: PartnershipOutline
    cycle: int | None
    group: LineGroup
    is_late: bool
    waiting: WaitingWords | None
    following: WaitingWords | None
    """The conference to follow, where nothing waits."""
    html: SafeString

    @property
    def key(self) -> int:
        return self.partnership.pk

    @property
    def sort_key(self) -> tuple[bool, str]:
        """In a group what is late comes first."""
        return not self.is_late, natural(self.partnership.name)


Rows = tuple[AssessmentValues, ...]


@kept(LINES_KEPT)
def _line(
    held: tuple[Held, ...], outline: PartnershipOutline, rows: Rows, today: date, is_earlier: bool
) -> ListedLine:
    """`rows` are the assessments of one round, none where nobody was ever asked. What is late, is late `today`."""
    partnership, round_ = outline.record(), None
    if rows:
        one, somebody = rows[0], somebody_with(held)
        period = Period(kind=one.kind, label=one.period, start=one.starts_on)
        round_ = RoundStatus(
            partnership,
            Cycle(pk=one.cycle, public_id=one.cycle_public_id, period=period),
            [row.record() for row in rows],
            one.total,
            is_of_either_side(somebody, partnership),
            is_earlier,
        ).seen_by(somebody)
    line = PartnershipLine.of(partnership, round_)
    return ListedLine(
        outline,
        round_.cycle.pk if round_ else None,
        line.group,
        bool(round_ and round_.days_late),
        WaitingWords.of(line.waiting),
        None if line.waiting else WaitingWords.of(line.following),
        render_to_string("dashboards/_partnership.html", {"line": line}),
    )


def read_rounds(partnerships: Iterable[int], which: Q) -> QuerySet[Assessment, tuple[Any, ...]]:
    """What is read of the assessments of some partnerships, those of a round together. `which` narrows it."""
    assessments = Assessment.objects.filter(which, partnership__pk__in=partnerships)
    assessments = assessments.with_due_date().with_confirmations()
    return with_progress(assessments).order_by("-cycle__period__start", "-cycle").values_list(*COLUMNS)


def rounds_by_partnership(rows: Iterable[tuple[Any, ...]]) -> dict[int, list[Rows]]:
    """The rounds of each partnership in their order, from the rows of `read_rounds`."""
    found: dict[tuple[int, int], list[AssessmentValues]] = defaultdict(list)
    for row in rows:
        values = AssessmentValues(*row)
        found[values.partnership, values.cycle].append(values)
    rounds = defaultdict(list)
    for (partnership, _), of_round in found.items():
        rounds[partnership].append(tuple(of_round))
    return rounds


def line_maker(user: User) -> Callable[..., ListedLine]:
    """What makes the line of a partnership and one of its rounds for somebody who reaches it."""
    held, today = memberships_of(user), timezone.localdate()

    def make(partnership: PartnershipOutline, rows: Rows, *, is_earlier: bool = False) -> ListedLine:
        return _line(held, partnership, rows, today, is_earlier)

    return make


def newest_or_unfinished() -> Q:
    """The assessments of each newest cycle, and of earlier ones those of rounds that still wait for somebody."""
    newest = (
        Assessment.objects.filter(partnership=OuterRef("partnership"))
        .order_by("-cycle__period__start", "-cycle")
        .values("cycle")[:1]
    )
    unfinished = Assessment.objects.filter(
        partnership=OuterRef("partnership"), cycle=OuterRef("cycle")
    ).exclude(status__in=FINISHED)
    return Q(cycle=Subquery(newest)) | Q(Exists(unfinished))


@prepared
def _newest_or_unfinished(*partnerships: int) -> QuerySet[Assessment, tuple[Any, ...]]:
    return read_rounds(partnerships, newest_or_unfinished())


def lines_of(user: User, partnerships: Sequence[PartnershipOutline]) -> list[ListedLine]:
    """One for each partnership's newest cycle, and one for each earlier cycle in which something waits."""
    rounds = rounds_by_partnership(_newest_or_unfinished(*(one.pk for one in partnerships)))
    lines, line_of = [], line_maker(user)
    for partnership in partnerships:
        newest, *earlier = rounds.get(partnership.pk, [()])
        lines.append(line_of(partnership, newest))
        lines += [one for rows in earlier if (one := line_of(partnership, rows, is_earlier=True)).waiting]
    return lines
