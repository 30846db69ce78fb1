"""What the website and the worker know of a kind of document: how it is gathered, rendered and printed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from evidence.models import DocumentedText, Observation
from evidence.public.documented import keep_documented
from reports import pdf
from reports.gather import NotForPublic, ToldFigures
from reports.models import Audience, Language
from reports.parts import DocumentPart, Readers
from reports.pdf import Pdf
from reports.signs import Unprintable, unprintable

Documented = Sequence[tuple[Observation, DocumentedText]]


@dataclass(frozen=True)
class Before:
    """What whoever asks for a document is told before it is made."""

    refused: Sequence[str] = ()
    """Why it is not made, in sentences."""
    told: Sequence[ToldFigures] = ()
    """What may say a small count of students."""
    unprintable: Sequence[Unprintable] = ()
    """What would come out as empty boxes."""

    @property
    def asks(self) -> bool:
        return bool(self.told or self.unprintable)


def _tells_nothing(html: str, readers: Readers, **subject: Any) -> list[ToldFigures]:
    return []


def _documents_nothing(readers: Readers, **subject: Any) -> Documented:
    return ()


def _fits_all(**subject: Any) -> bool:
    return True


@dataclass(frozen=True)
class DocumentMaker:
    """How a kind of document is made. The functions take for whom it is, and its subject (`models.SUBJECTS`) by
    name."""

    html: Callable[..., str]
    shows_draft: Callable[..., bool]
    """Of its subject: whether those who write it could change it when it was read."""
    told: Callable[..., Sequence[ToldFigures]] = _tells_nothing
    """What of its HTML, which comes first, may say a small count of students."""
    documented: Callable[..., Documented] = _documents_nothing
    """The values of rows which count students that it prints or hides."""
    fits: Callable[..., bool] = _fits_all
    """Of its subject: whether there is such a document of it."""
    parts: tuple[DocumentPart, ...] = ()
    """That may be left out, in their order."""
    has_foreword: bool = False
    """Whether it prints a foreword and the logo, though it has no parts to leave out."""
    audiences: tuple[str, ...] = (Audience.PUBLIC,)
    languages: tuple[str, ...] = (Language.ENGLISH,)

    @property
    def can_be_chosen(self) -> bool:
        """Whether there is something for the lead agency to choose."""
        return bool(self.parts) or self.has_foreword

    def make(self, readers: Readers, **subject: Any) -> Pdf:
        documented = self.documented(readers, **subject)
        made = pdf.print_pdf(self.html(readers, **subject), is_draft=self.shows_draft(**subject))
        keep_documented(documented)
        return made

    def before(self, readers: Readers, **subject: Any) -> Before:
        """What is told before it is made."""
        return self.look(readers, **subject)[0]

    def look(self, readers: Readers, **subject: Any) -> tuple[Before, str]:
        """The same, and its HTML, which is empty where it is refused. Nothing is written."""
        try:
            html = self.html(readers, **subject)
        except NotForPublic as refused:
            return Before(refused=refused.reasons), ""
        return self.asked_of(html, readers, **subject), html

    def asked_of(self, html: str, readers: Readers, **subject: Any) -> Before:
        """What its HTML asks whoever hands it out. Nothing is hidden from the parties, so nothing can tell them
        what is."""
        told = self.told(html, readers, **subject) if readers.is_public else ()
        return Before(told=told, unprintable=unprintable(html))
