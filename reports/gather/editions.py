"""Which edition's plan and evidence stand in the report of an assessment."""

from collections.abc import Iterable

from assessments.models import Assessment
from partnerships.models import Edition


def best_edition_for(assessment: Assessment, editions: Iterable[Edition]) -> Edition | None:
    """The assessed edition; else one in force in its period; else the newest; None of none.

    The form of September 2023, for one, is an edition without a plan or evidence of its own.
    """
    period = assessment.cycle.period

    def rank(edition: Edition) -> tuple[bool, bool, str, int]:
        first, last = edition.effective_from, edition.effective_to
        in_force = first is not None and first <= period.end and (last is None or last >= period.start)
        return edition.pk == assessment.cycle.edition_id, in_force, str(first or ""), edition.pk

    return max(editions, key=rank, default=None)
