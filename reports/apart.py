"""A document printed by a process of its own, which may take so much time and memory and no more.

Whatever is in it, the worker goes on to the next one.
"""

import resource
import subprocess
import sys

from django.conf import settings

from .pdf import Pdf, print_pdf

MIB = 1024 * 1024
OUT_OF_MEMORY = (b"MemoryError", b"Cannot allocate memory", b"cannot load library")
"""How Python, the system and the loader say so; what is written in C ends with a signal."""


class TooLarge(Exception):
    """A document that takes more than it may; the message is a sentence for whoever asked for it."""


def print_apart(html: str) -> Pdf:
    """Raises TooLarge past `settings.DOCUMENT_SECONDS` or `settings.DOCUMENT_MEMORY` (in MiB), and RuntimeError,
    with what the process said last, where it failed otherwise."""
    command = [sys.executable, "-m", "reports.apart", str(settings.DOCUMENT_MEMORY)]
    try:
        done = subprocess.run(  # noqa: S603 # this very module
            command,
            input=html.encode(),
            capture_output=True,
            cwd=settings.BASE_DIR,
            timeout=settings.DOCUMENT_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise TooLarge(
            f"It takes longer than {settings.DOCUMENT_SECONDS} seconds to print. Some text in it may be very long."
        ) from None
    if done.returncode < 0 or (done.returncode and any(words in done.stderr for words in OUT_OF_MEMORY)):
        raise TooLarge("It takes more memory than one document may. Some text in it may be very long.")
    if done.returncode:
        raise RuntimeError(done.stderr.decode(errors="replace")[-4000:])
    pages, _, content = done.stdout.partition(b"\n")
    return Pdf(content, int(pages))


def main(memory: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory * MIB, memory * MIB))
    pdf = print_pdf(sys.stdin.buffer.read().decode())
    sys.stdout.buffer.write(f"{pdf.pages}\n".encode() + pdf.content)


if __name__ == "__main__":
    main(int(sys.argv[1]))
