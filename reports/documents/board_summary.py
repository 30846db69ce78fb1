"""Two pages of an assessment for the board of one partnership."""

from assessments.models import HANDED_IN, Assessment
from reports import gather, render
from reports.models import Audience
from reports.parts import Readers

from .maker import DocumentMaker, RenderedDocument, of_prose


def board_summary(readers: Readers, assessment: Assessment) -> RenderedDocument:
    return of_prose(render.board_summary(gather.board_summary(assessment, readers)), assessment.partnership)


MAKER = DocumentMaker(
    render=board_summary,
    shows_draft=lambda assessment: assessment.status not in HANDED_IN,
    has_logo=True,
    audiences=(Audience.PARTIES, Audience.PUBLIC),
)
