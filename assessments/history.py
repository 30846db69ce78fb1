"""Who changed what and when, in sentences, from the history that every save leaves."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.utils.text import Truncator

from .forms import day_or_month
from .models import AssessmentStatus, Highlight, HighlightKind, Minutes, Rating, RatingMeasure

ADDED, REMOVED = "+", "-"

QUOTED = 300
"""Characters of a long text that a sentence quotes."""


@dataclass(frozen=True)
class Entry:
    """One save: who made it, when, and what changed with it."""

    when: datetime
    who: str
    """Empty where no person did it: when records were loaded."""
    sentences: list[str]


def history_of_rating(rating):
    """Everything that changed in one rating and in the measures named for it, newest first. In two queries."""
    rows = list(Rating.history.filter(id=rating.pk).select_related("level", "history_user"))
    named = RatingMeasure.history.filter(rating=rating.pk).select_related("measure", "history_user")
    scale = rating.assessment.cycle.edition.scale
    entries = _changes(rows, lambda before, row: _rating_changes(before, row, scale))
    entries += [_entry(row, [_naming(row)]) for row in named]
    return _newest_first(entries)


def history_of_assessment(assessment):
    """The steps of an assessment, its minutes and its strengths and areas of focus, newest first.

    In three queries. Each rating has a history of its own.
    """
    steps = list(assessment.history.select_related("history_user"))
    minutes = list(Minutes.history.filter(assessment=assessment.pk).select_related("history_user"))
    points = Highlight.history.filter(assessment=assessment.pk).select_related("history_user").order_by("id")
    entries = _changes(steps, _step) + _changes(minutes, _minutes_changes)
    for _, rows in groupby(points, key=lambda row: row.id):
        entries += _changes(list(rows), _highlight_changes)
    return _newest_first(entries)


def _changes(rows, sentences):
    """An entry for each history row of one record that says something; `sentences(before, row)` says what."""
    rows = sorted(rows, key=lambda row: (row.history_date, row.history_id))
    pairs = zip([None, *rows], rows, strict=False)
    entries = [_entry(row, list(sentences(before, row))) for before, row in pairs]
    return [entry for entry in entries if entry.sentences]


def _newest_first(entries):
    return sorted(entries, key=lambda entry: entry.when, reverse=True)


def _entry(row, sentences):
    who = row.history_user
    return Entry(row.history_date, (who.name or who.email) if who else "", sentences)


def _rating_changes(before, row, scale):
    old = before.level if before else None
    if row.level_id != (old.pk if old else None):
        if old is None:
            yield f"Rated {_words(row.level)}."
        elif row.level is None:
            yield f"Took back {_words(old)}: not rated."
        else:
            yield f"Changed the level from {_words(old)} to {_words(row.level)}."
    if row.flag != bool(before and before.flag):
        mark = f"“{scale.flag_symbol} {scale.flag_label}”"
        yield f"Marked {mark}." if row.flag else f"Took away the mark {mark}."
    yield from _text_changes("comment", before.comment if before else "", row.comment)


def _words(level):
    return f"{level.code} ({level.label})"


def _text_changes(what, old, new):
    if old == new:
        return
    old, new = Truncator(old).chars(QUOTED), Truncator(new).chars(QUOTED)
    if not old:
        yield f"Wrote the {what} “{new}”."
    elif not new:
        yield f"Removed the {what} “{old}”."
    else:
        yield f"Changed the {what} from “{old}” to “{new}”."


def _naming(row):
    if row.history_type == REMOVED:
        return f"No longer names “{row.measure}” as what shows it."
    return f"Named “{row.measure}” as what shows it."


def _step(before, row):
    """What a row of an assessment's history says: the step it took, else what was entered about it."""
    match row.history_change_reason:
        case "submitted":
            yield f"Submitted with the explanation “{row.explanation}”." if row.explanation else "Submitted."
        case "returned":
            yield f"Returned with the remark “{row.remark}”."
        case "reopened":
            yield f"Reopened, for this reason: “{row.remark}”."
        case "final":
            yield "Made final."
        case _ if row.history_type == ADDED:
            is_draft = row.status == AssessmentStatus.DRAFT
            yield "Opened." if is_draft else f"Entered, {AssessmentStatus(row.status).label} already."
        case _:
            old = day_or_month(before.date, before.date_is_month) if before else ""
            yield from _text_changes("date", old, day_or_month(row.date, row.date_is_month))
            yield from _text_changes("participants", before.participants if before else "", row.participants)


def _minutes_changes(before, row):
    yield from _text_changes("agenda", before.agenda if before else "", row.agenda)
    yield from _text_changes("decisions", before.decisions if before else "", row.decisions)


def _highlight_changes(before, row):
    what = HighlightKind(row.kind).label
    if row.history_type == REMOVED:
        yield f"Removed the {what} “{row.text}”."
    elif row.history_type == ADDED:
        yield f"Added the {what} “{row.text}”."
    else:
        yield from _text_changes(what, before.text if before else "", row.text)
