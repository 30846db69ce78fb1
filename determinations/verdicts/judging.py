"""What the rules give for each subject of a round, from the assessment that decides it."""

from dataclasses import dataclass

from accounts.models import Organization
from assessments.models import Assessment
from assessments.rounds import Round
from determinations.figures.goals import Goal, by_subject, counts_of, goals_judged
from determinations.models import Outcome
from determinations.rules.facts import Facts
from determinations.rules.rulebook import Rulebook
from determinations.rules.working import GoalShown, Working, work_out
from partnerships.models import Edition, ItemKind


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
    rules count, for the partner alone."""
    partner = assessment.partnership.partner
    goals = goals_judged(assessment, rulebook.goal_kinds) if rulebook.goal_kinds else []
    of_subjects = by_subject(goals, partner) or {partner: []}
    rules = version_of(assessment.cycle.edition, rulebook)
    return [_judged(subject, own, rulebook, rules) for subject, own in of_subjects.items()]


def version_of(edition: Edition, rulebook: Rulebook) -> str:
    """“2017 edition, rules 3f2a9c01”."""
    return f"{edition.label}, rules {rulebook.digest}"


def _judged(subject: Organization, goals: list[Goal], rulebook: Rulebook, rules: str) -> Judged:
    facts = Facts(counts_of(goals))
    outcome, working = work_out(
        rulebook, facts, rules=rules, goals=[_shown(goal) for goal in goals], notes=_notes(goals)
    )
    return Judged(subject, outcome, working)


def _shown(goal: Goal) -> GoalShown:
    item = goal.item
    return GoalShown(item.reference, item.full_text, ItemKind(item.kind).label, goal.state, goal.why)


def _notes(goals: list[Goal]) -> list[str]:
    unrated = sum(len(goal.unrated) for goal in goals)
    if not unrated:
        return []
    if unrated == 1:
        return ["1 is not rated yet, and counts as not met so far."]
    return [f"{unrated} are not rated yet, and count as not met so far."]
