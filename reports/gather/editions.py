"""Which edition a document is of, and which edition's plan and evidence stand in the report of an assessment."""

from collections.abc import Iterable

from assessments.models import Assessment
from partnerships.models import Agreement, Edition, EditionStatus, in_force_or_newest


def edition_of_agreement(agreement: Agreement) -> Edition | None:
    """The adopted edition in force today, else the newest; None where there is none."""
    adopted = Edition.objects.filter(agreement=agreement, status=EditionStatus.ADOPTED)
    return in_force_or_newest(list(adopted.select_related("agreement").newest_first()))


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
