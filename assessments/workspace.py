"""What the rating workspace shows, gathered once: chapters of lines, each line an item and its rating."""

from dataclasses import dataclass, field

from django.db.models import FilteredRelation, Q

from partnerships.models import Category, Item, Measure, RatingLevel

from .forms import RatingForm
from .models import Rating
from .progress import Progress


@dataclass
class Line:
    """One item as the page shows it. `code`, `flag` and `comment` are what stands in the form."""

    item: Item
    rating: Rating | None = None
    code: str = ""
    flag: bool = False
    comment: str = ""
    version: int = 0
    errors: list[str] = field(default_factory=list)
    theirs: Rating | None = None
    """In a conflict: what somebody else saved meanwhile."""
    conflict: bool = False

    @classmethod
    def saved(cls, item, rating):
        if rating is None:
            return cls(item)
        return cls(
            item,
            rating,
            code=rating.level.code if rating.level else "",
            flag=rating.flag,
            comment=rating.comment,
            version=rating.version,
        )

    @classmethod
    def typed(cls, item, rating, form: RatingForm, *, conflict=False):
        """As the person left the form, with what is wrong with it."""
        value = form.data.get
        return cls(
            item,
            rating,
            code=value(form.add_prefix("level"), ""),
            flag=form.add_prefix("flag") in form.data,
            comment=value(form.add_prefix("comment"), ""),
            version=rating.version if rating else 0,
            errors=[str(message) for messages in form.errors.values() for message in messages],
            theirs=rating if conflict else None,
            conflict=conflict,
        )

    @property
    def form_id(self):
        """The form that saves the category without JavaScript. Text, for numbers are slow to put in a page."""
        return f"form-{self.item.category.number}"

    @property
    def level(self):
        """The level that is saved."""
        return self.rating.level if self.rating else None


@dataclass
class Chapter:
    """A category with its lines, and the evidence it names."""

    category: Category
    lines: list[Line] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)

    @property
    def total(self):
        return sum(line.item.is_rated for line in self.lines)

    @property
    def rated(self):
        return sum(line.level is not None for line in self.lines)


def levels_of(assessment):
    """The levels of the edition's scale, by code, in its order."""
    return {
        level.code: level for level in RatingLevel.objects.filter(scale=assessment.cycle.edition.scale_id)
    }


def item_with_rating(assessment, reference):
    """(item, rating or None) in one query, or None where the assessment has no such item to rate."""
    item = (
        assessment.items()
        .rated()
        .filter(reference=reference)
        .annotate(own=FilteredRelation("ratings", condition=Q(ratings__assessment=assessment)))
        .select_related("category", "own", "own__level", "own__updated_by")
        .first()
    )
    # Django leaves the name unset where the relation finds nothing.
    return (item, getattr(item, "own", None)) if item else None


def chapters_of(assessment, *, typed=None):
    """All categories in document order, in four queries.

    `typed` maps references to lines that a person left unsaved; they are shown instead of what is saved.
    """
    typed = typed or {}
    chapters = {
        category.pk: Chapter(category)
        for category in Category.objects.filter(edition=assessment.cycle.edition)
    }
    ratings = {
        rating.item_id: rating
        for rating in Rating.objects.filter(assessment=assessment).select_related("level", "updated_by")
    }
    for item in assessment.items().order_by("position", "pk"):
        item.category = chapters[item.category_id].category
        line = typed.get(item.reference) or Line.saved(item, ratings.get(item.pk))
        chapters[item.category_id].lines.append(line)
    measures = Measure.objects.filter(edition=assessment.cycle.edition).agreed()
    for measure in measures.for_partnership(assessment.partnership).order_by("position", "pk"):
        chapters[measure.category_id].measures.append(measure)
    return sorted(chapters.values(), key=lambda chapter: chapter.category.number)


def progress_in(chapters):
    """The progress the page shows, from what it has read already."""
    return Progress.of_lines(
        (chapter.category.number, line.item.reference, line.level is not None)
        for chapter in chapters
        for line in chapter.lines
        if line.item.is_rated
    )
