"""The documents of a run as one file, written as it is sent: one document is in memory at a time."""

from collections.abc import Iterable, Iterator
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.utils import timezone

from reports.models import Publication

from .progress import reasons_to_look

LOOK_FIRST = "Look at these first"
LONGEST_NAME = 200
"""Of a file, without its ending, in bytes: most disks take 255."""


class _Stream:
    """What is written to it is taken away again, piece by piece. It cannot go back, and a zip file need not."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self._pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Nothing is held back."""

    def taken(self) -> bytes:
        taken = b"".join(self._pieces)
        self._pieces.clear()
        return taken


def archive_of(documents: Iterable[Publication]) -> Iterator[bytes]:
    """A zip file with ready documents in their order. The same documents give the same bytes.

    Those that are to be looked at before anybody else gets them are in a folder that says so, beside a text that
    says why. Each says its `change` (`changes.with_changes`).
    """
    documents = list(documents)
    stream = _Stream()
    with ZipFile(stream, "w") as archive:  # type: ignore[call-overload]  # it asks for no more than `_Stream` has
        for document, name in zip(documents, names_of(documents), strict=True):
            content = Publication.objects.values_list("content", flat=True).get(pk=document.pk)
            archive.writestr(_entry(name, document, ZIP_STORED), bytes(content or b""))
            yield stream.taken()
        marked = [one for one in documents if reasons_to_look(one)]
        if marked:
            entry = _entry(f"{LOOK_FIRST}/{LOOK_FIRST}.txt", marked[-1], ZIP_DEFLATED)
            archive.writestr(entry, "\r\n".join(_why(marked)))
    yield stream.taken()


def names_of(documents: Iterable[Publication]) -> list[str]:
    """What each is called in the archive. No name is there twice, not even where capitals count for nothing."""
    names, taken = [], set()
    for document in documents:
        whole = document.filename.removesuffix(".pdf").encode()
        stem = whole[:LONGEST_NAME].decode(errors="ignore").rstrip()
        folder = f"{LOOK_FIRST}/" if reasons_to_look(document) else ""
        name, number = f"{folder}{stem}.pdf", 1
        while name.casefold() in taken:
            number += 1
            name = f"{folder}{stem} ({number}).pdf"
        taken.add(name.casefold())
        names.append(name)
    return names


def _entry(name: str, document: Publication, how: int) -> ZipInfo:
    made = timezone.localtime(document.finished_at)
    entry = ZipInfo(name, made.timetuple()[:6])
    entry.compress_type = how
    entry.external_attr = 0o644 << 16
    return entry


def _why(documents: Iterable[Publication]) -> Iterator[str]:
    yield "These documents are made as they stand. Look at what is named here before anybody else gets them."
    for one in documents:
        yield from ("", one.filename, *(f"  {reason}" for reason in reasons_to_look(one)))
    yield ""
