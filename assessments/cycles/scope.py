"""For which partnerships something is done in a cycle: for all, or for those that are ticked."""

from collections.abc import Sized
from typing import Any

from django import forms

ALL, SOME = "all", "some"


class ScopeForm(forms.Form):
    """Asks for which partnerships."""

    fields: Any
    everybody = ""
    """What is chosen with all of them, in a sentence."""
    some = "Only those ticked below"
    """The choice of single ones."""
    needs_one = ""
    """What is said where that is chosen and none is."""

    scope = forms.ChoiceField(
        label="Which partnerships",
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("invalid_choice", "required"), "Choose all, or only those below."),
    )
    partnerships: Any = forms.ModelMultipleChoiceField(
        queryset=None,
        to_field_name="slug",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="Partnerships",
        error_messages={"invalid_choice": "“%(value)s” is none of these partnerships. Reload the page."},
    )

    def offer(self, partnerships: Any, *, all_of_them: str) -> None:
        """`all_of_them` is the choice of all; empty where it is not to be had."""
        choices = [(ALL, all_of_them), (SOME, self.some)]
        self.fields["scope"].choices = choices if all_of_them else choices[1:]
        self.fields["partnerships"].queryset = partnerships
        self.fields["partnerships"].label_from_instance = lambda one: one.partner.short_name

    def check_scope(
        self,
        some: Sized,
        *,
        named_in: str = "partnerships",
        done: str = "ticked",
        undo: str = "take the ticks away",
    ) -> None:
        """All and single ones (`some`, chosen in the field `named_in`) exclude each other; single ones are one at
        least."""
        scope = self.cleaned_data.get("scope")
        if scope == SOME and not some and named_in not in self.errors:
            self.add_error(named_in, self.needs_one)
        if scope == ALL and some:
            chosen = f"You chose {self.everybody} and also {done} {len(some)}."
            self.add_error("scope", f"{chosen} Choose “{self.some}”, or {undo}.")
