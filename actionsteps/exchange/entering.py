"""Puts what a workbook says of a step into the forms in which people change it, and asks them what is wrong.

The forms get copies: one that is asked writes what was typed into its record.
"""

from collections.abc import Mapping, Sequence
from copy import copy
from typing import Any, TypeVar

from django.utils.datastructures import MultiValueDict

from ..models import ActionStep
from ..steps.doing_form import DoingForm
from ..steps.forms import StepWordsForm
from ..steps.rows import FormWithRows
from .layout import ACTION, TIMELINE, key_of, kind_of, of_action
from .standing import StandingPlan, in_words
from .values import recurrence_of

Parts = Mapping[str, str]

OneForm = TypeVar("OneForm", StepWordsForm, DoingForm)

PART_OF = {
    "said": "answers",
    "feedback": "answers",
    "starts_on": "starts",
    "due_on": "due",
    "owner_role": "owner",
    "repeats_every": "repeats",
    "repeats_in": "repeats",
}
"""By field of a form, where the two are not called the same."""


def words_form(
    standing: StandingPlan, step: ActionStep, parts: Parts, order: Sequence[str] = ()
) -> StepWordsForm:
    """The form of a step's words, as if somebody had typed these parts into it now.

    `order` are the keys of its actions as they stand in the sheet.
    """
    form, data = _as_it_stands(StepWordsForm, step)
    if "category" in parts:
        named = (one for one in standing.categories if in_words(one) == parts["category"])
        data["category"] = next((one.pk for one in named), "")
    for name in ("title", "note"):
        if name in parts:
            data[name] = parts[name]
    if "answers" in parts:
        said = standing.statements_in(parts["answers"])
        data.setlist("feedback", [one.pk for one in said.values() if one])
        data["said"] = next((text for text, one in said.items() if one is None), "")
    if "items" in parts:
        references = filter(None, parts["items"].split(", "))
        data.setlist("items", [standing.items[one.casefold()].pk for one in references])
    _put_rows(form, data, _actions(form, parts, order))
    return _asking(StepWordsForm(data, step=copy(step)), parts, "category", "items")


def doing_form(standing: StandingPlan, step: ActionStep, parts: Parts) -> DoingForm:
    """The form of who does a step and until when. An owner who left and stays is no obstacle."""
    form, data = _as_it_stands(DoingForm, step)
    if "owner" in parts:
        person = next(iter(standing.people_called(parts["owner"])), None) if parts["owner"] else None
        data["owner"] = person.pk if person else ""
        if person is None and (parts["owner"] or step.owner is None):
            data["owner_role"] = parts["owner"]
    for part, name in (("starts", "starts_on"), ("due", "due_on")):
        if part in parts:
            data[name] = parts[part]
    if "repeats" in parts:
        repeats, every, months = recurrence_of(parts["repeats"] or "once")
        data["repeats"], data["repeats_every"] = repeats.value, every
        data.setlist("repeats_in", months)
    _put_rows(form, data, [(row["key"], row) for row in form.rows.initial or ()])
    return _asking(DoingForm(data, step=copy(step)), parts, "owner")


def problems_with(form: StepWordsForm | DoingForm) -> dict[str, str]:
    """What is wrong, by part; what the form says of the whole step, as “”."""
    if form.is_valid():
        return {}
    found = {}
    for name, errors in form.errors.items():
        if name != form.part:
            found["" if name == "__all__" else PART_OF.get(name, name)] = str(errors[0])
    for row in form.rows.forms:
        for name, errors in row.errors.items():
            found[of_action(ACTION if name == "text" else TIMELINE, row["key"].value())] = str(errors[0])
    return found or {"": "See what is wrong on the page of the step."}


def _asking(form: OneForm, parts: Parts, *names: str) -> OneForm:
    """Without those of these fields that nobody touched: what stands there is not looked at again."""
    for name in names:
        if name not in parts:
            del form.fields[name]
    return form


def _as_it_stands(kind: Any, step: ActionStep) -> tuple[Any, MultiValueDict[str, Any]]:
    """A step's form, and what a browser would send of it untouched, without its rows."""
    form = kind(step=step)
    data: MultiValueDict[str, Any] = MultiValueDict()
    for name in form.fields:
        value = None if name == form.part else form[name].value()
        if isinstance(value, list | tuple):
            data.setlist(name, list(value))
        elif value is not None and value is not False:
            data[name] = str(value)
    return form, data


def _put_rows(form: FormWithRows, data: MultiValueDict[str, Any], rows: list[tuple[str, Any]]) -> None:
    """Rows as (key, what is typed by column), in their order."""
    prefix = form.part
    data[f"{prefix}-TOTAL_FORMS"] = data[f"{prefix}-INITIAL_FORMS"] = str(len(rows))
    for place, (key, typed) in enumerate(rows):
        data[f"{prefix}-{place}-key"] = key
        data[f"{prefix}-{place}-ORDER"] = str(place + 1)
        for column in form.columns:
            data[f"{prefix}-{place}-{column}"] = str(typed.get(column) or "")


def _actions(form: StepWordsForm, parts: Parts, order: Sequence[str]) -> list[tuple[str, dict[str, str]]]:
    """The actions as they are to stand: a new one behind the one above it in the sheet; what is emptied goes."""
    rows = {row["key"]: dict(row) for row in form.rows.initial or ()}
    wanted = {key_of(part) for part in parts if kind_of(part) in (ACTION, TIMELINE)}
    keys = list(rows)
    for place, key in enumerate(order):
        if key in wanted and key not in rows:
            above = order[place - 1] if place else ""
            keys.insert(keys.index(above) + 1 if above in keys else len(keys), key)
    found = []
    for key in keys:
        row = rows.get(key, {})
        for kind, column in ((ACTION, "text"), (TIMELINE, "timeline")):
            row[column] = parts.get(of_action(kind, key), row.get(column, ""))
        found.append((key, row))
    return found
