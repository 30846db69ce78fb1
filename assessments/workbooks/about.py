"""The first sheet of a workbook: which assessment this is, its scale, how to fill it in."""

from collections.abc import Iterable, Sequence
from typing import Any

from assessments.models import Assessment
from assessments.rating.scales import ScalesInUse
from core.workbooks.first_sheet import write_first_sheet
from partnerships.models import RatingLevel, RatingScale

from .layout import ABOUT, SUMMARY, CategorySheet, on_paper


def write_about(
    sheet: Any, assessment: Assessment, scales: ScalesInUse, sheets: Sequence[CategorySheet], editable: bool
) -> None:
    sheet.title = ABOUT
    partnership, edition = assessment.partnership, assessment.cycle.edition
    facts = [
        ("Agreement", partnership.agreement.title),
        ("Edition", edition.label),
        ("Partnership", f"{partnership.partner.name} with {partnership.agreement.lead.name}"),
        ("Whose view", assessment.perspective.capitalize()),
        ("Period", assessment.cycle.period.name),
        ("Status", assessment.status_word),
    ]
    groups = [
        ("", facts),
        ("The scale", _key(edition.scale, scales.levels)),
        *(
            (f"Some {edition.words.item.many}: {other.name}", _key(other, levels))
            for other, levels in scales.others
        ),
        (
            "How to fill in" if editable else "For reading",
            _hints(assessment, edition.scale, sheets, editable),
        ),
    ]
    title = f"Assessment {assessment.cycle.period.name}"
    write_first_sheet(sheet, title, groups, on_paper(assessment))


def _key(scale: RatingScale, levels: Iterable[RatingLevel]) -> list[tuple[str, str]]:
    """What stands for what on a scale."""
    pairs = [
        (level.code, level.words if level.words == level.label else f"{level.label}: {level.words}")
        for level in levels
    ]
    flag = [(scale.flag_symbol, f"beside a level: {scale.flag_label}")] if scale.flag_label else []
    return pairs + flag


def _hints(
    assessment: Assessment, scale: RatingScale, sheets: Sequence[CategorySheet], editable: bool
) -> list[tuple[str, str]]:
    if not editable:
        why = (
            "Only those who write this assessment can change it."
            if assessment.is_open
            else f"This assessment is {assessment.status_word}: nothing in it changes here."
        )
        return [("1", why), ("2", "All cells are locked, and this workbook cannot be uploaded.")]
    tabs = f"“{sheets[0].name}” to “{sheets[-1].name}”" if len(sheets) > 1 else f"“{sheets[0].name}”"
    flag = f", mark what {scale.flag_label[0].lower()}{scale.flag_label[1:]}" if scale.flag_label else ""
    hints = [
        f"Fill in the light yellow cells of {tabs}: choose a level{flag}, and add a comment where you like. "
        "All other cells are locked.",
        f"“{SUMMARY}” takes the date, who took part, strengths and areas of focus.",
        "Leave a level empty where you have not decided yet. That is not the same as 0.",
        "Save as an Excel workbook (.xlsx). Do not rename, move or remove sheets, rows or columns.",
        "Upload the file on the assessment's Excel page. You see what would change before anything is saved; "
        "where somebody else saved something meanwhile, you are asked which one stands.",
    ]
    return [(str(number), hint) for number, hint in enumerate(hints, 1)]
