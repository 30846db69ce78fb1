"""Who changed what of a step, for people to read: in all its versions, the newest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from accounts.models import User
from core.words import day_in_words
from partnerships.models import Category, SignatorySide

from ..models import Action, ActionPlan, ActionStep, Repeats

WORDS = {
    "category_id": "category",
    "title": "title",
    "note": "note",
    "outcomes": "outcomes",
    "causes": "causes",
    "solutions": "solutions",
    "owner_id": "owner",
    "owner_role": "role",
    "owner_side": "side",
    "starts_on": "start",
    "due_on": "due date",
    "repeats": "how often",
    "partners": "who helps",
    "cost": "cost",
    "cost_in_words": "about the cost",
    "hours_stated": "hours as stated",
}
OF_ACTION = {"text": "action", "timeline": "timeline"}
CHOICES: dict[str, dict[str, str]] = {
    "owner_side": dict(SignatorySide.choices),
    "repeats": dict(Repeats.choices),
}
MOST = 200
"""Rows of history that are read; older ones are left to the administration."""


@dataclass(frozen=True)
class ChangeMade:
    at: datetime
    who: str
    """Empty where no person did it, as of what a file held."""
    what: str
    before: str = ""
    now: str = ""


def history_of(step: ActionStep) -> list[ChangeMade]:
    """In five queries at most."""
    own = {"lineage": step.lineage, "plan__partnership": step.plan.partnership_id}
    steps = list(ActionStep.history.filter(**own).order_by("-history_date", "-history_id")[:MOST].values())
    of_actions = {f"step__{name}": value for name, value in own.items()}
    actions = list(
        Action.history.filter(**of_actions).order_by("-history_date", "-history_id")[:MOST].values()
    )
    names = _names(steps, actions)
    changes = [*_of_steps(steps, names), *_of_actions(actions, names)]
    return sorted(changes, key=lambda change: change.at, reverse=True)[:MOST]


@dataclass(frozen=True)
class _Names:
    people: dict[int, str]
    categories: dict[int, str]
    versions: dict[int, str]

    def of(self, name: str, value: Any) -> str:
        if value in (None, ""):
            return ""
        if name == "owner_id":
            return self.people.get(value, "")
        if name == "category_id":
            return self.categories.get(value, "")
        if isinstance(value, date):
            return day_in_words(value)
        return CHOICES.get(name, {}).get(value) or str(value)


def _names(steps: Iterable[dict[str, Any]], actions: Iterable[dict[str, Any]]) -> _Names:
    steps = list(steps)
    people = {row["history_user_id"] for row in (*steps, *actions)} | {row["owner_id"] for row in steps}
    categories = Category.objects.filter(pk__in={row["category_id"] for row in steps})
    return _Names(
        {one.pk: str(one) for one in User.objects.filter(pk__in=people - {None})},
        {one.pk: one.title for one in categories},
        {one.pk: one.version for one in ActionPlan.objects.filter(pk__in={row["plan_id"] for row in steps})},
    )


def _with_earlier(rows: list[dict[str, Any]]) -> Iterable[tuple[dict[str, Any], dict[str, Any] | None]]:
    """Each row of history with the one before it of the same record."""
    earlier: dict[int, dict[str, Any]] = {}
    for row in reversed(rows):
        yield row, earlier.get(row["id"])
        earlier[row["id"]] = row


def _firsts(rows: Iterable[dict[str, Any]]) -> set[int]:
    """The keys of the records that were written down; the others of their lineage are copies in later versions."""
    first: dict[str, int] = {}
    for row in rows:
        first[row["lineage"]] = min(row["id"], first.get(row["lineage"], row["id"]))
    return set(first.values())


def _of_steps(rows: list[dict[str, Any]], names: _Names) -> Iterable[ChangeMade]:
    firsts = _firsts(rows)
    for row, before in _with_earlier(rows):
        at, who = row["history_date"], names.people.get(row["history_user_id"], "")
        if row["history_type"] == "+":
            carried = f"carried into version {names.versions.get(row['plan_id'], '')}"
            yield ChangeMade(at, who, "written down" if row["id"] in firsts else carried)
        elif before is None:
            continue
        elif (row["removed_at"] is None) != (before["removed_at"] is None):
            yield ChangeMade(at, who, "removed" if row["removed_at"] else "put back")
        else:
            for name, label in WORDS.items():
                if row[name] != before[name]:
                    yield ChangeMade(at, who, label, names.of(name, before[name]), names.of(name, row[name]))


def _of_actions(rows: list[dict[str, Any]], names: _Names) -> Iterable[ChangeMade]:
    firsts = _firsts(rows)
    for row, before in _with_earlier(rows):
        at, who = row["history_date"], names.people.get(row["history_user_id"], "")
        if row["history_type"] == "-":
            yield ChangeMade(at, who, "action taken off", before=row["text"])
        elif row["history_type"] == "+":
            if row["id"] in firsts:
                yield ChangeMade(at, who, "action added", now=row["text"])
        elif before is not None:
            for name, label in OF_ACTION.items():
                if row[name] != before[name]:
                    yield ChangeMade(at, who, label, before[name], row[name])
            if (row["done_at"] is None) != (before["done_at"] is None):
                yield ChangeMade(at, who, "ticked off" if row["done_at"] else "open again", now=row["text"])
