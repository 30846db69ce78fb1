"""A partnership's rows in the list of reviews as HTML, made once for the same values: all that is read of them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, Self

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from assessments.cycles.round_status import Awaited
from core.kept import kept
from core.words import in_words
from dashboards.outlines import RoundOutline
from determinations.verdicts.history import OutcomeMove

from .outcomes import Path, PathStep
from .reading import ListedCycle, ListedSubject, Schools

if TYPE_CHECKING:  # which writes them out
    from .listing import ListedReviews

ROWS_KEPT = 128
"""In a process, those shown last: about 3 kB each, so 400 kB."""

AWAITED: dict[str, str] = {
    Awaited.ASSESSMENTS: "Assessments",
    Awaited.CONFERENCE: "Conference",
    Awaited.CONFIRMATION: "Confirmation",
    Awaited.REVIEW: "To be made final",
    Awaited.NOTHING: "Nothing due",
    Awaited.OPENING: "Nobody asked yet",
}
"""What is due, in words, in the order of a review."""

MOVES = {OutcomeMove.BETTER: "↑", OutcomeMove.SAME: "=", OutcomeMove.WORSE: "↓"}
"""The signs beside their words."""


class ShownCell(NamedTuple):
    """What came of one review, or how far it is."""

    review: str
    review_id: str
    """Of the cycle, in addresses."""
    words: str
    """The outcome, or where the review stands; empty where there was none."""
    sign: str = ""
    """Of an outcome."""
    by_rules: str = ""
    """What the rules gave, where the conference agreed on another outcome."""
    moved_sign: str = ""
    moved: str = ""


class ShownSubject(NamedTuple):
    """The partner or a school of it."""

    public_id: str
    name: str
    cells: tuple[ShownCell, ...]


class ShownReviews(NamedTuple):
    """What `_reviews.html` reads."""

    slug: str
    """Of the partnership."""
    partner: ShownSubject
    schools: tuple[ShownSubject, ...]
    caretakers: str
    due: str
    """What is due."""
    late: int
    due_on: date | None
    """While anybody is still to hand in anything."""

    @classmethod
    def of(cls, one: "ListedReviews", cycles: Sequence[ListedCycle], schools: Schools) -> Self:
        outline, current = one.partnership.outline, one.current
        people = [who.name for who in one.partnership.caretakers]
        partner = ListedSubject(outline.partner, one.partnership.partner_public_id, outline.name)
        return cls(
            slug=outline.slug,
            partner=_subject(partner, one.path, cycles, one.rounds),
            schools=tuple(
                _subject(school, one.paths.get(school.pk, ()), cycles, {})
                for school in schools.of(outline.partner, one.paths)
            ),
            caretakers=in_words(people) if people else "",
            due=_due(current, outline.name),
            late=one.days_late,
            due_on=one.due_on,
        )


def _subject(
    subject: ListedSubject, path: Path, cycles: Sequence[ListedCycle], rounds: Mapping[int, RoundOutline]
) -> ShownSubject:
    came = {one.cycle: one for one in path}
    cells = [_cell(cycle, came.get(cycle.pk), rounds.get(cycle.pk)) for cycle in cycles]
    return ShownSubject(subject.public_id, subject.name, tuple(cells))


def _cell(cycle: ListedCycle, came: PathStep | None, round_: RoundOutline | None) -> ShownCell:
    review = cycle.name, cycle.public_id
    if came is None:
        return ShownCell(*review, round_.status if round_ else "")
    if came.outcome is None:
        return ShownCell(*review, "No outcome")
    moved = (MOVES[came.move], came.move.label) if came.move else ("", "")
    by_rules = came.by_rules.name if came.by_rules else ""
    return ShownCell(*review, came.outcome.name, came.outcome.sign, by_rules, *moved)


def _due(round_: RoundOutline | None, name: str) -> str:
    """“Assessment of MDE; 2 of 3 submitted”, “Conference”; empty where nothing is due."""
    if round_ is None:
        return ""
    facts = round_.facts
    match facts.awaits:
        case Awaited.NOTHING | Awaited.OPENING:
            return ""
        case Awaited.ASSESSMENTS if len(facts.writing) == facts.asked > 1:
            return f"All {facts.asked} assessments"
        case Awaited.ASSESSMENTS if facts.writing:
            submitted = facts.asked - len(facts.writing)
            told = f"; {submitted} of {facts.asked} submitted" if submitted else ""
            return f"Assessment of {in_words(who or name for who in facts.writing)}{told}"
    return AWAITED[facts.awaits]


@kept(ROWS_KEPT)
def reviews_html(shown: ShownReviews, today: date) -> SafeString:
    return render_to_string("dashboards/_reviews.html", {"one": shown, "today": today})
