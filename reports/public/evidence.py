"""Which evidence of a partnership is public: of its tables, of its profile, or of the plan of the whole."""

from dataclasses import dataclass

from assessments.models import Assessment
from evidence.models import DocumentedText, Observation
from evidence.tables import editions_with_evidence, newest_with_values
from partnerships.models import Edition, Partnership, Period
from reports import gather
from reports.gather.evidence import Evidence, evidence_in

from .measured import evidence_of
from .plans import plan_evidence, profile_evidence
from .shown import shown_of
from .text import Json


@dataclass(frozen=True)
class PublicEvidence:
    said: Json | None = None
    """None where there is none."""
    told: tuple[gather.ToldFigures, ...] = ()
    documented: tuple[tuple[Observation, DocumentedText], ...] = ()
    refused: tuple[str, ...] = ()
    """Why it is left out, in sentences: hiding is not enough."""


def public_evidence(
    partnership: Partnership, edition: Edition | None, assessment: Assessment | None, *, with_shown: bool
) -> PublicEvidence:
    """What was measured up to the latest result or, without one, up to the newest value; `with_shown`, what the
    State of the Partnership of that result puts forward too.

    Where the edition in force is a plan, a partner's figures are judged beside those of all others, as in its
    profile: the whole's are public too.
    """
    try:
        if edition and edition.is_plan:
            return _of_plan(partnership, edition)
        evidence = _of_tables(partnership, assessment)
    except gather.NotForPublic as refusal:
        return PublicEvidence(refused=tuple(refusal.reasons))
    if evidence is None:
        return PublicEvidence()
    said, documented = evidence_of(evidence), evidence.documented
    if with_shown and assessment:
        said["shown"], of_shown = shown_of(assessment, evidence)
        documented += of_shown
    return PublicEvidence(said, evidence.told, documented)


def _of_plan(partnership: Partnership, edition: Edition) -> PublicEvidence:
    if partnership.is_whole:
        plan = gather.state_plan(partnership, edition)
        return PublicEvidence(plan_evidence(plan), plan.told, plan.documented)
    profile = gather.profile_of(partnership, for_public=True)
    if profile is None:
        return PublicEvidence()
    return PublicEvidence(profile_evidence(profile), profile.told, profile.documented)


def _of_tables(partnership: Partnership, assessment: Assessment | None) -> Evidence | None:
    if assessment:
        return gather.evidence_for(assessment)
    newest = newest_with_values(editions_with_evidence(partnership))
    period = _newest_period(partnership, newest) if newest else None
    return evidence_in(partnership, newest, period) if newest and period else None


def _newest_period(partnership: Partnership, edition: Edition) -> Period | None:
    valued = Period.objects.filter(
        observations__row__partnership=partnership, observations__row__edition=edition
    )
    return valued.order_by("-start", "-end").first()
