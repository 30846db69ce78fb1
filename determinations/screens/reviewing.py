"""What people enter of a review, and that it is written with what the screen said."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core.forms import DayField, TextField
from core.history import save_as
from core.record_forms import RecordForm
from determinations.models import (
    PracticeReview,
    PracticeReviewEvent,
    PracticeReviewEventKind,
    ReviewResult,
    Screen,
)

from .gathering import ScreenedDistrict

NO_NAMES = "No names of students or staff."


class PracticeReviewForm(RecordForm):
    tool = forms.CharField(
        label="Reviewed with (optional)",
        max_length=200,
        required=False,
        help_text="The protocol, rubric or checklist.",
    )
    score = forms.IntegerField(label="Score (optional)", required=False, min_value=0, max_value=1000)
    reviewed_on = DayField(label="Reviewed on (optional)", required=False)
    reviewed_by = forms.CharField(
        label="Reviewed by",
        max_length=200,
        help_text=f"The team or office: “OSP staff, desk audit”. {NO_NAMES}",
    )
    words = TextField(
        label="What was found",
        required=False,
        max_length=5000,
        widget=forms.Textarea({"rows": 5}),
        help_text=f"In policies, procedures and practices. {NO_NAMES}",
    )
    result = forms.ChoiceField(label="Outcome", choices=ReviewResult.choices, required=False)
    notified_on = DayField(
        label="Notified in writing on (optional)",
        required=False,
        help_text="The day of the written finding. It is to be corrected no later than one year after.",
    )

    class Meta:
        model = PracticeReview
        fields = ["tool", "score", "reviewed_on", "reviewed_by", "words", "result", "notified_on"]

    def __init__(self, data: Any = None, *, screen: Screen, **options: Any) -> None:
        super().__init__(data, **options)
        self.screen = screen
        if screen.score_at_most is None:
            del self.fields["score"]
        else:
            self.fields["score"].help_text = f"Out of compliance: {screen.score_at_most} or below."

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("reviewed_on", "notified_on"):
            day = said.get(name)
            if isinstance(day, date) and day > timezone.localdate():
                self.add_error(name, "This is a day to come. Enter it when it has happened.")
        result = said.get("result")
        if result and not said.get("words"):
            self.add_error("words", "Say what was found: the outcome rests on it.")
        if said.get("notified_on") and result != ReviewResult.FOUND:
            self.add_error(
                "notified_on", "Only a finding of non-compliance is notified. Choose that outcome."
            )
        reviewed, notified = said.get("reviewed_on"), said.get("notified_on")
        if reviewed and notified and notified < reviewed:
            self.add_error("notified_on", "The day it was notified must not be before the review.")
        self._agrees_with_score(said)
        return said

    def _agrees_with_score(self, said: dict[str, Any]) -> None:
        """“Inappropriate identification is defined as a score of 45 or below.”"""
        score, most, result = said.get("score"), self.screen.score_at_most, said.get("result")
        if score is None or most is None or not result:
            return
        expected = ReviewResult.FOUND if score <= most else ReviewResult.APPROPRIATE
        if result != expected:
            self.add_error(
                "result",
                f"A score of {score} is {'at or below' if score <= most else 'above'} {most}: by the rubric "
                f"{expected.label}. Correct the score, or leave it empty and say what the outcome rests on.",
            )

    def validate_constraints(self) -> None:
        """Said above beside the fields; `save_by` checks them against what is written."""


@transaction.atomic
def record(form: PracticeReviewForm, district: ScreenedDistrict, *, by: User) -> PracticeReview | None:
    """Write what a valid form says, with an event. The form has errors where nothing is written: None.

    Raises Conflict where somebody else changed the same. The screen's working is kept with an outcome.
    """
    before = PracticeReview.objects.filter(pk=form.instance.pk).values_list("result", flat=True).first()
    try:
        with transaction.atomic():
            review: PracticeReview = form.save_by(by)
            if review.result and review.result != before:
                review.screened = district.sentences
                save_as(review, by=by, update_fields=["screened"])
            PracticeReviewEvent.objects.create(
                review=review, kind=_kind(before, review.result), words=_words(review), by=by
            )
    except ValidationError as refused:
        form.add_error(None, refused)
        return None
    return review


def _kind(before: str | None, now: str) -> PracticeReviewEventKind:
    if before and before != now:
        return PracticeReviewEventKind.CHANGED
    return PracticeReviewEventKind.DECIDED if now and not before else PracticeReviewEventKind.RECORDED


def _words(review: PracticeReview) -> str:
    return review.get_result_display()


def form_of(district: ScreenedDistrict, screen: Screen, period: Any, data: Any = None) -> PracticeReviewForm:
    """For the review that is recorded, or a new one."""
    new = PracticeReview(partnership=district.partnership, item=screen.item, period=period)
    return PracticeReviewForm(data, screen=screen, instance=district.review or new)
