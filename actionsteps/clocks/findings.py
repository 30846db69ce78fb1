"""The findings of non-compliance of an agreement: which are corrected, in time or late, and what is missing."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet, TextChoices
from django.utils import timezone

from accounts.models import User
from actionsteps.models import Case, CaseKind
from determinations.models import DistrictCount, ScreenStep
from partnerships.access import changing_by, speaks_for
from partnerships.models import Agreement, EditionStatus, Item, Partnership, SignatorySide

from .cases import Finding, finding_of


class FindingState(TextChoices):
    OPEN = "open", "Open"
    LATE = "late", "Late, not corrected"
    IN_TIME = "in-time", "Corrected in time"
    AFTER = "after", "Corrected late"


def state_of(finding: Finding) -> FindingState:
    """By the days on which both prongs happened, whenever they were entered, whether the case is closed or not."""
    corrected = finding.corrected_on
    if corrected:
        return FindingState.IN_TIME if corrected <= finding.due else FindingState.AFTER
    return FindingState.LATE if finding.today > finding.due else FindingState.OPEN


def federal_fiscal_year(day: date) -> int:
    """The number by which a state plan calls the year that begins each July 1: 2011 for June 30, 2012."""
    return day.year if day.month >= 7 else day.year - 1


@dataclass(frozen=True)
class FindingLine:
    case: Case
    finding: Finding
    state: FindingState

    @property
    def year(self) -> int:
        """The federal fiscal year in which it was notified."""
        return federal_fiscal_year(self.case.notified_on or self.case.opened_on)

    @property
    def reference(self) -> str:
        return self.case.item.reference if self.case.item else ""


@dataclass
class FindingCounts:
    """How many findings of one indicator were notified in one federal fiscal year, and what became of them."""

    item: Item | None
    year: int
    states: dict[FindingState, int] = field(default_factory=lambda: defaultdict(int))
    districts: set[int] = field(default_factory=set)

    @property
    def findings(self) -> int:
        return sum(self.states.values())

    @property
    def by_state(self) -> list[tuple[FindingState, int]]:
        return [(state, self.states[state]) for state in FindingState]


def _cases(user: User, agreement: Agreement) -> QuerySet[Case]:
    """Those of the partnerships in which a person enters for the lead agency."""
    partnerships = Partnership.objects.filter(
        speaks_for(changing_by(user), SignatorySide.LEAD), agreement=agreement
    )
    findings = Case.objects.filter(kind=CaseKind.FINDING, partnership__in=partnerships)
    return findings.select_related("partnership__partner", "item__category").prefetch_related("corrections")


def finding_lines(user: User, agreement: Agreement, today: date | None = None) -> list[FindingLine]:
    """The first to be corrected first. In two queries."""
    day = today or timezone.localdate()
    found = [finding_of(case, day) for case in _cases(user, agreement)]
    lines = [FindingLine(one.case, one, state_of(one)) for one in found]
    return sorted(lines, key=lambda one: (one.finding.due, one.case.pk))


def finding_counts(lines: Iterable[FindingLine]) -> list[FindingCounts]:
    """By indicator in the order of the text, the newest year first; what is about no indicator last."""
    counts: dict[tuple[int, int], FindingCounts] = {}
    for line in lines:
        item = line.case.item
        one = counts.setdefault((item.pk if item else 0, line.year), FindingCounts(item, line.year))
        one.states[line.state] += 1
        one.districts.add(line.case.partnership_id)
    return sorted(counts.values(), key=_in_order)


def printed_counts(agreement: Agreement) -> list[DistrictCount]:
    """How many districts a source says were out of compliance: by indicator, and by the year of its data."""
    printed = DistrictCount.objects.filter(
        item__edition__agreement=agreement, step=ScreenStep.FOUND, groups=""
    ).exclude(item__edition__status=EditionStatus.DRAFT)
    in_order = ("item__category__position", "item__position", "-period__start", "pk")
    return list(printed.select_related("item", "period").order_by(*in_order))


def _in_order(one: FindingCounts) -> tuple[bool, int, int, int]:
    if one.item is None:
        return True, 0, 0, -one.year
    return False, one.item.category.position, one.item.position, -one.year
