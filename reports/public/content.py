"""All that a partnership makes public, as plain JSON: what `PublicRecord.content` holds.

Its shape, `schema` 1. Days are “2026-11-27”, empty where there is none. A part that was not published, or of which
there is nothing, is None. A month is “2026-11”. Nothing in it changes with the moment at which it is
gathered.

    schema        1
    parts         keys of what was published, see `parts`
    slug          of the addresses
    partner, lead {name, short_name}
    title         of the agreement
    words         {item, category, level, cycle}: each {one, many}
    agreement     {title, edition, effective_from, effective_to, is_plan,
                   sections [{heading, sections [{heading, text}]}]                     text is Markdown
                   categories [{number, title, lead_in,
                                groups [{for, items [ITEM]}], measures [MEASURE]}],
                   additions [{title, adopted_on, holds, replaces,
                               items [{reference, title, text}], measures [{category, text}]}],
                   glossary [{term, stands_for, definition}], endorsements [text]}
                  ITEM {reference, key, number, title, text, kind, addition_of, passages [{heading, text}], items}
                  MEASURE {key, text, addition_of, measures}
    signatures    [{addition, title, organization, printed_name, name, date}]
    state         {period, period_word, edition, perspective, date,
                   strengths [NAMED], focus [NAMED], goals [{area, text, older}],
                   changed {before, perspective, rose [CHANGE], fell [CHANGE], stayed, apart, why_apart} or None}
                  NAMED {key, text, items [reference], steps [key]}
                  CHANGE {reference, key, title, text, before LEVEL, now LEVEL}
    ratings       {period, period_word, edition, perspective, date, scale SCALE, other_scales [SCALE], total TALLY,
                   categories [{number, title, tally TALLY, groups [{for, items [RATED]}]}]}
                  SCALE {name, met_from, flag_symbol, flag_label, levels [LEVEL]}
                  LEVEL {code, value, label, words, colour}
                  TALLY {total, rated, met, levels [{code, label, colour, count}]}
                  RATED {reference, key, depth, title, text, kind, is_rated, level LEVEL or None, printed_as, flag,
                         as_in, comment}
    evidence      {title, edition, introduction, categories [{number, title, columns [text],
                   rows [{key, label, depth, above, unit, cells [CELL]}], remarks [{number, text}],
                   footnote, hidden}],
                   shown [{key, label, notes [text], chart}]}             a chart is what `line_plots` draws it from
                  CELL {text, status, kind, number, link, remark, is_hidden}
    steps         {plan, edition, released_on, states [{status, words, count}],
                   categories [{number, title, steps [{key, number, title, answers [text],
                                actions [{text, timeline}], items [reference], STATE}]}]}
                  STATE status, words, sign, came_of_it
    told          [{number, title, lines [{key, said, language, people, became, answer, is_planned,
                    steps [{key, title, actions, STATE}]}]}]
    spanish       {place: text} of what is translated of the summary; `spanish.texts_of` says which places there are
    documents     [{public_id, title, filename, kind, language, made_on, pages, size, sha256, changed}]

`key` is the lineage of an item, row or step: what it keeps in every edition and version.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from assessments.models import Assessment
from evidence.models import DocumentedText, Observation
from evidence.public.reader import read_by_public
from partnerships.editions.document import EditionDocument, gather_document
from partnerships.models import Edition, Partnership, Word
from reports import gather
from reports.documents import edition_in_force

from . import parts
from .doing import PublicSteps, steps_of, told_of
from .evidence import PublicEvidence, public_evidence
from .papers import papers_of
from .places import places_of
from .results import latest_result, ratings_of, state_of
from .spanish import translated
from .text import Json, agreement_of, signatures_of

SCHEMA = 1


@dataclass(frozen=True)
class PublicContent:
    """What would become public, with what a person is to know before it does."""

    content: Json
    told: tuple[gather.ToldFigures, ...]
    """What may tell a small count of students."""
    refused: tuple[str, ...]
    """Why evidence is left out although it was chosen: hiding is not enough."""
    documented: tuple[tuple[Observation, DocumentedText], ...]

    @property
    def digest(self) -> str:
        """Of what it says: equal only where all of it is."""
        return digest_of(self.content)


def digest_of(content: Json) -> str:
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def content_for(
    partnership: Partnership, chosen: Collection[str], papers: Collection[str] | None = None
) -> PublicContent:
    """As it stands now, of the parts chosen by key; of documents those chosen by public id, or all.

    In a fixed number of queries.
    """
    edition = edition_in_force(partnership)
    document = gather_document(edition, partnership) if edition else None
    assessment = (
        latest_result(partnership) if {parts.RATINGS, parts.STATE, parts.EVIDENCE} & {*chosen} else None
    )
    is_measured = parts.EVIDENCE in chosen
    with_shown = parts.STATE in chosen
    evidence = (
        public_evidence(partnership, edition, assessment, with_shown=with_shown)
        if is_measured
        else PublicEvidence()
    )
    steps = steps_of(partnership) if parts.STEPS in chosen else PublicSteps()
    content: Json = {
        "schema": SCHEMA,
        "parts": [key for key in parts.LABELS if key in chosen],
        "slug": partnership.slug,
        "partner": _named(partnership.partner),
        "lead": _named(partnership.agreement.lead),
        "title": partnership.agreement.title,
        "words": _words(edition),
        **_text(document, chosen),
        **_results(assessment, chosen, steps),
        "evidence": evidence.said,
        "steps": steps.said,
        "told": (told_of(partnership) or None) if parts.TOLD in chosen else None,
        "documents": (papers_of(partnership, papers) or None) if parts.DOCUMENTS in chosen else None,
    }
    content["spanish"] = translated(partnership, content) if parts.SPANISH in chosen else None
    told = (*evidence.told, *_told(partnership, content))
    return PublicContent(content, told, evidence.refused, evidence.documented)


def _named(organization: Any) -> Json:
    return {"name": organization.name, "short_name": organization.short_name}


def _words(edition: Edition | None) -> Json | None:
    if edition is None:
        return None
    words = edition.words
    named: dict[str, Word] = {
        "item": words.item,
        "category": words.category,
        "level": words.level,
        "cycle": words.cycle,
    }
    return {name: {"one": word.one, "many": word.many} for name, word in named.items()}


def _text(document: EditionDocument | None, chosen: Collection[str]) -> Json:
    return {
        "agreement": agreement_of(document) if document and parts.AGREEMENT in chosen else None,
        "signatures": (signatures_of(document) or None) if document and parts.SIGNATURES in chosen else None,
    }


def _results(assessment: Assessment | None, chosen: Collection[str], steps: PublicSteps) -> Json:
    if assessment is None or not {parts.RATINGS, parts.STATE} & {*chosen}:
        return {"state": None, "ratings": None}
    with_comments = parts.COMMENTS in chosen
    return {
        "state": state_of(assessment, steps=steps.records, with_changes=parts.RATINGS in chosen)
        if parts.STATE in chosen
        else None,
        "ratings": ratings_of(assessment, with_comments=with_comments) if parts.RATINGS in chosen else None,
    }


def _told(partnership: Partnership, content: Json) -> list[gather.ToldFigures]:
    """Of all prose but the text that was adopted, and the tables, which say for themselves what they tell."""
    without = (parts.AGREEMENT, parts.SIGNATURES, parts.EVIDENCE, parts.DOCUMENTS)
    prose = [(place, text) for part, place, text in places_of(content) if part not in without]
    return list(gather.told_in(prose, read_by_public(partnership)))
