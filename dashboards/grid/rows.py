"""One row of the grid: a partnership's round, with how many items are rated and its cells."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone

from assessments.models import Assessment, Rating
from dashboards.rounds import Round, as_seen_by, standing
from dashboards.waiting import waiting_in
from partnerships.access import is_of_either_side
from partnerships.models import Partnership

from .cells import GridCell

SELF = "Self-assessment"


@dataclass(eq=False)
class Row(Round):
    before: list[Any] = field(default_factory=list)
    """All assessments of the cycle before."""
    cells: dict[str, GridCell] = field(default_factory=dict)
    """By the category's number; empty where no level may be shown yet."""

    def __post_init__(self):
        super().__post_init__()
        for one in self.before:
            one.partnership = self.partnership
        self.stood = standing(self.before)

    @cached_property
    def waiting(self):
        return waiting_in(self)

    def in_columns(self, columns):
        """The cells in the order of the columns, each with the number of its category."""
        return [(column.number, self.cells[column.number]) for column in columns] if self.cells else []

    @property
    def progress_of_sides(self):
        """(whose, assessment) of each side."""
        own = self.partnership.partner_id
        return [(SELF if side.by_id == own else side.by.short_name, side) for side in self.sides]

    @property
    def counted(self):
        """The assessments whose items are counted: what the round is about, and the one that stands."""
        return {one.pk: one for one in [*self.decides, *([self.stands] if self.stands else [])]}.values()

    @property
    def rated(self):
        """“24 of 55” of the joint one; “21 and 10 of 55” of the sides, in their order; “0 of 55” of whoever has not
        begun. Empty where not counted."""
        counts = [one.rated for one in self.decides if one.rated is not None]
        words = " and ".join(map(str, counts)) if any(counts) else "0"
        return f"{words} of {self.total}" if counts and self.total else ""

    @property
    def progress(self):
        """The share of the items that are rated, all sides together; None where that was not counted."""
        counts = [one.rated for one in self.decides if one.rated is not None]
        return sum(counts) / (self.total * len(counts)) if counts and self.total else None

    @property
    def changed_on(self):
        return timezone.localdate(self.changed) if self.changed else None

    @property
    def changed(self):
        """The last change of anything in the round that anybody made since it was opened."""
        moments = [one.changed for one in self.asked if one.started or one.is_handed_in]
        return max(moments, default=None)


def gather_rows(user, cycle, previous):
    """Every partnership the person sees with its assessments of the cycle and of the one before, in two queries."""
    partnerships = (
        Partnership.objects.visible_to(user)
        .filter(agreement=cycle.edition.agreement_id)
        .select_related("agreement", "partner")
        .order_by("partner__short_name", "pk")
    )
    now: dict[int, list[Any]] = defaultdict(list)
    before: dict[int, list[Any]] = defaultdict(list)
    cycles = [cycle, *([previous] if previous else [])]
    started = Rating.objects.filter(assessment=OuterRef("pk"), level__isnull=False)
    assessments = as_seen_by(user, Assessment.objects.filter(cycle__in=cycles))
    for assessment in assessments.annotate(started=Exists(started)).order_by("pk"):
        assessment.changed, assessment.rated = assessment.updated_at, None
        of = now if assessment.cycle_id == cycle.pk else before
        of[assessment.partnership_id].append(assessment)
    return [
        Row(
            partnership,
            cycle,
            now[partnership.pk],
            begins=is_of_either_side(user, partnership),
            before=before[partnership.pk],
        )
        for partnership in partnerships
    ]
