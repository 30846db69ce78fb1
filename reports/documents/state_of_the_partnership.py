"""The State of the Partnership of an assessment."""

from collections.abc import Iterator

from assessments.models import HANDED_IN, Assessment
from evidence.public.reader import read_by_public
from reports import gather, render
from reports.gather import StateOfThePartnership, ToldFigures
from reports.gather.report import PARTS
from reports.parts import Readers
from reports.places import texts_of

from .maker import DocumentMaker, RenderedDocument


def state_of_the_partnership(readers: Readers, assessment: Assessment) -> RenderedDocument:
    report = gather.state_of_the_partnership(assessment)
    html = render.state_of_the_partnership(report)
    documented = report.shown.documented
    if report.evidence and report.chosen.has("listing"):
        documented += report.evidence.documented
    return RenderedDocument(html, lambda: _told(html, report, assessment), documented)


def _told(html: str, report: StateOfThePartnership, assessment: Assessment) -> Iterator[ToldFigures]:
    """Of its tables of evidence what they say themselves, and all prose: comments, minutes, action steps."""
    evidence = report.evidence
    if evidence:
        yield from evidence.told
    prose = texts_of(html, without=("contents", "summary", "evidence", "shown-evidence")).items()
    yield from gather.told_in(prose, evidence.public if evidence else read_by_public(assessment.partnership))


MAKER = DocumentMaker(
    render=state_of_the_partnership,
    shows_draft=lambda assessment: assessment.status not in HANDED_IN,
    parts=PARTS,
    has_logo=True,
    has_foreword=True,
)
