"""Whether the editions of an agreement follow each other day by day."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils.formats import date_format

from partnerships.models import Edition, EditionStatus


def misfits(edition: Edition) -> list[str]:
    """Where an edition overlaps with another, or leaves days between which none holds, in sentences.

    Said of the adopted editions of its agreement, and of this one with them, be it a draft still.
    """
    if edition.effective_from is None or edition.status == EditionStatus.RETIRED:
        return []
    adopted = Edition.objects.filter(agreement=edition.agreement_id, status=EditionStatus.ADOPTED)
    others = list(adopted.exclude(pk=edition.pk).filter(effective_from__isnull=False))
    return [*_overlaps(edition, others), *_gaps(edition, others)]


def _overlaps(edition: Edition, others: list[Edition]) -> Iterator[str]:
    for other in sorted(others, key=_first_day):
        first = max(_first_day(edition), _first_day(other))
        last = min(_last_day(edition), _last_day(other))
        if first <= last:
            newer = max(edition, other, key=lambda one: (_first_day(one), one.pk))
            span = (
                f"from {_words(first)} on" if last == date.max else f"from {_words(first)} to {_words(last)}"
            )
            yield (
                f"{edition.label} overlaps with {other.label}: both hold {span}. "
                f"On those days members are shown {newer.label}."
            )


def _gaps(edition: Edition, others: list[Edition]) -> Iterator[str]:
    """The days just before and just after it on which no edition holds, where another stands beyond them."""
    earlier = [one for one in others if _first_day(one) < _first_day(edition)]
    if earlier:
        before = max(earlier, key=_last_day)
        yield from _gap(before, edition)
    later = [one for one in others if _first_day(one) > _first_day(edition)]
    if later:
        yield from _gap(edition, min(later, key=_first_day))


def _gap(before: Edition, after: Edition) -> Iterator[str]:
    days = (_first_day(after) - _last_day(before)).days - 1 if _last_day(before) != date.max else 0
    if days > 0:
        first, last = _last_day(before) + timedelta(days=1), _first_day(after) - timedelta(days=1)
        span = f"On {_words(first)}" if days == 1 else f"From {_words(first)} to {_words(last)}"
        count = "one day" if days == 1 else f"{days} days"
        yield f"{span}, {count}, no edition holds, between {before.label} and {after.label}."


def _first_day(edition: Edition) -> date:
    return edition.effective_from or date.min


def _last_day(edition: Edition) -> date:
    return edition.effective_to or date.max


def _words(day: date) -> str:
    return date_format(day, "F j, Y")
