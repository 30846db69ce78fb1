"""Rounds: all assessments of one partnership in one cycle. Opening one, who is asked, how far it is."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef
from django.utils import timezone

from assessments.rating.progress import with_progress

from .models import Assessment, Cycle


@dataclass
class Round:
    """One cycle of a partnership as one person sees it. Each assessment says whether it is `readable`."""

    cycle: Cycle
    sides: list[Assessment]
    joint: Assessment | None

    @property
    def rows(self):
        """The joint assessment first: it is what counts."""
        return [*([self.joint] if self.joint else []), *self.sides]

    @property
    def due_on(self) -> date | None:
        return self.rows[0].due_on

    @property
    def asked(self):
        """Without the sides that are no longer asked."""
        return [side for side in self.sides if not side.is_withdrawn]

    @property
    def still_writing(self):
        return [side for side in self.sides if side.is_open]

    @property
    def waits_for(self):
        """The short names of those asked, but for this person's own side, who have not submitted."""
        return [side.by.short_name for side in self.still_writing if side.by and not side.mine]

    @property
    def is_ready(self):
        """Whether the conference can begin: two sides or more, all handed in, and not all of them final."""
        handed_in = len(self.asked) > 1 and not self.still_writing
        return self.joint is None and handed_in and not all(side.is_final for side in self.asked)

    @property
    def is_in_conference(self):
        return bool(self.joint and self.joint.is_open and self.asked)


def rounds_of(partnership, user):
    """All rounds of a partnership, the newest first, in two queries. Others' open sides show how far they are."""
    unread = Assessment.objects.unread().filter(pk=OuterRef("pk"))
    visible = Assessment.objects.visible_to(user).filter(partnership=partnership)
    seen = {row.pk: row for row in visible.annotate(unread=Exists(unread))}
    everything = with_progress(
        Assessment.objects.filter(partnership=partnership).with_partnership().with_due_date()
    )
    rows = defaultdict(list)
    today = timezone.localdate()
    for row in everything.newest_first():
        own = seen.get(row.pk)
        row.readable = own is not None
        row.mine, row.is_reviewer = (own.is_writer, own.is_reviewer) if own else (False, False)
        row.can_be_taken_back = own is not None and own.is_writer and own.unread
        row.is_late = row.is_open and row.due_on is not None and row.due_on < today
        rows[row.cycle].append(row)
    order = {partnership.partner_id: 0, partnership.agreement.lead_id: 1}
    return [
        Round(
            cycle,
            sorted(
                (row for row in of_cycle if not row.is_joint),
                key=lambda row: (order.get(row.by_id, 2), str(row.by)),
            ),
            next((row for row in of_cycle if row.is_joint), None),
        )
        for cycle, of_cycle in rows.items()
    ]
