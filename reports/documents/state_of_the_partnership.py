"""The State of the Partnership of an assessment."""

from assessments.models import HANDED_IN, Assessment
from evidence.public.reader import read_by_public
from reports import gather, render
from reports.gather import ToldFigures
from reports.gather.layout import chosen_for
from reports.gather.report import PARTS
from reports.models import DocumentKind
from reports.parts import Readers
from reports.places import texts_of

from .maker import Documented, DocumentMaker


def state_of_the_partnership(readers: Readers, assessment: Assessment) -> str:
    return render.state_of_the_partnership(gather.state_of_the_partnership(assessment))


def told_in(html: str, readers: Readers, assessment: Assessment) -> list[ToldFigures]:
    """Of its tables of evidence what they say themselves, and all prose: comments, minutes, action steps."""
    evidence = gather.evidence_for(assessment)
    prose = texts_of(html, without=("contents", "summary", "evidence", "shown-evidence")).items()
    public = read_by_public(assessment.partnership)
    return [*(evidence.told if evidence else ()), *gather.told_in(prose, public)]


def documented_in(readers: Readers, assessment: Assessment) -> Documented:
    """Of its appendix where that is taken in, and of what is put forward."""
    evidence = gather.evidence_for(assessment)
    if evidence is None:
        return ()
    chosen = chosen_for(assessment.partnership, DocumentKind.STATE_OF_THE_PARTNERSHIP, PARTS)
    shown = gather.evidence_shown(assessment, evidence).documented
    return (*shown, *evidence.documented) if chosen.has("listing") else shown


MAKER = DocumentMaker(
    html=state_of_the_partnership,
    shows_draft=lambda assessment: assessment.status not in HANDED_IN,
    told=told_in,
    documented=documented_in,
    parts=PARTS,
)
