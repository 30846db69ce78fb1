"""Who sees another side's ratings, and who writes which assessment. The rule itself: `may_read`.

Questions about one person and one assessment or meeting, answered from the person's memberships without asking the
database. Whether the person reaches the partnership at all is asked first, of `partnerships.access`.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser

from accounts.memberships import Held, memberships_of
from accounts.models import User
from partnerships.access import changing_by, directs, is_of, speaks_for_lead
from partnerships.models import Partnership

if TYPE_CHECKING:  # the models ask here
    from .models import Assessment
    from .rounds import Round


def may_read(user: User | AnonymousUser, assessment: "Assessment", round_: "Round") -> bool:
    """What one side rates is its own until every side asked in the round has handed in.

    - Its writers always see it.
    - The others of its organization see it once it is handed in.
    - Everyone else in the partnership, administrators included, sees it once it is handed in and no side of the
      round is still writing.

    What is no longer asked for stays its writers'. A joint assessment is for both sides, who write it. While it is
    open, whoever writes for another party that has handed in reads it too, unless a side of the round is writing.
    Everyone sees it once it is handed in.
    """
    if may_write(user, assessment):
        return True
    handed_in = assessment.is_handed_in
    if handed_in and (assessment.is_joint or _is_of_its_side(memberships_of(user), assessment)):
        return True
    if round_.still_writing:
        return False
    return handed_in or (assessment.is_joint and _sits_at_the_table(user, round_))


def may_write(user: User | AnonymousUser, assessment: "Assessment") -> bool:
    """Who changes an assessment while it is open: liaisons and directors of the organization that rates, or of its
    district; of the lead agency and of the partner where it is the joint one. Being an administrator is none."""
    return _is_of_its_side(changing_by(user), assessment)


def may_review(user: User | AnonymousUser, assessment: "Assessment") -> bool:
    """Who returns an assessment, makes it final and opens it again: the directors of the lead agency."""
    return directs(user, assessment.partnership)


def reads_closed_sessions(user: User | AnonymousUser, partnership: Partnership) -> bool:
    """Who reads what a closed session of a meeting dealt with: those alone who enter for the lead agency. Viewers
    do not, whatever organization they are of, nor do administrators as such."""
    return speaks_for_lead(user, partnership)


def _is_of_its_side(memberships: Iterable[Held], assessment: "Assessment") -> bool:
    """One of the memberships is in the organization that rates, or in its district; of the joint one in either
    side. A lead agency that is the partner's parent, such as an authorizer, is the other side."""
    partnership = assessment.partnership
    if assessment.by:
        return is_of(assessment.by, memberships, partnership)
    both = {partnership.agreement.lead_id, partnership.partner_id, partnership.partner.parent_id}
    return any(held.organization in both and held.reaches(partnership.pk) for held in memberships)


def _sits_at_the_table(user: User | AnonymousUser, round_: "Round") -> bool:
    changing = changing_by(user)
    return any(side.is_handed_in and _is_of_its_side(changing, side) for side in round_.sides)
