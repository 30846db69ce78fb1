"""Who changed what and when, in sentences, from the events and from the history that every save leaves.

The past of a draft stays with its side: for everybody else the history of what a side wrote begins where it was
first submitted and not taken back (`Beginning`), with what it said then.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import groupby, zip_longest
from typing import Any

from django.utils import timezone
from django.utils.text import Truncator

from assessments.models import (
    ASKED,
    Assessment,
    AssessmentEvent,
    AssessmentEventKind,
    AssessmentStatus,
    Decision,
    Highlight,
    HighlightKind,
    HighlightOutcome,
    Minutes,
    Rating,
    RatingMeasure,
)
from core.forms import day_or_month
from partnerships.models import RatingLevel, RatingScale

from .transitions import BY_EVENT

HANDED_IN_BY = (
    AssessmentEventKind.ENTERED,
    AssessmentEventKind.SUBMITTED,
    AssessmentEventKind.MADE_FINAL,
)
"""After these others may read it."""

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


@dataclass(frozen=True)
class Beginning:
    """When and by whom something was first submitted."""

    when: datetime
    who: str

    def entries(self, rows: list[Any], words: Callable[[Any], Iterable[str]]) -> list[Entry]:
        """What these rows of one record said then; `words(row)` are the parts of it."""
        then = [row for row in rows if row.history_date <= self.when]
        said = list(words(then[-1])) if then and not _is_gone(then[-1]) else []
        return (
            [Entry(self.when, self.who, [_ended(f"First submitted {part}") for part in said])] if said else []
        )


def events_of(assessment: Assessment) -> list[AssessmentEvent]:
    """What happened to it, the oldest first."""
    return list(assessment.events.select_related("by"))


def beginning_for(assessment: Assessment, events: list[AssessmentEvent] | None = None) -> Beginning | None:
    """Where the history of an assessment's text begins for the person it was read for (`is_writer`).

    None where it is told from the start: to its writers, and of a joint assessment to everybody who sees it.
    """
    if assessment.is_writer or assessment.is_joint:
        return None
    first = before = None
    for event in events_of(assessment) if events is None else events:
        if event.kind == AssessmentEventKind.TAKEN_BACK:
            first = before  # nobody else could read what had just been submitted
        elif event.kind in HANDED_IN_BY:
            before, first = first, first or event
    return Beginning(first.at, first.who) if first else Beginning(timezone.now(), "")


def history_of_rating(rating: Rating, beginning: Beginning | None = None) -> list[Entry]:
    """What changed in one rating and in the measures named for it, newest first. In two queries."""
    rows = list(Rating.history.filter(id=rating.pk).select_related("level", "history_user"))
    named = RatingMeasure.history.filter(rating=rating.pk).select_related("measure", "row", "history_user")
    scale = rating.assessment.cycle.edition.scale
    entries = _changes(
        rows,
        lambda before, row: _rating_changes(before, row, scale),
        beginning,
        lambda row: _rating_words(row, scale),
    )
    for _, of_one in groupby(named.order_by("id"), key=lambda row: row.id):
        entries += _changes(
            list(of_one), _naming, beginning, lambda row: [f"with the measure “{row.measure or row.row}”"]
        )
    return _newest_first(entries)


def history_of_assessment(assessment: Assessment) -> list[Entry]:
    """The transitions of an assessment, its minutes, its decisions and its strengths and areas of focus, newest
    first, as the person it was read for may know them.

    In six queries; in three for a side, which has no conference. Each rating has a history of its own.
    """
    events = events_of(assessment)
    beginning = beginning_for(assessment, events)
    entries = _events(events, without_unread=beginning is not None, for_workers=assessment.is_worked_on)
    return _newest_first(entries + _written(assessment, events, beginning))


def changes_since(assessment: Assessment, moment: datetime) -> list[tuple[str, list[str]]]:
    """What a joint assessment says otherwise than it said at a moment: (reference of the item, sentences), items in
    document order, then what is not of an item, as (“”, sentences)."""
    scale = assessment.cycle.edition.scale
    later = Rating.history.filter(assessment=assessment.pk, history_date__gt=moment)
    rows = Rating.history.filter(id__in=later.order_by().values("id")).select_related(
        "level", "item__category"
    )
    changes = []
    for _, of_one in groupby(rows.order_by("id", "history_date", "history_id"), key=lambda row: row.id):
        told = list(of_one)
        before = next((row for row in reversed(told) if row.history_date <= moment), None)
        if sentences := list(_rating_changes(before, told[-1], scale)):
            changes.append((told[-1].item, sentences))
    changes.sort(key=lambda change: (change[0].category.position, change[0].position))
    of_items = [(item.reference, sentences) for item, sentences in changes]
    others = [entry for entry in _written(assessment, [], None) if entry.when > moment]
    return of_items + [("", entry.sentences) for entry in reversed(_newest_first(others))]


def _written(
    assessment: Assessment, events: list[AssessmentEvent], beginning: Beginning | None
) -> list[Entry]:
    """What was written about an assessment as a whole, in no order."""
    rows = list(assessment.history.select_related("history_user"))
    points = Highlight.history.filter(assessment=assessment.pk).select_related("history_user").order_by("id")
    is_told = any(event.kind in ASKED for event in events)
    entries = _changes(rows, partial(_detail_changes, is_told=is_told), beginning, keeps=_is_first)
    if assessment.is_joint:
        minutes = list(Minutes.history.filter(assessment=assessment.pk).select_related("history_user"))
        entries += _changes(minutes, _minutes_changes, beginning, _minutes_words)
        settled = HighlightOutcome.history.filter(assessment=assessment.pk)
        settled = settled.select_related("history_user", "highlight__assessment__by", "into")
        for _, of_one in groupby(settled.order_by("id"), key=lambda row: row.id):
            entries += _changes(list(of_one), _outcome_changes, beginning)
        decided = Decision.history.filter(assessment=assessment.pk).select_related("history_user")
        for _, of_one in groupby(decided.order_by("id"), key=lambda row: row.id):
            entries += _changes(list(of_one), _decision_changes, beginning, _decision_words)
    for _, of_one in groupby(points, key=lambda row: row.id):
        entries += _changes(list(of_one), _highlight_changes, beginning, _highlight_words)
    return entries


def _changes(
    rows: list[Any],
    sentences: Callable[[Any, Any], Iterable[str]],
    beginning: Beginning | None = None,
    words: Callable[[Any], Iterable[str]] = lambda row: [],
    keeps: Callable[[Any], bool] = lambda row: False,
) -> list[Entry]:
    """An entry for each history row of one record that says something; `sentences(before, row)` says what.

    With a beginning, those that followed it or are told to everybody (`keeps(row)`), beside what the record
    said then (`words(row)`).
    """
    rows = sorted(rows, key=lambda row: (row.history_date, row.history_id))
    pairs = list(zip([None, *rows], rows, strict=False))
    first = []
    if beginning:
        first = beginning.entries(rows, words)
        pairs = [pair for pair in pairs if pair[1].history_date > beginning.when or keeps(pair[1])]
    entries = [_entry(row, list(sentences(before, row))) for before, row in pairs]
    return first + [entry for entry in entries if entry.sentences]


def _is_first(row: Any) -> bool:
    """That a record was made may be known to everybody who sees it."""
    return row.history_type == ADDED


def _is_gone(row: Any) -> bool:
    """Whether this row of a history says that its record was deleted or taken off its list."""
    return row.history_type == REMOVED or getattr(row, "removed_at", None) is not None


def _newest_first(entries: list[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: entry.when, reverse=True)


def _entry(row: Any, sentences: list[str]) -> Entry:
    return Entry(row.history_date, _who(row), sentences)


def _who(row: Any) -> str:
    who = row.history_user
    return (who.name or who.email) if who else ""


def _rating_changes(before: Any, row: Any, scale: RatingScale) -> Iterator[str]:
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


def _rating_words(row: Any, scale: RatingScale) -> Iterator[str]:
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
        yield _ended(f"Wrote the {what} “{new}”")
    elif not new:
        yield _ended(f"Removed the {what} “{old}”")
    else:
        yield _ended(f"Changed the {what} from “{old}” to “{new}”")


def _ended(sentence: str) -> str:
    """With a full stop, unless the quotation that it ends in has one."""
    return sentence if sentence.endswith((".”", "!”", "?”", "…”")) else f"{sentence}."


def _naming(before: Any, row: Any) -> Iterator[str]:
    evidence = row.measure or row.row
    if row.history_type == REMOVED:
        yield f"No longer names “{evidence}” as what shows it."
    else:
        yield f"Named “{evidence}” as what shows it."


def _events(events: list[AssessmentEvent], *, without_unread: bool, for_workers: bool) -> list[Entry]:
    """An entry for each transition, and for being opened.

    `without_unread`: what was said with a submission that was taken back stays with its side. What those who write
    it and those who review it told each other is `for_workers`.
    """
    entries = []
    for event, after in zip_longest(events, events[1:]):
        unread = without_unread and after is not None and after.kind == AssessmentEventKind.TAKEN_BACK
        unread |= not (for_workers or _is_for_everybody(event))
        if sentence := _event_sentence(event, "" if unread else event.words):
            entries.append(Entry(event.at, event.who, [sentence]))
    return entries


def _is_for_everybody(event: AssessmentEvent) -> bool:
    transition = BY_EVENT.get(AssessmentEventKind(event.kind))
    return not (transition and transition.asks_for) or transition.asks_for.for_everybody


def _event_sentence(event: AssessmentEvent, words: str) -> str:
    if event.kind in ASKED:
        return "Opened."
    if event.kind == AssessmentEventKind.REMINDED:
        return f"Reminded: “{words}”" if words else "Reminded."
    if (transition := BY_EVENT.get(AssessmentEventKind(event.kind))) is None:
        return ""
    if not words and transition.in_history_without_words:
        return transition.in_history_without_words
    told = transition.in_history.format(words=words)
    return told if told.endswith(".") else _ended(told)


def _detail_changes(before: Any, row: Any, *, is_told: bool) -> Iterator[str]:
    """What was entered about an assessment. `is_told`: that it was opened is told by its event."""
    if row.history_type == ADDED:
        if not is_told:
            is_draft = row.status == AssessmentStatus.DRAFT
            yield "Opened." if is_draft else f"Entered, {AssessmentStatus(row.status).label} already."
        return
    old = day_or_month(before.date, before.date_is_month) if before else ""
    yield from _text_changes("date", old, day_or_month(row.date, row.date_is_month))
    yield from _text_changes("participants", before.participants if before else "", row.participants)


def _minutes_changes(before: Any, row: Any) -> Iterator[str]:
    yield from _text_changes("agenda", before.agenda if before else "", row.agenda)


def _minutes_words(row: Any) -> Iterator[str]:
    if row.agenda:
        yield f"with the agenda “{Truncator(row.agenda).chars(QUOTED)}”"


def _decision_words(row: Any) -> Iterator[str]:
    yield f"with the decision “{_decided(row)}”"


def _decided(row: Any) -> str:
    """“Hire two. Pat Doe, by June 2025”."""
    by_when = day_or_month(row.by_when, row.by_when_is_month)
    by_whom = ", ".join(filter(None, (row.who, f"by {by_when}" if by_when else "")))
    what = Truncator(row.what).chars(QUOTED)
    return f"{what} ({by_whom})" if by_whom else what


def _decision_changes(before: Any, row: Any) -> Iterator[str]:
    was_gone = before is not None and _is_gone(before)
    if _is_gone(row):
        if not was_gone:
            yield _ended(f"Removed the decision “{_decided(row)}”")
        return
    if before is None or was_gone:
        yield _ended(f"{'Put back' if was_gone else 'Wrote down'} the decision “{_decided(row)}”")
        return
    yield from _text_changes("decision", _decided(before), _decided(row))
    if bool(row.settled_at) != bool(before.settled_at):
        settled = "Marked as settled" if row.settled_at else "Marked as not settled after all"
        yield _ended(f"{settled}: “{_decided(row)}”")
    yield from _text_changes("words of how it was settled", before.settled_how, row.settled_how)


def _outcome_changes(before: Any, row: Any) -> Iterator[str]:
    of = row.highlight.assessment.rater
    what = f"the {HighlightKind(row.highlight.kind).label} “{row.highlight.text}” of {of}"
    if row.history_type == REMOVED:
        yield f"Undid what was made of {what}."
    elif row.into is None:
        yield f"Left aside {what}."
    elif row.into.text == row.highlight.text:
        yield f"Took over {what}."
    else:
        yield _ended(f"Took up {what} in “{row.into.text}”")


def _highlight_words(row: Any) -> Iterator[str]:
    yield f"with the {HighlightKind(row.kind).label} “{row.text}”"


def _highlight_changes(before: Any, row: Any) -> Iterator[str]:
    what = HighlightKind(row.kind).label
    was_gone = before is not None and _is_gone(before)
    if _is_gone(row):
        if not was_gone:
            yield _ended(f"Removed the {what} “{row.text}”")
    elif before is None or was_gone:
        yield _ended(f"{'Put back' if was_gone else 'Added'} the {what} “{row.text}”")
    else:
        yield from _text_changes(what, before.text, row.text)
