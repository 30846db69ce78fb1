"""What the rating workspace shows, gathered once: chapters of lines, each line an item and its rating."""

from dataclasses import dataclass, field, replace

from django.db.models import Count, FilteredRelation, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import mark_safe

from assessments.models import Assessment, Rating
from assessments.rounds import number_to_compare
from evidence.models import EvidenceRow
from partnerships.comparison import LevelChange, level_change
from partnerships.models import Category, Item, Measure, RatingScale

from .forms import RatingForm
from .measures import named_in
from .previous_ratings import PreviousRating, PreviousRatings, when_of
from .progress import Progress
from .saving import RatingState, seen_in, version_of
from .scales import ScalesInUse

REFERENCE, FORM = "\ufdd0", "\ufdd1"
"""What stands for a line's reference and form in HTML that is rendered for many lines: in no text."""


@dataclass
class Line:
    """One item as the page shows it. `code`, `flag` and `comment` are what stands in the form."""

    item: Item
    rating: Rating | None = None
    code: str = ""
    flag: bool = False
    comment: str = ""
    version: int = 0
    seen: str = ""
    """The mark that goes with the version."""
    errors: list[str] = field(default_factory=list)
    theirs: Rating | None = None
    """In a conflict: what somebody else saved meanwhile."""
    conflict: bool = False
    earlier: PreviousRating | None = None
    """Its self of a cycle earlier, where it stands beside it."""
    measures: list[Measure | EvidenceRow] = field(default_factory=list)
    """What shows the rating."""
    scale: RatingScale | None = None
    """What it is rated on, where its rating is shown (see `for_answers`)."""
    choice: str = ""
    """The scale and the flag as HTML, where this can be rated (see `put_choices`)."""

    @classmethod
    def saved(cls, item, rating):
        if rating is None:
            return cls(item)
        state = RatingState.of(rating)
        return cls(item, rating, *state, version=rating.version, seen=seen_in(rating))

    @classmethod
    def typed(cls, item, rating, form: RatingForm, *, conflict=False):
        """As the person left the form, with what is wrong with it."""
        value = form.data.get
        version, seen = (str(value(form.add_prefix(name), "")) for name in ("version", "seen"))
        return cls(
            item,
            rating,
            code=value(form.add_prefix("level"), ""),
            flag=form.add_prefix("flag") in form.data,
            comment=value(form.add_prefix("comment"), ""),
            # Only who was shown both versions may replace the newer one; anything else wrong leaves what was seen.
            version=version_of(rating) if conflict else int(version) if version.isdecimal() else 0,
            seen=seen_in(rating) if conflict else seen,
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

    @property
    def change(self) -> LevelChange:
        """What became of the level since the cycle before."""
        return level_change(self.earlier.comparable_level if self.earlier else None, self.level)

    @property
    def is_unrated(self):
        return self.item.is_rated and self.level is None

    @property
    def is_changed(self):
        """Whether it is rated differently than the cycle before."""
        return self.item.is_rated and self.change.is_another_level

    @property
    def is_commented(self):
        return bool(self.rating and self.rating.comment)

    @property
    def differs(self):
        """Whether the sides gave it different levels; False while that may not be told."""
        asked, given = (getattr(self.item, name, None) for name in ("sides_asked", "levels_given"))
        return bool(asked and given and given > 1)


@dataclass
class Chapter:
    """A category with its lines, and the evidence it names."""

    category: Category
    lines: list[Line] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)
    matching: list[Line] = field(default_factory=list)
    """The lines that a filter leaves on the page."""

    @property
    def total(self):
        return sum(line.item.is_rated for line in self.lines)

    @property
    def rated(self):
        return sum(line.level is not None for line in self.lines)


def for_answers(assessment, lines):
    """What a page needs for the rating control (_answer.html) of its lines, each of which is given its choice."""
    rated = [line for line in lines if line.item.is_rated]
    scales = ScalesInUse(assessment.cycle.edition, [line.item for line in rated])
    editable = assessment.is_open and assessment.is_writer
    for line in rated:
        line.scale = scales.of(line.item)
    if editable:
        put_choices(rated, scales)
    return {
        "assessment": assessment,
        "levels": scales.levels,
        "scale": assessment.cycle.edition.scale,
        "other_scales": scales.others,
        "editable": editable,
        # The address of an item is this and its reference: one is worked out, not three an item.
        "items_at": reverse("rate", args=[assessment.public_id, "1"]).removesuffix("1/"),
    }


def put_choices(lines: list[Line], scales: ScalesInUse) -> None:
    """Give each line the scale to choose from. It is rendered once for every choice made on the page, not once a
    line: from line to line only its names differ."""
    names = {"reference": REFERENCE, "form_id": FORM}
    rendered: dict[tuple[int, str, bool], str] = {}
    for line in lines:
        scale = scales.of(line.item)
        choice = (scale.pk, line.code, line.flag)
        if choice not in rendered:
            context = {"levels": scales.levels_of(line.item).values(), "scale": scale}
            context |= {"code": line.code, "flag": line.flag}
            rendered[choice] = render_to_string("assessments/_choice.html", names | context)
        html = rendered[choice].replace(REFERENCE, escape(line.item.reference))
        line.choice = mark_safe(html.replace(FORM, escape(line.form_id)))


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
        category.pk: Chapter(category)
        for category in Category.objects.filter(edition=assessment.cycle.edition)
    }
    items = with_own(assessment, with_sides(assessment, assessment.items()))
    for item in items.order_by("position", "pk"):
        item.category = chapters[item.category_id].category
        line = typed.get(item.reference) or Line.saved(item, own_of(item))
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
    sides = assessment.assessments_in_round().of_sides().asked().order_by()
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


@dataclass(frozen=True)
class Filter:
    name: str
    label: str
    nothing: str
    """What the page says where nothing matches."""
    more: str = ""
    """What the label leaves out for want of space."""
    count: int = 0


def filters_for(chapters, previous):
    """The filters that the page offers, each with the number of lines it leaves."""
    lines = [line for chapter in chapters for line in chapter.lines if line.item.is_rated]
    offered = [Filter("unrated", "Unrated", "Every item is rated.")]
    if previous:
        when = when_of(previous)
        nothing = f"No item is rated differently than in {when}."
        offered.append(Filter("changed", "Changed", nothing, f" since {when}"))
    offered.append(Filter("commented", "Commented", "No item has a comment yet."))
    if any(line.item.sides_asked for line in lines):
        nothing = "The sides gave no item different levels."
        offered.append(Filter("differing", "Sides differ", nothing))
    return [replace(one, count=sum(matches(line, one.name) for line in lines)) for one in offered]


def matches(line, name):
    """Whether a line is one that the filter of this name is for."""
    return {
        "unrated": line.is_unrated,
        "changed": line.is_changed,
        "commented": line.is_commented,
        "differing": line.differs,
    }[name]


def narrow(chapters, name):
    """The chapters with a line that matches, each with those lines and the headings above them."""
    for chapter in chapters:
        parents = {line.item.pk: line.item.parent_id for line in chapter.lines}
        chosen = {line.item.pk for line in chapter.lines if line.item.is_rated and matches(line, name)}
        above = set()
        for key in chosen:
            while key := parents.get(key):
                above.add(key)
        chapter.matching = [
            line
            for line in chapter.lines
            if line.item.pk in chosen or (line.item.pk in above and not line.item.is_rated)
        ]
    return [chapter for chapter in chapters if chapter.matching]
