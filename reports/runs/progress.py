"""How far the documents of a run are, as one person sees them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from accounts.models import User
from assessments.models import Assessment
from assessments.rounds import Round, by_round
from partnerships.access import directs, standing_in
from partnerships.reach import reaches
from reports.access import may_see
from reports.models import DocumentRun, Publication, PublicationStatus, WorkerHeartbeat
from reports.offers import why_not_made


@dataclass(frozen=True)
class RunProgress:
    """Of each partnership in a run what was asked for last, in the order of the partners."""

    run: DocumentRun
    documents: list[Any]
    """Publications; each says `is_begun`, a worker makes it now, and its `refusal`: of one that failed,
    why this person does not ask for it again; else empty."""
    worker_runs: bool

    @property
    def total(self) -> int:
        return len(self.documents)

    @property
    def ready(self) -> int:
        return self._counts[PublicationStatus.READY]

    @property
    def failed(self) -> int:
        return self._counts[PublicationStatus.FAILED]

    @property
    def waiting(self) -> int:
        return self._counts[PublicationStatus.WAITING]

    @property
    def cancelled(self) -> int:
        return self._counts[PublicationStatus.CANCELLED]

    @property
    def ended(self) -> int:
        return self.total - self.waiting

    @property
    def marked(self) -> int:
        """Ready ones that are to be looked at before anybody else gets them."""
        return sum(bool(reasons_to_look(one)) for one in self.documents)

    @property
    def signature(self) -> str:
        """Another one as soon as there is news."""
        begun = sum(one.is_begun for one in self.documents)
        return f"{self.ready}-{self.failed}-{self.cancelled}-{begun}-{self.worker_runs:d}"

    @property
    def _counts(self) -> Counter[str]:
        return Counter(one.status for one in self.documents)


def reasons_to_look(document: Any) -> list[str]:
    """Why a ready document that says its `change` had better be looked at before anybody else gets it. In
    sentences; none where there is no reason."""
    return [
        *(f"It may say a small count of students: {place}" for place in document.told),
        *(f"It may have empty boxes instead of signs: {place}" for place in document.unprintable),
        *([str(document.change)] if document.change else []),
    ]


def progress_of(user: User, run: DocumentRun) -> RunProgress:
    """Of the documents that a person sees. In a constant number of queries."""
    rows: Iterable[Any] = run.publications.for_readers().with_subject().order_by("pk")
    newest = {one.of_partnership.pk: one for one in rows}
    seen: list[Any] = sorted(_seen(user, list(newest.values())), key=_place)
    waiting = [one.task_id for one in seen if one.is_waiting]
    running = DBTaskResult.objects.filter(pk__in=waiting, status=TaskResultStatus.RUNNING)
    begun = set(running.values_list("pk", flat=True)) if waiting else set()
    for one in seen:
        one.run, one.is_begun = run, one.task_id in begun
        one.refusal = _why_not_again(user, one) if one.has_failed else ""
    return RunProgress(run, seen, bool(waiting) and WorkerHeartbeat.objects.alive().exists())


def _why_not_again(user: User, document: Any) -> str:
    """Without a query for those that the person directs."""
    of = document.of_partnership
    may_enter = directs(user, of) or standing_in(user, of).may_edit
    return why_not_made(document.assessment, may_enter=may_enter)


def _seen(user: User, documents: list[Publication]) -> list[Publication]:
    """Each by its own rule, `access.reaches_document`; all rounds are read at once."""
    of_assessments = [one for one in documents if one.assessment_id]
    rounds = _rounds_of(of_assessments)
    for one in of_assessments:
        assessment: Any = one.assessment
        assessment.in_round = rounds[assessment.partnership_id, assessment.cycle_id]
        assessment.seen_by(user, assessment.in_round)
    return [
        one
        for one in documents
        if one.of_partnership and reaches(user, one.of_partnership) and may_see(user, one, one.assessment)
    ]


def _rounds_of(documents: list[Publication]) -> dict[tuple[int, int], Round]:
    """By partnership and cycle."""
    places: dict[tuple[int, int], Assessment] = {
        (one.assessment.partnership_id, one.assessment.cycle_id): one.assessment
        for one in documents
        if one.assessment
    }
    if not places:
        return {}
    partnerships, cycles = zip(*places, strict=True)
    rows = Assessment.objects.filter(partnership__in=partnerships, cycle__in=set(cycles)).for_rounds()
    found = by_round(rows)
    return {key: Round(one.partnership, one.cycle, found[key]) for key, one in places.items()}


def _place(document: Publication) -> tuple[str, int]:
    partnership: Any = document.of_partnership
    return partnership.partner.sort_key, partnership.pk
