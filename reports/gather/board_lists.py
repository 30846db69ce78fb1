"""The lists of a board summary, each entry cut to fit and with its height."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format

from actionsteps.feedback.told import printed_name
from actionsteps.models import ActionStep
from actionsteps.progress.state import StepState, state_of, with_owner_left
from assessments.models import HANDED_IN, Assessment, Decision, HighlightKind
from assessments.trends.changes import CycleComparison, ItemChange
from partnerships.models import RatingLevel, SignatoryRole, Signature
from reports.fitting import Candidates, Fitting, height_of

from .editions import edition_of_agreement
from .late import overdue_steps, signer_in_words

MOST = 5
"""Entries of each list, where there is room."""

LINES = 2
"""Of an entry."""

REFERENCE, MOVE, LEVELS = 26.0, 330.0, 110.0
STEP, STANDING, WHAT, WHO = 330.0, 140.0, 280.0, 110.0
"""Widths of columns, in points."""


@dataclass(frozen=True)
class BoardMove:
    reference: str
    text: str
    before: RatingLevel | None
    now: RatingLevel | None


@dataclass(frozen=True)
class BoardStep:
    text: str
    state: StepState


@dataclass(frozen=True)
class BoardDecision:
    what: str
    who: str
    decision: Decision


def moves(comparison: CycleComparison | None, fitting: Fitting) -> tuple[Candidates[BoardMove], ...]:
    """What rose, and what fell."""
    found = (comparison.rose, comparison.fell) if comparison else ([], [])
    return tuple(_moves(changes, fitting) for changes in found)


def _moves(changes: list[ItemChange], fitting: Fitting) -> Candidates[BoardMove]:
    sized = []
    for one in changes[:MOST]:
        said = " ".join(filter(None, (one.item.title, one.lead_in, one.item.text)))
        text = fitting.fit(said, lines=LINES, width=MOVE)
        move = BoardMove(one.item.reference, text, one.before, one.now)
        codes = " rose from to ".join(level.code for level in (one.before, one.now) if level)
        height = height_of((move.reference, REFERENCE), (text, MOVE), (codes, LEVELS))
        sized.append((move, height))
    return Candidates(sized, len(changes))


def named(assessment: Assessment, fitting: Fitting, *, width: float) -> tuple[Candidates[str], ...]:
    """Strengths, at most three, and areas of focus. One query."""
    highlights = list(assessment.highlights.all())
    return (
        _named((one.text for one in highlights if one.kind == HighlightKind.STRENGTH), 3, fitting, width),
        _named((one.text for one in highlights if one.kind == HighlightKind.FOCUS), MOST, fitting, width),
    )


def _named(texts: Iterable[str], most: int, fitting: Fitting, width: float) -> Candidates[str]:
    found = list(texts)
    fitted = [fitting.fit(text, lines=LINES, width=width) for text in found[:most]]
    return Candidates([(text, height_of((text, width))) for text in fitted], len(found))


def late_steps(assessment: Assessment, today: date, fitting: Fitting) -> Candidates[BoardStep]:
    """The longest overdue first. In three queries."""
    overdue = overdue_steps(today).filter(plan__partnership=assessment.partnership_id)
    steps: list[ActionStep] = list(
        with_owner_left(overdue)
        .select_related("owner", "plan")
        .prefetch_related("feedback", "actions")
        .order_by("next_on", "pk")
    )
    sized = []
    for one in steps[:MOST]:
        shown = BoardStep(fitting.fit(printed_name(one), lines=LINES, width=STEP), state_of(one, today))
        sized.append((shown, height_of((shown.text, STEP), (shown.state.words, STANDING))))
    return Candidates(sized, len(steps))


def open_decisions(assessment: Assessment, fitting: Fitting) -> Candidates[BoardDecision]:
    """Of conferences up to this assessment's whose result is handed in, what nobody has settled. One query."""
    unsettled = Decision.objects.filter(
        assessment__partnership=assessment.partnership_id,
        assessment__status__in=HANDED_IN,
        assessment__cycle__period__start__lte=assessment.cycle.period.start,
        settled_at=None,
    ).select_related("assessment__cycle__period")
    decisions = list(unsettled.order_by("assessment__cycle__period__start", "assessment", "pk"))
    sized = []
    for one in decisions[:MOST]:
        what = fitting.fit(one.what, lines=LINES, width=WHAT)
        who = fitting.fit(one.who, lines=LINES, width=WHO)
        sized.append((BoardDecision(what, who, one), height_of((what, WHAT), (who, WHO))))
    return Candidates(sized, len(decisions))


def signatures_in_words(assessment: Assessment, fitting: Fitting, *, width: float) -> tuple[str, ...]:
    """Sentences; none where nobody signs. In three queries."""
    edition = edition_of_agreement(assessment.partnership.agreement)
    roles = list(SignatoryRole.objects.filter(edition=edition)) if edition else []
    if edition is None or not roles:
        return ()
    of_edition = Signature.objects.filter(
        edition=edition, addendum=None, partnership=assessment.partnership_id
    )
    signed = dict(of_edition.order_by().values_list("role", "date"))
    missing = "; ".join(signer_in_words(role) for role in roles if role.pk not in signed)
    done = "; ".join(
        f"{signer_in_words(role)}, {date_format(signed[role.pk], 'M j, Y')}"
        for role in roles
        if role.pk in signed
    )
    sentences = [
        f"Not yet signed for the edition {edition.label}: {missing}." if missing else "",
        f"Signed{'' if missing else f' for the edition {edition.label}'}: {done}." if done else "",
    ]
    return tuple(fitting.fit(one, lines=LINES, width=width) for one in sentences if one)
