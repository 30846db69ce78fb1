"""Evidence as the public reads it: small counts and what is embargoed are left out already."""

from decimal import Decimal

from evidence.models import ObservationStatus
from evidence.public.embargo import NOT_YET
from reports.gather.evidence import Evidence, EvidenceCategory, PrintedCell

from .text import Json

EMBARGOED = "embargoed"


def evidence_of(evidence: Evidence) -> Json:
    return {
        "title": evidence.title,
        "edition": evidence.edition,
        "introduction": evidence.introduction,
        "categories": [_category(one) for one in evidence.categories if one.rows],
        "shown": [],
    }


def _category(category: EvidenceCategory) -> Json:
    rows: list[Json] = [
        {
            "key": row.key,
            "label": row.label,
            "depth": row.depth,
            "above": row.above,
            "unit": row.unit,
            "cells": [_cell(cell) for cell in row.cells],
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


def _cell(cell: PrintedCell) -> Json:
    if cell.kind == ObservationStatus.EMBARGOED:
        return embargoed_cell(cell.expected)
    if cell.text == NOT_YET:
        return shown_cell("", NOT_YET, cell.kind)
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
