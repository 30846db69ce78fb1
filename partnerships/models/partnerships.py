"""Who takes part in an agreement, when, and who signed."""

from collections.abc import Collection
from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from accounts.models import Membership, Organization, User
from core.addresses import refuse_word_beside_slugs
from core.ids import new_public_id
from core.models import LimitedTextField
from partnerships.reach import in_reach_of

from .cohorts import Cohort
from .editions import Agreement, Edition, SignatoryRole
from .period_kinds import PeriodKind

OF_ONE_AGREEMENT = (PeriodKind.CYCLE, PeriodKind.NAMED_SPAN)
"""Kinds that an agreement counts for itself. The others are the calendar's."""


class PeriodQuerySet(models.QuerySet["Period"]):
    def offered_in(self, agreement: "Agreement | int") -> Self:
        """The calendar's, which all agreements share; of cycles and named spans those in use in this agreement, and
        those in use nowhere yet."""
        own = Period.objects.filter(kind__in=OF_ONE_AGREEMENT)
        used = [
            own.filter(**{f"{relation}__isnull": False})
            for relation in ("cycles", "evidence_columns", "observations")
        ]
        here = own.filter(
            Q(cycles__edition__agreement=agreement)
            | Q(evidence_columns__category__edition__agreement=agreement)
            | Q(observations__row__edition__agreement=agreement)
        )
        is_used = Q()
        for some in used:
            is_used |= Q(pk__in=some.values("pk"))
        return self.filter(~is_used | Q(pk__in=here.values("pk")))

    def with_key(self, key: str) -> Self:
        """The one that has this `key`, or none."""
        kind, _, label = key.partition(":")
        return self.filter(kind=kind, label=label)

    def get_by_natural_key(self, kind: str, label: str) -> "Period":
        return self.get(kind=kind, label=label)


class Period(models.Model):
    """A stretch of the calendar that both sides use, with its first and last day."""

    label = models.CharField(max_length=40, help_text="As documents print it: 2023-2024, August 2023.")
    kind = models.CharField(max_length=20, choices=PeriodKind)
    start = models.DateField()
    end = models.DateField()

    objects = PeriodQuerySet.as_manager()

    class Meta:
        ordering = ["start", "-end"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "label"],
                name="period_label_unique",
                violation_error_message="There is a period with this label already.",
            ),
            models.CheckConstraint(
                name="period_ends_after_it_starts",
                condition=Q(end__gt=F("start")),
                violation_error_message="The last day must be after the first day.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """As people call it in a sentence: “2023-2024”, “August 2023”, “cycle 3”, “FFY 2011 (2011-2012)”.

        A school year is its label; so is what has a word of its own in it. Anything else is told what it is. A
        federal fiscal year is told with its years, since it is not the school year that ends in it.
        """
        is_told = self.kind in (PeriodKind.SCHOOL_YEAR, PeriodKind.NAMED_SPAN)
        is_told = is_told or any(character.isalpha() for character in self.label)
        if self.kind == PeriodKind.FEDERAL_FISCAL_YEAR and not is_told and self.label.isdecimal():
            return f"FFY {self.label} ({self.label}-{int(self.label) + 1})"
        return self.label if is_told else f"{self.word} {self.label}"

    @property
    def word(self) -> str:
        """What it is: “school year”, “half year”, “cycle”."""
        return "period" if self.kind == PeriodKind.NAMED_SPAN else PeriodKind(self.kind).label

    @property
    def key(self) -> str:
        """In addresses and forms: “school_year:2023-2024”."""
        return ":".join(self.natural_key())

    def natural_key(self) -> tuple[str, ...]:
        return (self.kind, self.label)


class PartnershipQuerySet(models.QuerySet["Partnership"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.filter(in_reach_of(user))

    def whole(self) -> Self:
        """Those that are their agreement as a whole (`is_whole`)."""
        return self.filter(partner=F("agreement__lead"))

    def get_by_natural_key(self, slug: str) -> "Partnership":
        return self.get(slug=slug)


class Partnership(models.Model):
    """One partner's side of an agreement, over the years."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="partnerships")
    partner = models.ForeignKey(Organization, models.PROTECT, related_name="partnerships")
    slug = models.SlugField(unique=True, help_text="Its place in addresses: /partnerships/clayton/.")
    joined_on = models.DateField(null=True, blank=True)
    cohort = models.ForeignKey(
        Cohort,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="partnerships",
        help_text="With whom it began.",
    )
    narrowed_memberships = models.ManyToManyField(
        Membership, through="NarrowedMembership", related_name="partnerships", editable=False
    )
    history = HistoricalRecords()

    known_parties: frozenset[int] | None = None
    """Keys of the organizations that are its other parties, where somebody read them with it."""

    objects = PartnershipQuerySet.as_manager()

    class Meta:
        ordering = ["partner__sort_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "partner"],
                name="partnership_once",
                violation_error_message="This organization is a partner in the agreement already.",
            ),
        ]

    def __str__(self) -> str:
        return self.partner.name

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        super().clean_fields(exclude)
        if "slug" not in (exclude or ()):
            refuse_word_beside_slugs(self.slug)

    @property
    def is_whole(self) -> bool:
        """Whether it is the agreement as a whole: the lead agency's own, for a state's or a network's plan."""
        return self.partner_id == self.agreement.lead_id

    @property
    def called(self) -> str:
        """In a list of several agreements: the whole of one by the title of its agreement, since its partner may be
        the whole of another."""
        return self.agreement.title if self.is_whole else self.partner.short_name

    @property
    def called_in_short(self) -> str:
        """Where there is little room. Of a whole also what its agreement's title says beyond the partner's name,
        “Kairos: Board Scorecard”; a plan has a tab of its own, which says so."""
        name = self.partner.short_name
        if not self.is_whole or self.agreement.has_plan:
            return name
        words, named = self.agreement.title.split(), self.partner.name.split()
        shared = next(
            (at for at, pair in enumerate(zip(words, named, strict=False)) if len({*pair}) > 1), len(named)
        )
        return f"{name}: {' '.join(words[shared:])}" if words[shared:] else name

    def natural_key(self) -> tuple[str, ...]:
        return (self.slug,)

    natural_key.dependencies = [  # type: ignore[attr-defined]
        "partnerships.agreement",
        "accounts.organization",
    ]


class NarrowedMembership(models.Model):
    """One of the partnerships that a membership reaches which does not reach all."""

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="narrowed_to")
    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="+")
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["membership", "partnership"],
                name="narrowed_membership_once",
                violation_error_message="The membership reaches this partnership already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership}: {self.partnership}"


class Party(models.Model):
    """Another organization in a partnership: regional agency, authorizer, community partner."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="parties")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="parties")
    history = HistoricalRecords()

    class Meta:
        verbose_name_plural = "parties"
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "organization"],
                name="party_once",
                violation_error_message="This organization is a party already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization.short_name} in {self.partnership}"


class Scan(models.Model):
    """A scanned page as it was uploaded. It is never changed: a better one is another row."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="scans")
    filename = models.CharField(max_length=120)
    content_type = models.CharField(max_length=40)
    content = models.BinaryField()
    sha256 = models.CharField("checksum (SHA-256)", max_length=64)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.filename


class Signature(models.Model):
    """Who signed an edition for a partnership, in which role, and when; and who of that side recorded it."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="signatures")
    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="signatures")
    role = models.ForeignKey(SignatoryRole, models.PROTECT, related_name="signatures")
    addendum = models.ForeignKey(
        "partnerships.Addendum",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="signatures",
        help_text="The partnership's own addition that is signed. Empty for the edition itself.",
    )
    name = models.CharField(max_length=120)
    date = models.DateField()
    scan = models.ForeignKey(
        Scan, models.PROTECT, null=True, blank=True, related_name="signatures", help_text="The signed page."
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        help_text="Who recorded it, or corrected it last. Empty where it was loaded from a file.",
    )
    recorded_at = models.DateTimeField(auto_now=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["role__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "partnership", "role"],
                condition=Q(addendum=None),
                name="signature_once_a_role",
                violation_error_message="This role has signed already.",
            ),
            models.UniqueConstraint(
                fields=["addendum", "role"],
                name="signature_once_a_role_of_addendum",
                violation_error_message="This role has signed this addition already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.role}"


class LineageBreak(models.Model):
    """Says that a promise or measure is not comparable with its earlier self from this edition on.

    It stands outside the adopted text, so that a trend can be corrected after adoption.
    """

    edition = models.ForeignKey(
        Edition, models.PROTECT, related_name="lineage_breaks", help_text="The edition where the line breaks."
    )
    lineage = models.CharField(max_length=40)
    reason = LimitedTextField(max_length=500)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "lineage"],
                name="lineage_break_once",
                violation_error_message="The line is broken there already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lineage} from {self.edition}"
