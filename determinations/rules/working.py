"""The working of a determination, as pages show it and as it is kept when a round becomes final."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from determinations.models import Absent, Criterion, Outcome, QuantityKind

from .changes import MOST_SHOWN, smallest_changes
from .deciding import (
    Answer,
    answer_criterion,
    answer_method,
    answer_outcome,
    any_of,
    decide,
    has_figures,
    is_asked,
)
from .facts import Facts
from .needed import in_words, values_needed
from .rulebook import MethodRules, OutcomeRules, Rulebook
from .series import YearSeries
from .words import goals_more, share_in_words, threshold_in_words

EMPTY: Mapping[int, YearSeries] = {}
NOTHING_TO_JUDGE = "There is nothing to judge by: no goals, and no figures."


@dataclass(frozen=True)
class CriterionShown:
    quantity: str
    asked: str
    """“at least two thirds”."""
    printed: str
    """The threshold as the source prints it; empty where it prints none."""
    figure: str
    """“2 of 3 (66.67%)”, or why there is none."""
    answer: str
    """An `Answer`; empty where the method does not ask it of this partner."""
    why: str
    option: str = ""
    either: str = ""

    @property
    def figure_within(self) -> str:
        """The figure within a sentence: “2 of 3 (66.67%)”, “There are none”."""
        return self.figure.rstrip(".")


@dataclass(frozen=True)
class MethodShown:
    name: str
    words: str
    metric: str
    answer: str
    why: str
    criteria: list[CriterionShown]

    @property
    def points(self) -> list[str]:
        """What is printed of it, point by point."""
        return self.words.splitlines()


@dataclass(frozen=True)
class OutcomeShown:
    name: str
    lead_in: str
    words: str
    metric: str
    answer: str
    is_it: bool
    methods: list[MethodShown]
    heading: str = ""
    """As printed above its methods, where that is not the name."""

    @property
    def has_metric(self) -> bool:
        """Whether metric values are printed beside its words."""
        return bool(self.metric or any(method.metric for method in self.methods))

    @property
    def points(self) -> list[str]:
        """What is printed of one that has no methods, point by point."""
        return self.words.splitlines()


@dataclass(frozen=True)
class ChangeShown:
    words: str
    outcome: str


@dataclass(frozen=True)
class RatedShown:
    """What was rated beside what rules count: its level, and its measures with what they came to."""

    category: str
    reference: str
    text: str
    level: str
    """Empty where it is not rated."""
    measures: list[str]


@dataclass(frozen=True)
class ReadingShown:
    """What comes of another way to read what the source leaves open."""

    words: str
    outcome: str
    """Empty where there is none."""


@dataclass(frozen=True)
class GoalShown:
    """How a goal counts, or why it does not."""

    reference: str
    text: str
    kind: str
    state: str
    """“met”, “not met”, “not counted”."""
    why: str


@dataclass(frozen=True)
class Working:
    outcome: str
    """Its name; empty where there is none."""
    why: str
    """One sentence."""
    rules: str
    """Which rules: the edition's name and a digest of them."""
    outcomes: list[OutcomeShown]
    changes: list[ChangeShown] = field(default_factory=list)
    goals: list[GoalShown] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What a reader has to know beside: “3 goals are not rated yet”."""
    chosen: list[str] = field(default_factory=list)
    """The options that the partner is held to."""
    readings: list[ReadingShown] = field(default_factory=list)
    rated: list[RatedShown] = field(default_factory=list)

    @property
    def readings_by_outcome(self) -> list[tuple[str, list[str]]]:
        """What comes of the other readings, with those under which it does, in order."""
        found: dict[str, list[str]] = {}
        for reading in self.readings:
            found.setdefault(reading.outcome, []).append(reading.words)
        return list(found.items())

    @property
    def offers_options(self) -> bool:
        """Whether the partner chooses among options, and is held to those."""
        methods = (method for outcome in self.outcomes for method in outcome.methods)
        return any(criterion.option for method in methods for criterion in method.criteria)

    def kept(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return asdict(self)

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Self:
        """What `kept` gave."""
        outcomes = [
            OutcomeShown(
                **outcome
                | {
                    "methods": [
                        MethodShown(
                            **method
                            | {"criteria": [CriterionShown(**criterion) for criterion in method["criteria"]]}
                        )
                        for method in outcome["methods"]
                    ]
                }
            )
            for outcome in kept["outcomes"]
        ]
        changes = [ChangeShown(**change) for change in kept["changes"]]
        goals = [GoalShown(**goal) for goal in kept["goals"]]
        readings = [ReadingShown(**reading) for reading in kept["readings"]]
        rated = [RatedShown(**one) for one in kept["rated"]]
        made = {
            "rated": rated,
            "outcomes": outcomes,
            "changes": changes,
            "goals": goals,
            "readings": readings,
        }
        return cls(**{**kept, **made})


def work_out(
    rulebook: Rulebook,
    facts: Facts,
    *,
    rules: str,
    goals: Sequence[GoalShown] = (),
    notes: Sequence[str] = (),
    readings: Sequence[ReadingShown] = (),
    series: Mapping[int, YearSeries] = EMPTY,
    rated: Sequence[RatedShown] = (),
) -> tuple[Outcome | None, Working]:
    """The outcome by the rules, and every step that leads to it."""
    outcome = decide(rulebook, facts)
    shown = [_outcome(one, facts, outcome) for one in rulebook.outcomes]
    changes = [
        ChangeShown(goals_more(change.more), change.outcome.name)
        for change in smallest_changes(rulebook, facts)
    ]
    changes += [
        ChangeShown(in_words(needed.values, rulebook, series), needed.outcome.name)
        for needed in values_needed(rulebook, facts, series)
    ]
    working = Working(
        outcome=outcome.name if outcome else "",
        why=_why(rulebook, facts, shown),
        rules=rules,
        outcomes=shown,
        changes=changes[:MOST_SHOWN],
        goals=list(goals),
        notes=list(notes),
        chosen=[option.name for option in rulebook.options if option.pk in facts.chosen],
        readings=list(readings),
        rated=list(rated),
    )
    return outcome, working


def _why(rulebook: Rulebook, facts: Facts, outcomes: list[OutcomeShown]) -> str:
    if not has_figures(rulebook, facts):
        return NOTHING_TO_JUDGE
    for outcome in outcomes:
        if outcome.answer == Answer.WAITS:
            return f"Whether it is {outcome.name} cannot be said yet: there is not enough data."
        if outcome.is_it:
            holding = [method.name for method in outcome.methods if method.answer == Answer.HOLDS]
            if holding:
                return f"{outcome.name} by {' and '.join(holding)}."
            return f"{outcome.name}: no outcome before it holds."
    return "No outcome holds."


def _outcome(rules: OutcomeRules, facts: Facts, outcome: Outcome | None) -> OutcomeShown:
    return OutcomeShown(
        name=rules.outcome.name,
        heading=rules.outcome.heading,
        lead_in=rules.outcome.lead_in,
        words=rules.outcome.words,
        metric=rules.outcome.metric,
        answer=answer_outcome(rules, facts).value,
        is_it=rules.outcome == outcome,
        methods=[_method(method, facts) for method in rules.methods],
    )


def _method(rules: MethodRules, facts: Facts) -> MethodShown:
    """With alternatives beside one another."""
    criteria = [_criterion(one, rules, facts) for group in rules.groups for one in group]
    answer = answer_method(rules, facts)
    return MethodShown(
        name=rules.method.name,
        words=rules.method.words,
        metric=rules.method.metric,
        answer=answer.value,
        why=_why_of_method(rules, facts, answer),
        criteria=criteria,
    )


def _why_of_method(rules: MethodRules, facts: Facts, answer: Answer) -> str:
    wanted = rules.method.options_chosen
    if wanted and len(facts.chosen & {one.option_id for one in rules.criteria}) != wanted:
        return f"{wanted} of the options are to be chosen first."
    asked = [group for group in rules.groups if is_asked(group[0], rules, facts)]
    failing = sum(any_of(answer_criterion(one, facts) for one in group) == Answer.FAILS for group in asked)
    if answer == Answer.HOLDS:
        return "All that it asks holds."
    if answer == Answer.WAITS:
        return "There is not enough data yet."
    if not failing:
        return "All that it asks is waived, so nothing speaks for it."
    if len(asked) == 1:
        return "What it asks does not hold."
    return f"{failing} of the {len(asked)} things it asks {'does' if failing == 1 else 'do'} not hold."


def _criterion(criterion: Criterion, rules: MethodRules, facts: Facts) -> CriterionShown:
    quantity = criterion.quantity
    figure = facts.figure(quantity)
    words = figure.words
    if figure.value is not None and quantity.kind == QuantityKind.SHARE_MET:
        count = facts.count_of(quantity)
        words = share_in_words(count.met, count.all)
    asked = threshold_in_words(criterion)
    answer = answer_criterion(criterion, facts) if is_asked(criterion, rules, facts) else None
    return CriterionShown(
        quantity=quantity.name,
        asked=asked,
        printed=criterion.printed,
        figure=words,
        answer=answer.value if answer else "",
        why=_why_of_criterion(criterion, figure.value is None, answer),
        option=criterion.option.name if criterion.option else "",
        either=criterion.either,
    )


def _why_of_criterion(criterion: Criterion, is_absent: bool, answer: Answer | None) -> str:
    if answer is None:
        return "It belongs to an option that was not chosen."
    if not is_absent:
        return "It holds." if answer == Answer.HOLDS else "It does not hold."
    return {
        Absent.FAILS: "Without a figure it does not hold.",
        Absent.WAIVED: "Without a figure it is waived.",
        Absent.PENDING: "It waits for the figure.",
    }[Absent(criterion.when_absent)]
