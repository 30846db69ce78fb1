"""The assessment form of an edition, to fill in by hand."""

from dataclasses import dataclass

from partnerships.editions.document import gather_document
from partnerships.models import Edition, Partnership

from .printed_form import PrintedForm, form_of


@dataclass(frozen=True)
class BlankForm:
    partnership: Partnership
    form: PrintedForm


def assessment_form(partnership: Partnership, edition: Edition) -> BlankForm:
    """As the partnership would rate it today, with nothing filled in."""
    return BlankForm(partnership, form_of(gather_document(edition, partnership), partnership, None))
