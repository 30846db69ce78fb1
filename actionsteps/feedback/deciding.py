"""What staff decide about feedback: an answer, a reason to decline, what families read, and setting it aside.

Who decides has seen something: `seen` is what `seen_in` gave when the page was made. Where somebody else decided
otherwise meanwhile nothing is written.
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from core.conflicts import Conflict, Resolution, marks_of, resolutions_of
from core.history import save_as

from ..models import ActionStep, Feedback, FeedbackState
from ..plans.versions import VersionRefused


def _parts(feedback: Feedback) -> dict[str, object]:
    return {
        "answer": (str(feedback.state), feedback.answer),
        "release": (feedback.public_text, feedback.released_at is not None),
        "place": (feedback.merged_into_id, feedback.removed_at is not None),
    }


def seen_in(feedback: Feedback) -> str:
    """Marks of what is decided about it, for a hidden field."""
    return marks_of(_parts(feedback))


def settle(feedback: Feedback, state: FeedbackState, words: str, *, seen: str, by: User) -> bool:
    """Answer it or decline it, with words; whether that is new. Raises Conflict."""
    return _write(
        feedback,
        seen,
        {"answer": (str(state), words)},
        {"state": state, "answer": words, "answered_at": timezone.now(), "answered_by": by},
        by=by,
        reason=str(state.label),
    )


def open_again(feedback: Feedback, *, seen: str, by: User) -> bool:
    """Take back an answer or a reason to decline: it waits again, unless steps answer it."""
    state = FeedbackState.WAITING
    nobody = {"answered_at": None, "answered_by": None}
    return _write(
        feedback,
        seen,
        {"answer": (str(state), "")},
        {"state": state, "answer": "", **nobody},
        by=by,
        reason="opened",
    )


def release(feedback: Feedback, public_text: str, *, seen: str, by: User) -> bool:
    """Let families read it, in words of their own where these differ from what was said.

    Raises Refused for what is merged under a statement: that is what families read.
    """
    if feedback.merged_into_id:
        raise VersionRefused("The statement it is merged under is what families read: release that one.")
    words = "" if public_text == feedback.text else public_text
    released = {"released_at": feedback.released_at or timezone.now(), "released_by": by}
    wanted = {"release": (words, True)}
    return _write(feedback, seen, wanted, {"public_text": words, **released}, by=by, reason="released")


def withdraw(feedback: Feedback, *, seen: str, by: User) -> bool:
    """Families no longer read it. The words for them stay, for another time."""
    wanted = {"release": (feedback.public_text, False)}
    return _write(
        feedback, seen, wanted, {"released_at": None, "released_by": None}, by=by, reason="withdrawn"
    )


def why_it_stays(feedback: Feedback) -> str:
    """Why it is not set aside, as a sentence; empty where it may be."""
    links = ActionStep.feedback.through.objects
    if links.filter(Q(feedback=feedback) | Q(feedback__merged_into=feedback)).exists():
        return "A step of a plan answers it, so it stays in the list."
    return ""


def set_aside(feedback: Feedback, *, seen: str, by: User) -> bool:
    """Leave it out of every list, and away from families. What is merged under it goes with it.

    Raises Refused where steps answer it: a plan prints it.
    """
    if why := why_it_stays(feedback):
        raise VersionRefused(why)
    aside = {"removed_at": timezone.now(), "removed_by": by, "released_at": None, "released_by": None}
    wanted = {"place": (feedback.merged_into_id, True)}
    return _write(feedback, seen, wanted, aside, by=by, reason="set aside")


def put_back(feedback: Feedback, *, seen: str, by: User) -> bool:
    wanted = {"place": (feedback.merged_into_id, False)}
    return _write(feedback, seen, wanted, {"removed_at": None, "removed_by": None}, by=by, reason="put back")


@transaction.atomic
def _write(
    feedback: Feedback,
    seen: str,
    wanted: Mapping[str, object],
    values: Mapping[str, Any],
    *,
    by: User,
    reason: str,
) -> bool:
    record = Feedback.with_removed.select_for_update().get(pk=feedback.pk)
    (outcome,) = resolutions_of(seen, _parts(record), wanted).values()
    if outcome is Resolution.NOTHING:
        return False
    if outcome is not Resolution.MINE:
        raise Conflict(record, by=record.answered_by)
    for name, value in values.items():
        setattr(record, name, value)
    save_as(record, by=by, reason=reason, update_fields=list(values))
    return True
