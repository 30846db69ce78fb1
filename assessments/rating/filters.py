"""The filters of the rating workspace: what `?show=` leaves on the page."""

from collections.abc import Iterable
from dataclasses import dataclass

from assessments.models import Assessment
from partnerships.models import EditionWords

from .lines import WorkspaceChapter, WorkspaceLine
from .previous_ratings import when_of


@dataclass(frozen=True)
class LineFilter:
    name: str
    label: str
    nothing: str
    """What the page says where nothing matches."""
    count: int
    more: str = ""
    """What the label leaves out for want of space."""


MATCHES = {
    "unrated": lambda line: line.is_unrated,
    "changed": lambda line: line.is_changed,
    "commented": lambda line: line.is_commented,
    "differing": lambda line: line.differs,
}
"""Whether a line is one that the filter of this name is for."""


def filters_for(
    lines: Iterable[WorkspaceLine], previous: Assessment | None, words: EditionWords
) -> list[LineFilter]:
    """The filters that the page offers, each with the number of lines it leaves."""
    lines = [line for line in lines if line.item.is_rated]

    def offer(name: str, label: str, nothing: str, more: str = "") -> LineFilter:
        return LineFilter(name, label, nothing, sum(map(MATCHES[name], lines)), more)

    offered = [offer("unrated", "Unrated", f"Every {words.item} is rated.")]
    if previous:
        when = when_of(previous)
        nothing = f"No {words.item} is rated differently than in {when}."
        offered.append(offer("changed", "Changed", nothing, f" since {when}"))
    offered.append(offer("commented", "Commented", f"No {words.item} has a comment yet."))
    if any(line.is_compared for line in lines):
        offered.append(offer("differing", "Sides differ", f"The sides rated every {words.item} alike."))
    return offered


def narrow(chapters: Iterable[WorkspaceChapter], name: str) -> list[WorkspaceChapter]:
    """The chapters with a line that matches, each with those lines and the headings above them."""
    for chapter in chapters:
        chapter.matching = _matching(chapter.lines, name)
    return [chapter for chapter in chapters if chapter.matching]


def _matching(lines: list[WorkspaceLine], name: str) -> list[WorkspaceLine]:
    parents = {line.item.pk: line.item.parent_id for line in lines}
    chosen = {line.item.pk for line in lines if line.item.is_rated and MATCHES[name](line)}
    above = set()
    for key in chosen:
        parent = parents[key]
        while parent:
            above.add(parent)
            parent = parents.get(parent)
    return [
        line for line in lines if line.item.pk in chosen or (line.item.pk in above and not line.item.is_rated)
    ]
