"""Of which partnerships a kind of document can be made, and why not of the others."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, TextChoices

from accounts.models import User
from assessments.models import Assessment, Cycle, Rating
from assessments.rounds import Round, by_round
from determinations.models import Outcome
from determinations.verdicts.judging import assessment_judged
from partnerships.access import partnerships_directed_by
from partnerships.models import Agreement, Partnership
from reports.documents import DOCUMENTS, edition_of_agreement
from reports.models import SUBJECTS, DocumentKind
from reports.profiles import profiles_of

MOST_AT_ONCE = 500
"""Documents that are asked for in one go."""


class Which(TextChoices):
    """Which assessment of a partnership a document is of."""

    FINAL = "final", "The newest that is final"
    SUBMITTED = "submitted", "The newest that is submitted, final or not"


@dataclass(frozen=True)
class Candidate:
    """A partnership, and what its document would be of."""

    partnership: Partnership
    subject: dict[str, Any] | None = None
    """None where it cannot be made."""
    words: str = ""
    """What it is of, or why it cannot be made."""

    @property
    def can_be_made(self) -> bool:
        return self.subject is not None


def kinds_of_many(agreement: Agreement) -> list[DocumentKind]:
    """The kinds of which each partnership of an agreement has its own document."""
    kinds = [DocumentKind(kind) for kind in DOCUMENTS if SUBJECTS[kind] in _CANDIDATES]
    of_some = {
        DocumentKind.DETERMINATIONS: agreement.has_determinations,
        DocumentKind.PROFILE: agreement.has_plan,
        DocumentKind.PLAN: False,  # of the agreement as a whole
    }
    return [kind for kind in kinds if of_some.get(kind, True)]


def is_of_assessment(kind: str) -> bool:
    return SUBJECTS[kind] == ("assessment",)


def candidates(user: User, agreement: Agreement, kind: str, which: str) -> list[Candidate]:
    """Of all partnerships that a person directs, in their order. In a constant number of queries."""
    directed = partnerships_directed_by(user, agreement).select_related("partner")
    partnerships = list(directed.order_by("partner__sort_key", "pk"))
    for one in partnerships:
        one.agreement = agreement
    return _CANDIDATES[SUBJECTS[kind]](user, agreement, partnerships, kind, which)


def _of_assessments(
    user: User, agreement: Agreement, partnerships: list[Partnership], kind: str, which: str
) -> list[Candidate]:
    rounds = _rounds_of(user, agreement, partnerships)
    if kind == DocumentKind.DETERMINATIONS:
        editions = set(Outcome.objects.filter(edition__agreement=agreement).values_list("edition", flat=True))
        return [_judged(one, rounds[one.pk], which, editions) for one in partnerships]
    return [_assessed(one, rounds[one.pk], which, _result) for one in partnerships]


def _rounds_of(user: User, agreement: Agreement, partnerships: list[Partnership]) -> dict[int, list[Round]]:
    """The rounds of each partnership as a person sees them, the newest first."""
    cycles = Cycle.objects.filter(edition__agreement=agreement).select_related("edition__scale", "period")
    by_key = {cycle.pk: cycle for cycle in cycles}
    of_partnership = {one.pk: one for one in partnerships}
    rated = Rating.objects.filter(assessment=OuterRef("pk"), level__isnull=False)
    rows = Assessment.objects.filter(partnership__agreement=agreement).for_rounds().newest_first()
    found: dict[int, list[Round]] = defaultdict(list)
    for (partnership, cycle), assessments in by_round(rows.annotate(is_rated=Exists(rated))).items():
        if partnership in of_partnership:
            round_ = Round(of_partnership[partnership], by_key[cycle], assessments)
            found[partnership].append(round_.seen_by(user))
    return found


def _result(round_: Round) -> Assessment | None:
    return round_.result_so_far


def _decisive(round_: Round) -> Assessment | None:
    judged = assessment_judged(round_)
    return judged if judged and judged.is_handed_in and judged.readable else None


def _judged(partnership: Partnership, rounds: list[Round], which: str, editions: set[int]) -> Candidate:
    with_rules = [one for one in rounds if one.cycle.edition_id in editions]
    if rounds and not with_rules:
        return Candidate(partnership, words="Nothing follows by rule from what it is assessed by.")
    return _assessed(partnership, with_rules, which, _decisive)


def _assessed(
    partnership: Partnership,
    rounds: list[Round],
    which: str,
    of_round: Callable[[Round], Assessment | None],
) -> Candidate:
    handed_in = [one for one in map(of_round, rounds) if one]
    found = [one for one in handed_in if one.is_final or which == Which.SUBMITTED]
    rated: Any = next((one for one in found if one.is_rated), None)  # type: ignore[attr-defined]
    if rated:
        words = f"{rated.cycle.period.name}, {rated.perspective}, {rated.status_word}"
        return Candidate(partnership, {"assessment": rated}, words)
    return Candidate(partnership, words=_why_none(rounds, handed_in, found))


def _why_none(rounds: list[Round], handed_in: list[Assessment], found: list[Assessment]) -> str:
    if not rounds:
        return "Nobody has been asked to assess it yet."
    if found:
        return f"Nothing is rated in its assessment of {found[0].cycle.period.name}."
    if handed_in:
        return f"Its assessment of {handed_in[0].cycle.period.name} is submitted and not final yet."
    writing = rounds[0].who_still_writes
    return f"{writing}." if writing else "No assessment of it has been submitted yet."


def _of_edition(
    user: User, agreement: Agreement, partnerships: list[Partnership], kind: str, which: str
) -> list[Candidate]:
    edition = edition_of_agreement(agreement)
    if edition is None:
        why = "No edition of the agreement has been adopted yet."
        return [Candidate(one, words=why) for one in partnerships]
    return [_fitting(kind, one, {"partnership": one, "edition": edition}) for one in partnerships]


def _fitting(kind: str, partnership: Partnership, subject: dict[str, Any]) -> Candidate:
    if DOCUMENTS[kind].fits(**subject):
        return Candidate(partnership, subject, f"Edition {subject['edition'].label}")
    return Candidate(partnership, words="There is no such document of it.")


def _of_profiles(
    user: User, agreement: Agreement, partnerships: list[Partnership], kind: str, which: str
) -> list[Candidate]:
    """Of the newest period in which any of them has a value."""
    found = profiles_of(user, agreement)
    edition, period = found["edition"], found["period"]
    values = {state.partnership.pk: state.values for state in found["states"]}
    why_not = f"It has no values of {period.name} yet." if period else "It has no values yet."
    return [
        Candidate(one, {"partnership": one, "edition": edition, "period": period}, period.name)
        if values.get(one.pk)
        else Candidate(one, words=why_not)
        for one in partnerships
        if not one.is_whole
    ]


_CANDIDATES: dict[tuple[str, ...], Callable[..., list[Candidate]]] = {
    ("assessment",): _of_assessments,
    ("partnership", "edition"): _of_edition,
    ("partnership", "edition", "period"): _of_profiles,
}
"""By what a document is of. Of a whole agreement there is one."""
