"""The tables of an agreement's document: action steps and evidence as they are printed, or to fill in by hand."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from partnerships.editions.document import DocumentLine
from partnerships.models import Category, HeadedPart, HeadingPlace, Measure

from .agreement import WholeAgreement
from .evidence import EvidenceCategory, EvidenceLine, PrintedCell
from .plan import PlanCategory, PrintedStep
from .remarks import Remark

ANSWERS = ("Parent Feedback", "Action Step", "Timeline", "Connection to Partnership Agreement")
DRIVERS = ("Key Driver", "Plan", "When", "Connection to Partnership Agreement")
OWN = ("What", "How", "When", "Connection to Partnership Agreement")
"""What heads the columns of a plan: as the county's, of key drivers, of steps that answer nothing said."""


@dataclass(frozen=True)
class StepsTable:
    category: Category
    title: str
    """The category's, as the action steps print it."""
    columns: tuple[str, ...]
    steps: tuple[PrintedStep, ...] = ()
    """None where they are to be written by hand."""


@dataclass(frozen=True)
class EvidenceTableRow:
    key: str
    label: str
    cells: tuple[tuple[PrintedCell, ...], ...]
    """By column what stands there, one beneath the other."""
    labels: tuple[str, ...] = ()
    """Of the rows beneath it that are printed in it."""
    depth: int = 0
    above: str = ""


@dataclass(frozen=True)
class PrintedEvidenceTable:
    category: Category
    columns: tuple[str, ...]
    rows: tuple[EvidenceTableRow, ...]
    remarks: tuple[Remark, ...] = ()
    hidden: str = ""


def steps_tables(agreement: WholeAgreement) -> tuple[StepsTable, ...]:
    if agreement.plan is None:
        categories = (one.category for one in agreement.text.categories)
        return tuple(StepsTable(one, _title(one, agreement), ANSWERS) for one in categories)
    drivers = agreement.plan.plan.names_targets
    return tuple(
        StepsTable(one.category, _title(one.category, agreement), _columns(one, drivers=drivers), one.steps)
        for one in agreement.plan.categories
    )


def _title(category: Category, agreement: WholeAgreement) -> str:
    printed = agreement.heading(HeadingPlace.ACTION_STEPS, HeadedPart.CATEGORY, category.number)
    return printed or category.title


def _columns(category: PlanCategory, *, drivers: bool) -> tuple[str, ...]:
    return ANSWERS if category.answers_feedback else DRIVERS if drivers else OWN


def evidence_tables(agreement: WholeAgreement) -> tuple[PrintedEvidenceTable, ...]:
    """As entered. Where a partnership has no rows yet, those that the text names, with columns to fill in.

    For the parties a row holds those beneath it, as the source prints them; for everybody each stands by itself,
    so that each says by itself what is hidden.
    """
    if agreement.evidence:
        return tuple(
            PrintedEvidenceTable(
                one.category,
                one.columns or agreement.blank_columns,
                tuple(_rows(one, agreement, together=not agreement.is_public)),
                one.remarks,
                one.hidden,
            )
            for one in agreement.evidence.categories
        )
    return tuple(_blank(agreement))


def _rows(of: EvidenceCategory, agreement: WholeAgreement, *, together: bool) -> Iterator[EvidenceTableRow]:
    empty = () if of.columns else ((),) * len(agreement.blank_columns)
    for first, *beneath in _with_beneath(of.rows):
        if together and beneath and _can_stand_together(beneath):
            cells = tuple(zip(*(line.cells for line in (first, *beneath)), strict=True))
            yield EvidenceTableRow(
                first.key, first.label, cells or empty, tuple(line.label for line in beneath)
            )
        else:
            for line in (first, *beneath):
                cells = tuple((cell,) for cell in line.cells)
                yield EvidenceTableRow(
                    line.key, line.label, cells or empty, depth=line.depth, above=line.above
                )


def _with_beneath(rows: Iterable[EvidenceLine]) -> Iterator[list[EvidenceLine]]:
    """Each row with those beneath it."""
    found: list[EvidenceLine] = []
    for row in rows:
        if found and not row.depth:
            yield found
            found = []
        found.append(row)
    if found:
        yield found


def _can_stand_together(beneath: Sequence[EvidenceLine]) -> bool:
    """Whether it stays clear which value is whose: in each column all of them have one, or none has."""
    columns = zip(*(line.cells for line in beneath), strict=True)
    return all(len({bool(cell.text) for cell in column}) == 1 for column in columns)


def _blank(agreement: WholeAgreement) -> Iterator[PrintedEvidenceTable]:
    columns = agreement.blank_columns
    empty = ((),) * len(columns)
    for of in agreement.text.categories:
        rows = tuple(
            EvidenceTableRow(
                line.record.lineage,
                line.record.label,
                empty,
                tuple(_labels(line.lines)),
            )
            for line in of.measures
        )
        if rows:
            yield PrintedEvidenceTable(of.category, columns, rows)


def _labels(lines: Iterable[DocumentLine[Measure]]) -> Iterator[str]:
    """Of measures and all that stand beneath them."""
    for line in lines:
        yield line.record.label
        yield from _labels(line.lines)
