"""What a row means and is to reach, through the editions it stands in."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Exists, F, Model, OuterRef, QuerySet, prefetch_related_objects

from evidence.models import Definition, EvidenceRow, LadderStep, Observation, Target, TargetKind
from partnerships.models import Period

from .judging import Result, definition_in_force, in_words, judge, number_of, target_in_force
from .ladder import OnLadder, place_on_ladder


@dataclass(frozen=True)
class Meanings:
    """Of one row's line: all its definitions, the oldest first, and their targets."""

    definitions: list[Definition]
    targets: list[Target]

    def definition_of(self, value: Observation) -> Definition | None:
        """The one in force in the value's period."""
        return definition_in_force(self.definitions, value)

    def target_of(self, value: Observation) -> Target | None:
        return target_in_force(self.definitions, self.targets, value)

    def target_in_words(self, row: EvidenceRow, value: Observation) -> str:
        """Empty where there is none."""
        target = self.target_of(value)
        return in_words(target, row) if target else ""

    def result(self, row: EvidenceRow, value: Observation) -> Result:
        return judge(row, value, self.target_of(value), self.definition_of(value))

    def on_ladder(self, row: EvidenceRow, value: Observation) -> OnLadder | None:
        """Where a value stands on the ladder of the definition in force; None where it has none."""
        in_force = self.definition_of(value)
        if in_force is None or not in_force.has_ladder:
            return None
        return place_on_ladder(row, list(in_force.ladder.all()), number_of(value, row))

    def broken_between(self, before: Observation, value: Observation) -> Definition | None:
        """The definition that came into force between two values: their line breaks there."""
        then, now = (self.definition_of(one) for one in (before, value))
        return now if now and then and now.pk != then.pk else None


Record = TypeVar("Record", bound=Model)


def definitions_of(row: EvidenceRow) -> QuerySet[Definition]:
    """Of a row and of those it continues in earlier editions."""
    return Definition.objects.filter(row__partnership=row.partnership_id, row__lineage=row.lineage)


def _joined(model: type[Model], path: str) -> dict[str, str]:
    """The columns of a record that is read with another: by the name each is read under, where it is found."""
    return {f"{path}__{name}".replace("__", "_of_"): f"{path}__{name}" for name in _columns(model)}


def _columns(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


def _read_with(model: type[Record], definition: Definition, names: Iterable[str]) -> Record:
    values = [getattr(definition, name) for name in names]
    return model.from_db(definition._state.db, _columns(model), values)


HAS_LADDER = {"has_ladder": Exists(LadderStep.objects.filter(definition=OuterRef("pk")))}
TARGET, ITS_PERIOD = _joined(Target, "targets"), _joined(Period, "targets__period")


def meanings_of(rows: list[EvidenceRow]) -> dict[str, Meanings]:
    """By lineage, of rows of one partnership. In one query, however many rows;
    one more where a target has bands, and one where there is a ladder.

    A definition is read once for each of its targets, which are few, and once where it has none.
    """
    if not rows:
        return {}
    found = (
        Definition.objects.filter(
            row__partnership=rows[0].partnership_id, row__lineage__in={row.lineage for row in rows}
        )
        .select_related("from_period", "row")
        .annotate(**HAS_LADDER, **{name: F(path) for name, path in (TARGET | ITS_PERIOD).items()})
        .order_by("from_period__start", "pk", "targets__period__start", "targets__pk")
    )
    of = {row.lineage: Meanings([], []) for row in rows}
    for definition in found:
        meanings = of[definition.row.lineage]
        if definition not in meanings.definitions:
            meanings.definitions.append(definition)
        target = _read_with(Target, definition, TARGET)
        if target.pk is not None:
            target.definition = definition
            target.period = _read_with(Period, definition, ITS_PERIOD)
            meanings.targets.append(target)
    targets = [target for meanings in of.values() for target in meanings.targets]
    if banded := [target for target in targets if target.kind == TargetKind.BANDS]:
        prefetch_related_objects(banded, "bands")
    definitions = [one for meanings in of.values() for one in meanings.definitions]
    if with_ladder := [one for one in definitions if one.has_ladder]:
        prefetch_related_objects(with_ladder, "ladder")
    return of
