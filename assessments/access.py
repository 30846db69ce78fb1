"""Who sees another side's ratings, and who writes which assessment. The rule itself: `readable_by`.

Everything here is a condition on rows of assessments in the partnerships that a person reaches.
`Assessment.objects.within_reach_of` and `visible_to` ask for them; views ask `views/access.py`.
"""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, F, Q, QuerySet

from accounts.memberships import Held, held_at, memberships_of
from accounts.models import Role, User

LEAD = "partnership__agreement__lead"
PARTNER = "partnership__partner"


def readable_by(user: User | AnonymousUser, *, handed_in: Q, sides: QuerySet) -> Q:
    """What one side rates is its own until every side asked in the round has handed in.

    - Its writers always see it.
    - The others of its organization see it once it is handed in.
    - Everyone else in the partnership, administrators included, sees it once it is handed in and no side of the
      round is still writing.

    What is no longer asked for stays its writers'. A joint assessment is for both sides, who write it. While it is
    open, whoever writes for another party that has handed in reads it too, unless a side of the round is writing.
    Everyone sees it once it is handed in.

    `handed_in` is the condition that an assessment is, `sides` are the sides of the round of the row asked about.
    """
    curtain = Exists(sides.open())  # type: ignore[attr-defined]  # of AssessmentQuerySet
    at_the_table = Exists(sides.filter(handed_in, _of_own_side(_changing(user))))
    is_joint = Q(by=None)
    return (
        written_by(user)
        | handed_in & (is_joint | _of_own_side(memberships_of(user)))
        | ~Q(curtain) & (handed_in | is_joint & Q(at_the_table))
    )


def written_by(user: User | AnonymousUser) -> Q:
    """Who changes an assessment while it is open: liaisons and directors of the organization that rates, or of its
    district; of the lead agency and of the partner where it is the joint one."""
    either_side = held_at(_changing(user), "partnership", LEAD, PARTNER, f"{PARTNER}__parent")
    return _of_own_side(_changing(user)) | Q(by=None) & either_side


def reviewed_by(user: User | AnonymousUser) -> Q:
    """Who returns an assessment, makes it final and opens it again: the directors of the lead agency."""
    directing = [held for held in memberships_of(user) if held.role == Role.DIRECTOR]
    return held_at(directing, "partnership", LEAD)


def _changing(user: User | AnonymousUser) -> list[Held]:
    """The memberships by which this person changes anything. Being an administrator is none."""
    return [held for held in memberships_of(user) if held.role != Role.VIEWER]


def _of_own_side(memberships: list[Held]) -> Q:
    """One of the memberships is in the organization that rates, or in its district. A lead agency that is the
    partner's parent, such as an authorizer, is the other side."""
    of_district = held_at(memberships, "partnership", "by__parent") & ~Q(by__parent=F(LEAD))
    return held_at(memberships, "partnership", "by") | of_district
