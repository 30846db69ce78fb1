"""The documents that can be made, each of its subject: gathered, rendered, printed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from assessments.models import HANDED_IN, Assessment
from partnerships.editions.document import gather_document
from partnerships.models import Edition, EditionStatus, Partnership, in_force_or_newest

from . import gather, pdf, render
from .models import DocumentKind
from .pdf import Pdf
from .signs import Unprintable, unprintable


@dataclass(frozen=True)
class DocumentMaker:
    """How a kind of document is made. The functions take its subject (`models.SUBJECTS`) by name."""

    html: Callable[..., str]
    shows_draft: Callable[..., bool]
    """Whether those who write what it is of could change that when it was read."""

    def make(self, **subject: Any) -> Pdf:
        return pdf.print_pdf(self.html(**subject))

    def unprintable(self, **subject: Any) -> list[Unprintable]:
        """What would come out as empty boxes."""
        return unprintable(self.html(**subject))


def state_of_the_partnership(assessment: Assessment) -> str:
    return render.state_of_the_partnership(gather.state_of_the_partnership(assessment))


def agreement(partnership: Partnership, edition: Edition) -> str:
    """The adopted text as this partnership reads it, with its signatures."""
    return render.agreement(partnership, gather_document(edition, partnership))


def edition_in_force(partnership: Partnership) -> Edition | None:
    """The adopted edition in force today, else the newest; None where there is none."""
    adopted = Edition.objects.filter(agreement=partnership.agreement, status=EditionStatus.ADOPTED)
    return in_force_or_newest(list(adopted.select_related("agreement").newest_first()))


DOCUMENTS: dict[str, DocumentMaker] = {
    DocumentKind.STATE_OF_THE_PARTNERSHIP: DocumentMaker(
        html=state_of_the_partnership,
        shows_draft=lambda assessment: assessment.status not in HANDED_IN,
    ),
    DocumentKind.AGREEMENT: DocumentMaker(
        html=agreement,
        shows_draft=lambda partnership, edition: edition.is_draft,
    ),
}
