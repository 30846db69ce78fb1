"""Documents of all districts in one go: what a second worker brings, and that memory stays flat.

Real workers, each a process of its own. How long they take is read off their tasks, from the first begun to the
last done; what they take of memory, with the processes that print for them, is looked at twenty times a second.
"""

import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from django.db import connection
from django.db.models import Max, Min
from django_tasks_db.models import DBTaskResult

from core.ids import new_public_id
from reports.models import DocumentKind, PublicationStatus
from reports.runs.choosing import Which, candidates
from reports.runs.making import start_run

from .measure import say

DISTRICTS = 22
FASTER_WITH_TWO, MOST_OF_MANY_DOCUMENTS = 1.8, 1.2


def measure_many(county):
    """`county` is an invented one of `DISTRICTS` districts."""
    _, alone = print_all(county, 1, workers=1)
    slow, many = print_all(county, DISTRICTS, workers=1)
    fast, _ = print_all(county, DISTRICTS, workers=2)
    say(
        f"{DISTRICTS} documents with one worker against two",
        f"{slow / fast:.2f} times faster ({slow:.1f} s, {fast:.1f} s; {os.cpu_count()} processors)",
        f"{FASTER_WITH_TWO} times at least",
        slow / fast >= FASTER_WITH_TWO,
    )
    say(
        f"peak memory of a worker, {DISTRICTS} documents against 1",
        f"{many / alone:.2f} ({many:.0f} MiB, {alone:.0f} MiB)",
        f"{MOST_OF_MANY_DOCUMENTS} at most",
        many / alone <= MOST_OF_MANY_DOCUMENTS,
    )


def print_all(county, number, *, workers):
    """(seconds, most MiB at a time of all workers together) of State of the Partnership of so many districts."""
    kind = DocumentKind.STATE_OF_THE_PARTNERSHIP
    found = candidates(county.director, county.agreement, kind, Which.SUBMITTED)
    subjects = [one.subject for one in found if one.can_be_made][:number]
    assert len(subjects) == number, f"Only {len(subjects)} districts have been assessed."
    DBTaskResult.objects.all().delete()
    run = start_run(county.agreement, kind, subjects, key=new_public_id(), by=county.director)
    processes = [start_worker() for _ in range(workers)]
    most = 0.0
    while any(one.poll() is None for one in processes):
        most = max(most, sum(memory_of(one.pid) for one in processes))
        time.sleep(0.05)
    failed = run.publications.exclude(status=PublicationStatus.READY).count()
    assert not failed, f"{failed} documents could not be made."
    begun, done = DBTaskResult.objects.aggregate(a=Min("started_at"), b=Max("finished_at")).values()
    return (done - begun).total_seconds(), most


def start_worker():
    settings = connection.settings_dict
    environment = dict(os.environ)
    if connection.vendor == "sqlite":
        environment["DATABASE_URL"] = f"sqlite:///{settings['NAME']}"
    else:
        address, _, _ = environment["DATABASE_URL"].rpartition("/")
        environment["DATABASE_URL"] = f"{address}/{settings['NAME']}"
    return subprocess.Popen([sys.executable, "manage.py", "work", "--batch"], env=environment)


def memory_of(process):
    """MiB of a process and of all that it started, as they share it: what two of them have is counted once."""
    mebibytes = 0.0
    with suppress(FileNotFoundError, ProcessLookupError, PermissionError):
        said = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
        mebibytes += int(said.partition("\nPss:")[2].split()[0]) / 1024
        for task in Path(f"/proc/{process}/task").iterdir():
            children = (task / "children").read_text(encoding="ascii").split()
            mebibytes += sum(map(memory_of, children))
    return mebibytes
