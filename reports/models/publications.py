"""Documents as they were made."""

from functools import reduce
from operator import or_
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Length
from django.utils import timezone

from assessments.models import Assessment, AssessmentEvent, AssessmentEventKind
from core.ids import new_public_id
from partnerships.models import Agreement, Edition, Partnership, Period

from .kinds import ALL_SUBJECTS, SUBJECTS, Audience, DocumentKind, Language
from .runs import DocumentRun


def _has_subject(kind: str) -> Q:
    """A condition: a publication of this kind has the subject that its kind needs, and no other."""
    others = {f"{name}__isnull": name not in SUBJECTS[kind] for name in ALL_SUBJECTS}
    return Q(kind=kind, **others)


def _waits_once(kind: DocumentKind) -> models.UniqueConstraint:
    return models.UniqueConstraint(
        fields=[*SUBJECTS[kind], "audience", "language", "requested_by"],
        condition=Q(status=PublicationStatus.WAITING, kind=kind, run=None),
        name=f"publication_waits_once_{kind.name.lower()}",
        violation_error_message="This person waits for this document already.",
    )


def _once_in_run(of: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(
        fields=["run", of],
        condition=Q(run__isnull=False, status__in=[PublicationStatus.WAITING, PublicationStatus.READY]),
        name=f"publication_once_in_run_{of}",
        violation_error_message="Of what was asked for together, this document waits or is ready already.",
    )


class PublicationStatus(models.TextChoices):
    WAITING = "waiting", "waiting"
    READY = "ready", "ready"
    FAILED = "failed", "failed"
    CANCELLED = "cancelled", "cancelled"


class PublicationQuerySet(models.QuerySet):
    def for_readers(self) -> Self:
        """Without the file, its `size` in bytes, and whether the assessment `was_taken_back` or `was_reopened`
        after the request.

        Who sees which of them: `access.may_see`.
        """
        since = AssessmentEvent.objects.filter(
            assessment=OuterRef("assessment"), at__gt=OuterRef("requested_at")
        )
        rows = self.defer("content").annotate(
            size=Length("content"),
            was_taken_back=Exists(since.filter(kind=AssessmentEventKind.TAKEN_BACK)),
            was_reopened=Exists(since.filter(kind=AssessmentEventKind.REOPENED)),
        )
        return rows.select_related("requested_by")

    def of(self, partnership: Partnership | int) -> Self:
        """Those about a partnership or one of its assessments."""
        return self.filter(Q(partnership=partnership) | Q(assessment__partnership=partnership))

    def with_subject(self) -> Self:
        """With what title, file name and the document itself are made of."""
        return self.select_related(
            "assessment__by",
            "assessment__cycle__edition__scale",
            "assessment__cycle__period",
            "assessment__partnership__agreement__lead",
            "assessment__partnership__partner",
            "partnership__agreement__lead",
            "partnership__partner",
            "agreement__lead",
            "edition",
            "period",
        )

    def waiting(self) -> Self:
        return self.filter(status=PublicationStatus.WAITING)


class Publication(models.Model):
    """A document as it was made: of a kind and a subject, with its file, its checksum, who asked for it and when.

    It leaves `waiting` once, by a conditional update, however often its task runs. It never waits again: what is
    tried once more is another row, and of a run and a partnership at most one waits or is ready.
    """

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    kind = models.CharField(max_length=30, choices=DocumentKind)
    assessment = models.ForeignKey(
        Assessment, models.PROTECT, null=True, blank=True, related_name="publications"
    )
    partnership = models.ForeignKey(
        Partnership, models.PROTECT, null=True, blank=True, related_name="publications"
    )
    agreement = models.ForeignKey(
        Agreement, models.PROTECT, null=True, blank=True, related_name="publications"
    )
    edition = models.ForeignKey(Edition, models.PROTECT, null=True, blank=True, related_name="publications")
    period = models.ForeignKey(Period, models.PROTECT, null=True, blank=True, related_name="publications")
    audience = models.CharField(max_length=10, choices=Audience, default=Audience.PUBLIC)
    language = models.CharField(max_length=5, choices=Language, default=Language.ENGLISH)
    run = models.ForeignKey(
        DocumentRun,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="publications",
        help_text="With which others it was asked for.",
    )
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(default=timezone.now)
    shows_draft = models.BooleanField(
        default=False, help_text="What it is of could still be changed by those who write it."
    )
    status = models.CharField(max_length=10, choices=PublicationStatus, default=PublicationStatus.WAITING)
    task_id = models.UUIDField(null=True, blank=True, editable=False, help_text="Its row in the task queue.")
    read_at = models.DateTimeField(
        null=True, blank=True, help_text="When what it says was read from the record."
    )
    read_of = models.JSONField(
        default=dict,
        blank=True,
        editable=False,
        help_text="Marks of what the record held when it was read, by which `changes` tells what it holds now.",
    )
    finished_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(
        max_length=200, blank=True, help_text="Why it could not be made, where more can be said than that."
    )
    content = models.BinaryField(null=True, blank=True)
    sha256 = models.CharField("checksum (SHA-256)", max_length=64, blank=True)
    pages = models.PositiveSmallIntegerField(null=True, blank=True)
    told = models.JSONField(
        default=list,
        blank=True,
        help_text="Of one in a run: where it may say a small count of students, in sentences.",
    )
    unprintable = models.JSONField(
        default=list,
        blank=True,
        help_text="Of one in a run: where it has signs that may come out as empty boxes, in sentences.",
    )

    size: int | None
    was_taken_back: bool
    was_reopened: bool
    """Read by `for_readers`."""
    change: Any
    """Read by `changes.with_changes`."""

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ["-requested_at"]
        indexes = [models.Index(fields=["sha256"], name="publication_sha256")]
        constraints = [
            models.CheckConstraint(
                name="publication_ready_has_file",
                condition=~Q(status=PublicationStatus.READY) | (Q(content__isnull=False) & ~Q(sha256="")),
                violation_error_message="A ready document has its file and checksum.",
            ),
            models.CheckConstraint(
                name="publication_has_its_subject",
                condition=reduce(or_, map(_has_subject, SUBJECTS)),
                violation_error_message="A document is of what its kind needs, and of nothing else.",
            ),
            *map(_waits_once, DocumentKind),
            *map(_once_in_run, ("assessment", "partnership")),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def subject(self) -> dict[str, Any]:
        """What it is of, by the names of the fields."""
        return {name: getattr(self, name) for name in SUBJECTS[self.kind]}

    @property
    def of_partnership(self) -> Partnership | None:
        """The partnership whose reports it stands among; None for one of a whole agreement."""
        return self.assessment.partnership if self.assessment else self.partnership

    @property
    def of(self) -> str:
        """What tells its subject from the others of its kind in addresses; empty for the edition in force."""
        if self.assessment:
            return self.assessment.public_id
        return self.period.key if self.period else ""

    @property
    def title(self) -> str:
        """“Clayton State of the Partnership 2023-2024, self-assessment”."""
        partnership = self.of_partnership
        of: Any = partnership.partner.short_name if partnership else self.agreement
        title = f"{of} {self.get_kind_display()}"
        if self.period:
            title += f" {self.period.name}"
        elif self.edition:
            title += f" {self.edition.label}"
        if self.assessment:
            title += f" {self.assessment.cycle.period.name}"
        if self.assessment and self.assessment.by:
            title += f", {self.assessment.perspective}"
        if self.audience == Audience.PARTIES:
            title += f", {self.get_audience_display()}"
        if self.language != Language.ENGLISH:
            title += f", {self.get_language_display()}"
        return title

    @property
    def filename(self) -> str:
        """The title for the reader's disk: without characters that a file name may not have."""
        kept = ("-" if char in '\\/:*?"<>|' or not char.isprintable() else char for char in self.title)
        return "".join(kept) + ".pdf"

    @property
    def is_waiting(self) -> bool:
        return self.status == PublicationStatus.WAITING

    @property
    def is_ready(self) -> bool:
        return self.status == PublicationStatus.READY

    @property
    def is_cancelled(self) -> bool:
        return self.status == PublicationStatus.CANCELLED

    @property
    def has_failed(self) -> bool:
        return self.status == PublicationStatus.FAILED

    def settle(self, status: str, **fields: Any) -> bool:
        """Leave `waiting`. Says whether this call was the one that did it."""
        waiting = Publication.objects.waiting().filter(pk=self.pk)
        return bool(waiting.update(status=status, finished_at=timezone.now(), **fields))
