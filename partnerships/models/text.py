"""The text that is rated and measured: categories, items, measures."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.text import Truncator, capfirst
from simple_history.models import HistoricalRecords

from accounts.models import Organization, OrganizationKind
from core.ids import new_lineage
from core.models import LimitedTextField

from .addenda import Addendum, AddendumStatus, holding_on
from .editions import Edition
from .partnerships import Partnership
from .scales import RatingScale

OF_ANOTHER_AGREEMENT = "It is a partnership of another agreement."
FOR_ITS_SCHOOLS = "A goal is for the partner itself or for one of its schools."


class CategoryManager(models.Manager["Category"]):
    def get_by_natural_key(self, agreement: str, label: str, number: str) -> "Category":
        return self.get(edition__agreement__slug=agreement, edition__label=label, number=number)


class Category(models.Model):
    """A chapter of an edition. `position` is its place, 1 for the first; `number` is what is printed: 3, or C."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="categories")
    position = models.PositiveSmallIntegerField(default=0)
    number = models.CharField(
        max_length=10,
        validators=[RegexValidator(r"^([1-9]\d*|[A-Z])$", "Use a number such as 3, or a letter such as C.")],
    )
    title = models.CharField(max_length=200)
    lead_in = models.CharField(
        max_length=300, blank=True, help_text="The words before the items: “SSD and Partner Districts will:”."
    )
    history = HistoricalRecords()

    objects = CategoryManager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name_plural = "categories"
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "number"],
                name="category_number_unique",
                violation_error_message="The edition has a category with this number already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def natural_key(self) -> tuple[Any, ...]:
        return (*self.edition.natural_key(), self.number)

    natural_key.dependencies = ["partnerships.edition"]  # type: ignore[attr-defined]


class ItemKind(models.TextChoices):
    COMMITMENT = "commitment", "commitment"
    PROCESS_GOAL = "process_goal", "process goal"
    OUTCOME_GOAL = "outcome_goal", "outcome goal"
    STATE_ASSESSMENT_GOAL = "state_assessment_goal", "state-assessment goal"
    INDICATOR = "indicator", "indicator"
    BENCHMARK = "benchmark", "benchmark"
    DOMAIN = "domain", "domain"
    DIMENSION = "dimension", "dimension"
    CRITERION = "criterion", "criterion"
    QUESTION = "question", "question"


GOAL_KINDS = (ItemKind.PROCESS_GOAL, ItemKind.OUTCOME_GOAL, ItemKind.STATE_ASSESSMENT_GOAL)
"""What counts as a goal: it is met by its benchmarks, or rated itself."""


class TextQuerySet(models.QuerySet[Any]):
    """Items or measures, by who reads them."""

    def for_partnership(self, partnership: Partnership | int) -> Self:
        """What stands or stood in this partnership's documents: the shared ones and its own, in force or not.

        An addition that is not adopted is in nobody's yet.
        """
        coming = Q(addendum__isnull=False) & ~Q(addendum__status=AddendumStatus.ADOPTED)
        return self.filter(Q(local_to__isnull=True) | Q(local_to=partnership)).exclude(coming)

    def of_document(self, edition: Any, partnership: Any, day: Any) -> Self:
        """What stands in one partnership's document on a day, which for an assessment is its period's first.

        Keys and a date, or expressions for them.
        """
        own = Q(local_to__isnull=True) | Q(local_to=partnership)
        return self.filter(own, holding_on(day), edition=edition)

    def of_edition(self, edition: Edition | int) -> Self:
        """All of an edition, and of the additions to it that nothing has replaced."""
        newest = Q(addendum__status=AddendumStatus.ADOPTED, addendum__replaced_from=None)
        return self.filter(Q(addendum=None) | newest, edition=edition)


class ItemQuerySet(TextQuerySet):
    def rated(self) -> Self:
        """Those that are to be rated, and are counted."""
        return self.filter(is_rated=True)

    def taking_ratings(self) -> Self:
        """Those, and those that may be rated too."""
        return self.filter(Q(is_rated=True) | Q(may_be_rated=True))

    def get_by_natural_key(
        self, agreement: str, label: str, reference: str, addendum: str | None = None
    ) -> "Item":
        """Of an addition, by its public id, or of the edition itself."""
        here = self.filter(edition__agreement__slug=agreement, edition__label=label, reference=reference)
        return here.get(addendum__public_id=addendum) if addendum else here.get(addendum=None)


PART_OF_PLAN = re.compile(r"[0-9]+[A-Z]")
"""A reference beneath a number that stands alone: 3B, 7A.1."""


class Item(models.Model):
    """A promise, or a heading over some, to any depth.

    `position` is its place in the category, whatever stands beneath other items included. A rated item is rated
    on the edition's scale unless it has a `scale` of its own.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="items", editable=False)
    category = models.ForeignKey(Category, models.PROTECT, related_name="items")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    number = models.CharField(
        max_length=10,
        validators=[
            RegexValidator(r"^([1-9]\d*|[a-z]|[A-Z])$", "Use a number such as 3, or a letter such as a.")
        ],
        help_text="“3” for an item, “a” for a sub-item.",
    )
    title = models.CharField(
        max_length=200, blank=True, help_text="Where the source has one apart from the text."
    )
    also_called = models.CharField(
        max_length=200, blank=True, help_text="Another name that the source has for it: “MTSS/RTI”."
    )
    text = LimitedTextField(max_length=20_000)
    kind = models.CharField(max_length=25, choices=ItemKind, default=ItemKind.COMMITMENT)
    is_rated = models.BooleanField("rated", default=True, help_text="A heading over sub-items is not rated.")
    may_be_rated = models.BooleanField(
        default=False,
        help_text="A heading or a question that may have a rating too: it is neither asked for nor counted.",
    )
    scale = models.ForeignKey(
        RatingScale,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="items",
        help_text="What it is rated on, if not the edition's scale.",
    )
    local_to = models.ForeignKey(
        "partnerships.Partnership",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="local_items",
        help_text="Only for one partnership's own addition.",
    )
    subject = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="goals",
        help_text="Which school of the partner it is for, where it is not for the partner itself.",
    )
    addendum = models.ForeignKey(
        Addendum, models.PROTECT, null=True, blank=True, editable=False, related_name="items"
    )
    position = models.PositiveSmallIntegerField(default=0)
    reference = models.CharField(max_length=30, editable=False, help_text="“3.8” or “5.7.b”.")
    lineage = models.CharField(max_length=40, default=new_lineage, editable=False)
    history = HistoricalRecords()

    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering = ["category__position", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "reference"],
                condition=Q(addendum=None),
                name="item_reference_unique",
                violation_error_message="Another item of the edition has this number.",
            ),
            models.UniqueConstraint(
                fields=["edition", "lineage"],
                condition=Q(addendum=None),
                name="item_lineage_unique",
                violation_error_message="Another item of the edition continues the same promise.",
            ),
            models.UniqueConstraint(
                fields=["addendum", "reference"],
                name="item_reference_unique_in_addendum",
                violation_error_message="Another item of the addition has this number.",
            ),
            models.UniqueConstraint(
                fields=["addendum", "lineage"],
                name="item_lineage_unique_in_addendum",
                violation_error_message="Another item of the addition continues the same promise.",
            ),
            models.CheckConstraint(
                name="item_subject_of_own",
                condition=Q(subject=None) | Q(local_to__isnull=False),
                violation_error_message="Only what one partnership agreed on for itself is for one of its schools.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title or Truncator(self.text).chars(60)}"

    def natural_key(self) -> tuple[Any, ...]:
        addendum = self.addendum.natural_key() if self.addendum else ()
        return (*self.edition.natural_key(), self.reference, *addendum)

    natural_key.dependencies = [  # type: ignore[attr-defined]
        "partnerships.category",
        "partnerships.addendum",
    ]

    def clean(self) -> None:
        _check_local_to(self)
        if self.subject and self.local_to and not is_school_of(self.subject, self.local_to):
            raise ValidationError({"subject": FOR_ITS_SCHOOLS})

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        self.edition_id = self.category.edition_id
        if self.addendum:
            self.local_to_id = self.addendum.partnership_id
        if self.parent:
            self.subject_id = self.parent.subject_id
        self.reference = self.reference_in_place()
        if update_fields is not None:
            update_fields = {*update_fields, "edition", "reference", "subject"}
        super().save(*args, update_fields=update_fields, **kwargs)

    def reference_in_place(self) -> str:
        """The reference that its number and what it stands beneath give it now.

        A domain is its category's own line, and has the category's number. In a plan numbers stand alone, and the
        letter of a part follows at once.
        """
        if self.kind == ItemKind.DOMAIN:
            return self.category.number
        if not self.category.edition.is_plan:
            above = self.parent.reference if self.parent else self.category.number
            return f"{above}.{self.number}"
        if self.parent is None:
            return self.number
        follows_at_once = self.number.isupper() and self.parent.reference.isdigit()
        return f"{self.parent.reference}{'' if follows_at_once else '.'}{self.number}"

    def holds_on(self, day: date) -> bool:
        """Whether it stands in documents of a day: always, unless it is of an addition."""
        return self.addendum is None or self.addendum.holds_on(day)

    @property
    def depth(self) -> int:
        """0 for an item that stands beneath no other, 1 for one beneath that, and so on."""
        dots = self.reference.count(".")
        return 1 + dots if PART_OF_PLAN.match(self.reference) else max(0, dots - 1)

    @property
    def takes_rating(self) -> bool:
        """Whether it can be given a level at all, asked for or not."""
        return self.is_rated or self.may_be_rated

    @property
    def goal_word(self) -> str:
        """“Process goal”, “Benchmark”; empty for what is no goal and shows none."""
        is_of_goals = self.kind in (*GOAL_KINDS, ItemKind.BENCHMARK)
        return capfirst(self.get_kind_display()) if is_of_goals else ""

    @property
    def full_text(self) -> str:
        """The title, where it has one, on a line of its own, and the text."""
        return f"{self.title}\n{self.text}" if self.title else self.text

    def scale_in(self, edition: Edition) -> int:
        """The key of the scale it is rated on. `edition` is its own."""
        return self.scale_id or edition.scale_id


class Direction(models.TextChoices):
    HIGHER = "higher", "higher is better"
    LOWER = "lower", "lower is better"
    NEITHER = "neither", "neither, or not a number"


class MeasureQuerySet(TextQuerySet):
    def get_by_natural_key(
        self, agreement: str, label: str, lineage: str, addendum: str | None = None
    ) -> "Measure":
        """Of an addition, by its public id, or of the edition itself."""
        here = self.filter(edition__agreement__slug=agreement, edition__label=label, lineage=lineage)
        return here.get(addendum__public_id=addendum) if addendum else here.get(addendum=None)


class Measure(models.Model):
    """A line under “as evidenced by”: what the agreement names as evidence."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="measures", editable=False)
    category = models.ForeignKey(Category, models.PROTECT, related_name="measures")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    label = LimitedTextField(max_length=2000)
    items = models.ManyToManyField(
        Item, blank=True, related_name="measures", help_text="The items it speaks to, where the text says so."
    )
    unit = models.CharField(max_length=30, blank=True, help_text="For example % or minutes.")
    better = models.CharField(max_length=10, choices=Direction, default=Direction.NEITHER)
    counts_students = models.BooleanField(default=False)
    local_to = models.ForeignKey(
        "partnerships.Partnership",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="local_measures",
        help_text="Only for one partnership's own addition.",
    )
    addendum = models.ForeignKey(
        Addendum, models.PROTECT, null=True, blank=True, editable=False, related_name="measures"
    )
    position = models.PositiveSmallIntegerField(default=0)
    lineage = models.CharField(max_length=40, default=new_lineage, editable=False)
    history = HistoricalRecords(m2m_fields=[items])

    objects = MeasureQuerySet.as_manager()

    class Meta:
        ordering = ["category__position", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "lineage"],
                condition=Q(addendum=None),
                name="measure_lineage_unique",
                violation_error_message="Another measure of the edition continues the same one.",
            ),
            models.UniqueConstraint(
                fields=["addendum", "lineage"],
                name="measure_lineage_unique_in_addendum",
                violation_error_message="Another measure of the addition continues the same one.",
            ),
        ]

    def __str__(self) -> str:
        return self.label.partition("\n")[0]

    @property
    def name(self) -> str:
        """Where it stands by itself, as a row of evidence has it too."""
        return str(self)

    def natural_key(self) -> tuple[Any, ...]:
        return (*self.edition.natural_key(), self.lineage)

    natural_key.dependencies = ["partnerships.category"]  # type: ignore[attr-defined]

    def clean(self) -> None:
        _check_local_to(self)

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        self.edition_id = self.category.edition_id
        if self.addendum:
            self.local_to_id = self.addendum.partnership_id
        if update_fields is not None:
            update_fields = {*update_fields, "edition"}
        super().save(*args, update_fields=update_fields, **kwargs)


def is_school_of(organization: Organization, partnership: Partnership) -> bool:
    return organization.kind == OrganizationKind.SCHOOL and organization.parent_id == partnership.partner_id


def _check_local_to(record: Item | Measure) -> None:
    """What is a partnership's own addition is that of a partnership of its agreement."""
    own = record.local_to
    if own and record.category_id and own.agreement_id != record.category.edition.agreement_id:
        raise ValidationError({"local_to": OF_ANOTHER_AGREEMENT})
