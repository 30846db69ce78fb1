"""What the history says of one change: sentences, from a row of a record's history and the row before."""

from collections.abc import Iterator
from typing import Any

from django.utils.text import Truncator

from assessments.models import ASKED, AssessmentEvent, AssessmentEventKind, AssessmentStatus, HighlightKind
from core.forms import day_or_month
from evidence.reading import in_short
from partnerships.models import RatingLevel, RatingScale

from .transitions import BY_EVENT

ADDED, REMOVED = "+", "-"

QUOTED = 300
"""Characters of a long text that a sentence quotes."""


def is_gone(row: Any) -> bool:
    """Whether this row of a history says that its record was deleted or taken off its list."""
    return row.history_type == REMOVED or getattr(row, "removed_at", None) is not None


def rating_changes(before: Any, row: Any, scale: RatingScale) -> Iterator[str]:
    old = before.level if before else None
    if row.level_id != (old.pk if old else None):
        if old is None:
            yield f"Rated {_words(row.level)}{_as_in(row)}."
        elif row.level is None:
            yield f"Took back {_words(old)}: not rated."
        else:
            yield f"Changed the level from {_words(old)} to {_words(row.level)}."
    if row.flag != bool(before and before.flag):
        mark = f"“{scale.flag_symbol} {scale.flag_label}”"
        yield f"Marked {mark}." if row.flag else f"Took away the mark {mark}."
    yield from _text_changes("comment", before.comment if before else "", row.comment)


def class_changes(before: Any, row: Any) -> Iterator[str]:
    """Of a class observed: its number, school and two percentages are all there is of it."""
    said, said_before = _of_class(row), _of_class(before) if before else ""
    if row.history_type == REMOVED:
        yield f"Took out class {row.number}, {said}."
    elif before is None:
        yield f"Entered class {row.number}, {said}."
    elif said != said_before:
        yield f"Changed class {row.number} from {said_before} to {said}."


def _of_class(row: Any) -> str:
    observed, engaged = (f"{in_short(value)}%" for value in (row.observed, row.engaged))
    return f"{row.school.name}: {observed} of quality indicators, {engaged} of students"


def rating_words(row: Any, scale: RatingScale) -> Iterator[str]:
    yield f"as {_words(row.level)}{_as_in(row)}" if row.level else "as not rated"
    if row.flag:
        yield f"with the mark “{scale.flag_symbol} {scale.flag_label}”"
    if row.comment:
        yield f"with the comment “{Truncator(row.comment).chars(QUOTED)}”"


def _as_in(row: Any) -> str:
    return f", taken as it was in {row.as_in}" if row.as_in else ""


def _words(level: RatingLevel) -> str:
    return f"{level.code} ({level.label})"


def _text_changes(what: str, old: str, new: str) -> Iterator[str]:
    if old == new:
        return
    old, new = Truncator(old).chars(QUOTED), Truncator(new).chars(QUOTED)
    if not old:
        yield ended(f"Wrote the {what} “{new}”")
    elif not new:
        yield ended(f"Removed the {what} “{old}”")
    else:
        yield ended(f"Changed the {what} from “{old}” to “{new}”")


def ended(sentence: str) -> str:
    """With a full stop, unless the quotation that it ends in has one."""
    return sentence if sentence.endswith((".”", "!”", "?”", "…”")) else f"{sentence}."


def naming(before: Any, row: Any) -> Iterator[str]:
    evidence = row.measure or row.row
    if row.history_type == REMOVED:
        yield f"No longer names “{evidence}” as what shows it."
    else:
        yield f"Named “{evidence}” as what shows it."


def event_sentence(event: AssessmentEvent, words: str) -> str:
    if event.kind in ASKED:
        return "Opened."
    if event.kind == AssessmentEventKind.REMINDED:
        return f"Reminded: “{words}”" if words else "Reminded."
    if event.kind == AssessmentEventKind.FILLED_IN:
        return "Filled in where the sides agreed."
    if (transition := BY_EVENT.get(AssessmentEventKind(event.kind))) is None:
        return ""
    if not words and transition.in_history_without_words:
        return transition.in_history_without_words
    told = transition.in_history.format(words=words)
    return told if told.endswith(".") else ended(told)


def detail_changes(before: Any, row: Any, *, is_told: bool) -> Iterator[str]:
    """What was entered about an assessment. `is_told`: that it was opened is told by its event."""
    if row.history_type == ADDED:
        if not is_told:
            is_draft = row.status == AssessmentStatus.DRAFT
            yield "Opened." if is_draft else f"Entered, {AssessmentStatus(row.status).label} already."
        return
    old = day_or_month(before.date, before.date_is_month) if before else ""
    yield from _text_changes("date", old, day_or_month(row.date, row.date_is_month))
    yield from _text_changes("participants", before.participants if before else "", row.participants)


def minutes_changes(before: Any, row: Any) -> Iterator[str]:
    yield from _text_changes("agenda", before.agenda if before else "", row.agenda)


def minutes_words(row: Any) -> Iterator[str]:
    if row.agenda:
        yield f"with the agenda “{Truncator(row.agenda).chars(QUOTED)}”"


def note_changes(before: Any, row: Any) -> Iterator[str]:
    yield from _text_changes(f"“{row.point}”", before.text if before else "", row.text)


def note_words(row: Any) -> Iterator[str]:
    if row.text:
        yield f"with “{row.point}”: “{Truncator(row.text).chars(QUOTED)}”"


def decision_words(row: Any) -> Iterator[str]:
    yield f"with the decision “{_decided(row)}”"


def _decided(row: Any) -> str:
    """“Hire two. Pat Doe, by June 2025”."""
    by_when = day_or_month(row.by_when, row.by_when_is_month)
    by_whom = ", ".join(filter(None, (row.who, f"by {by_when}" if by_when else "")))
    what = Truncator(row.what).chars(QUOTED)
    return f"{what} ({by_whom})" if by_whom else what


def decision_changes(before: Any, row: Any) -> Iterator[str]:
    was_gone = before is not None and is_gone(before)
    if is_gone(row):
        if not was_gone:
            yield ended(f"Removed the decision “{_decided(row)}”")
        return
    if before is None or was_gone:
        yield ended(f"{'Put back' if was_gone else 'Wrote down'} the decision “{_decided(row)}”")
        return
    yield from _text_changes("decision", _decided(before), _decided(row))
    if bool(row.settled_at) != bool(before.settled_at):
        settled = "Marked as settled" if row.settled_at else "Marked as not settled after all"
        yield ended(f"{settled}: “{_decided(row)}”")
    yield from _text_changes("words of how it was settled", before.settled_how, row.settled_how)


def outcome_changes(before: Any, row: Any) -> Iterator[str]:
    of = row.highlight.assessment.rater
    what = f"the {HighlightKind(row.highlight.kind).label} “{row.highlight.text}” of {of}"
    if row.history_type == REMOVED:
        yield f"Undid what was made of {what}."
    elif row.into is None:
        yield f"Left aside {what}."
    elif row.into.text == row.highlight.text:
        yield f"Took over {what}."
    else:
        yield ended(f"Took up {what} in “{row.into.text}”")


def highlight_words(row: Any) -> Iterator[str]:
    yield f"with the {HighlightKind(row.kind).label} “{row.text}”"


def highlight_changes(before: Any, row: Any) -> Iterator[str]:
    what = HighlightKind(row.kind).label
    was_gone = before is not None and is_gone(before)
    if is_gone(row):
        if not was_gone:
            yield ended(f"Removed the {what} “{row.text}”")
    elif before is None or was_gone:
        yield ended(f"{'Put back' if was_gone else 'Added'} the {what} “{row.text}”")
    else:
        yield from _text_changes(what, before.text, row.text)
