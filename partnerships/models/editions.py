"""An agreement and its editions: the signed texts, and everything in them but the categories."""

from string import ascii_uppercase

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from core.history import save_as

from .events import EditionEvent, EditionEventKind


class LevelColour(models.TextChoices):
    """Places on the scale of ink: the more is done, the darker. The order survives greyscale."""

    INK_0 = "ink-0", "blank paper"
    INK_1 = "ink-1", "light ink"
    INK_2 = "ink-2", "medium ink"
    INK_3 = "ink-3", "solid ink"
    OUTSIDE = "outside", "grey, for levels that are not a score"


class LevelKind(models.TextChoices):
    """What a level says: how far something is, or why that is not said."""

    SCORE = "score", "a score"
    NOT_APPLICABLE = "not_applicable", "not applicable"
    NOT_RATED = "not_rated", "not rated"
    NOT_OBSERVED = "not_observed", "not observed"
    NOT_YET_MEASURED = "not_yet_measured", "not yet measured"
    UNABLE_TO_MEASURE = "unable_to_measure", "unable to measure"
    ERROR = "error", "an error"
    DISPUTED = "disputed", "disputed"
    LOST = "lost", "lost in the source"


class RatingScaleQuerySet(models.QuerySet):
    def of_edition(self, edition):
        """The edition's scale, and those that some of its items have instead."""
        return self.filter(Q(pk=edition.scale_id) | Q(items__edition=edition)).distinct()

    def get_by_natural_key(self, name):
        return self.get(name=name)


class RatingScale(models.Model):
    """The levels an edition rates by, and the flag that may stand beside a level."""

    name = models.CharField(max_length=100, unique=True)
    met_from = models.PositiveSmallIntegerField(
        help_text="A rating at this value or above counts as implemented."
    )
    flag_symbol = models.CharField(
        max_length=5, blank=True, help_text="Printed beside a level, for example *."
    )
    flag_label = models.CharField(max_length=100, blank=True, help_text="What the flag says.")
    history = HistoricalRecords()

    objects = RatingScaleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="scale_flag_symbol_and_label",
                condition=Q(flag_symbol="", flag_label="") | (~Q(flag_symbol="") & ~Q(flag_label="")),
                violation_error_message="Give the flag both a symbol and words, or neither.",
            ),
        ]

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.name,)


class RatingLevelManager(models.Manager):
    def get_by_natural_key(self, scale, code):
        return self.get(scale__name=scale, code=code)


class RatingLevel(models.Model):
    """One level of a scale. A level that is not a score (N/A) has no value and never enters an average."""

    scale = models.ForeignKey(RatingScale, models.PROTECT, related_name="levels")
    code = models.CharField(
        max_length=10, validators=[RegexValidator(r"^[\w/-]+$")], help_text="Shown on the button: 0, 1, N/A."
    )
    kind = models.CharField(
        max_length=20,
        choices=LevelKind,
        default=LevelKind.SCORE,
        help_text="Only a score has a value and enters an average.",
    )
    value = models.PositiveSmallIntegerField(null=True, blank=True)
    label = models.CharField(max_length=100, help_text="For screens: “Fully implemented”.")
    words = models.CharField(max_length=200, help_text="For documents, exactly as the agreement prints it.")
    colour = models.CharField(max_length=10, choices=LevelColour)
    position = models.PositiveSmallIntegerField(default=0)
    history = HistoricalRecords()

    objects = RatingLevelManager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["scale", "code"],
                name="level_code_unique",
                violation_error_message="The scale has this level already.",
            ),
            models.CheckConstraint(
                name="level_score_has_value",
                condition=Q(kind=LevelKind.SCORE, value__isnull=False)
                | ~Q(kind=LevelKind.SCORE) & Q(value__isnull=True),
                violation_error_message="A score has a value; a level that is not a score has none.",
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.label}"

    @property
    def is_score(self) -> bool:
        return self.kind == LevelKind.SCORE

    def natural_key(self):
        return (self.scale.name, self.code)

    natural_key.dependencies = ["partnerships.ratingscale"]  # type: ignore[attr-defined]


class AgreementQuerySet(models.QuerySet):
    def get_by_natural_key(self, slug):
        return self.get(slug=slug)


class Agreement(models.Model):
    """A promise between a lead organization and its partners, over all its editions."""

    title = models.CharField(max_length=200)
    slug = models.SlugField(unique=True)
    lead = models.ForeignKey("accounts.Organization", models.PROTECT, related_name="agreements_led")
    history = HistoricalRecords()

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ["title"]

    def __str__(self):
        return self.title

    def natural_key(self):
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


class EditionQuerySet(models.QuerySet):
    def drafts(self):
        return self.filter(status=EditionStatus.DRAFT)

    def newest_first(self):
        return self.order_by(F("effective_from").desc(nulls_last=True), "-pk")

    def get_by_natural_key(self, agreement, label):
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
    cycle_word = models.CharField(max_length=40, default="school year", help_text="“school year” or “cycle”.")
    category_numbering = models.CharField(
        "categories are numbered", max_length=10, choices=Numbering, default=Numbering.NUMBERS
    )
    note = models.TextField(blank=True, help_text="Where this text comes from, for administrators.")
    adopted_at = models.DateTimeField(null=True, blank=True, editable=False)
    adopted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    history = HistoricalRecords()

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["agreement__title", "-effective_from", "-pk"]
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
        ]

    def __str__(self):
        return f"{self.agreement.title}, {self.label}"

    def natural_key(self):
        return (self.agreement.slug, self.label)

    natural_key.dependencies = [  # type: ignore[attr-defined]
        "partnerships.agreement",
        "partnerships.ratingscale",
    ]

    @property
    def is_draft(self):
        return self.status == EditionStatus.DRAFT

    def is_in_force_on(self, day):
        """Whether the adopted text holds on a day."""
        adopted = self.status == EditionStatus.ADOPTED
        return adopted and self.effective_from <= day and (not self.effective_to or day <= self.effective_to)

    @transaction.atomic
    def adopt(self, *, by):
        """Adopt a draft, once, however many people press the button."""
        drafts = Edition.objects.filter(pk=self.pk, status=EditionStatus.DRAFT)
        if not drafts.update(status=EditionStatus.ADOPTED, adopted_at=timezone.now(), adopted_by=by):
            raise self.NotDraft
        self.refresh_from_db()
        # Writes the history row that update() leaves out.
        save_as(self, by=by, reason="adopted", update_fields=["status"])
        EditionEvent.objects.create(edition=self, kind=EditionEventKind.ADOPTED, by=by)


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
    text = models.TextField(help_text="Markdown: blank lines make paragraphs, lines with “1.” make a list.")
    history = HistoricalRecords()

    def __str__(self):
        return self.heading or self.parent_heading or self.text[:60]


class GlossaryTerm(EditionPart):
    """An acronym or key term: what it stands for, and what that means. Some have no definition."""

    term = models.CharField(max_length=60)
    stands_for = models.CharField(max_length=200)
    definition = models.TextField(blank=True)
    history = HistoricalRecords()

    class Meta(EditionPart.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "term"],
                name="glossary_term_unique",
                violation_error_message="The edition has this term already.",
            ),
        ]

    def __str__(self):
        return self.term


class Endorsement(EditionPart):
    """A sentence the signatories put their names to."""

    text = models.TextField()
    history = HistoricalRecords()

    def __str__(self):
        return self.text


class SignatoryRole(EditionPart):
    """A place on the signature page."""

    title = models.CharField(max_length=120, help_text="For example Superintendent.")
    organization = models.CharField(max_length=120, blank=True, help_text="As printed below the title.")
    printed_name = models.CharField(max_length=120, blank=True, help_text="As printed above the title.")
    history = HistoricalRecords()

    def __str__(self):
        return ", ".join(part for part in (self.title, self.organization) if part)

    def natural_key(self):
        return (*self.edition.natural_key(), self.position)


def in_force_or_newest(editions):
    """Of editions, given the newest first: the one in force today, else the newest adopted, else the newest."""
    today = timezone.localdate()
    in_force = (edition for edition in editions if edition.is_in_force_on(today))
    adopted = (edition for edition in editions if edition.status == EditionStatus.ADOPTED)
    return next(in_force, None) or next(adopted, None) or next(iter(editions), None)
