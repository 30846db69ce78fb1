"""Two pages of an assessment for the board of one partnership."""

from assessments.models import HANDED_IN, Assessment
from evidence.public.reader import read_by_public
from reports import gather, render
from reports.gather import ToldFigures
from reports.models import Audience
from reports.parts import Readers
from reports.places import texts_of

from .maker import DocumentMaker


def board_summary(readers: Readers, assessment: Assessment) -> str:
    return render.board_summary(gather.board_summary(assessment))


def told_in(html: str, readers: Readers, assessment: Assessment) -> list[ToldFigures]:
    """Of all its prose. It prints no value of a measure."""
    return [*gather.told_in(texts_of(html).items(), read_by_public(assessment.partnership))]


MAKER = DocumentMaker(
    html=board_summary,
    shows_draft=lambda assessment: assessment.status not in HANDED_IN,
    told=told_in,
    audiences=(Audience.PARTIES, Audience.PUBLIC),
)
