"""Charts as SVG, with the words that say the same. Altair and vl-convert are loaded when first needed."""

import base64
import textwrap
from dataclasses import dataclass
from functools import cache, lru_cache

from fontpkg_atkinson_hyperlegible import ROOT as FONT_PACKAGE

FONT = "Atkinson Hyperlegible"
INK, RULE = "#1c2326", "#55605f"
# Fill and writing of each place on the scale of ink, as in accord.css; they keep their order in greyscale.
TONES = {
    "ink-0": ("#ffffff", INK),
    "ink-1": ("#cfe2e5", INK),
    "ink-2": ("#6aa3ae", "#0b1517"),
    "ink-3": ("#0b5563", "#ffffff"),
    "outside": ("#ecebe6", INK),
    "unrated": ("#ffffff", RULE),
}
LABELS, BARS, ROW, GAP = 236, 424, 38, 0.4  # pixels; a gap is a share of the row
LABEL_SIZE, NUMBER_SIZE = 13, 12
# A picture of lines, in pixels: narrow enough to be read on a phone, where it shrinks by a quarter.
WIDTH, MARGIN, MARK, TITLE_LINE, STRIP_GAP = 480, 26, 24, 17, 16
DIGIT_WIDTH = 7.4
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@dataclass(frozen=True)
class Chart:
    svg: str
    alt: str

    @property
    def uri(self):
        return "data:image/svg+xml;base64," + base64.b64encode(self.svg.encode()).decode()


@dataclass(frozen=True)
class Mark:
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
    marks: tuple[Mark, ...]
    """One for each column."""


@lru_cache(maxsize=256)
def lines_chart(columns, series, lowest, highest, *, height=40, digits=()):
    """A line above the other for each series; `digits` are written beside the scale. All of it hashable."""
    drawing = _Drawing(tuple(columns))
    for one in series:
        drawing.add_strip(one, lowest, highest, height, digits)
    return Chart(drawing.svg(), lines_in_words(columns, series))


def lines_in_words(columns, series):
    return " ".join(
        f"{one.title}: {'; '.join(_marks_in_words(columns, one))}.".removeprefix(": ") for one in series
    )


def _marks_in_words(columns, series):
    for column, mark in zip(columns, series.marks, strict=True):
        yield f"{'then not comparable with before; ' if mark.is_broken else ''}{column}, {mark.words}"


def ratings_chart(categories):
    """One bar for each category, divided by how many of its items stand at each level."""
    return Chart(_svg(categories), ratings_in_words(categories))


def ratings_in_words(categories):
    sentences = []
    for category in categories:
        parts = [_items(count, _where(level)) for level, count in category.tally.levels if count]
        if category.tally.unrated:
            parts.append(_items(category.tally.unrated, "not rated yet"))
        words = ", ".join(parts) or "no rated items"
        sentences.append(f"Category {category.number} {category.title}: {words}.")
    return " ".join(sentences)


def _where(level):
    return f"at level {level.code}" if level.value is not None else f"at {level.code}"


def _items(count, where):
    number = NUMBERS[count] if count < len(NUMBERS) else count
    return f"{number} {'item' if count == 1 else 'items'} {where}"


def _segments(category, place):
    """The parts of one bar from left to right, each labelled as far as there is room."""
    tally, start = category.tally, 0
    parts = [(count, f"{count} at {level.code}", level.colour) for level, count in tally.levels]
    parts.append((tally.unrated, f"{tally.unrated} not rated", "unrated"))
    for count, words, tone in parts:
        if not count:
            continue
        width = BARS * count / tally.total
        fits = [text for text in (words, str(count)) if width > len(text) * NUMBER_SIZE * 0.56 + 4]
        yield {
            "place": place,
            "start": start / tally.total,
            "middle": (start + count / 2) / tally.total,
            "end": (start + count) / tally.total,
            "words": fits[0] if fits else "",
            "tone": tone,
        }
        start += count


def _svg(categories):
    titles = ["\n".join(textwrap.wrap(f"{c.number} {c.title}", 38)) for c in categories]
    datasets = {
        "segments": [segment for place, c in enumerate(categories) for segment in _segments(c, place)],
        "titles": [{"place": place, "title": title} for place, title in enumerate(titles)],
    }
    spec = _specification(len(categories)) | {"datasets": datasets}
    return _converter().vegalite_to_svg(spec, allowed_base_urls=[])


@cache
def _specification(rows):
    """The picture for so many categories; what they say is added as data."""
    import altair as alt

    tones = list(TONES)
    fill, writing = ([TONES[tone][part] for tone in tones] for part in (0, 1))
    row = alt.Y("place:O").axis(None).scale(domain=list(range(rows)), paddingInner=GAP, paddingOuter=0.1)
    share = alt.X("start:Q").axis(None).scale(domain=[0, 1], nice=False, zero=True)
    segments = alt.Chart(alt.NamedData("segments"))
    bars = segments.mark_bar(stroke=RULE, strokeWidth=0.8).encode(
        x=share,
        x2="end:Q",
        y=row,
        fill=alt.Fill("tone:N").scale(domain=tones, range=fill).legend(None),
        strokeDash=alt.condition("datum.tone == 'unrated'", alt.value([3, 2]), alt.value([1, 0])),
    )
    words = segments.mark_text(fontSize=NUMBER_SIZE).encode(
        x="middle:Q",
        y=row,
        text="words:N",
        color=alt.Color("tone:N").scale(domain=tones, range=writing).legend(None),
    )
    labels = (
        alt.Chart(alt.NamedData("titles"))
        .mark_text(
            align="left",
            fontSize=LABEL_SIZE,
            lineBreak="\n",
            lineHeight=15,
            dy=alt.expr("7.5 - 7.5 * split(datum.title, '\\n').length"),
            color=INK,
        )
        .encode(x=alt.value(-LABELS), y=row, text="title:N")
    )
    chart = alt.layer(bars, words, labels).resolve_scale(color="independent")
    chart = chart.properties(width=BARS, height=ROW * rows, background="white", padding=1)
    return chart.configure(font=FONT).configure_view(stroke=None).to_dict()


class _Drawing:
    """Lines above one another, placed by hand, so that their marks can hold text."""

    def __init__(self, columns):
        self.columns = columns
        self.step = (WIDTH - MARGIN) / len(columns)
        self.rules: list[dict] = []
        self.boxes: list[dict] = []
        self.texts: list[dict] = []
        self.bottom = 4.0
        self._head()

    def _middle(self, place):
        return MARGIN + self.step * (place + 0.5)

    def _head(self):
        """The columns' names; what is too long for its column breaks into lines."""
        room = max(int(self.step / (NUMBER_SIZE * 0.55)), 4)
        names = [textwrap.wrap(name, room)[:3] for name in self.columns]
        for place, lines in enumerate(names):
            self._write("\n".join(lines), self._middle(place), self.bottom + 8, color=RULE)
        self.bottom += 15 * max(map(len, names)) + 8

    def add_strip(self, series, lowest, highest, height, digits):
        for line in textwrap.wrap(series.title, 66):
            self._write(line, 0, self.bottom + 8, align="left", size=LABEL_SIZE)
            self.bottom += TITLE_LINE
        if any(mark.is_broken for mark in series.marks):
            self.bottom += 28
        top = self.bottom + MARK / 2 + 2
        span = (highest - lowest) or 1

        def level(value):
            return top + height * (1 - (value - lowest) / span)

        for value, digit in digits:
            self._rule(MARGIN, level(value), WIDTH, level(value), color="#dcdad3", width=1)
            self._write(digit, MARGIN - 8, level(value), align="right", color=RULE)
        for place, mark in enumerate(series.marks):
            self._join(series.marks, place, level)
            if mark.is_broken:
                self._break(place, top, top + height)
        for place, mark in enumerate(series.marks):
            if mark.value is not None:
                self._box(mark, self._middle(place), level(mark.value))
        self.bottom = top + height + MARK / 2 + 2
        self._beneath(series.marks)
        self.bottom += STRIP_GAP

    def _join(self, marks, place, level):
        before, mark = marks[place - 1], marks[place]
        if place and mark.is_joined and before.value is not None and mark.value is not None:
            start, end = self._middle(place - 1), self._middle(place)
            self._rule(start, level(before.value), end, level(mark.value), color=INK, width=1.6)

    def _break(self, place, top, bottom):
        x = MARGIN + self.step * place
        self._rule(x, top - MARK / 2, x, bottom + MARK / 2, color=RULE, width=1.4, dashed=True)
        self._write("not\ncomparable", x, top - MARK / 2 - 22, color=RULE, size=11)

    def _box(self, mark, x, y):
        fill, writing = TONES[mark.tone or "outside"]
        half = max(MARK, len(mark.text) * DIGIT_WIDTH + 8) / 2
        self.boxes.append(
            {"x": x - half, "x2": x + half, "y": y - MARK / 2, "y2": y + MARK / 2, "fill": fill}
        )
        self._write(mark.text, x, y, color=writing, size=LABEL_SIZE)

    def _beneath(self, marks):
        """Below the line: what is no score, and what belongs to a mark."""
        tallest = 0
        for place, mark in enumerate(marks):
            x, words = self._middle(place), mark.beneath if mark.value is not None else mark.text
            if mark.value is None and mark.tone:
                self._box(mark, x, self.bottom + MARK / 2)
                tallest = max(tallest, MARK)
            elif words:
                lines = textwrap.wrap(words, 13)
                self._write("\n".join(lines), x, self.bottom + 8, color=RULE)
                tallest = max(tallest, 15 * len(lines))
        self.bottom += tallest

    def _rule(self, x, y, x2, y2, *, color, width, dashed=False):
        row = {"x": x, "y": y, "x2": x2, "y2": y2, "color": color, "width": width, "dashed": dashed}
        self.rules.append(row)

    def _write(self, text, x, y, *, align="center", color=INK, size=NUMBER_SIZE):
        self.texts.append({"text": text, "x": x, "y": y, "align": align, "color": color, "size": size})

    def svg(self):
        datasets = {"rules": self.rules, "boxes": self.boxes, "texts": self.texts}
        spec = _lines_specification() | {"height": round(self.bottom), "datasets": datasets}
        return _converter().vegalite_to_svg(spec, allowed_base_urls=[])


@cache
def _lines_specification():
    """An empty sheet to draw on in pixels, y downwards; its height and what it shows are added."""
    import altair as alt

    def at(channel, name):
        return channel(f"{name}:Q").axis(None).scale(None)

    rules = (
        alt.Chart(alt.NamedData("rules"))
        .mark_rule()
        .encode(
            x=at(alt.X, "x"),
            y=at(alt.Y, "y"),
            x2="x2:Q",
            y2="y2:Q",
            color=alt.Color("color:N").scale(None),
            strokeWidth=alt.StrokeWidth("width:Q").scale(None),
            strokeDash=alt.condition("datum.dashed", alt.value([4, 3]), alt.value([1, 0])),
        )
    )
    boxes = (
        alt.Chart(alt.NamedData("boxes"))
        .mark_rect(stroke=RULE, strokeWidth=0.8, cornerRadius=3)
        .encode(x=at(alt.X, "x"), y=at(alt.Y, "y"), x2="x2:Q", y2="y2:Q", fill=alt.Fill("fill:N").scale(None))
    )
    texts = (
        alt.Chart(alt.NamedData("texts"))
        .mark_text(baseline="middle", lineBreak="\n", lineHeight=14, align=alt.expr("datum.align"))
        .encode(
            x=at(alt.X, "x"),
            y=at(alt.Y, "y"),
            text="text:N",
            color=alt.Color("color:N").scale(None),
            size=alt.Size("size:Q").scale(None),
        )
    )
    chart = alt.layer(rules, boxes, texts).properties(width=WIDTH, background="white", padding=6)
    return chart.configure(font=f"{FONT}, sans-serif").configure_view(stroke=None).to_dict()


@cache
def _converter():
    import vl_convert

    vl_convert.register_font_directory(str(FONT_PACKAGE / "files"))
    return vl_convert
