"""Charts as SVG images, with the words that say the same. How they look stands in templates/reports/charts."""

import subprocess
import sys
import textwrap
from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.template.loader import render_to_string

from assessments.rating.tally import Tally
from core.words import spelled
from partnerships.models import EditionWords, RatingLevel, Word

from .fitting import Fitting
from .gather.ratings import RatedCategory

LATIN = "20-7E,A0-FF,2013-2014,2018-201D,2026,2212,2264-2265"
SHAPES = 4
# Across, everything is in percent of the width, so that letters keep their size on a phone; down, in pixels.
LEFT = 8.0
"""Where the columns of a plot begin; left of it stand the digits of the scale."""
DIGITS = 29.0
"""Their room on a phone, as `Fitting` reckons: three digits, “100”."""
LETTERS = 52
"""How many fit beside one another in all columns of a plot on a phone."""
BARS_FROM, BARS_TO = 36.0, 99.8
"""Where bars begin and end; left of them stand the titles of the categories, on paper in 38 letters."""
LINE, TITLE_LINE, MARK, BREAK, BAR_ROOM = 14, 17, 24, 28, 38
"""Heights: of a line of text and of a title, of a mark, of the words over a break, of a bar with what parts it."""


@dataclass(frozen=True)
class Chart:
    svg: str
    alt: str

    @cached_property
    def uri(self) -> str:
        return "data:image/svg+xml," + quote(self.svg, safe=" /:;=,()'")


@dataclass(frozen=True)
class ChartMark:
    """What one cycle or period adds to a line."""

    words: str
    """What it says, for the alternative text."""
    text: str
    """What stands in the mark."""
    value: float | None = None
    """Its place on the scale; None leaves a gap, with the text below the line."""
    tone: str = ""
    """Its fill; empty where the text stands without a box."""
    beneath: str = ""
    is_joined: bool = True
    """Whether a line leads here from the mark before it."""
    is_broken: bool = False
    """Whether a person said that it is not comparable with what came before."""


@dataclass(frozen=True)
class Series:
    title: str
    marks: tuple[ChartMark, ...]
    """One for each column."""


@lru_cache(maxsize=64)
def lines_chart(
    columns: tuple[str, ...],
    series: tuple[Series, ...],
    lowest: float,
    highest: float,
    *,
    height: int = 40,
    digits: tuple[tuple[float, str], ...] = (),
    target: Series | None = None,
    together: bool = False,
) -> Chart:
    """A plot above the other for each series; or all together in one, at most four, told apart by their shapes.

    `height` is that of a plot, `digits` are written beside its scale, and the target is a broad line in each.
    Up to six columns can be read on a phone.
    """
    if together and len(series) > SHAPES:
        raise ValueError(f"More than {SHAPES} lines in one plot cannot be told apart.")
    scale = _Scale(len(columns), lowest, highest, height)
    names = [(scale.x(at), wrap(name, LETTERS // len(columns))) for at, name in enumerate(columns)]
    top = 12.0 + LINE * max(len(lines) for _, lines in names)
    plots = []
    for shown in [series] if together else [(one,) for one in series]:
        plots.append(_Plot(top, scale, shown, target, has_symbols=together))
        top += plots[-1].height + 16
    drawn = {
        "names": names,
        "digits": [(scale.y(value), _fit(digit, DIGITS)) for value, digit in digits],
        "plots": plots,
        "height": top,
        "left": LEFT,
    }
    said = (*series, target) if target else series
    return Chart(draw("lines", drawn), lines_in_words(columns, said))


def lines_in_words(columns: Sequence[str], series: Iterable[Series]) -> str:
    return " ".join(
        f"{one.title}: {'; '.join(_marks_in_words(columns, one))}.".removeprefix(": ") for one in series
    )


def _marks_in_words(columns: Sequence[str], series: Series) -> Iterator[str]:
    for column, mark in zip(columns, series.marks, strict=True):
        yield f"{'then not comparable with before; ' if mark.is_broken else ''}{column}, {mark.words}"


def _fit(words: str, width: float) -> str:
    return Fitting().fit(words, lines=1, width=width, size=LINE - 2)


def wrap(words: str, letters: int) -> list[str]:
    return textwrap.wrap(words, letters, break_long_words=False)


@dataclass(frozen=True)
class _Scale:
    columns: int
    lowest: float
    highest: float
    height: int

    def x(self, column: float) -> float:
        """The middle of a column."""
        return round(LEFT + (100 - LEFT) * (column + 0.5) / self.columns, 2)

    def y(self, value: float) -> float:
        """Down from the highest value."""
        return round(self.height * (self.highest - value) / ((self.highest - self.lowest) or 1), 1)


@dataclass(frozen=True)
class _PlacedMark:
    mark: ChartMark
    x: float
    y: float
    line_from: "_PlacedMark | None" = None

    @property
    def width(self) -> float:
        """Of its box, in pixels."""
        return max(MARK, len(self.mark.text) * 7.4 + 10)

    @property
    def half(self) -> float:
        return self.width / 2


class _Plot:
    """What stands in one plot and beneath it; down counts from the line of the highest value."""

    def __init__(
        self,
        top: float,
        scale: _Scale,
        series: tuple[Series, ...],
        target: Series | None,
        *,
        has_symbols: bool,
    ) -> None:
        self.scale = scale
        self.has_symbols = has_symbols
        self.lines = [list(self._placed(one.marks)) for one in series]
        self.targets = [
            (scale.x(at - 0.4), scale.x(at + 0.4), scale.y(mark.value))
            for at, mark in enumerate(target.marks if target else ())
            if mark.value is not None
        ]
        broken = {at for one in series for at, mark in enumerate(one.marks) if mark.is_broken}
        self.breaks = [scale.x(at - 0.5) for at in sorted(broken)]
        self.title = [] if has_symbols else wrap(series[0].title, LETTERS)
        self.start, self.end = -MARK / 2 - 2, scale.height + MARK / 2 + 2
        self.above = TITLE_LINE * len(self.title) + (BREAK if self.breaks else 0) - self.start
        self.top = top + self.above
        self.bottom = self.end
        self.boxes: list[_PlacedMark] = []
        self.texts: list[tuple[float, float, list[str]]] = []
        self.keys: list[tuple[str, str, float]] = []
        if has_symbols:
            for at, one in enumerate(series):
                self._set_row(f"symbol-{at}", one)
        else:
            self._set_beneath(series[0].marks)
        if target:
            self._set_row("target", target)

    @property
    def height(self) -> float:
        return self.above + self.bottom

    def _placed(self, marks: tuple[ChartMark, ...]) -> Iterator[_PlacedMark]:
        before = None
        for column, mark in enumerate(marks):
            if mark.value is None:
                before = None
                continue
            at = self.scale.x(column), self.scale.y(mark.value)
            before = _PlacedMark(mark, *at, before if mark.is_joined else None)
            yield before

    def _set_beneath(self, marks: tuple[ChartMark, ...]) -> None:
        """What belongs to a mark, and what is no score; that has a box where it has a tone."""
        texts = []
        self.boxes = list(self.lines[0])
        for at, mark in enumerate(marks):
            if is_boxed := mark.value is None and bool(mark.tone):
                self.boxes.append(_PlacedMark(mark, self.scale.x(at), self.end + MARK / 2))
            texts.append("" if is_boxed else mark.text if mark.value is None else mark.beneath)
        self._write(texts, MARK if len(self.boxes) > len(self.lines[0]) else 0)

    def _set_row(self, symbol: str, series: Series) -> None:
        """A line of the key, with what each column says."""
        self.keys.append((symbol, series.title, self.bottom + 20))
        self.bottom += 28
        self._write([mark.text for mark in series.marks])

    def _write(self, texts: Sequence[str], room: float = 0) -> None:
        """A text centred under each column, broken into lines."""
        wrapped = [wrap(text, min(LETTERS // self.scale.columns, 13)) for text in texts]
        self.texts += [(self.scale.x(at), self.bottom, lines) for at, lines in enumerate(wrapped) if lines]
        self.bottom += max(room, LINE * max(map(len, wrapped)))


def ratings_chart(categories: Sequence[RatedCategory], words: EditionWords) -> Chart:
    """One bar for each category, divided by how many of its items stand at each level."""
    bars = []
    for at, category in enumerate(categories):
        name = f"{category.category.number} {category.category.title}"
        title = textwrap.wrap(name, 38, max_lines=2, placeholder=" …")  # whole in the words beside the chart
        middle = BAR_ROOM * (at + 0.5)
        segments = list(bar_segments(category.tally, BARS_FROM, BARS_TO))
        bars.append((middle, middle - LINE * len(title) / 2 - 2, title, segments))
    svg = draw("bars", {"bars": bars, "height": BAR_ROOM * len(bars)})
    return Chart(svg, ratings_in_words(categories, words))


def ratings_in_words(categories: Iterable[RatedCategory], words: EditionWords) -> str:
    sentences = []
    for category in categories:
        name = f"{words.category.capitalised} {category.category.number} {category.category.title}"
        sentences.append(f"{name}: {tally_in_words(category.tally, words.item)}.")
    return " ".join(sentences)


def tally_in_words(tally: Tally, item: Word) -> str:
    """“two items at level 1, one item not rated yet”"""
    parts = [_items(count, item, _where(level)) for level, count in tally.levels if count]
    if tally.unrated:
        parts.append(_items(tally.unrated, item, "not rated yet"))
    return ", ".join(parts) or f"no rated {item.many}"


def _where(level: RatingLevel) -> str:
    return f"at level {level.code}" if level.value is not None else f"at {level.code}"


def _items(count: int, item: Word, where: str) -> str:
    return f"{spelled(count)} {item.of(count)} {where}"


def bar_segments(tally: Tally, start: float, end: float, letter: float = 1) -> Iterator[dict[str, Any]]:
    """The parts of one bar from left to right, each with as much text as there is room for.

    The bar reaches from `start` to `end`, in percent of the width; so wide is a `letter` where it is narrowest.
    """
    x = start
    parts = [(count, f"{count} at {level.code}", level.colour) for level, count in tally.levels]
    parts.append((tally.unrated, f"{tally.unrated} not rated", "unrated"))
    for count, words, tone in parts:
        if not count:
            continue
        width = (end - start) * count / tally.total
        text = next((text for text in (words, str(count)) if width > letter * len(text) + 0.6), "")
        yield {"x": x, "width": width, "middle": x + width / 2, "text": text, "tone": tone}
        x += width


def draw(template: str, drawn: dict[str, Any]) -> str:
    return render_to_string(f"reports/charts/{template}.svg", {**drawn, "typeface": _typeface()})


@cache
def _typeface() -> str:
    """What Latin text needs of the page's typeface, in base64 (10 kB), since an image fetches nothing.

    It is made once by a process of its own: fontTools would stay in every web process, with 10 MB.
    """
    command = [sys.executable, "-m", "reports.typeface", LATIN]
    done = subprocess.run(command, cwd=settings.BASE_DIR, stdout=subprocess.PIPE, check=True)  # noqa: S603
    return b64encode(done.stdout).decode()
