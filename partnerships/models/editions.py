"""An agreement and its editions: the signed texts, and all that stands in them but the categories."""

from collections.abc import Collection, Sequence
from datetime import date
from string import ascii_uppercase
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from simple_history.models import HistoricalRecords

from accounts.models import User
from core.addresses import refuse_word_beside_slugs
from core.history import save_as
from core.models import LimitedTextField
from core.sorting import SortKeyField

from .events import EditionEvent, EditionEventKind
from .scales import RatingScale
from .words import CYCLE, NOT_PLAIN, PLAIN, WORD_FIELDS, EditionWords, Word, WordField, words_of

if TYPE_CHECKING:  # a partnership has an agreement
    from .partnerships import Period


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def get_by_natural_key(self, slug: str) -> "Agreement":
        return self.get(slug=slug)

    def with_round(self) -> Self:
        """Each with what `round` says of it."""
        adopted = Edition.objects.filter(agreement=OuterRef("pk"), status=EditionStatus.ADOPTED)
        newest = adopted.newest_first()
        words = {name: Subquery(newest.values(name)[:1]) for name in ("cycle_word", "cycle_words")}
        return self.annotate(**words)


class Agreement(models.Model):
    """A promise between a lead organization and its partners, over all its editions."""

    cycle_word: str | None
    cycle_words: str | None
    """Annotated by `with_round`."""

    title = models.CharField(max_length=200)
    slug = models.SlugField(unique=True)
    lead = models.ForeignKey("accounts.Organization", models.PROTECT, related_name="agreements_led")
    begun_from = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        help_text="The agreement that it was made after.",
    )
    smallest_public_count = models.PositiveSmallIntegerField(
        default=10,
        help_text="Smaller counts of students are kept from documents, and so is what would let a reader work them "
        "out. 10, unless those who agreed set another number.",
    )
    keeps_cases = models.BooleanField(
        default=False,
        help_text="The partnerships' pages lead to cases and clocks. So it is from the first rule of time on.",
    )
    has_launch_plan = models.BooleanField(
        default=False,
        editable=False,
        help_text="The partnerships' pages lead to it. So it is from the first launch plan on.",
    )
    has_determinations = models.BooleanField(
        default=False,
        editable=False,
        help_text="The partnerships' pages lead to determinations. So it is from the first adopted edition on that "
        "has rules for them.",
    )
    has_screens = models.BooleanField(
        default=False,
        editable=False,
        help_text="The partnerships' pages lead to what is screened of them. So it is from the first adopted "
        "edition on that has screens.",
    )
    has_plan = models.BooleanField(
        default=False,
        editable=False,
        help_text="The partnerships' pages lead to it. So it is from the first adopted edition on that is a plan.",
    )
    has_funds = models.BooleanField(
        default=False,
        editable=False,
        help_text="The partnerships' pages lead to requests for money. So it is from the first fund on.",
    )
    has_scorecard = models.BooleanField(
        default=False,
        help_text="The partnerships' pages lead to a scorecard: its goals with value and status on one page.",
    )
    sort_key = SortKeyField("title")
    history = HistoricalRecords(excluded_fields=["sort_key"])

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key"]
        constraints = [
            models.CheckConstraint(
                name="agreement_smallest_public_count_from_5",
                condition=Q(smallest_public_count__gte=5),
                violation_error_message="No fewer than 5: a count below that could point to a student.",
            ),
        ]

    @property
    def round(self) -> Word:
        """What the newest adopted edition calls what is held again and again: “review”. “Cycle” before one is.

        The agreement was read `with_round`.
        """
        if not (self.cycle_word and self.cycle_words):
            return CYCLE
        return EditionWords(cycle=Word(self.cycle_word, self.cycle_words)).round

    def __str__(self) -> str:
        return self.title

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        super().clean_fields(exclude)
        if "slug" not in (exclude or ()):
            refuse_word_beside_slugs(self.slug)

    def natural_key(self) -> tuple[Any, ...]:
        return (self.slug,)


class EditionStatus(models.TextChoices):
    DRAFT = "draft", "draft"
    ADOPTED = "adopted", "adopted"
    RETIRED = "retired", "retired"


class Numbering(models.TextChoices):
    """How an edition numbers its categories."""

    NUMBERS = "numbers", "1, 2, 3"
    LETTERS = "letters", "A, B, C"

    def of(self, place: int) -> str:
        """What is printed at a place, 1 for the first. There are 26 letters."""
        return ascii_uppercase[place - 1] if self == Numbering.LETTERS else str(place)


class EditionQuerySet(models.QuerySet["Edition"]):
    def drafts(self) -> Self:
        return self.filter(status=EditionStatus.DRAFT)

    def newest_first(self) -> Self:
        return self.order_by(F("effective_from").desc(nulls_last=True), "-pk")

    def get_by_natural_key(self, agreement: str, label: str) -> "Edition":
        return self.get(agreement__slug=agreement, label=label)


class Edition(models.Model):
    """One adopted text of an agreement. Adopted text never changes: the database refuses it."""

    class NotDraft(Exception):
        """Someone tried to adopt an edition that is no longer a draft."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="editions")
    label = models.CharField(max_length=60, help_text="For example 2023-2024.")
    status = models.CharField(max_length=10, choices=EditionStatus, default=EditionStatus.DRAFT)
    effective_from = models.DateField(null=True, blank=True)
    effective_to = models.DateField(null=True, blank=True)
    scale = models.ForeignKey(RatingScale, models.PROTECT, related_name="editions")
    item_word = WordField(
        "word for an item", default="item", help_text="“item”, “goal”, “indicator” or “criterion”."
    )
    item_words = WordField("word for items", default="items", help_text="For several: “goals”, “criteria”.")
    category_word = WordField(
        "word for a category", default="category", help_text="“category”, “domain” or “area”."
    )
    category_words = WordField("word for categories", default="categories")
    level_word = WordField(
        "word for a rating", default="rating", help_text="What an item is given: “rating” or “status”."
    )
    level_words = WordField("word for ratings", default="ratings")
    cycle_word = WordField(
        "word for a cycle", default="school year", help_text="“school year”, “cycle” or “review”."
    )
    cycle_words = WordField("word for cycles", default="school years")
    category_numbering = models.CharField(
        "categories are numbered", max_length=10, choices=Numbering, default=Numbering.NUMBERS
    )
    rates_own_items = models.BooleanField(
        "each partnership has its own",
        default=False,
        help_text="What is rated stands in each partnership's own part, which is adopted with it.",
    )
    is_plan = models.BooleanField(
        "is a plan",
        default=False,
        help_text="What stands in it is measured and not rated, and keeps the numbers it has in print, which stand "
        "alone: 3B.",
    )
    comments_stay_inside = models.BooleanField(
        default=False,
        help_text="Comments quote or tell of single people: documents print what was given without them.",
    )
    note = LimitedTextField(
        max_length=2000, blank=True, help_text="Where this text comes from, for administrators."
    )
    adopted_at = models.DateTimeField(null=True, blank=True, editable=False)
    adopted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    history = HistoricalRecords()

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["agreement__sort_key", "-effective_from", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "label"],
                name="edition_label_unique",
                violation_error_message="The agreement has an edition with this label already.",
            ),
            models.CheckConstraint(
                name="edition_ends_after_it_starts",
                condition=Q(effective_to__gt=F("effective_from")),
                violation_error_message="The last day must be after the first day.",
            ),
            models.CheckConstraint(
                name="edition_adopted_has_first_day",
                condition=~Q(status=EditionStatus.ADOPTED) | Q(effective_from__isnull=False),
                violation_error_message="An adopted edition needs its first day.",
            ),
            models.CheckConstraint(
                name="edition_words_plain",
                condition=Q(**{f"{name}__regex": PLAIN for name in WORD_FIELDS}),
                violation_error_message=NOT_PLAIN,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement.title}, {self.label}"

    def natural_key(self) -> tuple[Any, ...]:
        return (self.agreement.slug, self.label)

    natural_key.dependencies = [  # type: ignore[attr-defined]
        "partnerships.agreement",
        "partnerships.ratingscale",
    ]

    @property
    def words(self) -> EditionWords:
        return words_of(*(getattr(self, name) for name in WORD_FIELDS))

    @property
    def is_draft(self) -> bool:
        return self.status == EditionStatus.DRAFT

    def is_in_force_on(self, day: date) -> bool:
        """Whether the adopted text holds on a day."""
        if self.status != EditionStatus.ADOPTED or not self.effective_from:
            return False
        return self.effective_from <= day and (not self.effective_to or day <= self.effective_to)

    def covers(self, period: "Period") -> bool:
        """Whether a period lies within its days. Without a first day it is not known when it began to hold."""
        begins = self.effective_from is None or self.effective_from <= period.start
        return begins and (self.effective_to is None or period.end <= self.effective_to)

    @property
    def days(self) -> str:
        """When it holds, in words: “from July 1, 2023 to June 30, 2024”."""
        first = f"from {date_format(self.effective_from, 'F j, Y')}" if self.effective_from else ""
        last = (
            f"to {date_format(self.effective_to, 'F j, Y')}" if self.effective_to else "until further notice"
        )
        return f"{first} {last}".strip()

    @transaction.atomic
    def adopt(self, *, by: "User") -> None:
        """Adopt a draft, once, however many people press the button."""
        drafts = Edition.objects.filter(pk=self.pk, status=EditionStatus.DRAFT)
        if not drafts.update(status=EditionStatus.ADOPTED, adopted_at=timezone.now(), adopted_by=by):
            raise self.NotDraft
        self.refresh_from_db()
        # Writes the history row that update() leaves out.
        save_as(self, by=by, reason="adopted", update_fields=["status"])
        EditionEvent.objects.create(edition=self, kind=EditionEventKind.ADOPTED, by=by)
        if self.is_plan and not self.agreement.has_plan:
            self.agreement.has_plan = True
            save_as(self.agreement, by=by, update_fields=["has_plan"])


class EditionPart(models.Model):
    """Something that stands in an edition, in a place."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="%(class)ss")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]


class Section(EditionPart):
    """A heading and its text before the categories: executive summary, mission, vision."""

    heading = models.CharField(max_length=200, blank=True)
    parent_heading = models.CharField(
        max_length=200, blank=True, help_text="The heading it stands under, for example Executive Summary."
    )
    text = LimitedTextField(
        max_length=20_000, help_text="Markdown: blank lines make paragraphs, lines with “1.” make a list."
    )
    history = HistoricalRecords()

    def __str__(self) -> str:
        return self.heading or self.parent_heading or str(Truncator(self.text).chars(60))


class GlossaryTerm(EditionPart):
    """An acronym or key term: what it stands for, and what that means. Some have no definition."""

    term = models.CharField(max_length=60)
    stands_for = models.CharField(max_length=200)
    definition = LimitedTextField(max_length=5000, blank=True)
    history = HistoricalRecords()

    class Meta(EditionPart.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "term"],
                name="glossary_term_unique",
                violation_error_message="The edition has this term already.",
            ),
        ]

    def __str__(self) -> str:
        return self.term


class Endorsement(EditionPart):
    """A sentence the signatories put their names to."""

    text = LimitedTextField(max_length=20_000)
    history = HistoricalRecords()

    def __str__(self) -> str:
        return self.text


class SignatorySide(models.TextChoices):
    LEAD = "lead", "the lead agency"
    PARTNER = "partner", "the partner"


class SignatoryRole(EditionPart):
    """A place on the signature page. The side that signs there records it."""

    side = models.CharField(
        max_length=10, choices=SignatorySide, help_text="Who signs here, and records the signature."
    )
    title = models.CharField(max_length=120, help_text="For example Superintendent.")
    organization = models.CharField(max_length=120, blank=True, help_text="As printed below the title.")
    printed_name = models.CharField(max_length=120, blank=True, help_text="As printed above the title.")
    history = HistoricalRecords()

    class Meta(EditionPart.Meta):
        constraints = [
            models.CheckConstraint(
                name="signatory_role_is_of_a_side",
                condition=Q(side__in=SignatorySide.values),
                violation_error_message="Say which side signs here.",
            ),
        ]

    def __str__(self) -> str:
        return ", ".join(part for part in (self.title, self.organization) if part)

    def natural_key(self) -> tuple[Any, ...]:
        return (*self.edition.natural_key(), self.position)


def in_force_or_newest(editions: Sequence[Edition]) -> Edition | None:
    """Of editions, given the newest first: the one in force today, else the newest adopted, else the newest."""
    today = timezone.localdate()
    in_force = (edition for edition in editions if edition.is_in_force_on(today))
    adopted = (edition for edition in editions if edition.status == EditionStatus.ADOPTED)
    return next(in_force, None) or next(adopted, None) or next(iter(editions), None)
