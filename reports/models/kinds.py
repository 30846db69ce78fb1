"""Which documents there are, of what each is, for whom, and in which language."""

from django.db import models


class DocumentKind(models.TextChoices):
    """The documents that can be made. `documents.DOCUMENTS` says how."""

    STATE_OF_THE_PARTNERSHIP = "state-of-the-partnership", "State of the Partnership"
    HANDOUT = "handout", "Handout"
    BOARD_SUMMARY = "board-summary", "Board summary"
    COUNTY_SUMMARY = "county-summary", "County summary"
    DETERMINATIONS = "determinations", "Determinations"
    AGREEMENT = "agreement", "Agreement"
    FORM = "form", "Assessment form"
    TRACKER = "tracker", "Action step tracker"
    PROFILE = "profile", "Profile"
    PLAN = "plan", "Plan"


class Audience(models.TextChoices):
    """For whom a document is: what it says of small counts follows from that."""

    PUBLIC = "public", "for everybody"
    PARTIES = "parties", "for the parties"


class Language(models.TextChoices):
    ENGLISH = "en", "English"
    SPANISH = "es", "Spanish"


SUBJECTS: dict[str, tuple[str, ...]] = {
    DocumentKind.STATE_OF_THE_PARTNERSHIP: ("assessment",),
    DocumentKind.HANDOUT: ("assessment",),
    DocumentKind.BOARD_SUMMARY: ("assessment",),
    DocumentKind.COUNTY_SUMMARY: ("agreement", "period"),
    DocumentKind.DETERMINATIONS: ("assessment",),
    DocumentKind.AGREEMENT: ("partnership", "edition"),
    DocumentKind.FORM: ("partnership", "edition"),
    DocumentKind.TRACKER: ("partnership", "edition"),
    DocumentKind.PROFILE: ("partnership", "edition", "period"),
    DocumentKind.PLAN: ("partnership", "edition"),
}
"""What a document of each kind is of: the fields of a publication that are set. The others are empty."""

ALL_SUBJECTS = tuple(dict.fromkeys(name for names in SUBJECTS.values() for name in names))
