"""What a version of a plan says otherwise than another one."""

from dataclasses import dataclass

from django.db.models import Prefetch

from partnerships.models import Item

from ..models import ActionPlan, ActionStep, PointKind

PARTS = {
    "title": "Name",
    "answers": "Parent feedback",
    "actions": "Action step",
    "serves": "Connection",
    "category": "Category",
    "note": "Note",
    "outcomes": "Outcomes",
    "causes": "Causes",
    "solutions": "Solutions",
    "strengths": "Leverageable strengths",
    "targets": "Targeted",
}
"""What a plan's document says of a step, with the words for it."""


@dataclass(frozen=True)
class PartChange:
    label: str
    before: str
    now: str


@dataclass(frozen=True)
class StepChange:
    """A step that two versions say otherwise. `before` is None where it was added, `now` where it is gone."""

    before: ActionStep | None
    now: ActionStep | None
    parts: tuple[PartChange, ...] = ()

    @property
    def step(self) -> ActionStep:
        step = self.now or self.before
        assert step is not None  # noqa: S101  # a change is of something
        return step


@dataclass(frozen=True)
class VersionDifference:
    added: tuple[StepChange, ...]
    changed: tuple[StepChange, ...]
    dropped: tuple[StepChange, ...]
    same: int

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.dropped)


def difference(before: ActionPlan, now: ActionPlan) -> VersionDifference:
    """Step by step, by its lineage: not by its place, which changes with what stands above. In ten queries."""
    old, new = _steps_of(before), _steps_of(now)
    both = [lineage for lineage in new if lineage in old]
    changes = [StepChange(old[key], new[key], _parts(old[key], new[key])) for key in both]
    return VersionDifference(
        added=tuple(StepChange(None, step) for key, step in new.items() if key not in old),
        changed=tuple(change for change in changes if change.parts),
        dropped=tuple(StepChange(step, None) for key, step in old.items() if key not in new),
        same=sum(not change.parts for change in changes),
    )


def _steps_of(plan: ActionPlan) -> dict[str, ActionStep]:
    items = Prefetch("items", Item.objects.order_by("category__position", "position"))
    steps = plan.steps.select_related("category").prefetch_related("actions", "feedback", "points", items)
    return {step.lineage: step for step in steps}


def _parts(before: ActionStep, now: ActionStep) -> tuple[PartChange, ...]:
    old, new = _said_of(before), _said_of(now)
    labels = PARTS | {"category": now.plan.edition.words.category.capitalised}
    return tuple(
        PartChange(label, old[part], new[part]) for part, label in labels.items() if old[part] != new[part]
    )


def _said_of(step: ActionStep) -> dict[str, str]:
    actions = (f"{one.text} ({one.timeline})" if one.timeline else one.text for one in step.actions.all())
    return {name: getattr(step, name) for name in ("title", "note", "outcomes", "causes", "solutions")} | {
        "answers": "\n".join(feedback.text for feedback in step.feedback.all()),
        "actions": "\n".join(actions),
        "serves": step.connection,
        "strengths": _points(step, PointKind.STRENGTH),
        "targets": _points(step, PointKind.TARGET),
        "category": f"{step.category.number} {step.category.title}",
    }


def _points(step: ActionStep, kind: PointKind) -> str:
    return "\n".join(point.words for point in step.points.all() if point.kind == kind)
