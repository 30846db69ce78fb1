"""Who sees which document and which run of many, who chooses what is printed."""

from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from assessments.models import Assessment
from partnerships.access import (
    directs_any_of,
    is_of_either_side,
    partnerships_directed_by,
    reads_all_of,
    speaks_for_lead,
)
from partnerships.models import Partnership
from partnerships.reach import reaches

from .models import DocumentRun, Publication


def may_see(user: User | AnonymousUser, document: Publication, assessment: Assessment | None) -> bool:
    """Whoever sees what a document is of sees the document, but for some about an assessment.

    One that shows a draft is for those who write the assessment while it is open, and afterwards for the person
    who asked for it. So is one that was asked for before the assessment was taken back, because nobody else was to
    read what it said then.

    The person reaches the partnership. The assessment that the document is of, if any, was `seen_by` that person;
    the document says `was_taken_back`.
    """
    if assessment is None:
        return document.assessment_id is None
    if not assessment.readable:
        return False
    is_for_its_writers = document.shows_draft or document.was_taken_back
    return (
        not is_for_its_writers
        or document.requested_by_id == user.pk
        or (assessment.is_open and assessment.is_writer)
    )


def documents_seen(
    user: User | AnonymousUser, documents: Iterable[Publication], assessments: Iterable[Assessment]
) -> list[Publication]:
    """Of the documents of one partnership those that a person sees. `assessments` are all of that partnership."""
    by_key: dict[int | None, Assessment] = {one.pk: one for one in assessments}
    return [one for one in documents if may_see(user, one, by_key.get(one.assessment_id))]


def reaches_document(user: User | AnonymousUser, document: Publication) -> bool:
    """Of one document by its address, with its subject: whether a person sees it."""
    assessment, partnership = document.assessment, document.of_partnership
    if partnership is None:
        return document.agreement is not None and reads_all_of(user, document.agreement)
    if not reaches(user, partnership):
        return False
    return may_see(user, document, assessment.seen_by(user) if assessment else None)


def may_see_run(user: User, run: DocumentRun) -> bool:
    """Whoever asked for it and still directs partnerships of the agreement, and whoever directs all those in it."""
    if run.requested_by_id == user.pk:
        return directs_any_of(user, run.agreement)
    directed = partnerships_directed_by(user, run.agreement)
    of_it = Partnership.objects.filter(publications__run=run) | Partnership.objects.filter(
        assessments__publications__run=run
    )
    return directed.exists() and not of_it.exclude(pk__in=directed).exists()


def may_choose(user: User | AnonymousUser, partnership: Partnership) -> bool:
    """Who chooses what is printed: the director and the liaisons of the lead agency, which issues the documents."""
    return speaks_for_lead(user, partnership)


def may_upload_logo(user: User | AnonymousUser, partnership: Partnership) -> bool:
    """Whoever speaks for a side: the partner's own liaison knows its logo best."""
    return is_of_either_side(user, partnership)
