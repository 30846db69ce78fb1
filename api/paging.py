"""Long lists come in pages, always in the same order."""

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet
from ninja import Schema
from pydantic import Field

Row = TypeVar("Row")


class Paging(Schema):
    page: int = Field(1, ge=1, le=100_000, description="Which page, counted from 1.")
    size: int = Field(100, ge=1, le=500, description="How many rows a page has.")

    @property
    def first(self) -> int:
        """How many rows stand before it."""
        return (self.page - 1) * self.size


class PageOfRecords(Schema, Generic[Row]):
    count: int = Field(description="How many rows there are on all pages.")
    page: int = Field(description="Which page this is, counted from 1.")
    pages: int = Field(description="How many pages there are; 1 where there is no row.")
    rows: list[Row] = Field(description="The rows of this page. One after the last has none.")


def page_of(
    rows: QuerySet[Any] | Sequence[Any], paging: Paging, told: Callable[[Any], Row]
) -> dict[str, Any]:
    """One page of rows in their order, which is a whole one: no two rows stand at the same place."""
    count = rows.count() if isinstance(rows, QuerySet) else len(rows)
    return {
        "count": count,
        "page": paging.page,
        "pages": max(1, -(-count // paging.size)),
        "rows": [told(row) for row in rows[paging.first : paging.first + paging.size]],
    }
