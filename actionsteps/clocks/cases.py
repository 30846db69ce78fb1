"""Opening a case, what corrects a finding, closing a case and opening it again."""

from dataclasses import dataclass
from datetime import date, time

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from actionsteps.models import Case, CaseKind, ClockRule, Correction, Prong
from core.history import delete_as, save_as
from determinations.models import PracticeReview
from partnerships.models import Item, Partnership

from .days import in_full, plus_months
from .deeds import start
from .names import as_number, why_no_number
from .reckoning import ClockRefused


def open_timeline(
    partnership: Partnership, number: str, rule: ClockRule, day: date, at: time | None = None, *, by: User
) -> Case:
    """A case with the clock for which it is opened. Raises ValidationError for its number, and Refused."""
    with transaction.atomic():
        case = _open(Case(partnership=partnership, number=number, kind=CaseKind.TIMELINE), by)
        start(case, rule, day, at, by=by)
    return case


def open_finding(
    partnership: Partnership,
    number: str,
    notified_on: date,
    rule: ClockRule | None = None,
    item: Item | None = None,
    review: PracticeReview | None = None,
    *,
    by: User,
) -> Case:
    """A finding of non-compliance. Raises ValidationError for its number, and Refused."""
    if notified_on > timezone.localdate():
        raise ClockRefused("The day it was notified is a day to come.")
    case = Case(
        partnership=partnership,
        number=number,
        kind=CaseKind.FINDING,
        notified_on=notified_on,
        rule=rule,
        item=review.item if review else item,
        review=review,
    )
    return _open(case, by)


def _open(case: Case, by: User) -> Case:
    if problem := why_no_number(case.number):
        raise ValidationError({"number": problem})
    case.number, case.opened_by = as_number(case.number), by
    try:
        with transaction.atomic():
            save_as(case, by=by)
    except IntegrityError:
        taken = Case.objects.filter(partnership=case.partnership, number=case.number)
        if not taken.exists():
            raise
        raise ValidationError({"number": "There is a case with this number already."}) from None
    return case


@dataclass(frozen=True)
class Finding:
    """How far a finding is corrected. It is to be within a year of its notification, both prongs."""

    case: Case
    corrections: dict[str, Correction]
    today: date

    @property
    def due(self) -> date:
        """“As soon as possible but no later than one year” from the notification."""
        return plus_months(self.case.notified_on or self.case.opened_on, 12)

    @property
    def prongs(self) -> list[tuple[Prong, Correction | None]]:
        return [(prong, self.corrections.get(prong)) for prong in Prong]

    @property
    def missing(self) -> list[Prong]:
        return [prong for prong, correction in self.prongs if correction is None]

    @property
    def corrected_on(self) -> date | None:
        """The day of the later of the two; None while one is missing."""
        days = [one.happened_on for _, one in self.prongs if one]
        return max(days) if len(days) == len(Prong) else None

    @property
    def days_left(self) -> int:
        return (self.due - self.today).days

    @property
    def is_late(self) -> bool:
        return self.days_left < 0 and not self.case.closed_on and bool(self.missing)

    @property
    def state(self) -> str:
        """“1 of 2 recorded, 40 days left”."""
        done = f"{2 - len(self.missing)} of 2 recorded"
        if not self.missing:
            return f"{done}, can be closed"
        number = abs(self.days_left)
        days = "1 day" if number == 1 else f"{number} days"
        return f"{done}, {days} late" if self.is_late else f"{done}, {days} left"


def finding_of(case: Case, today: date | None = None) -> Finding:
    """In a query, unless its corrections are read."""
    corrections = {str(one.prong): one for one in case.corrections.all()}
    return Finding(case, corrections, today or timezone.localdate())


@transaction.atomic
def correct(
    case: Case, prong: Prong, happened_on: date, words: str, *, is_exempt: bool = False, by: User
) -> Correction:
    """Record one prong of a finding. Raises Refused with the sentence people read."""
    locked = Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    if not locked.is_finding or locked.closed_on:
        raise ClockRefused(f"{locked} is closed." if locked.closed_on else f"{locked} is no finding.")
    if locked.notified_on and happened_on < locked.notified_on:
        raise ClockRefused(
            f"The finding was notified on {in_full(locked.notified_on)}: this cannot be before it."
        )
    if happened_on > timezone.localdate():
        raise ClockRefused("This is a day to come. Enter it when it has happened.")
    if locked.corrections.filter(prong=prong).exists():
        raise ClockRefused("This is recorded already.")
    correction = Correction(
        case=locked, prong=prong, happened_on=happened_on, words=words, is_exempt=is_exempt, by=by
    )
    save_as(correction, by=by)
    return correction


@transaction.atomic
def take_correction_back(case: Case, prong: str, *, by: User) -> bool:
    """Remove what was recorded by mistake, while the case is open; its history keeps it. Whether there was any."""
    locked = Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    correction = locked.corrections.filter(prong=prong).first()
    if locked.closed_on or correction is None:
        return False
    delete_as(correction, by=by)
    return True


def why_not_closed(case: Case) -> str:
    """What stands against closing a case; empty where nothing does."""
    if case.is_finding and (missing := finding_of(case).missing):
        words = " and ".join(prong.label for prong in missing)
        return f"A finding closes when both are recorded: {words} {'is' if len(missing) == 1 else 'are'} missing."
    running = case.clocks.filter(ended_on=None).count()
    if running:
        clocks = "1 clock still runs" if running == 1 else f"{running} clocks still run"
        return f"{clocks}. Say of each that it is done or does not apply, then close the case."
    return ""


@transaction.atomic
def close(case: Case, *, by: User) -> bool:
    """Close a case, once; whether this did. Raises Refused where something stands against it."""
    locked = Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    if locked.closed_on:
        return False
    if problem := why_not_closed(locked):
        raise ClockRefused(problem)
    locked.closed_on, locked.closed_by = max(timezone.localdate(), locked.opened_on), by
    save_as(locked, by=by, update_fields=["closed_on", "closed_by"])
    return True


@transaction.atomic
def open_again(case: Case, *, by: User) -> bool:
    """Open a closed case again; whether this did."""
    locked = Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    if not locked.closed_on:
        return False
    locked.closed_on, locked.closed_by = None, None
    save_as(locked, by=by, update_fields=["closed_on", "closed_by"])
    return True
