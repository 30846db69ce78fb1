"""The assessment form of an edition, to fill in by hand."""

from dataclasses import dataclass

from partnerships.editions.document import gather_document
from partnerships.models import Edition, Partnership
from reports.models import DocumentKind

from .layout import Chosen, chosen_for
from .printed_form import PrintedForm, form_of


@dataclass(frozen=True)
class BlankForm:
    partnership: Partnership
    form: PrintedForm
    chosen: Chosen


def assessment_form(partnership: Partnership, edition: Edition) -> BlankForm:
    """As the partnership would rate it today, with nothing filled in."""
    blank = form_of(gather_document(edition, partnership), partnership, None)
    return BlankForm(partnership, blank, chosen_for(partnership, DocumentKind.FORM))
