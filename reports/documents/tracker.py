"""The released action steps of an edition, with who does what until when, and how far it is."""

from partnerships.models import Edition, Partnership
from reports import gather, render
from reports.models import Audience
from reports.parts import Readers

from .maker import DocumentMaker, RenderedDocument, of_prose


def tracker(readers: Readers, partnership: Partnership, edition: Edition) -> RenderedDocument:
    return of_prose(render.tracker(gather.tracker(partnership, edition, readers)), partnership)


MAKER = DocumentMaker(
    render=tracker,
    shows_draft=lambda partnership, edition: False,  # what is not released is not in it
    has_logo=True,
    has_foreword=True,
    audiences=(Audience.PARTIES, Audience.PUBLIC),
)
