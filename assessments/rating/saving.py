"""Writes that touch more than one row, each in one transaction of the caller's."""

from typing import Any, NamedTuple, Self

from django.utils import timezone
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from accounts.models import User
from assessments.models import Assessment, Rating
from core.conflicts import UNKNOWN, Conflict, Resolution, mark_of, resolution_of
from core.history import save_as
from partnerships.models import Item, RatingLevel


class RatingState(NamedTuple):
    """What a rating says: the level's code (empty: not rated), the flag, the comment."""

    code: str = ""
    flag: bool = False
    comment: str = ""

    @classmethod
    def of(cls, rating: Rating | None) -> Self:
        if rating is None:
            return cls()
        return cls(rating.level.code if rating.level else "", rating.flag, rating.comment)


def version_of(rating: Rating | None) -> int:
    """0 where there is no rating."""
    return rating.version if rating else 0


def seen_in(rating: Rating | None) -> str:
    """A mark of a rating and its version. What carries both can later tell whether its person changed anything."""
    return mark_of((version_of(rating), *RatingState.of(rating)))


def outcome_of_rating(rating: Rating | None, wanted: RatingState, version: int, seen: str) -> Resolution:
    """What becomes of an entry. `rating` stands now; `version` and `seen` are of the one the person saw."""
    now, was = RatingState.of(rating), UNKNOWN
    if version == version_of(rating):
        was = now
    elif version == 0:
        was = RatingState()
    elif seen == mark_of((version, *wanted)):
        was = wanted
    return resolution_of(was, now, wanted)


def must_write(
    rating: Rating | None,
    *,
    level: RatingLevel | None,
    flag: bool,
    comment: str,
    version: int,
    seen: str = "",
) -> bool:
    """Whether a form changes what is in the database; raises Conflict when it would overwrite somebody else's save.

    `rating` is the one in the database now (or None), `version` and `seen` are of the one the person saw.
    """
    wanted = RatingState(level.code if level else "", flag, comment)
    outcome = outcome_of_rating(rating, wanted, version, seen)
    if outcome is Resolution.CONFLICT:
        raise Conflict(rating)
    return outcome is Resolution.MINE


def save_rating(
    assessment: Assessment,
    item: Item,
    rating: Rating | None,
    *,
    level: RatingLevel | None,
    flag: bool,
    comment: str,
    version: int,
    seen: str = "",
    by: User,
) -> Rating | None:
    """Write one rating, or raise Conflict. Returns the rating as it now is, None where there still is none.

    The caller holds the lock on the assessment's row.
    """
    if not must_write(rating, level=level, flag=flag, comment=comment, version=version, seen=seen):
        return rating
    rating = _with_entry(assessment, item, rating, level=level, flag=flag, comment=comment, by=by)
    save_as(rating, by=by)
    return rating


def save_ratings(
    assessment: Assessment,
    entries: list[tuple[Item, Rating | None, int, dict[str, Any]]],
    *,
    by: User,
    as_in: str = "",
) -> None:
    """Write many ratings in queries that do not grow with them, or raise Conflict and write none.

    `entries` are (item, rating, version, entry), an entry being what is to be its level, flag and comment.
    `as_in` names the earlier period where nobody chose the levels but they are taken as they were. The caller
    holds the lock on the assessment's row.
    """
    written = [
        _with_entry(assessment, item, rating, by=by, as_in=as_in, **entry)
        for item, rating, version, entry in entries
        if must_write(rating, version=version, **entry)
    ]
    added = [rating for rating in written if rating.pk is None]
    changed = [rating for rating in written if rating.pk is not None]
    if changed:
        bulk_update_with_history(changed, Rating, WRITTEN, default_user=by)
    if added:
        bulk_create_with_history(added, Rating, default_user=by)


WRITTEN = ["level", "flag", "comment", "printed_as", "as_in", "version", "updated_by", "updated_at"]
"""What a save changes in a rating."""


def _with_entry(
    assessment: Assessment,
    item: Item,
    rating: Rating | None,
    *,
    level: RatingLevel | None,
    flag: bool,
    comment: str,
    by: User,
    as_in: str = "",
) -> Rating:
    """The rating, or a new one, as it is to be written.

    Whoever chooses a level or a flag ends that it is as it was; a comment alone does not.
    """
    if rating is None:
        rating = Rating(assessment=assessment, item=item, version=0)
    if (rating.level, rating.flag) != (level, flag):
        rating.as_in, rating.printed_as = as_in, ""
    rating.level, rating.flag, rating.comment = level, flag, comment
    rating.version += 1
    rating.updated_by = by
    rating.updated_at = timezone.now()  # a bulk update leaves that to us
    return rating
