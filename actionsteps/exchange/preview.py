"""What the workbook of a plan would change."""

from collections.abc import Set
from typing import Any

from core.conflicts import Resolution, mark_of, read_marks, resolutions_of
from core.forms import as_typed
from core.workbooks.entries import CellRefusal, short

from ..models import ActionPlan, ActionStep, StepStatus
from ..progress.noting import ASKED_FOR
from .changes import StepsPreview, WorkbookPartChange, WorkbookStepChange
from .entered import EnteredStep, StepsUpload
from .entering import doing_form, problems_with, words_form
from .layout import (
    ACTION,
    DOING,
    TIMELINE,
    WORDS,
    is_new,
    key_of,
    kind_of,
    label_of,
    new_step_key,
    of_action,
)
from .standing import StandingPlan, in_words
from .values import meant

LINES_STAY = "Lines of progress stay; one that was wrong is taken back on the step's page."


def preview_of(upload: StepsUpload, standing: StandingPlan, mine: Set[str] | None = None) -> StepsPreview:
    """Compare what was entered with what stands now.

    `mine` names the steps for which the person chose their own; None before they were asked.
    """
    preview = StepsPreview(refused=list(upload.refused), not_read=list(upload.not_read))
    look = _Look(standing, preview, mine)
    for entered in upload.entered:
        if entered.lineage:
            look.at_standing(entered)
    look.at_new([entered for entered in upload.entered if not entered.lineage])
    return preview


class _Look:
    """Puts each step that was entered where it belongs in a preview."""

    def __init__(self, standing: StandingPlan, preview: StepsPreview, mine: Set[str] | None) -> None:
        self.standing, self.preview, self.mine = standing, preview, mine

    def at_standing(self, entered: EnteredStep) -> None:
        step = self.standing.steps.get(entered.lineage)
        if step is None:
            self._refuse_gone(entered)
            return
        now = self.standing.said_by(step)
        wanted = self._meant(entered)
        if sorted(wanted.get("answers", "").split("\n")) == sorted(now["answers"].split("\n")):
            wanted["answers"] = now["answers"]  # in another order
        if wanted.get("owner") == "" and step.owner:
            wanted["owner"] = step.owner_role  # it stands behind the person
        known = {part: text for part, text in wanted.items() if not is_new(part)}
        outcomes = resolutions_of(entered.seen, {part: now.get(part, "") for part in known}, known)
        change = WorkbookStepChange(entered, entered.lineage, step, keep_mine=self._is_mine(entered.lineage))
        for part, outcome in outcomes.items():
            if outcome in (Resolution.MINE, Resolution.CONFLICT):
                place = change.contested if outcome is Resolution.CONFLICT else change.plain
                place.append(self._part(entered, part, now.get(part, ""), wanted[part]))
        change.plain += self._new_actions(entered, step, wanted)
        self._check(change)
        if change.plain or change.contested:
            kept = {one.part: one.wanted for one in (*change.plain, *change.contested)}
            change.entered = entered._replace(wanted=_in_order(entered, kept))
            self.preview.changes.append(change)
        elif Resolution.THEIRS in outcomes.values():
            self.preview.left_alone.append(step.name)
        else:
            self.preview.unchanged += 1

    def at_new(self, steps: list[EnteredStep]) -> None:
        """A new step is taken whole or not at all: what is mended later would make it once more."""
        found: dict[str, WorkbookStepChange] = {}
        for entered in steps:
            before = len(self.preview.refused)
            wanted = {part: text for part, text in self._meant(entered).items() if text}
            if not entered.wanted.get("category"):
                self._refuse(
                    entered, "category", f"Say in which {self.standing.words.category} the step stands."
                )
            key = new_step_key(self.standing.plan.lineage, wanted)
            change = WorkbookStepChange(entered._replace(wanted=wanted), key, None)
            change.plain = [self._part(entered, part, "", text) for part, text in wanted.items()]
            if len(self.preview.refused) == before:
                self._check(change)
            if key in found:
                self._refuse(entered, "", f"This says the same as line {found[key].entered.line}.")
            elif len(self.preview.refused) == before:
                found[key] = change
        rows = ActionStep.with_removed.filter(
            public_id__in=found, plan__partnership=self.standing.partnership.pk
        )
        there = set(rows.values_list("public_id", flat=True))
        for key, change in found.items():
            if key not in there:
                self.preview.changes.append(change)
                continue
            self.preview.unchanged += 1
            self.preview.not_read.append(
                f"“{short(change.name)}” in line {change.entered.line} was added to the plan before. Change it in "
                "a workbook that is downloaded afresh."
            )

    def _meant(self, entered: EnteredStep) -> dict[str, str]:
        """What is meant by the cells, by part. What nobody touched says what it said; refused ones are left out."""
        seen, found = read_marks(entered.seen), {}
        for part, typed in entered.wanted.items():
            if seen.get(part) == mark_of(typed):
                found[part] = typed
                continue
            try:
                text = meant(part, as_typed(typed), self.standing)
            except ValueError as wrong:
                self._refuse(entered, part, str(wrong))
                continue
            if part == "progress" and entered.lineage and not text:
                self.preview.not_read.append(f"Cell {entered.cells[part]} is empty. {LINES_STAY}")
            else:
                found[part] = text
        return found

    def _new_actions(
        self, entered: EnteredStep, step: ActionStep, wanted: dict[str, str]
    ) -> list[WorkbookPartChange]:
        """Without those that were written since the download, perhaps by the same workbook."""
        seen = read_marks(entered.seen)
        written = [
            (action.text, action.timeline)
            for action in step.actions.all()
            if of_action(ACTION, action.lineage) not in seen
        ]
        found = []
        for key in dict.fromkeys(key_of(part) for part in wanted if is_new(part)):
            texts = {kind: wanted.get(of_action(kind, key), "") for kind in (ACTION, TIMELINE)}
            if tuple(texts.values()) in written:
                written.remove((texts[ACTION], texts[TIMELINE]))
                continue
            found += [
                self._part(entered, of_action(kind, key), "", text) for kind, text in texts.items() if text
            ]
        return found

    def _check(self, change: WorkbookStepChange) -> None:
        """Refuse what cannot stand: what a step's own forms say no to, and an end without a word of it."""
        asked = change.contested if self.mine is None or change.keep_mine else []
        checked = {one.part: one.wanted for one in (*change.plain, *asked)}
        status = status_called(checked["status"]) if "status" in checked else None
        if status in ASKED_FOR and "progress" not in checked:
            self._take_out(change, "status", f"{ASKED_FOR[status]} It is typed under “Progress”.")
        step = change.step or new_step(self.standing, change.entered.wanted)
        for kinds in (WORDS, DOING):
            parts = {part: text for part, text in checked.items() if kind_of(part) in kinds}
            while parts:
                form: Any = (
                    words_form(self.standing, step, parts, order_of(change.entered))
                    if kinds is WORDS
                    else doing_form(self.standing, step, parts)
                )
                problems = problems_with(form)
                if not problems:
                    break
                here = {part: why for part, why in problems.items() if part in parts}
                for part, why in (here or dict.fromkeys(parts, next(iter(problems.values())))).items():
                    del parts[part]
                    self._take_out(change, part, why)

    def _take_out(self, change: WorkbookStepChange, part: str, why: str) -> None:
        for parts in (change.plain, change.contested):
            parts[:] = [one for one in parts if one.part != part]
        self._refuse(change.entered, part, why, name=change.name)

    def _part(self, entered: EnteredStep, part: str, now: str, wanted: str) -> WorkbookPartChange:
        remarks, label = self._remarks(part, now, wanted), label_of(part, self.standing.words)
        return WorkbookPartChange(part, entered.cells.get(part, ""), now, wanted, remarks, label)

    def _remarks(self, part: str, now: str, wanted: str) -> list[str]:
        if part == "owner" and wanted and not self.standing.people_called(wanted):
            return ["A role: nobody of this name works in the partnership."]
        if part != "answers":
            return []
        says, said = self.standing.statements_in(wanted), self.standing.statements_in(now)
        return [
            *(f"Recorded as feedback: “{short(text)}”." for text, known in says.items() if known is None),
            *(f"The step no longer answers “{short(text)}”." for text in said if text not in says),
        ]

    def _is_mine(self, key: str) -> bool:
        return bool(self.mine) and mark_of(key) in (self.mine or ())

    def _refuse_gone(self, entered: EnteredStep) -> None:
        seen = read_marks(entered.seen)
        changed = [part for part, text in entered.wanted.items() if seen.get(part) != mark_of(text)]
        for part in changed:
            self._refuse(entered, part, "This step does not stand in the plan any more.")

    def _refuse(self, entered: EnteredStep, part: str, reason: str, name: str = "") -> None:
        where = f"cell {entered.cells[part]}" if part in entered.cells else f"line {entered.line}"
        step = self.standing.steps.get(entered.lineage)
        text = short(entered.wanted.get(part, ""))
        self.preview.refused.append(
            CellRefusal(where, short(name or (step.name if step else "")), text, reason)
        )


def order_of(entered: EnteredStep) -> list[str]:
    """The keys of a step's actions as they stand on the sheet."""
    return [key_of(part) for part in entered.wanted if kind_of(part) == ACTION]


def new_step(standing: StandingPlan, wanted: dict[str, str]) -> ActionStep:
    """Not saved. Its category is known to be one of the plan's."""
    named = (one for one in standing.categories if in_words(one) == wanted.get("category"))
    return ActionStep(plan=standing.plan, category=next(named, standing.categories[0]))


def status_called(words: str) -> StepStatus:
    return next(status for status in StepStatus if status.label == words)


def choice_of(entered: EnteredStep, plan: ActionPlan) -> str:
    """Names a step that was entered in the preview's form."""
    return mark_of(entered.lineage or new_step_key(plan.lineage, entered.wanted))


def _in_order(entered: EnteredStep, kept: dict[str, str]) -> dict[str, str]:
    """What is kept of a step, in the order of the sheet, and the actions nobody touched: new ones stand behind."""
    seen = read_marks(entered.seen)
    return {
        part: kept.get(part, text)
        for part, text in entered.wanted.items()
        if part in kept or (kind_of(part) == ACTION and seen.get(part) == mark_of(text))
    }
