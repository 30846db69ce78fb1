"""Writes that touch more than one row, each in one transaction of the caller's."""

from django.utils import timezone
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from assessments.models import Rating
from core.history import save_as


class Stale(Exception):
    """Somebody else saved this rating after the person opened the form. `rating` is theirs."""

    def __init__(self, rating):
        super().__init__()
        self.rating = rating


def _says(rating):
    if rating is None:
        return (None, False, "")
    return (rating.level_id, rating.flag, rating.comment)


def must_write(rating, *, level, flag, comment, version):
    """Whether a form changes what is in the database; raises Stale when it would overwrite somebody else's save.

    `rating` is the one in the database now (or None), `version` the one the person saw.
    """
    wanted = (level.pk if level else None, flag, comment)
    if _says(rating) == wanted:
        return False
    if version == (rating.version if rating else 0):
        return True
    if rating and _says_at(rating, version) == wanted:
        return False  # this person changed nothing; the other one's rating stands
    raise Stale(rating)


def save_rating(assessment, item, rating, *, level, flag, comment, version, by):
    """Write one rating, or raise Stale. Returns the rating as it now is, None where there still is none.

    The caller holds the lock on the assessment's row.
    """
    if not must_write(rating, level=level, flag=flag, comment=comment, version=version):
        return rating
    rating = _with_entry(assessment, item, rating, level=level, flag=flag, comment=comment, by=by)
    save_as(rating, by=by)
    return rating


def save_ratings(assessment, entries, *, by):
    """Write many ratings in queries that do not grow with them, or raise Stale and write none.

    `entries` are (item, rating, version, entry), an entry being what is to be its level, flag and comment. The
    caller holds the lock on the assessment's row.
    """
    written = [
        _with_entry(assessment, item, rating, by=by, **entry)
        for item, rating, version, entry in entries
        if must_write(rating, version=version, **entry)
    ]
    added = [rating for rating in written if rating.pk is None]
    changed = [rating for rating in written if rating.pk is not None]
    if changed:
        bulk_update_with_history(changed, Rating, WRITTEN, default_user=by)
    if added:
        bulk_create_with_history(added, Rating, default_user=by)


WRITTEN = ["level", "flag", "comment", "version", "updated_by", "updated_at"]
"""What a save changes in a rating."""


def _with_entry(assessment, item, rating, *, level, flag, comment, by):
    """The rating, or a new one, as it is to be written."""
    if rating is None:
        rating = Rating(assessment=assessment, item=item, version=0)
    rating.level, rating.flag, rating.comment = level, flag, comment
    rating.version += 1
    rating.updated_by = by
    rating.updated_at = timezone.now()  # a bulk update leaves that to us
    return rating


def _says_at(rating, version):
    """What a rating said in an earlier version; nothing at version 0."""
    if version == 0:
        return _says(None)
    then = Rating.history.filter(id=rating.pk, version=version).first()
    return _says(then) if then else None
