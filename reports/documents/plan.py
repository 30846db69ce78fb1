"""The plan of a whole, as the public reads it."""

from partnerships.models import Edition, Partnership
from reports import gather, render
from reports.parts import Readers

from .maker import DocumentMaker, RenderedDocument


def plan(readers: Readers, partnership: Partnership, edition: Edition) -> RenderedDocument:
    gathered = gather.state_plan(partnership, edition)
    return RenderedDocument(render.state_plan(gathered), lambda: gathered.told, gathered.documented)


MAKER = DocumentMaker(
    render=plan,
    shows_draft=lambda partnership, edition: edition.is_draft,
    fits=lambda partnership, edition: edition.is_plan and partnership.is_whole,
)
