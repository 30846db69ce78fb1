"""The adopted text as a partnership reads it, with its signatures."""

from partnerships.editions.document import gather_document
from partnerships.models import Edition, Partnership
from reports import render
from reports.parts import Readers

from .maker import DocumentMaker


def agreement(readers: Readers, partnership: Partnership, edition: Edition) -> str:
    return render.agreement(partnership, gather_document(edition, partnership))


MAKER = DocumentMaker(html=agreement, shows_draft=lambda partnership, edition: edition.is_draft)
