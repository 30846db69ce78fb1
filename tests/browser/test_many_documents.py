"""Documents of several districts in one go, made by workers that are processes of their own, one of them killed."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from playwright.sync_api import expect

from reports.models import DocumentRun, Publication, PublicationStatus, WorkerHeartbeat

WIDTHS = ((1280, "light"), (390, "dark"))


@pytest.fixture
def start_worker():
    """Starts `manage.py work` on the database of the test."""
    address = os.environ["DATABASE_URL"].rpartition("/")[0]
    environment = {
        **os.environ,
        "DATABASE_URL": f"{address}/{connection.settings_dict['NAME']}",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    started = []

    def start():
        command = [sys.executable, "manage.py", "work"]
        started.append(subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment))
        return started[-1]

    yield start
    for process in started:
        process.terminate()
    for process in started:
        process.wait(timeout=30)


def await_row(rows):
    """The first of some rows, as soon as there is one."""
    for _ in range(600):
        if row := rows.all().first():
            return row
        time.sleep(0.05)
    raise AssertionError("It did not happen within half a minute.")


def choose(page, site, *names):
    page.goto(f"{site.url}/agreements/st-louis-county/documents/")
    page.get_by_label("Document", exact=False).first.select_option("agreement")
    page.get_by_role("button", name="Choose the partnerships").click()
    page.get_by_role("link", name="Tick none").click()
    for name in names:
        page.get_by_label(name).check()
    page.get_by_role("button", name="Make the documents").click()


def test_a_worker_is_killed_two_others_make_the_rest_and_one_file_holds_them_all(
    page, site, sign_in, start_worker, check_accessibility, tmp_path
):
    def look():
        for width, scheme in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            check_accessibility()
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url

    sign_in("director@ssd.example")
    choose(page, site, "Affton", "Bayless", "Brentwood", "Clayton")
    expect(page.get_by_text("They will be made as soon as the worker runs.")).to_be_visible()
    killed = start_worker()
    task = await_row(DBTaskResult.objects.running())
    os.kill(killed.pid, signal.SIGKILL)
    expect(page.get_by_text("is being made")).to_be_visible()
    look()

    # Half a minute goes by. Meanwhile the director is elsewhere.
    page.goto(f"{site.url}/")
    dead = WorkerHeartbeat.objects.filter(worker_id=task.worker_ids[-1])
    dead.update(beat_at=timezone.now() - timedelta(seconds=31))
    for _ in range(2):
        start_worker()
    page.goto(f"{site.url}/agreements/st-louis-county/documents/")
    page.get_by_role("link", name="Agreement, for the parties").click()
    expect(page.get_by_text("4 of 4 ready")).to_be_visible(timeout=90_000)
    look()

    tasks = {one.pk: len(one.worker_ids) for one in DBTaskResult.objects.all()}
    assert tasks == {**dict.fromkeys(tasks, 1), task.pk: 2}
    assert Publication.objects.filter(status=PublicationStatus.READY).count() == 4
    with page.expect_download() as download:
        page.get_by_role("link", name="Download all 4 in one file").click()
    download.value.save_as(tmp_path / "all.zip")
    with ZipFile(tmp_path / "all.zip") as archive:
        assert archive.testzip() is None
        assert [name.split()[0] for name in archive.namelist()] == [
            "Affton",
            "Bayless",
            "Brentwood",
            "Clayton",
        ]


def test_those_to_come_are_cancelled_and_one_that_failed_is_tried_again_without_javascript(
    site, sign_in, page, new_context, start_worker
):
    sign_in("director@ssd.example")
    signed_in = page.context.storage_state()
    page = new_context(java_script_enabled=False, storage_state=signed_in).new_page()
    choose(page, site, "Clayton")
    page.get_by_role("button", name="Cancel those to come").click()
    expect(page.get_by_text("0 of 1 ready, 1 cancelled")).to_be_visible()
    choose(page, site, "Affton", "Bayless")
    run = DocumentRun.objects.get(cancelled_at=None)
    failed, _ = run.publications.order_by("pk")
    failed.settle(PublicationStatus.FAILED, failure="It takes longer than 120 seconds to print.")
    page.get_by_role("link", name="Look again").click()
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_text("0 of 2 ready, 2 to come")).to_be_visible()
    again = run.publications.exclude(pk=failed.pk).get(partnership=failed.partnership)
    start_worker()
    for _ in range(600):
        again.refresh_from_db()
        if not again.is_waiting:
            break
        time.sleep(0.05)
    assert again.is_ready
