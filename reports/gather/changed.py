"""What changed since the result before, as a document of an assessment for everybody tells it."""

from dataclasses import dataclass

from django.utils.functional import cached_property

from assessments.models import Assessment
from assessments.trends.changes import CycleComparison, ItemChange, NotCompared, compare_with_before
from core.words import in_words


@dataclass(frozen=True)
class Apart:
    """Items that are not compared, for one reason."""

    why: str
    """As it stands after how many they are: “new in edition 2024-2025”."""
    entries: tuple[NotCompared, ...]

    @property
    def references(self) -> str:
        return ", ".join(entry.item.reference for entry in self.entries)


@dataclass(frozen=True)
class Changed:
    before: str
    """The period that is compared with, as a heading has it."""
    whose: str
    """“joint assessment”: what counted then."""
    rose: tuple[ItemChange, ...]
    fell: tuple[ItemChange, ...]
    stayed: int
    apart: tuple[Apart, ...]

    @cached_property
    def apart_count(self) -> int:
        return sum(len(one.entries) for one in self.apart)

    @property
    def why_apart(self) -> str:
        """“4 new in edition 2024-2025 and 2 without a score in one of the two”."""
        return in_words([f"{len(one.entries)} {one.why}" for one in self.apart]) if self.apart else ""

    @property
    def moved(self) -> list[tuple[str, tuple[ItemChange, ...]]]:
        """What rose and what fell, where any did."""
        return [(kind, items) for kind, items in (("Rose", self.rose), ("Fell", self.fell)) if items]


def changed_since(assessment: Assessment) -> Changed | None:
    """By the rule that trends have, since the last final result. None where there is none before."""
    found = compare_with_before(assessment, is_public=True)
    if found is None:
        return None
    return Changed(
        found.before.label,
        found.before.assessment.perspective,
        tuple(found.rose),
        tuple(found.fell),
        len(found.stayed),
        tuple(_apart(found)),
    )


def _apart(found: CycleComparison) -> list[Apart]:
    kinds = (
        ("said not to be comparable, or on another scale", found.broken),
        (f"new in edition {found.now.edition.label}", found.new),
        (f"no longer in edition {found.now.edition.label}", found.dropped),
        ("without a score in one of the two", found.without_score),
    )
    return [Apart(why, tuple(entries)) for why, entries in kinds if entries]
