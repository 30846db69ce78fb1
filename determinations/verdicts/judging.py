"""What the rules give for each subject of a round, from the assessment that decides it.

Which assessment that is, and with which figures. How an outcome follows from them: `rules.deciding`.
"""

from dataclasses import dataclass

from accounts.models import Organization
from assessments.models import Assessment
from assessments.rounds import Round
from determinations.figures.goals import JudgedGoal, by_subject, counts_of, goals_judged
from determinations.figures.measures import figures_of, series_of
from determinations.figures.rated import rated_beside
from determinations.models import OptionChoice, Outcome
from determinations.rules.deciding import decide
from determinations.rules.facts import Facts
from determinations.rules.readings import RuleReading, other_readings
from determinations.rules.rulebook import Rulebook
from determinations.rules.series import YearSeries
from determinations.rules.working import GoalShown, RatedShown, ReadingShown, Working, work_out
from partnerships.models import Edition, ItemKind, Partnership


@dataclass(frozen=True)
class Judged:
    subject: Organization
    outcome: Outcome | None
    working: Working


def assessment_judged(round_: Round) -> Assessment | None:
    """The assessment that the rules are applied to: the joint one from its beginning on, else the partner's own,
    else the lead agency's, else that of another side."""
    return next(iter(round_.decisive), None)


def judge(assessment: Assessment, rulebook: Rulebook) -> list[Judged]:
    """For the partner and each of its schools that has goals, in that order. Of an edition without goals that
    rules count, for the partner alone.

    Values of measures are the partner's own: they count for it, not for its schools.
    """
    partner = assessment.partnership.partner
    goals = goals_judged(assessment, rulebook.goal_kinds) if rulebook.goal_kinds else []
    of_subjects = by_subject(goals, partner) or {partner: []}
    series = series_of(assessment.partnership, rulebook.quantities, assessment.cycle.period)
    chosen = options_chosen(assessment.partnership, rulebook)
    rated = rated_beside(assessment) if rulebook.options else []
    version = version_of(assessment.cycle.edition, rulebook)
    return [
        _judged(Subject(subject, own, series if subject == partner else {}, chosen, rated), rulebook, version)
        for subject, own in of_subjects.items()
    ]


@dataclass(frozen=True)
class Subject:
    """The partner or one of its schools, with all that rules ask about it."""

    organization: Organization
    goals: list[JudgedGoal]
    series: dict[int, YearSeries]
    chosen: frozenset[int]
    rated: list[RatedShown]

    def facts(self, rulebook: Rulebook) -> Facts:
        of_measures = [one for one in rulebook.quantities if one.measure_id in self.series]
        return Facts(counts_of(self.goals), figures_of(of_measures, self.series), self.chosen)


def options_chosen(partnership: Partnership, rulebook: Rulebook) -> frozenset[int]:
    """The keys of the options that a partner is held to now. Without a query where there are none to choose."""
    options = rulebook.options
    if not options:
        return frozenset()
    chosen = OptionChoice.objects.standing().filter(partnership=partnership, option__in=options)
    return frozenset(chosen.values_list("option", flat=True))


def version_of(edition: Edition, rulebook: Rulebook) -> str:
    """“2017 edition, rules 3f2a9c01”."""
    return f"{edition.label}, rules {rulebook.digest}"


def _judged(subject: Subject, rulebook: Rulebook, version: str) -> Judged:
    outcome, working = work_out(
        rulebook,
        subject.facts(rulebook),
        rules=version,
        goals=[_shown(goal) for goal in subject.goals],
        notes=_notes(subject.goals),
        series=subject.series,
        rated=subject.rated,
        readings=[_read(reading, rules, subject) for reading, rules in other_readings(rulebook)],
    )
    return Judged(subject.organization, outcome, working)


def _read(reading: RuleReading, rulebook: Rulebook, subject: Subject) -> ReadingShown:
    outcome = decide(rulebook, subject.facts(rulebook))
    return ReadingShown(reading.words, outcome.name if outcome else "")


def _shown(goal: JudgedGoal) -> GoalShown:
    item = goal.item
    return GoalShown(item.reference, item.full_text, ItemKind(item.kind).label, goal.state, goal.why)


def _notes(goals: list[JudgedGoal]) -> list[str]:
    unrated = sum(len(goal.unrated) for goal in goals)
    if not unrated:
        return []
    if unrated == 1:
        return ["1 is not rated yet, and counts as not met so far."]
    return [f"{unrated} are not rated yet, and count as not met so far."]
