"""For whom a document is made, and which of its parts may be left out."""

from dataclasses import dataclass

from .models import Audience, Language


@dataclass(frozen=True)
class Readers:
    """For whom a document is, and in which language."""

    audience: str = Audience.PUBLIC
    language: str = Language.ENGLISH

    @property
    def is_public(self) -> bool:
        return self.audience == Audience.PUBLIC


@dataclass(frozen=True)
class DocumentPart:
    """A part of a document that whoever has it made may leave out."""

    key: str
    label: str
    starts_out: bool = False
    """Whether it is left out until somebody takes it in."""
