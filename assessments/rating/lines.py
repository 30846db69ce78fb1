"""The lines and chapters of the rating workspace: each line an item and its rating."""

from dataclasses import dataclass, field
from typing import Self

from assessments.models import Rating
from evidence.models import EvidenceRow
from partnerships.comparison import LevelChange, level_change
from partnerships.goals import by_subject
from partnerships.models import Category, Contradiction, Item, Measure, RatingLevel, RatingScale

from .forms import RatingForm
from .previous_ratings import PreviousRating
from .rendering import SaveMeanwhile, ShownAnswer
from .saving import RatingState, seen_in, version_of


@dataclass
class WorkspaceLine:
    """One item as the page shows it. `code`, `flag` and `comment` are what stands in the form."""

    item: Item
    rating: Rating | None = None
    code: str = ""
    flag: bool = False
    comment: str = ""
    version: int = 0
    seen: str = ""
    """The mark that goes with the version."""
    is_offered: bool = False
    """Whether what may be rated too is offered to rate."""
    is_typed: bool = False
    """Whether it shows what a person left in the form, not what is saved."""
    errors: tuple[str, ...] = ()
    conflict: SaveMeanwhile | None = None
    earlier: PreviousRating | None = None
    """Its self of a cycle earlier, where it stands beside it."""
    as_before: str = ""
    """The earlier period whose level it may be given unchanged (see `put_as_before`)."""
    measures: list[Measure | EvidenceRow] = field(default_factory=list)
    """What shows the rating."""
    evidence: tuple[tuple[str, str], ...] = ()
    """The rows that speak to the item, each with its latest value."""
    contradictions: tuple[Contradiction, ...] = ()
    """Where its source says two things that cannot both be (see `put_contradictions`)."""
    scale: RatingScale | None = None
    """What it is rated on, where its rating is shown (see `for_answers`)."""
    answer: ShownAnswer | None = None
    """The rating control, where it is rated (see `for_answers`)."""
    parts: list["WorkspaceLine"] = field(default_factory=list)
    """What stands beneath it and is rated with it."""
    html: str = ""
    """All of it (see `put_html`)."""

    @classmethod
    def saved(cls, item: Item, rating: Rating | None) -> Self:
        if rating is None:
            return cls(item)
        state = RatingState.of(rating)
        return cls(item, rating, *state, version=rating.version, seen=seen_in(rating))

    @classmethod
    def typed(
        cls, item: Item, rating: Rating | None, form: RatingForm, *, conflict: SaveMeanwhile | None = None
    ) -> Self:
        """As the person left the form, with what is wrong with it."""
        value = form.data.get
        version, seen = (str(value(form.add_prefix(name), "")) for name in ("version", "seen"))
        return cls(
            item,
            rating,
            code=value(form.add_prefix("level"), ""),
            flag=form.add_prefix("flag") in form.data,
            comment=value(form.add_prefix("comment"), ""),
            # Only who was shown both versions may replace the newer one; anything else wrong leaves what was seen.
            version=version_of(rating) if conflict else int(version) if version.isdecimal() else 0,
            seen=seen_in(rating) if conflict else seen,
            is_typed=True,
            errors=tuple(str(message) for messages in form.errors.values() for message in messages),
            conflict=conflict,
        )

    @property
    def saved_comment(self) -> str:
        return self.rating.comment if self.rating else ""

    @property
    def level(self) -> RatingLevel | None:
        """The level that is saved."""
        return self.rating.level if self.rating else None

    @property
    def change(self) -> LevelChange:
        """What became of the level since the cycle before."""
        return level_change(self.earlier.comparable_level if self.earlier else None, self.level)

    @property
    def has_answer(self) -> bool:
        """Whether its rating is shown: of what is to be rated, and of what may be where it is offered or was."""
        is_chosen = self.is_offered or self.is_typed or self.rating is not None
        return self.item.is_rated or (self.item.may_be_rated and is_chosen)

    @property
    def is_unrated(self) -> bool:
        return self.item.is_rated and self.level is None

    @property
    def is_changed(self) -> bool:
        """Whether it is rated differently than the cycle before."""
        return self.item.is_rated and self.change.is_another_level

    @property
    def is_commented(self) -> bool:
        return bool(self.rating and self.rating.comment)

    @property
    def is_compared(self) -> bool:
        """Whether it may be told what the sides gave it (see `put_sides`)."""
        return bool(getattr(self.item, "sides_asked", None))

    @property
    def differs(self) -> bool:
        """Whether the sides gave it different levels, or only some of them the flag; False while that may not be
        told."""
        return self.is_compared and (getattr(self.item, "answers_given", None) or 0) > 1


@dataclass
class WorkspaceChapter:
    """A category with its lines, and the evidence it names."""

    category: Category
    lines: list[WorkspaceLine] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)
    matching: list[WorkspaceLine] = field(default_factory=list)
    """The lines that a filter leaves on the page."""
    partner: str = ""
    """The partner's name, where some of its document is for a school of it."""

    @property
    def groups(self) -> list[tuple[str, list[WorkspaceLine]]]:
        """The lines on the page, under the name of whom they are for."""
        return by_subject(self.matching, lambda line: line.item, self.partner)

    @property
    def total(self) -> int:
        return sum(line.item.is_rated for line in self.lines)

    @property
    def may_be_as_before(self) -> bool:
        return any(line.as_before for line in self.lines)

    @property
    def rated(self) -> int:
        return sum(line.item.is_rated and line.level is not None for line in self.lines)

    @property
    def judged(self) -> int:
        """Without what was only said not to be rated."""
        levels = (line.level for line in self.lines if line.item.is_rated)
        return sum(level is not None and level.is_judgement for level in levels)
