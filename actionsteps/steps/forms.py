"""What people enter about one step: its words, who does it until when, and what it comes from."""

from calendar import monthrange
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Case, When
from django.utils.text import Truncator

from assessments.models import Decision, Highlight
from core.forms import AmountField, DayOrMonthField, TextField, day_or_month
from core.history import save_as
from core.record_forms import RecordForm
from evidence.models import EvidenceRow
from evidence.rows.forms import text_to_name
from partnerships.models import Item

from ..models import MOST_DOLLARS, ActionStep, Feedback, Repeats
from ..models.feedback import FEEDBACK_MAX_LENGTH
from ..timelines.occasions import NoRecurrence, months_of, occasions
from ..timelines.offers import DAYS
from . import points
from .people import people_of
from .rows import FormWithActions, FormWithHours

MONTH_NAMES = {str(number): date(2000, number, 1).strftime("%B") for number in range(1, 13)}


MOST_TO_CHOOSE = 200
"""Statements of families that are offered, those of the step and of its category first."""

LABEL_LENGTH = 300
"""Characters of a statement in the list of those to choose from: families may write 5,000."""


def ids_for(step: ActionStep) -> str:
    """Of the fields of a step's forms: several may be open on one page."""
    return f"%s-{step.public_id if step.pk else f'new-{step.category.number}'}"


def boxes() -> forms.CheckboxSelectMultiple:
    return forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"})


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


class DoingForm(FormWithHours):
    """Who does a step, until when and with what. It stays open whatever is released."""

    fields: Any
    instance: ActionStep
    repeats_in = forms.MultipleChoiceField(
        label="In which months",
        required=False,
        choices=list(MONTH_NAMES.items()),
        widget=boxes(),
        help_text="Of a step that repeats each year. None: the month it starts in.",
    )

    class Meta:
        model = ActionStep
        fields = [
            "owner",
            "owner_role",
            "owner_side",
            *DAYS,
            "partners",
            "cost",
            "cost_in_words",
            "hours_stated",
        ]
        widgets = {
            "starts_on_is_month": forms.HiddenInput,
            "due_on_is_month": forms.HiddenInput,
            "hours_stated": forms.TextInput({"inputmode": "decimal", "class": "short"}),
            "repeats_every": forms.TextInput({"inputmode": "numeric", "class": "short"}),
        }
        labels = {
            "owner": "Person",
            "owner_role": "Or a role",
            "owner_side": "Of which side",
            "repeats": "How often",
            "repeats_every": "Every how many weeks, months or years",
            "partners": "Who helps",
            "cost_in_words": "About the cost",
            "hours_stated": "Hours in all, as the plan states them",
        }
        help_texts = {"repeats_every": "2 for every other one.", "partners": ""}

    cost = AmountField(label="Cost, in dollars", required=False, least=Decimal(), most=MOST_DOLLARS)
    starts_on = DayOrMonthField(label="Starts", required=False, help_text="A month is enough.")
    due_on = DayOrMonthField(
        label="Due",
        required=False,
        help_text="A month is enough: then it is due on its last day. If it repeats, the end of that.",
    )

    def __init__(self, data: Any = None, *, step: ActionStep, **options: Any) -> None:
        super().__init__(data, instance=step, auto_id=ids_for(step), **options)
        self.step = step
        people = people_of(step.plan.partnership)
        self.left = step.owner if step.owner and step.owner not in people else None
        owner: Any = self.fields["owner"]
        owner.queryset = owner.queryset.filter(pk__in=[one.pk for one in people])
        owner.choices = [("", "nobody yet"), *((one.pk, str(one)) for one in people)]
        owner.error_messages["invalid_choice"] = (
            "This person no longer works in the partnership. Choose who does it now, or a role."
        )
        self.initial["starts_on"] = day_or_month(step.starts_on, step.starts_on_is_month)
        self.initial["due_on"] = day_or_month(step.due_on, step.due_on_is_month)
        self.initial["repeats_in"] = step.repeats_in.split(",") if step.repeats_in else []
        self.fields["owner_side"].choices = [("", "either"), *self.fields["owner_side"].choices[1:]]
        self.fields["repeats_every"].min_value = 1

    @property
    def has_means(self) -> bool:
        """Whether who helps, the cost or the hours are filled in, or wrong."""
        names = ("partners", "cost", "cost_in_words", "hours_stated")
        return any(self[name].value() or self[name].errors for name in (*names, "hours")) or bool(
            self.rows.initial_form_count()
        )

    def clean_starts_on(self) -> Any:
        return self._split("starts_on")

    def clean_due_on(self) -> Any:
        return self._split("due_on", last=True)

    def _split(self, name: str, *, last: bool = False) -> Any:
        day, is_month = self.cleaned_data[name]
        self._months[f"{name}_is_month"] = is_month
        return day.replace(day=monthrange(day.year, day.month)[1]) if last and is_month else day

    def _clean_fields(self) -> None:
        self._months: dict[str, bool] = {}
        super()._clean_fields()  # type: ignore[misc]
        self.cleaned_data.update(self._months)

    def clean_repeats_in(self) -> str:
        return ",".join(sorted(self.cleaned_data["repeats_in"], key=int))

    def clean_repeats_every(self) -> int:
        every: int = self.cleaned_data["repeats_every"]
        if not 1 <= every <= 60:
            raise forms.ValidationError("A step repeats every 1 to 60 weeks, months or years.")
        return every

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        starts, due, repeats = (cleaned.get(name) for name in ("starts_on", "due_on", "repeats"))
        if repeats and not starts and "starts_on" not in self.errors:
            self.add_error("starts_on", "A step that repeats begins on a day: say when it starts.")
        if repeats and not due and "due_on" not in self.errors:
            self.add_error("due_on", "A step that repeats needs an end: say until when.")
        if starts and due and due < starts:
            self.add_error(
                "due_on", "It would be due before it starts. Enter a later day, or an earlier start."
            )
        if repeats != Repeats.YEARLY and "repeats_in" in cleaned:
            cleaned["repeats_in"] = ""
        if repeats and not self.errors:
            self._must_have_occasions(cleaned)
        return cleaned

    def _must_have_occasions(self, cleaned: dict[str, Any]) -> None:
        """Not so many that a date must be wrong, and not none."""
        months = months_of(cleaned["repeats_in"])
        days = (cleaned["starts_on"], cleaned["due_on"])
        by_month = cleaned["starts_on_is_month"]
        try:
            occasions(cleaned["repeats"], cleaned["repeats_every"], months, *days, whole_months=by_month)
        except NoRecurrence as why:
            self.add_error("due_on", str(why))

    def show_standing(self, name: str, standing: Any) -> None:
        if name in ("starts_on", "due_on"):
            words = day_or_month(getattr(standing, name), getattr(standing, f"{name}_is_month"))
            self.data[self.add_prefix(name)] = words  # type: ignore[index]
        elif name == "repeats_in":
            months = standing.repeats_in.split(",") if standing.repeats_in else []
            self.data.setlist(self.add_prefix(name), months)  # type: ignore[attr-defined]
        else:
            super().show_standing(name, standing)

    def _in_words(self, record: Any, name: str) -> str:
        if name in ("starts_on", "due_on"):
            return day_or_month(getattr(record, name), getattr(record, f"{name}_is_month"))
        if name == "repeats_in":
            return ", ".join(MONTH_NAMES[one] for one in record.repeats_in.split(",") if one)
        return super()._in_words(record, name)


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
