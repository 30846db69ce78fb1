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

ABOUT: dict[str, str] = {
    DocumentKind.STATE_OF_THE_PARTNERSHIP: (
        "For families, the board and the forum: how the partnership stands, and what is done next."
    ),
    DocumentKind.HANDOUT: "One sheet for the evening of the forum, from the same record.",
    DocumentKind.BOARD_SUMMARY: "Two pages for the district's board.",
    DocumentKind.COUNTY_SUMMARY: "All partners side by side, for the lead agency's board and the council.",
    DocumentKind.DETERMINATIONS: (
        "What follows by rule for the partner and each of its schools, with the whole working, what was agreed, "
        "and the next steps."
    ),
    DocumentKind.AGREEMENT: "The whole agreement as it was signed, to sign, to send and to keep.",
    DocumentKind.FORM: "The assessment on paper, to fill in by hand.",
    DocumentKind.TRACKER: "Every action step with who does it, until when, and how far it is.",
    DocumentKind.PROFILE: (
        "What the partner reached in a period, beside the figures of the whole and the targets that hold for all."
    ),
    DocumentKind.PLAN: (
        "The text of the plan, what is measured with its targets year by year, and the improvement activities."
    ),
}
"""What each is for, for whoever chooses among them."""
