"""A table that documents are made of: what tells, for any number of partnerships, whether it holds something else.

A row's own moment says when it was changed. What is only taken away, or changed without a moment, is told by how
many rows there are, by their keys and by what they say. The audit log is for people to read and is not asked.
"""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Count,
    DateField,
    DateTimeField,
    F,
    IntegerField,
    Max,
    QuerySet,
    Sum,
    TextField,
    Value,
    When,
)
from django.db.models.functions import MD5, Cast, Coalesce, Greatest

from assessments.models import AssessmentStatus
from core.texts import FlatText, JoinedText

LONG_AGO = datetime(1, 1, 2, tzinfo=UTC)


class By(StrEnum):
    """What tells the rows of a source apart, beside the partnership."""

    NOTHING = "nothing"
    ASSESSMENT = "assessment"
    PERIOD = "period"
    EDITION = "edition"
    KIND = "kind"
    LANGUAGE = "language"


@dataclass(frozen=True)
class RecordSource:
    """A table. `partnership` and the other paths are as a query follows them from a row."""

    name: str
    model: Any
    partnership: str
    """Empty for the partnerships themselves."""
    moments: Sequence[str] = ()
    says: Sequence[str] = ()
    """What is told by no moment: columns, and those of what a row points to."""
    by: By = By.NOTHING
    path: str = ""
    """To what tells its rows apart; for an assessment, a period or an edition the row itself, else a value."""

    @cached_property
    def key(self) -> str:
        """Stored with documents. What a source counts under a key never changes: another release that counts more
        has another key, and a document made before is not compared by it."""
        counted = repr((*self.moments, "", *self.says, "", self.by, self.path))
        return f"{self.name} {hashlib.sha256(counted.encode()).hexdigest()[:8]}"

    def rows(self, partnerships: Collection[int]) -> QuerySet[Any]:
        """(key, partnership, what tells apart, day, is final, number, sum of keys, last moment, what it says)."""
        day, final = self._day_and_final()
        own = f"{self.partnership}__pk" if self.partnership else "pk"
        rows = self.model._base_manager.filter(**{f"{own}__in": partnerships}).order_by()
        apart = ("of_partnership", "told_apart", "on_day", "is_final")
        held = ("row_count", "row_keys", "last_moment", "row_texts")
        return (
            rows.annotate(
                of_partnership=Cast(F(own), BigIntegerField()),
                told_apart=Cast(F(self._told()), CharField()) if self.by != By.NOTHING else _text(""),
                on_day=day,
                is_final=final,
            )
            .values(*apart)
            .annotate(
                source=_text(self.key),
                row_count=Count("pk"),
                row_keys=Cast(Sum("pk"), BigIntegerField()),
                last_moment=self._last(),
                row_texts=JoinedText(MD5(_flat(self.says))) if self.says else _text(""),
            )
            .values_list("source", *apart, *held)
        )

    def _told(self) -> str:
        is_record = self.by in (By.ASSESSMENT, By.PERIOD, By.EDITION)
        return f"{self.path}__pk" if is_record and self.path else self.path or "pk"

    def _day_and_final(self) -> tuple[Any, Any]:
        no_day = Cast(Value(None), DateField())
        if self.by == By.PERIOD:
            return F(f"{self.path}__start"), Value(0, IntegerField())
        if self.by == By.ASSESSMENT:
            prefix = f"{self.path}__" if self.path else ""
            is_final = When(**{f"{prefix}status": AssessmentStatus.FINAL}, then=Value(1))
            final = Case(is_final, default=Value(0), output_field=IntegerField())
            return F(f"{prefix}cycle__period__start"), final
        return no_day, Value(0, IntegerField())

    def _last(self) -> Any:
        moments = [Coalesce(F(name), Value(LONG_AGO, DateTimeField())) for name in self.moments]
        if not moments:
            return Cast(Value(None), DateTimeField())
        return Max(Greatest(*moments) if len(moments) > 1 else moments[0])


def _text(words: str) -> Any:
    return Value(words, CharField())


def _flat(columns: Sequence[str]) -> FlatText:
    texts: list[Any] = []
    for column in columns:
        texts += [Coalesce(Cast(F(column), TextField()), Value("")), Value("\x1f")]
    return FlatText(*texts)


def columns_of(model: Any, *, but: Collection[str] = ()) -> tuple[str, ...]:
    """All that a row says: its columns but its key, its place in addresses, and those named."""
    left_out = {"public_id", *but}
    fields = model._meta.concrete_fields
    return tuple(one.attname for one in fields if not one.primary_key and one.attname not in left_out)
