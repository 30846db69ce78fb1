"""What the website and the worker know of a kind of document: how it is gathered, rendered and printed."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from evidence.models import DocumentedText, Observation
from evidence.public.documented import keep_documented
from evidence.public.reader import read_by_public
from partnerships.models import Partnership
from reports import pdf
from reports.gather import NotForPublic, NotMade, ToldFigures, told_in
from reports.models import Audience, Language
from reports.parts import DocumentPart, Readers
from reports.pdf import Pdf
from reports.places import texts_of
from reports.signs import Unprintable, unprintable

Documented = Sequence[tuple[Observation, DocumentedText]]


@dataclass(frozen=True)
class Before:
    """What whoever asks for a document is told before it is made."""

    refused: Sequence[str] = ()
    """Why it is not made, in sentences."""
    gives_away: bool = False
    """Whether that is because it would give a hidden count of students away."""
    told: Sequence[ToldFigures] = ()
    """What may say a small count of students."""
    unprintable: Sequence[Unprintable] = ()
    """What would come out as empty boxes."""

    @property
    def asks(self) -> bool:
        return bool(self.told or self.unprintable)


@dataclass(frozen=True)
class RenderedDocument:
    """What was gathered of a record once, as it is printed and as it is judged."""

    html: str
    told: Callable[[], Iterable[ToldFigures]] = tuple
    """What of it may say a small count of students; asked of what is for the public."""
    documented: Documented = ()
    """The values of rows which count students that it prints or hides."""


def _fits_all(**subject: Any) -> bool:
    return True


@dataclass(frozen=True)
class DocumentMaker:
    """How a kind of document is made. The functions take for whom it is, and its subject (`models.SUBJECTS`) by
    name."""

    render: Callable[..., RenderedDocument]
    shows_draft: Callable[..., bool]
    """Of its subject: whether those who write it could change it when it was read."""
    fits: Callable[..., bool] = _fits_all
    """Of its subject: whether there is such a document of it."""
    parts: tuple[DocumentPart, ...] = ()
    """That may be left out, in their order."""
    has_logo: bool = False
    """Whether the partner's logo may stand on its first page."""
    has_foreword: bool = False
    foreword_lines: int = 0
    """How many of a foreword have room; 0 for all."""
    audiences: tuple[str, ...] = (Audience.PUBLIC,)
    languages: tuple[str, ...] = (Language.ENGLISH,)

    @property
    def can_be_chosen(self) -> bool:
        """Whether there is something for the lead agency to choose."""
        return bool(self.parts) or self.has_logo or self.has_foreword

    def html(self, readers: Readers, **subject: Any) -> str:
        return self.render(readers, **subject).html

    def make(self, readers: Readers, **subject: Any) -> Pdf:
        rendered = self.render(readers, **subject)
        made = pdf.print_pdf(rendered.html, is_draft=self.shows_draft(**subject))
        keep_documented(rendered.documented)
        return made

    def before(self, readers: Readers, **subject: Any) -> Before:
        """What is told before it is made."""
        return self.look(readers, **subject)[0]

    def look(self, readers: Readers, **subject: Any) -> tuple[Before, str]:
        """The same, and its HTML, which is empty where it is refused. Nothing is written."""
        try:
            rendered = self.render(readers, **subject)
        except NotMade as refused:
            return Before(refused.reasons, gives_away=isinstance(refused, NotForPublic)), ""
        return asked_of(rendered, readers), rendered.html


def of_prose(html: str, partnership: Partnership, *, at: Collection[str] = ()) -> RenderedDocument:
    """Of a document that prints no value of a measure: its prose is judged, all or what stands `at` some places."""

    def told() -> Iterator[ToldFigures]:
        prose = [one for one in texts_of(html).items() if not at or one[0] in at]
        return told_in(prose, read_by_public(partnership))

    return RenderedDocument(html, told)


def asked_of(rendered: RenderedDocument, readers: Readers) -> Before:
    """What it asks whoever hands it out. Nothing is hidden from the parties, so nothing can tell them what is."""
    told = tuple(rendered.told()) if readers.is_public else ()
    return Before(told=told, unprintable=unprintable(rendered.html))
