"""What of a partnership may be published, and what of that only if somebody takes it in."""

from collections.abc import Iterable
from dataclasses import dataclass

from partnerships.models import Edition

AGREEMENT, SIGNATURES, STATE, RATINGS = "agreement", "signatures", "state", "ratings"
COMMENTS, EVIDENCE, STEPS, TOLD, DOCUMENTS = "comments", "evidence", "steps", "told", "documents"
SPANISH = "spanish"

LABELS = {
    AGREEMENT: "The agreement in force",
    SIGNATURES: "Who signed it, and when",
    STATE: "Strengths, areas of focus, goals, and what changed",
    RATINGS: "How each was rated, in the words of the scale",
    COMMENTS: "The comments beside what was rated",
    EVIDENCE: "Evidence, with small counts hidden",
    STEPS: "Action steps with their progress",
    TOLD: "“You said, we did”",
    DOCUMENTS: "Documents to download",
    SPANISH: "The summary in Spanish, of what is published here",
}
"""In the order in which they are shown."""

OF_PEOPLE = "Here it may tell of single people: take it in only where it does not."


@dataclass(frozen=True)
class OfferedPart:
    """A part that a director may publish."""

    key: str
    label: str
    starts_in: bool
    why_out: str = ""
    """Why it starts out, as a sentence."""


def parts_offered(editions: Iterable[Edition]) -> list[OfferedPart]:
    """What is safe for everybody starts in. `editions` are the adopted ones of all agreements of its lead agency.

    Where one of them keeps comments inside, its ratings, steps and figures tell of single people or of a staff of a
    few: only the text and who signed it start in, and comments cannot be taken in at all.
    """
    adopted = list(editions)
    tells_of_people = any(edition.comments_stay_inside for edition in adopted)
    offered = []
    for key, label in LABELS.items():
        if key == COMMENTS and tells_of_people:
            continue
        why = _why_out(key, tells_of_people=tells_of_people)
        offered.append(OfferedPart(key, label, not why, why))
    return offered


def _why_out(key: str, *, tells_of_people: bool) -> str:
    if tells_of_people and key not in (AGREEMENT, SIGNATURES):
        return OF_PEOPLE
    if key == COMMENTS:
        return "They were written for the people of the partnership."
    return ""
