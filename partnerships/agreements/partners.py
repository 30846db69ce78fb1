"""Partners and other parties of an agreement, entered from a list of names."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify

from accounts.models import Organization, OrganizationKind, User
from core.addresses import words_beside_slugs
from core.forms import TextField
from core.history import save_as
from core.words import counted, in_words
from partnerships.models import Agreement, Partnership, Party

from .lists import ListLine, lines_of, twice

MOST_LINES = 300
SHOWN = 8
"""Sentences about lines that are shown at once."""

NOBODY = "Write the name of one partner at least."

NAME, SHORT_NAME, KIND, PARENT = range(4)
KINDS = ", ".join(kind.label for kind in OrganizationKind)


@dataclass
class Added:
    """What came of a list."""

    partnerships: list[Partnership] = field(default_factory=list)
    already: list[Organization] = field(default_factory=list)
    """Partners of the agreement before."""
    known: list[Organization] = field(default_factory=list)
    """New here, and known in Accord before."""
    parties: list[Organization] = field(default_factory=list)
    """Those that take part in more partnerships than before."""

    def sentences(self) -> Iterator[str]:
        if self.partnerships:
            names = in_words(_few([one.partner.short_name for one in self.partnerships]))
            count = len(self.partnerships)
            yield f"{counted(count, 'partnership')} added: {names}."
        if self.already:
            names = in_words(_few([one.short_name for one in self.already]))
            yield f"In the agreement already, and left there: {names}."
        if self.known:
            names = in_words(_few([one.name for one in self.known]))
            yield f"Known in Accord already, so no new organization was made: {names}."
        if self.parties:
            yield f"Other parties in them: {in_words(_few([one.short_name for one in self.parties]))}."


def _few(names: list[str]) -> list[str]:
    return names if len(names) <= SHOWN else [*names[:SHOWN], f"{len(names) - SHOWN} more"]


class PartnersForm(forms.Form):
    """Names of partners, and of other organizations that take part in each of these partnerships."""

    fields: Any
    kind = forms.ChoiceField(
        choices=OrganizationKind, label="They are", help_text="Unless a line says something else."
    )
    parent: Any = forms.ModelChoiceField(
        None,
        required=False,
        label="They belong to",
        empty_label="no other organization, or one named here",
        help_text="Of schools, their district. Unless a line says something else.",
    )
    new_parent = forms.CharField(
        required=False,
        max_length=200,
        label="Or to a district that is not known here yet",
        widget=forms.TextInput({"class": "wide"}),
        help_text="Its full name. It is no partner by that.",
    )
    names = TextField(
        label="Partners, one a line",
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "cols": 70}),
        help_text="The full name is enough. After semicolons, or in the next columns of a spreadsheet: the name as "
        f"people say it; what it is ({KINDS}); what it belongs to.",
        error_messages={"required": NOBODY},
    )
    parties = TextField(
        label="Other parties in each of these partnerships, one a line",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4, "cols": 70}),
        help_text="Organizations that may read and be asked to assess beside the two sides, written in the same "
        "way. Those of single partnerships are added on their pages.",
    )
    party_kind = forms.ChoiceField(choices=OrganizationKind, label="These are")

    def __init__(self, data: Any = None, *, agreement: Agreement) -> None:
        partner_kind, party_kind = usual_kinds(agreement)
        super().__init__(data, initial={"kind": partner_kind, "party_kind": party_kind})
        self.agreement = agreement
        self.fields["parent"].queryset = Organization.objects.exclude(kind=OrganizationKind.SCHOOL)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors:
            return data
        known = {one.name.casefold(): one for one in Organization.objects.select_related("parent")}
        partners = self._read("names", known, data["kind"], self._parent(known))
        parties = self._read("parties", known, data["party_kind"], None)
        lead = self.agreement.lead
        if not partners and "names" not in self.errors:
            self.add_error("names", NOBODY)
        if lead in partners:
            self.add_error("names", f"{lead} leads the agreement, and is no partner in it.")
        if both := [one.name for one in parties if one in partners or one == lead]:
            self.add_error("parties", f"{in_words(both)}: already a side of these partnerships.")
        return {**self.cleaned_data, "partners": partners, "parties": parties}

    def _parent(self, known: dict[str, Organization]) -> Organization | None:
        chosen, name = self.cleaned_data["parent"], self.cleaned_data["new_parent"]
        if chosen and name:
            self.add_error("parent", f"You chose {chosen} and also named {name}. Choose one of the two.")
        if not name or chosen:
            return chosen  # type: ignore[no-any-return]
        district = Organization(name=name, short_name=name[:60], kind=OrganizationKind.PARTNER_DISTRICT)
        return known.setdefault(name.casefold(), district)

    def _read(
        self, name: str, known: dict[str, Organization], kind: str, parent: Organization | None
    ) -> list[Organization]:
        reader = _NameReader(known, kind, parent)
        found = list(reader.read(self.cleaned_data[name]))
        if reader.problems:
            self.add_error(name, _few(reader.problems))  # type: ignore[arg-type]
        return found


def usual_kinds(agreement: Agreement) -> tuple[str, str]:
    """What most partners and most other parties are here, or in the agreement that it was made after."""
    partner, party = OrganizationKind.PARTNER_DISTRICT.value, OrganizationKind.COMMUNITY_PARTNER.value
    for one in filter(None, (agreement.begun_from, agreement)):
        partners = Partnership.objects.filter(agreement=one).values_list("partner__kind", flat=True)
        parties = Party.objects.filter(partnership__agreement=one).values_list(
            "organization__kind", flat=True
        )
        partner = next((kind for kind, _ in Counter(partners).most_common(1)), partner)
        party = next((kind for kind, _ in Counter(parties).most_common(1)), party)
    return partner, party


class _NameReader:
    """Reads organizations from lines: those that are known by their full name, others as new ones."""

    def __init__(self, known: dict[str, Organization], kind: str, parent: Organization | None) -> None:
        self.known, self.kind, self.parent = known, kind, parent
        """By the name; what is read is known to the lines after it."""
        self.problems: list[str] = []

    def read(self, text: str) -> Iterator[Organization]:
        lines = list(lines_of(text))
        if len(lines) > MOST_LINES:
            self.problems.append(f"These are {len(lines)} lines. Enter at most {MOST_LINES} at a time.")
            return
        self.problems += twice(lines, NAME)
        for line in lines:
            name = line.part(NAME)
            organization = self.known.get(name.casefold())
            if organization is None and (organization := self._new(line)):
                self.known[name.casefold()] = organization
            if organization:
                yield organization

    def _new(self, line: ListLine) -> Organization | None:
        kind, parent = self._kind(line), self._parent(line)
        if kind is None or parent is None:
            return None
        if kind == OrganizationKind.SCHOOL and not parent:
            self.problems.append(line.says(f"name the district that {line.part(NAME)} belongs to."))
            return None
        made = Organization(
            name=line.part(NAME), short_name=line.part(SHORT_NAME) or line.part(NAME)[:60], kind=kind
        )
        made.parent = parent[0] if parent else None
        try:
            made.full_clean(exclude=["parent"])
        except ValidationError as error:
            self.problems += [line.says(sentence) for sentence in _sentences(error)]
            return None
        return made

    def _kind(self, line: ListLine) -> str | None:
        typed = line.part(KIND)
        kinds = {kind.label: kind.value for kind in OrganizationKind}
        if not typed or typed.casefold() in kinds:
            return kinds[typed.casefold()] if typed else self.kind
        self.problems.append(line.says(f"“{typed}” is no kind of organization. Write one of these: {KINDS}."))
        return None

    def _parent(self, line: ListLine) -> list[Organization] | None:
        """What it belongs to, if anything; None where that is not known."""
        typed = line.part(PARENT)
        if not typed:
            return [self.parent] if self.parent else []
        if found := self.known.get(typed.casefold()):
            return [found]
        self.problems.append(
            line.says(
                f"there is no organization called “{typed}”. Write its full name, or enter it in a line above."
            )
        )
        return None


def _sentences(error: ValidationError) -> Iterator[str]:
    for name, sentences in error.message_dict.items():
        label = "" if name == "__all__" else f"{Organization._meta.get_field(name).verbose_name}: "  # type: ignore[union-attr]
        yield from (f"{label}{sentence}" for sentence in sentences)


@transaction.atomic
def add_partners(
    agreement: Agreement, partners: Sequence[Organization], parties: Sequence[Organization], *, by: User
) -> Added:
    """Let organizations take part, new ones saved first: a partnership for each partner, with all parties."""
    added = Added(known=[one for one in (*partners, *parties) if one.pk])
    for organization in (*partners, *parties):
        _save_new(organization, by=by)
    there = {one.partner_id: one for one in agreement.partnerships.all()}
    rows = Party.objects.filter(partnership__agreement=agreement)
    beside = set(rows.values_list("partnership", "organization"))
    slugs = {*Partnership.objects.values_list("slug", flat=True), *words_beside_slugs()}
    for partner in partners:
        partnership = there.get(partner.pk)
        if partnership is None:
            slug = free_slug(partner, agreement, slugs)
            slugs.add(slug)
            partnership = Partnership(agreement=agreement, partner=partner, slug=slug)
            save_as(partnership, by=by)
            added.partnerships.append(partnership)
        else:
            added.already.append(partner)
        for party in parties:
            if (partnership.pk, party.pk) not in beside:
                save_as(Party(partnership=partnership, organization=party), by=by)
                added.parties += [] if party in added.parties else [party]
    added.known = [one for one in added.known if one not in added.already]
    return added


def _save_new(organization: Organization, *, by: User) -> None:
    """With what it belongs to, where that is new, too."""
    if organization.pk is None:
        if organization.parent:
            _save_new(organization.parent, by=by)
            organization.parent = organization.parent  # its key is there only now
        save_as(organization, by=by)


def free_slug(partner: Organization, agreement: Agreement, taken: set[str]) -> str:
    """A place in addresses that no partnership has: the partner's name, with the agreement's where it is taken."""
    longest: Any = Partnership._meta.get_field("slug").max_length
    name = slugify(partner.short_name) or f"partner-{partner.pk}"
    wanted, number = name[:longest], 1
    if wanted in taken:
        wanted = name = f"{name[: longest // 2]}-{agreement.slug}"[: longest - 4].strip("-")
    while wanted in taken:
        number += 1
        wanted = f"{name[: longest - 4]}-{number}"
    return wanted
