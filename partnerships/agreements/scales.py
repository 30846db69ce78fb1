"""By which scale a new agreement is rated: one there is, or levels that are typed."""

from collections import Counter
from typing import Any

from django import forms

from partnerships.models import LevelKind, RatingLevel, RatingScale

from .starting import NewLevel, NewScale, Source

HIGHEST_VALUE = 1000
FEWEST_SCORES = 2
EMPTY_LEVELS = 8
"""Rows for levels that are offered. A scale with more gets the others on its own page."""

LIKE_SOURCE, NEW = "like", "new"


def levels_in_words(scale: RatingScale) -> str:
    return ", ".join(f"{level.code} {level.label}" for level in scale.levels.all())


class LevelForm(forms.ModelForm):
    class Meta:
        model = RatingLevel
        fields = ["code", "label", "kind"]
        labels = {"label": "Words", "kind": "What it says"}
        help_texts = {"code": "", "label": "", "kind": ""}
        error_messages = {
            "code": {"required": "Give the level a code, for its button."},
            "label": {"required": "Give the level its words."},
        }

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        try:
            RatingLevel._meta.get_field("code").run_validators(code)
        except forms.ValidationError:
            raise forms.ValidationError(
                "A code is of letters, digits, hyphens and slashes: 3, N/A."
            ) from None
        return code

    def _post_clean(self) -> None:
        """Its value and colour follow from all of the levels."""


class LevelFormSet(forms.BaseFormSet):
    """The levels that are typed, the lowest first. Empty rows are none."""

    def typed(self) -> list[NewLevel]:
        return [
            NewLevel(**form.cleaned_data) for form in self.forms if form.has_changed() and form.is_valid()
        ]

    def problem(self) -> str:
        """What is wrong with all of them together, in a sentence."""
        typed = self.typed()
        for code, count in Counter(level.code.casefold() for level in typed).items():
            if count > 1:
                return f"Two levels have the code {code}. Give each its own."
        scores = [level for level in typed if level.kind == LevelKind.SCORE]
        if len(scores) < FEWEST_SCORES:
            return "A scale has two levels that are scores at least. Type one a row, the lowest first."
        if all(level.code.isdecimal() for level in scores):
            values = [int(level.code) for level in scores]
            if max(values) > HIGHEST_VALUE:
                return f"Number the levels from 0 to {HIGHEST_VALUE} at most."
            if len(set(values)) < len(values):
                return "Two levels have one number. Give each its own."
        return ""


LEVELS: Any = forms.formset_factory(LevelForm, formset=LevelFormSet, extra=EMPTY_LEVELS, max_num=EMPTY_LEVELS)


class ScaleForm(forms.Form):
    """A choice of scale, with the levels that may be typed instead of choosing one."""

    fields: Any
    scale = forms.ChoiceField(
        label="Scale",
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose a scale from the list."),
    )
    met_from = forms.CharField(
        required=False,
        max_length=10,
        label="Counts as reached from",
        help_text="Of the levels typed above: the code of the lowest one that counts as carried out.",
    )

    def __init__(self, data: Any = None, *, source: Source | None) -> None:
        super().__init__(data)
        self.levels = LEVELS(data, prefix="levels")
        self.scales = {str(scale.pk): scale for scale in RatingScale.objects.prefetch_related("levels")}
        like = []
        if source:
            scale = self.scales[str(source.edition.scale_id)]
            like = [(LIKE_SOURCE, f"Its own copy of this one: {levels_in_words(scale)}")]
        offered = [
            (key, f"{scale}: {levels_in_words(scale)}")
            for key, scale in self.scales.items()
            if len(scale.levels.all()) >= FEWEST_SCORES
        ]
        self.fields["scale"].choices = [*like, (NEW, "The levels typed below"), *offered]

    def is_valid(self) -> bool:
        """Whether one scale was chosen or typed, and not both."""
        return self.levels.is_valid() and super().is_valid()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        chosen = data.get("scale")
        if chosen == NEW and self.levels.is_valid():
            if problem := self.levels.problem():
                self.add_error("scale", problem)
            elif problem := self._problem_of_met_from(data.get("met_from", "")):
                self.add_error("met_from", problem)
        elif chosen and chosen != NEW and self.levels.has_changed():
            self.add_error(
                "scale",
                "You chose a scale and also typed levels. Choose “The levels typed below”, or empty them.",
            )
        return data

    def _problem_of_met_from(self, said: str) -> str:
        codes = [level.code for level in self.levels.typed() if level.kind == LevelKind.SCORE]
        if said in codes:
            return ""
        if not said:
            return f"Write from which level on something counts as carried out: one of {', '.join(codes)}."
        return f"None of the scores you typed has the code {said}. Write one of {', '.join(codes)}."

    def chosen(self) -> RatingScale | NewScale | None:
        """None for a copy of the source's."""
        chosen = self.cleaned_data["scale"]
        if chosen == NEW:
            return NewScale(self.levels.typed(), self.cleaned_data["met_from"])
        return self.scales.get(chosen)
