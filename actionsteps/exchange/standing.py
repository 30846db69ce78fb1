"""A plan as it stands, in the words of its workbook."""

from functools import cached_property

from accounts.models import User
from core.forms import day_or_month
from partnerships.models import Category, EditionWords, Item

from ..models import ActionPlan, ActionStep, Feedback, Progress
from ..plans.tables import steps_to_show
from ..steps.people import people_of
from ..timelines.occasions import months_of, recurrence_in_words
from .layout import ACTION, TIMELINE, of_action


def plain(text: str) -> str:
    """As texts are found again, whatever blanks and lines came between."""
    return " ".join(text.split())


class StandingPlan:
    """The steps of a plan by lineage, in document order, and what its workbook may name.

    In at most ten queries, however many steps there are. The plan comes with its edition and partnership.
    """

    def __init__(self, plan: ActionPlan) -> None:
        self.plan, self.partnership = plan, plan.partnership
        self.steps = {step.lineage: step for step in steps_to_show(plan.steps.all())}
        for step in self.steps.values():
            step.plan = plan

    @property
    def words(self) -> EditionWords:
        return self.plan.edition.words

    @cached_property
    def lines(self) -> dict[str, Progress]:
        """The last line of progress of each step that has any."""
        lines = Progress.objects.filter(step__plan__partnership=self.partnership, taken_back_at=None)
        return {line.step.lineage: line for line in lines.select_related("step").order_by("at", "pk")}

    @cached_property
    def categories(self) -> list[Category]:
        return list(self.plan.edition.categories.order_by("position", "pk"))

    @cached_property
    def items(self) -> dict[str, Item]:
        """Those that its steps may serve, by reference."""
        items = Item.objects.of_edition(self.plan.edition_id).for_partnership(self.partnership)
        return {item.reference.casefold(): item for item in items}

    @cached_property
    def people(self) -> list[User]:
        return people_of(self.partnership)

    def name_of(self, person: User) -> str:
        """With the e-mail address beside it where several people have the name."""
        name = person.name or person.email
        shared = any(one.pk != person.pk and one.name == person.name for one in self.people)
        return f"{name} ({person.email})" if shared else name

    def people_called(self, typed: str) -> list[User]:
        """Those who may own a step and have this name or e-mail address."""
        found = plain(typed).casefold()
        exact = [one for one in self.people if plain(self.name_of(one)).casefold() == found]
        return exact or [
            one for one in self.people if found in (plain(one.name).casefold(), one.email.casefold())
        ]

    @cached_property
    def statements(self) -> dict[str, Feedback]:
        """What was said, by its text: what its steps answer already, and every statement that stands by itself."""
        said = Feedback.objects.filter(partnership=self.partnership).statements()
        found = {plain(one.text): one for one in said}
        return found | {plain(one.text): one for step in self.steps.values() for one in step.feedback.all()}

    def statements_in(self, text: str) -> dict[str, Feedback | None]:
        """What a text says, a line each; what was said before may have several. None of what is new."""
        lines, found = text.split("\n"), {}
        while lines:
            said, count = None, min(len(lines), self._most_lines)
            while count and (said := self.statements.get(plain("\n".join(lines[:count])))) is None:
                count -= 1
            if said or lines[0].strip():
                found[said.text if said else lines[0].strip()] = said
            lines = lines[max(count, 1) :]
        return found

    @cached_property
    def _most_lines(self) -> int:
        return max((said.text.count("\n") + 1 for said in self.statements.values()), default=1)

    def said_by(self, step: ActionStep) -> dict[str, str]:
        """What the workbook says of a step, by part, in the order of its cells."""
        line = self.lines.get(step.lineage)
        said = {
            "category": in_words(step.category),
            "title": step.title,
            "answers": "\n".join(one.text for one in step.feedback.all()),
        }
        for action in step.actions.all():
            said[of_action(ACTION, action.lineage)] = action.text
            said[of_action(TIMELINE, action.lineage)] = action.timeline
        return said | {
            "items": step.connection,
            "owner": self.name_of(step.owner) if step.owner else step.owner_role,
            "starts": day_or_month(step.starts_on, step.starts_on_is_month),
            "due": day_or_month(step.due_on, step.due_on_is_month),
            "repeats": recurrence_in_words(step.repeats, step.repeats_every, months_of(step.repeats_in)),
            "status": step.get_status_display(),
            "progress": line.words if line else "",
            "note": step.note,
        }


def in_words(category: Category) -> str:
    return f"{category.number} {category.title}"
