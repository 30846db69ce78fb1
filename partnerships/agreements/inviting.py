"""The people of an agreement, invited from a list. A single one is a list of one line."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q

from accounts.models import Organization, Role, User
from core.forms import TextField
from partnerships.models import Agreement, Partnership
from partnerships.people.changing import BroughtIn, MembershipRefused, Task, bring_in

from .lists import ListLine, lines_of, twice

MOST_LINES = 40
"""An e-mail goes to each while somebody waits for the page."""

NOBODY = "Write one person at least: the name, a semicolon, the e-mail address."

NAME, EMAIL, ROLE, ORGANIZATION = range(4)
ROLES = {role.value: role for role in Role}


@dataclass(frozen=True)
class Newcomer:
    line: ListLine
    name: str
    email: str
    task: Task


class PeopleForm(forms.Form):
    """Who is invited, as what, and for which organization of the agreement."""

    fields: Any
    role = forms.ChoiceField(choices=Role, label="They are", help_text="Unless a line says something else.")
    organization: Any = forms.ModelChoiceField(
        None, label="For", empty_label=None, help_text="Unless a line says something else."
    )
    people = TextField(
        label="People, one a line",
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "cols": 70}),
        help_text="Name; e-mail address. After these, where they differ from the above: director, liaison or "
        "viewer; the organization. Columns of a spreadsheet can be pasted.",
        error_messages={"required": NOBODY},
    )

    def __init__(self, data: Any = None, *, agreement: Agreement) -> None:
        super().__init__(data, initial={"role": Role.DIRECTOR, "organization": agreement.lead_id})
        self.agreement = agreement
        self.fields["organization"].queryset = organizations_of(agreement)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors:
            return data
        lines, problems = list(lines_of(data["people"])), []
        if not lines:
            problems.append(NOBODY)
        elif len(lines) > MOST_LINES:
            problems.append(f"These are {len(lines)} people. Invite at most {MOST_LINES} at a time.")
        else:
            problems += twice(lines, EMAIL)
            data["newcomers"] = [one for line in lines if (one := self._newcomer(line, problems))]
        if problems:
            self.add_error("people", problems)
        return data

    def _newcomer(self, line: ListLine, problems: list[str]) -> Newcomer | None:
        found = list(self._problems_of(line))
        if found:
            problems += [line.says(sentence) for sentence in found]
            return None
        role = ROLES[line.part(ROLE).casefold() or self.cleaned_data["role"]]
        organization = self._called(line.part(ORGANIZATION)) or [self.cleaned_data["organization"]]
        task = task_in(self.agreement, organization[0], role)
        if task.partnerships == ():
            place = organization[0].short_name
            problems.append(
                line.says(f"enter the partners first. {place} takes part in another agreement, too.")
            )
            return None
        return Newcomer(line, line.part(NAME), line.part(EMAIL), task)

    def _problems_of(self, line: ListLine) -> Iterator[str]:
        name, email, role, organization = (line.part(place) for place in range(4))
        if not name or not email:
            yield "write the name, a semicolon and the e-mail address."
            return
        try:
            validate_email(email)
        except ValidationError:
            yield f"“{email}” is no e-mail address."
        if len(name) > User._meta.get_field("name").max_length:  # type: ignore[operator]
            yield "the name is too long."
        if role and role.casefold() not in ROLES:
            yield f"“{role}” is none of director, liaison and viewer."
        if organization and len(self._called(organization)) != 1:
            what = "is the name of several organizations" if self._called(organization) else "takes no part"
            yield f"“{organization}” {what} in this agreement. Write the full name."
            return
        place = (self._called(organization) or [self.cleaned_data["organization"]])[0]
        directs = (role.casefold() or self.cleaned_data["role"]) == Role.DIRECTOR
        if directs and place.pk != self.agreement.lead_id:
            lead = self.agreement.lead.short_name
            yield f"directors are of {lead}, which leads the agreement. Write liaison or viewer."

    def _called(self, name: str) -> list[Organization]:
        """Those of the agreement that have this full name, or else this short one."""
        if not name:
            return []
        rows = list(self.fields["organization"].queryset)
        return [one for one in rows if one.name.casefold() == name.casefold()] or [
            one for one in rows if one.short_name.casefold() == name.casefold()
        ]


def organizations_of(agreement: Agreement) -> Any:
    """Its lead organization, its partners and the other parties."""
    partnerships = Partnership.objects.filter(agreement=agreement)
    return Organization.objects.filter(
        Q(pk=agreement.lead_id)
        | Q(partnerships__in=partnerships)
        | Q(parties__partnership__in=partnerships)
        | Q(children__partnerships__in=partnerships, children__kind="school")
    ).distinct()


def task_in(agreement: Agreement, organization: Organization, role: str) -> Task:
    """What somebody does for an organization in this agreement, and in no other.

    Where it takes part in this one only, that is all it takes part in, partnerships to come included; otherwise
    those of this agreement that there are.
    """
    reached = Partnership.objects.filter(
        Q(agreement__lead=organization)
        | Q(partner=organization)
        | Q(partner__parent=organization)
        | Q(parties__organization=organization)
    ).distinct()
    leads_another = organization.agreements_led.exclude(pk=agreement.pk).exists()
    if leads_another or reached.exclude(agreement=agreement).exists():
        return Task(organization, role, tuple(reached.filter(agreement=agreement)))
    return Task(organization, role, None)


@transaction.atomic
def bring_all_in(newcomers: list[Newcomer], *, by: User) -> list[BroughtIn]:
    """Give all of them their memberships, or none. Raises Refused, with a sentence that names the line."""
    brought = []
    for one in newcomers:
        try:
            brought.append(bring_in(one.email, one.name, one.task, by=by))
        except MembershipRefused as refused:
            raise MembershipRefused(one.line.says(str(refused))) from refused
    return brought
