"""Who reads the determinations of a round, who records what its conference agreed on, who chooses options, who
reviews practices.

Determinations are worked out from the assessment that decides the round, so whoever may read that reads them.
Nobody reads what a side still writes.
"""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from accounts.models import User
from assessments.models import Assessment, Cycle
from assessments.rounds import Round
from core.words import in_words
from partnerships.access import Standing, get_partnership, speaks_for_lead
from partnerships.models import Partnership, SignatorySide

from .options.choosing import Choosing
from .verdicts.judging import assessment_judged

NOBODY_ASKED = "Nobody was asked in it."
IN_CONFERENCE = (
    "The conference is running. What follows is shown here when the joint assessment is submitted."
)


@dataclass(frozen=True)
class Review:
    """A round as somebody sees it who may know of it, and what of its determinations."""

    round: Round
    assessment: Assessment | None
    """The one that decides, `readable` or not; None where nobody was asked."""

    @property
    def cycle(self) -> Cycle:
        return self.round.cycle

    @property
    def partnership(self) -> Partnership:
        return self.round.partnership

    @property
    def readable(self) -> bool:
        return self.assessment is not None and self.assessment.readable

    @property
    def waits_for(self) -> str:
        """Where it is not readable: what it waits for, in a sentence."""
        if self.readable:
            return ""
        if self.assessment is None:
            return NOBODY_ASKED
        if writing := self.round.who_still_writes:
            return f"What follows is shown here when everybody asked has submitted. {writing}."
        return IN_CONFERENCE

    @property
    def may_agree(self) -> bool:
        """Whether this person records what the conference agreed on: who writes the joint assessment does."""
        return bool(self.round.joint and self.round.joint.is_writer and not self.why_not_agreed)

    @property
    def why_not_agreed(self) -> str:
        """Why nothing is recorded now, in a sentence. What somebody has confirmed stays what it was then."""
        joint = self.round.joint
        if joint is None:
            return "Another outcome is agreed on in the conference, which has not begun."
        if joint.is_final:
            return "The round is final: what was agreed no longer changes. A director can open it again."
        if confirmed := [one.short_name for one in self.round.confirmed]:
            verb = "has" if len(confirmed) == 1 else "have"
            return (
                f"{in_words(confirmed)} {verb} confirmed the joint assessment with what is agreed here. "
                "Take it back to change that."
            )
        return ""


def review_of(round_: Round) -> Review:
    """`round_` was `seen_by` the person."""
    return Review(round_, assessment_judged(round_))


def get_review(user: User | AnonymousUser, slug: str, cycle_id: str) -> Review:
    """The round of a partnership at an address; a 404 for somebody who may not know of it."""
    partnership = get_partnership(user, slug)
    cycle = (
        Cycle.objects.select_related("edition__scale", "period")
        .filter(public_id=cycle_id, edition__agreement=partnership.agreement_id)
        .first()
    )
    if cycle is None:
        raise Http404("No such round.")
    cycle.edition.agreement = partnership.agreement
    rows = partnership.assessments.filter(cycle=cycle).for_rounds()
    return review_of(Round(partnership, cycle, list(rows)).seen_by(user))


def may_choose_options(standing: Standing, choosing: Choosing) -> bool:
    """Directors; until the partner has chosen, its liaisons, or its district's unless that is the lead agency."""
    return standing.is_director or (SignatorySide.PARTNER in standing.signs_for and not choosing.is_made)


def may_review_practices(user: User | AnonymousUser, partnership: Partnership) -> bool:
    """Who records what the review of a district's policies and practices found, after a screen: the lead agency."""
    return speaks_for_lead(user, partnership)
