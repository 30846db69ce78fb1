"""What the public reads of values that are not public yet."""

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass

from django.db.models import QuerySet

from core.prepared import prepared
from evidence.models import Observation, ObservationStatus
from partnerships.models import Partnership

EMBARGOED = "EMBARGOED"
NOT_YET = "not public yet"
"""Instead of a value with which an embargoed one could be worked out."""

Place = tuple[int | None, int]
"""The primary keys of a row and a period."""


@dataclass(frozen=True)
class Embargo:
    """Which values of a partnership the public does not read yet, and what it reads instead."""

    places: frozenset[Place]
    """Where something is embargoed: the whole, or a part of it."""
    sums: frozenset[Place]
    """Rows with which such a place adds up, or may be taken to: that row, and those beneath it, stay back."""

    def keeps(self, value: Observation) -> bool:
        """Of a value with its row: whether it is embargoed, or reported and adds up with one that is."""
        if value.status != ObservationStatus.REPORTED:
            return value.status == ObservationStatus.EMBARGOED
        own, above = (value.row_id, value.period_id), (value.row.parent_id, value.period_id)
        return own in self.places or own in self.sums or above in self.sums

    def printed(self, value: Observation) -> Observation:
        """Of a value that it keeps another record that says no more than that; any other as it is."""
        return _told_instead(value, words_of(value)) if self.keeps(value) else value


def embargo_of(*partnerships: Partnership) -> Embargo:
    """In one query."""
    return embargo_among(_embargoed(*(one.pk for one in partnerships)))


def embargo_among(embargoed: Iterable[Observation]) -> Embargo:
    """Of all that is embargoed, with the rows and what these stand beneath."""
    places: set[Place] = set()
    sums: set[Place] = set()
    for one in embargoed:
        places.add((one.row_id, one.period_id))
        for row in (one.row, one.row.parent):
            if row and (row.parts_add or row.counts_students):
                sums.add((row.pk, one.period_id))
    return Embargo(frozenset(places), frozenset(sums))


@prepared
def _embargoed(*partnerships: int) -> QuerySet[Observation]:
    return Observation.objects.filter(
        row__partnership__pk__in=partnerships, status=ObservationStatus.EMBARGOED
    ).select_related("row__parent")


def words_of(value: Observation) -> str:
    """What is printed instead of a value that is kept."""
    return EMBARGOED if value.status == ObservationStatus.EMBARGOED else NOT_YET


def _told_instead(value: Observation, words: str) -> Observation:
    """Another record with these words and nothing else."""
    told = copy(value)
    told.text, told.number, told.numerator, told.denominator = words, None, None, None
    told.note = told.link = ""
    told.data_period = None
    return told
