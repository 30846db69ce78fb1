"""The documents that can be made, each of its subject: gathered, rendered, printed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from assessments.models import HANDED_IN, Assessment
from evidence.models import DocumentedText, Observation
from evidence.public.documented import keep_documented
from evidence.public.reader import read_by_public
from partnerships.editions.document import gather_document
from partnerships.models import Edition, EditionStatus, Partnership, Period, in_force_or_newest

from . import gather, pdf, render
from .gather import NotForPublic, Profile, Told
from .models import DocumentKind
from .pdf import Pdf
from .places import texts_of
from .signs import Unprintable, unprintable


@dataclass(frozen=True)
class Before:
    """What whoever asks for a document is told before it is made."""

    refused: Sequence[str] = ()
    """Why it is not made, in sentences."""
    told: Sequence[Told] = ()
    """What may say a small count of students."""
    unprintable: Sequence[Unprintable] = ()
    """What would come out as empty boxes."""

    @property
    def asks(self) -> bool:
        return bool(self.told or self.unprintable)


def _tells_nothing(html: str, **subject: Any) -> list[Told]:
    return []


@dataclass(frozen=True)
class DocumentMaker:
    """How a kind of document is made. The functions take its subject (`models.SUBJECTS`) by name."""

    html: Callable[..., str]
    shows_draft: Callable[..., bool]
    """Whether those who write what it is of could change that when it was read."""
    told: Callable[..., Sequence[Told]] = _tells_nothing
    """What of its HTML, which comes first, may say a small count of students."""
    documented: Callable[..., Sequence[tuple[Observation, DocumentedText]]] = lambda **subject: ()
    """The values of rows which count students that it prints or hides."""

    def make(self, **subject: Any) -> Pdf:
        documented = self.documented(**subject)
        made = pdf.print_pdf(self.html(**subject))
        keep_documented(documented)
        return made

    def before(self, **subject: Any) -> Before:
        try:
            html = self.html(**subject)
        except NotForPublic as refused:
            return Before(refused=refused.reasons)
        return Before(told=self.told(html, **subject), unprintable=unprintable(html))


def state_of_the_partnership(assessment: Assessment) -> str:
    return render.state_of_the_partnership(gather.state_of_the_partnership(assessment))


def told_in_state_of_the_partnership(html: str, assessment: Assessment) -> list[Told]:
    """Of its tables of evidence what they say themselves, and all prose: comments, minutes, action steps."""
    evidence = gather.evidence_for(assessment)
    prose = texts_of(html, without=("contents", "summary", "evidence")).items()
    public = read_by_public(assessment.partnership)
    return [*(evidence.told if evidence else ()), *gather.told_in(prose, public)]


def documented_in_state_of_the_partnership(
    assessment: Assessment,
) -> Sequence[tuple[Observation, DocumentedText]]:
    evidence = gather.evidence_for(assessment)
    return evidence.documented if evidence else ()


def determinations(assessment: Assessment) -> str:
    return render.determinations(gather.determinations(assessment))


def told_in_determinations(html: str, assessment: Assessment) -> list[Told]:
    """Of all its prose: goals, reasons, minutes."""
    return [*gather.told_in(texts_of(html).items(), read_by_public(assessment.partnership))]


def agreement(partnership: Partnership, edition: Edition) -> str:
    """The adopted text as this partnership reads it, with its signatures."""
    return render.agreement(partnership, gather_document(edition, partnership))


def profile(partnership: Partnership, edition: Edition, period: Period) -> str:
    """As the public reads it."""
    return render.profile(_profile(partnership, edition, period))


def told_in_profile(html: str, partnership: Partnership, edition: Edition, period: Period) -> Sequence[Told]:
    return _profile(partnership, edition, period).told


def documented_in_profile(
    partnership: Partnership, edition: Edition, period: Period
) -> Sequence[tuple[Observation, DocumentedText]]:
    return _profile(partnership, edition, period).documented


def _profile(partnership: Partnership, edition: Edition, period: Period) -> Profile:
    found = gather.profile_of(partnership, edition, period.key, for_public=True)
    if found is None:
        raise NotForPublic(["There is no value of this period any more."])
    return found


def plan(partnership: Partnership, edition: Edition) -> str:
    """The plan of the whole, as the public reads it."""
    return render.state_plan(gather.state_plan(partnership, edition))


def told_in_plan(html: str, partnership: Partnership, edition: Edition) -> Sequence[Told]:
    return gather.state_plan(partnership, edition).told


def documented_in_plan(
    partnership: Partnership, edition: Edition
) -> Sequence[tuple[Observation, DocumentedText]]:
    return gather.state_plan(partnership, edition).documented


def edition_in_force(partnership: Partnership) -> Edition | None:
    """The adopted edition in force today, else the newest; None where there is none."""
    adopted = Edition.objects.filter(agreement=partnership.agreement, status=EditionStatus.ADOPTED)
    return in_force_or_newest(list(adopted.select_related("agreement").newest_first()))


DOCUMENTS: dict[str, DocumentMaker] = {
    DocumentKind.STATE_OF_THE_PARTNERSHIP: DocumentMaker(
        html=state_of_the_partnership,
        shows_draft=lambda assessment: assessment.status not in HANDED_IN,
        told=told_in_state_of_the_partnership,
        documented=documented_in_state_of_the_partnership,
    ),
    DocumentKind.DETERMINATIONS: DocumentMaker(
        html=determinations,
        shows_draft=lambda assessment: assessment.status not in HANDED_IN,
        told=told_in_determinations,
    ),
    DocumentKind.AGREEMENT: DocumentMaker(
        html=agreement,
        shows_draft=lambda partnership, edition: edition.is_draft,
    ),
    DocumentKind.PROFILE: DocumentMaker(
        html=profile,
        shows_draft=lambda partnership, edition, period: False,
        told=told_in_profile,
        documented=documented_in_profile,
    ),
    DocumentKind.PLAN: DocumentMaker(
        html=plan,
        shows_draft=lambda partnership, edition: edition.is_draft,
        told=told_in_plan,
        documented=documented_in_plan,
    ),
}
