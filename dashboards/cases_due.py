"""Cases that are due or late, in all partnerships whose cases a person keeps: for home."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.urls import reverse

from accounts.models import User
from actionsteps.access import may_write
from actionsteps.clocks.listing import CaseLine, lines_of, with_clocks
from actionsteps.models import Case

from .partnerships import PartnershipOutline


@dataclass(frozen=True)
class CasesDue:
    """How many cases of a partnership are late, and how many are due soon."""

    partnership: PartnershipOutline
    late: int
    soon: int
    lines: tuple[CaseLine, ...] = ()
    """Those that are late or due soon, in the order of their due dates."""

    @property
    def address(self) -> str:
        return f"{reverse('cases', args=[self.partnership.slug])}?only={'late' if self.late else 'soon'}"

    @property
    def words(self) -> str:
        """“1 late, 2 due soon”."""
        said = [f"{self.late} late" if self.late else "", f"{self.soon} due soon" if self.soon else ""]
        return ", ".join(filter(None, said))


def cases_due(
    user: User, partnerships: Iterable[PartnershipOutline], *, first: Collection[int] = frozenset()
) -> list[CasesDue]:
    """By partnership, those in `first` first, then where most is late. No query where no agreement keeps cases."""
    outlines = {one.pk: one for one in partnerships if one.keeps_cases and may_write(user, one.record())}
    if not outlines:
        return []
    by_partnership: dict[int, list[CaseLine]] = defaultdict(list)
    for line in lines_of(with_clocks(Case.objects.open().filter(partnership__in=list(outlines)))):
        by_partnership[line.case.partnership_id].append(line)
    due = [
        CasesDue(
            outlines[key],
            sum(line.is_late for line in lines),
            sum(line.is_soon and not line.is_late for line in lines),
            tuple(line for line in lines if line.is_late or line.is_soon),
        )
        for key, lines in by_partnership.items()
    ]
    told = [one for one in due if one.late or one.soon]
    return sorted(told, key=lambda one: (one.partnership.pk not in first, -one.late, -one.soon))
