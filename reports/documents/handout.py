"""One sheet of an assessment for families, in English or Spanish: the essence of its State of the Partnership."""

from assessments.models import HANDED_IN, Assessment
from evidence.public.reader import read_by_public
from reports import gather, render
from reports.gather import ToldFigures
from reports.gather.layout import chosen_for
from reports.models import DocumentKind, Language
from reports.parts import Readers
from reports.places import texts_of
from reports.translating import translations_for

from .maker import DocumentMaker


def handout(readers: Readers, assessment: Assessment) -> str:
    partnership = assessment.partnership
    return render.handout(
        gather.essence_for(assessment),
        chosen_for(partnership, DocumentKind.HANDOUT, ()),
        translations_for(partnership, readers.language),
    )


def told_in(html: str, readers: Readers, assessment: Assessment) -> list[ToldFigures]:
    """Of all its prose. It prints no value of a measure."""
    return [*gather.told_in(texts_of(html).items(), read_by_public(assessment.partnership))]


MAKER = DocumentMaker(
    html=handout,
    shows_draft=lambda assessment: assessment.status not in HANDED_IN,
    told=told_in,
    languages=(Language.ENGLISH, Language.SPANISH),
    has_foreword=True,
)
