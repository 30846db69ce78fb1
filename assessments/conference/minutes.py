"""The minutes of a conference: when it was held, who attended, its agenda, the answers to the questions that its
edition asks. What was decided: decisions.py.

Date and attendance are those of the joint assessment, the rest stands beside it; one form writes all.
"""

from typing import Any

from django import forms

from accounts.models import User
from assessments.models import MINUTES_MAX_LENGTH, NOTE_MAX_LENGTH, Assessment, Minutes
from assessments.rating.forms import details_of
from core.conflicts import Conflict, Resolution, resolutions_of
from core.forms import DayOrMonthField, TextField, day_or_month
from core.history import last_change, save_as
from partnerships.models import ConferencePointKind

from .in_parts import InPartsForm
from .points import Points, Question, note_at

WORDS = {
    "when": "date",
    "participants": "attendance",
    "agenda": "agenda",
}
"""What a person calls the parts, in the order of the form."""

AGENDA_HINT = (
    "For example: 1. Overview of the protocol, 2. District presentation, 3. Lunch, "
    "4. Collaborative conversation, 5. Review summary."
)


class MinutesForm(InPartsForm):
    when = DayOrMonthField(label="Held on", required=False, help_text="A month is enough: “September 2024”.")
    participants = TextField(
        label="Attendance",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Everyone who took part, as the report is to name them.",
    )
    agenda = TextField(
        required=False, max_length=MINUTES_MAX_LENGTH, widget=forms.Textarea(attrs={"rows": 5})
    )

    def __init__(
        self, data: Any = None, *, assessment: Assessment, minutes: Minutes | None, points: Points
    ) -> None:
        self.points = points
        saved = parts_of(assessment, minutes, points)
        super().__init__(data, saved=saved, shown={"when": day_or_month(*saved["when"])})
        self.fields["agenda"].help_text = "" if points.questions else AGENDA_HINT
        for one in points.noted:
            rows = 1 if one.point.kind == ConferencePointKind.ATTENDEE else 3
            self.fields[one.name] = TextField(
                label=one.point.text,
                required=False,
                max_length=NOTE_MAX_LENGTH,
                widget=forms.Textarea(attrs={"rows": rows}),
            )
        self.asks_who = sum(bool(question.attendees) for question in points.questions) == 1
        if self.asks_who:
            self.fields["participants"].label = "Others who attended"
            self.fields["participants"].help_text = ""
        self.fields["agenda"].error_messages["max_length"] = (
            "The agenda has %(show_value)d characters and %(limit_value)d fit: shorten the text, then save again."
        )

    def questions(self) -> list[tuple[Question, list[Any]]]:
        """Each question with its fields."""
        return [(question, [self[one.name] for one in question.noted]) for question in self.points.questions]


def parts_of(assessment: Assessment, minutes: Minutes | None, points: Points) -> dict[str, Any]:
    """What is saved, part by part."""
    notes = {one.name: one.text for one in points.noted}
    return details_of(assessment) | {"agenda": minutes.agenda if minutes else ""} | notes


def minutes_of(assessment: Assessment) -> Minutes | None:
    return Minutes.objects.filter(assessment=assessment).first()


def save_minutes(
    assessment: Assessment,
    minutes: Minutes | None,
    points: Points,
    parts: dict[str, Any],
    *,
    seen: str,
    by: User,
) -> list[str]:
    """Write the parts that this person changed, beside what others changed meanwhile; give the words of the latter.

    Raises Conflict where both changed the same part: its `now` has what is saved, in words, by what people call the
    part. The caller holds the lock on the assessment's row.
    """
    saved = parts_of(assessment, minutes, points)
    words = WORDS | {one.name: f"“{one.point.text}”" for one in points.noted}
    outcomes = resolutions_of(seen, saved, parts)
    named = {outcome: [name for name in words if outcomes[name] is outcome] for outcome in Resolution}
    if both := named[Resolution.CONFLICT]:
        by_whom, at = last_change(_record_of(both[-1], assessment, minutes))
        raise Conflict({words[name]: _in_words(saved[name]) for name in both}, by=by_whom, at=at)
    _write(assessment, minutes, {name: parts[name] for name in named[Resolution.MINE]}, by=by)
    return [words[name] for name in named[Resolution.THEIRS]]


def _record_of(name: str, assessment: Assessment, minutes: Minutes | None) -> Any:
    """Where a part is kept."""
    if name in details_of(assessment):
        return assessment
    return minutes if minutes and name == "agenda" else note_at(assessment, name)


def _in_words(part: Any) -> str:
    return part if isinstance(part, str) else day_or_month(*part)


def _write(assessment: Assessment, minutes: Minutes | None, parts: dict[str, Any], *, by: User) -> None:
    if "when" in parts or "participants" in parts:
        assessment.date, assessment.date_is_month = parts.get(
            "when", (assessment.date, assessment.date_is_month)
        )
        assessment.participants = parts.get("participants", assessment.participants)
        save_as(assessment, by=by, update_fields=["date", "date_is_month", "participants", "updated_at"])
    if "agenda" in parts:
        minutes = minutes or Minutes(assessment=assessment)
        minutes.agenda = parts["agenda"]
        save_as(minutes, by=by)
    for name in parts.keys() - WORDS.keys():
        note = note_at(assessment, name)
        note.text = parts[name]
        save_as(note, by=by)
