"""What an administrator says to begin an agreement: first what it starts from, then the rest."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db import IntegrityError
from django.utils.text import slugify

from accounts.models import Organization, OrganizationKind, User
from core.admin.answers import sentence_of
from core.admin.pages import EARLIEST_RECORDED, LATEST_RECORDED
from core.forms import DayField
from partnerships.models import WORD_FIELDS, Agreement, Edition, EditionStatus

from .scales import ScaleForm
from .starting import Source, Start, begin_agreement, edition_after


class EditionChoice(forms.ModelChoiceField):
    def label_from_instance(self, edition: Edition) -> str:
        return f"{edition} ({edition.agreement.lead.short_name})"


class AgreementStartForm(forms.Form):
    """What the new agreement starts from."""

    fields: Any
    start = forms.ChoiceField(
        choices=Start,
        label="Starts from",
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose what it starts from."),
    )
    edition: Any = EditionChoice(
        None,
        label="Which one",
        required=False,
        empty_label="Choose, unless it starts from a blank one",
        help_text="Adopted editions. Nothing is taken of their partnerships, people, ratings or evidence.",
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"start": Start.BLANK}, auto_id="id_start_%s")
        adopted = Edition.objects.filter(status=EditionStatus.ADOPTED).select_related("agreement__lead")
        self.fields["edition"].queryset = adopted.order_by("agreement__sort_key", "-effective_from", "-pk")
        self.fields["edition"].error_messages["invalid_choice"] = self._why_not()

    def _why_not(self) -> str:
        """Why the edition that was asked for is not to be had."""
        asked = str(self.data.get("edition", ""))
        draft = Edition.objects.drafts().filter(pk=asked).first() if asked.isdecimal() else None
        if draft is None:
            return "Choose an adopted edition from the list."
        return f"{draft} is a draft still, and may change tomorrow. Adopt it first, or choose an adopted edition."

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start, edition = data.get("start"), data.get("edition")
        if start in (Start.TEMPLATE, Start.COPY) and not edition and "edition" not in self.errors:
            self.add_error("edition", "Choose the agreement that it is made after.")
        if start == Start.BLANK and edition:
            self.add_error("start", f"You chose a blank one and also {edition}. Choose one of the two.")
        return data

    def source(self) -> Source | None:
        edition = self.cleaned_data["edition"]
        return Source(edition, self.cleaned_data["start"] == Start.COPY) if edition else None


class AgreementForm(forms.ModelForm):
    """What it is called."""

    class Meta:
        model = Agreement
        fields = ["title", "slug"]
        widgets = {"title": forms.TextInput({"class": "wide"})}
        labels = {"slug": "Its place in addresses"}
        help_texts = {
            "title": "As the document is called, for example “Educational Partnership Agreement”.",
            "slug": "Left empty, it is made from the title.",
        }
        error_messages = {
            "title": {"required": "Write the title of the agreement."},
            "slug": {
                "unique": "Another agreement has this place in addresses. Write another one, of letters, "
                "digits and hyphens."
            },
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slug"].required = False

    def clean_title(self) -> str:
        title: str = self.cleaned_data["title"]
        if Agreement.objects.filter(title__iexact=title).exists():
            raise forms.ValidationError(
                f"There is an agreement called “{title}” already. Give this one another title."
            )
        return title

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("slug") and "slug" not in self.errors and data.get("title"):
            longest = Agreement._meta.get_field("slug").max_length
            data["slug"] = slugify(data["title"])[:longest].strip("-")
            if not data["slug"]:
                self.add_error("slug", "Write a place in addresses, of letters, digits and hyphens.")
        return data


class LeadForm(forms.Form):
    """Who leads it: an organization that is known, or a new one."""

    fields: Any
    lead: Any = forms.ModelChoiceField(
        None, required=False, label="An organization there is", empty_label="A new one, named below"
    )
    name = forms.CharField(
        required=False,
        max_length=200,
        label="Or a new one: its full public name",
        widget=forms.TextInput({"class": "wide"}),
    )
    short_name = forms.CharField(
        required=False, max_length=60, help_text="As people say it. Left empty, it is the full name."
    )
    kind = forms.ChoiceField(
        choices=[choice for choice in OrganizationKind.choices if choice[0] != OrganizationKind.SCHOOL],
        label="What it is",
        required=False,
        initial=OrganizationKind.LEAD_AGENCY,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].queryset = Organization.objects.exclude(kind=OrganizationKind.SCHOOL)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        lead, name = data.get("lead"), data.get("name")
        if lead and name:
            self.add_error("lead", f"You chose {lead} and also named {name}. Choose one of the two.")
        elif name and Organization.objects.filter(name__iexact=name).exists():
            self.add_error(
                "name", f"There is an organization called “{name}”. Choose it from the list above."
            )
        elif not lead and not name and not self.errors:
            self.add_error("lead", "Say who leads the agreement: choose an organization, or name a new one.")
        return data

    def organization(self) -> Organization:
        """The one that was chosen, or one that is not saved yet."""
        said = self.cleaned_data
        short = said["short_name"] or said["name"][:60]
        kind = said["kind"] or OrganizationKind.LEAD_AGENCY
        return said["lead"] or Organization(name=said["name"], short_name=short, kind=kind)


class FirstEditionForm(forms.ModelForm):
    """When it holds, and its words."""

    effective_from = DayField(
        label="First day",
        earliest=EARLIEST_RECORDED,
        latest=LATEST_RECORDED,
        help_text="From which day on it holds.",
        error_messages={"required": "Write from which day on it holds."},
    )
    effective_to = DayField(
        label="Last day",
        required=False,
        earliest=EARLIEST_RECORDED,
        latest=LATEST_RECORDED,
        help_text="Empty, if it holds until further notice.",
    )

    DAYS = ["label", "effective_from", "effective_to"]
    SETTINGS = ["category_numbering", "rates_own_items", "is_plan"]

    class Meta:
        model = Edition
        fields = [
            "label",
            "effective_from",
            "effective_to",
            *WORD_FIELDS,
            "category_numbering",
            "rates_own_items",
            "is_plan",
        ]
        labels = {"label": "What this edition is called"}
        help_texts = {"label": "Its years, for example 2026-2027, or “first edition”."}
        error_messages = {"label": {"required": "Write what this edition is called."}}

    def __init__(self, data: Any = None, *, source: Source | None) -> None:
        super().__init__(data, instance=edition_after(source))

    @property
    def days(self) -> Iterator[forms.BoundField]:
        return (self[name] for name in self.DAYS)

    @property
    def settings(self) -> Iterator[forms.BoundField]:
        return (self[name] for name in self.SETTINGS)

    @property
    def words(self) -> Iterator[tuple[forms.BoundField, forms.BoundField]]:
        """(for one, for several) of each kind of thing."""
        fields = [self[name] for name in WORD_FIELDS]
        return zip(fields[::2], fields[1::2], strict=True)


class NewAgreement:
    """All that is asked on the page, and the write."""

    def __init__(self, data: Any = None, *, source: Source | None) -> None:
        self.source = source
        self.agreement = AgreementForm(data)
        self.lead = LeadForm(data)
        self.edition = FirstEditionForm(data, source=source)
        self.scale = ScaleForm(data, source=source)
        self.refused = ""
        """Why the database refused it."""

    def is_valid(self) -> bool:
        return all(one.is_valid() for one in (self.agreement, self.lead, self.edition, self.scale))

    def begin(self, *, by: User) -> Edition | None:
        """The first edition, or None where the database refused: somebody was faster."""
        try:
            return begin_agreement(
                self.agreement.instance,
                self.edition.instance,
                self.lead.organization(),
                scale=self.scale.chosen(),
                source=self.source,
                by=by,
            )
        except IntegrityError as error:
            self.refused = sentence_of(error)
            return None
