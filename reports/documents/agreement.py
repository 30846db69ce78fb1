"""The whole agreement of a partnership: as its parties read it, or as everybody may."""

from collections.abc import Iterator

from evidence.public.reader import read_by_public
from partnerships.models import Edition, Partnership
from reports import gather, render
from reports.gather import ToldFigures, WholeAgreement
from reports.models import Audience
from reports.parts import Readers
from reports.places import texts_of

from .maker import DocumentMaker, RenderedDocument


def agreement(readers: Readers, partnership: Partnership, edition: Edition) -> RenderedDocument:
    whole = gather.whole_agreement(partnership, edition, readers)
    html = render.agreement(whole)
    documented = whole.evidence.documented if whole.evidence else ()
    return RenderedDocument(html, lambda: _told(html, whole), documented)


def _told(html: str, whole: WholeAgreement) -> Iterator[ToldFigures]:
    """Of its tables of evidence what they say themselves, and all prose that is not of every partner's text."""
    partnership, edition, evidence = whole.partnership, whole.edition, whole.evidence
    if evidence:
        yield from evidence.told
    has_own = edition.rates_own_items or partnership.addenda.filter(edition=edition).exists()
    shared = () if has_own else ("document",)
    prose = texts_of(html, without=("contents", "evidence", *shared)).items()
    yield from gather.told_in(prose, evidence.public if evidence else read_by_public(partnership))


MAKER = DocumentMaker(
    render=agreement,
    shows_draft=lambda partnership, edition: edition.is_draft,
    parts=gather.AGREEMENT_PARTS,
    has_logo=True,
    has_foreword=True,
    audiences=(Audience.PARTIES, Audience.PUBLIC),
)
