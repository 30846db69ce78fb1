"""What follows by rule from an assessment, with its working."""

from assessments.models import HANDED_IN, Assessment
from evidence.public.reader import read_by_public
from reports import gather, render
from reports.gather import ToldFigures
from reports.parts import Readers
from reports.places import texts_of

from .maker import DocumentMaker


def determinations(readers: Readers, assessment: Assessment) -> str:
    return render.determinations(gather.determinations(assessment))


def told_in(html: str, readers: Readers, assessment: Assessment) -> list[ToldFigures]:
    """Of all its prose: goals, reasons, minutes."""
    return [*gather.told_in(texts_of(html).items(), read_by_public(assessment.partnership))]


MAKER = DocumentMaker(
    html=determinations,
    shows_draft=lambda assessment: assessment.status not in HANDED_IN,
    told=told_in,
)
