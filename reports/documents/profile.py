"""A partner's figures of a period beside those of the whole, as the public reads them."""

from partnerships.models import Edition, Partnership, Period
from reports import gather, render
from reports.gather import NotMade
from reports.parts import Readers

from .maker import DocumentMaker, RenderedDocument


def profile(readers: Readers, partnership: Partnership, edition: Edition, period: Period) -> RenderedDocument:
    gathered = gather.profile_of(partnership, edition, period.key, for_public=True)
    if gathered is None:
        raise NotMade("It has no values of this period beside those of the whole.")
    return RenderedDocument(render.profile(gathered), lambda: gathered.told, gathered.documented)


MAKER = DocumentMaker(
    render=profile,
    shows_draft=lambda partnership, edition, period: False,
)
