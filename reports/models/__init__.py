"""Documents as they were made, what is chosen for them, what is public of them, and the workers that make them."""

from .kinds import ABOUT, ALL_SUBJECTS, SUBJECTS, Audience, DocumentKind, Language
from .layouts import DocumentLayout, Logo
from .public_records import PublicRecord
from .publications import Publication, PublicationStatus
from .runs import DocumentRun
from .translations import Translation
from .workers import WorkerHeartbeat

__all__ = [
    "ABOUT",
    "ALL_SUBJECTS",
    "SUBJECTS",
    "Audience",
    "DocumentKind",
    "DocumentLayout",
    "DocumentRun",
    "Language",
    "Logo",
    "PublicRecord",
    "Publication",
    "PublicationStatus",
    "Translation",
    "WorkerHeartbeat",
]
