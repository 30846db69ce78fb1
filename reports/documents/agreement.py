"""The whole agreement of a partnership: as its parties read it, or as everybody may."""

from evidence.public.reader import read_by_public
from partnerships.models import Edition, Partnership
from reports import gather, render
from reports.gather import ToldFigures
from reports.models import Audience
from reports.parts import Readers
from reports.places import texts_of

from .maker import Documented, DocumentMaker


def agreement(readers: Readers, partnership: Partnership, edition: Edition) -> str:
    return render.agreement(gather.whole_agreement(partnership, edition, readers))


def told_in(html: str, readers: Readers, partnership: Partnership, edition: Edition) -> list[ToldFigures]:
    """Of its tables of evidence what they say themselves, and all prose that is not of every partner's text."""
    evidence = gather.evidence_of_agreement(partnership, edition, readers)
    has_own = edition.rates_own_items or partnership.addenda.filter(edition=edition).exists()
    shared = () if has_own else ("document",)
    prose = texts_of(html, without=("contents", "evidence", *shared)).items()
    return [*(evidence.told if evidence else ()), *gather.told_in(prose, read_by_public(partnership))]


def documented_in(readers: Readers, partnership: Partnership, edition: Edition) -> Documented:
    if not readers.is_public:
        return ()
    evidence = gather.evidence_of_agreement(partnership, edition, readers)
    return evidence.documented if evidence else ()


MAKER = DocumentMaker(
    html=agreement,
    shows_draft=lambda partnership, edition: edition.is_draft,
    told=told_in,
    documented=documented_in,
    parts=gather.AGREEMENT_PARTS,
    audiences=(Audience.PARTIES, Audience.PUBLIC),
)
