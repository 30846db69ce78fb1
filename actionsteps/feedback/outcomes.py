"""What became of feedback: an answer, a reason to decline, or steps and how far these are."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from django.db.models import Q, QuerySet

from ..models import ActionStep, Feedback, FeedbackState, StepStatus
from ..progress.state import SIGNS


class Became(StrEnum):
    """The first that holds. Feedback with an answer and steps has both; it is called by the answer."""

    DECLINED = "declined"
    ANSWERED = "answered"
    STEPS = "steps"
    WAITING = "waiting"


@dataclass(frozen=True)
class AnsweringStep:
    """A step that answers feedback: its words as one version of the plan has them, its state as it is today."""

    words: ActionStep
    today: ActionStep

    @property
    def sign(self) -> str:
        return SIGNS[StepStatus(self.today.status)]

    @property
    def is_done(self) -> bool:
        return self.today.status == StepStatus.DONE

    @property
    def is_over(self) -> bool:
        return not self.today.is_open


@dataclass(frozen=True)
class FeedbackOutcome:
    """What became of one feedback. What was said of the statement it is merged under was said of it as well."""

    state: FeedbackState
    answer: str
    steps: list[AnsweringStep] = field(default_factory=list)
    is_planned: bool = False
    """Whether a step answers it that stands in no released version yet, and is not told to families."""

    @property
    def became(self) -> Became:
        if self.state == FeedbackState.DECLINED:
            return Became.DECLINED
        if self.state == FeedbackState.ANSWERED:
            return Became.ANSWERED
        return Became.STEPS if self.steps or self.is_planned else Became.WAITING

    @property
    def steps_in_words(self) -> str:
        """“1 step, done”, “3 steps: 2 not started, 1 done”."""
        if len(self.steps) < 2:
            return "".join(f"1 step, {step.today.get_status_display()}" for step in self.steps)
        counts = Counter(str(step.today.get_status_display()) for step in self.steps)
        states = ", ".join(f"{count} {state}" for state, count in counts.items())
        return f"{len(self.steps)} steps: {states}"

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come of it, so that one may ask whether it helped."""
        open_steps = self.is_planned or any(not step.is_over for step in self.steps)
        return self.became is not Became.WAITING and not (self.became is Became.STEPS and open_steps)


def outcomes_of(feedback: Iterable[Feedback], *, for_families: bool = False) -> dict[int, FeedbackOutcome]:
    """By primary key; `merged_into` is to be loaded with them. In three queries at most.

    For families steps have the words of the newest released version, and one that stands in none yet has none.
    """
    found = list(feedback)
    speaks = {one.pk: one.merged_into or one for one in found}
    statement_of = {one.pk: one.pk for one in speaks.values()}
    for original in Feedback.objects.filter(merged_into__in=list(statement_of)).only("merged_into"):
        statement_of[original.pk] = original.merged_into_id or original.pk
    steps = _steps_by_statement(statement_of, for_families=for_families)
    outcomes = {}
    for one in found:
        statement = speaks[one.pk]
        said = one if one.state != FeedbackState.WAITING else statement
        lines = steps[statement.pk]
        outcomes[one.pk] = FeedbackOutcome(
            FeedbackState(said.state),
            said.answer,
            [line for line in lines if line is not None],
            is_planned=any(line is None for line in lines),
        )
    return outcomes


def _steps_by_statement(
    statement_of: dict[int, int], *, for_families: bool
) -> dict[int, list[AnsweringStep | None]]:
    """Each step once a statement, in the order of the plan; None stands for one that families do not read yet."""
    links = ActionStep.feedback.through.objects.filter(feedback__in=statement_of)
    pairs = links.values_list(
        "feedback", "actionstep", "actionstep__lineage", "actionstep__plan__partnership"
    )
    linked: dict[int, set[int]] = defaultdict(set)
    lineages, partnerships = set(), set()
    for feedback, key, lineage, partnership in pairs:
        linked[statement_of[feedback]].add(key)
        lineages.add(lineage)
        partnerships.add(partnership)
    rows: dict[tuple[int, str], list[ActionStep]] = defaultdict(list)
    if lineages:
        for step in _versions(lineages, partnerships):
            rows[step.plan.partnership_id, step.lineage].append(step)
    found: dict[int, list[AnsweringStep | None]] = defaultdict(list)
    for versions in rows.values():
        today = versions[-1]
        released = [step for step in versions if step.plan.is_released]
        words = (released[-1] if released else None) if for_families else today
        for statement, steps in linked.items():
            if words and words.pk in steps and words.removed_at is None:
                found[statement].append(AnsweringStep(words, today))
            elif today.pk in steps and today.removed_at is None:
                found[statement].append(None)
    for lines in found.values():
        lines.sort(key=lambda line: (line is None, line and line.today.position))
    return found


def _versions(lineages: Iterable[str], partnerships: Iterable[int]) -> QuerySet[ActionStep]:
    """The steps in all their versions, the earliest first: a version is made after the one it follows."""
    same = Q(lineage__in=lineages, plan__partnership__in=partnerships)
    steps: QuerySet[ActionStep] = ActionStep.with_removed.filter(same).order_by("pk")
    return steps.select_related("plan__edition", "category").prefetch_related("actions")
