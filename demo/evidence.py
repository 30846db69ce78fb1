"""Invented evidence: two rows in each category, with a value for every year, and a target for one."""

from collections.abc import Iterator, Sequence
from random import Random

from core.bulk import insert, write_history
from evidence.models import Definition, EvidenceRow, Observation, RowKind, Target, TargetKind
from partnerships.models import Category, Direction, Edition, Partnership, Period

LABELS = (
    ("Positions filled", "Staff who stay"),
    ("Teachers trained in reading instruction", "Coaching visits held"),
    ("Meetings with a general education teacher", "Families who answered the survey"),
    ("Students with IEPs proficient in reading", "Graduation rate"),
    ("Measures with a dashboard", "Devices ready for use"),
    ("Buses on time", "Rides under an hour"),
    ("Students in career programs", "Students placed after graduation"),
)
"""For each category; all are percentages."""
COUNTING_STUDENTS = {4, 7}
"""Numbers of the categories whose rows count students."""
TARGET_FOR = "Graduation rate"
BATCH = 5_000


Editions = list[tuple[Edition, list[Period]]]
"""The oldest first, each with the periods that fall into it."""


def write_evidence(
    partnerships: Sequence[Partnership], editions: Editions, random: Random, reason: str
) -> None:
    """Rows that go on through the editions, with values and their history."""
    for edition, periods in editions:
        categories = list(edition.categories.order_by("position"))
        rows = [row for one in partnerships for row in _rows(one, categories)]
        for start in range(0, len(rows), BATCH):
            insert(rows[start : start + BATCH])
        written = list(EvidenceRow.objects.filter(edition=edition).only("pk", "lineage", "label"))
        values = list(_values(written, periods, random))
        for start in range(0, len(values), BATCH):
            insert(values[start : start + BATCH])
        if edition == editions[0][0]:
            _set_targets([row for row in written if row.label == TARGET_FOR], editions)
        write_history(EvidenceRow.objects.filter(edition=edition), kind="+", reason=reason)
        write_history(Observation.objects.filter(row__edition=edition), kind="+", reason=reason)


def _rows(partnership: Partnership, categories: Sequence[Category]) -> Iterator[EvidenceRow]:
    for category, labels in zip(categories, LABELS, strict=True):
        for place, label in enumerate(labels, 1):
            yield EvidenceRow(
                partnership=partnership,
                edition_id=category.edition_id,
                category=category,
                label=label,
                unit="%",
                better=Direction.HIGHER,
                kind=RowKind.RATE,
                counts_students=category.position in COUNTING_STUDENTS,
                position=place,
                lineage=f"{partnership.slug}-{category.position}-{place}",
            )


def _values(rows: Sequence[EvidenceRow], periods: Sequence[Period], random: Random) -> Iterator[Observation]:
    for row in rows:
        for period in periods:
            of = random.randint(25, 400)
            counted = round(of * min(0.99, max(0.2, random.gauss(0.8, 0.12))))
            share = round(100 * counted / of)
            yield Observation(
                row=row,
                period=period,
                text=f"{counted}/{of} ({share}%)",
                number=share,
                numerator=counted,
                denominator=of,
            )


def _set_targets(rows: Sequence[EvidenceRow], editions: Editions) -> None:
    periods = [period for _, of_edition in editions for period in of_edition]
    definitions = Definition.objects.bulk_create(
        Definition(row=row, from_period=periods[0], formula="Graduates, divided by their cohort.")
        for row in rows
    )
    Target.objects.bulk_create(
        Target(definition=definition, period=period, kind=TargetKind.AT_LEAST, number=80 + place)
        for definition in definitions
        for place, period in enumerate(periods[-10:])
    )
