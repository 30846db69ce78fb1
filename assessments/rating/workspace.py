"""What the rating workspace shows, gathered once: chapters of lines, each line an item and its rating."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Greatest
from django.urls import reverse

from assessments.models import Assessment, Rating
from assessments.models.assessments import AssessmentQuerySet
from assessments.rounds import number_to_compare
from core.prepared import prepared
from evidence.latest import rows_that_speak_to_items
from partnerships.goals import only_for, put_subjects
from partnerships.models import Category, Contradiction, Item, ItemKind, Measure
from partnerships.wholes import whole_items, wholes_of

from .lines import WorkspaceChapter, WorkspaceLine
from .measures import name_of, named_in, shown_in_words
from .previous_ratings import PreviousRatings, own_of
from .progress import RatingProgress
from .rendering import (
    ShownAnswer,
    ShownContradiction,
    ShownEarlier,
    ShownItem,
    ShownLevel,
    ShownPart,
    ShownScale,
    ShownWhole,
    item_html,
)
from .scales import ScalesInUse


def for_answers(
    assessment: Assessment, lines: list[WorkspaceLine], scales: ScalesInUse | None = None
) -> dict[str, Any]:
    """What a page needs for the rating control (_answer.html) of its lines, each of which is given its answer."""
    rated = [line for line in lines if line.has_answer]
    scales = scales or ScalesInUse(assessment.cycle.edition, [line.item for line in rated])
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


def answer_of(line: WorkspaceLine, scale: ShownScale | None, items_at: str, *, editable: bool) -> ShownAnswer:
    before = line.earlier.comparable_level if line.earlier else None
    return ShownAnswer(
        reference=line.item.reference,
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
        as_in=line.rating.as_in if line.rating else "",
        printed_as=line.rating.printed_as if line.rating else "",
        errors=line.errors,
        conflict=line.conflict,
    )


def put_html(lines: Iterable[WorkspaceLine], assessment: Assessment) -> None:
    """Give each line its HTML, once it has its answer and what stands beside it.

    What a person left unsaved is nobody else's: it is rendered anew.
    """
    partner = assessment.partnership.partner.short_name
    for line in lines:
        item, is_rated = line.item, line.has_answer
        shown = ShownItem(
            reference=item.reference,
            depth=item.depth,
            title=item.title,
            text=item.text,
            only_for=only_for(item, partner),
            label=item.goal_word,
            is_unrated=line.is_unrated,
            is_changed=line.is_changed,
            is_commented=line.is_commented,
            differs=line.differs,
            parts=tuple(
                ShownPart.of(part.item, partner, ShownEarlier.of(part.earlier)) for part in line.parts
            ),
            answer=line.answer,
            earlier=ShownEarlier.of(line.earlier),
            change=line.change.label if is_rated else "",
            as_before=line.as_before,
            shown_by=tuple(name_of(measure) for measure in line.measures),
            shown_in_words=shown_in_words(line.measures),
            evidence=line.evidence,
            has_history=line.rating is not None or bool(line.answer and line.answer.editable),
            also_called=item.also_called,
            contradictions=tuple(ShownContradiction.of(one) for one in line.contradictions),
            is_title=item.kind in (ItemKind.DOMAIN, ItemKind.DIMENSION),
        )
        line.html = item_html(shown, keep=not line.is_typed)


def whole_of(assessment: Assessment, item: Item) -> ShownWhole:
    """One item of its document with all it stands beneath and its parts, for a page of its own. One query."""
    items = assessment.items().filter(category=item.category_id).select_related("subject")
    items = items.order_by("position", "pk")
    return ShownWhole.of(wholes_of(items)[item.pk], assessment.partnership.partner.short_name)


def put_parts(lines: Iterable[WorkspaceLine]) -> set[int]:
    """Give each line that is rated what is rated with it, and say which items need no line of their own then.

    `lines` are all of a document, or one with all that stands beneath it, in order. A part keeps its line where
    anything beneath it is rated alone, to which it leads in, and where it has a rating itself. A domain has no
    line but its category's unless it has one.
    """
    by_key = {line.item.pk: line for line in lines}
    wholes = whole_items(line.item for line in by_key.values())
    apart = {one.pk for whole in wholes for one in whole.above}
    apart |= {key for key, line in by_key.items() if line.has_answer}
    for whole in wholes:
        by_key[whole.item.pk].parts = [by_key[part.pk] for part in whole.parts if part.pk not in apart]
    domains = {key for key, line in by_key.items() if line.item.kind == ItemKind.DOMAIN}
    return (domains | {part.pk for whole in wholes for part in whole.parts}) - apart


def with_own(assessment: Assessment | int, items: QuerySet[Item], *related: str) -> QuerySet[Item]:
    """Items with their rating in this assessment, for `own_of` to tell, and what is `related` to it."""
    own = FilteredRelation("ratings", condition=Q(ratings__assessment=assessment))
    return items.annotate(own=own).select_related(  # type: ignore[misc]
        "own", *(f"own__{name}" for name in related)
    )


def item_with_rating(
    assessment: Assessment, reference: str, *related: str
) -> tuple[Item, Rating | None] | None:
    """(item, rating or None) in one query, or None where the assessment has no such item to rate."""
    item = next(iter(_item_to_rate(assessment.pk, *assessment.document, reference, related=related)), None)
    return (item, own_of(item)) if item else None


def lines_beneath(assessment: Assessment, item: Item) -> list[WorkspaceLine]:
    """What stands beneath an item, to any depth, in document order. One query."""
    beneath = assessment.items().filter(category=item.category_id, reference__startswith=f"{item.reference}.")
    return [WorkspaceLine(one) for one in beneath]


@prepared
def _item_to_rate(
    assessment: int, edition: int, partnership: int, day: date, reference: str, *, related: tuple[str, ...]
) -> QuerySet[Item]:
    items = Item.objects.of_document(edition, partnership, day).taking_ratings().filter(reference=reference)
    return with_own(assessment, items.select_related("category").order_by(), *related)[:1]


@dataclass(frozen=True)
class Workspace:
    """All categories in document order, each with its lines, and what they are rated on."""

    chapters: list[WorkspaceChapter]
    scales: ScalesInUse
    has_contradictions: bool
    """Whether the source of any of it contradicts itself (see `put_contradictions`)."""

    @property
    def lines(self) -> list[WorkspaceLine]:
        return [line for chapter in self.chapters for line in chapter.lines]


def workspace_of(
    assessment: Assessment,
    *related: str,
    typed: dict[str, WorkspaceLine] | None = None,
    previous: PreviousRatings | None = None,
    and_what_may_be_rated: bool = False,
) -> Workspace:
    """In four queries, three without measures; one more where anything is for a school.

    `typed` maps references to lines that a person left unsaved; they are shown instead of what is saved.
    `previous`, read without levels, is given those it needs. `related` is read with each rating.
    """
    typed = typed or {}
    edition = assessment.cycle.edition
    categories = list(_categories(edition.pk))
    chapters = {category.pk: WorkspaceChapter(category) for category in categories}
    document = assessment.document
    items = _items(
        assessment.pk,
        *document,
        assessment.cycle_id,
        related=related,
        with_sides=assessment.is_joint or not assessment.is_open,
    )
    scales = ScalesInUse(
        edition,
        [item for item in items if item.takes_rating],
        and_levels_of=previous.scales() if previous else (),
    )
    if previous:
        previous.take_levels(scales)
    for item in items:
        chapter = chapters[item.category_id]
        item.category = chapter.category
        if own := own_of(item):
            own.level = scales.level(own.level_id)
        line = typed.get(item.reference) or WorkspaceLine.saved(item, own)
        line.item, line.is_offered = item, and_what_may_be_rated
        chapter.lines.append(line)
    if put_subjects(items):
        for chapter in chapters.values():
            chapter.partner = assessment.partnership.partner.name
    has_measures = any(category.has_measures for category in categories)
    for measure in _measures(*document) if has_measures else ():
        chapters[measure.category_id].measures.append(measure)
    shown = sorted(chapters.values(), key=lambda chapter: chapter.category.position)
    within = put_parts(line for chapter in shown for line in chapter.lines)
    for chapter in shown:
        chapter.matching = [line for line in chapter.lines if line.item.pk not in within]
    return Workspace(shown, scales, any(category.has_contradictions for category in categories))


@prepared
def _categories(edition: int) -> QuerySet[Any]:
    """Each says whether it `has_measures` and `has_contradictions`: where there are none nobody asks for them."""
    measures = Measure.objects.filter(category=OuterRef("pk"))
    return Category.objects.filter(edition=edition).annotate(
        has_measures=Exists(measures),
        has_contradictions=Exists(Contradiction.objects.filter(item__category=OuterRef("pk"))),
    )


@prepared
def _measures(edition: int, partnership: int, day: date) -> QuerySet[Measure]:
    measures = Measure.objects.of_document(edition, partnership, day)
    return measures.order_by("position", "pk")


@prepared
def _items(
    assessment: int,
    edition: int,
    partnership: int,
    day: date,
    cycle: int,
    *,
    related: tuple[str, ...],
    with_sides: bool,
) -> QuerySet[Item]:
    """The items with their ratings. `with_sides` is for where the sides of the round may be compared."""
    items: QuerySet[Item] = Item.objects.of_document(edition, partnership, day)
    if with_sides:
        items = put_sides(items, Assessment.objects.filter(partnership=partnership, cycle=cycle))
    return with_own(assessment, items, *related).order_by("position", "pk")


def progress_in(chapters):
    """The progress the page shows, from what it has read already."""
    return RatingProgress.of_lines(
        (chapter.category.number, line.item.reference, line.level is not None)
        for chapter in chapters
        for line in chapter.lines
        if line.item.is_rated
    )


def put_sides(items: QuerySet[Item], round_: AssessmentQuerySet) -> QuerySet[Item]:
    """Items with `sides_asked` and `answers_given`, to tell where the sides of a round differ.

    `answers_given` is how many levels they gave, or ways to set the flag beside it, whichever is more.

    `round_` are its assessments. Not for a side that is open: then nothing may be told of what the others gave.
    """
    sides = round_.of_sides().asked().order_by()
    given = (
        Rating.objects.filter(item=OuterRef("pk"), assessment__in=sides.values("pk"), level__isnull=False)
        .order_by()
        .values("item")
        .annotate(n=Greatest(Count("level", distinct=True), Count("flag", distinct=True)))
    )
    return items.annotate(
        sides_asked=Subquery(number_to_compare(sides)), answers_given=Subquery(given.values("n"))
    )


def put_contradictions(lines: Iterable[WorkspaceLine], assessment: Assessment) -> None:
    """Beside each line where the source of its text contradicts itself. For those who write or review it."""
    found: dict[int | None, list[Contradiction]] = defaultdict(list)
    for one in _contradictions(assessment.cycle.edition_id):
        found[one.item_id].append(one)
    for line in lines:
        line.contradictions = tuple(found[line.item.pk])


@prepared
def _contradictions(edition: int) -> QuerySet[Contradiction]:
    return Contradiction.objects.filter(edition=edition, item__isnull=False).order_by("position", "pk")


def put_beside(
    lines: Iterable[WorkspaceLine],
    assessment: Assessment,
    previous: PreviousRatings,
    *,
    lineage: str | None = None,
) -> None:
    """Beside each line its earlier self, the measures that show it, and the evidence that speaks to it.

    Two queries, whatever the number.
    `lineage` narrows it to one item.
    """
    named = named_in(assessment, lineage=lineage)
    evidence = rows_that_speak_to_items(assessment.partnership, assessment.cycle.edition_id)
    for line in lines:
        line.earlier = previous.of(line.item)
        line.measures = named[line.rating.pk] if line.rating else []
        line.evidence = tuple(evidence.get(line.item.pk, ()))
