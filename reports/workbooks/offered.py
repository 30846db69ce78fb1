"""Which workbooks hold the tables of a document: those that other pages keep, and what is only here."""

from collections.abc import Iterator
from typing import NamedTuple

from django.urls import reverse
from django.utils.text import capfirst

from actionsteps.plans.released import released_plan
from reports.models import DocumentKind
from reports.offers import DocumentOffer

from .evidence import edition_with_evidence


class OfferedWorkbook(NamedTuple):
    words: str
    address: str


OF_RATINGS = (DocumentKind.STATE_OF_THE_PARTNERSHIP, DocumentKind.BOARD_SUMMARY, DocumentKind.HANDOUT)
WITH_STEPS = (DocumentKind.TRACKER, DocumentKind.STATE_OF_THE_PARTNERSHIP, DocumentKind.AGREEMENT)
WITH_EVIDENCE = (DocumentKind.STATE_OF_THE_PARTNERSHIP, DocumentKind.AGREEMENT)


def workbooks_of(offer: DocumentOffer) -> Iterator[OfferedWorkbook]:
    """For whoever reads what the document is of. In a fixed number of queries."""
    kind, subject = offer.kind, offer.subject
    assessment = offer.assessment
    partnership = assessment.partnership if assessment else subject.get("partnership")
    if assessment and kind in OF_RATINGS:
        words = capfirst(assessment.cycle.edition.words.level.many)
        yield OfferedWorkbook(words, reverse("workbook", args=[assessment.public_id]))
    if partnership is None:
        return
    if kind in WITH_STEPS and (plan := released_plan(partnership, subject.get("edition"))):
        address = reverse("plan-workbook", args=[partnership.slug, plan.public_id])
        yield OfferedWorkbook("Action steps", address)
    if kind in WITH_EVIDENCE and edition_with_evidence(partnership):
        yield OfferedWorkbook("Evidence", reverse("evidence-tables-workbook", args=[partnership.slug]))
