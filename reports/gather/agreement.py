"""The whole agreement of a partnership: its text, what was assessed, action steps, signatures, evidence."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from assessments.models import Assessment, HighlightKind
from assessments.rounds import rounds_of
from core.words import natural
from partnerships.editions.document import DocumentLine, EditionDocument, gather_document, nest
from partnerships.models import (
    Category,
    Edition,
    HeadedPart,
    HeadingPlace,
    Item,
    Measure,
    Partnership,
    PrintedHeading,
    RatingLevel,
    RatingScale,
    SignatorySide,
)
from reports.models import DocumentKind
from reports.parts import Part, Readers

from .cover import date_of, participants_of
from .evidence import Evidence, evidence_of
from .layout import Chosen, chosen_for
from .plan import PrintedPlan, plan_of
from .ratings import SHORT, PrintedItem, RatedCategory, rated_categories, unrated_categories, with_levels

PARTS = (
    Part("summary", "Executive summary"),
    Part("appendix", "Acronyms and key terms"),
    Part("assessment", "Assessment / evaluation"),
    Part("action-steps", "Action steps"),
    Part("signatures", "Endorsements and signatures"),
    Part("addendum", "Addendum of evidence"),
)

BLANK = re.compile(r"_{3,}")
"""Where the text of all partners has a line to fill in."""
PLACEHOLDER = re.compile(r"[A-Z ]+")
"""What stands on the signature page for a name: NAME."""


@dataclass(frozen=True)
class RatedLine:
    """A row of the assessment: an item with its status, and what stands beneath it that is not rated by itself."""

    printed: PrintedItem
    beneath: tuple[DocumentLine[Item], ...] = ()

    @property
    def item(self) -> Item:
        return self.printed.item

    @property
    def status(self) -> str:
        """The level as the form prints it, where that has room."""
        given = self.printed.rating
        if given is None or given.level is None:
            return ""
        return given.printed_as if 0 < len(given.printed_as) <= SHORT else given.level.code

    @property
    def printed_as(self) -> str:
        """What the form prints for the level, where that is more than its column holds."""
        given = self.printed.rating
        return given.printed_as if given and len(given.printed_as) > SHORT else ""

    @property
    def has_flag(self) -> bool:
        return bool(self.printed.rating and self.printed.rating.flag)


@dataclass(frozen=True)
class AssessedCategory:
    category: Category
    groups: tuple[tuple[str, tuple[RatedLine, ...]], ...]
    """The rows, under the name of whom they are for."""
    measures: list[DocumentLine[Measure]]


@dataclass(frozen=True)
class PrintedScale:
    """A scale with its levels: those that are a score, then the flag, then the others."""

    scale: RatingScale
    scores: tuple[RatingLevel, ...]
    others: tuple[RatingLevel, ...]


@dataclass(frozen=True)
class PrintedForm:
    """The assessment / evaluation: as it was agreed on, or a form to fill in by hand."""

    edition: Edition
    is_blank: bool
    date: str
    participants: str
    perspective: str
    """Whose assessment it is; empty for that of both sides."""
    scales: tuple[PrintedScale, ...]
    """The edition's, then those that some items have instead."""
    categories: tuple[AssessedCategory, ...]
    strengths: tuple[str, ...]
    focus: tuple[str, ...]

    @property
    def flag(self) -> str:
        return next((one.scale.flag_symbol for one in self.scales if one.scale.flag_symbol), "")


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
    return WholeAgreement(
        partnership=partnership,
        text=text,
        chosen=chosen,
        headings=tuple(edition.printedheadings.all()),
        endorsements=tuple(BLANK.sub(partnership.partner.short_name, one.text) for one in text.endorsements),
        places_to_sign=tuple(_place_to_sign(role, partnership) for role in text.signatories),
        form=form_of(text, partnership, assessment) if chosen.has("assessment") else None,
        plan=plan_of(partnership, edition) if chosen.has("action-steps") else None,
        evidence=_evidence(partnership, edition, readers, assessment) if chosen.has("addendum") else None,
        is_public=readers.is_public,
    )


def evidence_of_agreement(partnership: Partnership, edition: Edition, readers: Readers) -> Evidence | None:
    """What `whole_agreement` says of evidence."""
    if not chosen_for(partnership, DocumentKind.AGREEMENT, PARTS).has("addendum"):
        return None
    return _evidence(partnership, edition, readers, standing_assessment(partnership, edition))


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


def form_of(text: EditionDocument, partnership: Partnership, assessment: Assessment | None) -> PrintedForm:
    if assessment is None:
        rated, edition = unrated_categories(text, partnership), text.edition
        measures = text.categories
        said = {"date": "", "participants": "", "perspective": ""}
        highlights: dict[str, tuple[str, ...]] = {}
    else:
        rated, edition = rated_categories(assessment), assessment.cycle.edition
        measures = gather_document(edition, partnership).categories
        said = {
            "date": date_of(assessment),
            "participants": participants_of(assessment),
            "perspective": "" if assessment.is_joint else assessment.full_name,
        }
        written = list(assessment.highlights.all())
        highlights = {
            kind: tuple(one.text for one in written if one.kind == kind) for kind in HighlightKind.values
        }
    by_category = {one.category.pk: one.measures for one in measures}
    apart = {printed.scale for of in rated for printed in of.items if printed.scale}
    scales = [with_levels(edition.scale), *sorted(apart, key=lambda scale: natural(scale.name))]
    return PrintedForm(
        edition=edition,
        is_blank=assessment is None,
        **said,
        scales=tuple(map(_printed_scale, scales)),
        categories=tuple(_assessed(of, by_category.get(of.category.pk, [])) for of in rated),
        strengths=highlights.get(HighlightKind.STRENGTH, ()),
        focus=highlights.get(HighlightKind.FOCUS, ()),
    )


def _printed_scale(scale: RatingScale) -> PrintedScale:
    levels = list(scale.levels.all())
    return PrintedScale(
        scale,
        tuple(level for level in levels if level.is_score),
        tuple(level for level in levels if not level.is_score),
    )


def _assessed(of: RatedCategory, measures: list[DocumentLine[Measure]]) -> AssessedCategory:
    groups = tuple((subject, tuple(_rows(lines))) for subject, lines in of.groups)
    return AssessedCategory(of.category, groups, measures)


def _rows(lines: Iterable[PrintedItem]) -> Iterable[RatedLine]:
    """A row each, but for what is not rated and stands beneath an item that is: that belongs to its row."""
    by_key = {printed.item.pk: printed for printed in lines}

    def is_rated(line: DocumentLine[Item]) -> bool:
        printed = by_key[line.record.pk]
        return bool(line.record.is_rated or printed.rating) or any(map(is_rated, line.lines))

    def walk(level: Iterable[DocumentLine[Item]]) -> Iterable[RatedLine]:
        for line in level:
            printed = by_key[line.record.pk]
            if line.lines and any(map(is_rated, line.lines)):
                yield RatedLine(printed)
                yield from walk(line.lines)
            else:
                yield RatedLine(printed, tuple(line.lines))

    return walk(nest(printed.item for printed in by_key.values()))


def _place_to_sign(role: Any, partnership: Partnership) -> PlaceToSign:
    """The edition is of all partners: what it prints for a partner's name and district is filled in."""
    name, organization = role.printed_name, role.organization
    if role.side == SignatorySide.PARTNER:
        name = "" if PLACEHOLDER.fullmatch(name) else name
        organization = partnership.partner.name if organization else ""
    asks_name = bool(role.printed_name and not name and not role.signed_name)
    return PlaceToSign(role.signed_name or name, role.title, organization, role.signed_on, asks_name)
