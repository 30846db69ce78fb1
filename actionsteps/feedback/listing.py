"""All feedback of a partnership, as a list to choose from."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from partnerships.models import Category, Partnership

from ..access import edition_of
from ..models import Feedback, FeedbackSource, FeedbackState
from ..models.feedback import FeedbackQuerySet

LINES_A_PAGE = 50


class FeedbackShown(StrEnum):
    """What the list may be narrowed to."""

    ALL = ""
    WAITING = "waiting"
    STEPS = "steps"
    ANSWERED = "answered"
    DECLINED = "declined"
    RELEASED = "released"
    ASIDE = "aside"

    @property
    def label(self) -> str:
        return {
            FeedbackShown.ALL: "All",
            FeedbackShown.WAITING: "Waits for an answer",
            FeedbackShown.STEPS: "In steps",
            FeedbackShown.ANSWERED: "Answered",
            FeedbackShown.DECLINED: "Declined",
            FeedbackShown.RELEASED: "Released to families",
            FeedbackShown.ASIDE: "Set aside",
        }[self]


@dataclass(frozen=True)
class Filters:
    """What somebody looks for, as the address of the list says it."""

    show: FeedbackShown = FeedbackShown.ALL
    words: str = ""
    category: str = ""
    """The number of a category, as printed."""
    source: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Filters":
        """What an address asks for; what is no filter of ours is left out."""
        show = next((one for one in FeedbackShown if one == query.get("show", "")), FeedbackShown.ALL)
        source = query.get("source", "")
        return cls(
            show,
            query.get("q", "").strip()[:200],
            query.get("category", "")[:10],
            source if source in FeedbackSource else "",
        )


def categories_of(partnership: Partnership) -> QuerySet[Category]:
    """What feedback may be about: the categories of the edition in force, or else of the newest."""
    edition = edition_of(partnership)
    return Category.objects.filter(edition=edition) if edition else Category.objects.none()


def with_counts(feedback: FeedbackQuerySet) -> QuerySet[Feedback, Any]:
    """`original_count` and `people_of_originals`: how many are merged under it, and how many people said those."""
    stands = Q(originals__removed_at=None)
    return feedback.annotate(
        original_count=Count("originals", filter=stands),
        people_of_originals=Sum("originals__people", filter=stands),
    )


def people_in_all(feedback: Any) -> int | None:
    """How many people said it, those of what is merged under it added up; None where nobody counted."""
    counts = [feedback.people, feedback.people_of_originals]
    return sum(filter(None, counts)) if any(count is not None for count in counts) else None


def listed(partnership: Partnership, filters: Filters) -> QuerySet[Feedback, Any]:
    """What the filters leave, the newest first, each with its counts and `is_linked`."""
    feedback = _narrowed(_of(partnership, filters.show), filters.show)
    if filters.words:
        among = Feedback.objects.filter(merged_into=OuterRef("pk"), text__icontains=filters.words)
        feedback = feedback.filter(Q(text__icontains=filters.words) | Exists(among))
    if filters.category:
        feedback = feedback.filter(category__number=filters.category)
    if filters.source:
        feedback = feedback.filter(source=filters.source)
    return (
        with_counts(feedback)
        .select_related("category", "merged_into", "message")
        .order_by("-recorded_at", "-pk")
    )


def _of(partnership: Partnership, show: FeedbackShown) -> FeedbackQuerySet:
    kept = Feedback.with_removed if show == FeedbackShown.ASIDE else Feedback.objects
    feedback: FeedbackQuerySet = kept.filter(partnership=partnership)
    return feedback if show == FeedbackShown.ASIDE else feedback.statements().with_links()


def _narrowed(feedback: FeedbackQuerySet, show: FeedbackShown) -> FeedbackQuerySet:
    waits = Q(state=FeedbackState.WAITING)
    conditions: dict[FeedbackShown, Q] = {
        FeedbackShown.ALL: Q(),
        FeedbackShown.WAITING: waits & Q(is_linked=False),
        FeedbackShown.STEPS: Q(is_linked=True),
        FeedbackShown.ANSWERED: Q(state=FeedbackState.ANSWERED),
        FeedbackShown.DECLINED: Q(state=FeedbackState.DECLINED),
        FeedbackShown.RELEASED: Q(released_at__isnull=False),
        FeedbackShown.ASIDE: Q(removed_at__isnull=False),
    }
    narrowed: FeedbackQuerySet = feedback.filter(conditions[show])
    return narrowed


def counts_of(partnership: Partnership) -> dict[FeedbackShown, int]:
    """How much of the partnership's feedback each narrowing shows. Two queries."""
    counts: Counter[FeedbackShown] = Counter()
    rows: Any = _of(partnership, FeedbackShown.ALL).order_by()
    rows = rows.values_list("state", "is_linked", "released_at")
    for state, is_linked, released_at in rows:
        counts[FeedbackShown.ALL] += 1
        counts[FeedbackShown.STEPS] += is_linked
        counts[FeedbackShown.RELEASED] += released_at is not None
        counts[FeedbackShown.WAITING] += state == FeedbackState.WAITING and not is_linked
        counts[FeedbackShown.ANSWERED] += state == FeedbackState.ANSWERED
        counts[FeedbackShown.DECLINED] += state == FeedbackState.DECLINED
    counts[FeedbackShown.ASIDE] = _narrowed(
        _of(partnership, FeedbackShown.ASIDE), FeedbackShown.ASIDE
    ).count()
    return counts


def next_waiting(feedback: Feedback) -> Feedback | None:
    """What waits for an answer beside this one: what was recorded next before it, or else the newest."""
    waiting: FeedbackQuerySet = Feedback.objects.filter(partnership=feedback.partnership_id).waiting()
    others = waiting.exclude(pk=feedback.pk).order_by("-recorded_at", "-pk")
    return others.filter(recorded_at__lte=feedback.recorded_at).first() or others.first()
