"""What conferences decided: read with what earlier ones left open, written down, settled.

Both sides write the decisions of a conference while its joint assessment is open. Whether one is settled they say
at any time, since what was decided in fall is done by spring.
"""

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from assessments.models import (
    DECISION_MAX_LENGTH,
    HANDED_IN,
    WHO_MAX_LENGTH,
    Assessment,
    Decision,
)
from core.conflicts import (
    UNKNOWN,
    Conflict,
    Resolution,
    mark_of,
    read_marks,
    resolution_of,
    resolutions_of,
)
from core.forms import DayOrMonthField, TextField, day_or_month
from core.history import last_change, save_as

from .in_parts import InPartsForm

WORDS = {"what": "what is decided", "who": "who does it", "by_when": "by when"}
"""What a person calls the parts, in the order of the form."""

SETTLING = ["settled_at", "settled_by", "settled_in", "settled_how"]
REMOVING = ["removed_at", "removed_by"]


class DecisionForm(InPartsForm):
    what = TextField(
        label="What",
        max_length=DECISION_MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": "Write down what is decided, then save.",
            "max_length": "It has %(show_value)d characters and %(limit_value)d fit: shorten it, then save again.",
        },
    )
    who = forms.CharField(label="Who", required=False, max_length=WHO_MAX_LENGTH)
    by_when = DayOrMonthField(label="By when", required=False, help_text="A month is enough.")

    def __init__(self, data: Any = None, *, decision: Decision | None = None) -> None:
        saved = parts_of(decision)
        key = decision.public_id if decision else "new"
        shown = {"by_when": day_or_month(*saved["by_when"])}
        super().__init__(data, saved=saved, shown=shown, auto_id=f"%s-{key}")


class SettlingForm(forms.Form):
    """How it was settled, which may stay unsaid. `was` is what the person saw there."""

    how = TextField(
        required=False,
        max_length=DECISION_MAX_LENGTH,
        error_messages={"max_length": "At most %(limit_value)d characters fit. Shorten it, then save again."},
    )
    was = TextField(required=False, widget=forms.HiddenInput)


def parts_of(decision: Decision | None) -> dict[str, Any]:
    """What is saved, part by part."""
    if decision is None:
        return {"what": "", "who": "", "by_when": (None, False)}
    by_when = (decision.by_when, decision.by_when_is_month)
    return {"what": decision.what, "who": decision.who, "by_when": by_when}


@dataclass
class UnsavedDecision:
    """What a person left in one of the forms, with what is wrong with it."""

    key: str = ""
    """The decision; empty for a new one."""
    form: DecisionForm | None = None
    how: str | None = None
    """How it was settled, where that was refused."""
    problem: str = ""
    conflict: Conflict | None = None


@dataclass(frozen=True)
class DecisionLine:
    """A decision as the page shows it, with the form to change it where one may, and what was left in that."""

    decision: Decision
    form: DecisionForm | None = None
    unsaved: UnsavedDecision | None = None

    @property
    def how(self) -> str:
        """How it was settled, as it stands in the form."""
        typed = self.unsaved.how if self.unsaved else None
        return self.decision.settled_how if typed is None else typed


@dataclass
class Decisions:
    """What the page of a conference shows of decisions, each list in the order in which they were taken."""

    new: DecisionForm | None = None
    """The form for one more, where this person may write one down."""
    own: list[DecisionLine] = field(default_factory=list)
    earlier: list[DecisionLine] = field(default_factory=list)
    """Of earlier conferences, what none before this one had settled."""
    removed: list[Decision] = field(default_factory=list)
    """Of this conference; the last one first."""
    problem: str = ""
    """What is wrong where no line of theirs can say it."""

    @property
    def still_open(self) -> int:
        """How much is left of earlier conferences."""
        return sum(not line.decision.is_settled for line in self.earlier)


def decisions_of(assessment: Assessment, unsaved: UnsavedDecision | None = None) -> Decisions:
    """The decisions at the conference of a joint assessment, for the person it was read for. One query."""
    found, unsaved = Decisions(), unsaved or UnsavedDecision()
    is_editable = assessment.is_open and assessment.is_writer
    for row in decided_by(assessment, with_reopened=assessment.is_writer):
        left = unsaved if unsaved.key == row.public_id else None
        if row.assessment_id != assessment.pk:
            found.earlier.append(DecisionLine(row, unsaved=left))
        elif row.removed_at:
            found.removed.append(row)
        else:
            form = (left and left.form) or DecisionForm(decision=row)
            found.own.append(DecisionLine(row, form if is_editable else None, left))
    found.removed.sort(key=lambda row: (row.removed_at, row.pk), reverse=True)
    if is_editable:
        found.new = (not unsaved.key and unsaved.form) or DecisionForm()
    if not unsaved.key:
        found.problem = unsaved.problem
    return found


def decided_by(assessment: Assessment, *, with_reopened: bool) -> list[Decision]:
    """What was decided at this conference, removed or not, and at earlier ones unless one before this settled it.

    In the order of the conferences, then as it was written down. What an earlier one decided that is open again is
    for those who write it, as its ratings are (`with_reopened`). One query.
    """
    start, key = _place(assessment)
    before = Q(assessment__cycle__period__start__lt=start) | Q(
        assessment__cycle__period__start=start, assessment__lt=key
    )
    earlier = before & Q(assessment__partnership=assessment.partnership_id, removed_at=None)
    if not with_reopened:
        earlier &= Q(assessment__status__in=HANDED_IN)
    rows = Decision.with_removed.filter(Q(assessment=assessment) | earlier).select_related(
        "assessment__cycle__period", "settled_by", "settled_in__cycle__period", "removed_by"
    )
    return [
        row
        for row in rows.order_by("assessment__cycle__period__start", "assessment", "pk")
        if row.settled_in is None or _place(row.settled_in) >= (start, key)
    ]


def _place(joint: Assessment) -> tuple[Any, int]:
    """Where a conference stands among those of its partnership."""
    return joint.cycle.period.start, joint.pk


def decision_of(partnership: int, public_id: str) -> QuerySet[Decision]:
    """One decision of a partnership, removed or not."""
    return Decision.with_removed.filter(assessment__partnership=partnership, public_id=public_id)


def held(partnership: int, public_id: str) -> QuerySet[Decision]:
    """The same, its row locked until the transaction ends."""
    return decision_of(partnership, public_id).select_for_update(of=("self",), no_key=True)


def add_decision(assessment: Assessment, parts: dict[str, Any], *, by: User) -> bool:
    """Write one down; False where the very same stands there: the button was pressed twice, or by two.

    The caller holds the lock on the assessment's row.
    """
    decision = Decision(assessment=assessment)
    _put(decision, parts)
    if any(parts_of(one) == parts_of(decision) for one in assessment.decisions.all()):
        return False
    save_as(decision, by=by)
    return True


def change_decision(decision: Decision, parts: dict[str, Any], *, seen: str, by: User) -> list[str]:
    """Write the parts that this person changed, beside what others changed meanwhile; give the words of the latter.

    Raises Conflict where both changed the same part: its `now` has what is saved, in words, by what people call the
    part. The caller holds the lock on the assessment's row.
    """
    saved = parts_of(decision)
    outcomes = resolutions_of(seen, saved, parts)
    if both := [name for name in WORDS if outcomes[name] is Resolution.CONFLICT]:
        by_whom, at = last_change(decision)
        now = {**saved, "by_when": day_or_month(*saved["by_when"])}
        raise Conflict({WORDS[name]: now[name] for name in both}, by=by_whom, at=at)
    if mine := {name: parts[name] for name in WORDS if outcomes[name] is Resolution.MINE}:
        _put(decision, mine)
        save_as(decision, by=by, update_fields=["what", "who", "by_when", "by_when_is_month"])
    return [WORDS[name] for name in WORDS if outcomes[name] is Resolution.THEIRS]


def _put(decision: Decision, parts: dict[str, Any]) -> None:
    decision.what = parts.get("what", decision.what)
    decision.who = parts.get("who", decision.who)
    decision.by_when, decision.by_when_is_month = parts.get(
        "by_when", (decision.by_when, decision.by_when_is_month)
    )


def remove_decision(decision: Decision, *, seen: str, by: User) -> None:
    """Take one off the list: what the person saw. Raises Conflict where somebody else changed it meanwhile."""
    was = read_marks(seen)
    now = {name: mark_of(value) for name, value in parts_of(decision).items()}
    if any(
        resolution_of(was.get(name, UNKNOWN), mark, None) is Resolution.CONFLICT for name, mark in now.items()
    ):
        by_whom, at = last_change(decision)
        raise Conflict(decision.what, by=by_whom, at=at)
    decision.removed_at, decision.removed_by = timezone.now(), by
    save_as(decision, by=by, update_fields=REMOVING)


def put_back_decision(decision: Decision, *, by: User) -> None:
    decision.removed_at = decision.removed_by = None
    save_as(decision, by=by, update_fields=REMOVING)


def settle(decision: Decision, how: str, *, was: str, by: User) -> Resolution:
    """Say that it is settled, at the partnership's latest conference, and how; `was` is what the person saw there.

    Raises Conflict where somebody else said meanwhile how: its `now` has their words. What is settled already stays
    so, with who said it first.
    """
    outcome = resolution_of(was, decision.settled_how, how)
    if outcome is Resolution.CONFLICT:
        raise Conflict(decision.settled_how, by=decision.settled_by, at=decision.settled_at)
    if decision.is_settled and outcome is not Resolution.MINE:
        return outcome
    if not decision.is_settled:
        conferences = Assessment.objects.filter(partnership=decision.assessment.partnership_id, by=None)
        decision.settled_at, decision.settled_by = timezone.now(), by
        decision.settled_in = conferences.newest_first().first()
    if outcome is Resolution.MINE:
        decision.settled_how = how
    save_as(decision, by=by, update_fields=SETTLING)
    return Resolution.MINE


def open_again(decision: Decision, *, by: User) -> None:
    """Take back that it is settled. The words of how it was stay, for whoever settles it again."""
    decision.settled_at = decision.settled_by = decision.settled_in = None
    save_as(decision, by=by, update_fields=SETTLING)
