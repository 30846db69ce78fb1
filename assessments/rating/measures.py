"""What shows a rating: which measures and rows of evidence can be named, and naming them."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from assessments.models import Assessment, Rating, RatingMeasure
from core.history import delete_as, save_as
from core.prepared import prepared
from core.words import counted, in_words
from evidence.latest import latest_values, mark_named
from evidence.models import EvidenceRow
from partnerships.models import Item, Measure

SHOWN = ("measure", "row__parent", "value__period")
"""What is read with what is named."""

KINDS = ("measure", "value", "row")


def choices_for(assessment: Assessment, item: Item) -> list[Measure | EvidenceRow]:
    """What can be named for an item: what its category agrees on, then this partnership's rows for it.

    Each row has the value that naming it would name.
    """
    partnership, here = assessment.partnership, {"category": item.category_id}
    measures = Measure.objects.of_document(*assessment.document).filter(**here)
    found = EvidenceRow.objects.for_partnership(partnership).filter(**here).select_related("parent")
    rows = list(found.order_by("position", "pk"))
    latest = latest_values(rows)
    for row in rows:
        row.named_value = latest.get(row.pk)
    mark_named(rows, partnership)
    return [*measures.order_by("position", "pk"), *rows]


def name_of(evidence: Measure | EvidenceRow) -> str:
    """As it is shown: of a row with the value that is named."""
    return evidence.name_with_value if isinstance(evidence, EvidenceRow) else evidence.name


def shown_in_words(named: Iterable[Measure | EvidenceRow]) -> str:
    """What shows a rating, counted: “1 measure and 2 values”, “1 row” of one without a value, “nothing yet”."""
    kinds = Counter(
        "measure" if isinstance(one, Measure) else "value" if one.named_value else "row" for one in named
    )
    words = [counted(kinds[kind], kind) for kind in KINDS if kinds[kind]]
    return in_words(words) if words else "nothing yet"


def named_in(assessment: Assessment, *, lineage: str | None = None) -> dict[int, list[Measure | EvidenceRow]]:
    """The measures and rows named in an assessment, by rating. In one query, two where a row counts students."""
    found = _named(assessment.pk) if lineage is None else _named_for(assessment.pk, lineage)
    return _by_rating(found, assessment)


def named_in_any(assessments: Iterable[Assessment]) -> dict[int, list[Measure | EvidenceRow]]:
    """The same of several assessments of one partnership, which may be none."""
    of_all = list(assessments)
    named = RatingMeasure.objects.filter(rating__assessment__in=of_all).select_related(*SHOWN)
    return _by_rating(named, *of_all[:1])


def _by_rating(
    found: Iterable[RatingMeasure], *assessment: Assessment
) -> dict[int, list[Measure | EvidenceRow]]:
    named = defaultdict(list)
    for one in found:
        named[one.rating_id].append(one.evidence)
    for of in assessment:
        rows = (one for all_of in named.values() for one in all_of if isinstance(one, EvidenceRow))
        mark_named(rows, of.partnership)
    return named


@prepared
def _named(assessment: int) -> QuerySet[RatingMeasure]:
    return RatingMeasure.objects.filter(rating__assessment=assessment).select_related(*SHOWN)


@prepared
def _named_for(assessment: int, lineage: str) -> QuerySet[RatingMeasure]:
    named = RatingMeasure.objects.filter(rating__assessment=assessment, rating__item__lineage=lineage)
    return named.select_related(*SHOWN)


@transaction.atomic
def name_measures(
    rating: Rating,
    *,
    add: Iterable[Measure | EvidenceRow],
    remove: Iterable[Measure | EvidenceRow],
    by: User,
) -> set[str]:
    """Name some measures and rows for a rating and take others away; what is so already is left alone.

    Of a row its latest value is named: that stays, though later ones come.
    The caller holds the lock on the assessment's row. Returns the lineages of all that are named then.
    """
    named = {one.evidence: one for one in rating.shown_by.select_related("measure", "row")}
    for evidence in remove:
        if one := named.pop(evidence, None):
            delete_as(one, by=by)
    new = [evidence for evidence in add if evidence not in named]
    latest = latest_values(row for row in new if isinstance(row, EvidenceRow))
    for evidence in new:
        if isinstance(evidence, Measure):
            named[evidence] = RatingMeasure(rating=rating, measure=evidence)
        else:
            named[evidence] = RatingMeasure(rating=rating, row=evidence, value=latest.get(evidence.pk))
        save_as(named[evidence], by=by)
    return {evidence.lineage for evidence in named}
