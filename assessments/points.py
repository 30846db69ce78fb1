"""The items and measures a strength or area of focus points to."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast

from partnerships.models import Category, Item, Measure

from .models import Highlight


@dataclass(frozen=True)
class Point:
    """One item or measure. `name` is the item's number, or the first line of the measure."""

    name: str
    anchor: str
    """Its place in the workspace."""
    is_item: bool


def with_points(highlights):
    """Highlights as a list, each with `points` and the set `references` of its items, in one query for all.

    None for highlights that there are none of.
    """
    rows = list(highlights)
    found = _points_of(rows) if rows else {}
    for row in rows:
        row.points = found.get(row.pk, [])
        row.references = {point.name for point in row.points if point.is_item}
    return rows


def _points_of(rows):
    """Points by highlight, items first, in document order."""
    items = Highlight.items.through.objects.filter(highlight__in=rows).values_list(
        "highlight",
        Value(0),
        F("item__category__number"),
        F("item__position"),
        Cast("item__reference", CharField()),
    )
    measures = Highlight.measures.through.objects.filter(highlight__in=rows).values_list(
        "highlight",
        Value(1),
        F("measure__category__number"),
        F("measure__position"),
        Cast("measure__label", CharField()),
    )
    found = defaultdict(list)
    for highlight, is_measure, category, _, name in sorted(items.union(measures, all=True)):
        first_line = name.partition("\n")[0]
        anchor = f"category-{category}" if is_measure else f"item-{name}"
        found[highlight].append(Point(first_line, anchor, not is_measure))
    return found


@dataclass
class Choice:
    """An item or measure that may be pointed to."""

    record: Item | Measure
    chosen: bool


@dataclass
class Group:
    """A category with what may be chosen of it."""

    category: Category
    items: list[Choice] = field(default_factory=list)
    measures: list[Choice] = field(default_factory=list)

    @property
    def chosen(self):
        return sum(choice.chosen for choice in [*self.items, *self.measures])


def choices_of(assessment, items, measures):
    """All categories in document order. `items` are references and `measures` lineages that are chosen."""
    groups = {
        category.pk: Group(category)
        for category in Category.objects.filter(edition=assessment.cycle.edition_id)
    }
    for item in assessment.items().order_by("position", "pk"):
        groups[item.category_id].items.append(Choice(item, item.reference in items))
    for measure in measures_of(assessment).order_by("position", "pk"):
        groups[measure.category_id].measures.append(Choice(measure, measure.lineage in measures))
    return [groups[key] for key in groups]


def measures_of(assessment):
    """The measures of this partnership's document: what the agreement names."""
    measures = Measure.objects.filter(edition=assessment.cycle.edition_id).agreed()
    return measures.for_partnership(assessment.partnership)


def pointed_to(highlight):
    """(references, lineages) that a highlight points to now."""
    return (
        set(highlight.items.values_list("reference", flat=True)),
        set(highlight.measures.values_list("lineage", flat=True)),
    )


def stamp(items, measures):
    """What a form says it has seen."""
    return " ".join([*sorted(items), *sorted(measures)])


def unknown_in(assessment, references):
    """Of references, those that are not of the assessment's document."""
    known = set(assessment.items().filter(reference__in=references).values_list("reference", flat=True))
    return [reference for reference in references if reference not in known]


def point(highlight, references, lineages, *, by):
    """Let a highlight point to these items and measures of its assessment's document, with one history row.

    What is not of the document is left out.
    """
    assessment = highlight.assessment
    highlight.skip_history_when_saving = True
    highlight.items.set(assessment.items().filter(reference__in=references))
    highlight.measures.set(measures_of(assessment).filter(lineage__in=lineages))
    del highlight.skip_history_when_saving
    highlight._history_user = by
    highlight.save(update_fields=["text"])
