"""The plan of a whole, as the public reads it."""

from collections.abc import Sequence

from partnerships.models import Edition, Partnership
from reports import gather, render
from reports.gather import ToldFigures
from reports.parts import Readers

from .maker import Documented, DocumentMaker


def plan(readers: Readers, partnership: Partnership, edition: Edition) -> str:
    return render.state_plan(gather.state_plan(partnership, edition))


def told_in(html: str, readers: Readers, partnership: Partnership, edition: Edition) -> Sequence[ToldFigures]:
    return gather.state_plan(partnership, edition).told


def documented_in(readers: Readers, partnership: Partnership, edition: Edition) -> Documented:
    return gather.state_plan(partnership, edition).documented


MAKER = DocumentMaker(
    html=plan,
    shows_draft=lambda partnership, edition: edition.is_draft,
    told=told_in,
    documented=documented_in,
    fits=lambda partnership, edition: edition.is_plan and partnership.is_whole,
)
