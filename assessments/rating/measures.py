"""The measures that show what a rating says: which can be chosen, and naming them."""

from collections import defaultdict

from django.db import transaction

from assessments.models import RatingMeasure
from core.history import delete_as, save_as
from partnerships.models import Measure


def choices_for(assessment, item):
    """What can be named for an item: what its category agrees on, then the rows of this partnership's table."""
    measures = Measure.objects.filter(category=item.category_id).for_partnership(assessment.partnership)
    return measures.order_by("kind", "position", "pk")


def named_in(assessment, *, lineage=None):
    """The measures named in an assessment, by rating. In one query."""
    rows = RatingMeasure.objects.filter(rating__assessment=assessment).select_related("measure")
    named = defaultdict(list)
    for row in rows.filter(rating__item__lineage=lineage) if lineage else rows:
        named[row.rating_id].append(row.measure)
    return named


@transaction.atomic
def name_measures(rating, *, add, remove, by):
    """Name some measures for a rating and take others away; what is so already is left alone.

    The caller holds the lock on the assessment's row. Returns the lineages of all that are named then.
    """
    rows = {row.measure: row for row in rating.shown_by.select_related("measure")}
    for measure in remove:
        if row := rows.pop(measure, None):
            delete_as(row, by=by)
    for measure in add:
        if measure not in rows:
            rows[measure] = RatingMeasure(rating=rating, measure=measure)
            save_as(rows[measure], by=by)
    return {measure.lineage for measure in rows}
