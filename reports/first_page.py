"""What a parent reads first, in sentences of the language of the document."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import accumulate

from django.utils import translation
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from .fitting import Fitting
from .gather.essence import Essence, Point
from .models import Language
from .templatetags.said import in_its_language
from .translating import Spoken, Translations

ROOM = 14
"""Lines of strengths on a page, and as many of areas of focus: what goes beyond them is counted."""
LINE = 46
"""Characters of one."""
SHEET_ROOM, SHEET_CUT = 11, 4
"""The same of one sheet, and the lines of one text on it."""
SHEET_CATEGORIES = 9
SHEET_LEVEL = 230.0
"""Width of the name of a level on one sheet, in points."""
WIDTH = 205.0
"""Of a column, in points."""


TOGETHER = (
    "{partner} and {lead} have agreed how they work together for students. They look at every promise of that "
    "agreement and say how far it is kept. This is what they found for {period}."
)
ALONE = (
    "{partner} looks at every promise of its agreement and says how far it is kept. This is what was found for "
    "{period}."
)


@dataclass(frozen=True)
class KeyFigure:
    number: str
    words: str | SafeString


@dataclass(frozen=True)
class FirstPage:
    about: str
    """What this document is."""
    stands: SafeString
    """Where the partnership stands, in one sentence."""
    changed: str
    figures: tuple[KeyFigure, ...]
    strengths: tuple[Spoken, ...]
    more_strengths: str
    focus: tuple[Spoken, ...]
    more_focus: str
    families: str
    heard: tuple[Spoken, ...]
    """A few things that families said."""
    assessed: str
    """When; empty where nobody wrote it down."""
    as_of: str
    """The day of which the states of steps are."""
    at_level: SafeString
    """The heading over what is met: “At “Fully implemented” or above”."""
    categories: tuple[tuple[Spoken, str], ...]
    """Each with how many of its items are at the level from which on they count as met."""


def first_page(
    essence: Essence, in_words: Translations, *, on_one_sheet: bool = False, taken: int = 0
) -> FirstPage:
    """On one sheet, which holds more besides, long texts are cut and lists are shorter: by the lines `taken`."""
    room, lines = (SHEET_ROOM - taken, SHEET_CUT) if on_one_sheet else (ROOM, ROOM)
    phrase, level = in_words.phrase, in_words.say(essence.met_place, essence.met_level)
    met = in_its_language(cut(level, 1, SHEET_LEVEL) if on_one_sheet else level, in_words.language)
    return FirstPage(
        phrase(TOGETHER if essence.lead != essence.partner else ALONE).format(
            partner=essence.partner, lead=essence.lead, period=essence.period
        ),
        _stands(essence, in_words, met),
        _changed(essence, in_words),
        tuple(_figures(essence, in_words, met)),
        *_points(essence.strengths, in_words, room, lines),
        *_points(essence.focus, in_words, room, lines),
        _families(essence, in_words),
        tuple(in_words.say(one.place, one.text) for one in essence.heard),
        day_in(essence.assessed_on, in_words.language),
        day_in(essence.as_of, in_words.language),
        format_html(phrase("At “{level}” or above"), level=met),
        tuple(
            (
                cut(in_words.say(one.place, one.title), 1 if on_one_sheet else ROOM, 290),
                phrase("{some} of {all}").format(some=one.met, all=one.scored),
            )
            for one in essence.categories
            if one.scored
        ),
    )


def day_in(day: str, language: str) -> str:
    """“September 2023”, “15 de septiembre de 2023”, of a day or a month as `Essence` has it."""
    if not day:
        return ""
    by_month = day.count("-") == 1
    with translation.override(language):
        formats = ("F Y", "F j, Y") if language == Language.ENGLISH else (r"F \d\e Y", r"j \d\e F \d\e Y")
        return date_format(date.fromisoformat(f"{day}-01" if by_month else day), formats[not by_month])


def _stands(essence: Essence, in_words: Translations, met: str) -> SafeString:
    """`met` is the level from which on an item counts as met, tagged where nobody has translated it."""
    if not essence.scored:
        return format_html("{}", in_words.phrase("Nothing has been given a score yet."))
    share = essence.met / essence.scored
    sentence = next(
        words
        for least, words in (
            (1, "All {scored} {items} stand at “{level}” or above."),
            (0.75, "At least three quarters of the {items}, {met} of {scored}, stand at “{level}” or above."),
            (0.500001, "More than half of the {items}, {met} of {scored}, stand at “{level}” or above."),
            (0.5, "Half of the {items}, {met} of {scored}, stand at “{level}” or above."),
            (0.25, "Fewer than half of the {items}, {met} of {scored}, stand at “{level}” or above."),
            (0, "Fewer than a quarter of the {items}, {met} of {scored}, stand at “{level}” or above."),
        )
        if share >= least
    )
    values = {
        "met": essence.met,
        "scored": essence.scored,
        "items": _items(essence, in_words),
    }
    return format_html(in_words.phrase(sentence), level=met, **values)


def _items(essence: Essence, in_words: Translations) -> str:
    """In another language than English an edition's own word for its items is not known."""
    return essence.items if in_words.language == Language.ENGLISH else in_words.phrase("items")


def _period_word(essence: Essence, in_words: Translations) -> str:
    return essence.period_word if in_words.language == Language.ENGLISH else in_words.phrase("period")


def _changed(essence: Essence, in_words: Translations) -> str:
    if (moved := essence.moved) is None:
        none_before = in_words.phrase("There is no earlier {period} on record to compare with.")
        return none_before.format(period=_period_word(essence, in_words))
    if not moved.rose and not moved.fell:
        return in_words.phrase("Since {before} nothing that can be compared rose or fell.").format(
            before=moved.before
        )
    return in_words.phrase("Since {before}, {rose} rose, {fell} fell and {stayed} stayed.").format(
        before=moved.before, rose=moved.rose, fell=moved.fell, stayed=moved.stayed
    )


def _figures(essence: Essence, in_words: Translations, met: str) -> Iterator[KeyFigure]:
    phrase, items = in_words.phrase, _items(essence, in_words)
    if essence.scored:
        words = format_html(phrase("{items} at “{level}” or above"), items=items, level=met)
        yield KeyFigure(phrase("{some} of {all}").format(some=essence.met, all=essence.scored), words)
    if essence.judged < essence.total:
        number = phrase("{some} of {all}").format(some=essence.judged, all=essence.total)
        yield KeyFigure(number, phrase("{items} rated").format(items=items))
    if moved := essence.moved:
        number = phrase("{rose} up, {fell} down").format(rose=moved.rose, fell=moved.fell)
        apart = phrase("{stayed} stayed, {apart} not compared")
        yield KeyFigure(number, apart.format(stayed=moved.stayed, apart=moved.apart))
    if steps := essence.steps:
        number = phrase("{some} of {all}").format(some=steps.done, all=steps.total)
        yield KeyFigure(
            number, phrase("action steps done, {under_way} under way").format(under_way=steps.under_way)
        )

    if essence.said:
        yield KeyFigure(str(essence.said), phrase("things that families said are taken up"))


def _families(essence: Essence, in_words: Translations) -> str:
    phrase = in_words.phrase
    if not essence.said:
        return phrase("Nothing that families said has been released for this report yet.")
    if essence.said == 1:
        return phrase("Families said one thing that the plan or an answer takes up.")
    return phrase("Families said {said} things that the plan or an answer takes up.").format(
        said=essence.said
    )


def cut(said: Spoken, lines: int, width: float = WIDTH) -> Spoken:
    """As much of it as fits."""
    return replace(said, text=Fitting().fit(said.text, lines=lines, width=width))


def _points(
    points: Iterable[Point], in_words: Translations, room: int, lines: int
) -> tuple[tuple[Spoken, ...], str]:
    """Those there is room for, one at least, and how many more there are."""
    said = [cut(in_words.say(point.place, point.text), lines) for point in points]
    ends = accumulate(sum(1 + len(line) // LINE for line in one.text.splitlines()) for one in said)
    fit = max(1, sum(end <= room for end in ends)) if said else 0
    more = len(said) - fit
    return tuple(said[:fit]), in_words.phrase("and {number} more").format(number=more) if more else ""
