"""The determinations of a round: what the rules give or gave, what was agreed, and what was said before.

In a fixed number of queries, however many goals and schools there are.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from accounts.models import Organization
from assessments.models import Assessment
from determinations.models import Determination, DeterminationEvent, NextLevel, Outcome, Verdict
from determinations.rules.rulebook import Rulebook
from determinations.rules.working import Working

from .judging import Judged, judge
from .since import differences


@dataclass(frozen=True)
class KindCounted:
    """Of goals of one kind: how many are met, of how many that count at this review, beside those that do not."""

    kind: str
    met: int
    all: int
    left_out: int


@dataclass(frozen=True)
class Determined:
    """One subject of a round."""

    subject: Organization
    working: Working
    computed: Outcome | None
    determination: Determination | None
    verdict: Verdict | None = None
    """The one that stands, where the round is final."""
    earlier: list[Verdict] = field(default_factory=list)
    """Of the times before, when the round was final and opened again."""
    since: list[str] = field(default_factory=list)
    """What would be otherwise, were it worked out now: it was frozen, so it changes nothing."""

    @property
    def agreed(self) -> Outcome | None:
        """The outcome agreed on instead of the computed one."""
        if self.verdict:
            return self.verdict.agreed
        return self.determination.agreed if self.determination else None

    @property
    def reason(self) -> str:
        if self.verdict:
            return self.verdict.reason
        return self.determination.reason if self.determination else ""

    @property
    def next_level(self) -> NextLevel | None:
        return self.determination.next_level if self.determination else None

    @property
    def outcome(self) -> Outcome | None:
        """The one that holds: what was agreed, else what the rules give."""
        return self.agreed or self.computed

    @property
    def counts(self) -> list[KindCounted]:
        """By kind, in the order of the goals."""
        goals: dict[str, list[str]] = defaultdict(list)
        for goal in self.working.goals:
            goals[goal.kind].append(goal.state)
        return [
            KindCounted(
                kind,
                states.count("met"),
                len(states) - states.count("not counted"),
                states.count("not counted"),
            )
            for kind, states in goals.items()
        ]


def determined_in(assessment: Assessment, rulebook: Rulebook) -> list[Determined]:
    """For the partner and each of its schools that has goals. `assessment` decides the round."""
    determinations = {one.subject_id: one for one in _recorded(assessment)}
    verdicts = _verdicts_of(determinations.values()) if _was_final(assessment) else {}
    standing = {key: several[-1] for key, several in verdicts.items() if several[-1].reopened_at is None}
    if not standing:
        return [
            Determined(
                judged.subject,
                judged.working,
                judged.outcome,
                determinations.get(judged.subject.pk),
                earlier=verdicts.get(judged.subject.pk, []),
            )
            for judged in judge(assessment, rulebook)
        ]
    now = _judged_now(assessment, rulebook)
    partner = assessment.partnership.partner_id
    return [
        _frozen(determinations[key], verdicts[key], now.get(key))
        for key in sorted(standing, key=lambda key: (key != partner, determinations[key].subject.sort_key))
    ]


def _recorded(assessment: Assessment) -> list[Determination]:
    of_round = Determination.objects.filter(partnership=assessment.partnership_id, cycle=assessment.cycle_id)
    return list(of_round.select_related("subject", "agreed", "next_level"))


def _was_final(assessment: Assessment) -> bool:
    return assessment.is_final or assessment.made_final_at is not None


def _verdicts_of(determinations: Iterable[Determination]) -> dict[int, list[Verdict]]:
    """By subject, the oldest first."""
    by_key = {one.pk: one for one in determinations}
    found: dict[int, list[Verdict]] = defaultdict(list)
    rows = Verdict.objects.filter(determination__in=by_key).select_related("computed", "agreed")
    for verdict in rows:
        verdict.determination = by_key[verdict.determination_id]
        found[verdict.determination.subject_id].append(verdict)
    return found


def _judged_now(assessment: Assessment, rulebook: Rulebook) -> Mapping[int, Judged]:
    """What the rules would give now, by subject. Levels of a final round never change; values of measures may."""
    if all(quantity.counts_goals for quantity in rulebook.quantities):
        return {}
    return {judged.subject.pk: judged for judged in judge(assessment, rulebook)}


def _frozen(determination: Determination, verdicts: list[Verdict], now: Judged | None) -> Determined:
    *earlier, standing = verdicts
    working = Working.of(standing.working)
    return Determined(
        determination.subject,
        working,
        standing.computed,
        determination,
        verdict=standing,
        earlier=earlier,
        since=differences(working, now.working) if now else [],
    )


def events_of(determination: Determination | None) -> list[DeterminationEvent]:
    """What happened to it, the newest first. Without a query where nothing was recorded."""
    if determination is None:
        return []
    return list(determination.events.select_related("by").order_by("-at", "-pk"))
