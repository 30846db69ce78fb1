"""What people of a plan find on home: what is due, which targets were met, which districts wait for a review."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from accounts.models import User
from dashboards.overview import agreements_by_key
from dashboards.partnerships import PartnershipOutline
from determinations.screens.counting import ScreenedPeriod, periods_of, screened_periods
from determinations.screens.gathering import edition_with_screens, screens_of
from evidence.sampling.turns import Asked, asked_of
from partnerships.models import Agreement, Submission
from reports.profiles import profiles_of

from .reading import Plan, plan_of

SOON_DAYS = 90


@dataclass(frozen=True)
class PlanAtHome:
    agreement: Agreement
    plan: Plan | None
    upcoming: Submission | None
    """The next to be handed in."""
    handed_in: Submission | None
    """The last one that was."""
    own: PartnershipOutline | None
    """The only district that this person reaches, who is not of the lead agency."""
    asked: list[Asked]
    """When that district is asked for a survey."""
    screened: list[ScreenedPeriod]
    """For the lead agency, those with districts that wait for a review."""
    profiles: int
    profiles_made: int
    """For the lead agency: of the newest period, how many partners there are and whose profile is made."""
    profiles_late: bool

    @property
    def days_left(self) -> int | None:
        """Until the next is due; below 0 where it is late."""
        due = self.upcoming.due_on if self.upcoming else None
        return (due - timezone.localdate()).days if due else None

    @property
    def is_soon(self) -> bool:
        return self.days_left is not None and self.days_left <= SOON_DAYS


def plans_at_home(
    user: User, partnerships: Iterable[PartnershipOutline], serves: Iterable[int]
) -> list[PlanAtHome]:
    """One for each agreement with a plan. `serves` are this person's organizations. No query without a plan."""
    by_agreement: dict[int, list[PartnershipOutline]] = {}
    for one in partnerships:
        if one.has_plan:
            by_agreement.setdefault(one.agreement, []).append(one)
    if not by_agreement:
        return []
    agreements, of = agreements_by_key(by_agreement), frozenset(serves)
    return [_at_home(user, agreements[key], several, of) for key, several in by_agreement.items()]


def _at_home(
    user: User, agreement: Agreement, partnerships: list[PartnershipOutline], serves: frozenset[int]
) -> PlanAtHome:
    leads = agreement.lead_id in serves
    submissions = list(agreement.submissions.all())
    own = partnerships[0] if len(partnerships) == 1 and not leads else None
    found: dict[str, Any] = (
        profiles_of(user, agreement) if leads else {"states": [], "made": 0, "late": False}
    )
    return PlanAtHome(
        agreement,
        plan_of(user, agreement),
        min((one for one in submissions if not one.submitted_on), key=_due, default=None),
        max((one for one in submissions if one.submitted_on), key=_submitted, default=None),
        own,
        asked_of(own.record()) if own else [],
        _waiting_for_review(agreement) if leads and agreement.has_screens else [],
        len(found["states"]),
        found["made"],
        found["late"],
    )


def _due(submission: Submission) -> date:
    return submission.due_on or date.max


def _submitted(submission: Submission) -> date:
    return submission.submitted_on or date.min


def _waiting_for_review(agreement: Agreement) -> list[ScreenedPeriod]:
    edition = edition_with_screens(agreement.pk)
    screens = screens_of(edition) if edition else []
    periods = periods_of(screens)
    places = [(one, period) for one in screens for period in periods.get(one.pk, [])]
    return [one for one in screened_periods(places) if one.waiting]
