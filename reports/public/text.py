"""The agreement in force and its signatures, as plain values."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from partnerships.editions.document import DocumentCategory, DocumentLine, EditionDocument
from partnerships.models import Addendum, Item, Measure

Json = dict[str, Any]


def day(one: date | None) -> str:
    """“2026-11-27”; empty for none."""
    return one.isoformat() if one else ""


def day_of(moment: datetime | None) -> str:
    """The day that it is where the site is, as on its other pages."""
    return day(timezone.localdate(moment)) if moment else ""


def agreement_of(document: EditionDocument) -> Json:
    edition = document.edition
    return {
        "title": edition.agreement.title,
        "edition": edition.label,
        "effective_from": day(edition.effective_from),
        "effective_to": day(edition.effective_to),
        "is_plan": edition.is_plan,
        "sections": [
            {
                "heading": heading,
                "sections": [{"heading": one.heading, "text": one.text} for one in sections],
            }
            for heading, sections in document.sections
        ],
        "categories": [_category(one, document) for one in document.categories],
        "additions": [_addition(one, is_listed) for one, is_listed in document.additions],
        "glossary": [
            {"term": one.term, "stands_for": one.stands_for, "definition": one.definition}
            for one in document.glossary
        ],
        "endorsements": [one.text for one in document.endorsements],
    }


def _category(part: DocumentCategory, document: EditionDocument) -> Json:
    category = part.category
    return {
        "number": category.number,
        "title": category.title,
        "lead_in": category.lead_in,
        "groups": [
            {"for": subject, "items": [_item(line) for line in lines]} for subject, lines in part.groups
        ],
        "measures": [_measure(line, document) for line in part.measures],
    }


def _item(line: DocumentLine[Item]) -> Json:
    item = line.record
    return {
        "reference": item.reference,
        "key": item.lineage,
        "number": item.number,
        "title": item.title,
        "text": item.text,
        "kind": item.goal_word if not item.parent_id else "",
        "addition_of": _added(item) if item.local_to and not item.goal_word else "",
        "passages": [{"heading": one.heading, "text": one.text} for one in line.passages],
        "items": [_item(beneath) for beneath in line.lines],
    }


def _measure(line: DocumentLine[Measure], document: EditionDocument) -> Json:
    measure = line.record
    return {
        "key": measure.lineage,
        "text": measure.label,
        "addition_of": _added(measure) if measure.local_to and not document.edition.rates_own_items else "",
        "measures": [_measure(beneath, document) for beneath in line.lines],
    }


def _added(record: Item | Measure) -> str:
    return record.local_to.partner.short_name if record.local_to else ""


def _addition(addendum: Addendum, is_listed: bool) -> Json:
    return {
        "title": addendum.title,
        "adopted_on": day_of(addendum.adopted_at),
        "holds": addendum.days,
        "replaces": addendum.replaces.title if addendum.replaces else "",
        "items": [
            {"reference": one.reference, "title": one.title, "text": one.text}
            for one in (addendum.items.all() if is_listed else ())
        ],
        "measures": [
            {"category": one.category.number, "text": one.label}
            for one in (addendum.measures.all() if is_listed else ())
        ],
    }


def signatures_of(document: EditionDocument) -> list[Json]:
    """Every place on the signature page: who signed there and when, both empty where nobody has. Never a scan."""
    edition = [
        _signature("", role.title, role.organization, role.printed_name, role.signed_name, role.signed_on)
        for role in document.signatories
    ]
    additions = [
        _signature(addendum.title, one.role.title, one.role.organization, "", one.name, one.date)
        for addendum in document.addenda
        for one in addendum.signatures.all()
    ]
    return [*edition, *additions]


def _signature(
    addition: str, title: str, organization: str, printed: str, name: str | None, on: date | None
) -> Json:
    return {
        "addition": addition,
        "title": title,
        "organization": organization,
        "printed_name": printed,
        "name": name or "",
        "date": day(on),
    }
