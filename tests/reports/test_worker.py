"""Dead workers are simulated by the rows they leave behind."""

import signal
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from reports import worker
from reports.models import PublicationStatus, WorkerHeartbeat
from reports.tasks import request_document
from reports.worker import Pulse, beat, rescue_tasks, settle_publications
from tests.factories import REPORT, make_assessment, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def publication():
    return request_document(REPORT, assessment=make_assessment(), by=make_user())


@pytest.fixture
def keep_signals():
    """`work` takes over the signals of its process."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT)
    before = [signal.getsignal(number) for number in numbers]
    yield
    for number, handler in zip(numbers, before, strict=True):
        signal.signal(number, handler)


def start_task(*workers):
    """The task as it is while the last of these workers runs it."""
    DBTaskResult.objects.update(status="RUNNING", started_at=timezone.now(), worker_ids=list(workers))


def seen(worker, *, seconds_ago):
    WorkerHeartbeat.objects.create(worker_id=worker, beat_at=timezone.now() - timedelta(seconds=seconds_ago))


def task_status():
    return DBTaskResult.objects.get().status


@pytest.mark.parametrize("seconds_ago", [31, -3600], ids=["silent", "before the clock went back"])
def test_a_task_of_a_silent_worker_waits_again(publication, seconds_ago):
    start_task("dead")
    seen("dead", seconds_ago=seconds_ago)
    rescue_tasks()
    assert task_status() == "READY"
    assert not WorkerHeartbeat.objects.exists()


def test_a_task_of_a_worker_that_never_beat_waits_again(publication):
    start_task("unknown")
    rescue_tasks()
    assert task_status() == "READY"


def test_a_task_of_a_living_worker_is_left_alone(publication):
    start_task("dead", "alive")
    seen("alive", seconds_ago=20)
    rescue_tasks()
    assert task_status() == "RUNNING"


def test_after_three_attempts_a_task_has_failed_and_its_document_too(publication):
    start_task("first", "second", "third")
    beat("alive")
    assert task_status() == "FAILED"
    publication.refresh_from_db()
    assert publication.status == PublicationStatus.FAILED


def test_a_document_whose_task_is_lost_has_failed(publication):
    DBTaskResult.objects.all().delete()
    settle_publications()
    publication.refresh_from_db()
    assert publication.status == PublicationStatus.FAILED


@pytest.mark.parametrize("status", ["READY", "RUNNING"])
def test_a_document_whose_task_lives_keeps_waiting(publication, status):
    DBTaskResult.objects.update(status=status)
    settle_publications()
    publication.refresh_from_db()
    assert publication.status == PublicationStatus.WAITING


def test_a_worker_that_woke_up_again_beats_again():
    seen("sleeper", seconds_ago=100)
    rescue_tasks()
    beat("sleeper")
    beat("sleeper")
    assert [b.worker_id for b in WorkerHeartbeat.objects.alive()] == ["sleeper"]


def test_the_pulse_outlives_any_error(monkeypatch, caplog):
    pulse = Pulse()

    def fail_first(worker_id):
        if pulse.failed:
            pulse.stopped.set()
        else:
            pulse.failed = True
            raise ValueError("a surprise")

    pulse.failed = False
    monkeypatch.setattr(worker, "BEAT_EVERY", 0)
    monkeypatch.setattr(worker, "beat", fail_first)
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    monkeypatch.setattr(worker.connections, "close_all", lambda: None)
    pulse.run()
    assert pulse.stopped.is_set()
    assert "a surprise" in caplog.text


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_work_makes_what_a_dead_worker_left_and_signs_off(publication, keep_signals):
    start_task("dead")
    call_command("work", batch=True)
    publication.refresh_from_db()
    assert publication.status == PublicationStatus.READY
    assert len(DBTaskResult.objects.get().worker_ids) == 2
    assert not WorkerHeartbeat.objects.exists()
