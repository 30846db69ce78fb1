"""The faces for letters that the typeface of documents lacks: Noto Sans of many scripts, and emoji.

They come with packages, and the printer is told of no others: a document looks the same on every machine. Chinese,
Japanese and Korean come in one file of variable outlines that no PDF may hold, so the letters that a document has
are drawn from it.
"""

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile
from xml.sax.saxutils import escape

import fontpkg_almarai
import manimgx_fonts
import manimgx_fonts_cjk
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

FOLDERS = (fontpkg_almarai.ROOT / "files", Path(manimgx_fonts.__file__).parent)
EAST_ASIAN_FILE = Path(manimgx_fonts_cjk.__file__).parent / "NotoSansCJK-VF.otf.ttc"
SIMPLIFIED = 2
"""Its font with the forms of simplified Chinese, for signs that differ between languages."""

SCRIPTS = (
    "Arabic",
    "Hebrew",
    "Devanagari",
    "Bengali",
    "Gujarati",
    "Gurmukhi",
    "Tamil",
    "Telugu",
    "Kannada",
    "Malayalam",
    "Sinhala",
    "Oriya",
    "Thai",
    "Lao",
    "Khmer",
    "Myanmar",
    "Ethiopic",
    "Armenian",
    "Georgian",
    "Symbols",
)
EAST_ASIAN = "Noto Sans CJK"
ARABIC = "Almarai"
"""Noto sets the dots of letters apart from them, and what reads the page's text finds words in pieces."""
FAMILIES = ("Noto Sans", ARABIC, *(f"Noto Sans {script}" for script in SCRIPTS), EAST_ASIAN, "Noto Emoji")
"""In the order in which they are asked for a letter."""

WEIGHTS = (400, 700)

DRAWN = re.compile(
    "[\u1100-\u11ff\u21d0-\u21d4\u25a0-\u25ff\u2605\u2606\u2713\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff"
    "\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]"
)
"""What is drawn from the East Asian file: its letters, and signs that no other face here has."""
SPACES = " \u00a0\u3000"
"""Pango takes the space between words from the face of the words."""


@contextmanager
def bundled_faces() -> Iterator[None]:
    """What reads fontconfig's configuration meanwhile finds these faces and no others of the machine."""
    with NamedTemporaryFile("w", prefix="accord-fonts-", suffix=".conf") as file:
        folders = "".join(f"<dir>{escape(str(folder))}</dir>" for folder in FOLDERS)
        file.write(
            '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">'
            f"<fontconfig>{folders}</fontconfig>"
        )
        file.flush()
        with _environment("FONTCONFIG_FILE", file.name):
            yield


def undated_faces() -> AbstractContextManager[None]:
    """Fonts that are saved meanwhile do not carry the time: the same text gives the same document."""
    return _environment("SOURCE_DATE_EPOCH", "0")


@contextmanager
def _environment(name: str, value: str) -> Iterator[None]:
    before = os.environ.get(name)
    os.environ[name] = value
    try:
        yield
    finally:
        del os.environ[name]
        if before is not None:
            os.environ[name] = before


def drawn_letters(text: str) -> str:
    return "".join(sorted(set(DRAWN.findall(text))))


def east_asian_fonts(letters: str) -> dict[int, bytes]:
    """By weight, a font with these letters alone, as far as the East Asian file has them."""
    with TTFont(EAST_ASIAN_FILE, fontNumber=SIMPLIFIED, lazy=True) as source:
        cmap = source.getBestCmap()
        names = {ord(one): cmap[ord(one)] for one in letters + SPACES if ord(one) in cmap}
        return {weight: _drawn(source, names, weight) for weight in WEIGHTS}


def _drawn(source: TTFont, names: dict[int, str], weight: int) -> bytes:
    outlines = source.getGlyphSet(location={"wght": weight})
    builder = FontBuilder(source["head"].unitsPerEm, isTTF=True)
    glyphs, widths = {}, {}
    for name in [".notdef", *dict.fromkeys(names.values())]:
        outlines[name].draw(Cu2QuPen(pen := TTGlyphPen(None), 1, reverse_direction=True))
        glyphs[name], widths[name] = pen.glyph(), round(outlines[name].width)
    builder.setupGlyphOrder(list(glyphs))
    builder.setupCharacterMap(names)
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics(
        {name: (width, getattr(glyphs[name], "xMin", 0)) for name, width in widths.items()}
    )
    ascent, descent = source["hhea"].ascent, source["hhea"].descent
    builder.setupHorizontalHeader(ascent=ascent, descent=descent)
    builder.setupNameTable({"familyName": EAST_ASIAN, "styleName": str(weight)})
    builder.setupOS2(sTypoAscender=ascent, sTypoDescender=descent, usWinAscent=ascent, usWinDescent=-descent)
    builder.setupPost()
    builder.updateHead(created=0, modified=0)
    builder.font.recalcTimestamp = False
    builder.save(output := BytesIO())
    return output.getvalue()


def covered() -> set[int]:
    """The characters that one of these faces has."""
    found: set[int] = set()
    for path in (path for folder in FOLDERS for path in folder.glob("*.ttf")):
        found |= _characters_of(path)
    east_asian = _characters_of(EAST_ASIAN_FILE, fontNumber=SIMPLIFIED)
    return found | {one for one in east_asian if DRAWN.match(chr(one))}


def _characters_of(path: Path, **options: int) -> set[int]:
    with TTFont(path, lazy=True, **options) as font:
        return set(font.getBestCmap())


def ranges_of(numbers: Iterable[int]) -> Sequence[tuple[int, int]]:
    """First and last of each run of numbers that follow each other."""
    found: list[tuple[int, int]] = []
    for number in sorted(numbers):
        if found and number == found[-1][1] + 1:
            found[-1] = found[-1][0], number
        else:
            found.append((number, number))
    return found
