"""What documents are made of: each table that a record is kept in, by whose it is and when it was changed.

A row's own moment says when it was changed. What is only taken away, or changed without a moment, is told by how
many rows there are, by their keys and by what they say. The audit log is for people to read and is not asked.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
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
    Model,
    QuerySet,
    Sum,
    TextField,
    Value,
    When,
)
from django.db.models.functions import MD5, Cast, Coalesce, Greatest

from actionsteps.models import (
    Action,
    ActionPlan,
    ActionStep,
    ActivityLine,
    ActivityTable,
    Feedback,
    Hours,
    Progress,
    StepPoint,
)
from assessments.models import (
    Assessment,
    AssessmentEvent,
    AssessmentStatus,
    ConferenceNote,
    Decision,
    ForumGoals,
    Highlight,
    HighlightOutcome,
    Minutes,
    Rating,
    RatingMeasure,
)
from core.texts import FlatText, JoinedText
from determinations.models import Determination, DeterminationEvent, OptionChoice
from evidence.models import Definition, EvidenceColumn, EvidenceRow, EvidenceTable, Observation, Target
from partnerships.models import Addendum, AddendumEvent, EditionEvent, Party, Signature, SignatureEvent

from .models import DocumentKind, DocumentLayout, Logo, Translation

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

    key: str
    """Stored with documents: what it counts under a key never changes."""
    model: Any
    partnership: str
    moments: Sequence[str] = ()
    says: Sequence[str] = ()
    """Columns without a moment."""
    by: By = By.NOTHING
    path: str = ""
    """To what tells its rows apart; for an assessment or a period the row itself, else a value."""

    def rows(self, partnerships: Collection[int]) -> QuerySet[Any]:
        """(key, partnership, what tells apart, day, is final, number, sum of keys, last moment, what it says)."""
        day, final = self._day_and_final()
        rows = self.model._base_manager.filter(**{f"{self.partnership}__pk__in": partnerships}).order_by()
        apart = ("of_partnership", "told_apart", "on_day", "is_final")
        held = ("row_count", "row_keys", "last_moment", "row_texts")
        return (
            rows.annotate(
                of_partnership=Cast(F(self.partnership), BigIntegerField()),
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
        return (
            f"{self.path}__pk" if self.by in (By.ASSESSMENT, By.PERIOD) and self.path else self.path or "pk"
        )

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


def _links(model: type[Model], field: str, path: str, key: str) -> RecordSource:
    """What records of an assessment point to."""
    through: Any = getattr(model, field).through
    return RecordSource(
        key, through, f"{path}__assessment__partnership", by=By.ASSESSMENT, path=f"{path}__assessment"
    )


def _of_assessment(
    key: str, model: Any, *moments: str, says: Sequence[str] = (), path: str = "assessment"
) -> RecordSource:
    of = f"{path}__partnership" if path else "partnership"
    return RecordSource(key, model, of, moments, says, By.ASSESSMENT, path)


def _of_step(key: str, model: Any, *moments: str, says: Sequence[str] = ()) -> RecordSource:
    return RecordSource(key, model, "step__plan__partnership", moments, says)


RATED = (
    _of_assessment("assessments", Assessment, "updated_at", path=""),
    _of_assessment("assessment events", AssessmentEvent, "at"),
    _of_assessment("ratings", Rating, "updated_at"),
    _of_assessment("shown by", RatingMeasure, path="rating__assessment"),
    _of_assessment("highlights", Highlight, "removed_at", says=("kind", "text", "position")),
    _of_assessment("settled highlights", HighlightOutcome, "made_at"),
    _links(Highlight, "items", "highlight", "highlighted items"),
    _links(Highlight, "measures", "highlight", "highlighted measures"),
    _links(Highlight, "rows", "highlight", "highlighted rows"),
    _of_assessment("decisions", Decision, "settled_at", "removed_at", says=("what", "who", "settled_how")),
    _of_assessment("minutes", Minutes, "updated_at"),
    _of_assessment("notes", ConferenceNote, "updated_at"),
)
GOALS = (
    RecordSource(
        "forum goals",
        ForumGoals,
        "partnership",
        (),
        ("numeracy", "literacy", "social_emotional", "survey"),
        By.PERIOD,
        "period",
    ),
)
EVIDENCE = (
    RecordSource("rows", EvidenceRow, "partnership", says=("label", "unit", "better", "position")),
    RecordSource("tables", EvidenceTable, "partnership", says=("title", "introduction", "footnote")),
    RecordSource("columns", EvidenceColumn, "partnership"),
    RecordSource("values", Observation, "row__partnership", ("updated_at",), (), By.PERIOD, "period"),
    RecordSource("definitions", Definition, "row__partnership", says=("formula", "comparator", "reason")),
    RecordSource("targets", Target, "definition__row__partnership", says=("kind", "number", "upper", "text")),
)
STEPS = (
    RecordSource("plans", ActionPlan, "partnership", ("released_at",), ("title", "version", "status")),
    RecordSource(
        "steps", ActionStep, "plan__partnership", ("touched_at", "removed_at"), ("title", "note", "status")
    ),
    _of_step("actions", Action, "done_at", says=("text", "timeline", "position")),
    _of_step("points", StepPoint, says=("words",)),
    _of_step("hours", Hours, says=("what", "planned", "spent")),
    _of_step("progress", Progress, "at", "taken_back_at"),
)
ANSWERED = (
    RecordSource(
        "answered feedback",
        ActionStep.feedback.through,
        "actionstep__plan__partnership",
        ("feedback__released_at", "feedback__removed_at"),
        ("feedback__text", "feedback__public_text"),
    ),
)
"""What steps answer, for documents that say no other feedback: most of what families say changes nothing there."""
FEEDBACK = (
    RecordSource(
        "feedback",
        Feedback,
        "partnership",
        ("recorded_at", "answered_at", "released_at", "removed_at"),
        ("text", "answer", "public_text", "state"),
    ),
)
SIGNED = (
    RecordSource("signatures", Signature, "partnership", ("recorded_at",)),
    RecordSource("signature events", SignatureEvent, "partnership", ("at",)),
    RecordSource("parties", Party, "partnership"),
    RecordSource("addenda", Addendum, "partnership", ("adopted_at",), ("title", "status")),
    RecordSource("addendum events", AddendumEvent, "addendum__partnership", ("at",)),
    RecordSource(
        "edition events", EditionEvent, "edition__agreement__partnerships", ("at",), (), By.EDITION, "edition"
    ),
)
DETERMINED = (
    RecordSource("determinations", Determination, "partnership", says=("reason", "next_level_reason")),
    RecordSource("determination events", DeterminationEvent, "determination__partnership", ("at",)),
    RecordSource("options", OptionChoice, "partnership", ("made_at", "ended_at")),
)
ACTIVITIES = (
    RecordSource("activity tables", ActivityTable, "partnership", says=("heading", "introduction", "note")),
    RecordSource(
        "activities",
        ActivityLine,
        "table__partnership",
        says=("text", "timeline", "resources", "status", "note"),
    ),
)
LOOKS: tuple[RecordSource, ...] = (
    RecordSource("choices", DocumentLayout, "partnership", ("updated_at",), (), By.KIND, "kind"),
    RecordSource("logos", Logo, "organization__partnerships", ("uploaded_at", "removed_at")),
)
LOOKS_OF_ALL = (
    RecordSource(
        "logos of the lead agency",
        Logo,
        "organization__agreements_led__partnerships",
        ("uploaded_at", "removed_at"),
    ),
)
CHOSEN = (
    *LOOKS,
    RecordSource("translations", Translation, "partnership", ("updated_at",), (), By.LANGUAGE, "language"),
    RecordSource(
        "shared translations",
        Translation,
        "agreement__partnerships",
        ("updated_at",),
        (),
        By.LANGUAGE,
        "language",
    ),
)
SOURCES = (
    *RATED,
    *GOALS,
    *EVIDENCE,
    *STEPS,
    *ANSWERED,
    *FEEDBACK,
    *SIGNED,
    *DETERMINED,
    *ACTIVITIES,
    *CHOSEN,
    *LOOKS_OF_ALL,
)

OF_KIND: dict[str, tuple[RecordSource, ...]] = {
    DocumentKind.STATE_OF_THE_PARTNERSHIP: (*RATED, *GOALS, *EVIDENCE, *STEPS, *FEEDBACK, *CHOSEN),
    DocumentKind.HANDOUT: (*RATED, *EVIDENCE, *STEPS, *FEEDBACK, *CHOSEN),
    DocumentKind.BOARD_SUMMARY: (*RATED, *SIGNED, *STEPS, *FEEDBACK, *LOOKS),
    DocumentKind.COUNTY_SUMMARY: (*RATED, *SIGNED, *STEPS, *LOOKS_OF_ALL),
    DocumentKind.DETERMINATIONS: (*RATED, *EVIDENCE, *STEPS, *DETERMINED),
    DocumentKind.AGREEMENT: (*SIGNED, *RATED, *EVIDENCE, *STEPS, *ANSWERED, *CHOSEN),
    DocumentKind.FORM: (*SIGNED, *LOOKS),
    DocumentKind.TRACKER: (*STEPS, *FEEDBACK, *LOOKS),
    DocumentKind.PROFILE: EVIDENCE,
    DocumentKind.PLAN: (*EVIDENCE, *STEPS, *ACTIVITIES),
}
"""What a document of each kind says something of."""
