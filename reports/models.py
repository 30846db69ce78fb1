"""Documents as they were made, and the workers that make them."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Length
from django.utils import timezone

from assessments.models import Assessment, AssessmentEvent, AssessmentEventKind
from core.ids import new_public_id


class PublicationStatus(models.TextChoices):
    WAITING = "waiting", "waiting"
    READY = "ready", "ready"
    FAILED = "failed", "failed"


class PublicationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever sees the assessment sees its documents. One that shows a draft is for those who write it
        while it is open, and afterwards for the person who asked for it; so is one that was asked for before
        the assessment was taken back, because nobody else was to read what it said then."""
        visible = Assessment.objects.visible_to(user)
        taken_back = AssessmentEvent.objects.filter(
            assessment=OuterRef("assessment"),
            kind=AssessmentEventKind.TAKEN_BACK,
            at__gt=OuterRef("requested_at"),
        )
        return self.filter(
            Q(shows_draft=False) & ~Q(Exists(taken_back))
            | Q(requested_by=user)
            | Q(assessment__in=visible.open().filter(is_writer=True)),
            assessment__in=visible,
        )

    def waiting(self):
        return self.filter(status=PublicationStatus.WAITING)

    def without_file(self):
        """For lists: the file itself stays in the database, its `size` in bytes comes along."""
        return self.defer("content").annotate(size=Length("content"))


class Publication(models.Model):
    """A document rendered for an assessment: the file as it was, its checksum, who asked for it and when.

    It leaves `waiting` once, by a conditional update, however often its task runs.
    """

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="publications")
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(default=timezone.now)
    shows_draft = models.BooleanField(
        default=False, help_text="The assessment was open: its writers could still change it."
    )
    status = models.CharField(max_length=10, choices=PublicationStatus, default=PublicationStatus.WAITING)
    task_id = models.UUIDField(null=True, blank=True, editable=False, help_text="Its row in the task queue.")
    finished_at = models.DateTimeField(null=True, blank=True)
    content = models.BinaryField(null=True, blank=True)
    sha256 = models.CharField("checksum (SHA-256)", max_length=64, blank=True)
    pages = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ["-requested_at"]
        constraints = [
            models.CheckConstraint(
                name="publication_ready_has_file",
                condition=~Q(status=PublicationStatus.READY) | (Q(content__isnull=False) & ~Q(sha256="")),
                violation_error_message="A ready document has its file and checksum.",
            ),
            models.UniqueConstraint(
                fields=["assessment", "requested_by"],
                condition=Q(status=PublicationStatus.WAITING),
                name="publication_waits_once",
                violation_error_message="This person waits for a document of the assessment already.",
            ),
        ]

    def __str__(self):
        return f"State of the Partnership, {self.assessment}"

    @property
    def filename(self):
        """For the reader's disk: without characters that a file name may not have."""
        assessment = self.assessment
        partner, period = assessment.partnership.partner, assessment.cycle.period
        name = f"{partner.short_name} State of the Partnership {period.label}"
        if assessment.by:
            name += f", {assessment.perspective}"
        return (
            "".join("-" if char in '\\/:*?"<>|' or not char.isprintable() else char for char in name) + ".pdf"
        )

    @property
    def is_waiting(self):
        return self.status == PublicationStatus.WAITING

    @property
    def is_ready(self):
        return self.status == PublicationStatus.READY

    @property
    def has_failed(self):
        return self.status == PublicationStatus.FAILED

    def settle(self, status, **fields):
        """Leave `waiting`. Says whether this call was the one that did it."""
        waiting = Publication.objects.waiting().filter(pk=self.pk)
        return bool(waiting.update(status=status, finished_at=timezone.now(), **fields))


class WorkerHeartbeatQuerySet(models.QuerySet):
    def alive(self):
        return self.filter(beat_at__gt=timezone.now() - WorkerHeartbeat.SILENT_AFTER)

    def silent(self):
        return self.filter(beat_at__lte=timezone.now() - WorkerHeartbeat.SILENT_AFTER)


class WorkerHeartbeat(models.Model):
    """The last sign of life of one run of `manage.py work`. A worker without a row here is gone."""

    SILENT_AFTER = timedelta(seconds=30)

    worker_id = models.CharField(max_length=64, unique=True)
    beat_at = models.DateTimeField()

    objects = WorkerHeartbeatQuerySet.as_manager()

    def __str__(self):
        return self.worker_id
