"""The documents that can be made, each of its subject: gathered, rendered, printed."""

from partnerships.models import Edition, Partnership
from reports.gather.editions import edition_of_agreement
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
from .maker import Before, DocumentMaker, asked_of

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


__all__ = [
    "DOCUMENTS",
    "Before",
    "DocumentMaker",
    "DocumentPart",
    "Readers",
    "asked_of",
    "edition_in_force",
    "edition_of_agreement",
]
