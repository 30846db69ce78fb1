"""What the figures of a row mean from a period on, as a person writes it down."""

import re
from decimal import Decimal
from typing import Any

from django import forms

from core.forms import DayField, TextField
from core.history import delete_as, save_as
from evidence.models import Component, CompositionGroup, Definition, LadderStep
from evidence.reading import in_short

from .forms import OfRowForm

COMPONENT = re.compile(r"(?P<letter>[^:]{1,20}?)(?P<optional> ?\(optional\))?: ?(?P<label>.+)")
GROUP = re.compile(r"(?P<label>.{1,120}?): ?(?P<enrolled>[0-9]{1,9}|[0-9]{1,3}(?:,[0-9]{3}){1,2})")
STEP = re.compile(
    r"(?P<number>-?(?:[0-9]{1,9}(?:\.[0-9]{1,4})?|\.[0-9]{1,4}))(?: ?%)?(?: (?P<label>\S.{0,119}))?"
)


class DefinitionForm(OfRowForm):
    components = TextField(
        required=False,
        max_length=5000,
        widget=forms.Textarea({"rows": 3}),
        label="Figures that the formula names",
        help_text="One a line: “a: children referred”. Where some periods have none, “d (optional): ...”.",
    )

    composition = TextField(
        required=False,
        max_length=5000,
        widget=forms.Textarea({"rows": 3}),
        label="How many of each group are enrolled there",
        help_text="One a line, as the breakdown calls them: “Black: 12,345”.",
    )
    ladder = TextField(
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        label="Steps of a ladder that it stands on",
        help_text="One a line, the best first, in the order they are printed: “60”, “15% healthy”.",
    )
    field_order = [
        "from_period",
        "formula",
        "components",
        "ladder",
        "numerator_label",
        "denominator_label",
        "comparator",
        "minimum_n",
        "minimum_n_of",
        "entities",
        "source",
        "composition_of",
        "composition",
    ]

    class Meta:
        model = Definition
        fields = [
            "from_period",
            "formula",
            "numerator_label",
            "denominator_label",
            "comparator",
            "minimum_n",
            "minimum_n_of",
            "entities",
            "source",
            "composition_of",
            "reason",
            "approved_by",
            "approved_on",
        ]
        field_classes = {"formula": TextField, "reason": TextField, "approved_on": DayField}
        widgets = {"formula": forms.Textarea({"rows": 4}), "reason": forms.Textarea({"rows": 2})}
        labels = {
            "from_period": "From which period on",
            "formula": "How it is worked out",
            "numerator_label": "What is counted",
            "denominator_label": "Out of what",
            "comparator": "What it is held against",
            "entities": "Who counts",
            "source": "Where this stands",
            "composition_of": "For a weighted risk ratio: whose composition it weighs by",
        }

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.instance.row = self.row
        self.offer_periods("from_period")

    def clean_components(self) -> str:
        lines = self.lines_of("components")
        for number, line in enumerate(lines, 1):
            if not COMPONENT.fullmatch(line.strip()):
                raise forms.ValidationError(f"Line {number}: write a letter, a colon, and what it is.")
        return "\n".join(line.strip() for line in lines)

    def clean_composition(self) -> str:
        groups: dict[str, int] = {}
        for number, line in enumerate(self.lines_of("composition"), 1):
            if (group := _read_group(line)) is None:
                raise forms.ValidationError(f"Line {number}: write a group, a colon, and how many there are.")
            if group[0] in groups:
                raise forms.ValidationError(f"Line {number}: “{group[0]}” stands there twice.")
            groups[group[0]] = group[1]
        return "\n".join(map(_group_line, groups, groups.values()))

    def clean_ladder(self) -> str:
        lines = self.lines_of("ladder")
        for number, line in enumerate(lines, 1):
            if not STEP.fullmatch(line.strip()):
                raise forms.ValidationError(
                    f"Line {number}: write the number from which on the step is reached."
                )
        return "\n".join(_step_line(*_read_step(line)) for line in lines)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("composition") and not data.get("composition_of"):
            self.add_error("composition_of", "Say whose composition this is, from when, and where it stands.")
        return data

    def said_beside(self, record: Any) -> dict[str, object]:
        lines = map(_component_line, record.components.all()) if record.pk else []
        groups = record.composition.all() if record.pk else []
        composition = "\n".join(_group_line(group.label, group.enrolled) for group in groups)
        steps = [_step_line(step.threshold, step.label) for step in record.ladder.all()] if record.pk else []
        return {"components": "\n".join(lines), "composition": composition, "ladder": "\n".join(steps)}

    def write_beside(self, record: Any, name: str, value: str, user: Any) -> None:
        write = {"components": _write_components, "composition": _write_composition, "ladder": _write_ladder}
        write[name](record, value, user)


def _write_components(record: Definition, value: str, user: Any) -> None:
    standing = {one.letter: one for one in record.components.all()}
    found = filter(None, map(COMPONENT.fullmatch, value.split("\n")))
    for place, parts in enumerate(found, 1):
        letter = parts["letter"].strip()
        one = standing.pop(letter, None) or Component(definition=record, letter=letter)
        said = (parts["label"].strip(), bool(parts["optional"]), place)
        if said != (one.label, one.is_optional, one.position):
            one.label, one.is_optional, one.position = said
            save_as(one, by=user)
    for one in standing.values():
        delete_as(one, by=user)


def _write_composition(record: Definition, value: str, user: Any) -> None:
    standing = {one.label: one for one in record.composition.all()}
    for place, (label, enrolled) in enumerate(filter(None, map(_read_group, value.split("\n"))), 1):
        one = standing.pop(label, None) or CompositionGroup(definition=record, label=label)
        if (one.enrolled, one.position) != (enrolled, place):
            one.enrolled, one.position = enrolled, place
            save_as(one, by=user)
    for one in standing.values():
        delete_as(one, by=user)


def _write_ladder(record: Definition, value: str, user: Any) -> None:
    standing = {one.position: one for one in record.ladder.all()}
    for place, line in enumerate(filter(None, value.split("\n")), 1):
        one = standing.pop(place, None) or LadderStep(definition=record, position=place)
        said = _read_step(line)
        if said != (one.threshold, one.label):
            one.threshold, one.label = said
            save_as(one, by=user)
    for one in standing.values():
        delete_as(one, by=user)


def _read_step(line: str) -> tuple[Decimal, str]:
    """Of a line that is one (`STEP`)."""
    found = STEP.fullmatch(line.strip())
    assert found is not None  # noqa: S101
    return Decimal(found["number"]), (found["label"] or "").strip()


def _step_line(threshold: Decimal, label: str) -> str:
    return f"{in_short(threshold, 4).replace(',', '')} {label}".strip()


def _read_group(line: str) -> tuple[str, int] | None:
    found = GROUP.fullmatch(line.strip())
    return (found["label"].strip(), int(found["enrolled"].replace(",", ""))) if found else None


def _group_line(label: str, enrolled: int) -> str:
    return f"{label}: {enrolled:,}"


def _component_line(one: Component) -> str:
    return f"{one.letter}{' (optional)' if one.is_optional else ''}: {one.label}"
