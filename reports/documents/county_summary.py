"""All partners of an agreement in a period, for the lead agency's board and the Governing Council."""

from partnerships.models import Agreement, Period
from reports import gather, render
from reports.models import Audience
from reports.parts import Readers

from .maker import DocumentMaker, RenderedDocument


def county_summary(readers: Readers, agreement: Agreement, period: Period) -> RenderedDocument:
    return RenderedDocument(render.county_summary(gather.county_summary(agreement, period)))


MAKER = DocumentMaker(
    render=county_summary,
    shows_draft=lambda agreement, period: False,  # it shows nothing that is still written
    audiences=(Audience.PARTIES,),
)
