"""What the rating workspace shows, gathered once: chapters of lines, each line an item and its rating."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, FilteredRelation, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.urls import reverse

from assessments.models import Assessment, Rating
from assessments.rounds import number_to_compare
from partnerships.models import Category, Item, Measure

from .lines import WorkspaceChapter, WorkspaceLine
from .measures import named_in
from .previous_ratings import PreviousRatings
from .progress import Progress
from .rendering import ShownAnswer, ShownEarlier, ShownItem, ShownLevel, ShownScale, item_html
from .scales import ScalesInUse


def for_answers(assessment: Assessment, lines: list[WorkspaceLine]) -> dict[str, Any]:
    """What a page needs for the rating control (_answer.html) of its lines, each of which is given its answer."""
    rated = [line for line in lines if line.item.is_rated]
    scales = ScalesInUse(assessment.cycle.edition, [line.item for line in rated])
    shown = {scale.pk: ShownScale.of(scale, scales.levels_on(scale)) for scale in scales.all}
    editable = assessment.is_open and assessment.is_writer
    items_at = items_address(assessment)
    for line in rated:
        line.scale = scales.of(line.item)
        line.answer = answer_of(line, shown[line.scale.pk], items_at, editable=editable)
    return {
        "assessment": assessment,
        "levels": scales.levels,
        "scale": assessment.cycle.edition.scale,
        "other_scales": scales.others,
        "editable": editable,
    }


def items_address(assessment: Assessment) -> str:
    """The address of an item is this and its reference: one is worked out, not three an item."""
    return reverse("rate", args=[assessment.public_id, "1"]).removesuffix("1/")


def answer_of(line: WorkspaceLine, scale: ShownScale, items_at: str, *, editable: bool) -> ShownAnswer:
    before = line.earlier.comparable_level if line.earlier else None
    return ShownAnswer(
        reference=line.item.reference,
        form_id=line.form_id,
        items_at=items_at,
        editable=editable,
        scale=scale,
        level=ShownLevel.of(line.level),
        code=line.code,
        flag=line.flag,
        comment=line.comment,
        version=line.version,
        seen=line.seen,
        before=before.code if before else "",
        errors=line.errors,
        conflict=line.conflict,
    )


def put_html(lines: Iterable[WorkspaceLine], assessment: Assessment) -> None:
    """Give each line its HTML, once it has its answer and what stands beside it.

    What a person left unsaved is nobody else's: it is rendered anew.
    """
    partner = assessment.partnership.partner.short_name
    for line in lines:
        item, is_rated = line.item, line.item.is_rated
        shown = ShownItem(
            reference=item.reference,
            depth=item.depth,
            title=item.title,
            text=item.text,
            only_for=partner if item.local_to_id else "",
            is_unrated=line.is_unrated,
            is_changed=line.is_changed,
            is_commented=line.is_commented,
            differs=line.differs,
            answer=line.answer,
            earlier=ShownEarlier.of(line.earlier),
            change=line.change.label if is_rated else "",
            shown_by=tuple(map(str, line.measures)),
            has_history=line.rating is not None or bool(line.answer and line.answer.editable),
        )
        line.html = item_html(shown, keep=not line.is_typed)


def with_own(assessment, items):
    """Items with their rating in this assessment, for `own_of` to tell."""
    own = FilteredRelation("ratings", condition=Q(ratings__assessment=assessment))
    return items.annotate(own=own).select_related("own", "own__level", "own__updated_by")


def own_of(item):
    """Django leaves the name unset where the relation finds nothing."""
    return getattr(item, "own", None)


def item_with_rating(assessment, reference):
    """(item, rating or None) in one query, or None where the assessment has no such item to rate."""
    items = assessment.items().rated().filter(reference=reference).select_related("category")
    item = with_own(assessment, items).first()
    return (item, own_of(item)) if item else None


def chapters_of(assessment, *, typed=None):
    """All categories in document order, in three queries.

    `typed` maps references to lines that a person left unsaved; they are shown instead of what is saved.
    """
    typed = typed or {}
    chapters = {
        category.pk: WorkspaceChapter(category)
        for category in Category.objects.filter(edition=assessment.cycle.edition)
    }
    items = with_own(assessment, with_sides(assessment, assessment.items()))
    for item in items.order_by("position", "pk"):
        item.category = chapters[item.category_id].category
        line = typed.get(item.reference) or WorkspaceLine.saved(item, own_of(item))
        line.item = item
        chapters[item.category_id].lines.append(line)
        chapters[item.category_id].matching.append(line)
    measures = Measure.objects.filter(edition=assessment.cycle.edition)
    for measure in measures.for_partnership(assessment.partnership).order_by("position", "pk"):
        chapters[measure.category_id].measures.append(measure)
    return sorted(chapters.values(), key=lambda chapter: chapter.category.position)


def progress_in(chapters):
    """The progress the page shows, from what it has read already."""
    return Progress.of_lines(
        (chapter.category.number, line.item.reference, line.level is not None)
        for chapter in chapters
        for line in chapter.lines
        if line.item.is_rated
    )


NOBODY = Value(None, output_field=IntegerField())


def with_sides(assessment: Assessment, items: QuerySet[Item]) -> QuerySet[Item]:
    """Items with `sides_asked` and `levels_given`, to tell where the sides of this round differ.

    `sides_asked` is None where the sides may not be compared: then nothing may be told of what they gave.
    """
    if assessment.is_open and not assessment.is_joint:
        return items.annotate(sides_asked=NOBODY, levels_given=NOBODY)
    sides = assessment.round().of_sides().asked().order_by()
    given = (
        Rating.objects.filter(item=OuterRef("pk"), assessment__in=sides.values("pk"), level__isnull=False)
        .order_by()
        .values("item")
        .annotate(n=Count("level", distinct=True))
    )
    return items.annotate(
        sides_asked=Subquery(number_to_compare(sides)), levels_given=Subquery(given.values("n"))
    )


def put_beside(lines, assessment, user, *, lineage=None):
    """Beside each line its earlier self, and the measures that show it: three queries, whatever the number.

    `lineage` narrows it to one item.
    """
    previous, named = (
        PreviousRatings(assessment, user, lineage=lineage),
        named_in(assessment, lineage=lineage),
    )
    for line in lines:
        line.earlier = previous.of(line.item)
        line.measures = named[line.rating.pk] if line.rating else []
    return previous.assessment
