"""The columns of evidence tables: adding a period to one or to all, and removing one that is empty."""

from collections.abc import Iterable

from django.db import transaction
from simple_history.utils import bulk_create_with_history

from accounts.models import User
from core.history import delete_as
from evidence.models import EvidenceColumn, Observation
from evidence.order import lock_rows
from partnerships.models import Category, Partnership, Period

from .editing import RowRefused, remove_values_that_say_nothing
from .forms import PeriodForm
from .outline import SAYS_NOTHING


@transaction.atomic
def add_columns(
    partnership: Partnership, categories: Iterable[Category], period: Period, *, by: User
) -> list[EvidenceColumn]:
    """Give the tables of some categories a column for a period. Returns the new ones: some had it already."""
    lock_rows(partnership.pk)
    given = EvidenceColumn.objects.filter(partnership=partnership, period=period)
    have = set(given.values_list("category", flat=True))
    new = [
        EvidenceColumn(partnership=partnership, category=category, period=period)
        for category in categories
        if category.pk not in have
    ]
    if new:
        bulk_create_with_history(new, EvidenceColumn, default_user=by)
    return new


@transaction.atomic
def remove_columns(
    partnership: Partnership, categories: Iterable[Category], period: Period, *, by: User
) -> None:
    """Take a period's column away from the tables of some categories. Raises RowRefused where one has a value."""
    lock_rows(partnership.pk)
    tables = list(categories)
    values = Observation.objects.of(partnership).filter(period=period, row__category__in=tables)
    if value := values.exclude(SAYS_NOTHING).select_related("row__category").first():
        where = f"{tables[0].edition.words.category} {value.row.category.number}"
        raise RowRefused(
            f"“{value.row}” in {where} has a value for {period.name} by now. "
            "A column goes only when it is empty."
        )
    remove_values_that_say_nothing(values, by=by)
    for column in EvidenceColumn.objects.filter(partnership=partnership, period=period, category__in=tables):
        delete_as(column, by=by)


def make_period(form: PeriodForm) -> Period:
    """Write down the period of a valid form. One that somebody wrote down at the same moment is taken."""
    wanted = form.instance
    days = {"start": wanted.start, "end": wanted.end}
    period, _ = Period.objects.get_or_create(kind=wanted.kind, label=wanted.label, defaults=days)
    return period
