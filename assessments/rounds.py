"""The round: all assessments of one partnership in one cycle, and every rule about them together."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Exists, QuerySet
from django.utils import timezone

from accounts.models import Organization, User
from core.words import in_words, natural
from partnerships.models import Partnership

if TYPE_CHECKING:  # the models ask rounds; rounds ask the rows they are given
    from .models import Assessment, Cycle

ALL_FINAL = (
    "What each side submitted is final already, so no conference begins. "
    "A director may reopen one of them first."
)


@dataclass(eq=False)
class Round:
    """All assessments of one partnership in one cycle: the sides', and the joint one once there is one.

    Each has its organization (`by`) at hand. After `seen_by(user)` each also says `readable`, `is_writer` and
    `is_reviewer` of that person; what is said here of reading needs that, everything else does not.
    """

    partnership: Partnership
    cycle: "Cycle"
    assessments: "list[Assessment]"
    """The joint one first, then the sides: the partner, the lead agency, then others by name."""

    def __post_init__(self) -> None:
        for one in self.assessments:
            one.partnership, one.cycle, one.in_round = self.partnership, self.cycle, self
        self.assessments = sorted(self.assessments, key=self._place)

    def _place(self, assessment: "Assessment") -> tuple[int, str, int]:
        """Where it stands among the others. It is also the order in which they count."""
        first = {None: 0, self.partnership.partner_id: 1, self.partnership.agreement.lead_id: 2}
        return first.get(assessment.by_id, 3), assessment.rater, assessment.by_id or 0

    def seen_by(self, user: User | AnonymousUser) -> Self:
        """As a person sees it who reaches the partnership."""
        for one in self.assessments:
            one.seen_by(user, self)
        return self

    # Who takes part

    @property
    def joint(self) -> "Assessment | None":
        return next((one for one in self.assessments if one.is_joint), None)

    @property
    def sides(self) -> "list[Assessment]":
        """Of every organization that is asked."""
        return [one for one in self.assessments if not (one.is_joint or one.is_withdrawn)]

    @property
    def no_longer_asked(self) -> "list[Assessment]":
        return [one for one in self.assessments if one.is_withdrawn]

    @property
    def asked(self) -> "list[Assessment]":
        """The joint one, then the sides."""
        return [one for one in self.assessments if not one.is_withdrawn]

    @property
    def decisive(self) -> "list[Assessment]":
        """What the round is about now: the joint one as soon as there is one, else the sides."""
        return [self.joint] if self.joint else self.sides

    # How far it is

    @property
    def still_writing(self) -> "list[Assessment]":
        """The sides that have not handed in. Until they have, nobody else reads what a side rates."""
        return [side for side in self.sides if side.is_open]

    @property
    def is_open(self) -> bool:
        """Whether anybody is to hand in anything, the joint one included."""
        return any(one.is_open for one in self.asked)

    @property
    def due_on(self) -> date | None:
        """That of this partnership; None where nobody is asked, or no day is set."""
        return self.assessments[0].due_on if self.assessments else None

    @property
    def days_late(self) -> int:
        """0 once everything is handed in."""
        return max(0, (timezone.localdate() - self.due_on).days) if self.due_on and self.is_open else 0

    @property
    def who_still_writes(self) -> str:
        """“Clayton and SSD are still writing”; empty where nobody is."""
        writing = sorted((side.rater for side in self.still_writing), key=natural)
        verb = "is" if len(writing) == 1 else "are"
        return f"{in_words(writing)} {verb} still writing" if writing else ""

    # The conference

    @property
    def why_no_conference(self) -> str:
        """Why the conference cannot begin, in a sentence; empty where it can, or has begun already."""
        if self.joint:
            return ""
        if self.who_still_writes:
            return f"The conference begins when everybody asked has submitted. {self.who_still_writes}."
        if len(self.sides) < 2:
            who = f"Only {self.sides[0].rater} was" if self.sides else "Nobody was"
            return f"{who} asked to rate in this cycle. A conference needs two sides at least."
        return ALL_FINAL if all(side.is_final for side in self.sides) else ""

    @property
    def can_begin_conference(self) -> bool:
        return self.joint is None and not self.why_no_conference

    @property
    def is_in_conference(self) -> bool:
        """Whether sides are agreeing on the joint assessment, perhaps once more."""
        return bool(self.joint and self.joint.is_open and self.sides)

    def needs_no_conference(self, assessment: "Assessment") -> bool:
        """Whether it is made final by itself: the joint one, or that of the only side."""
        return assessment.is_joint or (self.joint is None and len(self.sides) < 2)

    # What both sides agree on

    @property
    def at_the_table(self) -> list[Organization]:
        """Who agrees on the joint assessment: the partner and the lead agency, who write it, and every other
        organization that is asked. Who is no longer asked does not sit there."""
        sides = {side.by_id: side.by for side in self.sides}
        for one in (self.partnership.partner, self.partnership.agreement.lead):
            sides.setdefault(one.pk, one)
        gone = {side.by_id for side in self.no_longer_asked}
        return [side for key, side in sides.items() if side and key not in gone]

    @property
    def confirmed(self) -> list[Organization]:
        """Of those at the table, who confirmed the joint assessment as it was submitted last."""
        keys = self.joint.confirmed_by if self.joint and self.joint.is_handed_in else ()
        return [side for side in self.at_the_table if side.pk in keys]

    @property
    def to_confirm(self) -> list[Organization]:
        """Who has still to confirm the joint assessment that is submitted. Nobody while it is open, or final."""
        if self.joint is None or not self.joint.is_handed_in or self.joint.is_final:
            return []
        return [side for side in self.at_the_table if side.pk not in self.joint.confirmed_by]

    @property
    def is_confirmed(self) -> bool:
        """Whether every side at the table has confirmed it, and more than one: nobody closes it alone."""
        return len(self.confirmed) > 1 and not self.to_confirm

    # What counts, and who reads it

    @property
    def hidden_sides(self) -> "list[Assessment]":
        """The sides whose ratings this person may not read."""
        return [side for side in self.sides if not side.readable]

    @property
    def sides_may_be_compared(self) -> bool:
        """Whether it may be told where the sides differ: there are two at least, and nobody is still writing.

        Then everybody in the partnership reads all of them (`access.readable_by`).
        """
        return len(self.sides) > 1 and not self.still_writing

    @property
    def result(self) -> "Assessment | None":
        """The assessment that counts: `result_so_far`, but none while a side is still writing.

        Until then nobody's levels stand beside those of other partnerships, not even one's own.
        """
        return None if self.still_writing else self.result_so_far

    @property
    def result_for_all(self) -> "Assessment | None":
        """`result`, whoever asks: once nobody writes, everybody in the partnership reads what is handed in.

        It needs no `seen_by`.
        """
        return None if self.still_writing else next((one for one in self.asked if one.is_handed_in), None)

    @property
    def standing(self) -> "Assessment | None":
        """The assessment that counts for documents, which everybody of the partnership reads: it is final, and none
        while a side is still writing or the sides are agreeing on a joint one."""
        return None if self.still_writing else next((one for one in self.decisive if one.is_final), None)

    @property
    def result_so_far(self) -> "Assessment | None":
        """What counts most of all that is handed in and that this person may read.

        The joint one, else the partner's own, else the lead agency's, else that of another side.
        """
        return next((one for one in self.asked if one.is_handed_in and one.readable), None)


def rounds_of(partnership: Partnership, assessments: "Iterable[Assessment]") -> list[Round]:
    """A partnership's assessments in their rounds, in the order in which the rounds come. Each has its cycle."""
    return [Round(partnership, rows[0].cycle, rows) for rows in by_round(assessments).values()]


def by_round(assessments: "Iterable[Assessment]") -> dict[tuple[int, int], list[Any]]:
    """Assessments of many partnerships and cycles, by the keys of both; an empty list where there is none."""
    found: dict[tuple[int, int], list[Any]] = defaultdict(list)
    for assessment in assessments:
        found[assessment.partnership_id, assessment.cycle_id].append(assessment)
    return found


def number_to_compare(sides: QuerySet) -> QuerySet:
    """`Round.sides_may_be_compared` inside a query: how many sides are asked, and nothing where it does not hold.

    `sides` are all that are asked in one round.
    """
    done = sides.order_by().filter(~Exists(sides.open()))  # type: ignore[attr-defined]  # of AssessmentQuerySet
    return done.values("partnership").annotate(n=Count("pk")).filter(n__gt=1).values("n")
