"""The documents that can be made, each of its subject: gathered, rendered, printed."""

from partnerships.models import Agreement, Edition, EditionStatus, Partnership, in_force_or_newest
from reports.models import DocumentKind
from reports.parts import DocumentPart, Readers

from . import (
    agreement,
    board_summary,
    county_summary,
    determinations,
    form,
    handout,
    plan,
    profile,
    state_of_the_partnership,
    tracker,
)
from .maker import Before, DocumentMaker

DOCUMENTS: dict[str, DocumentMaker] = {
    DocumentKind.STATE_OF_THE_PARTNERSHIP: state_of_the_partnership.MAKER,
    DocumentKind.HANDOUT: handout.MAKER,
    DocumentKind.BOARD_SUMMARY: board_summary.MAKER,
    DocumentKind.COUNTY_SUMMARY: county_summary.MAKER,
    DocumentKind.DETERMINATIONS: determinations.MAKER,
    DocumentKind.AGREEMENT: agreement.MAKER,
    DocumentKind.FORM: form.MAKER,
    DocumentKind.TRACKER: tracker.MAKER,
    DocumentKind.PROFILE: profile.MAKER,
    DocumentKind.PLAN: plan.MAKER,
}


def edition_in_force(partnership: Partnership) -> Edition | None:
    return edition_of_agreement(partnership.agreement)


def edition_of_agreement(agreement: Agreement) -> Edition | None:
    """The adopted edition in force today, else the newest; None where there is none."""
    adopted = Edition.objects.filter(agreement=agreement, status=EditionStatus.ADOPTED)
    return in_force_or_newest(list(adopted.select_related("agreement").newest_first()))


__all__ = [
    "DOCUMENTS",
    "Before",
    "DocumentMaker",
    "DocumentPart",
    "Readers",
    "edition_in_force",
    "edition_of_agreement",
]
