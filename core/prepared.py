"""A query that is put into SQL once in a process, and asked again and again with other values.

Putting a query of a few joins and subqueries into SQL takes Django longer than it takes a database to answer it. A
function that builds such a query is marked `prepared`:

    @prepared
    def steps_of(plan, *, states):
        return ActionStep.objects.filter(plan=plan, state__in=states).select_related("category")

    steps = steps_of(plan.pk, states=("open", "late"))

What is passed by position is a number, a text or a day that is only compared with: the SQL is the same for all of
them. Django takes several such places in `plan__pk__in=plans`, not in `plan__in`. What is passed by name shapes the
query, which is put into SQL for each such value; it is hashable, and whole: two people for whom the query differs
must differ in it. A query never hangs on anything else, such as the time.

What comes back is a list of new records, or of tuples where the query is of `values_list`. It cannot be filtered
further and knows no `prefetch_related`.
"""

from collections.abc import Callable
from copy import copy
from datetime import date
from functools import lru_cache, wraps
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Expression, QuerySet
from django.db.transaction import TransactionManagementError

SHAPES_KEPT = 64
"""Of each prepared query, those asked last."""


class Given(Expression):
    """The place of a value that is known only when the query is asked."""

    def __init__(self, place: int):
        super().__init__()
        self.place = place

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list["Given"]]:  # type: ignore[override]
        return "%s", [self]


class Prepared:
    """A query in the words of the database that is in use."""

    def __init__(self, queryset: QuerySet[Any, Any]):
        self.rows: Any = queryset._iterable_class  # type: ignore[attr-defined]
        self.model, self.query = queryset.model, queryset.query
        self.compiler = self.query.get_compiler(DEFAULT_DB_ALIAS)
        try:
            self.sql, self.params = self.compiler.as_sql()
        except EmptyResultSet:  # no row could ever be found, so the database is not asked
            self.sql, self.params = "", ()

    def ask(self, given: tuple[int | str | date, ...]) -> list[Any]:
        if not self.sql:
            return []
        if self.query.select_for_update and not connection.in_atomic_block:
            raise TransactionManagementError("A lock ends with its transaction, and there is none.")
        params = tuple(given[one.place] if isinstance(one, Given) else one for one in self.params)
        compiler = copy(self.compiler)
        compiler.connection = connection  # that of this thread
        compiler.as_sql = lambda: (self.sql, params)  # type: ignore[method-assign, assignment, misc]
        query = copy(self.query)
        query.get_compiler = lambda using: compiler  # type: ignore[method-assign, assignment, misc]
        asked: Any = QuerySet(self.model, query, DEFAULT_DB_ALIAS)
        asked._iterable_class = self.rows
        return list(asked)


def prepared(build: Callable[..., QuerySet[Any, Any]]) -> Callable[..., list[Any]]:
    """See above. Raises TypeError for None among the values, which in SQL would equal nothing."""

    @lru_cache(maxsize=SHAPES_KEPT)
    def write(vendor: str, values: int, **shape: Any) -> Prepared:
        return Prepared(build(*(Given(place) for place in range(values)), **shape))

    @wraps(build)
    def ask(*given: int | str | date, **shape: Any) -> list[Any]:
        if None in given:
            raise TypeError("A prepared query compares with a number, a text or a day.")
        return write(connection.vendor, len(given), **shape).ask(given)

    return ask
