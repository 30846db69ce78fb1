"""What a director chooses: which documents, for whom, of which partnerships."""

from typing import Any

from django import forms
from django.http import QueryDict

from core.words import in_words
from partnerships.models import Agreement
from reports.documents import DOCUMENTS
from reports.models import Audience, Language

from .choosing import MOST_AT_ONCE, Candidate, Which, kinds_of_many

USUAL = "Those it is usually for"


class RunForm(forms.Form):
    kind = forms.ChoiceField(label="Document")
    audience = forms.ChoiceField(label="For whom", choices=Audience, required=False)
    language = forms.ChoiceField(label="Language", choices=Language, required=False)
    which = forms.ChoiceField(label="Assessment", choices=Which, required=False)

    def __init__(self, data: QueryDict | None, *, agreement: Agreement) -> None:
        super().__init__(data)
        kinds = kinds_of_many(agreement)
        self._field("kind").choices = [(kind.value, kind.label) for kind in kinds]
        for name, values in (("audience", Audience), ("language", Language)):
            made = {value for kind in kinds for value in getattr(DOCUMENTS[kind], f"{name}s")}
            self._field(name).choices = [(one.value, one.label) for one in values if one in made]
        if len(self._field("audience").choices) > 1:
            self._field("audience").choices = [("", USUAL), *self._field("audience").choices]
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-select"

    def _field(self, name: str) -> Any:
        return self.fields[name]

    def clean_which(self) -> str:
        return self.cleaned_data["which"] or Which.FINAL

    def clean(self) -> dict[str, Any]:
        """What is left out is what the kind is made for first."""
        cleaned = super().clean() or self.cleaned_data
        if kind := cleaned.get("kind"):
            maker = DOCUMENTS[kind]
            for name in ("audience", "language"):
                offered = getattr(maker, f"{name}s")
                cleaned[name] = cleaned.get(name) or offered[0]
                if cleaned[name] not in offered:
                    labels = [str(label) for value, label in self._field(name).choices if value in offered]
                    self.add_error(name, f"This document is made {_how(name, labels)} only.")
        return cleaned


def _how(name: str, labels: list[str]) -> str:
    return in_words(labels) if name == "audience" else f"in {in_words(labels)}"


class ChosenPartnerships:
    """Which of the partnerships are ticked: all that it can be made of until somebody says otherwise."""

    def __init__(self, found: list[Candidate], sent: QueryDict | None, *, starts_ticked: bool = True) -> None:
        self.can_be_made = [one for one in found if one.can_be_made]
        self.left_out = [one for one in found if not one.can_be_made]
        self._slugs = set(sent.getlist("partnership")) if sent is not None else None
        self.starts_ticked = starts_ticked and self.most is None

    @property
    def lines(self) -> list[tuple[Candidate, bool]]:
        """Each with whether it is ticked."""
        slugs = self._slugs
        return [
            (one, self.starts_ticked if slugs is None else one.partnership.slug in slugs)
            for one in self.can_be_made
        ]

    @property
    def most(self) -> int | None:
        """How many are made in one go, where that is fewer than it can be made of."""
        return MOST_AT_ONCE if len(self.can_be_made) > MOST_AT_ONCE else None

    @property
    def words_of_all(self) -> str:
        """What each of them would be of, where that is the same."""
        words = {one.words for one in self.can_be_made}
        return words.pop() if len(words) == 1 else ""

    @property
    def reasons(self) -> dict[str, list[str]]:
        """Of whom it cannot be made, by the reason."""
        found: dict[str, list[str]] = {}
        for one in self.left_out:
            found.setdefault(one.words, []).append(one.partnership.partner.short_name)
        return found

    @property
    def ticked(self) -> list[Candidate]:
        return [one for one, is_ticked in self.lines if is_ticked]

    @property
    def subjects(self) -> list[dict[str, Any]]:
        """What the documents of those are of."""
        return [one.subject for one in self.ticked if one.subject]

    @property
    def problem(self) -> str:
        """Why the documents cannot be asked for, in a sentence; empty where they can, or nobody asked yet."""
        if self._slugs is None:
            return ""
        lost = [one for one in self.left_out if one.partnership.slug in self._slugs]
        if lost:
            names = in_words([one.partnership.partner.short_name for one in lost[:5]])
            return f"Of {names} it cannot be made any more. The reason is below."
        known = {one.partnership.slug for one in self.can_be_made}
        if self._slugs - known:
            return "Something ticked is not a partnership that you direct in this agreement."
        if not self._slugs:
            return "Tick at least one partnership."
        if len(self._slugs) > MOST_AT_ONCE:
            return (
                f"At most {MOST_AT_ONCE} documents are made in one go. Tick fewer, then ask for the others."
            )
        return ""
