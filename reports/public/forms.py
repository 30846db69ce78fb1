"""What a director chooses and says about what is public."""

from collections.abc import Iterable
from typing import Any

from django import forms

from core.forms import TextField
from reports.models import Publication

from .parts import OfferedPart
from .text import Json


class ChoiceForm(forms.Form):
    """Which parts, and which documents, by their keys."""

    part = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    paper = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(
        self, data: Any, *, offered: Iterable[OfferedPart], papers: Iterable[Publication], now: Json | None
    ) -> None:
        """`now` is the content that is public: what it has is chosen until somebody chooses."""
        self.offered, self.papers = list(offered), list(papers)
        super().__init__(data if data and "chosen" in data else self._as_now(now))
        self.fields["part"].choices = [(one.key, one.label) for one in self.offered]  # type: ignore[attr-defined]
        self.fields["paper"].choices = [(one.public_id, one.title) for one in self.papers]  # type: ignore[attr-defined]

    def _as_now(self, now: Json | None) -> dict[str, list[str]]:
        parts = now["parts"] if now else [one.key for one in self.offered if one.starts_in]
        return {
            "part": [one.key for one in self.offered if one.key in parts],
            "paper": [one.public_id for one in self.papers],
        }

    @property
    def parts(self) -> list[str]:
        """What is no part of ours is left out."""
        return [one.key for one in self.offered if one.key in self._given("part")]

    @property
    def chosen_papers(self) -> list[str]:
        return [one.public_id for one in self.papers if one.public_id in self._given("paper")]

    def _given(self, name: str) -> list[str]:
        given = self.data
        return list(given.getlist(name)) if hasattr(given, "getlist") else list(given.get(name, []))


class WithdrawForm(forms.Form):
    why = TextField(
        label="Why it is withdrawn",
        max_length=2000,
        help_text="For the directors of the lead agency. The public reads only that it was withdrawn, and when.",
        widget=forms.Textarea(attrs={"rows": 2, "class": "form-control"}),
        error_messages={"required": "Say why it is withdrawn."},
    )
