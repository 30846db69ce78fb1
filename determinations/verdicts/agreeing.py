"""What the conference agreed on beside what the rules give: another outcome, the next level of accountability."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import Organization, User
from assessments.models import Assessment
from core.forms import TextField
from core.record_forms import RecordForm
from determinations.models import (
    REASON_MAX_LENGTH,
    Determination,
    DeterminationEvent,
    DeterminationEventKind,
    NextLevel,
    Outcome,
)


class RoundClosed(Exception):
    """The round became final a moment ago, or somebody confirmed it as it was. Nothing is written."""


class AgreedForm(RecordForm):
    """`computed` is what the rules give now: to agree on that is to record nothing."""

    agreed: Any = forms.ModelChoiceField(
        Outcome.objects.none(), required=False, label="Outcome the conference agreed on"
    )
    reason = TextField(
        label="Why another outcome was agreed on",
        required=False,
        max_length=REASON_MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="It stands beside both outcomes ever after.",
    )
    next_level: Any = forms.ModelChoiceField(
        NextLevel.objects.none(), required=False, label="Next level of accountability", empty_label="none"
    )
    next_level_reason = TextField(
        label="Why it applies",
        required=False,
        max_length=REASON_MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    class Meta:
        model = Determination
        fields = ["agreed", "reason", "next_level", "next_level_reason"]

    def __init__(self, data: Any = None, *, computed: Outcome | None, **options: Any) -> None:
        super().__init__(data, **options)
        self.computed = computed
        edition = self.instance.cycle.edition_id
        outcomes, levels = (self.fields[name] for name in ("agreed", "next_level"))
        outcomes.queryset = Outcome.objects.filter(edition=edition)  # type: ignore[attr-defined]
        outcomes.empty_label = (  # type: ignore[attr-defined]
            f"as the rules give it: {computed}" if computed else "none: the rules give no outcome"
        )
        levels.queryset = NextLevel.objects.filter(edition=edition)  # type: ignore[attr-defined]
        if not levels.queryset.exists():  # type: ignore[attr-defined]
            del self.fields["next_level"], self.fields["next_level_reason"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        agreed = cleaned.get("agreed")
        if agreed and agreed == self.computed:
            self.add_error(
                "agreed", "The rules give this outcome. Choose it only where they give another one."
            )
        self._goes_with("agreed", "reason", "another outcome was agreed on", "the outcome")
        self._goes_with("next_level", "next_level_reason", "it applies", "the level")
        return cleaned

    def _goes_with(self, name: str, reason: str, what: str, missing: str) -> None:
        """A choice has its reason, and a reason its choice."""
        if name not in self.fields or self.errors.keys() & {name, reason}:
            return
        if self.cleaned_data.get(name) and not self.cleaned_data.get(reason):
            self.add_error(reason, f"Say why {what}.")
        elif self.cleaned_data.get(reason) and not self.cleaned_data.get(name):
            self.add_error(name, f"Choose {missing} that this is the reason for, or take the reason away.")

    def validate_constraints(self) -> None:
        """Said above beside the fields; `save_by` checks them against what is written."""


def form_of(
    assessment: Assessment, subject: Organization, computed: Outcome | None, data: Any = None
) -> AgreedForm:
    """For the determination that is recorded, or a new one."""
    place = {"partnership": assessment.partnership, "cycle": assessment.cycle, "subject": subject}
    recorded = Determination.objects.filter(**place).select_related("agreed", "next_level").first()
    if recorded:
        recorded.cycle = assessment.cycle
    return AgreedForm(data, computed=computed, instance=recorded or Determination(**place))


@transaction.atomic
def agree(
    assessment: Assessment, subject: Organization, computed: Outcome | None, data: Any, *, by: User
) -> AgreedForm:
    """Write what was agreed, with an event for each change. The form has errors where nothing is written.

    Raises Conflict where somebody else changed the same (`RecordForm.save_by`), and Closed. `assessment` is the
    joint one: its row is locked, so that it does not become final meanwhile.
    """
    locked = Assessment.objects.select_for_update(of=("self",), no_key=True).get(pk=assessment.pk)
    if locked.is_final or (locked.is_handed_in and locked.confirmed_by):
        raise RoundClosed
    form = form_of(assessment, subject, computed, data)
    before = _recorded(form.instance)
    if form.is_valid():
        try:
            with transaction.atomic():
                determination = form.save_by(by)
                _tell(determination, before, by)
        except ValidationError as refused:
            form.add_error(None, refused)
    return form


KINDS = {
    "agreed": (DeterminationEventKind.AGREED, DeterminationEventKind.AS_COMPUTED),
    "next_level": (DeterminationEventKind.NEXT_LEVEL, DeterminationEventKind.NO_NEXT_LEVEL),
}
"""What happens when there is one, and when there is none any more."""


def _tell(determination: Determination, before: dict[str, tuple[str, str]], by: User) -> None:
    for name, (what, why) in _recorded(determination).items():
        if (what, why) != before[name]:
            some, none = KINDS[name]
            DeterminationEvent.objects.create(
                determination=determination,
                kind=some if what else none,
                words=f"{what}: {why}" if what else "",
                by=by,
            )


def _recorded(determination: Determination) -> dict[str, tuple[str, str]]:
    return {
        "agreed": (str(determination.agreed or ""), determination.reason),
        "next_level": (str(determination.next_level or ""), determination.next_level_reason),
    }
