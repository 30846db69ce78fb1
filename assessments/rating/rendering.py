"""A line of the workspace as HTML, which is made once for the same values.

What a process keeps is found by all that the templates read, as plain values. Who asks, their role and their
request are not among them and never reach the templates, so what is shown can only be what the same values always
give.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple, Self

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator

from accounts.models import User
from assessments.models import Rating
from core.kept import kept
from core.words import compare_words
from partnerships.goals import label_of, only_for
from partnerships.models import Contradiction, Item, RatingLevel, RatingScale
from partnerships.wholes import WholeItem

from .previous_ratings import PreviousRating

LINES_KEPT = 768
"""In a process, those shown last: about 6 kB each, so 4.5 MB, of 14 workspaces of 55 lines."""
CHOICES_KEPT = 128

QUOTED = 240
"""Characters of an earlier comment that stand beside the item as they are."""

REFERENCE = "\ufdd0"
"""What stands for a line's reference in HTML that is rendered for many lines: in no text."""


class ShownLevel(NamedTuple):
    code: str
    label: str
    colour: str

    @classmethod
    def of(cls, level: RatingLevel | None) -> Self | None:
        return cls(level.code, level.label, level.colour) if level else None


class ShownScale(NamedTuple):
    """A scale to choose from, and its flag; no label where it has none."""

    levels: tuple[ShownLevel | None, ...]
    flag_symbol: str
    flag_label: str

    @classmethod
    def of(cls, scale: RatingScale, levels: Iterable[RatingLevel]) -> Self:
        return cls(tuple(map(ShownLevel.of, levels)), scale.flag_symbol, scale.flag_label)


class SaveMeanwhile(NamedTuple):
    """In a conflict: what somebody else saved. Without a time where what the person saw is not there at all."""

    at: datetime | None = None
    who: str = ""
    level: ShownLevel | None = None
    flag: bool = False
    flag_symbol: str = ""
    comment: str = ""
    is_own: bool = False
    """Whether it is of the same person, in another window."""

    @classmethod
    def of(cls, rating: Rating | None, scale: RatingScale, user: User) -> Self:
        if rating is None:
            return cls()
        return cls(
            rating.updated_at,
            rating.updated_by.name if rating.updated_by else "",
            ShownLevel.of(rating.level),
            rating.flag,
            scale.flag_symbol,
            rating.comment,
            rating.updated_by_id == user.pk,
        )


class ShownAnswer(NamedTuple):
    """How an item is rated, and the form to rate it where that may be changed. What `_answer.html` reads."""

    reference: str
    items_at: str
    """The address of an item is this and its reference."""
    editable: bool
    scale: ShownScale | None
    """None where only what became of a save is shown."""
    level: ShownLevel | None
    """The one that is saved; `code`, `flag` and `comment` are what stands in the form."""
    code: str
    flag: bool
    comment: str
    version: int
    seen: str
    before: str
    """The code of the level a cycle before; empty where it is not compared."""
    as_in: str
    """The earlier period whose level was taken; empty where a person chose the one that is saved."""
    errors: tuple[str, ...]
    conflict: SaveMeanwhile | None
    printed_as: str = ""
    """What the source has for the level, where that is in other words."""

    @property
    def choice(self) -> SafeString:
        """The scale and the flag to choose from. From line to line only their names differ."""
        if self.scale is None:
            return SafeString()
        html = choice_html(self.scale, self.code, self.flag)
        return mark_safe(html.replace(REFERENCE, escape(self.reference)))


class ShownEarlier(NamedTuple):
    """What stood beside an item a cycle earlier."""

    is_new: bool
    says_something: bool
    when: str
    whose: str
    level: ShownLevel | None
    flag: str
    """In words; empty where it was not set."""
    comment: str
    was: str
    break_reason: str
    is_on_another_scale: bool
    wordings: tuple[str, str] | None
    """Then and now, where they differ."""

    @classmethod
    def of(cls, earlier: PreviousRating | None) -> Self | None:
        if earlier is None:
            return None
        rating, scale = earlier.rating, earlier.scale
        return cls(
            earlier.is_new,
            earlier.says_something,
            earlier.when,
            earlier.whose,
            ShownLevel.of(earlier.level),
            f"{scale.flag_symbol} {scale.flag_label}" if rating and rating.flag else "",
            rating.comment if rating else "",
            earlier.was,
            earlier.break_reason,
            earlier.is_on_another_scale,
            earlier.wordings,
        )

    @property
    def changes(self) -> list[tuple[str, str]]:
        """The wording then and now as one text, in pieces; empty where not a word changed."""
        pieces = compare_words(*self.wordings) if self.wordings else []
        return pieces if any(kind != "same" for kind, _ in pieces) else []

    @property
    def is_long(self) -> bool:
        """Whether the comment is folded to its beginning."""
        return len(self.comment) > QUOTED

    @property
    def beginning(self) -> str:
        return Truncator(self.comment).chars(QUOTED)


class ShownPart(NamedTuple):
    """What stands beneath an item and is rated with it."""

    reference: str
    depth: int
    title: str
    text: str
    only_for: str
    earlier: ShownEarlier | None = None

    @classmethod
    def of(cls, item: Item, partner: str, earlier: ShownEarlier | None = None) -> Self:
        return cls(item.reference, item.depth, item.title, item.text, only_for(item, partner), earlier)


class ShownWhole(NamedTuple):
    """An item wherever it stands alone. What `_whole.html` reads; a line of the workspace says the same."""

    lead_in: str = ""
    title: str = ""
    text: str = ""
    only_for: str = ""
    """The partner whose own addition it is; empty where it is everybody's."""
    parts: tuple[ShownPart, ...] = ()
    label: str = ""
    """Of a goal or a benchmark: whom it is for, and which kind of goal it is of."""
    also_called: str = ""
    """Another name that its source has for it."""

    @classmethod
    def of(cls, whole: WholeItem, partner: str) -> Self:
        item = whole.item
        return cls(
            whole.lead_in,
            item.title,
            item.text,
            only_for(item, partner),
            tuple(ShownPart.of(part, partner) for part in whole.parts),
            label_of(whole, partner),
            item.also_called,
        )


class ShownContradiction(NamedTuple):
    """Two places of a source that cannot both be right."""

    first_place: str
    first_words: str
    second_place: str
    second_words: str
    why: str

    @classmethod
    def of(cls, one: Contradiction) -> Self:
        return cls(one.first_place, one.first_words, one.second_place, one.second_words, one.why)


class ShownItem(NamedTuple):
    """A line of the workspace. What `_item.html` reads."""

    reference: str
    depth: int
    title: str
    text: str
    only_for: str
    """The partner whose own addition it is; empty where it is everybody's, or a goal."""
    label: str
    """“Process goal”, “Benchmark”; empty of what is neither."""
    is_unrated: bool
    is_changed: bool
    is_commented: bool
    differs: bool
    parts: tuple[ShownPart, ...]
    answer: ShownAnswer | None
    """None for a heading."""
    earlier: ShownEarlier | None
    change: str
    """What became of the level since then, in a word."""
    as_before: str
    """The earlier period whose level a press gives it."""
    shown_by: tuple[str, ...]
    shown_in_words: str
    """How many measures and values these are."""
    evidence: tuple[tuple[str, str], ...]
    """Rows that speak to it, each with its latest value."""
    has_history: bool
    also_called: str = ""
    """Another name that its source has for it."""
    contradictions: tuple[ShownContradiction, ...] = ()
    is_title: bool = False
    """Whether it is a domain or a dimension, which names what stands beneath it."""


def item_html(item: ShownItem, *, keep: bool) -> SafeString:
    """A line as HTML; with `keep`, what was made of the same values before."""
    return mark_safe(kept_html(item).decode()) if keep else _item_html(item)


def _item_html(item: ShownItem) -> SafeString:
    context = {
        "item": item,
        "answer": item.answer,
        "earlier": item.earlier,
        "reference": escape(item.reference),
    }
    return render_to_string("assessments/_item.html", context)


@kept(LINES_KEPT)
def kept_html(item: ShownItem) -> bytes:
    """As bytes, which are half of the text in memory."""
    return _item_html(item).encode()


@kept(CHOICES_KEPT)
def choice_html(scale: ShownScale, code: str, flag: bool) -> str:
    context = {
        "scale": scale,
        "levels": scale.levels,
        "code": code,
        "flag": flag,
        "reference": REFERENCE,
    }
    return str(render_to_string("assessments/_choice.html", context))
