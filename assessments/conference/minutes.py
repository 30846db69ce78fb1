"""The minutes of a conference: when it was held, who attended, its agenda, what was decided.

Date and attendance are those of the joint assessment, agenda and decisions stand beside it; one form writes both.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from django import forms

from assessments.models import MINUTES_MAX_LENGTH, Assessment, Minutes
from assessments.rating.forms import DetailsForm
from core.forms import DayOrMonthField, TextField, day_or_month
from core.history import save_as

WORDS = {
    "when": "date",
    "participants": "attendance",
    "agenda": "agenda",
    "decisions": "decisions",
}
"""What a person calls the parts, in the order of the form."""

AGENDA_HINT = (
    "For example: 1. Overview of the protocol, 2. District presentation, 3. Lunch, "
    "4. Collaborative conversation, 5. Review summary."
)


@dataclass(frozen=True)
class Clash:
    """A part that two people changed from the same beginning. `theirs` is what is saved, in words."""

    word: str
    theirs: str


class Stale(Exception):
    """Somebody else changed the same parts of the minutes after the person opened the form."""

    def __init__(self, clashes, who):
        super().__init__()
        self.clashes, self.who = clashes, who


class MinutesForm(forms.Form):
    """`version` and `seen` say which minutes and which date and attendance the person saw."""

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
    decisions = TextField(
        required=False,
        max_length=MINUTES_MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="What was agreed, and who does what by when.",
    )
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, assessment, minutes):
        saved = parts_of(assessment, minutes)
        self.now = {"version": minutes.version if minutes else 0, "seen": DetailsForm.stamp(assessment)}
        initial = {**saved, "when": day_or_month(*saved["when"]), **self.now}
        super().__init__(data and data.copy(), initial=initial)
        self.fields["agenda"].help_text = AGENDA_HINT
        for name in ("agenda", "decisions"):
            self.fields[name].error_messages["max_length"] = (
                f"The {name} %(verb)s %(show_value)d characters and %(limit_value)d fit: "
                "shorten the text, then save again."
            ).replace("%(verb)s", "has" if name == "agenda" else "have")

    def clean(self):
        cleaned = super().clean()
        if "version" in self.errors:
            del self.errors["version"]
            raise forms.ValidationError(
                "This form is incomplete. Copy what you typed, reload the page and enter it again."
            )
        return cleaned

    def parts(self):
        """What the person entered, part by part."""
        return {name: value for name, value in self.cleaned_data.items() if name in WORDS}

    def take_note_of_theirs(self):
        """The next try has seen what is saved now."""
        for name, value in self.now.items():
            self.data[name] = str(value)  # type: ignore[index]  # a copy, made in __init__


def parts_of(assessment, minutes):
    """What is saved, part by part. Both may be rows of the history."""
    return _parts_of_assessment(assessment) | _parts_of_minutes(minutes)


def _parts_of_assessment(assessment):
    return {
        "when": (assessment.date, assessment.date_is_month),
        "participants": assessment.participants,
    }


def _parts_of_minutes(minutes):
    return {
        "agenda": minutes.agenda if minutes else "",
        "decisions": minutes.decisions if minutes else "",
    }


def minutes_of(assessment):
    return Minutes.objects.filter(assessment=assessment).first()


def _parts_seen(assessment, minutes, version, seen):
    """What was saved when the person opened the form; a part is missing where the history does not tell."""
    parts: dict[str, object] = {}
    then = assessment if seen == DetailsForm.stamp(assessment) else _assessment_at(assessment, seen)
    if then:
        parts |= _parts_of_assessment(then)
    if version == (minutes.version if minutes else 0):
        parts |= _parts_of_minutes(minutes)
    elif version == 0:
        parts |= _parts_of_minutes(None)
    elif minutes and (then := Minutes.history.filter(id=minutes.pk, version=version).first()):
        parts |= _parts_of_minutes(then)
    return parts


def _assessment_at(assessment, seen):
    try:
        given = datetime.fromisoformat(seen)
        moment = given.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    if given.tzinfo is None:  # every stamp of ours has one
        return None
    return Assessment.history.filter(id=assessment.pk, updated_at=moment).first()


def save_minutes(assessment, minutes, parts, *, version, seen, by):
    """Write the parts that this person changed, beside what others changed meanwhile; give the words of the latter.

    Raises Stale where both changed the same part. The caller holds the lock on the assessment's row.
    """
    saved = parts_of(assessment, minutes)
    before = _parts_seen(assessment, minutes, version, seen)
    changed = {name for name in WORDS if parts[name] != saved[name]}
    theirs = {name for name in changed if name not in before or before[name] != saved[name]}
    mine = {name for name in changed if name not in before or before[name] != parts[name]}
    if mine & theirs:
        raise Stale(
            [Clash(word, _in_words(saved[name])) for name, word in WORDS.items() if name in mine & theirs],
            _last_hand(assessment, minutes, mine & theirs),
        )
    _write(assessment, minutes, {name: parts[name] for name in mine}, by=by)
    return [word for name, word in WORDS.items() if name in theirs]


def _in_words(part):
    return part if isinstance(part, str) else day_or_month(*part)


def _last_hand(assessment, minutes, names):
    """Who changed the parts last, or None where that is not known."""
    record = minutes if minutes and names & {"agenda", "decisions"} else assessment
    last = record.history.select_related("history_user").first()
    return last.history_user if last else None


def _write(assessment, minutes, parts, *, by):
    if "when" in parts or "participants" in parts:
        assessment.date, assessment.date_is_month = parts.get(
            "when", (assessment.date, assessment.date_is_month)
        )
        assessment.participants = parts.get("participants", assessment.participants)
        save_as(assessment, by=by, update_fields=["date", "date_is_month", "participants", "updated_at"])
    if "agenda" in parts or "decisions" in parts:
        minutes = minutes or Minutes(assessment=assessment, version=0)
        minutes.agenda = parts.get("agenda", minutes.agenda)
        minutes.decisions = parts.get("decisions", minutes.decisions)
        minutes.version += 1
        save_as(minutes, by=by)
