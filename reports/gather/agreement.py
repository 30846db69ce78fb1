"""The whole agreement of a partnership: its text, what was assessed, action steps, signatures, evidence."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from assessments.models import Assessment
from assessments.rounds import rounds_of
from partnerships.editions.document import EditionDocument, gather_document
from partnerships.models import (
    Edition,
    HeadedPart,
    HeadingPlace,
    Partnership,
    PrintedHeading,
    SignatorySide,
)
from reports.models import DocumentKind
from reports.parts import DocumentPart, Readers

from .evidence import Evidence, evidence_of
from .layout import Chosen, chosen_for
from .plan import PrintedPlan, plan_of
from .printed_form import PrintedForm, form_of

PARTS = (
    DocumentPart("summary", "Executive summary"),
    DocumentPart("appendix", "Acronyms and key terms"),
    DocumentPart("assessment", "Assessment / evaluation"),
    DocumentPart("action-steps", "Action steps"),
    DocumentPart("signatures", "Endorsements and signatures"),
    DocumentPart("addendum", "Addendum of evidence"),
)

BLANK = re.compile(r"_{3,}")
"""Where the text of all partners has a line to fill in."""
PLACEHOLDER = re.compile(r"[A-Z ]+")
"""What stands on the signature page for a name: NAME."""


@dataclass(frozen=True)
class PlaceToSign:
    name: str
    """Of who signed, or is to sign; empty for a line to write on."""
    title: str
    organization: str
    signed_on: date | None
    asks_name: bool
    """Whether the name is to be written by hand."""


@dataclass(frozen=True)
class WholeAgreement:
    partnership: Partnership
    text: EditionDocument
    chosen: Chosen
    headings: tuple[PrintedHeading, ...]
    """In their order, what is headed otherwise elsewhere."""
    endorsements: tuple[str, ...]
    places_to_sign: tuple[PlaceToSign, ...]
    form: PrintedForm | None
    plan: PrintedPlan | None
    evidence: Evidence | None
    is_public: bool

    @property
    def edition(self) -> Edition:
        return self.text.edition

    def heading(self, place: HeadingPlace, part: HeadedPart, number: str = "") -> str:
        """What a part is headed in a place, where the edition prints something else there; else empty."""
        named = (place, part, number)
        found = (one.title for one in self.headings if (one.place, one.part, one.number) == named)
        return next(found, "")

    @property
    def has_summary(self) -> bool:
        return self.chosen.has("summary")

    @property
    def has_appendix(self) -> bool:
        return self.chosen.has("appendix")

    @property
    def has_glossary(self) -> bool:
        return self.has_appendix and bool(self.text.glossary)

    @property
    def has_action_steps(self) -> bool:
        return self.chosen.has("action-steps")

    @property
    def has_signatures(self) -> bool:
        return self.chosen.has("signatures") and bool(self.endorsements or self.places_to_sign)

    @property
    def has_addendum(self) -> bool:
        named = any(of.measures for of in self.text.categories)
        return self.chosen.has("addendum") and (self.evidence is not None or named)

    @property
    def action_steps_title(self) -> str:
        if self.plan:
            return str(self.plan.plan)
        title = self.heading(HeadingPlace.CONTENTS, HeadedPart.ACTION_STEPS)
        return f"{self.partnership.partner} {title or f'{self.edition.label} Action Steps'}"

    @property
    def addendum_title(self) -> str:
        if self.evidence:
            return self.evidence.title
        title = self.heading(HeadingPlace.CONTENTS, HeadedPart.EVIDENCE)
        return title or f"Addendum: {self.edition.label} Evidence"

    @property
    def blank_columns(self) -> tuple[str, str]:
        """Of evidence that nobody has entered: the school year before the edition's first, and that one."""
        first = self.edition.effective_from
        if first is None:
            return "Before", "Now"
        return f"{first.year - 1}-{first.year}", f"{first.year}-{first.year + 1}"


def whole_agreement(partnership: Partnership, edition: Edition, readers: Readers) -> WholeAgreement:
    """Everything that the agreement's document says, of the parts that are not left out.

    Raises NotForPublic where hiding does not protect a small count of students.
    """
    chosen = chosen_for(partnership, DocumentKind.AGREEMENT, PARTS)
    text = gather_document(edition, partnership)
    assessment = standing_assessment(partnership, edition)
    name = partnership.partner.short_name
    return WholeAgreement(
        partnership=partnership,
        text=text,
        chosen=chosen,
        headings=tuple(edition.printedheadings.all()),
        endorsements=tuple(BLANK.sub(lambda _: name, one.text) for one in text.endorsements),
        places_to_sign=tuple(_place_to_sign(role, partnership) for role in text.signatories),
        form=form_of(text, partnership, assessment) if chosen.has("assessment") else None,
        plan=plan_of(partnership, edition, readers) if chosen.has("action-steps") else None,
        evidence=_evidence(partnership, edition, readers, assessment) if chosen.has("addendum") else None,
        is_public=readers.is_public,
    )


def _evidence(
    partnership: Partnership, edition: Edition, readers: Readers, assessment: Assessment | None
) -> Evidence | None:
    return evidence_of(partnership, edition, assessment.cycle.period if assessment else None, readers)


def standing_assessment(partnership: Partnership, edition: Edition) -> Assessment | None:
    """The assessment that counts in the edition's time, of whichever edition; else the last of the edition itself.

    The form of September 2023, for one, rates an older text than the agreement of 2023-2024 that it stands in.
    """
    rows = partnership.assessments.for_rounds().with_partnership()
    found = (one.standing for one in rounds_of(partnership, rows))
    first, last = edition.effective_from or date.max, edition.effective_to or date.max

    def rank(one: Assessment) -> tuple[bool, date, bool]:
        period = one.cycle.period
        return period.start <= last and period.end >= first, period.start, one.cycle.edition_id == edition.pk

    fitting = [one for one in found if one and (rank(one)[0] or rank(one)[2])]
    return max(fitting, key=rank, default=None)


def _place_to_sign(role: Any, partnership: Partnership) -> PlaceToSign:
    """The edition is of all partners: what it prints for a partner's name and district is filled in."""
    name, organization = role.printed_name, role.organization
    if role.side == SignatorySide.PARTNER:
        name = "" if PLACEHOLDER.fullmatch(name) else name
        organization = partnership.partner.name if organization else ""
    asks_name = bool(role.printed_name and not name and not role.signed_name)
    return PlaceToSign(role.signed_name or name, role.title, organization, role.signed_on, asks_name)
