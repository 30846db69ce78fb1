"""Which documents a partnership may have made now, of what each, and by whom.

What makes a kind of document is registered in `documents.DOCUMENTS`; it is offered wherever its subject is there.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from assessments.models import Assessment
from assessments.rounds import rounds_of
from determinations.models import Outcome
from determinations.verdicts.judging import assessment_judged
from partnerships.access import Standing, standing_in
from partnerships.models import Partnership

from .documents import DOCUMENTS, DocumentMaker, edition_in_force
from .gather import Profile, profile_of
from .models import SUBJECTS, DocumentKind

NOT_TO_MAKE = "Documents are made by the liaison and the director."
STILL_WRITTEN = "Until it is submitted, its documents are made by those who write it."


@dataclass(frozen=True)
class DocumentOffer:
    """A document of one subject, for a person who reads that."""

    kind: str
    of: str
    """What tells the subject from the others of its kind in addresses: an assessment's public id, a period's key;
    empty for the edition in force."""
    words: str
    """Of what it is: “2023-2024, joint assessment”."""
    subject: Mapping[str, Any]
    refusal: str
    """Why this person does not make it, in a sentence; empty where they may."""

    @property
    def may_be_looked_at(self) -> bool:
        """Whoever reads what it is of reads it on the screen, but for what others still write."""
        return self.refusal != STILL_WRITTEN

    @property
    def maker(self) -> DocumentMaker:
        return DOCUMENTS[self.kind]

    @property
    def assessment(self) -> Assessment | None:
        return self.subject.get("assessment")


@dataclass(frozen=True)
class Desk:
    """What a person finds on the reports page of a partnership."""

    partnership: Partnership
    standing: Standing
    assessments: Sequence[Assessment] = ()
    """All of the partnership, `seen_by` the person."""
    offers: Mapping[str, Sequence[DocumentOffer]] = field(default_factory=dict)
    """By kind, in the order of the kinds; the newest subject first."""

    def offer_of(self, kind: str, of: str = "") -> DocumentOffer | None:
        """The one of a subject; None where there is no such document.

        By default of the newest, and of an assessment that is still written only where there is no other.
        """
        if kind == DocumentKind.PROFILE:
            found = profile_of(self.partnership, period=of or None)
            return offer_of_profile(found, self.standing) if found else None
        offered = self.offers.get(kind, ())
        if not of:
            handed_in = (one for one in offered if not one.assessment or not one.assessment.is_open)
            return next(handed_in, next(iter(offered), None))
        return next((one for one in offered if one.of == of), None)


def desk_of(user: User | AnonymousUser, partnership: Partnership) -> Desk:
    """What may be made in a partnership that the person reaches. In a fixed number of queries."""
    standing = standing_in(user, partnership)
    rows = partnership.assessments.for_rounds().with_partnership().newest_first()
    rounds = [one.seen_by(user) for one in rounds_of(partnership, rows)]
    assessments: list[Any] = [one for round_ in rounds for one in round_.assessments]
    readable = sorted(
        (one for one in assessments if one.readable and not one.is_withdrawn), key=_newest_first
    )
    decisive = {one.pk for one in map(assessment_judged, _with_rules(partnership, rounds)) if one}
    edition = edition_in_force(partnership)
    offers: dict[str, list[DocumentOffer]] = defaultdict(list)
    for kind in (one for one in DocumentKind.values if one in DOCUMENTS):
        fits = DOCUMENTS[kind].fits
        match SUBJECTS[kind]:
            case ("assessment",):
                rated = [one for one in readable if kind != DocumentKind.DETERMINATIONS or one.pk in decisive]
                offers[kind] = [_of_assessment(kind, one, standing) for one in rated if fits(assessment=one)]
            case ("partnership", "edition") if edition and fits(partnership=partnership, edition=edition):
                subject = {"partnership": partnership, "edition": edition}
                offers[kind] = [DocumentOffer(kind, "", edition.label, subject, _refusal(standing))]
            case ("partnership", "edition", "period") if (
                edition and edition.is_plan and not partnership.is_whole
            ):
                offers[kind] = [DocumentOffer(kind, "", edition.label, {}, _refusal(standing))]
    return Desk(partnership, standing, assessments, {kind: found for kind, found in offers.items() if found})


def _of_assessment(kind: str, assessment: Any, standing: Standing) -> DocumentOffer:
    name = assessment.cycle.period.name
    words = f"{name[:1].upper()}{name[1:]}, {assessment.perspective}"
    refusal = why_not_made(assessment, may_enter=standing.may_edit)
    return DocumentOffer(kind, assessment.public_id, words, {"assessment": assessment}, refusal)


def why_not_made(assessment: Assessment | None, *, may_enter: bool) -> str:
    """Why a person who reads what a document is of does not make it, in a sentence; empty where they may.

    `assessment` is what it is of, if that is one, `seen_by` the person. `may_enter`: whether they enter anything in
    its partnership.
    """
    if assessment is not None and assessment.is_open and not assessment.is_writer:
        return STILL_WRITTEN
    return "" if may_enter else NOT_TO_MAKE


def offer_of_profile(profile: Profile, standing: Standing) -> DocumentOffer:
    subject = {"partnership": profile.partnership, "edition": profile.edition, "period": profile.period}
    return DocumentOffer(
        DocumentKind.PROFILE, profile.period.key, profile.period.name, subject, _refusal(standing)
    )


def _refusal(standing: Standing) -> str:
    return why_not_made(None, may_enter=standing.may_edit)


def _with_rules(partnership: Partnership, rounds: Sequence[Any]) -> list[Any]:
    """The rounds of which something follows by rule. Without a query where the agreement has no rules."""
    if not partnership.agreement.has_determinations:
        return []
    of_agreement = Outcome.objects.filter(edition__agreement=partnership.agreement_id)
    editions = set(of_agreement.values_list("edition", flat=True))
    return [one for one in rounds if one.cycle.edition_id in editions]


def _newest_first(assessment: Any) -> tuple[int, int]:
    return -assessment.cycle.period.start.toordinal(), -assessment.pk
