"""What may be entered in the administration of an edition's text."""

from collections import Counter
from string import ascii_lowercase, ascii_uppercase

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property

from accounts.models import Membership
from core.admin.forms import ChangesForm, WholeRecordForm
from core.admin.rows import LabelledFormSet, OrderedFormSet
from core.forms import DayField
from core.words import natural
from partnerships.access import narrow, reach_all
from partnerships.editions import order
from partnerships.models import Edition, Item, Measure, Partnership

AS_NUMBERED = ""
"""The depth of an item that its number tells."""


def depths_up_to(deepest: int) -> list[tuple[int, str]]:
    """Choices of how far beneath others a row stands, 1 for one that stands on its own."""
    deeper = [(depth, "– " * (depth - 1) + "beneath that") for depth in range(3, deepest + 1)]
    return [(1, "•"), (2, "– beneath"), *deeper][:deepest]


DEPTHS = depths_up_to(3)


class OfOneAgreementForm(WholeRecordForm):
    """Of what a partnership has by an edition of its agreement: an addition, a plan, a table of evidence."""

    def clean(self):
        data = super().clean()
        partnership, edition = data.get("partnership"), data.get("edition")
        if partnership and edition and partnership.agreement_id != edition.agreement_id:
            self.add_error("edition", "It is an edition of another agreement.")
        return data


class CategoryRowForm(ChangesForm):
    def validate_constraints(self):
        """The number typed is a place in the order, not yet the number."""


class CategoryFormSet(OrderedFormSet):
    """The categories of an edition. Their place is their number."""

    def validate_unique(self):
        """Numbers are given by the order, so two rows typed into one place are no mistake."""

    def place_rows(self, rows):
        return order.place_categories(self.instance, rows)


class ItemRowForm(ChangesForm):
    depth = forms.TypedChoiceField(
        label="Stands", required=False, coerce=int, empty_value=None, choices=[(AS_NUMBERED, "as numbered")]
    )


class ItemFormSet(OrderedFormSet):
    """The items of a category, beneath one another to any depth.

    Where nothing else is chosen, a number stands on its own and a letter beneath the numbered item above it.
    """

    RENUMBER = "_renumber"

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if self.RENUMBER in self.data and "number" in form.fields:
            form.fields["number"].required = False  # each gets one
        if "depth" not in form.fields:
            return
        form.fields["depth"].choices = self._choices_of_depth
        form.initial["depth"] = self._depths.get(form.instance.pk, AS_NUMBERED)

    @cached_property
    def _choices_of_depth(self):
        deepest = max((item.depth for item in self.get_queryset()), default=0) + 1
        return [(AS_NUMBERED, "as numbered"), *depths_up_to(deepest + 2)]

    @cached_property
    def _depths(self):
        """By key, the depth of the items that do not stand where their number alone would put them."""
        depths: dict[int, int] = {}
        above: list[Item] = []
        for item in self.get_queryset():
            if item.depth + 1 != _depth_as_numbered(item, above):
                depths[item.pk] = item.depth + 1
            above = [*above[: item.depth], item]
        return depths

    def check(self, rows):
        self._find_parents(rows)
        if self.RENUMBER in self.data:
            self._renumber(rows)
        taken = set()
        for form in rows:
            item = form.instance
            item.category = self.instance
            item.reference = item.reference_in_place()
            if item.reference in taken:
                form.add_error("number", f"{item.reference} is there twice. Give one of them another number.")
            taken.add(item.reference)

    def _find_parents(self, rows):
        above: list[Item] = []
        """The items that the next one may stand beneath, the outermost first."""
        for form in rows:
            item, chosen = form.instance, form.cleaned_data.get("depth")
            depth = chosen or _depth_as_numbered(item, above)
            if depth == 1 and item.number.isalpha() and not chosen:
                form.add_error("number", "A letter stands beneath a numbered item. Place it after one.")
            elif len(above) < depth - 1:
                form.add_error("depth", "Nothing stands above it to stand beneath.")
            else:
                above = above[: depth - 1]
                item.parent = above[-1] if above else None
                above.append(item)

    def _renumber(self, rows):
        count: Counter[int] = Counter()
        for form in rows:
            item = form.instance
            count[id(item.parent)] += 1
            nth = count[id(item.parent)]
            # Where none is typed, beneath a number stands a letter, and beneath a letter a number.
            letters = ascii_uppercase if self.instance.edition.is_plan else ascii_lowercase
            is_letter = (
                item.number.isalpha() if item.number else bool(item.parent and item.parent.number.isdigit())
            )
            if is_letter and nth > len(letters):
                form.add_error("number", "There are no letters left. Make it an item with a number.")
                return
            item.number = letters[nth - 1] if is_letter else str(nth)

    def place_rows(self, rows):
        return order.place_items(self.instance, rows)


def _depth_as_numbered(item: Item, above: list[Item]) -> int:
    """1 for a number; for a letter one more than the innermost numbered item above it."""
    if not item.number.isalpha():
        return 1
    numbered = [depth for depth, one in enumerate(above, 1) if not one.number.isalpha()]
    return max(numbered, default=0) + 1


class MeasureRowForm(ChangesForm):
    depth = forms.TypedChoiceField(label="Stands", choices=DEPTHS, coerce=int, initial=1)


class MeasureFormSet(OrderedFormSet):
    """The lines under “as evidenced by”. A line beneath another follows it."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if form.instance.pk:
            form.initial["depth"] = self._depth(form.instance)

    @cached_property
    def _known(self):
        return {row.pk: row for row in self.get_queryset()}

    def _depth(self, measure):
        depth = 1
        while measure := self._known.get(measure.parent_id):
            depth += 1
        return min(depth, len(DEPTHS))

    def check(self, rows):
        above: list[Measure] = []
        for form in rows:
            depth = form.cleaned_data["depth"]
            if len(above) < depth - 1:
                form.add_error("depth", "Nothing stands above it to stand beneath.")
                continue
            above = above[: depth - 1]
            form.instance.category = self.instance
            form.instance.parent = above[-1] if above else None
            above.append(form.instance)


class MeasureForm(WholeRecordForm):
    """One measure on a page of its own."""

    def clean(self):
        data = super().clean()
        edition = self.instance.edition
        if any(item.edition_id != edition.pk for item in data.get("items") or ()):
            self.add_error("items", "Choose items of the same edition.")
        return data


class NextEditionForm(WholeRecordForm):
    class Meta:
        model = Edition
        fields = ["label", "effective_from", "effective_to"]
        labels = {"effective_from": "First day", "effective_to": "Last day"}
        field_classes = {"effective_from": DayField, "effective_to": DayField}


class SignatureForm(ChangesForm):
    """A role belongs to an edition, so choosing the role chooses the edition."""

    def clean(self):
        data = super().clean() or {}
        if role := data.get("role"):
            self.instance.edition = role.edition
        return data


class SignatureFormSet(LabelledFormSet):
    def clean(self):
        super().clean()
        roles = set()
        for form in self.forms:
            role = getattr(form, "cleaned_data", {}).get("role")
            if role is None or form.cleaned_data.get("DELETE"):
                continue
            if role in roles:
                form.add_error("role", "This role has signed already.")
            roles.add(role)


class PartyFormSet(LabelledFormSet):
    def clean(self):
        """Whoever still writes an assessment stays: without its people nobody could hand it in."""
        super().clean()
        kept = {
            form.cleaned_data.get("organization")
            for form in self.forms
            if getattr(form, "cleaned_data", None) and not form.cleaned_data.get("DELETE")
        }
        shown = (form.initial.get("organization") for form in self.initial_forms)  # None: removed meanwhile
        leaving = {key for key in shown if key} - {one.pk for one in kept if one}
        writing = self.instance.assessments.open().filter(by__in=leaving).select_related("by")
        names = sorted({one.by.short_name for one in writing}, key=natural) if leaving else []
        if names:
            verb = "has an assessment that is" if len(names) == 1 else "have assessments that are"
            raise ValidationError(
                f"{', '.join(names)} {verb} still open. It is submitted first, or a director stops asking for it."
            )


class MembershipForm(WholeRecordForm):
    """What somebody does for an organization, and which partnerships this reaches."""

    partnerships = forms.ModelMultipleChoiceField(
        Partnership.objects.select_related("partner"),
        required=False,
        label="Partnerships",
        help_text="Or only these. Hold down “Control”, or “Command” on a Mac, to select more than one.",
    )
    has_left = forms.BooleanField(
        required=False,
        label="Has left",
        help_text="Closes the access at once. That the person belonged here stays on record.",
    )

    class Meta:
        model = Membership
        fields = ["user", "organization", "role", "reaches_all"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["partnerships"] = [one.pk for one in self.instance.partnerships.all()]
        else:
            self.fields["has_left"].disabled = True

    def clean(self):
        data = super().clean()
        if self.has_changed() and not data.get("has_left"):
            if not data.get("reaches_all") and not data.get("partnerships"):
                self.add_error("partnerships", "Say which partnerships: all of them, or choose some here.")
            elif data.get("reaches_all") and data.get("partnerships"):
                self.add_error("partnerships", "Choose either all partnerships or some of them.")
        return data

    def _save_m2m(self):
        super()._save_m2m()  # type: ignore[misc]
        if self.instance.reaches_all:
            reach_all(self.instance)
        else:
            narrow(self.instance, self.cleaned_data["partnerships"])
