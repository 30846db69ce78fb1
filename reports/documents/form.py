"""The assessment form of an edition, to fill in by hand."""

from partnerships.models import Edition, Partnership
from reports import gather, render
from reports.parts import Readers
from reports.places import FOREWORD

from .maker import DocumentMaker, RenderedDocument, of_prose


def form(readers: Readers, partnership: Partnership, edition: Edition) -> RenderedDocument:
    """All but its foreword is the text of the agreement."""
    html = render.assessment_form(gather.assessment_form(partnership, edition))
    return of_prose(html, partnership, at=(FOREWORD,))


MAKER = DocumentMaker(
    render=form,
    shows_draft=lambda partnership, edition: edition.is_draft,
    has_logo=True,
    has_foreword=True,
    fits=lambda partnership, edition: not edition.is_plan,
)
