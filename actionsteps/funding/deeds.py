"""What becomes of a request: submitted, returned for more, withdrawn, taken up again, decided; and what it did.

Who does something has seen the request: `seen` is what `seen_in` gave when the page was made. Where it changed
meanwhile nothing is done.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core.conflicts import Conflict, mark_of
from core.history import save_as
from core.words import dollars, in_words
from evidence.models import EvidenceRow

from ..models import (
    FundingActivity,
    FundingDecision,
    FundingEvent,
    FundingEventKind,
    FundingOutcome,
    FundingRequest,
    FundingResult,
    FundingStatus,
    GrantedShare,
)
from .reading import earlier_granted, whole


class RequestRefused(Exception):
    """Nothing was done. Its text says why, and what to do instead."""


@dataclass(frozen=True)
class RequestDeed:
    """One way a request goes: from where to where, who goes it, and in which words people are asked and told."""

    name: str
    starts: tuple[FundingStatus, ...]
    ends: FundingStatus
    event: FundingEventKind
    is_writers: bool
    """Done by the partner's liaisons; otherwise by a director of the lead agency."""
    button: str
    explains: str
    done: str
    in_email: str
    asks: str = ""
    """The label of the words it takes; empty for none."""
    missing: str = ""
    """What is said where these words have to be there and are not; empty where they may be left out."""


SUBMIT = RequestDeed(
    name="submit",
    starts=(FundingStatus.DRAFT, FundingStatus.RETURNED),
    ends=FundingStatus.SUBMITTED,
    event=FundingEventKind.SUBMITTED,
    is_writers=True,
    button="Submit it",
    explains="Everybody in the partnership can read it then, and its words change no more. A director of the lead "
    "agency decides about it, or returns it to you for more.",
    done="Submitted. It waits for a decision.",
    in_email="{who} submitted the request “{title}” of {partner} for {asked}.",
)
RETURN = RequestDeed(
    name="return",
    starts=(FundingStatus.SUBMITTED,),
    ends=FundingStatus.RETURNED,
    event=FundingEventKind.RETURNED,
    is_writers=False,
    button="Return it for more",
    explains="Those who wrote it can change it again and submit it once more.",
    done="Returned, with your remark.",
    in_email="{who} returned the request “{title}” of {partner} for more.",
    asks="What is missing",
    missing="Say what is missing, then return it.",
)
WITHDRAW = RequestDeed(
    name="withdraw",
    starts=(FundingStatus.DRAFT, FundingStatus.RETURNED, FundingStatus.SUBMITTED),
    ends=FundingStatus.WITHDRAWN,
    event=FundingEventKind.WITHDRAWN,
    is_writers=True,
    button="Withdraw it",
    explains="Nobody decides about it. It stays to be read, and you can take it up again.",
    done="Withdrawn.",
    in_email="{who} withdrew the request “{title}” of {partner}.",
    asks="Why (optional)",
)
TAKE_UP = RequestDeed(
    name="take-up",
    starts=(FundingStatus.WITHDRAWN,),
    ends=FundingStatus.DRAFT,
    event=FundingEventKind.TAKEN_UP,
    is_writers=True,
    button="Take it up again",
    explains="It becomes a draft again: change it, then submit it.",
    done="It is a draft again.",
    in_email="{who} took up the request “{title}” of {partner} again.",
)

DEEDS = {deed.name: deed for deed in (SUBMIT, RETURN, WITHDRAW, TAKE_UP)}

DECIDED = "{who} decided about the request “{title}” of {partner}: {standing}."

CAN_BE_DECIDED = (FundingStatus.SUBMITTED, FundingStatus.DECIDED)


def seen_in(request: FundingRequest) -> str:
    """A mark of the request with all that it says and all that happened to it, for a hidden field."""
    words = (
        request.title,
        request.subject_id,
        request.period_id,
        request.rationale,
        request.effectiveness,
        [one.pk for one in request.items.all()],
        sorted(one.pk for one in request.priorities.all()),
        sorted(one.pk for one in request.evidence.all()),
        [(one.category_id, one.what, str(one.amount)) for one in request.activities.all()],
    )
    return mark_of((str(request.status), [event.pk for event in request.events.all()], words))


def missing_in(request: FundingRequest) -> list[str]:
    """What a request still lacks to be submitted, in sentences."""
    activities = list(request.activities.all())
    missing = [
        "Name at least one goal that it serves." if not request.items.all() else "",
        "Say why: the rationale is empty." if not request.rationale else "",
        "Name at least one priority." if not request.priorities.all() else "",
        "Say of at least one activity what is done." if not activities else "",
        *(f"Say how much is asked for “{_short(one)}”." for one in activities if one.amount is None),
        "Say by which measures you will see that it works." if not request.effectiveness else "",
    ]
    unsaid = [one for one in earlier_granted(request) if one.result is None]
    missing += [
        f"Say what the data shows of “{_short(one)}”, paid for by “{one.request.title}” "
        f"({one.request.period.name}). “Not known yet” with the reason is an answer too."
        for one in unsaid
    ]
    return [sentence for sentence in missing if sentence]


def _short(activity: FundingActivity) -> str:
    return activity.what if len(activity.what) <= 80 else f"{activity.what[:79]}…"


@transaction.atomic
def go(deed: RequestDeed, request: FundingRequest, words: str, *, seen: str, by: User) -> None:
    """Move a request and write what happened.

    Raises RequestRefused, or Conflict where it is not as the person saw it.
    """
    standing = _held(request, seen)
    if standing.status not in deed.starts:
        raise RequestRefused(f"Nothing was done: this request is {standing.standing}.")
    if deed == SUBMIT and (missing := missing_in(standing)):
        raise RequestRefused(f"It cannot be submitted yet. {' '.join(missing)}")
    now = timezone.now()
    _move(standing, deed.ends, at=now, by=by)
    FundingEvent.objects.create(request=standing, kind=deed.event, words=words, by=by, at=now)


@transaction.atomic
def decide(
    request: FundingRequest,
    outcome: FundingOutcome,
    amount: Decimal,
    shares: Mapping[int, Decimal],
    words: str,
    *,
    seen: str,
    by: User,
) -> FundingDecision:
    """Decide about a request, or decide anew: the decision before stays to be read.

    `shares` are what is granted for each activity, by key; empty where it is not divided. Raises as `go` does.
    """
    standing = _held(request, seen)
    if standing.status not in CAN_BE_DECIDED:
        raise RequestRefused(f"Nothing was done: this request is {standing.standing}.")
    now = timezone.now()
    decision = FundingDecision.objects.create(
        request=standing,
        number=len(standing.decisions.all()) + 1,
        outcome=outcome,
        amount=amount,
        words=words,
        by=by,
        at=now,
    )
    GrantedShare.objects.bulk_create(
        GrantedShare(decision=decision, activity_id=activity, amount=share)
        for activity, share in shares.items()
    )
    if standing.status != FundingStatus.DECIDED:
        _move(standing, FundingStatus.DECIDED, at=now, by=by)
    FundingEvent.objects.create(request=standing, kind=FundingEventKind.DECIDED, words=words, by=by, at=now)
    return decision


def _held(request: FundingRequest, seen: str) -> FundingRequest:
    """The request as it stands, which nobody else changes until the transaction ends."""
    FundingRequest.objects.select_for_update(no_key=True).get(pk=request.pk)
    standing: FundingRequest = whole(FundingRequest.objects.filter(pk=request.pk)).get()
    standing.partnership = request.partnership
    if seen != seen_in(standing):
        last = list(standing.events.all())[-1:]
        raise Conflict(standing, by=last[0].by if last else None, at=last[0].at if last else None)
    return standing


def _move(request: FundingRequest, status: FundingStatus, *, at: datetime, by: User) -> None:
    request.status = status
    fields = ["status"]
    if status == FundingStatus.SUBMITTED:
        request.submitted_at = at
        fields.append("submitted_at")
    save_as(request, by=by, reason=str(status.label), update_fields=fields)


@transaction.atomic
def tell_result(
    activity: FundingActivity, shown: str, words: str, row: EvidenceRow | None, *, by: User
) -> bool:
    """Say what the data shows of an activity that was paid for; whether that is new."""
    FundingRequest.objects.select_for_update(no_key=True).get(pk=activity.request_id)
    last = activity.results.order_by("at", "pk").last()
    if last and (last.shown, last.words, last.row_id) == (shown, words, row.pk if row else None):
        return False
    FundingResult.objects.create(activity=activity, shown=shown, words=words, row=row, by=by)
    return True


def told(event: FundingEvent, request: FundingRequest) -> str:
    """What happened, as e-mails say it. The request comes with its activities and decisions."""
    deed = next((one for one in DEEDS.values() if one.event == event.kind), None)
    return (deed.in_email if deed else DECIDED).format(
        who=event.who or "Somebody",
        title=request.title,
        partner=request.partnership.partner.short_name,
        asked=dollars(request.asked),
        standing=decision_in_words(request),
    )


def decision_in_words(request: FundingRequest) -> str:
    """“granted in part, $80,000 of $120,000”."""
    if request.decision is None:
        return request.standing
    if request.decision.outcome == FundingOutcome.PART:
        return f"{request.standing}, {dollars(request.decision.amount)} of {dollars(request.asked)}"
    amount = f", {dollars(request.decision.amount)}" if request.decision.amount else ""
    return f"{request.standing}{amount}"


def names_of(request: FundingRequest) -> str:
    """The priorities that a request names, in a row."""
    return in_words([one.name for one in request.priorities.all()] or ["none"])
