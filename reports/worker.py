"""Background work that survives: django-tasks-db's worker, plus signs of life and a rescue of lost tasks.

Left alone, django-tasks-db leaves a task of a killed worker RUNNING for ever, and its worker stops when the
database goes away. Here every worker beats; whoever beats also gives the tasks of silent workers back.
"""

import logging
import os
import threading
import time
from typing import Any

from django.db import InterfaceError, OperationalError, close_old_connections, connections
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks.base import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker as DatabaseWorker
from django_tasks_db.models import DBTaskResult

from core import statistics

from .models import Publication, PublicationStatus, WorkerHeartbeat

logger = logging.getLogger(__name__)

REFRESH_EVERY = 60 * 60
"""Seconds between two looks at the statistics of SQLite."""

BEAT_EVERY = 5
"""Seconds. A worker is silent after WorkerHeartbeat.SILENT_AFTER, six beats."""

ATTEMPTS = 3

DATABASE_LOST = (OperationalError, InterfaceError)


class Worker(DatabaseWorker):
    """Takes tasks one by one until it is asked to stop; then it finishes the one at hand.

    Asked again, it leaves at once, and the task is given back like that of any silent worker.
    """

    def __init__(self, *, batch: bool = False, interval: float = 1.0) -> None:
        super().__init__(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=interval,
            batch=batch,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
        )

    def shutdown(self, signum: int, frame: Any) -> None:
        if not self.running:
            os._exit(1)
        super().shutdown(signum, frame)


def beat(worker_id: str) -> None:
    """Say that this worker lives, and take care of what others left behind."""
    WorkerHeartbeat.objects.update_or_create(worker_id=worker_id, defaults={"beat_at": timezone.now()})
    rescue_tasks()
    settle_publications()


def rescue_tasks() -> None:
    """Tasks of silent workers wait again, up to ATTEMPTS runs in all; then they have failed."""
    alive = set(WorkerHeartbeat.objects.alive().values_list("worker_id", flat=True))
    for task in DBTaskResult.objects.running():
        if task.worker_ids and task.worker_ids[-1] in alive:
            continue
        # Only if it is still that run: another worker may have rescued it, or it may have ended after all.
        same_run = DBTaskResult.objects.running().filter(pk=task.pk, started_at=task.started_at)
        if len(task.worker_ids) < ATTEMPTS:
            same_run.update(status=TaskResultStatus.READY, started_at=None)
        else:
            same_run.update(status=TaskResultStatus.FAILED, finished_at=timezone.now())
    WorkerHeartbeat.objects.silent().delete()


def settle_publications() -> None:
    """A document whose task has ended without making it has failed."""
    live = DBTaskResult.objects.filter(
        pk=OuterRef("task_id"), status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING]
    )
    for publication in Publication.objects.waiting().exclude(Exists(live)).only("pk"):
        publication.settle(PublicationStatus.FAILED)


class Pulse(threading.Thread):
    """Beats for the worker of the moment while that one works, and now and then refreshes the statistics."""

    def __init__(self) -> None:
        super().__init__(name="heartbeat", daemon=True)
        self.worker_id = ""
        self.stopped = threading.Event()

    def run(self) -> None:
        refreshed = float("-inf")
        while not self.stopped.wait(BEAT_EVERY):
            try:
                close_old_connections()
                beat(self.worker_id)
                if time.monotonic() - refreshed > REFRESH_EVERY:
                    statistics.refresh()
                    refreshed = time.monotonic()
            except Exception:  # whatever it is: without this thread every task of the worker is taken away
                logger.exception("No heartbeat; trying again in %s seconds.", BEAT_EVERY)
        connections.close_all()

    def stop(self) -> None:
        self.stopped.set()
        self.join(timeout=BEAT_EVERY)


def work(*, batch: bool = False) -> None:
    """Work until stopped. After each loss of the database a new worker starts, under a new id: the tasks of
    the old one go back to the queue when it has been silent for a while."""
    pulse = Pulse()
    try:
        while True:
            worker = Worker(batch=batch)
            worker.configure_signals()
            pulse.worker_id = worker.worker_id
            try:
                beat(worker.worker_id)
                if not pulse.is_alive():
                    pulse.start()
                worker.run()
                return
            except DATABASE_LOST as error:
                if batch:
                    raise
                logger.warning("The database is gone, trying again in %s seconds: %s", BEAT_EVERY, error)
                connections.close_all()
                time.sleep(BEAT_EVERY)
    finally:
        pulse.stop()
        try:
            WorkerHeartbeat.objects.filter(worker_id=pulse.worker_id).delete()
        except DATABASE_LOST:
            logger.warning("The database is gone; this worker counts as silent soon.")
