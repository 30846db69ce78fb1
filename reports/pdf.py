"""A printed document. What prints it is loaded when it is first used: `printing`."""

from dataclasses import dataclass
from hashlib import sha256
from importlib import import_module


@dataclass(frozen=True)
class Pdf:
    content: bytes
    pages: int

    @property
    def sha256(self) -> str:
        return sha256(self.content).hexdigest()


def print_pdf(html: str, *, is_draft: bool = False) -> Pdf:
    """HTML to a tagged PDF; a draft is marked as one on each page. The worker prints: a web process does without
    the 60 MB of WeasyPrint and pikepdf."""
    printed: Pdf = import_module("reports.printing").print_pdf(html, is_draft=is_draft)
    return printed
