"""What a row means and is to reach, through the editions it stands in."""

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from evidence.models import Definition, EvidenceRow, Observation, Target, TargetKind

from .judging import Result, definition_in_force, in_words, judge, target_in_force


@dataclass(frozen=True)
class Meanings:
    """Of one row's line: all its definitions, the oldest first, with their targets."""

    definitions: list[Definition]

    @property
    def targets(self) -> list[Target]:
        return [target for one in self.definitions for target in one.targets.all()]

    def target_of(self, value: Observation) -> Target | None:
        return target_in_force(self.definitions, self.targets, value)

    def target_in_words(self, row: EvidenceRow, value: Observation) -> str:
        """Empty where there is none."""
        target = self.target_of(value)
        return in_words(target, row) if target else ""

    def result(self, row: EvidenceRow, value: Observation) -> Result:
        return judge(row, value, self.target_of(value), definition_in_force(self.definitions, value))

    def broken_between(self, before: Observation, value: Observation) -> Definition | None:
        """The definition that came into force between two values: their line breaks there."""
        then, now = (definition_in_force(self.definitions, one) for one in (before, value))
        return now if now and then and now.pk != then.pk else None


def definitions_of(row: EvidenceRow) -> QuerySet[Definition]:
    """Of a row and of those it continues in earlier editions."""
    return Definition.objects.filter(row__partnership=row.partnership_id, row__lineage=row.lineage)


def meanings_of(rows: list[EvidenceRow]) -> dict[str, Meanings]:
    """By lineage, of rows of one partnership (or of the lead agency). In two queries, however many rows;
    in three where a target has bands."""
    if not rows:
        return {}
    found = (
        Definition.objects.filter(
            row__partnership=rows[0].partnership_id, row__lineage__in={row.lineage for row in rows}
        )
        .select_related("from_period", "row")
        .prefetch_related(Prefetch("targets", Target.objects.select_related("period")))
        .order_by("from_period__start", "pk")
    )
    banded: list[Target] = []
    of: dict[str, list[Definition]] = {row.lineage: [] for row in rows}
    for definition in found:
        of[definition.row.lineage].append(definition)
        for target in definition.targets.all():
            target.definition = definition
            banded += [target] if target.kind == TargetKind.BANDS else []
    if banded:
        prefetch_related_objects(banded, "bands")
    return {lineage: Meanings(definitions) for lineage, definitions in of.items()}
