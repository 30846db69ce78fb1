"""The line that a promise or a measure keeps through the editions, and how a person breaks and mends it.

What a break means for comparing is said in comparison.py. It holds for every partnership of the agreement.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import IntegrityError, transaction
from django.http import Http404
from django.urls import reverse

from accounts.models import User
from core.forms import TextField
from core.history import delete_as, save_as

from .comparison import breaks_of, edition_order
from .models import Edition, EditionStatus, Item, LineageBreak, Measure, Partnership

REASON_MAX_LENGTH = 500
"""Characters. A sentence or two."""


@dataclass(frozen=True)
class Lineage:
    """A promise, a measure or a row of evidence as it stands in the editions, the oldest first."""

    partnership: Partnership
    lineage: str
    records: list[Any]
    breaks: list[LineageBreak]

    @property
    def newest(self) -> Any:
        return self.records[-1]

    @property
    def is_item(self) -> bool:
        return isinstance(self.newest, Item)

    @property
    def text(self) -> str:
        return self.newest.text if isinstance(self.newest, Item) else self.newest.label

    @property
    def address(self) -> str:
        return reverse(
            "item-trend" if self.is_item else "measure-trend", args=[self.partnership.slug, self.lineage]
        )

    @property
    def breakable(self) -> list[Edition]:
        """The editions from which it may be said not to be comparable with before."""
        broken = {one.edition_id for one in self.breaks}
        return [record.edition for record in self.records[1:] if record.edition_id not in broken]


def get_lineage(
    partnership: Partnership, lineage: str, models: Sequence[type[Any]] = (Item, Measure)
) -> Lineage:
    """The line of a record of one of these models as this partnership's members read it.

    Raises Http404 without one.
    """
    for model in models:
        records = list(
            model.objects.for_partnership(partnership)
            .filter(lineage=lineage, edition__agreement=partnership.agreement_id)
            .exclude(edition__status=EditionStatus.DRAFT)
            .select_related("edition", "category", "parent")
            .order_by("pk")
        )
        if records:
            breaks = [one for one in breaks_of(partnership.agreement_id) if one.lineage == lineage]
            # Of an addition that was replaced within its edition, what replaced it stands for the edition.
            newest = {record.edition_id: record for record in records}
            in_order = sorted(newest.values(), key=lambda record: edition_order(record.edition))
            return Lineage(partnership, lineage, in_order, breaks)
    raise Http404("No such item or measure.")


class EditionField(forms.ModelChoiceField):
    def label_from_instance(self, edition: Edition) -> str:
        return edition.label


class BreakForm(forms.Form):
    """From which edition on a line is not comparable, and why."""

    edition = EditionField(
        Edition.objects.none(),
        to_field_name="label",
        label="Not comparable from this edition on",
        empty_label=None,
        error_messages={
            "required": "Choose the edition from which it is not comparable.",
            "invalid_choice": "The line cannot be broken at this edition.",
        },
    )
    reason = TextField(
        label="Reason",
        max_length=REASON_MAX_LENGTH,
        widget=forms.Textarea({"rows": 3}),
        help_text="Readers see it with your name and today's date, where the line breaks.",
        error_messages={
            "required": "Write down why it is not comparable.",
            "max_length": f"Say it in at most {REASON_MAX_LENGTH} characters.",
        },
    )

    def __init__(self, *args: Any, line: Lineage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.line = line
        edition: EditionField = self.fields["edition"]  # type: ignore[assignment]
        edition.queryset = Edition.objects.filter(pk__in=[edition.pk for edition in line.breakable])
        edition.choices = [(one.label, one.label) for one in reversed(line.breakable)]  # read already
        there = next((one for one in line.breaks if one.edition.label == self.data.get("edition")), None)
        if there:
            edition.error_messages["invalid_choice"] = _is_broken(there)

    def save(self, *, by: User) -> bool:
        """Break the line; False, with the error in the form, if somebody else did so a moment ago."""
        made = LineageBreak(lineage=self.line.lineage, made_by=by, **self.cleaned_data)
        try:
            with transaction.atomic():
                save_as(made, by=by)
        except IntegrityError:
            breaks = LineageBreak.objects.select_related("made_by", "edition")
            there = breaks.filter(lineage=made.lineage, edition=made.edition).first()
            gone = "Somebody broke the line there and took it back. Try again."
            self.add_error("edition", _is_broken(there) if there else gone)
            return False
        return True


def _is_broken(there: LineageBreak) -> str:
    """For somebody who wanted to break the line there too."""
    return f"{there.made_by} broke the line at {there.edition.label} already: “{there.reason}”"


@transaction.atomic
def mend(line: Lineage, label: str, *, by: User) -> bool:
    """Compare again across an edition: take its break back, which history keeps. False if there is none."""
    broken = LineageBreak.objects.filter(
        edition__agreement=line.partnership.agreement_id, edition__label=label, lineage=line.lineage
    )
    found = broken.select_for_update().first()
    if found is None:
        return False
    delete_as(found, by=by)
    return True


def categories_in(from_edition: Edition, to_edition: Edition) -> dict[int, int]:
    """Where each category of an edition is in another: where most of its items and measures went."""
    went: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for model in (Item, Measure):
        now = dict(model.objects.filter(edition=to_edition).values_list("lineage", "category"))
        for lineage, category in model.objects.filter(edition=from_edition).values_list(
            "lineage", "category"
        ):
            if lineage in now:
                went[category][now[lineage]] += 1
    return {category: counts.most_common(1)[0][0] for category, counts in went.items()}
