"""What the public reads of values that are not public yet."""

from collections import defaultdict
from collections.abc import Iterable
from copy import copy

from evidence.models import EvidenceRow, Observation, ObservationStatus

EMBARGOED = "EMBARGOED"
NOT_YET = "not public yet"
"""Instead of a value with which an embargoed one could be worked out."""


def kept_back(rows: Iterable[EvidenceRow]) -> frozenset[int]:
    """Of values by primary key those that are embargoed, and those reported ones that add up with one that is."""
    families: dict[int, list[EvidenceRow]] = defaultdict(list)
    of_sum = set()
    held = set()
    for row in rows:
        families[row.pk].append(row)
        if row.parent_id:
            families[row.parent_id].append(row)
        if row.parts_add or row.counts_students:  # what stands beneath it makes it up, or may be taken to
            of_sum.add(row.pk)
        held |= {one.pk for one in row.observations.all() if one.status == ObservationStatus.EMBARGOED}
    for key in of_sum & families.keys():
        beside: dict[tuple[int, int | None], list[Observation]] = defaultdict(list)
        for row in families[key] if len(families[key]) > 1 else ():
            for one in row.observations.all():
                beside[one.period_id, one.part_id].append(one)
        for values in beside.values():
            if any(one.status == ObservationStatus.EMBARGOED for one in values):
                held |= {one.pk for one in values if one.status == ObservationStatus.REPORTED}
    return frozenset(held)


def without_embargoed(value: Observation) -> Observation:
    """Of an embargoed value another record that says no more than that it is; any other as it is."""
    return said_instead(value, EMBARGOED) if value.status == ObservationStatus.EMBARGOED else value


def said_instead(value: Observation, words: str) -> Observation:
    """Another record with these words and nothing else."""
    told = copy(value)
    told.text, told.number, told.numerator, told.denominator = words, None, None, None
    told.note = told.link = ""
    told.data_period = None
    return told
