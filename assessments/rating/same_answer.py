"""The same answer to one item in several partnerships, given at once for the lead agency."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db import transaction
from django.db.models import F, QuerySet

from accounts.models import User
from assessments.access import may_write
from assessments.models import COMMENT_MAX_LENGTH, Assessment, Cycle, Rating
from core.conflicts import Resolution, marks_of, resolutions_of
from core.forms import TextField
from partnerships.models import Item, Partnership, RatingLevel, RatingScale

from .saving import RatingState, save_rating, version_of


@dataclass(frozen=True)
class Place:
    """What the lead agency says about an item in one partnership."""

    assessment: Assessment
    rating: Rating | None

    @property
    def partnership(self) -> Partnership:
        return self.assessment.partnership

    @property
    def level(self) -> RatingLevel | None:
        return self.rating.level if self.rating else None


@dataclass
class Answered:
    """What became of one answer, partnership by partnership."""

    rated: list[Place] = field(default_factory=list)
    """Where it stands now."""
    kept: list[Place] = field(default_factory=list)
    """Where somebody else changed meanwhile what the person saw: theirs stands."""
    closed: list[Place] = field(default_factory=list)
    """Where the assessment is no longer open: nothing changed."""


def items_to_share(cycle: Cycle) -> QuerySet[Item]:
    """The items and headings that stand in every partnership's document, in order. An own addition of one
    partnership is answered there."""
    items = Item.objects.filter(edition=cycle.edition_id, local_to=None, addendum=None)
    return items.select_related("category", "scale").order_by("category__position", "position", "pk")


def places_for(cycle: Cycle, item: Item, user: User) -> list[Place]:
    """Where this person rates for the lead agency in a cycle, by the partner's name; in two queries.

    Assessments that are no longer open are among them, those no longer asked for are not.
    """
    assessments = Assessment.objects.within_reach_of(user).asked().with_partnership()
    of_lead = assessments.filter(cycle=cycle, by=F("partnership__agreement__lead"))
    rows = of_lead.order_by("partnership__partner__sort_key", "pk")
    return _with_ratings([one for one in rows if may_write(user, one)], item)


def seen_of(places: Iterable[Place]) -> str:
    """Marks of what stands in each, for the form to carry."""
    return marks_of({one.partnership.slug: RatingState.of(one.rating) for one in places})


@transaction.atomic
def answer_alike(
    cycle: Cycle,
    item: Item,
    partnerships: Collection[str],
    *,
    level: RatingLevel,
    flag: bool,
    comment: str,
    seen: str,
    by: User,
) -> Answered:
    """Rate an item in some partnerships, each as if it were the only one, where what the person saw still stands.

    `partnerships` are their places in addresses; of those where the person does not rate nothing is done. `seen` is
    what `seen_of` gave. Without a comment each rating keeps its own.
    """
    of_lead = Assessment.objects.filter(cycle=cycle, partnership__slug__in=partnerships)
    of_lead = of_lead.filter(by=F("partnership__agreement__lead")).order_by("pk")
    list(of_lead.select_for_update(of=("self",), no_key=True))  # in one order, whoever else does the same
    chosen = [one for one in places_for(cycle, item, by) if one.partnership.slug in partnerships]
    now = {one.partnership.slug: RatingState.of(one.rating) for one in chosen}
    wanted = {slug: RatingState(level.code, flag, comment or state.comment) for slug, state in now.items()}
    outcomes = resolutions_of(seen, now, wanted)
    done = Answered()
    for place in chosen:
        outcome = outcomes[place.partnership.slug]
        if not place.assessment.is_open:
            done.closed.append(place)
        elif outcome in (Resolution.MINE, Resolution.NOTHING):
            done.rated.append(_answer(place, item, level, wanted[place.partnership.slug], by=by))
        else:
            done.kept.append(place)
    return done


def _answer(place: Place, item: Item, level: RatingLevel, wanted: RatingState, *, by: User) -> Place:
    rating = save_rating(
        place.assessment,
        item,
        place.rating,
        level=level,
        flag=wanted.flag,
        comment=wanted.comment,
        version=version_of(place.rating),
        by=by,
    )
    return Place(place.assessment, rating)


def _with_ratings(assessments: list[Assessment], item: Item) -> list[Place]:
    rows = Rating.objects.filter(assessment__in=assessments, item=item).select_related("level", "updated_by")
    ratings = {rating.assessment_id: rating for rating in rows.order_by()}
    return [Place(one, ratings.get(one.pk)) for one in assessments]


class SameAnswerForm(forms.Form):
    """One answer, and the partnerships that are to have it. `seen` marks what the person saw in each."""

    fields: Any
    data: Any

    level = forms.ChoiceField(
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose a level.",
            "invalid_choice": "“%(value)s” is not on the scale. Choose another level.",
        },
    )
    flag = forms.BooleanField(required=False)
    comment = TextField(
        required=False,
        max_length=COMMENT_MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="It stands in place of a comment that is there. Left empty, each keeps its own.",
    )
    partnerships = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Tick the partnerships to rate: one at least.",
            "invalid_choice": "You do not rate for the lead agency in “%(value)s”. Reload the page.",
        },
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        places: Collection[Place],
        levels: dict[str, RatingLevel],
        scale: RatingScale,
    ) -> None:
        """What is not rated yet is ticked already."""
        ticked = [one.partnership.slug for one in places if one.level is None]
        super().__init__(data, initial={"partnerships": ticked, "seen": seen_of(places)})
        self.levels = levels
        self.fields["level"].choices = [(level.code, str(level)) for level in levels.values()]
        self.fields["partnerships"].choices = [
            (one.partnership.slug, one.partnership.partner.short_name) for one in places
        ]
        if scale.flag_label:
            self.fields["flag"].label = f"{scale.flag_symbol} {scale.flag_label}"
        else:
            del self.fields["flag"]

    def answer(self) -> dict[str, Any]:
        """The arguments of `answer_alike` that say what is answered, and where."""
        chosen = self.cleaned_data
        return {
            "partnerships": chosen["partnerships"],
            "level": self.levels[chosen["level"]],
            "flag": chosen.get("flag", False),
            "comment": chosen["comment"],
            "seen": chosen["seen"],
        }

    def left(self, kept: Iterable[Place], places: Iterable[Place]) -> None:
        """After a conflict only where somebody was faster is ticked, and the next try has seen what stands now."""
        self.data = self.data.copy()
        self.data.setlist("partnerships", [one.partnership.slug for one in kept])
        self.data["seen"] = seen_of(places)
