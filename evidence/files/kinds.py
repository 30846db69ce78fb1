"""What a file that shows a value may be. Its bytes and the end of its name have to say the same."""

import codecs
from dataclasses import dataclass
from pathlib import PurePath

from core.words import in_words


@dataclass(frozen=True)
class FileKind:
    name: str
    content_type: str
    endings: tuple[str, ...]


WORKBOOK = FileKind(
    "Excel workbook",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    (".xlsx",),
)
CSV = FileKind("CSV table", "text/csv", (".csv",))

KINDS = (
    FileKind("PDF", "application/pdf", (".pdf",)),
    FileKind("PNG image", "image/png", (".png",)),
    FileKind("JPEG image", "image/jpeg", (".jpg", ".jpeg")),
    FileKind("WebP image", "image/webp", (".webp",)),
    WORKBOOK,
    CSV,
)

ACCEPTED = ",".join(ending for kind in KINDS for ending in kind.endings)
"""For the chooser of a file."""

_KINDS_IN_WORDS = in_words(f"{kind.name} ({kind.endings[0]})" for kind in KINDS)

_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r"))
"""Bytes that stand in no text."""


class FileRefused(Exception):
    """A file is not kept; the sentence a person reads says why."""


def kind_of(name: str, content: bytes) -> FileKind:
    """The kind of a file that is not empty. Raises FileRefused where it is none of ours, or not what its name says.

    A workbook is never opened: what it would unpack to does not matter here.
    """
    ending = PurePath(name).suffix.lower()
    kind = next((one for one in KINDS if ending in one.endings), None)
    if kind is None:
        raise FileRefused(f"This is not a file that is kept here. Kept are: {_KINDS_IN_WORDS}.")
    if not _is(kind, ending, content):
        raise FileRefused(
            f"Its name ends with {ending}, but inside it is no {kind.name}. Save it as one, then choose it again."
        )
    return kind


def _is(kind: FileKind, ending: str, content: bytes) -> bool:
    if (
        content[:200].lstrip(codecs.BOM_UTF8 + b" \t\r\n").startswith(b"<")
    ):  # a page or a drawing, whatever else
        return False
    if kind is CSV:
        return _is_text(content)
    if kind is WORKBOOK and (b"xl/workbook.xml" not in content or b"vbaProject.bin" in content):
        return False  # another document in a zip, or one that carries macros
    return ending in _endings_told_by(content)


def _endings_told_by(content: bytes) -> set[str]:
    import puremagic  # 1 MB in every web process, for the rare one that is sent a file

    try:
        return {match.extension for match in puremagic.magic_string(content)}
    except puremagic.PureError:  # nothing it knows
        return set()


def _is_text(content: bytes) -> bool:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            content = content.decode("utf-16").encode()
        except UnicodeDecodeError:
            return False
    return content.translate(None, _CONTROLS) == content
