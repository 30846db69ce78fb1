"""The released action steps of an edition, with who does what until when, and how far it is."""

from evidence.public.reader import read_by_public
from partnerships.models import Edition, Partnership
from reports import gather, render
from reports.gather import ToldFigures
from reports.models import Audience
from reports.parts import Readers
from reports.places import texts_of

from .maker import DocumentMaker


def tracker(readers: Readers, partnership: Partnership, edition: Edition) -> str:
    return render.tracker(gather.tracker(partnership, edition, readers))


def told_in(html: str, readers: Readers, partnership: Partnership, edition: Edition) -> list[ToldFigures]:
    return [*gather.told_in(texts_of(html).items(), read_by_public(partnership))]


MAKER = DocumentMaker(
    html=tracker,
    shows_draft=lambda partnership, edition: False,  # what is not released is not in it
    told=told_in,
    audiences=(Audience.PARTIES, Audience.PUBLIC),
)
