"""A partner's figures of a period beside those of the whole, as the public reads them."""

from collections.abc import Sequence

from partnerships.models import Edition, Partnership, Period
from reports import gather, render
from reports.gather import NotForPublic, Profile, ToldFigures
from reports.parts import Readers

from .maker import Documented, DocumentMaker


def profile(readers: Readers, partnership: Partnership, edition: Edition, period: Period) -> str:
    return render.profile(_profile(partnership, edition, period))


def told_in(
    html: str, readers: Readers, partnership: Partnership, edition: Edition, period: Period
) -> Sequence[ToldFigures]:
    return _profile(partnership, edition, period).told


def documented_in(readers: Readers, partnership: Partnership, edition: Edition, period: Period) -> Documented:
    return _profile(partnership, edition, period).documented


def _profile(partnership: Partnership, edition: Edition, period: Period) -> Profile:
    found = gather.profile_of(partnership, edition, period.key, for_public=True)
    if found is None:
        raise NotForPublic(["There is no value of this period any more."])
    return found


MAKER = DocumentMaker(
    html=profile,
    shows_draft=lambda partnership, edition, period: False,
    told=told_in,
    documented=documented_in,
)
