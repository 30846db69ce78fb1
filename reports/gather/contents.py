"""The table of contents of an agreement's document."""

from collections.abc import Iterator
from dataclasses import dataclass

from partnerships.models import HeadedPart, HeadingPlace

from .agreement import WholeAgreement


@dataclass(frozen=True)
class ContentsEntry:
    title: str
    anchor: str
    """Where it leads; empty for a heading over others."""
    number: str = ""
    """“Category 3”."""
    entries: tuple["ContentsEntry", ...] = ()


def contents_of(agreement: WholeAgreement) -> tuple[ContentsEntry, ...]:
    """What stands in the document, in its order."""
    appendix = tuple(_appendix(agreement))
    if agreement.has_appendix:
        appendix = (ContentsEntry("Appendix", "appendix", entries=appendix),)
    return (*_sections(agreement), _categories(agreement), *_additions(agreement), *appendix)


def _sections(agreement: WholeAgreement) -> Iterator[ContentsEntry]:
    """The headings before the categories. What stands between two of the same heading belongs to it."""
    if not agreement.has_summary:
        return
    headings = list(_headings(agreement))
    place = 0
    while place < len(headings):
        title, anchor = headings[place]
        yield ContentsEntry(title, anchor)
        place = 1 + max(at for at, (other, _) in enumerate(headings) if other == title)


def _headings(agreement: WholeAgreement) -> Iterator[tuple[str, str]]:
    for group, (heading, sections) in enumerate(agreement.text.sections, 1):
        if heading:
            yield heading, f"section-{group}"
            continue
        for number, section in enumerate(sections, 1):
            if section.heading:
                yield section.heading, f"section-{group}-{number}"


def _categories(agreement: WholeAgreement) -> ContentsEntry:
    word = agreement.edition.words.category.capitalised
    entries = (
        ContentsEntry(
            _named(agreement, HeadedPart.CATEGORY, one.category.title, one.category.number),
            f"category-{one.category.number}",
            f"{word} {one.category.number}",
        )
        for one in agreement.text.categories
    )
    title = _named(agreement, HeadedPart.CATEGORIES, agreement.edition.agreement.title)
    return ContentsEntry(title, "", entries=tuple(entries))


def _additions(agreement: WholeAgreement) -> Iterator[ContentsEntry]:
    if agreement.text.addenda:
        partner = agreement.partnership.partner.short_name
        own = agreement.edition.rates_own_items
        title = f"What {partner} agreed on" if own else f"Additions of {partner}"
        yield ContentsEntry(title, "additions")


def _appendix(agreement: WholeAgreement) -> Iterator[ContentsEntry]:
    steps, evidence = agreement.action_steps_title, agreement.addendum_title
    parts = (
        (agreement.has_glossary, HeadedPart.GLOSSARY, "Acronyms & Key Terms", "glossary"),
        (agreement.form, HeadedPart.ASSESSMENT, "Assessment/Evaluation", "assessment"),
        (agreement.has_action_steps, HeadedPart.ACTION_STEPS, steps, "action-steps"),
        (agreement.has_signatures, HeadedPart.SIGNATURES, "Agreement", "signatures"),
        (agreement.has_addendum, HeadedPart.EVIDENCE, evidence, "evidence"),
    )
    for is_there, part, title, anchor in parts:
        if is_there:
            yield ContentsEntry(_named(agreement, part, title), anchor)


def _named(agreement: WholeAgreement, part: HeadedPart, title: str, number: str = "") -> str:
    """As the edition's own contents name it, else its title."""
    return agreement.heading(HeadingPlace.CONTENTS, part, number) or title


def appendix_leaf(agreement: WholeAgreement) -> list[str]:
    """What stands on the leaf before the appendix."""
    printed = [one.title for one in agreement.headings if one.place == HeadingPlace.APPENDIX]
    return printed or [entry.title for entry in _appendix(agreement)]
