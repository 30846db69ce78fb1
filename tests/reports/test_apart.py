"""The process that prints: it survives what it prints, is replaced when it ends, and ends with its worker."""

import os
import signal
import subprocess
import sys
import time

import pytest
from django.conf import settings

from reports.apart import PRINTER, TooLarge, print_apart
from reports.pdf import print_pdf

pytestmark = pytest.mark.slow

PAGE = "<html lang='en'><title>A page</title><h1>A page</h1><p>With words."
A_WORKER = f"""
import time
from reports.apart import PRINTER, print_apart
print_apart({PAGE!r})
print(PRINTER.process_id, flush=True)
time.sleep(60)
"""


def test_it_prints_the_same_bytes_as_printing_right_here():
    assert print_apart(PAGE) == print_pdf(PAGE)


def test_another_one_prints_where_it_has_ended():
    print_apart(PAGE)
    ended = PRINTER.process_id
    os.kill(ended, signal.SIGKILL)
    assert print_apart(PAGE) == print_pdf(PAGE)
    assert PRINTER.process_id != ended


def test_after_a_document_that_takes_too_long_the_same_process_prints_the_next(monkeypatch):
    print_apart(PAGE)
    process = PRINTER.process_id
    with monkeypatch.context() as patch, pytest.raises(TooLarge):
        patch.setattr(settings, "DOCUMENT_SECONDS", 0.001)
        print_apart(PAGE)
    assert print_apart(PAGE).pages == 1
    assert PRINTER.process_id == process


def test_it_ends_with_a_worker_that_is_killed():
    worker = subprocess.Popen(
        [sys.executable, "-c", A_WORKER], stdout=subprocess.PIPE, text=True, cwd=settings.BASE_DIR
    )
    printer = worker.stdout.readline().strip()
    assert is_running(printer)
    worker.kill()
    worker.communicate()
    for _ in range(100):
        if not is_running(printer):
            break
        time.sleep(0.1)
    assert not is_running(printer)


def is_running(process):
    """Whoever has taken over a process whose parent was killed may not have looked yet how it ended."""
    asked = ["ps", "-o", "stat=", "-p", process]
    state = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()
    return bool(state) and not state.startswith("Z")
