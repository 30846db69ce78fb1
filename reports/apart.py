"""A document printed by a process of its own, which may take so much time and memory and no more.

Whatever is in it, the worker goes on to the next one. Beside the worker stands a process that has loaded what
prints, which takes a second. It becomes two for each document: one prints and ends, and what the document took of
memory is given back with it. That process ends when the worker does, or when it had nothing to print for a while.
"""

import atexit
import gc
import logging
import os
import resource
import select
import signal
import struct
import subprocess
import sys
import traceback
from tempfile import TemporaryFile
from typing import Any, BinaryIO, NoReturn

from django.conf import settings

from .pdf import Pdf, print_pdf

logger = logging.getLogger(__name__)

MIB = 1024 * 1024
OUT_OF_MEMORY = (
    b"MemoryError",
    b"Cannot allocate memory",
    b"cannot load library",
    b"SystemError: error return without exception set",
)
"""How Python, the system and the loader say so; what is written in C ends with a signal."""

IDLE = 120
"""Seconds without a document after which the process ends that has loaded what prints."""

GRACE = 30
"""Seconds that it may take to answer beyond those of the document."""

ASKED = struct.Struct("<dd?Q")
"""What precedes a document's HTML: MiB, seconds, whether it is a draft, length in bytes."""

ANSWERED = struct.Struct("<iIQQ")
"""What precedes the PDF and what its process said: how that ended (a signal is below 0), pages, both lengths."""

WARM = (
    "<html lang='en'><title>.</title><p>A first <b>document</b> <i>is</i> printed: what that loads is there."
)


class TooLarge(Exception):
    """A document that takes more than it may; the message is a sentence for whoever asked for it."""


class Gone(Exception):
    """The process that has loaded what prints has ended."""


class Printer:
    """That process, as the worker sees it. It is started when it is first asked for something."""

    def __init__(self) -> None:
        self._process: Any = None

    @property
    def process_id(self) -> int | None:
        return self._process.pid if self._process else None

    def answer_to(self, html: bytes, *, is_draft: bool) -> tuple[int, int, bytes, bytes]:
        """How printing ended, the pages, the PDF, and what was said last."""
        try:
            return self._ask(html, is_draft)
        except Gone:  # it has had nothing to do, or something has ended it: once more with a new one
            return self._ask(html, is_draft)

    def _ask(self, html: bytes, is_draft: bool) -> tuple[int, int, bytes, bytes]:
        if self._process is None:
            command = [sys.executable, "-m", "reports.apart"]
            # In a session of its own: Ctrl-C tells the worker to finish the document at hand.
            self._process = subprocess.Popen(  # noqa: S603 # this very module
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                cwd=settings.BASE_DIR,
                start_new_session=True,
            )
        sent, answer = self._process.stdin, self._process.stdout
        try:
            limits = settings.DOCUMENT_MEMORY, settings.DOCUMENT_SECONDS
            sent.write(ASKED.pack(*limits, is_draft, len(html)) + html)
            sent.flush()
            if not select.select([answer], [], [], settings.DOCUMENT_SECONDS + GRACE)[0]:
                raise Gone
            ended, pages, *lengths = ANSWERED.unpack(_read(answer, ANSWERED.size))
            content, said = (_read(answer, length) for length in lengths)
        except (Gone, OSError) as gone:
            self.stop()
            raise Gone("The process that prints has ended.") from gone
        return ended, pages, content, said

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


PRINTER = Printer()
atexit.register(PRINTER.stop)


def print_apart(html: str, *, is_draft: bool = False) -> Pdf:
    """Raises TooLarge past `settings.DOCUMENT_SECONDS` or `settings.DOCUMENT_MEMORY` (in MiB), and RuntimeError,
    with what the process said last, where it failed otherwise."""
    ended, pages, content, said = PRINTER.answer_to(html.encode(), is_draft=is_draft)
    if ended:
        last = said.decode(errors="replace")[-4000:].strip() or "nothing"
        logger.warning("Printing ended with %s. It said last: %s", ended, last)
    if ended == -signal.SIGALRM:
        raise TooLarge(
            f"It takes longer than {settings.DOCUMENT_SECONDS} seconds to print. Some text in it may be very long."
        )
    if ended < 0 or (ended and any(words in said for words in OUT_OF_MEMORY)):
        raise TooLarge("It takes more memory than one document may. Some text in it may be very long.")
    if ended:
        raise RuntimeError(f"Printing ended with {ended}. It said last: {last}")
    return Pdf(content, pages)


def _read(stream: BinaryIO, length: int) -> bytes:
    content = stream.read(length)
    if len(content) < length:
        raise Gone
    return content


def serve(asked: BinaryIO, answers: BinaryIO) -> None:
    """Print what is asked for until the worker has gone, or nothing was asked for a while."""
    print_pdf(WARM)
    gc.freeze()  # what is loaded is not copied to be looked through
    while select.select([asked], [], [], IDLE)[0]:
        try:
            memory, seconds, is_draft, length = ASKED.unpack(_read(asked, ASKED.size))
            html = _read(asked, length)
        except Gone:
            return
        with TemporaryFile() as file, TemporaryFile() as errors:
            child = os.fork()
            if child == 0:
                _print(html.decode(), is_draft, int(memory), seconds, file, errors)
            ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            file.seek(0)
            errors.seek(0)
            pages, content, said = int(file.readline() or 0), file.read(), errors.read()
        answers.write(ANSWERED.pack(ended, pages, len(content), len(said)) + content + said)
        answers.flush()


def _print(
    html: str, is_draft: bool, memory: int, seconds: float, file: BinaryIO, errors: BinaryIO
) -> NoReturn:
    """In the process that is the document's own. The alarm ends it whatever it is doing, even without a worker."""
    for stream in (sys.stdout, sys.stderr):
        os.dup2(errors.fileno(), stream.fileno())
    signal.setitimer(signal.ITIMER_REAL, seconds)
    ended = 1
    try:
        resource.setrlimit(resource.RLIMIT_AS, (memory * MIB, memory * MIB))
        pdf = print_pdf(html, is_draft=is_draft)
        file.write(f"{pdf.pages}\n".encode() + pdf.content)
        file.flush()
        ended = 0
    except BaseException:  # whatever it was: this process is a copy, and does nothing else
        os.write(sys.stderr.fileno(), traceback.format_exc().encode())
    os._exit(ended)


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
