"""What a director says of somebody new, or of who takes a place."""

from collections.abc import Sequence
from typing import Any

from django import forms

from accounts.models import Membership, Organization, Role, User
from core.conflicts import mark_of
from partnerships.models import Partnership

from .belonging import Side
from .changing import Task, may_give, named_in, reach_of

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


class ReachForm(forms.Form):
    """In which partnerships somebody does something."""

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
        self, *args: Any, user: User, partnership: Partnership, directed: Any, **kwargs: Any
    ) -> None:
        """`directed` are the partnerships of the agreement that the user directs."""
        super().__init__(*args, **kwargs)
        self.user, self.lead = user, partnership.agreement.lead
        choice: Any = self.fields["partnerships"]
        choice.queryset = directed
        named = list(directed)
        if len(named) > TICKED:
            choice.widget = forms.SelectMultiple(attrs={"size": 12})
        choice.choices = [(one.slug, one.partner.short_name) for one in named]
        choice.initial = [partnership.slug]

    def task(self, organization: Organization, role: str, beside: Sequence[Partnership] = ()) -> Task | None:
        """What was chosen, for a role in an organization; None where it may not be given, which the form then says.

        `beside` are partnerships that are named as well.
        """
        data = self.cleaned_data
        named = (*data["partnerships"], *beside) if data["reach"] == NAMED else None
        if named == ():
            self.add_error("partnerships", "Name one partnership at least.")
            return None
        if strangers := [one for one in named or () if not self._takes_part(organization, one)]:
            names = ", ".join(one.partner.short_name for one in strangers)
            self.add_error("partnerships", f"{organization.short_name} has no part in this: {names}.")
            return None
        task = Task(organization, role, named)
        if not may_give(self.user, task, lead=self.lead.pk):
            self.add_error(
                "reach",
                f"You do not direct all partnerships that {organization.short_name} takes part in. "
                "Choose “Only in these”.",
            )
            return None
        return task

    def _takes_part(self, organization: Organization, partnership: Partnership) -> bool:
        partner, key = partnership.partner, organization.pk
        return key in (self.lead.pk, partner.pk, partner.parent_id) or (
            partnership.parties.filter(organization=key).exists()
        )


class InvitationForm(ReachForm, PersonForm):
    """Who, as what, and in which partnerships."""

    does = forms.ChoiceField(
        label="What the person does",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the person does.", "invalid_choice": "Choose one of these."},
    )
    field_order = ("name", "email", "does", "reach", "partnerships")

    def __init__(self, *args: Any, sides: Sequence[Side], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices = {
            f"{organization.pk}-{role}": (organization, role)
            for side in sides
            for organization in side.places
            for role in self._roles(organization.pk)
        }
        does: Any = self.fields["does"]
        does.choices = [
            (key, f"{role.name.capitalize()} for {one.short_name}: {DOES[role].format(name=one.short_name)}")
            for key, (one, role) in self.choices.items()
        ]
        everywhere = may_give(self.user, Task(self.lead, Role.VIEWER, None), lead=self.lead.pk)
        self.fields["reach"].initial = ALL if everywhere else NAMED

    def _roles(self, organization: int) -> list[Role]:
        roles = [Role.LIAISON, Role.VIEWER]
        return [Role.DIRECTOR, *roles] if organization == self.lead.pk else roles

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if {"does", "reach", "partnerships"} <= data.keys():
            data["task"] = self.task(*self.choices[data["does"]])
        return data


class ChangedReachForm(ReachForm):
    """In which partnerships somebody does from now on what they do, in place of those the page showed."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.membership = membership
        named = named_in(membership)
        directed: Any = self.fields["partnerships"]
        here = set(directed.queryset.values_list("pk", flat=True))
        self.beside = [one for one in named if one.pk not in here]
        self.initial = {
            "reach": ALL if membership.reaches_all else NAMED,
            "partnerships": [one.slug for one in named if one.pk in here],
            "seen": mark_of(reach_of(membership)),
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if {"reach", "partnerships"} <= data.keys():
            data["task"] = self.task(self.membership.organization, self.membership.role, self.beside)
        return data
