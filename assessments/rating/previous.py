"""What was said of the same items a cycle earlier: the rating, and the words it was a rating of."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Case, FilteredRelation, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.text import Truncator

from assessments.models import Assessment, Rating
from core.words import compare_words
from partnerships.models import Edition, Item, LineageBreak, RatingLevel, RatingScale

QUOTED = 240
"""Characters of an earlier comment that stand beside the item as they are."""


@dataclass(frozen=True)
class Earlier:
    """One item a cycle earlier. `item` and `rating` are None where there was none."""

    when: str
    """“September 2023”."""
    whose: str
    """“September 2023, joint assessment”."""
    scale: RatingScale
    now: Item
    item: Item | None
    rating: Rating | None
    same_scale: bool
    break_reason: str
    """Why the line breaks between the two editions; empty where it does not."""

    @property
    def is_new(self):
        """Whether the earlier edition had nothing of the kind."""
        return self.item is None

    @cached_property
    def level(self):
        return self.rating.level if self.rating else None

    @property
    def says_something(self):
        """Whether there is an earlier rating to show, or a rated item to say that there was none."""
        return self.level is not None or bool(self.item and self.item.is_rated and self.now.is_rated)

    @property
    def was(self):
        """The earlier reference, where it was another one."""
        return self.item.reference if self.item and self.item.reference != self.now.reference else ""

    @cached_property
    def changes(self):
        """The wording then and now as one text, in pieces; empty where not a word changed."""
        if self.item is None or self.item.full_text == self.now.full_text:
            return []
        pieces = compare_words(self.item.full_text, self.now.full_text)
        return pieces if any(kind != "same" for kind, _ in pieces) else []

    @property
    def is_long(self):
        """Whether the earlier comment is folded to its beginning."""
        return bool(self.rating and len(self.rating.comment) > QUOTED)

    @property
    def beginning(self):
        return Truncator(self.rating.comment).chars(QUOTED) if self.rating else ""

    @property
    def comparable_level(self) -> RatingLevel | None:
        """The level that today's can be compared with."""
        return self.level if self.same_scale and not self.break_reason else None


def trend(before: RatingLevel | None, now: RatingLevel | None):
    """In a word, from one level to another of the same scale; empty where either is missing."""
    if before is None or now is None:
        return ""
    if before == now:
        return "unchanged"
    if before.value is None or now.value is None or not (before.is_score and now.is_score):
        return "changed"
    return "rose" if now.value > before.value else "fell"


def when_of(assessment):
    """“September 2023”: when it was assessed, or its cycle where nobody wrote that down."""
    day = assessment.date
    return f"{day:%B %Y}" if day else assessment.cycle.period.label


def previous_of(assessment, user):
    """The assessment that this one is compared with: the newest of an earlier cycle that was handed in and
    that the user may see. Of one cycle's, that of the same side comes first, then the joint one, then the
    partner's own, then another side's. None where there is none.
    """
    cycle = assessment.cycle
    partner = assessment.partnership.partner_id
    order = Case(
        When(by=assessment.by_id, then=0),
        When(by=None, then=0 if assessment.is_joint else 1),
        When(by=partner, then=2),
        default=3,
        output_field=IntegerField(),
    )
    start = cycle.period.start
    previous = (
        Assessment.objects.visible_to(user)
        .select_related("cycle__edition__scale", "cycle__period", "by")
        .filter(Q(cycle__period__start__lt=start) | Q(cycle__period__start=start, cycle__lt=cycle.pk))
        .filter(partnership=assessment.partnership_id)
        .handed_in()
        .order_by("-cycle__period__start", "-cycle", order, "pk")
        .first()
    )
    if previous:
        previous.partnership = assessment.partnership  # known already, with all that belongs to it
    return previous


def editions_between(earlier, later):
    """The editions after the earlier one, up to and with the later one. One without a first day is the oldest."""
    first, last = (edition.effective_from or date.min for edition in (earlier, later))
    return (
        Edition.objects.filter(agreement=later.agreement_id)
        .annotate(start=Coalesce("effective_from", Value(date.min)))
        .filter(Q(start__gt=first) | Q(start=first, pk__gt=earlier.pk))
        .filter(Q(start__lt=last) | Q(start=last, pk__lte=later.pk))
    )


class Comparison:
    """An assessment beside its previous one, line by line. In two queries, in one where there is none."""

    def __init__(self, assessment, user, *, lineage=None):
        """`lineage` narrows it to one item."""
        self.assessment, self.previous = assessment, previous_of(assessment, user)
        self.items = {}
        if self.previous is None:
            return
        edition = assessment.cycle.edition
        self.when = when_of(self.previous)
        self.whose = f"{self.when}, {self.previous.perspective}"
        self.items = {item.lineage: item for item in _items_then(self.previous, edition, lineage)}

    def of(self, item):
        """What is known of an item's earlier self, None where there is no earlier assessment."""
        if self.previous is None:
            return None
        then = self.items.get(item.lineage)
        now, before = self.assessment.cycle.edition, self.previous.cycle.edition
        return Earlier(
            self.when,
            self.whose,
            (then and then.scale) or before.scale,
            item,
            then,
            # Django leaves the name unset where the relation finds nothing.
            rating=getattr(then, "own", None),
            same_scale=then is not None and item.scale_in(now) == then.scale_in(before),
            break_reason=(then.break_reason or "") if then else "",
        )


def _items_then(previous, edition, lineage):
    """The earlier items with their ratings, and why the line breaks between then and the edition."""
    broken = LineageBreak.objects.filter(
        lineage=OuterRef("lineage"),
        edition__in=editions_between(previous.cycle.edition, edition).values("pk"),
    ).order_by("pk")
    items = (
        previous.items()
        .annotate(
            own=FilteredRelation("ratings", condition=Q(ratings__assessment=previous)),
            break_reason=Subquery(broken.values("reason")[:1]),
        )
        .select_related("own", "own__level", "scale")
    )
    return items.filter(lineage=lineage) if lineage else items
