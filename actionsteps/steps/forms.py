"""What people enter about one step: its words, and what it comes from. Who does it until when: doing_form.py."""

from typing import Any

from django import forms
from django.db.models import Case, When
from django.utils.text import Truncator

from assessments.models import Decision, Highlight
from core.forms import TextField, boxes
from core.history import save_as
from core.record_forms import RecordForm
from evidence.models import EvidenceRow
from evidence.rows.forms import text_to_name
from partnerships.models import Item

from ..models import ActionStep, Feedback
from ..models.feedback import FEEDBACK_MAX_LENGTH
from . import points
from .rows import FormWithActions

MOST_TO_CHOOSE = 200
"""Statements of families that are offered, those of the step and of its category first."""

LABEL_LENGTH = 300
"""Characters of a statement in the list of those to choose from: families may write 5,000."""


def ids_for(step: ActionStep) -> str:
    """Of the fields of a step's forms: several may be open on one page."""
    return f"%s-{step.public_id if step.pk else f'new-{step.category.number}'}"


class StepWordsForm(FormWithActions):
    """What the plan's document prints of a step. Released words are changed in the next version."""

    fields: Any
    instance: ActionStep
    said = TextField(
        label="In new words",
        required=False,
        max_length=FEEDBACK_MAX_LENGTH,
        widget=forms.Textarea({"rows": 2}),
        help_text="What families said, where it is not in the list. Words that are recorded already name those.",
    )

    strengths = points.lines_field("strengths")
    targets = points.lines_field("targets")

    class Meta:
        model = ActionStep
        fields = ["category", "title", "feedback", "items", "outcomes", "causes", "solutions", "note"]
        field_classes = dict.fromkeys(("outcomes", "causes", "solutions", "note"), TextField)
        widgets = {
            "feedback": boxes(),
            "items": boxes(),
            **{name: forms.Textarea({"rows": 2}) for name in ("outcomes", "causes", "solutions", "note")},
        }
        labels = {"title": "A name of its own", "feedback": "What it answers", "note": "A note for readers"}

    def __init__(self, data: Any = None, *, step: ActionStep, **options: Any) -> None:
        """A new step has its plan and category already, and may begin with an `action` that is saved with it."""
        super().__init__(data, instance=step, auto_id=ids_for(step), **options)
        if "action" in self.initial and not self.is_bound:
            self.rows.forms[0].initial = {"text": self.initial["action"]}
        self.step = step
        plan, category = step.plan, step.category
        self.fields["category"].queryset = plan.edition.categories.select_related("edition")
        self.fields["category"].empty_label = None
        self.fields["category"].label = plan.edition.words.category.capitalised
        said = Feedback.objects.filter(partnership=plan.partnership_id)
        linked = self._linked()
        own_first = Case(When(pk__in=linked, then=0), When(category=category, then=1), default=2)
        self.fields["feedback"].queryset = (said.statements() | said.filter(pk__in=linked)).order_by(
            own_first, "text", "pk"
        )
        shown = list(self.fields["feedback"].queryset[: MOST_TO_CHOOSE + 1])
        self.has_more_feedback = len(shown) > MOST_TO_CHOOSE
        self.fields["feedback"].widget.choices = [
            (one.pk, Truncator(one.text).chars(LABEL_LENGTH)) for one in shown[:MOST_TO_CHOOSE]
        ]
        self.fields["items"].queryset = text_to_name(Item, category, plan.partnership).select_related(
            "category"
        )
        if not plan.uses_causes:
            for name in ("outcomes", "causes", "solutions"):
                if not getattr(step, name):
                    del self.fields[name]
        if not plan.names_targets:
            for name in points.FIELDS:
                del self.fields[name]

    def _linked(self) -> list[int]:
        return [one.pk for one in self.instance.feedback.all()] if self.instance.pk else []

    @property
    def items_by_category(self) -> list[tuple[Any, list[tuple[Any, Any]], list[str]]]:
        """Boxes with their items by category, the step's own first, and the items that are ticked."""
        found: dict[Any, list[Any]] = {}
        for box in self["items"]:
            item = box.data["value"].instance
            found.setdefault(item.category, []).append((box, item))
        return [
            (one, boxes, [item.reference for box, item in boxes if box.data["selected"]])
            for one, boxes in found.items()
        ]

    @property
    def ticks_others(self) -> bool:
        return any(ticked for _, _, ticked in self.items_by_category[1:])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        says = [cleaned.get(name) for name in ("title", "said", "feedback", "actions")]
        if not any(says) and not self.errors:
            self.add_error(None, "Write down what is done, or what the step answers.")
        return cleaned

    def clean_strengths(self) -> str:
        return points.clean_lines(self.cleaned_data["strengths"], self._items_by_reference())

    def clean_targets(self) -> str:
        return points.clean_lines(self.cleaned_data["targets"], self._items_by_reference())

    def _items_by_reference(self) -> dict[str, Item]:
        return {item.reference: item for item in self.fields["items"].queryset}

    def said_beside(self, record: Any) -> dict[str, object]:
        beside = {"said": "", **super().said_beside(record)}
        if record.plan.names_targets:
            beside |= {name: points.points_in_lines(record, name) for name in points.FIELDS}
        return beside

    def write_beside(self, record: Any, name: str, value: Any, user: Any) -> None:
        """What is said in new words is recorded once, however often it is written."""
        if name in points.FIELDS:
            return points.write_points(record, name, value, self._items_by_reference(), by=user)
        if name != "said":
            return super().write_beside(record, name, value, user)
        if not value:
            return None
        return record.feedback.add(record_statement(record, value, by=user))


def record_statement(step: ActionStep, text: str, *, by: Any) -> Feedback:
    """What somebody said, recorded once however often it is written; the statement that speaks for it."""
    partnership = step.plan.partnership
    feedback = Feedback.objects.filter(partnership=partnership, text=text).first()
    if feedback is None:
        feedback = Feedback(partnership=partnership, text=text, category=step.category, recorded_by=by)
        save_as(feedback, by=by)
    return feedback.merged_into or feedback


class SourcesForm(RecordForm):
    """The areas of focus and the decisions that a step comes from, and the rows of evidence it should move."""

    fields: Any
    instance: ActionStep

    class Meta:
        model = ActionStep
        fields = ["highlights", "decisions", "rows"]
        widgets = {"highlights": boxes(), "decisions": boxes(), "rows": boxes()}
        labels = {
            "highlights": "Areas of focus it comes from",
            "decisions": "Decisions it comes from",
            "rows": "Rows of evidence it should move",
        }

    def __init__(self, data: Any = None, *, step: ActionStep, assessments: list[int], **options: Any) -> None:
        """`assessments` are those that the person reads."""
        super().__init__(data, instance=step, auto_id=ids_for(step), **options)
        self.step, self.assessments = step, assessments
        of_these = {"assessment__in": assessments}
        highlights = Highlight.objects.filter(kind="focus", **of_these).select_related(
            "assessment__cycle__period", "assessment__by", "assessment__partnership"
        )
        self.fields["highlights"].label_from_instance = _of_whom
        self.fields["highlights"].queryset = highlights.order_by(
            "-assessment__cycle__period__start", "position"
        )
        decisions = Decision.objects.filter(**of_these)
        self.fields["decisions"].queryset = decisions.order_by("-assessment__cycle__period__start", "pk")
        own_first = Case(When(category=step.category, then=0), default=1)
        self.fields["decisions"].label_from_instance = lambda decision: decision.what
        self.fields["rows"].label_from_instance = lambda row: row.name
        rows = EvidenceRow.objects.filter(partnership=step.plan.partnership_id, edition=step.plan.edition_id)
        self.fields["rows"].queryset = rows.select_related("parent").order_by(
            own_first, "category__position", "position"
        )

    def clean_highlights(self) -> list[Any]:
        return self._with_unseen("highlights")

    def clean_decisions(self) -> list[Any]:
        return self._with_unseen("decisions")

    def _with_unseen(self, name: str) -> list[Any]:
        """What the step names already and this person may not read stays as it is."""
        unseen = getattr(self.step, name).exclude(pk__in=self.fields[name].queryset.order_by().values("pk"))
        return [*self.cleaned_data[name], *unseen]


def _of_whom(highlight: Highlight) -> str:
    """Each side often writes the same, year after year."""
    assessment = highlight.assessment
    return f"{highlight.text} ({assessment.cycle.period.name}, {assessment.perspective})"
