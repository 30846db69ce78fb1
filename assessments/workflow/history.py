"""Who changed what and when, in sentences, from the events and from the history that every save leaves.

The past of a draft stays with its side: for everybody else the history of what a side wrote begins where it was
first submitted and not taken back (`Beginning`), with what it said then.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import groupby, zip_longest
from typing import Any

from django.utils import timezone

from assessments.models import (
    ASKED,
    Assessment,
    AssessmentEvent,
    AssessmentEventKind,
    ConferenceNote,
    Decision,
    Highlight,
    HighlightOutcome,
    Minutes,
    ObservedClass,
    Rating,
    RatingMeasure,
)

from .history_words import (
    ADDED,
    class_changes,
    decision_changes,
    decision_words,
    detail_changes,
    ended,
    event_sentence,
    highlight_changes,
    highlight_words,
    is_gone,
    minutes_changes,
    minutes_words,
    naming,
    note_changes,
    note_words,
    outcome_changes,
    rating_changes,
    rating_words,
)
from .transitions import BY_EVENT

HANDED_IN_BY = (
    AssessmentEventKind.ENTERED,
    AssessmentEventKind.SUBMITTED,
    AssessmentEventKind.MADE_FINAL,
)
"""After these others may read it."""


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
        said = list(words(then[-1])) if then and not is_gone(then[-1]) else []
        return (
            [Entry(self.when, self.who, [ended(f"First submitted {part}") for part in said])] if said else []
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
        lambda before, row: rating_changes(before, row, scale),
        beginning,
        lambda row: rating_words(row, scale),
    )
    for _, of_one in groupby(named.order_by("id"), key=lambda row: row.id):
        entries += _changes(
            list(of_one), naming, beginning, lambda row: [f"with the measure “{row.measure or row.row}”"]
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


def history_of_classes(assessment: Assessment) -> list[Entry]:
    """What was entered of the classes observed for an assessment, newest first: for those who write it, and nobody
    else, since a class is a teacher. In one query."""
    rows = ObservedClass.history.filter(assessment=assessment.pk).select_related("history_user", "school")
    entries: list[Entry] = []
    for _, of_one in groupby(rows.order_by("id"), key=lambda row: row.id):
        entries += _changes(list(of_one), class_changes)
    return _newest_first(entries)


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
        if sentences := list(rating_changes(before, told[-1], scale)):
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
    entries = _changes(rows, partial(detail_changes, is_told=is_told), beginning, keeps=_is_first)
    if assessment.is_joint:
        minutes = list(Minutes.history.filter(assessment=assessment.pk).select_related("history_user"))
        entries += _changes(minutes, minutes_changes, beginning, minutes_words)
        if any(row.follows_points for row in minutes):
            notes = ConferenceNote.history.filter(assessment=assessment.pk)
            notes = notes.select_related("history_user", "point").order_by("id")
            for _, of_one in groupby(notes, key=lambda row: row.id):
                entries += _changes(list(of_one), note_changes, beginning, note_words)
        settled = HighlightOutcome.history.filter(assessment=assessment.pk)
        settled = settled.select_related("history_user", "highlight__assessment__by", "into")
        for _, of_one in groupby(settled.order_by("id"), key=lambda row: row.id):
            entries += _changes(list(of_one), outcome_changes, beginning)
        decided = Decision.history.filter(assessment=assessment.pk).select_related("history_user")
        for _, of_one in groupby(decided.order_by("id"), key=lambda row: row.id):
            entries += _changes(list(of_one), decision_changes, beginning, decision_words)
    for _, of_one in groupby(points, key=lambda row: row.id):
        entries += _changes(list(of_one), highlight_changes, beginning, highlight_words)
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


def _newest_first(entries: list[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: entry.when, reverse=True)


def _entry(row: Any, sentences: list[str]) -> Entry:
    return Entry(row.history_date, _who(row), sentences)


def _who(row: Any) -> str:
    who = row.history_user
    return (who.name or who.email) if who else ""


def _events(events: list[AssessmentEvent], *, without_unread: bool, for_workers: bool) -> list[Entry]:
    """An entry for each transition, and for being opened.

    `without_unread`: what was said with a submission that was taken back stays with its side. What those who write
    it and those who review it told each other is `for_workers`.
    """
    entries = []
    for event, after in zip_longest(events, events[1:]):
        unread = without_unread and after is not None and after.kind == AssessmentEventKind.TAKEN_BACK
        unread |= not (for_workers or _is_for_everybody(event))
        if sentence := event_sentence(event, "" if unread else event.words):
            entries.append(Entry(event.at, event.who, [sentence]))
    return entries


def _is_for_everybody(event: AssessmentEvent) -> bool:
    transition = BY_EVENT.get(AssessmentEventKind(event.kind))
    return not (transition and transition.asks_for) or transition.asks_for.for_everybody
