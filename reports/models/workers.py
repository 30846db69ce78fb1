"""The workers that make documents."""

from datetime import timedelta
from typing import Self

from django.db import models
from django.utils import timezone


class WorkerHeartbeatQuerySet(models.QuerySet):
    def alive(self) -> Self:
        """Those heard of lately. A sign of life from the future was given before the clock went back."""
        now, while_silent = timezone.now(), WorkerHeartbeat.SILENT_AFTER
        return self.filter(beat_at__gt=now - while_silent, beat_at__lt=now + while_silent)

    def silent(self) -> Self:
        return self.exclude(pk__in=self.alive())


class WorkerHeartbeat(models.Model):
    """The last sign of life of one run of `manage.py work`. A worker without a row here is gone."""

    SILENT_AFTER = timedelta(seconds=30)

    worker_id = models.CharField(max_length=64, unique=True)
    beat_at = models.DateTimeField()

    objects = WorkerHeartbeatQuerySet.as_manager()

    def __str__(self) -> str:
        return self.worker_id
