"""What documents are made of: each table that a record is kept in, by whose it is and when it was changed.

Of a table whose rows tell by a moment whenever they are changed, that moment is enough. Of another one all columns
count, so that none is forgotten, and what is printed of the rows that they point to: names of organizations and
people, labels of periods. The text of an edition never changes once it is adopted, and no document is of a draft.
"""

from typing import Any

from django.db.models import Model

from actionsteps.models import (
    Action,
    ActionPlan,
    ActionStep,
    ActivityLine,
    ActivityTable,
    Feedback,
    Progress,
)
from assessments.models import (
    Assessment,
    AssessmentEvent,
    ConferenceNote,
    Confirmation,
    Cycle,
    Decision,
    DueDate,
    ForumGoals,
    Highlight,
    Minutes,
    Rating,
    RatingMeasure,
)
from determinations.models import Determination, DeterminationEvent, OptionChoice
from evidence.models import (
    Breakdown,
    BreakdownPart,
    Definition,
    EvidenceColumn,
    EvidenceFile,
    EvidenceRow,
    EvidenceTable,
    LadderStep,
    Observation,
    Target,
)
from partnerships.models import (
    Addendum,
    AddendumEvent,
    Edition,
    EditionEvent,
    LineageBreak,
    Partnership,
    Party,
    RatingLevel,
    Signature,
    SignatureEvent,
)

from .models import DocumentKind, DocumentLayout, Logo, Translation
from .record_source import By, RecordSource, columns_of

PERIOD = ("label", "kind")
"""What is printed of a period."""
NAMES = ("name", "short_name", "kind")
"""What is printed of an organization, and by what it is told from others."""


def _beneath(path: str, columns: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{path}__{column}" for column in columns)


def _whole(
    name: str,
    model: Any,
    of: str,
    *also: str,
    moments: tuple[str, ...] = (),
    by: By = By.NOTHING,
    path: str = "",
) -> RecordSource:
    """All columns of a table, and some of what its rows point to. `of` leads to the partnership."""
    return RecordSource(name, model, of, moments, (*columns_of(model), *also), by, path)


def _links(model: type[Model], field: str, path: str, of: str) -> RecordSource:
    """What the records of a partnership point to. `path` leads from the link to the record, `of` from there on."""
    through: Any = getattr(model, field).through
    return _whole(f"{field} of {model.__name__.lower()}", through, f"{path}__{of}")


def _links_of_step(field: str) -> RecordSource:
    return _links(ActionStep, field, "actionstep", "plan__partnership")


def _links_of_highlight(field: str) -> RecordSource:
    through: Any = getattr(Highlight, field).through
    of = "highlight__assessment"
    return _whole(f"{field} of highlight", through, f"{of}__partnership", by=By.ASSESSMENT, path=of)


def _of_assessment(
    name: str, model: Any, *moments: str, says: tuple[str, ...] = (), path: str = "assessment"
) -> RecordSource:
    of = f"{path}__partnership" if path else "partnership"
    return RecordSource(name, model, of, moments, says, By.ASSESSMENT, path)


def _levels(name: str, path: str) -> RecordSource:
    also = _beneath("scale", ("name", "met_from"))
    return _whole(name, RatingLevel, f"{path}__agreement__partnerships", *also, by=By.EDITION, path=path)


NAMED = (
    _whole(
        "names",
        Partnership,
        "",
        *_beneath("partner", NAMES),
        *_beneath("agreement", ("title", "smallest_public_count")),
        *_beneath("agreement__lead", NAMES),
    ),
    _whole("parties", Party, "partnership", *_beneath("organization", NAMES)),
)
"""Whose it is."""
SCALES = (_levels("levels", "scale__editions"), _levels("levels of items", "scale__items__edition"))
"""What a level is worth stays; what it is called may change."""
RATED = (
    _of_assessment(
        "assessments",
        Assessment,
        "updated_at",
        says=(*_beneath("by", NAMES), *_beneath("cycle__period", PERIOD)),
        path="",
    ),
    _of_assessment("assessment events", AssessmentEvent, "at"),
    _of_assessment("confirmations", Confirmation, "at"),
    _of_assessment("ratings", Rating, "updated_at"),
    _of_assessment("shown by", RatingMeasure, says=columns_of(RatingMeasure), path="rating__assessment"),
    _of_assessment("highlights", Highlight, "removed_at", says=columns_of(Highlight)),
    *map(_links_of_highlight, ("items", "measures", "rows")),
    _of_assessment("decisions", Decision, "settled_at", "removed_at", says=columns_of(Decision)),
    _of_assessment("minutes", Minutes, "updated_at"),
    _of_assessment("notes", ConferenceNote, "updated_at"),
    *SCALES,
)
ASKED = (
    _whole(
        "cycles",
        Cycle,
        "edition__agreement__partnerships",
        *_beneath("period", PERIOD),
        by=By.PERIOD,
        path="period",
    ),
    _whole("due dates", DueDate, "partnership", by=By.PERIOD, path="cycle__period"),
)
"""Until when an assessment is asked for."""
HOW_FAR = (
    RecordSource(
        "how far assessments are",
        Assessment,
        "partnership",
        says=("cycle_id", "by_id", "status"),
        by=By.PERIOD,
        path="cycle__period",
    ),
)
"""Of those that are still written too: what is late."""
BREAKS = (
    _whole(
        "breaks",
        LineageBreak,
        "edition__agreement__partnerships",
        moments=("made_at",),
        by=By.EDITION,
        path="edition",
    ),
)
"""What is not to be compared with what stood in its place before."""
GOALS = (_whole("forum goals", ForumGoals, "partnership", by=By.PERIOD, path="period"),)
EVIDENCE = (
    _whole("rows", EvidenceRow, "partnership", "student_group__label"),
    _links(EvidenceRow, "measures", "evidencerow", "partnership"),
    _links(EvidenceRow, "items", "evidencerow", "partnership"),
    _whole("tables", EvidenceTable, "partnership"),
    _whole("columns", EvidenceColumn, "partnership", *_beneath("period", PERIOD)),
    RecordSource(
        "values",
        Observation,
        "row__partnership",
        ("updated_at",),
        (*_beneath("period", PERIOD), *_beneath("data_period", PERIOD)),
        By.PERIOD,
        "period",
    ),
    RecordSource(
        "files",
        EvidenceFile,
        "observation__row__partnership",
        ("uploaded_at", "deleted_at"),
        by=By.PERIOD,
        path="observation__period",
    ),
    _whole("breakdowns", Breakdown, "row__partnership"),
    _whole(
        "parts",
        BreakdownPart,
        "breakdown__row__partnership",
        *_beneath("organization", NAMES),
        "student_group__label",
    ),
    _whole("definitions", Definition, "row__partnership", *_beneath("from_period", PERIOD)),
    _whole("ladders", LadderStep, "definition__row__partnership"),
    _whole("targets", Target, "definition__row__partnership", *_beneath("period", PERIOD)),
)
STEPS = (
    _whole("plans", ActionPlan, "partnership", *_beneath("period", PERIOD), moments=("released_at",)),
    RecordSource(
        "steps",
        ActionStep,
        "plan__partnership",
        ("touched_at", "removed_at"),
        (*columns_of(ActionStep, but=("asked_at", "asked_by_id", "asked_words")), "owner__name"),
    ),
    *map(_links_of_step, ("items", "feedback", "highlights")),
    _whole("actions", Action, "step__plan__partnership", moments=("done_at",)),
    _whole("progress", Progress, "step__plan__partnership", moments=("at", "taken_back_at")),
)
ANSWERED = (
    RecordSource(
        "answered feedback",
        ActionStep.feedback.through,
        "actionstep__plan__partnership",
        ("feedback__released_at", "feedback__removed_at"),
        _beneath("feedback", columns_of(Feedback)),
    ),
)
"""What steps answer, for documents that say no other feedback: most of what families say changes nothing there."""
FEEDBACK = (
    _whole(
        "feedback",
        Feedback,
        "partnership",
        moments=("recorded_at", "answered_at", "released_at", "removed_at"),
    ),
)
SIGNED = (
    _whole("signatures", Signature, "partnership", moments=("recorded_at",)),
    RecordSource("signature events", SignatureEvent, "partnership", ("at",)),
    _whole("addenda", Addendum, "partnership", moments=("adopted_at",)),
    RecordSource("addendum events", AddendumEvent, "addendum__partnership", ("at",)),
    RecordSource(
        "last day in force", Edition, "agreement__partnerships", says=("effective_to",), by=By.EDITION
    ),
    RecordSource(
        "edition events", EditionEvent, "edition__agreement__partnerships", ("at",), (), By.EDITION, "edition"
    ),
)
DETERMINED = (
    _whole("determinations", Determination, "partnership", *_beneath("subject", NAMES)),
    RecordSource("determination events", DeterminationEvent, "determination__partnership", ("at",)),
    _whole("options", OptionChoice, "partnership", moments=("made_at", "ended_at")),
)
ACTIVITIES = (
    _whole(
        "activity tables",
        ActivityTable,
        "partnership",
        *_beneath("submission", ("title", "due_on", "submitted_on")),
    ),
    _links(ActivityTable, "items", "activitytable", "partnership"),
    _whole("activities", ActivityLine, "table__partnership"),
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
    *NAMED,
    *RATED,
    *ASKED,
    *HOW_FAR,
    *BREAKS,
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

_OF_ASSESSMENT = (*NAMED, *RATED, *ASKED, *BREAKS)

OF_KIND: dict[str, tuple[RecordSource, ...]] = {
    DocumentKind.STATE_OF_THE_PARTNERSHIP: (*_OF_ASSESSMENT, *GOALS, *EVIDENCE, *STEPS, *FEEDBACK, *CHOSEN),
    DocumentKind.HANDOUT: (*_OF_ASSESSMENT, *EVIDENCE, *STEPS, *FEEDBACK, *CHOSEN),
    DocumentKind.BOARD_SUMMARY: (*_OF_ASSESSMENT, *SIGNED, *STEPS, *FEEDBACK, *LOOKS),
    DocumentKind.COUNTY_SUMMARY: (*_OF_ASSESSMENT, *HOW_FAR, *SIGNED, *STEPS, *LOOKS_OF_ALL),
    DocumentKind.DETERMINATIONS: (*_OF_ASSESSMENT, *EVIDENCE, *STEPS, *DETERMINED),
    DocumentKind.AGREEMENT: (
        *NAMED,
        *SIGNED,
        *RATED,
        *BREAKS,
        *EVIDENCE,
        *STEPS,
        *ANSWERED,
        *CHOSEN,
    ),
    DocumentKind.FORM: (*NAMED, *SIGNED, *SCALES, *LOOKS),
    DocumentKind.TRACKER: (*NAMED, *STEPS, *FEEDBACK, *LOOKS),
    DocumentKind.PROFILE: (*NAMED, *EVIDENCE),
    DocumentKind.PLAN: (*NAMED, *EVIDENCE, *STEPS, *ACTIVITIES),
}
"""What a document of each kind says something of."""
