"""A row of the grid as HTML, made once for the same values: all that its template reads, nothing of who asks."""

from datetime import date
from typing import NamedTuple, Self

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from assessments.cycles.round_status import RoundState
from core.kept import kept

from .cells import GridCell
from .choices import GridShown
from .rows import GridRow

ROWS_KEPT = 256
"""In a process, those shown last: about 5 kB each, so 1.3 MB."""


class ShownSide(NamedTuple):
    name: str
    rated: int | None
    """None once it is submitted."""


class ShownRow(NamedTuple):
    """What `_grid_row.html` reads."""

    name: str
    address: str
    result_at: str
    """Of the assessment that counts; empty where none does."""
    cells: tuple[tuple[str, GridCell], ...]
    """Each with the number of its category; none where no level may be shown yet."""
    columns: int
    is_begun: bool
    """Whether anybody was asked and has begun."""
    sides: tuple[ShownSide, ...]
    no_longer_asked: tuple[str, ...]
    total: int
    status: str
    to_do: str
    to_do_at: str
    rated: str
    late: int
    due_on: date | None
    changed_on: date | None
    today: date
    show: GridShown
    compared_with: str
    """The cycle before; empty without one."""

    @classmethod
    def of(
        cls, row: GridRow, columns: list[str], *, show: GridShown, compared_with: str, today: date
    ) -> Self:
        """`columns` are the numbers of the categories."""
        result, waiting = row.result, row.waiting
        return cls(
            name=row.name,
            address=reverse("assessments", args=[row.partnership.slug]),
            result_at=reverse("assessment", args=[result.public_id]) if result else "",
            cells=tuple((number, row.cells[number]) for number in columns) if row.cells else (),
            columns=len(columns),
            is_begun=row.state not in (RoundState.NOT_ASKED, RoundState.NOT_STARTED),
            sides=tuple(
                ShownSide(name, (side.rated or 0) if side.is_open else None)
                for name, side in row.progress_of_sides
            ),
            no_longer_asked=tuple(side.rater for side in row.no_longer_asked),
            total=row.total,
            status=row.status,
            to_do=waiting.words if waiting else "",
            to_do_at=waiting.address if waiting else "",
            rated=row.rated,
            late=row.days_late,
            due_on=row.due_on if row.is_open else None,
            changed_on=row.changed_on,
            today=today,
            show=show,
            compared_with=compared_with,
        )


@kept(ROWS_KEPT)
def row_html(row: ShownRow) -> SafeString:
    return render_to_string("dashboards/_grid_row.html", {"row": row})
