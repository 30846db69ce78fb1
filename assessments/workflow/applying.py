"""Taking an assessment through a transition."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime

from accounts.models import User
from assessments.models import Assessment, AssessmentEvent, AssessmentStatus

from . import consequences
from .confirming import confirm
from .definition import Transition
from .transitions import MAKE_FINAL

SUBMITTED_AGAIN = (
    "Nothing was done: this was sent back, changed and submitted again after you opened the page. "
    "Read what it says now first."
)


BY_EVERY_SIDE = "every side has confirmed it"
WITH_THE_JOINT = "it became so with the joint assessment"
"""Of what nobody made final by itself: why it is."""


class TransitionRefused(Exception):
    """Nothing was changed. Its text says why, and what to do instead."""


@transaction.atomic
def apply(
    transition: Transition, assessment: Assessment, *, by: User, words: str = "", seen: int | None = None
) -> AssessmentEvent:
    """Move the assessment and write what happened, in one transaction that holds all rows of its round.

    `seen` is the submission that the person has read, where a page says so. A joint assessment becomes final with
    the last confirmation, and its sides with it.

    Raises TransitionRefused, with the sentence a person reads, where its round does not allow it or somebody was
    faster. The assessment then shows how it stands.
    """
    lock_round(assessment)
    assessment.refresh_from_db()
    for name in ("in_round", "is_unread", "confirmed", "confirmed_by"):
        vars(assessment).pop(name, None)  # was read before the others were held
    assessment.seen_by(by)
    if sentence := why_refused(transition, assessment):
        raise TransitionRefused(sentence)
    if seen not in (None, assessment.submission):
        raise TransitionRefused(SUBMITTED_AGAIN)
    side = None
    if transition.confirms:
        side = next(iter(assessment.confirms_for or assessment.speaks_for), None)
    event = _move(
        transition, assessment, by, side.short_name if side and transition.is_confirmation else words
    )
    if side:
        confirm(assessment, side, by=by, at=event.at)
    if transition.is_confirmation and assessment.in_round.is_confirmed:
        _move(MAKE_FINAL, assessment, by, BY_EVERY_SIDE)
    if assessment.is_joint and assessment.is_final:
        for own in assessment.assessments_in_round().of_sides().filter(status__in=MAKE_FINAL.starts):
            own.in_round, own.partnership, own.cycle = (
                assessment.in_round,
                assessment.partnership,
                assessment.cycle,
            )
            _move(MAKE_FINAL, own, by, WITH_THE_JOINT)
    return event


def lock_round(assessment: Assessment) -> None:
    """Until the transaction ends nobody changes an assessment of this round or begins its conference."""
    rows = assessment.assessments_in_round().order_by("pk").select_for_update(no_key=True)
    list(rows.values_list("pk", flat=True))


def why_refused(transition: Transition, assessment: Assessment) -> str:
    """The sentence why it cannot be done now, or an empty one."""
    if assessment.status not in transition.starts:
        return f"Nothing was done: this assessment is {status_in_words(assessment)}."
    sentence = transition.why_not(assessment)
    return sentence and f"Nothing was done. {sentence}"


def _move(transition: Transition, assessment: Assessment, by: User, words: str) -> AssessmentEvent:
    """Change the status if it still is one to start from, and write the history row that `update()` leaves out."""
    now = timezone.now()
    rows = Assessment.objects.filter(pk=assessment.pk, status__in=transition.starts)
    fields = {"status": transition.ends, "updated_at": now}
    if transition.ends not in transition.starts:
        fields |= _fields(transition, by, words, now)
    if transition.ends == AssessmentStatus.SUBMITTED != assessment.status:
        fields["submission"] = assessment.submission + 1
    if not rows.update(**fields):
        raise TransitionRefused(f"Nothing was done: this assessment is {status_in_words(assessment)}.")
    for name, value in fields.items():
        setattr(assessment, name, value)
    Assessment.history.bulk_history_create(  # type: ignore[attr-defined]
        [assessment],
        update=True,
        default_user=by,
        default_change_reason=transition.event.value,
        default_date=now,
    )
    event = AssessmentEvent.objects.create(
        assessment=assessment, kind=transition.event, by=by, at=now, words=words
    )
    consequences.follow(assessment, event)
    return event


def _fields(transition: Transition, by: User, words: str, now: datetime) -> dict[str, Any]:
    """What an assessment says of the status it reached: since when, by whom, in which words."""
    match transition.ends:
        case AssessmentStatus.SUBMITTED:
            return {"submitted_at": now, "submitted_by": by, "explanation": words}
        case AssessmentStatus.RETURNED:
            return {"returned_at": now, "returned_by": by, "remark": words}
        case AssessmentStatus.WITHDRAWN:
            return {"returned_at": now, "returned_by": by, "remark": words, "withdrawn_at": now}
        case AssessmentStatus.FINAL:
            return {
                "made_final_at": now,
                "made_final_by": by,
                "closing_reason": words if transition.asks_for else "",
            }
    return {}


def status_in_words(assessment: Assessment) -> str:
    """“returned already, since Nov 22, 2026”."""
    since = {
        AssessmentStatus.SUBMITTED: assessment.submitted_at,
        AssessmentStatus.RETURNED: assessment.returned_at,
        AssessmentStatus.FINAL: assessment.made_final_at,
    }.get(AssessmentStatus(assessment.status))
    if assessment.status == AssessmentStatus.DRAFT and assessment.submitted_at:
        return "a draft again: its writers took it back"
    if assessment.status == AssessmentStatus.DRAFT:
        return "a draft, which nobody has submitted yet"
    if assessment.is_withdrawn:
        return f"no longer asked for: “{assessment.remark}”"
    if assessment.is_open and assessment.was_asked_again:
        return "asked for again already"
    when = f", since {date_format(localtime(since), 'M j, Y')}" if since else ""
    return f"{assessment.status_word} already{when}"
