"""What a director says of somebody new, or of who takes a place."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import Role, User
from partnerships.models import Partnership

from .belonging import Side
from .changing import Task, may_give

ALL, NAMED = "all", "named"

DOES = {
    Role.LIAISON: "enters and submits for {name}",
    Role.VIEWER: "reads, and changes nothing",
    Role.DIRECTOR: "reviews, prints, and says who belongs here",
}

TICKED = 60
"""So many partnerships at most are ticked; of more, several are chosen from a list."""


class PersonForm(forms.Form):
    """By which name and address somebody is known."""

    name = forms.CharField(
        max_length=150,
        label="Name",
        error_messages={"required": "Write the name of the person."},
    )
    email = forms.EmailField(
        max_length=254,
        label="E-mail address",
        help_text="The invitation goes there, and the person signs in with it.",
        error_messages={
            "required": "Write the address to which the invitation goes.",
            "invalid": "This is not an e-mail address. Write it like name@district.org.",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"


class InvitationForm(PersonForm):
    """Who, as what, and in which partnerships."""

    task = forms.ChoiceField(
        label="What the person does",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the person does.", "invalid_choice": "Choose one of these."},
    )
    reach = forms.ChoiceField(
        label="In which partnerships",
        widget=forms.RadioSelect,
        choices=[
            (ALL, "In all that the organization takes part in, those to come included"),
            (NAMED, "Only in these"),
        ],
        error_messages={"required": "Choose all partnerships, or only those you name."},
    )
    partnerships: Any = forms.ModelMultipleChoiceField(
        queryset=None,
        to_field_name="slug",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="Partnerships",
        error_messages={
            "invalid_choice": "“%(value)s” is not a partnership that you direct. Open the page anew."
        },
    )

    def __init__(
        self,
        *args: Any,
        user: User,
        partnership: Partnership,
        sides: Sequence[Side],
        directed: Any,
        **kwargs: Any,
    ) -> None:
        """`directed` are the partnerships of the agreement that the user directs."""
        super().__init__(*args, **kwargs)
        self.user, self.lead = user, partnership.agreement.lead
        self.tasks = {
            f"{organization.pk}-{role}": (organization, role)
            for side in sides
            for organization in side.places
            for role in self._roles(organization.pk)
        }
        field: Any = self.fields["task"]
        field.choices = [
            (
                key,
                f"{Role(role).name.capitalize()} for {one.short_name}: {DOES[role].format(name=one.short_name)}",
            )
            for key, (one, role) in self.tasks.items()
        ]
        choice: Any = self.fields["partnerships"]
        choice.queryset = directed
        if directed.count() > TICKED:
            choice.widget = forms.SelectMultiple(attrs={"size": 12})
        choice.label_from_instance = lambda one: one.partner.short_name
        first = Task(self.lead, Role.VIEWER, None)
        reach: Any = self.fields["reach"]
        reach.initial = ALL if may_give(user, first, lead=self.lead.pk) else NAMED
        choice.initial = [partnership.slug]

    def _roles(self, organization: int) -> list[Role]:
        roles = [Role.LIAISON, Role.VIEWER]
        return [Role.DIRECTOR, *roles] if organization == self.lead.pk else roles

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not {"task", "reach", "partnerships"} <= data.keys():
            return data
        organization, role = self.tasks[data["task"]]
        named = tuple(data["partnerships"]) if data["reach"] == NAMED else None
        if named == ():
            self.add_error("partnerships", "Name one partnership at least.")
            return data
        strangers = [one for one in named or () if not self._takes_part(organization, one)]
        if strangers:
            names = ", ".join(one.partner.short_name for one in strangers)
            self.add_error("partnerships", f"{organization.short_name} has no part in this: {names}.")
            return data
        data["task"] = Task(organization, role, named)
        if not may_give(self.user, data["task"], lead=self.lead.pk):
            raise ValidationError(
                f"You do not direct all partnerships that {organization.short_name} takes part in. "
                "Choose “Only in these”."
            )
        return data

    def _takes_part(self, organization: Any, partnership: Partnership) -> bool:
        partner, key = partnership.partner, organization.pk
        return key in (self.lead.pk, partner.pk, partner.parent_id) or (
            partnership.parties.filter(organization=key).exists()
        )
