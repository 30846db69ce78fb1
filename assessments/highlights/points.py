"""The items and measures a strength or area of focus points to."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Coalesce

from accounts.models import User
from assessments.models import Assessment, Highlight
from core.history import save_as
from evidence.models import EvidenceRow
from partnerships.models import Category, Item, Measure
from partnerships.wholes import wholes_of


@dataclass(frozen=True)
class HighlightPoint:
    """One item or measure. `name` is the item's number, or the first line of the measure."""

    name: str
    anchor: str
    """Its place in the workspace."""
    is_item: bool


def with_points(highlights: Iterable[Highlight]) -> list[Any]:
    """Highlights as a list, each with `points` and the set `references` of its items, in one query for all.

    None for highlights that there are none of.
    """
    rows: list[Any] = list(highlights)
    found = _points_of(rows) if rows else {}
    for row in rows:
        row.points = found.get(row.pk, [])
        row.references = {point.name for point in row.points if point.is_item}
    return rows


def _points_of(rows: list[Highlight]) -> dict[int, list[HighlightPoint]]:
    """Points by highlight, items first, in document order; a measure that is named at two places once.

    In one query. A row that answers several measures comes once for each.
    """
    items = Highlight.items.through.objects.filter(highlight__in=rows).values_list(
        "highlight",
        Value(0),
        F("item__category__position"),
        F("item__position"),
        Cast("item__reference", CharField()),
        Value(""),
        Value(0),
        F("item__category__number"),
    )
    measures = Highlight.measures.through.objects.filter(highlight__in=rows).values_list(
        "highlight",
        Value(1),
        F("measure__category__position"),
        F("measure__position"),
        Cast("measure__label", CharField()),
        Coalesce(Cast("measure__parent__label", CharField()), Value("")),
        Value(0),
        F("measure__category__number"),
    )
    named = Highlight.rows.through.objects.filter(highlight__in=rows).values_list(
        "highlight",
        Value(1),
        F("evidencerow__category__position"),
        F("evidencerow__position"),
        Cast("evidencerow__label", CharField()),
        Coalesce(
            Cast("evidencerow__parent__label", CharField()),
            Cast("evidencerow__measures__label", CharField()),
            Value(""),
        ),
        F("evidencerow"),
        F("evidencerow__category__number"),
    )
    points = sorted(items.union(measures, named, all=True))
    headings = defaultdict(list)
    for *_, around, row, _ in points:
        headings[row].append(around)
    found: defaultdict[int, dict] = defaultdict(dict)
    for highlight, is_measure, _, _, name, around, row, category in points:
        first_line = name.partition("\n")[0]
        anchor = f"category-{category}" if is_measure else f"item-{name}"
        point = HighlightPoint(first_line, anchor, not is_measure)
        meaning = _meaning(name, *(headings[row] if row else [around]))
        found[highlight].setdefault((is_measure, *meaning), point)
    return {highlight: list(points.values()) for highlight, points in found.items()}


def _meaning(label: str, *above: str) -> tuple[str, str]:
    """What makes two measures of a document the same: their words, and the heading they stand beneath.

    Case, blanks and the point at the end do not count. A row of the evidence table stands beneath the measures that
    it answers; where it has the words of one, it is that measure. “all students” beneath two headings are two
    measures.
    """
    words, headings = _plain(label), [_plain(heading) for heading in above]
    return words, "" if words in headings else min(headings, default="")


def _plain(text: str) -> str:
    return " ".join(text.split()).rstrip(" .:;,").casefold()


@dataclass
class PointChoice:
    """An item or measure that may be pointed to, or a row that was."""

    record: Item | Measure | EvidenceRow
    chosen: bool
    lead_in: str = ""
    """Of an item: what it stands beneath."""
    also_in: tuple[str, ...] = ()
    """Other categories that name the same measure."""


@dataclass
class CategoryChoices:
    """A category with what may be chosen of it."""

    category: Category
    items: list[PointChoice] = field(default_factory=list)
    measures: list[PointChoice] = field(default_factory=list)

    @property
    def chosen(self) -> int:
        return sum(choice.chosen for choice in [*self.items, *self.measures])


def choices_of(highlight: Highlight, items: set[str], measures: set[str]) -> list[CategoryChoices]:
    """All categories in document order. `items` are references and `measures` lineages that are chosen."""
    assessment = highlight.assessment
    groups = {
        category.pk: CategoryChoices(category)
        for category in Category.objects.filter(edition=assessment.cycle.edition_id)
    }
    for whole in wholes_of(assessment.items().order_by("position", "pk")).values():
        item = whole.item
        groups[item.category_id].items.append(PointChoice(item, item.reference in items, whole.lead_in))
    for first, *others in _same(measures_of(highlight)):
        chosen = any(measure.lineage in measures for measure in (first, *others))
        elsewhere = {groups[measure.category_id].category for measure in others}
        elsewhere.discard(groups[first.category_id].category)
        also_in = tuple(one.number for one in sorted(elsewhere, key=lambda one: one.position))
        groups[first.category_id].measures.append(PointChoice(first, chosen, also_in=also_in))
    return [groups[key] for key in groups]


def measures_of(highlight: Highlight) -> list[Measure | EvidenceRow]:
    """What a highlight may point to: the measures the agreement names, and the rows it points to already.

    In document order, the rows of a category after its measures.
    """
    assessment = highlight.assessment
    measures = Measure.objects.of_document(*assessment.document).select_related("category", "parent")
    rows = highlight.rows.select_related("category", "parent").prefetch_related("measures")
    return sorted([*measures, *rows], key=lambda one: (one.category.position, one.category_id))


def _same(records: list[Measure | EvidenceRow]) -> list[list[Measure | EvidenceRow]]:
    """Those together that are the same measure (`_meaning`), in the order given."""
    found = defaultdict(list)
    for record in records:
        if isinstance(record, EvidenceRow) and not record.parent:
            above = [measure.label for measure in record.measures.all()]
        else:
            above = [record.parent.label] if record.parent else []
        found[(*_meaning(record.label, *above), record.unit)].append(record)
    return list(found.values())


def meant_by(highlight: Highlight, lineages: set[str]) -> set[str]:
    """The lineages to point to when these are ticked: one box stands for all that are the same measure.

    Those of them that were pointed to already stay so; where there are none it is the first.
    """
    _, now = pointed_to(highlight)
    meant: set[str] = set()
    for same in _same(measures_of(highlight)):
        these = [measure.lineage for measure in same]
        if not lineages.isdisjoint(these):
            meant |= now.intersection(these) or {these[0]}
    return meant


Points = tuple[set[str], set[str]]
"""(references, lineages) that a highlight points to."""


def pointed_to(highlight: Highlight) -> Points:
    """What a highlight points to now."""
    return (
        set(highlight.items.values_list("reference", flat=True)),
        {
            *highlight.measures.values_list("lineage", flat=True),
            *highlight.rows.values_list("lineage", flat=True),
        },
    )


def points_seen(items: Iterable[str], measures: Iterable[str]) -> str:
    """What a form says it has seen."""
    return " ".join([*sorted(items), *sorted(measures)])


def brought_together(seen: str, now: Points, wanted: Points) -> Points:
    """What a person added and took away, done to what stands now; `seen` is what they changed it from."""
    was = set(seen.split())
    items, measures = (
        there - (was - chosen) | (chosen - was) for there, chosen in zip(now, wanted, strict=True)
    )
    return items, measures


def unknown_in(assessment: Assessment, references: Iterable[str]) -> list[str]:
    """Of references, those that are not of the assessment's document."""
    known = set(assessment.items().filter(reference__in=references).values_list("reference", flat=True))
    return [reference for reference in references if reference not in known]


def point_to(highlight: Highlight, references: Iterable[str], lineages: Collection[str], *, by: User) -> None:
    """Let a highlight point to these items and measures of its assessment's document, with one history row.

    What is not of the document is left out.
    """
    assessment = highlight.assessment
    items = assessment.items().filter(reference__in=references)
    set_points(highlight, items, [one for one in measures_of(highlight) if one.lineage in lineages], by=by)


def set_points(
    highlight: Highlight, items: Iterable[Item], evidence: Iterable[Measure | EvidenceRow], *, by: User
) -> None:
    """Let a highlight point to these records, with one history row."""
    highlight.skip_history_when_saving = True  # type: ignore[attr-defined]  # simple-history asks for it
    highlight.items.set(items)
    highlight.measures.set([one for one in evidence if isinstance(one, Measure)])
    highlight.rows.set([one for one in evidence if isinstance(one, EvidenceRow)])
    del highlight.skip_history_when_saving  # type: ignore[attr-defined]
    save_as(highlight, by=by, update_fields=["text"])
