"""Headings that a source prints in other words than the part they lead to is headed by."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from .editions import EditionPart


class HeadingPlace(models.TextChoices):
    CONTENTS = "contents", "the table of contents"
    APPENDIX = "appendix", "the leaf before the appendix"
    ACTION_STEPS = "action_steps", "the action steps"


class HeadedPart(models.TextChoices):
    CATEGORIES = "categories", "all categories"
    CATEGORY = "category", "one category"
    GLOSSARY = "glossary", "acronyms and key terms"
    ASSESSMENT = "assessment", "assessment"
    ACTION_STEPS = "action_steps", "action steps"
    SIGNATURES = "signatures", "endorsements and signatures"
    EVIDENCE = "evidence", "addendum of evidence"


class PrintedHeading(EditionPart):
    """What an edition prints for a part of its document in a place, where the part itself is headed otherwise."""

    place = models.CharField("where it stands", max_length=15, choices=HeadingPlace)
    part = models.CharField("what it names", max_length=15, choices=HeadedPart)
    number = models.CharField("number of the category", max_length=10, blank=True)
    title = models.CharField(max_length=200, help_text="As printed there.")
    history = HistoricalRecords()

    class Meta(EditionPart.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "place", "part", "number"],
                name="printed_heading_once",
                violation_error_message="There is a heading for this part in this place already.",
            ),
            models.CheckConstraint(
                name="printed_heading_of_category_has_number",
                condition=~Q(part=HeadedPart.CATEGORY) | ~Q(number=""),
                violation_error_message="Give the number of the category.",
            ),
        ]

    def __str__(self) -> str:
        return self.title
