"""Charts as SVG, with the words that say the same. Altair and vl-convert are loaded when first needed."""

import base64
import textwrap
from dataclasses import dataclass
from functools import cache

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
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@dataclass(frozen=True)
class Chart:
    svg: str
    alt: str

    @property
    def uri(self):
        return "data:image/svg+xml;base64," + base64.b64encode(self.svg.encode()).decode()


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


@cache
def _converter():
    import vl_convert

    vl_convert.register_font_directory(str(FONT_PACKAGE / "files"))
    return vl_convert
