"""Several that say the same, under one statement. What was said stays, and can be taken out again."""

from collections.abc import Iterable

from django.db import transaction

from accounts.models import User
from core.history import save_as
from partnerships.models import Partnership

from ..models import Feedback, FeedbackSource
from ..plans.versions import VersionRefused

CHANGED = "Some of these changed meanwhile. Look at them again, then merge."


@transaction.atomic
def merge(
    partnership: Partnership, ids: Iterable[str], *, statement: str | None, words: str = "", by: User
) -> Feedback:
    """Put feedback under one statement; `statement` is the public id of one of them, None for one with `words`.

    What was merged under one of the others before comes along. Those that families read are read no longer: the
    statement is released by itself. Raises Refused where these are not two statements or more.
    """
    chosen = list(
        Feedback.objects.select_for_update()
        .filter(partnership=partnership, public_id__in=set(ids), merged_into=None)
        .order_by("pk")
    )
    if len(chosen) < 2 or len(chosen) != len(set(ids)):
        raise VersionRefused(CHANGED if len(set(ids)) > 1 else "Tick at least two that say the same.")
    if statement is None:
        common = {one.category_id for one in chosen}
        under = Feedback(
            partnership=partnership,
            text=words,
            source=FeedbackSource.SEVERAL,
            category_id=common.pop() if len(common) == 1 else None,
            recorded_by=by,
        )
        save_as(under, by=by, reason="merged")
    else:
        found = [one for one in chosen if one.public_id == statement]
        if not found:
            raise VersionRefused("Choose under which statement they stand.")
        under = found[0]
    for one in chosen:
        if one.pk != under.pk:
            for original in Feedback.with_removed.filter(merged_into=one):
                _put_under(original, under, by=by)
            _put_under(one, under, by=by)
    return under


def _put_under(original: Feedback, statement: Feedback, *, by: User) -> None:
    original.merged_into, original.released_at, original.released_by = statement, None, None
    fields = ["merged_into", "released_at", "released_by"]
    save_as(original, by=by, reason="merged", update_fields=fields)


@transaction.atomic
def take_apart(original: Feedback, *, by: User) -> Feedback | None:
    """Let it stand by itself again; the statement it was under, or None where somebody took it out before."""
    record = Feedback.with_removed.select_for_update(of=("self",)).get(pk=original.pk)
    statement = record.merged_into
    if statement is None:
        return None
    record.merged_into = None
    save_as(record, by=by, reason="taken apart", update_fields=["merged_into"])
    return statement
