"""What follows by rule from an assessment, with its working."""

from assessments.models import HANDED_IN, Assessment
from reports import gather, render
from reports.parts import Readers

from .maker import DocumentMaker, RenderedDocument, of_prose


def determinations(readers: Readers, assessment: Assessment) -> RenderedDocument:
    return of_prose(render.determinations(gather.determinations(assessment)), assessment.partnership)


MAKER = DocumentMaker(
    render=determinations,
    shows_draft=lambda assessment: assessment.status not in HANDED_IN,
)
