"""The typeface of documents and charts: Atkinson Hyperlegible with the digits of Lato, whose zero has no slash.

One font is drawn of two, since Pango chooses between typefaces by the letters that a font file has, whatever a
stylesheet's unicode-range says, and takes the space between words from the first.

    python -m reports.typeface 20-7E,A0-FF     a web font of these characters alone, to standard output
"""

import sys
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from pathlib import Path
from string import digits
from typing import NamedTuple

import fontpkg_atkinson_hyperlegible
import fontpkg_lato
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter, parse_unicodes
from fontTools.ttLib import TTFont

FAMILY = "Atkinson Hyperlegible"
LETTERS = fontpkg_atkinson_hyperlegible.ROOT / "files"
DIGITS = fontpkg_lato.ROOT / "files"


class Face(NamedTuple):
    name: str
    weight: int
    style: str

    @property
    def letters(self) -> Path:
        return LETTERS / f"AtkinsonHyperlegible-{self.name}.ttf"

    @property
    def digits(self) -> Path:
        """Of the same weight to the eye: Lato is lighter than its name says."""
        return DIGITS / f"Lato-{self.name.replace('Bold', 'ExtraBold')}.ttf"


REGULAR = Face("Regular", 400, "normal")
BOLD = Face("Bold", 700, "normal")
FACES = (
    REGULAR,
    Face("Italic", 400, "italic"),
    BOLD,
    Face("BoldItalic", 700, "italic"),
)


@cache
def font_of(face: Face) -> bytes:
    with _drawn(face) as font:
        return _saved(font)


def web_font_of(face: Face, characters: str) -> bytes:
    """WOFF2 with these characters alone, named as in 20-7E,A0-FF."""
    with _drawn(face) as font:
        subsetter = Subsetter(Options(hinting=False, layout_features=[], name_IDs=[]))
        subsetter.populate(unicodes=parse_unicodes(characters))
        subsetter.subset(font)
        font.flavor = "woff2"
        return _saved(font)


def outlined(word: str, colour: str) -> str:
    """The address of a picture: the word in outlines, from the lower left to the upper right."""
    with _drawn(BOLD) as font:
        drawings, names = font.getGlyphSet(), font.getBestCmap()
        height, across = font["OS/2"].sCapHeight, 0
        paths = []
        for letter in word:
            drawing = drawings[names[ord(letter)]]
            drawing.draw(TransformPen(pen := SVGPathPen(drawings), (1, 0, 0, -1, across, height)))
            paths.append(f'<path fill="{colour}" d="{pen.getCommands()}"/>')
            across += round(drawing.width)
    size = across + height
    turned = f"rotate(-45 {size / 2} {size / 2}) translate({(size - across) / 2} {(size - height) / 2})"
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}">'
        f'<g transform="{turned}">{"".join(paths)}</g></svg>'
    )
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"


def covered() -> set[int]:
    """The characters that all faces have."""
    found = []
    for face in FACES:
        with TTFont(face.letters, lazy=True) as font:
            found.append(set(font.getBestCmap()))
    return set.intersection(*found)


@contextmanager
def _drawn(face: Face) -> Iterator[TTFont]:
    # Without the time of its making, so that the same text gives the same document.
    with TTFont(face.letters, recalcTimestamp=False) as font, TTFont(face.digits) as source:
        scale = font["head"].unitsPerEm / source["head"].unitsPerEm
        drawings = source.getGlyphSet()
        for digit in map(ord, digits):
            drawing = drawings[source.getBestCmap()[digit]]
            name = font.getBestCmap()[digit]
            for place in (name, f"{name}.tf"):  # in running text, and where all are of one width
                drawing.draw(TransformPen(pen := TTGlyphPen(None), (scale, 0, 0, scale, 0, 0)))
                glyph = font["glyf"][place] = pen.glyph()
                glyph.recalcBounds(font["glyf"])
                font["hmtx"][place] = round(drawing.width * scale), glyph.xMin
        yield font


def _saved(font: TTFont) -> bytes:
    font.save(output := BytesIO())
    return output.getvalue()


if __name__ == "__main__":
    sys.stdout.buffer.write(web_font_of(REGULAR, sys.argv[1]))
