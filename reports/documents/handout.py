"""One sheet of an assessment for families, in English or Spanish: the essence of its State of the Partnership."""

from assessments.models import HANDED_IN, Assessment
from reports import gather, render
from reports.gather.layout import chosen_for
from reports.models import DocumentKind, Language
from reports.parts import Readers
from reports.translating import translations_for

from .maker import DocumentMaker, RenderedDocument, of_prose


def handout(readers: Readers, assessment: Assessment) -> RenderedDocument:
    partnership = assessment.partnership
    html = render.handout(
        gather.essence_for(assessment),
        chosen_for(partnership, DocumentKind.HANDOUT),
        translations_for(partnership, readers.language),
    )
    return of_prose(html, partnership)


MAKER = DocumentMaker(
    render=handout,
    shows_draft=lambda assessment: assessment.status not in HANDED_IN,
    languages=(Language.ENGLISH, Language.SPANISH),
    has_logo=True,
    has_foreword=True,
    foreword_lines=render.FOREWORD_LINES,
)
