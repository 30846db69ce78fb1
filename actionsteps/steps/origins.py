"""What a step can come from: an item, an area of focus, a decision, feedback; and the steps that come from each."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from assessments.models import Decision, Highlight, HighlightKind
from assessments.rounds import rounds_of
from partnerships.models import Category, Edition, Item, Partnership

from ..models import ActionStep, Feedback
from ..progress.state import StepState, state_of, with_owner_left

KINDS = ("item", "focus", "decision", "feedback")
LABELS = {"focus": "Area of focus", "decision": "Decision", "feedback": "Feedback"}
"""An item is called as its edition calls it."""


@dataclass(frozen=True)
class Origin:
    """One thing that a step can come from. `kind` and `key` name it in addresses."""

    kind: str
    key: str
    words: str
    category: Category | None
    """The one that a step from it most likely belongs to."""
    record: Any
    label: str


def readable_assessments(partnership: Partnership, user: User | AnonymousUser) -> list[int]:
    """The keys of the assessments that this person reads."""
    rounds = rounds_of(partnership, partnership.assessments.for_rounds().select_related("cycle__period"))
    return [one.pk for round_ in rounds for one in round_.seen_by(user).assessments if one.readable]


def find_origin(
    user: User | AnonymousUser, partnership: Partnership, edition: Edition, kind: str, key: str
) -> Origin | None:
    """What an address names; None where there is no such thing, or this person does not read it."""
    readable = readable_assessments(partnership, user) if kind in ("focus", "decision") else []
    records: dict[str, QuerySet[Any]] = {
        "item": _items(partnership, edition).filter(reference=key),
        "focus": _focuses(readable).filter(public_id=key),
        "decision": Decision.objects.filter(assessment__in=readable, public_id=key),
        "feedback": Feedback.objects.filter(partnership=partnership, public_id=key).select_related(
            "category"
        ),
    }
    record = records[kind].first() if kind in records else None
    return _origin(kind, record, edition) if record else None


def _origin(kind: str, record: Any, edition: Edition) -> Origin:
    label = LABELS.get(kind, edition.words.item.capitalised)
    if kind == "item":
        words = f"{record.reference} {record.full_text}"
        return Origin(kind, record.reference, words, record.category, record, label)
    if kind == "focus":
        items = (item for item in record.items.all() if item.edition_id == edition.pk)
        category = next((item.category for item in items), None)
        return Origin(kind, record.public_id, record.text, category, record, label)
    if kind == "decision":
        return Origin(kind, record.public_id, record.what, None, record, label)
    return Origin(kind, record.public_id, record.text, record.category, record, label)


def _items(partnership: Partnership, edition: Edition) -> QuerySet[Item]:
    items = Item.objects.for_partnership(partnership).filter(edition=edition).select_related("category")
    return items.order_by("category__position", "position", "pk")


def _focuses(assessments: Iterable[int]) -> QuerySet[Highlight]:
    focuses = Highlight.objects.filter(kind=HighlightKind.FOCUS, assessment__in=assessments)
    of_whom = focuses.select_related("assessment__cycle__period", "assessment__by", "assessment__partnership")
    return of_whom.prefetch_related("items__category")


@dataclass(frozen=True)
class OriginWithSteps:
    """An origin with the steps that come from it. `place` is the element on a page that shows it."""

    origin: Origin
    place: str
    steps: list["StandingStep"]


@dataclass(frozen=True)
class StandingStep:
    """A step of the version that people work with, and how it stands."""

    step: ActionStep
    state: StepState


@dataclass(frozen=True)
class Origins:
    items: list[OriginWithSteps]
    focuses: list[OriginWithSteps]
    decisions: list[OriginWithSteps]


def steps_of(partnership: Partnership) -> QuerySet[ActionStep]:
    """The steps that people work with, with all that a line of them says."""
    newest = ActionStep.objects.newest().kept().filter(plan__partnership=partnership)
    steps = with_owner_left(newest).select_related("plan", "owner", "category")
    return steps.prefetch_related("feedback", "actions").order_by("next_on", "pk")


def steps_serving(partnership: Partnership, lineage: str) -> list[StandingStep]:
    """The steps that serve an item, in whichever edition it stands. In three queries."""
    serving = ActionStep.items.through.objects.filter(item__lineage=lineage)
    steps = steps_of(partnership).filter(pk__in=serving.values("actionstep"))
    return [StandingStep(step, state_of(step, timezone.localdate())) for step in steps]


def gather_origins(user: User | AnonymousUser, partnership: Partnership, edition: Edition) -> Origins:
    """Of an edition all items; of what a person reads the areas of focus, and the decisions that are not settled.

    In a fixed number of queries.
    """
    by_lineage: dict[str, list[StandingStep]] = defaultdict(list)
    by_highlight: dict[int, list[StandingStep]] = defaultdict(list)
    by_decision: dict[int, list[StandingStep]] = defaultdict(list)
    today = timezone.localdate()
    for step in steps_of(partnership).prefetch_related("items", "highlights", "decisions"):
        standing = StandingStep(step, state_of(step, today))
        for item in step.items.all():
            by_lineage[item.lineage].append(standing)
        for highlight in step.highlights.all():
            by_highlight[highlight.pk].append(standing)
        for decision in step.decisions.all():
            by_decision[decision.pk].append(standing)
    readable = readable_assessments(partnership, user)
    focuses = _focuses(readable).order_by("-assessment__cycle__period__start", "position", "pk")
    decisions = Decision.objects.filter(assessment__in=readable, settled_at=None).order_by("-pk")

    def with_steps(kind: str, record: Any, place: str, steps: list[StandingStep]) -> OriginWithSteps:
        return OriginWithSteps(_origin(kind, record, edition), place, steps)

    return Origins(
        [
            with_steps("item", item, f"item-{item.reference}", by_lineage[item.lineage])
            for item in _items(partnership, edition)
        ],
        [with_steps("focus", row, f"highlight-{row.public_id}", by_highlight[row.pk]) for row in focuses],
        [
            with_steps("decision", row, f"decision-{row.public_id}", by_decision[row.pk])
            for row in decisions.select_related("assessment__cycle__period")
        ],
    )


LINKS = {"focus": "highlights", "decision": "decisions"}
"""Where a step names what it comes from. Items and feedback are chosen in its form."""


def initial_of(origin: Origin | None) -> dict[str, Any]:
    """What the form of a new step begins with. A decision says what is done, so its words are the first action."""
    if origin is None:
        return {}
    if origin.kind == "focus":
        return {"items": [item.pk for item in origin.record.items.all()]}
    if origin.kind == "decision":
        return {"action": origin.words}
    names = {"item": "items", "feedback": "feedback"}
    return {names[origin.kind]: [origin.record.pk]} if origin.kind in names else {}


def add_origin(step: ActionStep, origin: Origin) -> None:
    """Let a step that was written just now name the area of focus or the decision it comes from."""
    if name := LINKS.get(origin.kind):
        getattr(step, name).add(origin.record)
