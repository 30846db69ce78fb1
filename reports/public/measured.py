"""Evidence as the public reads it: small counts are hidden already, and what is embargoed is left out here."""

from collections import defaultdict
from decimal import Decimal

from evidence.models import ObservationStatus
from reports.gather.evidence import Evidence, EvidenceCategory, EvidenceLine, PrintedCell

from .text import Json

EMBARGOED = "embargoed"
WITH_EMBARGOED = "not public yet"
"""Instead of a value with which an embargoed one could be worked out."""


def evidence_of(evidence: Evidence) -> Json:
    return {
        "title": evidence.title,
        "edition": evidence.edition,
        "introduction": evidence.introduction,
        "categories": [_category(one) for one in evidence.categories if one.rows],
    }


def _category(category: EvidenceCategory) -> Json:
    kept_back = _kept_back(category.rows)
    rows: list[Json] = [
        {
            "key": row.key,
            "label": row.label,
            "depth": row.depth,
            "above": row.above,
            "unit": row.unit,
            "cells": [
                _cell(cell, is_kept_back=(row.key, place) in kept_back)
                for place, cell in enumerate(row.cells)
            ],
        }
        for row in category.rows
    ]
    shown = {cell["remark"] for row in rows for cell in row["cells"]}
    return {
        "number": category.category.number,
        "title": category.category.title,
        "columns": list(category.columns),
        "rows": rows,
        "remarks": [
            {"number": one.number, "text": one.text} for one in category.remarks if one.number in shown
        ],
        "footnote": category.footnote,
        "hidden": category.hidden,
    }


def _kept_back(rows: tuple[EvidenceLine, ...]) -> set[tuple[str, int]]:
    """The places of values with which an embargoed one could be worked out: all that adds up with it."""
    families: dict[str, list[EvidenceLine]] = defaultdict(list)
    for row in rows:
        if row.adds_up:
            families[row.key].append(row)
        if row.above:
            families[row.above].append(row)
    sums = {row.key for row in rows if row.adds_up}
    found = set()
    for key, family in families.items():
        if key not in sums or len(family) == 1:
            continue
        for place in range(len(family[0].cells)):
            if any(row.cells[place].kind == ObservationStatus.EMBARGOED for row in family):
                found |= {(row.key, place) for row in family}
    return found


def _cell(cell: PrintedCell, *, is_kept_back: bool) -> Json:
    if cell.kind == ObservationStatus.EMBARGOED:
        return embargoed_cell(cell.expected)
    if is_kept_back and cell.kind == ObservationStatus.REPORTED:
        return shown_cell("", WITH_EMBARGOED, cell.kind)
    return shown_cell(cell.text, cell.status, cell.kind, number=cell.number, is_hidden=cell.is_hidden) | {
        "link": cell.link,
        "remark": cell.remark.number if cell.remark else None,
    }


def embargoed_cell(expected: str) -> Json:
    """Without anything that stands there: what is not public yet may be among it."""
    return shown_cell("", f"{EMBARGOED}, expected {expected}" if expected else EMBARGOED, EMBARGOED)


def shown_cell(
    text: str, status: str, kind: str, *, number: Decimal | None = None, is_hidden: bool = False
) -> Json:
    """`kind` is the name of the status, `status` words that the text does not say."""
    return {
        "text": text,
        "status": status,
        "kind": str(kind),
        "number": f"{number.normalize():f}" if number is not None else None,
        "link": "",
        "remark": None,
        "is_hidden": is_hidden,
    }
