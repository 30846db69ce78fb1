"""The list of reviews as a table of values, for a spreadsheet: a line for each partner and each school."""

from collections.abc import Iterator
from typing import Any

from accounts.models import User
from core import csv_files
from partnerships.models import Agreement

from .choices import ReviewsRequest
from .listing import Gathered
from .reading import Schools
from .rendering import ShownReviews, ShownSubject

HEADS = ["Cohort", "Partner", "School", "Looked after by", "Due", "Due on", "Days late"]


def as_csv(user: User, agreement: Agreement, asked: ReviewsRequest) -> str:
    """All that the filters keep."""
    gathered = Gathered(user, agreement)
    kept = [one for one in gathered.all if one.is_among(asked) and one.is_kept_by(asked)]
    schools = Schools(
        [one.partnership.outline.partner for one in kept], {key for one in kept for key in one.paths}
    )
    lines: list[list[Any]] = []
    for one in kept:
        cycles = gathered.cycles_of(one.partnership.cohort)
        lines += _lines(one.partnership.cohort, ShownReviews.of(one, cycles, schools))
    most = max((len(line) for line in lines), default=len(HEADS)) - len(HEADS)
    numbers = range(1, most // 3 + 1)
    heads = [f"{head} {number}" for number in numbers for head in ("Review", "Outcome", "By the rules")]
    return csv_files.as_csv([[*HEADS, *heads], *lines])


def _lines(cohort: str, shown: ShownReviews) -> Iterator[list[Any]]:
    due = [shown.due, shown.due_on, shown.late or None]
    yield [cohort, shown.partner.name, "", shown.caretakers, *due, *_cells(shown.partner)]
    for school in shown.schools:
        yield [cohort, shown.partner.name, school.name, shown.caretakers, "", "", "", *_cells(school)]


def _cells(subject: ShownSubject) -> list[str]:
    """Of each review its name, the outcome or how far it is, and what the rules gave where that is not the same."""
    return [text for cell in subject.cells for text in (cell.review, cell.words, cell.by_rules)]
