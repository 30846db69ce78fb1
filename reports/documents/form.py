"""The assessment form of an edition, to fill in by hand."""

from partnerships.models import Edition, Partnership
from reports import gather, render
from reports.parts import Readers

from .maker import DocumentMaker, RenderedDocument


def form(readers: Readers, partnership: Partnership, edition: Edition) -> RenderedDocument:
    return RenderedDocument(render.assessment_form(gather.assessment_form(partnership, edition)))


MAKER = DocumentMaker(
    render=form,
    shows_draft=lambda partnership, edition: edition.is_draft,
    fits=lambda partnership, edition: not edition.is_plan,
)
