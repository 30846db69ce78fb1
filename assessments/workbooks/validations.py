"""What Excel lets people enter into the cells of a workbook."""

from collections.abc import Iterable, Iterator, Sequence

from assessments.models import COMMENT_MAX_LENGTH
from core.spreadsheets import DataValidation
from core.workbooks.tables import HEADER_ROW
from partnerships.models import RatingLevel, RatingScale

from .layout import Columns, ItemRow

LIST_LENGTH = 255
"""Characters of a drop-down's choices that Excel takes."""


def validations(columns: Columns, rows: Sequence[ItemRow]) -> Iterator[tuple[str, DataValidation, list[int]]]:
    """(letter, what Excel lets people enter there, the numbers of the rows it is for)."""
    numbers = range(HEADER_ROW + 1, HEADER_ROW + 1 + len(rows))
    first = {row.scale: row for row in reversed(rows)}
    for scale, row in reversed(first.items()):
        on_it = [number for number, one in zip(numbers, rows, strict=True) if one.scale == scale]
        for letter, validation in _validations_of(columns, scale, row.levels):
            yield letter, validation, on_it
    yield columns.comment, _comment_fits(), list(numbers)


def runs_of(numbers: Iterable[int]) -> list[list[int]]:
    """Numbers in order as (first, last) of what follows one another."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return runs


def _validations_of(
    columns: Columns, scale: RatingScale, levels: dict[str, RatingLevel]
) -> Iterator[tuple[str, DataValidation]]:
    """(letter, validation) of level and flag. A list too long for Excel has no drop-down."""
    codes = ",".join(levels)
    if len(codes) <= LIST_LENGTH:
        *most, last = levels
        yield (
            columns.level,
            _list(
                codes,
                "Not on the scale",
                f"Choose {', '.join(most)} or {last}, or leave the cell empty: not rated yet.",
                "\n".join(f"{level.code}: {level.label}" for level in levels.values()),
            ),
        )
    if columns.flag and scale.flag_label and not set(scale.flag_symbol) & set(',"'):
        yield (
            columns.flag,
            _list(
                scale.flag_symbol,
                "Not the mark",
                f"Choose {scale.flag_symbol}, or leave the cell empty.",
                scale.flag_label,
            ),
        )


def _comment_fits() -> DataValidation:
    length = DataValidation(
        type="textLength", operator="lessThanOrEqual", formula1=str(COMMENT_MAX_LENGTH), allow_blank=True
    )
    length.showErrorMessage = True
    length.errorTitle = "Too long"
    length.error = f"At most {COMMENT_MAX_LENGTH:,} characters fit: shorten the comment."
    return length


def _list(choices: str, title: str, error: str, prompt: str) -> DataValidation:
    validation = DataValidation(type="list", formula1=f'"{choices}"', allow_blank=True)
    validation.showErrorMessage = validation.showInputMessage = True
    validation.errorTitle, validation.error = title, error[:225]
    validation.prompt = prompt[:255]
    return validation
