"""Whether what a document is of was changed after it was read: for any number of documents in few queries."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format

from assessments.models import Cycle
from core.prepared import prepared
from partnerships.models import Partnership

from .models import DocumentKind, Publication
from .record_source import LONG_AGO, By, RecordSource
from .sources import OF_KIND, SOURCES

AT_ONCE = 500
"""Partnerships that one query asks for: SQLite takes 32,766 values in all."""
BY_KEY = {source.key: source for source in SOURCES}


@dataclass(frozen=True)
class RecordChange:
    """What a document is of holds something else than it did."""

    at: datetime | None
    """The last moment that is known; None where something was taken away and nothing tells when."""
    was_reopened: bool = False
    """Whether the assessment it is of was open again."""

    def __str__(self) -> str:
        """“The record was changed on Nov 3, 2026, after this was made. It may say otherwise now.”"""
        if self.was_reopened:
            return "The assessment was reopened after this document was made. It may say otherwise now."
        on = f" on {date_format(timezone.localtime(self.at), 'M j, Y')}," if self.at else ""
        return f"The record was changed{on} after this was made. It may say otherwise now."


class HeldMarks(NamedTuple):
    """What a source holds of a partnership, of one assessment, period, edition, kind or language."""

    source: str
    partnership: int
    told: str
    day: date | None
    is_final: int
    number: int
    keys: int
    last: datetime | None
    said: str

    @property
    def moment(self) -> datetime | None:
        return self.last if self.last and self.last > LONG_AGO else None

    @property
    def mark(self) -> tuple[Any, ...]:
        last = self.moment.isoformat() if self.moment else ""
        return self.partnership, self.told, self.number, int(self.keys), last, *sorted(self.said.split("|"))


def with_changes(documents: Iterable[Publication]) -> list[Any]:
    """The documents, those that are ready with their `change`, if any. Each knows its subject (`with_subject`).

    Without a query where none is ready.
    """
    found = list(documents)
    record = _Record([one for one in found if one.is_ready])
    for one in found:
        one.change = record.change_of(one) if one.is_ready else None
    return found


def marks_of(document: Publication) -> dict[str, str]:
    """What is kept with a document when it is read: by source, a mark of what that holds."""
    return _Record([document]).marks_of(document)


class _Record:
    """What the sources hold of the partnerships that some documents speak of."""

    def __init__(self, documents: Sequence[Publication]) -> None:
        self._spoken_of = _spoken_of(documents)
        self._editions = _editions_of(documents)
        self._held: dict[int, list[HeldMarks]] = defaultdict(list)
        partnerships = {key for keys in self._spoken_of.values() for key in keys}
        sources = {source.key for one in documents for source in OF_KIND.get(one.kind, SOURCES)}
        keys = sorted(partnerships)
        for start in range(0, len(keys), AT_ONCE):
            some = keys[start : start + AT_ONCE]
            for row in _held_in(*some, sources=tuple(sorted(sources))):
                self._held[row[1]].append(HeldMarks(*row))

    def change_of(self, document: Publication) -> RecordChange | None:
        concerning = self._concerning(document)
        read_at = document.read_at or document.requested_at
        moments = [row.moment for rows in concerning.values() for row in rows if row.moment]
        last = max((at for at in moments if at > read_at), default=None)
        known = document.read_of or {}
        # Marks tell also what was only taken away, and what somebody wrote in the moment in which it was read.
        is_other = any(
            known[key] != _mark(rows) if key in known else _is_later(rows, read_at)
            for key, rows in concerning.items()
        )
        was_reopened = getattr(document, "was_reopened", False)
        return RecordChange(last, was_reopened) if is_other else None

    def marks_of(self, document: Publication) -> dict[str, str]:
        return {key: _mark(rows) for key, rows in self._concerning(document).items()}

    def _concerning(self, document: Publication) -> dict[str, list[HeldMarks]]:
        """By source of its kind, also of those that hold nothing, what it holds of what the document says."""
        found: dict[str, list[HeldMarks]] = {source.key: [] for source in OF_KIND.get(document.kind, SOURCES)}
        for key in self._spoken_of[document.pk]:
            for row in self._held.get(key, ()):
                if row.source in found and self._concerns(BY_KEY[row.source], row, document):
                    found[row.source].append(row)
        return found

    def _concerns(self, source: RecordSource, row: HeldMarks, document: Publication) -> bool:
        match source.by:
            case By.ASSESSMENT:
                return _concerns_assessment(row, document)
            case By.PERIOD:
                until = document.period or (document.assessment.cycle.period if document.assessment else None)
                return until is None or row.day is None or row.day <= until.end
            case By.EDITION:
                return row.told in self._editions[document.pk]
            case By.KIND:
                return row.told == document.kind
            case By.LANGUAGE:
                return row.told == document.language
        return True


@prepared
def _held_in(*partnerships: int, sources: tuple[str, ...]) -> QuerySet[Any]:
    """One query over as many tables takes Django longer to write than the database to answer."""
    first, *others = (BY_KEY[key].rows(partnerships) for key in sources)
    return first.union(*others, all=True)


def _spoken_of(documents: Sequence[Publication]) -> dict[int, list[int]]:
    """By document, the keys of the partnerships it says something of."""
    agreements = {one.agreement_id for one in documents if one.agreement_id}
    beside = {one.partnership.agreement_id for one in documents if _is_profile(one)}  # type: ignore[union-attr]
    all_of, whole_of = defaultdict(list), defaultdict(list)
    if agreements or beside:
        for one in Partnership.objects.filter(agreement__in=agreements | beside).select_related("agreement"):
            all_of[one.agreement_id].append(one.pk)
            if one.is_whole:
                whole_of[one.agreement_id].append(one.pk)
    spoken_of = {}
    for document in documents:
        own = document.of_partnership
        if own is None:
            spoken_of[document.pk] = all_of[document.agreement_id or 0]
        else:
            spoken_of[document.pk] = [own.pk, *(whole_of[own.agreement_id] if _is_profile(document) else ())]
    return spoken_of


def _editions_of(documents: Sequence[Publication]) -> dict[int, set[str]]:
    """By document, the keys of the editions it is of: those that were asked about in the period of a whole one."""
    periods = {(one.agreement_id, one.period_id) for one in documents if one.agreement_id}
    asked: dict[tuple[int | None, int | None], set[str]] = defaultdict(set)
    if periods:
        cycles = Cycle.objects.filter(period__in={period for _, period in periods})
        for agreement, period, edition in cycles.values_list("edition__agreement", "period", "edition"):
            asked[agreement, period].add(str(edition))
    return {
        one.pk: {str(one.assessment.cycle.edition_id)}
        if one.assessment
        else asked[one.agreement_id, one.period_id]
        if one.agreement_id
        else {str(one.edition_id)}
        for one in documents
    }


def _is_profile(document: Publication) -> bool:
    return document.kind == DocumentKind.PROFILE


def _mark(rows: Iterable[HeldMarks]) -> str:
    return hashlib.sha256(repr(sorted(row.mark for row in rows)).encode()).hexdigest()[:16]


def _is_later(rows: Iterable[HeldMarks], day: datetime) -> bool:
    return any(row.moment and row.moment > day for row in rows)


def _concerns_assessment(row: HeldMarks, document: Publication) -> bool:
    """Its own, and what was final before it, with which it compares. Drafts of others are nobody's business."""
    if document.assessment is None:
        return bool(row.is_final)
    if row.told == str(document.assessment_id):
        return True
    start = document.assessment.cycle.period.start
    return bool(row.is_final) and row.day is not None and row.day < start
